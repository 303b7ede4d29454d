"""A flow with what a feature knows of it: its table, its content, and its rules as functions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

from desktop_admin.api.approval import Flow, Step
from desktop_admin.api.base import DecisionCommand, Request
from desktop_admin.db.work import Work
from desktop_admin.models.approval import UnderApproval

SubjectT = TypeVar("SubjectT", bound=UnderApproval)


class Place(NamedTuple):
    """Where a command stands: its step, and the flow of it."""

    flow: Flow
    step: Step


_places: dict[type[Request[Any]], Place] = {}


def place_of(command: type[Request[Any]]) -> Place | None:
    """None for a command that is no step of any process."""
    return _places.get(command)


def _writers(work: Work, subject: UnderApproval) -> frozenset[UUID]:  # noqa: ARG001 - as every process is asked
    return frozenset({subject.author_key, subject.reviser_key or subject.author_key})


@dataclass(frozen=True)
class Process(Generic[SubjectT]):
    """content: canonical bytes of what is signed, the hashes of attachments among them. seats: those that this subject
    needs at a step that is taken together. holders: whether the account of this key is who the rule says. guards:
    raise Refused. Both by the names of the flow's rules. writers: AUTHOR; all who wrote a revision, where revisions are
    kept: what somebody wrote stays theirs when another one has edited it since.
    """

    flow: Flow
    model: type[SubjectT]
    content: Callable[[Work, SubjectT], bytes]
    seats: Callable[[Work, SubjectT], frozenset[str]]
    holders: Mapping[str, Callable[[Work, SubjectT, UUID], bool]] = field(default_factory=lambda: MappingProxyType({}))
    guards: Mapping[str, Callable[[Work, SubjectT], None]] = field(default_factory=lambda: MappingProxyType({}))
    writers: Callable[[Work, SubjectT], frozenset[UUID]] = _writers

    def __post_init__(self) -> None:
        """Raises ValueError where a rule has no function, so that the program does not start."""
        for step in self.flow.steps:
            missing = ({step.holder} - {""} - self.holders.keys()) | (set(step.guards) - self.guards.keys())
            if missing:
                raise ValueError(f"{step.name} has rules without a function: {sorted(missing)}")
            _places[step.command] = Place(self.flow, step)

    def step(self, command: DecisionCommand[Any]) -> Step:
        return self.flow.step(type(command))

    def digest(self, work: Work, subject: SubjectT) -> str:
        return sha256(self.content(work, subject)).hexdigest()
