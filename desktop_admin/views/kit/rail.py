"""The modules of the program as tabs that stand on the left: a QTabWidget with a painted bar, a brand and a foot."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QTabBar, QTabWidget, QWidget

from desktop_admin.views.kit.icons import paint_icon
from desktop_admin.views.kit.theme import Token, colour, font
from desktop_admin.views.kit.tokens import RAIL, RAIL_BRAND, RAIL_FOOT, RAIL_MOST, RAIL_NARROW, RAIL_TAB
from desktop_admin.views.kit.widgets import paint_badge

MOST = 999  # shown of a count
SIDE, ICON, BADGE = 8, 42, 42  # pixels that a name leaves for the rest of its tab


class RailBar(QTabBar):
    """Qt turns the text of West tabs; this bar paints them upright: icon, name, count."""

    def __init__(self) -> None:
        super().__init__()
        self.narrow = False
        self._badges: dict[int, int] = {}
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def extent(self) -> int:
        """Its width, in pixels: that of the longest name with a count, but for the extremes."""
        if self.narrow:
            return RAIL_NARROW
        metrics = QFontMetrics(font(strong=True))
        longest = max((metrics.horizontalAdvance(self.tabText(index)) for index in range(self.count())), default=0)
        return min(max(RAIL, longest + ICON + BADGE + 2 * SIDE), RAIL_MOST)

    def badge(self, index: int) -> int:
        return self._badges.get(index, 0)

    def set_badge(self, index: int, count: int) -> None:
        self._badges[index] = count
        self.setAccessibleTabName(index, f"{self.tabText(index)} {count}" if count else self.tabText(index))
        self.update()

    def tabSizeHint(self, _index: int) -> QSize:
        return QSize(self.extent(), RAIL_TAB)

    def minimumTabSizeHint(self, _index: int) -> QSize:
        return QSize(self.extent(), RAIL_TAB - 8)

    def sizeHint(self) -> QSize:
        return QSize(self.extent(), RAIL_TAB * self.count())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.extent(), (RAIL_TAB - 8) * self.count())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hovered = self.tabAt(self.mapFromGlobal(self.cursor().pos())) if self.underMouse() else -1
        for index in range(self.count()):
            self._ground(painter, index, hovered=index == hovered)
            self._words(painter, index)

    def _box(self, index: int) -> QRectF:
        return QRectF(self.tabRect(index)).adjusted(SIDE, 2, -SIDE, -2)

    def _ground(self, painter: QPainter, index: int, *, hovered: bool) -> None:
        box, chosen = self._box(index), index == self.currentIndex()
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen or hovered:
            painter.setBrush(colour("accent_soft" if chosen else "hover"))
            painter.drawRoundedRect(box, 6, 6)
        if chosen:
            painter.setBrush(colour("accent"))
            painter.drawRoundedRect(QRectF(box.x(), box.y() + 10, 3, box.height() - 20), 1.5, 1.5)
        if chosen and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)

    def _words(self, painter: QPainter, index: int) -> None:
        box, chosen = self._box(index), index == self.currentIndex()
        ink: Token = "accent_text" if chosen else "text2"
        left = box.center().x() - 10 if self.narrow else box.x() + 12
        paint_icon(painter, str(self.tabData(index)), QPointF(left, box.center().y() - 10), ink, 20)
        if self.narrow:
            self._dot(painter, box, index)
            return
        painter.setFont(font(strong=chosen))
        painter.setPen(colour("accent_text" if chosen else "text"))
        taken = 0.0
        if self.badge(index):
            taken = paint_badge(painter, box.adjusted(0, 0, -6, 0), _short(self.badge(index)), chosen=chosen) + 10
        room = box.adjusted(ICON, 0, -4 - taken, 0)
        name = painter.fontMetrics().elidedText(self.tabText(index), Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), name)

    def _dot(self, painter: QPainter, box: QRectF, index: int) -> None:
        if self.badge(index):
            painter.setPen(QPen(colour("surface"), 2))
            painter.setBrush(colour("accent"))
            painter.drawEllipse(QPointF(box.right() - 8, box.top() + 9), 4.5, 4.5)


def _short(count: int) -> str:
    return str(count) if count <= MOST else f"{MOST}+"


class Rail(QTabWidget):
    """Brand above the bar, foot below it. Qt supports no corner widgets beside West tabs, so they are placed here."""

    def __init__(self, brand: QWidget, foot: QWidget) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.bar = RailBar()
        self.setTabBar(self.bar)
        self.setTabPosition(QTabWidget.TabPosition.West)
        self.setDocumentMode(True)
        self._brand, self._foot = brand, foot
        for part in (brand, foot):
            part.setParent(self)
        self._place()

    def add(self, page: QWidget, title: str, icon_name: str) -> int:
        index = self.addTab(page, title)
        self.bar.setTabData(index, icon_name)
        self.setTabToolTip(index, f"{title}  Alt+{index + 1}")
        return index

    def set_narrow(self, *, narrow: bool) -> None:
        """Icons only, for windows under 1320 pixels."""
        if self.bar.narrow != narrow:
            self.bar.narrow = narrow
            self.bar.setFixedWidth(self.bar.extent())
            self.bar.setIconSize(self.bar.iconSize() + QSize(0, 1 if narrow else -1))  # Qt lays the tabs out anew
            self.updateGeometry()
            self._place()

    def minimumSizeHint(self) -> QSize:
        own = super().minimumSizeHint()
        least = RAIL_BRAND + self.bar.minimumSizeHint().height() + RAIL_FOOT
        return QSize(own.width(), max(least, self.currentWidget().minimumSizeHint().height() if self.count() else 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        answered = super().event(event)
        if event.type() in {QEvent.Type.LayoutRequest, QEvent.Type.Show, QEvent.Type.Polish}:
            self._place()
        return answered

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, width = QPainter(self), self.bar.extent()
        painter.fillRect(self.rect(), colour("bg"))
        painter.fillRect(0, 0, width, self.height(), colour("surface"))
        painter.fillRect(width - 1, 0, 1, self.height(), colour("line"))

    def _place(self) -> None:
        width, height = self.bar.extent(), self.height()
        self._brand.setGeometry(0, 0, width - 1, RAIL_BRAND)
        self.bar.setGeometry(0, RAIL_BRAND + 4, width - 1, max(0, height - RAIL_BRAND - 4 - RAIL_FOOT))
        self._foot.setGeometry(0, height - RAIL_FOOT, width - 1, RAIL_FOOT)
