"""From a sheet or a month to its printed report."""

from datetime import date
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desktop_admin.api.canteen.sheet import Sheet
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.paper import PaperView, open_report

DAILY, MONTH = "canteen-daily", "canteen-month"


def print_sheet(parent: QWidget, desk: QtDesk, sheet: Sheet) -> PaperView | None:
    """The preview of 每日食品安全检查记录 for the sheet's day and canteen."""
    return open_report(parent, desk, DAILY, first=sheet.day, last=sheet.day, subject=sheet.canteen_key)


def print_month(parent: QWidget, desk: QtDesk, canteen: UUID, first: date) -> PaperView | None:
    """The preview of a canteen's month."""
    return open_report(parent, desk, MONTH, first=first, last=first, subject=canteen)
