"""Painted charts: every mark carries its value, a limit is dashed, a failure is hatched and labelled as well as red.

The same data stands behind a chart as a table and as a sentence for screen readers.
"""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QTableWidget, QTableWidgetItem, QWidget

from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.theme import Token, colour, dress_view, font
from desktop_admin.views.kit.tokens import HEAD, SMALL
from desktop_admin.views.kit.widgets import RIGHT, Card, icon_button

_TOP, _FOOT, _LEAST = 24, 22, 150
_HEADROOM = 1.05
_SHARE_ROW = 48  # pixels at most: a few stand together at the top


class Mark(NamedTuple):
    """One bar, point or slice: its name on the axis, its value, and whether it failed (missed a limit)."""

    label: str
    value: float
    failed: bool = False


class Series(NamedTuple):
    """What a chart shows. `unit` follows every value it is read out with; `limit` is drawn dashed."""

    title: str
    marks: tuple[Mark, ...]
    unit: str = ""
    limit: float | None = None
    base: float = 0  # where the value axis starts

    def told(self) -> str:
        """The data as a sentence."""
        failed = tr(N_("failed"))
        each = [f"{mark.label} {self.value(mark)}" + (f" ({failed})" if mark.failed else "") for mark in self.marks]
        limit = [tr(N_("limit {value}"), value=self.number(self.limit))] if self.limit is not None else []
        return f"{self.title}: " + ", ".join(each + limit)

    def value(self, mark: Mark) -> str:
        return f"{self.number(mark.value)} {self.unit}".rstrip()

    def number(self, value: float) -> str:
        whole = all(float(mark.value).is_integer() for mark in self.marks)
        return f"{value:,.0f}" if whole and float(value).is_integer() else f"{value:,.1f}"


class Painted(QWidget):
    """The ground of every chart."""

    def __init__(self, series: Series) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(_LEAST)
        self.show_series(series)

    def show_series(self, series: Series) -> None:
        self.series = series
        self.setAccessibleName(series.told())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, 180)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(SMALL))
        if self.series.marks:
            self.paint(painter)
        else:
            painter.setPen(colour("text2"))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), tr(N_("No data yet")))

    def paint(self, painter: QPainter) -> None:
        """Drawn by each kind of chart; there is at least one mark."""
        raise NotImplementedError

    def height_of(self, value: float) -> float:
        """Where a value stands, in pixels from the top."""
        marks, base = self.series.marks, self.series.base
        highest = max(*(mark.value for mark in marks), self.series.limit or base, base + 1e-9) * _HEADROOM
        return _TOP + (self.height() - _TOP - _FOOT) * (1 - (value - base) / (highest - base))

    def axis(self, painter: QPainter) -> float:
        """Paint the line at the foot and the names below it; returns the width of one mark."""
        ground, step = self.height() - _FOOT, self.width() / len(self.series.marks)
        painter.setPen(QPen(colour("line"), 1))
        painter.drawLine(QPointF(0, ground + 0.5), QPointF(self.width(), ground + 0.5))
        painter.setPen(colour("text2"))
        for number, mark in enumerate(self.series.marks):
            place = QRectF(step * number, ground + 3, step, _FOOT - 3)
            shown = painter.fontMetrics().elidedText(mark.label, Qt.TextElideMode.ElideRight, int(step) - 2)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), shown)
        return step

    def limit(self, painter: QPainter) -> None:
        if self.series.limit is not None:
            height = self.height_of(self.series.limit)
            painter.setPen(QPen(colour("text2"), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(0, height), QPointF(self.width(), height))

    def value_label(self, painter: QPainter, mark: Mark, middle: float, bottom: float, *, backed: bool = False) -> None:
        text = self.series.number(mark.value)
        shown = f"✗ {text}" if mark.failed else text
        half = painter.fontMetrics().horizontalAdvance(shown) / 2 + 2
        place = QRectF(max(0.0, min(middle - half, self.width() - 2 * half)), bottom - 17, 2 * half, 16)
        if backed:  # so that the limit does not strike it through
            painter.fillRect(place.adjusted(0, 2, 0, -1), colour("surface"))
        painter.setPen(colour("danger" if mark.failed else "text"))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), shown)


