"""Fields of their own kind: passwords and searches."""

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit

from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.icons import icon
from desktop_admin.views.kit.tokens import CONTROL

SpinBox = TypeVar("SpinBox", bound=QAbstractSpinBox)


class PasswordEdit(QLineEdit):
    """A password, hidden until the eye is pressed.

    Showing it changes the echo mode, and Qt then forgets the hints that keep input methods from learning what is
    typed; they are set again after every change.
    """

    def __init__(self) -> None:
        super().__init__()
        self._eye = QAction(icon("eye"), tr(N_("Show password")), self)
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._show)
        self.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)
        self._show(shown=False)

    def hide_again(self) -> None:
        self._eye.setChecked(False)

    def _show(self, shown: bool) -> None:  # noqa: FBT001 - the signal's argument
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self._eye.setIcon(icon("eye-off" if shown else "eye"))
        name = tr(N_("Hide password")) if shown else tr(N_("Show password"))
        self._eye.setText(name)
        self._eye.setToolTip(name)


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
