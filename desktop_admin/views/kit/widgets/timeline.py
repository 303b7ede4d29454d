"""The steps of an approval from top to bottom: done, returned, current and to come."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.icons import paint_icon
from desktop_admin.views.kit.theme import Token, colour, font
from desktop_admin.views.kit.tokens import BODY, SMALL

_CIRCLE, _TEXT, _LINE, _BELOW = 22, 34, 18, 12


class Progress(StrEnum):
    DONE = "done"
    RETURNED = "returned"
    CURRENT = "current"
    FUTURE = "future"


class Step(NamedTuple):
    """`detail` says when, which version, signed or not; `quote` is the reason given."""

    title: str
    detail: str
    progress: Progress
    quote: str = ""


_LOOK: Final[dict[Progress, tuple[str, Token, Token]]] = {
    Progress.DONE: ("check", "ok", "ok_soft"),
    Progress.RETURNED: ("undo", "warn", "warn_soft"),
    Progress.CURRENT: ("edit", "accent", "accent_soft"),
    Progress.FUTURE: ("clock", "text2", "neutral_soft"),
}
_SAID: Final[dict[Progress, str]] = {
    Progress.DONE: N_("done"),
    Progress.RETURNED: N_("returned"),
    Progress.CURRENT: N_("current step"),
    Progress.FUTURE: N_("to come"),
}


_WRAPPED: Final = int(Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextWordWrap)
_LEAST: Final = 120  # pixels of a reason's line


class Timeline(QWidget):
    def __init__(self, steps: Sequence[Step] = ()) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        self.show_steps(steps)

    def show_steps(self, steps: Sequence[Step]) -> None:
        self._steps = tuple(steps)
        said = (f"{step.title} ({tr(_SAID[step.progress])}) {step.detail} {step.quote}".rstrip() for step in steps)
        self.setAccessibleName("; ".join(said))
        self.setMinimumHeight(self.sizeHint().height())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, sum(map(self._height, self._steps)) or 1)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = 0
        for place, step in enumerate(self._steps):
            height = self._height(step)
            if place + 1 < len(self._steps):
                future = self._steps[place + 1].progress is Progress.FUTURE
                painter.setPen(QPen(colour("edge"), 1.5, Qt.PenStyle.DashLine if future else Qt.PenStyle.SolidLine))
                painter.drawLine(QPointF(12, top + _CIRCLE + 3), QPointF(12, top + height))
            _circle(painter, step, top)
            self._words(painter, step, top)
            top += height

    def _words(self, painter: QPainter, step: Step, top: int) -> None:
        current = step.progress is Progress.CURRENT
        written: tuple[tuple[str, Token, int, bool], ...] = (
            (step.title, "text", BODY, current),
            (step.detail, "text2", SMALL, False),
        )
        width = self.width() - _TEXT
        lines = [row for row in written if row[0]]
        for number, (text, token, size, strong) in enumerate(lines):
            made = font(size, strong=strong)
            painter.setFont(made)
            painter.setPen(colour(token))
            words = QFontMetrics(made).elidedText(text, Qt.TextElideMode.ElideRight, width)
            place = QRectF(_TEXT, top + 2 + number * (_LINE + 1), width, _LINE + 2)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), words)
        if step.quote:
            painter.setFont(font(SMALL))
            painter.setPen(colour("text"))
            place = QRectF(_TEXT, top + 2 + len(lines) * (_LINE + 1), width, self._quote_height(step))
            painter.drawText(place, _WRAPPED, f"“{step.quote}”")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A reason is told whole: it takes the lines it needs."""
        super().resizeEvent(event)
        self.setMinimumHeight(self.sizeHint().height())
        self.updateGeometry()

    def _height(self, step: Step) -> int:
        return 2 + (_LINE + 1) * (1 + bool(step.detail)) + self._quote_height(step) + _BELOW

    def _quote_height(self, step: Step) -> int:
        if not step.quote:
            return 0
        room = QRect(0, 0, max(self.width() - _TEXT, _LEAST), 10_000)
        needs = QFontMetrics(font(SMALL)).boundingRect(room, _WRAPPED, f"“{step.quote}”").height()
        return max(needs, _LINE + 1)


def _circle(painter: QPainter, step: Step, top: int) -> None:
    name, ink, fill = _LOOK[step.progress]
    painter.setPen(QPen(colour(ink), 2 if step.progress is Progress.CURRENT else 1))
    painter.setBrush(colour(fill))
    painter.drawEllipse(QRectF(1, top + 1, _CIRCLE, _CIRCLE))
    paint_icon(painter, name, QPointF(5, top + 5), ink, 14)
