"""How a row of a list looks: a hairline below, no stripes, the name bold, states as pills, a bar at the current row."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QPainter, QPen, QPixmap, QStaticText
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QToolTip, QWidget

from desktop_admin.api.lists import ListSpec
from desktop_admin.core.labels import Tone
from desktop_admin.views.kit.icons import paint_icon
from desktop_admin.views.kit.list_page.rows import TICK, WAITING, Rows
from desktop_admin.views.kit.theme import colour, font, look
from desktop_admin.views.kit.tokens import PILL, TABLE_ROW
from desktop_admin.views.kit.widgets import Kind, paint_pill, pill_width

Index = QModelIndex | QPersistentModelIndex

BAR = 3  # pixels
PADDING = 8
BOX = 16
_PREPARED = 4000  # laid-out texts that are remembered


class Painter(QStyledItemDelegate):
    """Asks the rows directly: Qt's own way asks for seven roles a cell."""

    def __init__(self, parent: QWidget, rows: Rows, spec: ListSpec, current: Callable[[], int]) -> None:
        super().__init__(parent)
        self._rows, self._current = rows, current
        self._title = 1 + spec.columns.index(spec.row_title)
        self._quiet = {1 + place for place, name in enumerate(spec.columns) if name in spec.quiet}
        self._prepared: dict[tuple[str, int, bool], QStaticText] = {}
        self._stamps: dict[tuple[str, str, float], QPixmap] = {}
        self.bar_at = TICK  # the first column that is shown
        look().changed.connect(self._wear)
        self._wear()

    def _wear(self) -> None:
        """Fonts and inks are made once a look, not once a cell."""
        self._plain, self._bold = font(), font(strong=True)
        self._metrics, self._bold_metrics = QFontMetrics(self._plain), QFontMetrics(self._bold)
        self._line, self._soft, self._accent = colour("line"), colour("accent_soft"), colour("accent")
        self._ink, self._ink2 = QPen(colour("text")), QPen(colour("text2"))
        self._above = (TABLE_ROW - self._metrics.height()) // 2
        self._prepared.clear()
        self._stamps.clear()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(96, TABLE_ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        place, column = index.row(), index.column()
        rect: QRect = option.rect
        ticked = self._rows.is_ticked(place)
        if ticked:
            painter.fillRect(rect, self._soft)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._line)
        if column == self.bar_at and place == self._current():
            painter.fillRect(rect.left(), rect.top(), BAR, rect.height(), self._accent)
        if column == TICK:
            at = QPointF(rect.left() + (rect.width() - BOX) // 2 - 1, rect.top() + (rect.height() - BOX) // 2 - 1)
            painter.drawPixmap(at, self._box(painter, ticked=ticked))
        else:
            self._paint_value(painter, rect, place, column)

    def _paint_value(self, painter: QPainter, rect: QRect, place: int, column: int) -> None:
        text, tone = self._rows.cell(place, column - 1)
        if tone:
            pill = self._pill(painter, text, tone)
            room = round((rect.width() - PADDING) * pill.devicePixelRatio())
            shown = pill if pill.width() <= room else pill.copy(0, 0, room, pill.height())
            painter.drawPixmap(QPointF(rect.left() + PADDING, rect.top() + (rect.height() - PILL) / 2), shown)
            return
        bold = column == self._title
        quiet = text is WAITING or column in self._quiet
        painter.setFont(self._bold if bold else self._plain)
        painter.setPen(self._ink2 if quiet else self._ink)
        drawn = self._drawn(text, rect.width() - 2 * PADDING, bold=bold)
        left = rect.left() + PADDING
        if column in self._rows.right:
            left = rect.left() + rect.width() - PADDING - round(drawn.size().width())
        painter.drawStaticText(left, rect.top() + self._above, drawn)

    def _box(self, painter: QPainter, *, ticked: bool) -> QPixmap:
        def draw(onto: QPainter) -> None:
            onto.setRenderHint(QPainter.RenderHint.Antialiasing)
            onto.setPen(QPen(colour("accent" if ticked else "edge"), 1.2))
            onto.setBrush(colour("accent" if ticked else "surface"))
            onto.drawRoundedRect(1, 1, BOX, BOX, 4, 4)
            if ticked:
                paint_icon(onto, "check", QPointF(2, 2), "on_accent", 14)

        return self._stamp(painter, ("", str(ticked)), QSize(BOX + 2, BOX + 2), draw)

    def _pill(self, painter: QPainter, text: str, tone: Tone) -> QPixmap:
        def draw(onto: QPainter) -> None:
            paint_pill(onto, 0, PILL / 2, text, Kind(tone.value))

        return self._stamp(painter, (text, tone.value), QSize(round(pill_width(text)) + 1, PILL), draw)

    def _stamp(
        self, painter: QPainter, name: tuple[str, str], size: QSize, draw: Callable[[QPainter], None]
    ) -> QPixmap:
        """A small picture that is painted once a look and a screen's ratio."""
        ratio = painter.device().devicePixelRatio()
        known = self._stamps.get((*name, ratio))
        if known is None:
            known = QPixmap(round(size.width() * ratio), round(size.height() * ratio))
            known.setDevicePixelRatio(ratio)
            known.fill(Qt.GlobalColor.transparent)
            onto = QPainter(known)
            draw(onto)
            onto.end()
            self._stamps[*name, ratio] = known
        return known

    def _drawn(self, text: str, width: int, *, bold: bool) -> QStaticText:
        """Shortened and laid out once, since the same words come again and again."""
        known = self._prepared.get((text, width, bold))
        if known is None:
            if len(self._prepared) > _PREPARED:
                self._prepared.clear()
            known = QStaticText(self._fitting(text, width, bold=bold))
            known.setTextFormat(Qt.TextFormat.PlainText)
            known.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            known.prepare(font=self._bold if bold else self._plain)
            self._prepared[text, width, bold] = known
        return known

    def _fitting(self, text: str, width: int, *, bold: bool) -> str:
        metrics = self._bold_metrics if bold else self._metrics
        return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """A shortened text is told whole."""
        if event.type() != QEvent.Type.ToolTip or not index.isValid() or index.column() == TICK:
            return super().helpEvent(event, view, option, index)
        text, tone = self._rows.cell(index.row(), index.column() - 1)
        width = view.visualRect(index).width() - 2 * PADDING
        whole = pill_width(text) <= width if tone else self._whole(text, width, index.column())
        QToolTip.showText(event.globalPos(), "" if whole else text, view)
        return True

    def _whole(self, text: str, width: int, column: int) -> bool:
        return self._fitting(text, width, bold=column == self._title) == text

    def needs(self, place: int, column: int) -> int:
        """Pixels of a cell that shows its text whole."""
        text, tone = self._rows.cell(place, column - 1)
        if tone:
            return round(pill_width(text)) + 2 * PADDING
        metrics = self._bold_metrics if column == self._title else self._metrics
        return metrics.horizontalAdvance(text) + 2 * PADDING + 1

    def font_of(self, column: int) -> QFont:
        return self._bold if column == self._title else self._plain

    def eventFilter(self, _object: QObject, _event: QEvent) -> bool:
        return False  # there are no editors in a list
