"""A flow as a drawing needs it: what leads from each state where, and the way that a subject usually takes."""

from itertools import pairwise

from msgspec import Struct

from desktop_admin.api.approval.flow import AUTHOR, Flow, Passage, Step
from desktop_admin.core.i18n import N_
from desktop_admin.core.labels import Labelled
from desktop_admin.core.rights import right

OF_AUTHOR = N_("author")


class Arrow(Struct, frozen=True, kw_only=True):
    """From one state to the next. All texts are to be translated.

    who: the right that it takes, or the rule that says whose it is; empty where it follows by itself. apart: seats
    whose persons may not do it. needs: guards. otherwise: further states where it may lead.
    """

    caption: str
    before: Labelled
    after: Labelled
    otherwise: tuple[Labelled, ...] = ()
    seat: str = ""
    who: str = ""
    apart: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    together: bool = False
    voids: bool = False
    onward: bool = False


def arrows(flow: Flow) -> tuple[Arrow, ...]:
    """In the order of the states, and of the steps as they are declared."""
    found = [_of_step(flow, step, before) for step in flow.steps for before in step.before]
    found += [_of_passage(flow, passage, before) for passage in flow.passages for before in passage.before]
    places = list(flow.states)
    return tuple(sorted(found, key=lambda arrow: places.index(arrow.before)))


def leaving(flow: Flow, state: Labelled) -> tuple[Arrow, ...]:
    return tuple(arrow for arrow in arrows(flow) if arrow.before is state)


def main_way(flow: Flow) -> tuple[tuple[Arrow, ...], ...]:
    """Along the flow's way; the arrows of one place are those that are taken together."""
    return tuple(_between(flow, before, after) for before, after in pairwise(flow.way))


def _between(flow: Flow, before: Labelled, after: Labelled) -> tuple[Arrow, ...]:
    found = tuple(arrow for arrow in leaving(flow, before) if arrow.after is after)
    return tuple(arrow for arrow in found if arrow.together) or found[:1]


def _of_step(flow: Flow, step: Step, before: Labelled) -> Arrow:
    apart = flow.apart(step)
    named = [OF_AUTHOR] if AUTHOR in apart else []
    return Arrow(
        caption=step.caption,
        before=before,
        after=step.after,
        otherwise=step.outcomes,
        seat=flow.seat_labels.get(step.seat, ""),
        who=flow.rule_labels.get(step.holder, "") or right(step.permission),
        apart=(*named, *(seat.label for seat in flow.seats if seat.name in apart)),
        needs=tuple(flow.rule_labels[name] for name in step.guards),
        reasons=tuple(reason.label for reason in step.reasons),
        together=step.together,
        voids=step.voids,
        onward=flow.leads_on(before, step.after),
    )


def _of_passage(flow: Flow, passage: Passage, before: Labelled) -> Arrow:
    onward = flow.leads_on(before, passage.after)
    return Arrow(caption=passage.caption, before=before, after=passage.after, voids=passage.voids, onward=onward)
