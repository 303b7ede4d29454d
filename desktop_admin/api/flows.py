"""Every approval flow of the program. A feature adds its own: the diagrams and the delegations read them here."""

from desktop_admin.api.approval import Flow

FLOWS: tuple[Flow, ...] = ()


def flow_named(name: str) -> Flow | None:
    return next((flow for flow in FLOWS if flow.name == name), None)
