"""The audit trail as people read it, and its check."""

from desktop_admin.services.audit import changed, entries, history, verifying

__all__ = ["changed", "entries", "history", "verifying"]
