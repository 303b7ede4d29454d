"""The fields of a checklist: values, reasons and texts that end by Enter."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from desktop_admin.views.kit.checklist_page.declare import Value
from desktop_admin.views.kit.checklist_page.paint import FIELD, FIELD_HEIGHT
from desktop_admin.views.kit.style import restyle
from desktop_admin.views.kit.widgets import RIGHT

_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class KeyedEdit(QLineEdit):
    """Enter, Esc, ↑ and ↓ are told; while an input method composes they are the input method's."""

    entered = Signal()
    escaped = Signal()
    stepped = Signal(int)
    left = Signal()  # by the mouse or Tab, with a text that was changed

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._composing = False

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = event.key(), not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if self._composing:
            event.accept()
        elif not plain:
            super().keyPressEvent(event)
        elif key in _ENTER:
            self.entered.emit()
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.stepped.emit(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        kept = {Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason}
        if self.isModified() and event.reason() not in kept:
            self.left.emit()


class ValueEdit(KeyedEdit):
    """One reading. What was typed stays, whatever comes from elsewhere meanwhile."""

    def __init__(self, value: Value, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("low", True)  # noqa: FBT003 - Qt's signature
        self.setAlignment(RIGHT)
        self.setMaxLength(20)
        self.setFixedSize(FIELD, FIELD_HEIGHT)
        self.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self.show_value(value)

    def show_value(self, value: Value, typed: str | None = None) -> None:
        """typed: a refused text that goes on standing here."""
        self.value = value
        named = " ".join(part for part in (value.place, value.name) if part)
        self.setAccessibleName(f"{named} {value.unit} {value.limit}".strip())
        self.setToolTip(value.limit)
        if typed is not None:
            self.setText(typed)
        elif not (self.hasFocus() and self.isModified()):
            self.setText(value.text)
        restyle(self, "fault", value.bad or typed is not None)

    def take_back(self) -> None:
        self.setText(self.value.text)
        self.setModified(False)


class LinesEdit(QPlainTextEdit):
    """A text of a few lines: Enter is told, Shift+Enter breaks the line, Tab goes on."""

    entered = Signal()
    escaped = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setFixedHeight(54)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._composing = False

    def text(self) -> str:
        return self.toPlainText().strip()

    def show_text(self, text: str) -> None:
        """What was typed here stays."""
        if not self.document().isModified() and text != self.text():
            self.setPlainText(text)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._composing and event.key() in _ENTER and not event.modifiers():
            self.entered.emit()
        elif not self._composing and event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)
