"""审批: who acts for whom, and how each thing is approved. What waits for somebody stands in its own module."""

from desktop_admin.api.approval.delegation import ListDelegations
from desktop_admin.api.flows import FLOWS
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Actor
from desktop_admin.views.approval.delegations import DelegationsPage
from desktop_admin.views.approval.flows import FlowsPage
from desktop_admin.views.kit.shell import Module, Page

__all__ = ["MODULE"]


def _sees_a_flow(actor: Actor) -> bool:
    return any(actor.may(flow.permission) for flow in FLOWS)


MODULE = Module(
    name="approval",
    title=N_("Approvals"),
    icon="check",
    pages=(
        Page(N_("Delegations"), ListDelegations.permission, DelegationsPage, _sees_a_flow),
        Page(N_("Flow charts"), None, FlowsPage, _sees_a_flow),
    ),
)
