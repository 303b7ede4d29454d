"""What every editor has in common."""

from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_admin.api.base import Field
from desktop_admin.api.shown import shown
from desktop_admin.core.errors import Invalid
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.text import normal

Pairs = Sequence[tuple[Any, str]]  # value and what people call it
Choices = Pairs | Callable[[], Pairs]

NEEDED = N_("This must be filled in.")
TOO_LITTLE = N_("Below the lower limit of {limit}.")
TOO_MUCH = N_("Above the upper limit of {limit}.")


def pairs_of(choices: Choices) -> Pairs:
    return choices() if callable(choices) else choices


class Editor(QObject):
    """read() and write() speak the field's own type; None and what is empty are the same to a person."""

    edited = Signal()
    fill = False  # takes the width that is there

    def __init__(self, field: Field, widget: QWidget) -> None:
        super().__init__(widget)
        self.field, self.widget = field, widget
        self.needed = field.required and not field.optional
        widget.setObjectName(field.name)
        widget.setAccessibleName(tr(field.label))

    def read(self) -> Any:
        raise NotImplementedError

    def write(self, value: Any) -> None:
        raise NotImplementedError

    def said(self, value: Any) -> str:
        """A value of this field as a person reads it."""
        return shown(value, self.field)

    def focus(self) -> None:
        self.widget.setFocus()

    def lock(self) -> None:
        """What is shown and cannot be changed here."""
        self.widget.setEnabled(False)

    def outlined(self) -> QWidget:
        """The widget that carries the red outline of a fault."""
        return self.widget

    def invalid(self, reason: str, **params: object) -> NoReturn:
        raise Invalid(field=self.field.name, reason=tr(reason, **params))

    def empty(self, nothing: Any = None) -> Any:
        """What an empty editor means: a refusal where something is needed."""
        if self.needed:
            self.invalid(NEEDED)
        return None if self.field.optional else nothing

    def within(self, value: Any) -> Any:
        """The value, if it is within the declared limits."""
        unit = f" {tr(self.field.unit)}" if self.field.unit else ""
        if self.field.ge is not None and value < self.field.ge:
            self.invalid(TOO_LITTLE, limit=f"{self.field.ge}{unit}")
        if self.field.le is not None and value > self.field.le:
            self.invalid(TOO_MUCH, limit=f"{self.field.le}{unit}")
        return value


class LineEditor(Editor):
    """A line of text that is understood when it is read, and shown in its usual form when it is left."""

    fill = True
    right = False  # numbers are compared, so they stand right

    def __init__(self, field: Field, line: QLineEdit | None = None) -> None:
        self.line = line or QLineEdit()
        super().__init__(field, self.line)
        self.line.textChanged.connect(self.edited)
        self.line.editingFinished.connect(self._settle)

    def read(self) -> Any:
        given = normal(self.line.text())
        return self.understood(given) if given else self.empty(self.nothing())

    def write(self, value: Any) -> None:
        self.line.setText("" if value is None else self.spelt(value))
        self.line.setCursorPosition(0)

    def nothing(self) -> Any:
        return None

    def understood(self, given: str) -> Any:
        raise NotImplementedError

    def spelt(self, value: Any) -> str:
        return str(value)

    def _settle(self) -> None:
        try:
            value = self.read()
        except Invalid:
            return
        if value not in (None, "") and self.spelt(value) != self.line.text():
            self.line.setText(self.spelt(value))
