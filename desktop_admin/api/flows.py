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
