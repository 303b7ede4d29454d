"""Fields of their own kind: passwords and searches."""

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QLineEdit

from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.icons import icon
from desktop_admin.views.kit.tokens import CONTROL

SpinBox = TypeVar("SpinBox", bound=QAbstractSpinBox)


class PasswordEdit(QLineEdit):
    """A password, hidden until the eye is pressed."""

    def __init__(self) -> None:
        super().__init__()
        self._eye = Eye(self)

    def hide_again(self) -> None:
        self._eye.setChecked(False)


class Eye(QAction):
    """Makes its field one for passwords, and shows what is typed while it is pressed in.

    Showing it changes the echo mode, and Qt then forgets the hints that keep input methods from learning what is
    typed; they are set again after every change.
    """

    def __init__(self, edit: QLineEdit) -> None:
        super().__init__(icon("eye"), tr(N_("Show password")), edit)
        self._edit = edit
        self.setCheckable(True)
        self.toggled.connect(self._show)
        edit.addAction(self, QLineEdit.ActionPosition.TrailingPosition)
        self._show(shown=False)

    def _show(self, shown: bool) -> None:  # noqa: FBT001 - the signal's argument
        self._edit.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._edit.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self.setIcon(icon("eye-off" if shown else "eye"))
        name = tr(N_("Hide password")) if shown else tr(N_("Show password"))
        self.setText(name)
        self.setToolTip(name)


def roomy(box: SpinBox) -> SpinBox:
    """A spin box with the height and the inner margin of the other fields, which QSS cannot reach in there."""
    box.lineEdit().setTextMargins(8, 0, 0, 0)
    box.setFixedHeight(CONTROL)
    return box


class SearchEdit(QLineEdit):
    """A field to search with: a glass in front, a × behind."""

    def __init__(self, hint: str) -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setClearButtonEnabled(True)
        self.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)


def place_of(combo: QComboBox, value: object) -> int:
    """Where an equal value stands, else -1. QComboBox.findData finds only the very same object."""
    return next((place for place in range(combo.count()) if combo.itemData(place) == value), -1)