class BarChart(Painted):
    def paint(self, painter: QPainter) -> None:
        step = self.axis(painter)
        for number, mark in enumerate(self.series.marks):
            self._bar(painter, mark, step * (number + 0.5), min(28.0, step * 0.55))
        self.limit(painter)
        for number, mark in enumerate(self.series.marks):
            self.value_label(painter, mark, step * (number + 0.5), self.height_of(mark.value), backed=True)

    def _bar(self, painter: QPainter, mark: Mark, middle: float, width: float) -> None:
        ground, top = self.height() - _FOOT, self.height_of(mark.value)
        painter.save()
        painter.setClipRect(QRectF(0, 0, self.width(), ground))
        shape = QRectF(middle - width / 2, top, width, ground - top + 4)  # its lower corners lie below the ground
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("danger_soft" if mark.failed else "accent"))
        painter.drawRoundedRect(shape, 3, 3)
        if mark.failed:
            painter.setBrush(QBrush(colour("danger"), Qt.BrushStyle.BDiagPattern))
            painter.setPen(QPen(colour("danger"), 1.2))
            painter.drawRoundedRect(shape, 3, 3)
        painter.restore()


class LineChart(Painted):
    def paint(self, painter: QPainter) -> None:
        step = self.axis(painter)
        points = [
            QPointF(step * (number + 0.5), self.height_of(mark.value)) for number, mark in enumerate(self.series.marks)
        ]
        self._area(painter, points)
        self.limit(painter)
        for mark, point in zip(self.series.marks, points, strict=True):
            ink: Token = "danger" if mark.failed else "accent"
            painter.setPen(QPen(colour(ink), 2))
            painter.setBrush(colour("surface"))
            if mark.failed:
                painter.drawRect(QRectF(point.x() - 4, point.y() - 4, 8, 8))  # another shape, not only another colour
            else:
                painter.drawEllipse(point, 3.5, 3.5)
            self.value_label(painter, mark, point.x(), point.y() - 6)

    def _area(self, painter: QPainter, points: list[QPointF]) -> None:
        line = QPainterPath(points[0])
        for point in points[1:]:
            line.lineTo(point)
        area = QPainterPath(line)
        area.lineTo(points[-1].x(), self.height() - _FOOT)
        area.lineTo(points[0].x(), self.height() - _FOOT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("accent_soft"))
        painter.drawPath(area)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour("accent"), 2))
        painter.drawPath(line)


class DonutChart(Painted):
    """Up to six parts of a whole, named beside the ring with value and share."""

    _inks: tuple[Token, ...] = ("accent", "ok", "warn", "edge", "accent_text", "text2")

    def paint(self, painter: QPainter) -> None:
        total = sum(mark.value for mark in self.series.marks)
        side = min(self.height() - 16, self.width() * 0.36)
        ring = QRectF(8, (self.height() - side) / 2, side, side)
        thick = side * 0.16
        inner = ring.adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2)
        start = 90.0
        for number, mark in enumerate(self.series.marks):
            span = -360 * mark.value / total if total else 0
            pen = QPen(self._brush(number, mark), thick)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.drawArc(inner, round(start * 16), round((span + 1 if span < -2 else span) * 16))  # noqa: PLR2004
            start += span
        self._legend(painter, ring.right() + 20, total)
        painter.setFont(font(20, strong=True))
        painter.setPen(colour("text"))
        painter.drawText(ring, int(Qt.AlignmentFlag.AlignCenter), self.series.number(total))

    def _brush(self, number: int, mark: Mark) -> QBrush:
        if mark.failed:
            return QBrush(colour("danger"), Qt.BrushStyle.Dense3Pattern)
        return QBrush(colour(self._inks[number % len(self._inks)]))

    def _legend(self, painter: QPainter, left: float, total: float) -> None:
        row = 24
        top = (self.height() - row * len(self.series.marks)) / 2
        painter.setFont(font(HEAD))
        for number, mark in enumerate(self.series.marks):
            place = QRectF(left, top + row * number, self.width() - left - 8, row)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._brush(number, mark))
            painter.drawRoundedRect(QRectF(left, place.center().y() - 5, 10, 10), 2, 2)
            share = f"{self.series.number(mark.value)}  {mark.value / total:.0%}" if total else "0"
            painter.setPen(colour("text2"))
            painter.drawText(place, int(RIGHT), share)
            painter.setPen(colour("danger" if mark.failed else "text"))
            room = place.adjusted(18, 0, -painter.fontMetrics().horizontalAdvance(share) - 8, 0)
            name = f"✗ {mark.label}" if mark.failed else mark.label
            shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(room.width()))
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), shown)


