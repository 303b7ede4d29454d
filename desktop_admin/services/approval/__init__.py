"""Approvals: the engine that every flow goes through, and who acts for whom."""

from desktop_admin.services.approval import delegations

__all__ = ["delegations"]
