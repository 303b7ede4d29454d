"""审计日志: who did what, and whether the trail is still as it was written."""

from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Permission
from desktop_admin.views.audit.history import HistoryView
from desktop_admin.views.audit.page import TrailPage
from desktop_admin.views.kit.shell import Module, Page

__all__ = ["MODULE", "HistoryView"]

MODULE = Module(
    "audit",
    N_("Audit log"),
    "audit",
    (Page(N_("Audit log"), Permission.AUDIT_ENTRY_READ, TrailPage),),
)