class ShareBars(Painted):
    """One row of bar for each n of total."""

    def __init__(self, series: Series, totals: Sequence[float]) -> None:
        self._totals = tuple(totals)
        super().__init__(series)

    def paint(self, painter: QPainter) -> None:
        row = min(self.height() / len(self.series.marks), _SHARE_ROW)
        painter.setFont(font(HEAD))
        for number, (mark, total) in enumerate(zip(self.series.marks, self._totals, strict=True)):
            words, share = QRectF(0, row * number, self.width(), 20), f"{mark.value:g} / {total:g}"
            painter.setPen(colour("text2"))
            painter.drawText(words, int(RIGHT), share)
            painter.setPen(colour("danger" if mark.failed else "text"))
            room = int(self.width() - painter.fontMetrics().horizontalAdvance(share) - 8)
            name = f"✗ {mark.label}" if mark.failed else mark.label
            shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room)
            painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), shown)
            bar = QRectF(0, row * number + 23, self.width(), 6)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("neutral_soft"))
            painter.drawRoundedRect(bar, 3, 3)
            bar.setWidth(self.width() * min(1.0, mark.value / total if total else 0))
            painter.setBrush(colour("danger" if mark.failed else "accent"))
            painter.drawRoundedRect(bar, 3, 3)


class ChartCard(Card):
    """A chart with its title, and the button that shows its data as a table instead."""

    def __init__(self, chart: Painted, context: str = "") -> None:
        super().__init__(chart.series.title, context or chart.series.unit)
        self.chart = chart
        self.toggle = icon_button("table", tr(N_("Show as table")), size=18)
        self.toggle.setCheckable(True)
        self.toggle.toggled.connect(self._show)
        self.table = _table(chart.series)
        self._stack = QStackedWidget()
        self._stack.addWidget(chart)
        self._stack.addWidget(self.table)
        self.head.addWidget(self.toggle)
        self.body.addWidget(self._stack, 1)

    def _show(self, as_table: bool) -> None:  # noqa: FBT001 - the signal's argument
        self._stack.setCurrentIndex(1 if as_table else 0)
        name = tr(N_("Show as chart")) if as_table else tr(N_("Show as table"))
        self.toggle.setAccessibleName(name)
        self.toggle.setToolTip(name)


def _table(series: Series) -> QTableWidget:
    made = QTableWidget(len(series.marks), 2)
    made.setObjectName("spaced")
    dress_view(made)
    made.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    made.setAccessibleName(series.title)
    made.setHorizontalHeaderLabels([tr(N_("Name")), series.unit or tr(N_("Value"))])
    made.horizontalHeader().setStretchLastSection(True)
    made.model().setHeaderData(1, Qt.Orientation.Horizontal, int(RIGHT), Qt.ItemDataRole.TextAlignmentRole)
    failed = tr(N_("failed"))
    for row, mark in enumerate(series.marks):
        value = series.number(mark.value) + (f"  ✗ {failed}" if mark.failed else "")
        item = QTableWidgetItem(value)
        item.setTextAlignment(RIGHT)
        made.setItem(row, 0, QTableWidgetItem(mark.label))
        made.setItem(row, 1, item)
    return made
