"""Small painted things that state something: pills, badges, the school's mark and a person's."""

from enum import StrEnum
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_admin.views.kit.icons import paint_icon, pixmap
from desktop_admin.views.kit.theme import Token, colour, font
from desktop_admin.views.kit.tokens import PILL, SMALL

_LEFT, _ICON, _SPACE, _RIGHT = 6, 14, 4, 8
_OUTLINE = 90  # of 255: without it a pill vanishes on a selected row


class Kind(StrEnum):
    """What a pill, a banner or a mark says; each has its icon, so that no state rests on colour alone."""

    OK = "ok"
    INFO = "info"
    WARN = "warn"
    DANGER = "danger"
    NEUTRAL = "neutral"
    LOCKED = "locked"
    EDIT = "edit"


ICON_OF: Final[dict[Kind, str]] = {
    Kind.OK: "check",
    Kind.INFO: "info",
    Kind.WARN: "clock",
    Kind.DANGER: "warn",
    Kind.NEUTRAL: "minus",
    Kind.LOCKED: "lock",
    Kind.EDIT: "edit",
}
INK_OF: Final[dict[Kind, Token]] = {
    Kind.OK: "ok",
    Kind.INFO: "accent_text",
    Kind.WARN: "warn",
    Kind.DANGER: "danger",
    Kind.NEUTRAL: "text2",
    Kind.LOCKED: "text2",
    Kind.EDIT: "accent_text",
}
FILL_OF: Final[dict[Kind, Token]] = {
    Kind.OK: "ok_soft",
    Kind.INFO: "accent_soft",
    Kind.WARN: "warn_soft",
    Kind.DANGER: "danger_soft",
    Kind.NEUTRAL: "neutral_soft",
    Kind.LOCKED: "neutral_soft",
    Kind.EDIT: "accent_soft",
}


def pill_width(text: str) -> float:
    return QFontMetricsF(font(SMALL)).horizontalAdvance(text) + _LEFT + _ICON + _SPACE + _RIGHT


def paint_pill(painter: QPainter, left: float, middle: float, text: str, kind: Kind) -> float:
    """Paint a pill from `left`, centred on the height `middle`; returns its width. For delegates."""
    width = pill_width(text)
    box = QRectF(left, middle - PILL / 2, width, PILL)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outline = colour(INK_OF[kind])
    outline.setAlpha(_OUTLINE)
    painter.setPen(QPen(outline, 1))
    painter.setBrush(colour(FILL_OF[kind]))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), PILL / 2 - 0.5, PILL / 2 - 0.5)
    paint_icon(painter, ICON_OF[kind], QPointF(left + _LEFT + 1, middle - _ICON / 2), INK_OF[kind], _ICON)
    painter.setFont(font(SMALL))
    painter.setPen(colour(INK_OF[kind]))
    text_left = _LEFT + _ICON + _SPACE + 1
    painter.drawText(box.adjusted(text_left, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), text)
    painter.restore()
    return width


class Pill(QWidget):
    """A state in a word, with its icon."""

    def __init__(self, text: str, kind: Kind) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_state(text, kind)

    def show_state(self, text: str, kind: Kind) -> None:
        self.text, self.kind = text, kind
        self.setAccessibleName(text)
        self.setFixedSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(pill_width(self.text) + 0.5), PILL)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_pill(QPainter(self), 0, PILL / 2, self.text, self.kind)


def paint_badge(painter: QPainter, box: QRectF, text: str, *, chosen: bool = False) -> float:
    """A count, right-aligned in `box`, 20 high; returns its width."""
    painter.save()
    painter.setFont(font(SMALL, strong=True))
    width = max(20.0, QFontMetricsF(painter.font()).horizontalAdvance(text) + 12)
    place = QRectF(box.right() - width, box.center().y() - 10, width, 20)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour("surface" if chosen else "neutral_soft"))
    painter.drawRoundedRect(place, 10, 10)
    painter.setPen(colour("accent_text" if chosen else "text2"))
    painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), text)
    painter.restore()
    return width


class Logo(QWidget):
    """The program's mark: an open book."""

    def __init__(self, side: int = 32) -> None:
        super().__init__()
        self._side = side
        self.setFixedSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("accent"))
        painter.drawRoundedRect(self.rect(), self._side / 4, self._side / 4)
        inner = round(self._side * 0.66)
        start = (self._side - inner) / 2
        painter.drawPixmap(QPointF(start, start), pixmap("course", "on_accent", inner, self.devicePixelRatioF()))


class Avatar(QWidget):
    """A person by the first character of the name; decoration beside the name itself."""

    def __init__(self, name: str, side: int = 32) -> None:
        super().__init__()
        self._letter, self._side = name[:1], side
        self.setFixedSize(side, side)

    def show_name(self, name: str) -> None:
        self._letter = name[:1]
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("accent_soft"))
        painter.drawEllipse(self.rect())
        painter.setFont(font(round(self._side * 0.44), strong=True))
        painter.setPen(colour("accent_text"))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self._letter)
