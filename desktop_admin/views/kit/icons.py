"""Icons, drawn when they are painted: in the theme of that moment, at the ratio of that screen."""

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QByteArray, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPaintEvent, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from desktop_admin.views.kit.icon_paths import PATHS, svg
from desktop_admin.views.kit.theme import Token, tokens

NAMES: Final = tuple(PATHS)
SIZES: Final = (14, 18, 20, 24)


@lru_cache(maxsize=1024)
def _drawn(name: str, colour: str, size: int, density: float) -> QPixmap:
    side = round(size * density)
    made = QPixmap(side, side)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    QSvgRenderer(QByteArray(svg(name, colour, size).encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    made.setDevicePixelRatio(density)
    return made


def pixmap(name: str, ink: Token = "text2", size: int = 20, density: float = 1.0) -> QPixmap:
    """An icon of `size` logical pixels in the colour the token has now; raises KeyError for an unknown name."""
    return _drawn(name, getattr(tokens(), ink), size, density)


def paint_icon(painter: QPainter, name: str, at: QPointF, token: Token, size: int = 20) -> None:
    """For paintEvents and delegates."""
    painter.drawPixmap(at, pixmap(name, token, size, ratio(painter)))


def ratio(painter: QPainter) -> float:
    """Device pixels to a logical one, at least 1. Not by painter.device(): its first call wraps every paint device
    there is, which costs the first window 10 ms."""
    return max(1.0, round(painter.deviceTransform().m11(), 2))


class _Engine(QIconEngine):
    """Asked for its picture at every painting, so a new theme needs no new icons."""

    def __init__(self, name: str, ink: Token) -> None:
        super().__init__()
        self._name: str = name
        self._ink: Token = ink

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        painter.drawPixmap(rect, self._picture(min(rect.width(), rect.height()), ratio(painter), mode))

    def pixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State) -> QPixmap:
        return self._picture(min(size.width(), size.height()), 1.0, mode)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State, scale: float) -> QPixmap:
        """`size` comes in logical pixels; a pixmap of `scale` times as many is wanted."""
        return self._picture(min(size.width(), size.height()), scale, mode)

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._ink)

    def _picture(self, size: int, density: float, mode: QIcon.Mode) -> QPixmap:
        ink: Token = "text2" if mode is QIcon.Mode.Disabled else self._ink
        return pixmap(self._name, ink, size, density)


@lru_cache(maxsize=512)
def icon(name: str, ink: Token = "text2") -> QIcon:
    """For buttons, actions and tabs; raises KeyError for an unknown name."""
    if name not in PATHS:
        raise KeyError(name)
    return QIcon(_Engine(name, ink))


class IconMark(QWidget):
    """An icon that stands beside a text; it says nothing of its own, so screen readers pass it by."""

    def __init__(self, name: str, ink: Token = "text2", size: int = 18) -> None:
        super().__init__()
        self._name: str = name
        self._ink: Token = ink
        self._size = size
        self.setFixedSize(size, size)

    def show_icon(self, name: str, ink: Token) -> None:
        self._name, self._ink = name, ink
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_icon(QPainter(self), self._name, QPointF(0, 0), self._ink, self._size)
