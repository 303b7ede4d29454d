"""Editors of words."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit

from desktop_admin.api.base import Field
from desktop_admin.core.i18n import N_
from desktop_admin.views.kit.editors.base import Editor, LineEditor
from desktop_admin.views.kit.widgets import PasswordEdit

TOO_LONG = N_("{length} characters are too many; the limit is {limit}.")
LINES_HEIGHT = 88  # pixels: four lines


class TextEditor(LineEditor):
    """Spaces at the ends do not count. A text that is too long is kept, and said to be."""

    def nothing(self) -> Any:
        return ""

    def read(self) -> Any:
        given = self.line.text().strip()
        limit = self.field.max_length
        if limit and len(given) > limit:
            self.invalid(TOO_LONG, length=len(given), limit=limit)
        return given or self.empty("")

    def spelt(self, value: Any) -> str:
        return str(value)


class PasswordEditor(TextEditor):
    """Not a character of a password is changed, nor is it trimmed."""

    def __init__(self, field: Field) -> None:
        super().__init__(field, PasswordEdit())

    def read(self) -> Any:
        given = self.line.text()
        return given or self.empty("")

    def said(self, value: Any) -> str:
        return "•••" if value else super().said(value)

    def _settle(self) -> None:
        """It stays as it was typed."""


class _Lines(QPlainTextEdit):
    """Tab goes on to the next field; Ctrl+Enter is the form's."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setFixedHeight(LINES_HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            event.ignore()
            return
        super().keyPressEvent(event)


class LinesEditor(Editor):
    fill = True

    def __init__(self, field: Field) -> None:
        self.lines = _Lines()
        super().__init__(field, self.lines)
        self.lines.textChanged.connect(self.edited)

    def read(self) -> Any:
        given = self.lines.toPlainText().strip()
        limit = self.field.max_length
        if limit and len(given) > limit:
            self.invalid(TOO_LONG, length=len(given), limit=limit)
        return given or self.empty("")

    def write(self, value: Any) -> None:
        self.lines.setPlainText(value or "")
