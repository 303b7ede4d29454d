"""The desk that pages lie on, and the strip of small ones beside it."""

from enum import Enum

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.paper.raster import Raster, Size
from desktop_admin.views.kit.theme import colour, font
from desktop_admin.views.kit.tokens import SMALL

STEPS = (0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
PIXELS_A_POINT = 96 / 72  # at 100 %
GAP = 20
THUMB, THUMB_GAP, CAPTION = 100, 16, 26


class Fit(Enum):
    WIDTH = "width"
    PAGE = "page"
    ZOOM = "zoom"


class _Pages(QAbstractScrollArea):
    """Pages one below another; only those in sight are drawn."""

    def __init__(self) -> None:
        super().__init__()
        self.raster: Raster | None = None
        self.boxes: list[QRect] = []
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.verticalScrollBar().setSingleStep(40)
        self.verticalScrollBar().valueChanged.connect(self.viewport().update)
        self.horizontalScrollBar().valueChanged.connect(self.viewport().update)

    def show_book(self, raster: Raster) -> None:
        self.raster = raster
        raster.ready.connect(self.viewport().update)
        self.arrange()

    def sizes(self) -> tuple[Size, ...]:
        return self.raster.sizes if self.raster else ()

    def arrange(self) -> None:
        """Sets `boxes` and the scroll bars' ranges."""
        raise NotImplementedError

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def show_page(self, number: int) -> None:
        self.verticalScrollBar().setValue(self.boxes[number].top() - GAP)

    def in_sight(self) -> list[tuple[int, QRect]]:
        """Page numbers from 0 with their boxes on the viewport."""
        left, top = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        seen = QRect(left, top, self.viewport().width(), self.viewport().height())
        return [(n, box.translated(-left, -top)) for n, box in enumerate(self.boxes) if box.intersects(seen)]

    def scroll_over(self, width: int, height: int) -> None:
        view = self.viewport()
        for bar, whole, seen in (
            (self.horizontalScrollBar(), width, view.width()),
            (self.verticalScrollBar(), height, view.height()),
        ):
            bar.setRange(0, max(0, whole - seen))
            bar.setPageStep(seen)

    def paint_pages(self, painter: QPainter) -> None:
        ratio = self.devicePixelRatioF()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        seen = self.in_sight()
        if self.raster is None:
            return
        for number, box in seen:
            painter.fillRect(box, QColor(Qt.GlobalColor.white))
            picture = self.raster.picture(number, round(box.width() * ratio))
            if picture is not None:
                painter.drawImage(QRectF(box), picture)
        self.raster.want(type(self), {(number, round(box.width() * ratio)) for number, box in seen})


class Desk(_Pages):
    """The pages to be read, in the width of the desk, whole, or zoomed."""

    zoomed = Signal(float)
    turned = Signal(int)  # to another page, from 0

    def __init__(self) -> None:
        super().__init__()
        self.fit, self.zoom, self.page = Fit.WIDTH, 1.0, 0
        self.setAccessibleName(tr(N_("Pages of the report")))
        self.verticalScrollBar().valueChanged.connect(self._turn)

    def set_fit(self, fit: Fit) -> None:
        self.fit = fit
        self._keeping_page()

    def step(self, by: int) -> None:
        """To the next zoom level up or down."""
        levels = [each for each in STEPS if (each > self.zoom + 0.01 if by > 0 else each < self.zoom - 0.01)]
        if levels:
            self.zoom_to(levels[0] if by > 0 else levels[-1])

    def zoom_to(self, zoom: float) -> None:
        self.fit, self.zoom = Fit.ZOOM, zoom
        self._keeping_page()

    def arrange(self) -> None:
        sizes = self.sizes()
        if not sizes:
            return
        room = QSize(self.viewport().width() - 2 * GAP, self.viewport().height() - 2 * GAP)
        self.zoom = self._fitting(sizes, room)
        scale = self.zoom * PIXELS_A_POINT
        widest = max(size.width for size in sizes) * scale
        self.boxes, top = [], GAP
        for size in sizes:
            width, height = round(size.width * scale), round(size.height * scale)
            left = max(GAP, (max(self.viewport().width(), round(widest) + 2 * GAP) - width) // 2)
            self.boxes.append(QRect(left, top, width, height))
            top += height + GAP
        self.scroll_over(round(widest) + 2 * GAP if self.fit is Fit.ZOOM else 0, top)
        self.zoomed.emit(self.zoom)
        self.viewport().update()

    def _fitting(self, sizes: tuple[Size, ...], room: QSize) -> float:
        if self.fit is Fit.ZOOM:
            return self.zoom
        wide = min(room.width() / (size.width * PIXELS_A_POINT) for size in sizes)
        high = min(room.height() / (size.height * PIXELS_A_POINT) for size in sizes)
        return max(0.1, wide if self.fit is Fit.WIDTH else min(wide, high))

    def _keeping_page(self) -> None:
        page = self.page
        self.arrange()
        if self.boxes:
            self.show_page(page)

    def _turn(self) -> None:
        """The page that has most of the desk's middle."""
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        page = next((n for n, box in enumerate(self.boxes) if box.bottom() + GAP >= middle), 0)
        if page != self.page:
            self.page = page
            self.turned.emit(page)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), colour("desk"))
        self.paint_pages(painter)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step(1 if event.angleDelta().y() > 0 else -1)
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(self.boxes) - 1}
        if event.key() in ends and self.boxes:
            self.show_page(ends[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)


class Strip(_Pages):
    """Small pages; a click goes there."""

    picked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.current = 0
        self.setObjectName("plainScroll")
        self.setAccessibleName(tr(N_("Thumbnails")))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # keys turn the pages on the desk
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_current(self, number: int) -> None:
        self.current = number
        box = self.boxes[number] if number < len(self.boxes) else QRect()
        bar = self.verticalScrollBar()
        if box.top() < bar.value():
            bar.setValue(box.top() - THUMB_GAP)
        elif box.bottom() + CAPTION > bar.value() + self.viewport().height():
            bar.setValue(box.bottom() + CAPTION - self.viewport().height())
        self.viewport().update()

    def arrange(self) -> None:
        self.boxes, top = [], THUMB_GAP
        for size in self.sizes():
            height = round(THUMB * size.height / size.width)
            self.boxes.append(QRect((self.viewport().width() - THUMB) // 2, top, THUMB, height))
            top += height + CAPTION + THUMB_GAP // 2
        self.scroll_over(0, top)
        self.viewport().update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), colour("surface"))
        self.paint_pages(painter)
        painter.setFont(font(SMALL))
        for number, box in self.in_sight():
            chosen = number == self.current
            painter.setPen(QPen(colour("accent" if chosen else "line"), 2 if chosen else 1))
            painter.drawRect(box)
            painter.setPen(colour("accent_text" if chosen else "text2"))
            words = QFontMetrics(painter.font()).elidedText(
                tr(N_("Page {number}"), number=number + 1), Qt.TextElideMode.ElideRight, self.viewport().width()
            )
            place = QRect(0, box.bottom() + 2, self.viewport().width(), CAPTION - 4)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        for number, box in self.in_sight():
            if box.adjusted(-4, -4, 4, CAPTION).contains(point):
                self.picked.emit(number)
