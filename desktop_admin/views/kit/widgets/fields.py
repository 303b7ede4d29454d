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
    """A password, hidden until the eye is pressed."""

    def __init__(self) -> None:
        super().__init__()
        self._eye = give_eye(self)

    def hide_again(self) -> None:
        self._eye.setChecked(False)


def give_eye(edit: QLineEdit) -> QAction:
    """Make a field one for passwords, with an eye that shows what is typed."""
    eye = QAction(icon("eye"), tr(N_("Show password")), edit)
    eye.setCheckable(True)
    eye.toggled.connect(lambda shown: _show(edit, eye, shown=shown))
    edit.addAction(eye, QLineEdit.ActionPosition.TrailingPosition)
    _show(edit, eye, shown=False)
    return eye


def _show(edit: QLineEdit, eye: QAction, *, shown: bool) -> None:
    """Another echo mode makes Qt forget the hints that keep input methods from learning what is typed."""
    edit.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
    edit.setInputMethodHints(
        Qt.InputMethodHint.ImhHiddenText
        | Qt.InputMethodHint.ImhSensitiveData
        | Qt.InputMethodHint.ImhNoPredictiveText
        | Qt.InputMethodHint.ImhNoAutoUppercase
    )
    eye.setIcon(icon("eye-off" if shown else "eye"))
    name = tr(N_("Hide password")) if shown else tr(N_("Show password"))
    eye.setText(name)
    eye.setToolTip(name)


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
