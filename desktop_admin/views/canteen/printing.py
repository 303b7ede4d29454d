"""From a sheet to its printed report."""

from PySide6.QtWidgets import QWidget

from desktop_admin.api.canteen.sheet import Sheet
from desktop_admin.views.kit.desk import QtDesk


def print_sheet(parent: QWidget, desk: QtDesk, sheet: Sheet) -> None:
    """The preview of 每日食品安全检查记录 for the sheet's day and canteen."""
    del parent, desk, sheet
