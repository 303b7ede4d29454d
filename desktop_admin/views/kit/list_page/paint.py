"""How a row of a list looks: a hairline below, no stripes, the name bold, states as pills, a bar at the current row."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QToolTip, QWidget

from desktop_admin.api.lists import ListSpec
from desktop_admin.core.labels import Tone
from desktop_admin.views.kit.icons import paint_icon
from desktop_admin.views.kit.list_page.rows import TICK, WAITING, Rows
from desktop_admin.views.kit.theme import colour, font, look
from desktop_admin.views.kit.tokens import TABLE_ROW
from desktop_admin.views.kit.widgets import Kind, paint_pill, pill_width

Index = QModelIndex | QPersistentModelIndex

BAR = 3  # pixels
PADDING = 8
BOX = 16
_TEXT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
_ELIDED = 4000  # shortened texts that are remembered


class Painter(QStyledItemDelegate):
    """Asks the rows directly: Qt's own way asks for seven roles a cell."""

    def __init__(self, parent: QWidget, rows: Rows, spec: ListSpec, current: Callable[[], int]) -> None:
        super().__init__(parent)
        self._rows, self._current = rows, current
        self._title = 1 + spec.columns.index(spec.row_title)
        self._quiet = {1 + place for place, name in enumerate(spec.columns) if name in spec.quiet}
        self._elided: dict[tuple[str, int, bool], str] = {}
        self.bar_at = TICK  # the first column that is shown
        look().changed.connect(self._wear)
        self._wear()

    def _wear(self) -> None:
        """Fonts and inks are made once a look, not once a cell."""
        self._plain, self._bold = font(), font(strong=True)
        self._metrics, self._bold_metrics = QFontMetrics(self._plain), QFontMetrics(self._bold)
        self._line, self._soft, self._accent = QPen(colour("line")), colour("accent_soft"), colour("accent")
        self._ink, self._ink2 = QPen(colour("text")), QPen(colour("text2"))
        self._elided.clear()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(96, TABLE_ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        place, column = index.row(), index.column()
        rect: QRect = option.rect
        if self._rows.is_ticked(place):
            painter.fillRect(rect, self._soft)
        painter.setPen(self._line)
        bottom = rect.bottom()
        painter.drawLine(rect.left(), bottom, rect.right(), bottom)
        if column == self.bar_at and place == self._current():
            painter.fillRect(rect.left(), rect.top(), BAR, rect.height(), self._accent)
        if column == TICK:
            self._paint_box(painter, rect, ticked=self._rows.is_ticked(place))
        else:
            self._paint_value(painter, rect, place, column)

    def _paint_value(self, painter: QPainter, rect: QRect, place: int, column: int) -> None:
        text, tone = self._rows.cell(place, column - 1)
        if tone:
            self._paint_pill(painter, rect, text, tone)
            return
        bold = column == self._title
        quiet = text is WAITING or column in self._quiet
        painter.setFont(self._bold if bold else self._plain)
        painter.setPen(self._ink2 if quiet else self._ink)
        fitting = self._fitting(text, rect.width() - 2 * PADDING, bold=bold)
        painter.drawText(rect.adjusted(PADDING, 0, -PADDING, 0), _TEXT, fitting)

    def _paint_pill(self, painter: QPainter, rect: QRect, text: str, tone: Tone) -> None:
        painter.save()
        painter.setClipRect(rect)
        paint_pill(painter, rect.left() + PADDING, rect.center().y() + 0.5, text, Kind(tone.value))
        painter.restore()

    def _paint_box(self, painter: QPainter, rect: QRect, *, ticked: bool) -> None:
        box = QRect(rect.left() + (rect.width() - BOX) // 2, rect.center().y() - BOX // 2, BOX, BOX)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour("accent" if ticked else "edge"), 1.2))
        painter.setBrush(colour("accent" if ticked else "surface"))
        painter.drawRoundedRect(box, 4, 4)
        if ticked:
            paint_icon(painter, "check", QPointF(box.left() + 1, box.top() + 1), "on_accent", 14)
        painter.restore()

    def _fitting(self, text: str, width: int, *, bold: bool) -> str:
        known = self._elided.get((text, width, bold))
        if known is None:
            if len(self._elided) > _ELIDED:
                self._elided.clear()
            metrics = self._bold_metrics if bold else self._metrics
            known = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
            self._elided[text, width, bold] = known
        return known

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

    def font_of(self, column: int) -> QFont:
        return self._bold if column == self._title else self._plain

    def eventFilter(self, _object: QObject, _event: QEvent) -> bool:
        return False  # there are no editors in a list
