"""Words on a page: labels in the type scale, labels that shorten, keys, and lines."""

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

Face = Literal["", "kpi", "h1", "h2", "strong", "quiet", "small", "error", "done", "due", "link", "key"]

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter  # AlignRight alone drops the vertical centring


def label(text: str, face: Face = "", *, wrap: bool = False) -> QLabel:
    """Text in one of the program's faces; it never takes markup from data."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if face:
        made.setProperty("face", face)
    return made


class ElidedLabel(QLabel):
    """A label that gives way: it shortens with … and then tells its whole text as a tooltip."""

    def __init__(self, text: str = "", face: Face = "") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("face", face)
        self.setMinimumWidth(40)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, super().minimumSizeHint().height())

    def setText(self, text: str) -> None:
        super().setText(text)
        self._tell()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell()

    def shown_text(self) -> str:
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(self.rect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), self.shown_text())

    def _tell(self) -> None:
        self.setToolTip(self.text() if self.shown_text() != self.text() else "")


class KeyHints(QWidget):
    """Keys and what they do, in a row: KeyHints(("F8", tr("next unchecked"))); where there is no room for all, none."""

    def __init__(self, *keys: tuple[str, str]) -> None:
        super().__init__()
        self._all = QWidget(self)
        row = QHBoxLayout(self._all)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        for key, does in keys:
            row.addWidget(_key(key))
            row.addWidget(label(does, "small"))
            row.addSpacing(6)
        row.addStretch(1)

    def sizeHint(self) -> QSize:
        return self._all.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._all.resize(self.size())
        self._all.setVisible(self.width() >= self.sizeHint().width())


def _key(text: str) -> QLabel:
    made = label(text, "key")
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


class Hairline(QFrame):
    """A separator of one pixel."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("hairline")
