"""How something goes from a draft to its end: every step, seat, reason and rule of it, as data.

Buttons, history, "why can't I?", the audit trail and the diagrams read the same declaration; the services keep to it.
"""

from functools import cached_property
from itertools import pairwise
from typing import Annotated, Any

from msgspec import Struct

from desktop_admin.api.base import DecisionCommand, label
from desktop_admin.core.i18n import N_
from desktop_admin.core.labels import Labelled
from desktop_admin.core.permissions import Permission

AUTHOR = "author"  # in `distinct_from`: who began it and who wrote what is in it
CODE_LENGTH = 40
REMARK_LENGTH = 500

ReasonField = Annotated[str, label(N_("Reason"), max_length=CODE_LENGTH, editor="choice")]
RemarkField = Annotated[str, label(N_("Remark"), max_length=REMARK_LENGTH, editor="lines")]


class Reason(Struct, frozen=True):
    """code: stored and sent, at most 40 characters."""

    code: str
    label: str


class Seat(Struct, frozen=True):
    """A signature that the paper has a place for."""

    name: str
    label: str


class Rule(Struct, frozen=True):
    """What must hold (a guard), or who it must be (a holder); the service has a function of the same name."""

    name: str
    label: str


class Step(Struct, frozen=True, kw_only=True):
    """What one command does. Its caption and its permission are the step's.

    With reasons it has a field `reason: ReasonField`; any may have `remark: RemarkField = ""`.

    seat: the signature that it is. distinct_from: seats whose persons, and AUTHOR, may not do it; declared at one of
    two seats it holds for both. together: one of several signatures given in any order, after which the subject stays
    where it is until all that it needs are there. outcomes: where it may lead instead of `after`, as the service
    finds. voids: the signatures so far no longer count. guards, holder: names of rules of the flow.
    """

    command: type[DecisionCommand[Any]]
    before: tuple[Labelled, ...]
    after: Labelled
    outcomes: tuple[Labelled, ...] = ()
    seat: str = ""
    distinct_from: tuple[str, ...] = ()
    together: bool = False
    reasons: tuple[Reason, ...] = ()
    remark_needed: bool = False
    voids: bool = False
    guards: tuple[str, ...] = ()
    holder: str = ""

    @property
    def name(self) -> str:
        return self.command.wire_name()

    @property
    def caption(self) -> str:
        return self.command.caption

    @property
    def permission(self) -> Permission:
        return self.command.permission


class Passage(Struct, frozen=True, kw_only=True):
    """What follows by itself, such as a result that came in; nobody decides it."""

    caption: str
    before: tuple[Labelled, ...]
    after: Labelled
    voids: bool = False


class Flow(Struct, frozen=True, kw_only=True, dict=True):
    """name: as the area, or area and thing, such as "publishing". permission: to see what goes through it.

    drafts: where the content may be edited and nothing is signed; a subject begins in the first of them, and an edit
    anywhere else brings it back there. way: the states that it passes if nothing is wrong with it, from first to last.
    final: nothing more is done to it. rules: of its guards and holders.
    """

    name: str
    title: str
    permission: Permission
    states: type[Labelled]
    drafts: tuple[Labelled, ...]
    way: tuple[Labelled, ...]
    seats: tuple[Seat, ...]
    steps: tuple[Step, ...]
    final: tuple[Labelled, ...] = ()
    passages: tuple[Passage, ...] = ()
    rules: tuple[Rule, ...] = ()

    def __post_init__(self) -> None:
        """Raises ValueError where a step names what the flow has not, or the way cannot be gone."""
        seats, rules = set(self.seat_labels), set(self.rule_labels)
        for step in self.steps:
            named = {step.seat, *step.distinct_from} - {"", AUTHOR}
            ruled = {step.holder, *step.guards} - {""}
            missing = (named - seats) | (ruled - rules)
            if missing:
                raise ValueError(f"{step.name} names what the flow {self.name} has not: {sorted(missing)}")
        found: list[Step | Passage] = [*self.steps, *self.passages]
        moves = {(before, each.after) for each in found for before in each.before}
        if self.way[0] is not self.drafts[0] or not moves.issuperset(pairwise(self.way)):
            raise ValueError(f"nothing leads along the way of the flow {self.name}")

    @cached_property
    def seat_labels(self) -> dict[str, str]:
        return {seat.name: seat.label for seat in self.seats}

    @cached_property
    def rule_labels(self) -> dict[str, str]:
        return {rule.name: rule.label for rule in self.rules}

    @cached_property
    def by_name(self) -> dict[str, Step]:
        return {step.name: step for step in self.steps}

    def step(self, command: type[DecisionCommand[Any]]) -> Step:
        return self.by_name[command.wire_name()]

    def state(self, value: str) -> Labelled:
        return next(state for state in self.states if state.value == value)

    def is_onward(self, step: Step | Passage) -> bool:
        """Whether it brings the subject on its way, rather than aside or back."""
        return any(self.leads_on(before, step.after) for before in step.before)

    def leads_on(self, before: Labelled, after: Labelled) -> bool:
        """A draft that came back goes on like the first one."""
        start = self.drafts[0] if before in self.drafts else before
        return start in self.way and after in self.way and self.way.index(after) > self.way.index(start)

    def apart(self, step: Step) -> frozenset[str]:
        """Seats, and AUTHOR, whose persons may not do this; each pair is declared once and holds both ways."""
        others = {other.seat for other in self.steps if step.seat and step.seat in other.distinct_from}
        return frozenset(others.union(step.distinct_from) - {"", step.seat})
