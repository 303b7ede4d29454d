"""Every approval flow of the program. A feature adds its own: the diagrams and the delegations read them here."""

from collections.abc import Iterator

from desktop_admin.api.approval import Flow, Seat
from desktop_admin.api.publishing.flow import FLOW as PUBLISHING
from desktop_admin.api.training.flows import COURSE_FLOW, RESOURCE_FLOW

FLOWS: tuple[Flow, ...] = (PUBLISHING, COURSE_FLOW, RESOURCE_FLOW)


def flow_named(name: str) -> Flow | None:
    return next((flow for flow in FLOWS if flow.name == name), None)


def scopes() -> Iterator[tuple[Flow, Seat | None]]:
    """What can be delegated: each flow as a whole, and each of its seats that somebody signs."""
    for flow in FLOWS:
        yield flow, None
        yield from ((flow, seat) for seat in flow.seats)


def title_of(flow: str) -> str:
    """Here and below: empty for a code that no flow has, or that two flows call by different names."""
    found = flow_named(flow)
    return found.title if found else ""


def caption_of(step: str) -> str:
    return _only({flow.by_name[step].caption for flow in FLOWS if step in flow.by_name})


def seat_label(seat: str) -> str:
    return _only({flow.seat_labels[seat] for flow in FLOWS if seat in flow.seat_labels})


def state_label(value: str) -> str:
    return _only({state.label for flow in FLOWS for state in flow.states if state.value == value})


def reason_label(code: str) -> str:
    steps = (step for flow in FLOWS for step in flow.steps)
    return _only({reason.label for step in steps for reason in step.reasons if reason.code == code})


def _only(labels: set[str]) -> str:
    return labels.pop() if len(labels) == 1 else ""
