"""Everything one presses: buttons, icon buttons, chips and segments."""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.icons import icon, paint_icon
from desktop_admin.views.kit.theme import Token, colour, font
from desktop_admin.views.kit.tokens import CHIP, CONTROL

ButtonFace = Literal["", "primary", "danger", "ghost"]
Verdict = Literal["", "ok", "danger", "neutral"]

_INK: dict[ButtonFace, Token] = {"": "text2", "primary": "on_accent", "danger": "danger", "ghost": "accent_text"}


def button(text: str, face: ButtonFace = "", icon_name: str = "", *, low: bool = False) -> QPushButton:
    """A button of 32 pixels, or 28 in a row (`low`)."""
    made = QPushButton(text)
    if face:
        made.setProperty("face", face)
    if low:
        made.setProperty("low", low)
    if icon_name:
        made.setIcon(icon(icon_name, _INK[face]))
        made.setIconSize(QSize(18, 18))
    return made


def icon_button(icon_name: str, name: str, *, shortcut: str = "", size: int = 20) -> QToolButton:
    """A button without words; its name is its tooltip and what a screen reader says."""
    made = QToolButton()
    made.setIcon(icon(icon_name))
    made.setIconSize(QSize(size, size))
    made.setAccessibleName(name)
    made.setToolTip(f"{name}  {shortcut}".rstrip())
    return made


class Chip(QAbstractButton):
    """A filter with its count; `removable` ones carry × and say so by `removed`."""

    removed = Signal()

    def __init__(self, text: str, count: str = "", *, removable: bool = False) -> None:
        super().__init__()
        self.setText(text)
        self._count, self._removable = count, removable
        self.setCheckable(not removable)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._name()
        if removable:
            self.clicked.connect(self.removed)

    @property
    def count(self) -> str:
        return self._count

    def show_count(self, count: str) -> None:
        self._count = count
        self._name()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(font())
        width = metrics.horizontalAdvance(self.text()) + 24
        width += metrics.horizontalAdvance(self._count) + 8 if self._count else 0
        return QSize(width + (18 if self._removable else 0), CHIP)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font())
        on = self.isChecked() or self._removable
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        edge: Token = "accent" if on or self.hasFocus() else "line"
        painter.setPen(QPen(colour(edge), 2 if self.hasFocus() else 1))
        painter.setBrush(colour("accent_soft" if on else "hover" if self.underMouse() else "surface"))
        painter.drawRoundedRect(box, CHIP / 2 - 0.5, CHIP / 2 - 0.5)
        ink: Token = "accent_text" if on else "text"
        painter.setPen(colour(ink))
        words = QRectF(self.rect()).adjusted(12, 0, -12, 0)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), self.text())
        if self._count:
            words.setLeft(words.left() + painter.fontMetrics().horizontalAdvance(self.text()) + 8)
            painter.setPen(colour("accent_text" if on else "text2"))
            painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), self._count)
        if self._removable:
            paint_icon(painter, "x", QRectF(self.width() - 24, 9, 12, 12).topLeft(), ink, 12)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def _name(self) -> None:
        said = f"{self.text()} {self._count}".rstrip()
        self.setAccessibleName(tr(N_("Remove filter: {text}"), text=said) if self._removable else said)


class Segmented(QWidget):
    """Two or three exclusive choices as joined buttons; arrow keys move between them.

    `verdicts` colour the chosen one: results of a check carry ok, danger and neutral, and a sign before the word.
    """

    chosen = Signal(int)  # by the person; choose() is silent

    def __init__(self, options: Sequence[str], *, verdicts: Sequence[Verdict] = (), low: bool = False) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setSpacing(0)
        row.setContentsMargins(0, 0, 0, 0)
        width = max(_segment_width(text) for text in options)
        for place, text in enumerate(options):
            made = QToolButton()
            made.setText(text)
            made.setCheckable(True)
            made.setProperty("at", _at(place, len(options)))
            made.setProperty("low", low)
            if verdicts:
                made.setProperty("verdict", verdicts[place])
            made.setFixedSize(width, CONTROL - 4 if low else CONTROL)
            self._group.addButton(made, place)
            row.addWidget(made)
        row.addStretch(1)  # or the joined buttons drift apart in a wide row
        self._group.idClicked.connect(self.chosen)

    def choice(self) -> int:
        """The place of the chosen option, -1 for none."""
        return self._group.checkedId()

    def choose(self, place: int) -> None:
        """Show a choice; -1 takes it back."""
        self._group.setExclusive(place >= 0)
        for each in self._group.buttons():
            each.setChecked(self._group.id(each) == place)
        self._group.setExclusive(True)

    def set_text(self, place: int, text: str) -> None:
        self._group.button(place).setText(text)
        width = max(_segment_width(each.text()) for each in self._group.buttons())
        for each in self._group.buttons():
            each.setFixedWidth(width)


def _segment_width(text: str) -> int:
    return QFontMetrics(font(13, strong=True)).horizontalAdvance(text) + 36


def _at(place: int, count: int) -> str:
    if count == 1:
        return "only"
    return "left" if place == 0 else "right" if place == count - 1 else "middle"
