"""The canteen's tables."""

from desktop_admin.models.canteen import actions, checklist, registers, sheet

__all__ = ["actions", "checklist", "registers", "sheet"]
