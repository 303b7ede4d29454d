"""The audit trail as people read it, and its check."""

from desktop_admin.services.audit import entries, history, verifying

__all__ = ["entries", "history", "verifying"]
