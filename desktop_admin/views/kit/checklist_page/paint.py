"""How a row is painted: no widget stands in a row but the field that is being typed into."""

from functools import lru_cache
from typing import Final, NamedTuple

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.checklist_page.declare import RESULT_TEXT, Line, Result, Way
from desktop_admin.views.kit.checklist_page.rows import Part, Row, Rows, value_text
from desktop_admin.views.kit.icons import paint_icon
from desktop_admin.views.kit.theme import Token, colour, font
from desktop_admin.views.kit.tokens import BODY, CHECKLIST_ROW, HEAD, SMALL
from desktop_admin.views.kit.widgets import RIGHT

Index = QModelIndex | QPersistentModelIndex

HEAD_HEIGHT, NOTE_HEIGHT = 34, 28
SEGMENT, SEGMENT_HEIGHT, FIELD, FIELD_HEIGHT = 66, 28, 72, 28
LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
CENTRE: Final = int(Qt.AlignmentFlag.AlignCenter)
CHOICES: Final = (Result.PASS, Result.FAIL, Result.NOT_APPLICABLE)
_SIGNS: Final = {Result.PASS: "✓ ", Result.FAIL: "✗ ", Result.NOT_APPLICABLE: ""}
_WORN: Final[dict[Result, tuple[Token, Token]]] = {
    Result.PASS: ("ok_soft", "ok"),
    Result.FAIL: ("danger", "surface"),
    Result.NOT_APPLICABLE: ("neutral_soft", "text"),
}
HEADS: Final = (N_("Code"), N_("Item"), N_("Limit"), N_("Measured / grounds"), N_("Result"), N_("By and when"))


class Columns(NamedTuple):
    """Where everything of a row stands."""

    code: QRectF
    title: QRectF
    limit: QRectF
    value: QRectF
    result: QRectF
    who: QRectF

    @classmethod
    def of(cls, row: QRectF) -> "Columns":
        def span(left: float, width: float) -> QRectF:
            return QRectF(left, row.top(), width, row.height())

        who = row.right() - 14 - 92
        result = who - 12 - 3 * SEGMENT
        value = result - 12 - 132
        limit = value - 12 - 104
        title = row.left() + 16 + 37 + 12
        return cls(
            span(row.left() + 16, 37),
            span(title, limit - 12 - title),
            span(limit, 104),
            span(value, 132),
            span(result, 3 * SEGMENT),
            span(who, 92),
        )

    def field(self) -> QRect:
        """Where a single reading is typed."""
        middle = self.value.center().y()
        return QRect(round(self.value.left()), round(middle - FIELD_HEIGHT / 2), FIELD, FIELD_HEIGHT)

    def segment(self, point: QPointF) -> Result | None:
        """The result under a point."""
        if not self.result.contains(point):
            return None
        return CHOICES[min(2, int((point.x() - self.result.left()) // SEGMENT))]


def elided(painter: QPainter, box: QRectF, text: str, flags: int = LEFT) -> None:
    shown = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
    painter.drawText(box, flags, shown)


@lru_cache(maxsize=1024)
def _two_lines(text: str, width: int, size: int, strong: bool) -> tuple[str, ...]:  # noqa: FBT001 - a key of the cache
    """The text broken into at most two lines, the second shortened; Chinese breaks anywhere."""
    made = font(size, strong=strong)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    flow = QTextLayout(text, made)
    flow.setTextOption(option)
    flow.beginLayout()
    first = flow.createLine()
    first.setLineWidth(width)
    end = first.textLength()
    flow.endLayout()
    rest = text[end:].strip()
    if not rest:
        return (text,)
    return text[:end].rstrip(), QFontMetrics(made).elidedText(rest, Qt.TextElideMode.ElideRight, width)


def paint_text(painter: QPainter, box: QRectF, text: str, size: int, *, strong: bool = False) -> None:
    """One line in its usual size, else two smaller ones: what is to be checked must be read whole."""
    painter.setFont(font(size, strong=strong))
    if QFontMetrics(painter.font()).horizontalAdvance(text) <= box.width():
        painter.drawText(box, LEFT, text)
        return
    small = max(SMALL, size - 1)
    painter.setFont(font(small, strong=strong))
    lines = _two_lines(text, int(box.width()), small, strong)
    pitch = 17
    top = box.center().y() - pitch * len(lines) / 2
    for number, line in enumerate(lines):
        painter.drawText(QRectF(box.left(), top + number * pitch, box.width(), pitch), LEFT, line)


def paint_head(painter: QPainter, box: QRectF, area: str, lines: tuple[Line, ...]) -> None:
    """An area's head: its name, how many of its items are checked, and its failures."""
    painter.fillRect(box, colour("sunken"))
    painter.setPen(QPen(colour("line"), 1))
    painter.drawLine(box.bottomLeft() - QPointF(0, 0.5), box.bottomRight() - QPointF(0, 0.5))
    painter.setFont(font(BODY, strong=True))
    painter.setPen(colour("text"))
    inner = box.adjusted(16, 0, -16, 0)
    painter.drawText(inner, LEFT, area)
    inner.setLeft(inner.left() + QFontMetrics(painter.font()).horizontalAdvance(area) + 10)
    painter.setFont(font(SMALL))
    painter.setPen(colour("text2"))
    elided(painter, inner, head_text(lines))


def head_text(lines: tuple[Line, ...]) -> str:
    checked = sum(line.result is not Result.OPEN for line in lines)
    failed = sum(line.result is Result.FAIL for line in lines)
    text = tr(N_("{total} items, {checked} checked"), total=len(lines), checked=checked)
    return text + (tr(N_(", {failed} failed"), failed=failed) if failed else "")


def paint_segments(painter: QPainter, box: QRectF, line: Line, *, live: bool) -> None:
    """The three results as joined outlines; the chosen one filled, bold, and with its sign."""
    place = QRectF(box.left(), box.center().y() - SEGMENT_HEIGHT / 2, 3 * SEGMENT, SEGMENT_HEIGHT)
    place.adjust(0.5, 0.5, -0.5, -0.5)
    shape = QPainterPath()
    shape.addRoundedRect(place, 6, 6)
    painter.fillPath(shape, colour("surface"))
    for number, result in enumerate(CHOICES):
        part = QRectF(place.left() + number * SEGMENT, place.top(), SEGMENT, place.height())
        chosen = line.result is result
        fill, ink = _WORN[result]
        if chosen:
            painter.save()
            painter.setClipPath(shape)
            painter.fillRect(part, colour(fill))
            painter.restore()
        painter.setFont(font(HEAD, strong=chosen))
        painter.setPen(colour(ink if chosen else "text2"))
        painter.drawText(part, CENTRE, _SIGNS[result] + tr(RESULT_TEXT[result]))
        if number:
            painter.setPen(QPen(colour("edge" if live else "line"), 1))
            painter.drawLine(part.topLeft(), part.bottomLeft())
    painter.setPen(QPen(colour("edge" if live else "line"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(place, 6, 6)


class RowDelegate(QStyledItemDelegate):
    """Paints every row. `typed` are values that were refused and stand as they were typed."""

    def __init__(self, rows: Rows, parent: QObject) -> None:
        super().__init__(parent)
        self._rows = rows
        self.current = ""
        self.typed: dict[tuple[str, str], str] = {}
        self.notes: dict[str, str] = {}
        self.heights: dict[Row, int] = {}
        self.focused = False

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        row = self._rows.row(index)
        if row is None:
            return QSize(0, 0)
        fixed = {Part.HEAD: HEAD_HEIGHT, Part.LINE: CHECKLIST_ROW + 1, Part.NOTE: NOTE_HEIGHT}
        return QSize(200, fixed.get(row.part) or self.heights.get(row, CHECKLIST_ROW))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fields end by their own keys, not by the delegate's."""
        del watched, event
        return False

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        row = self._rows.row(index)
        box = _box(option)
        editor.setGeometry(Columns.of(box).field() if row and row.part is Part.LINE else box.toRect())

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        del index
        editor.removeEventFilter(self)  # PySide must not look at a widget that is being taken apart
        editor.deleteLater()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, line = self._rows.row(index), self._rows.line(index)
        if row is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = _box(option)
        if row.part is Part.HEAD:
            paint_head(painter, box, row.name, self._rows.sheet.of(row.name))
        elif line is not None:
            self._ground(painter, box, row, line)
            self._edge(painter, box, index)
            if row.part is Part.LINE:
                self._line(painter, box, line)
            elif row.part is Part.NOTE:
                self._note(painter, box, row.name)
        painter.restore()

    def _ground(self, painter: QPainter, box: QRectF, row: Row, line: Line) -> None:
        current = line.code == self.current
        failed = line.unfinished or (current and line.result is Result.FAIL)
        fill: Token = "danger_soft" if failed else "accent_soft" if current else "surface"
        painter.fillRect(box, colour(fill))
        if failed or current:
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), colour("danger" if failed else "accent"))
        if row.part is Part.LINE and current and self.focused:
            painter.setPen(QPen(colour("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -1.5))

    def _edge(self, painter: QPainter, box: QRectF, index: Index) -> None:
        """One hairline under an item and what is unfolded of it."""
        here, below = self._rows.row(index), self._rows.row(self._rows.index(index.row() + 1))
        if here is not None and (below is None or below.name != here.name):
            painter.setPen(QPen(colour("line"), 1))
            painter.drawLine(box.bottomLeft() - QPointF(0, 0.5), box.bottomRight() - QPointF(0, 0.5))

    def _line(self, painter: QPainter, box: QRectF, line: Line) -> None:
        columns = Columns.of(box)
        current = line.code == self.current
        painter.setFont(font(SMALL))
        painter.setPen(colour("text2"))
        painter.drawText(columns.code, LEFT, line.code)
        paint_text(painter, columns.limit, line.limit or "–", SMALL)
        painter.setPen(colour("text"))
        title = columns.title
        if line.key_item:
            paint_icon(painter, "star", QPointF(title.left(), title.center().y() - 7), "warn", 14)
        paint_text(painter, title.adjusted(20, 0, 0, 0), line.title, BODY, strong=current or line.unfinished)
        self._value(painter, columns, line)
        paint_segments(painter, columns.result, line, live=self._rows.sheet.editable)
        self._who(painter, columns.who, line)

    def _value(self, painter: QPainter, columns: Columns, line: Line) -> None:
        single = line.way is Way.MEASURED and len(line.values) == 1 and not line.extra
        if single and self._rows.sheet.editable and line.result is not Result.NOT_APPLICABLE:
            self._field(painter, columns, line)
            return
        box = columns.value
        if line.way is Way.AUTO and line.result is not Result.NOT_APPLICABLE and line.proposed is not Result.OPEN:
            paint_icon(painter, "auto", QPointF(box.left(), box.center().y() - 7), "accent_text", 14)
            box = box.adjusted(20, 0, 0, 0)
        bad = any(value.bad for value in line.values)
        painter.setPen(colour("danger" if bad else "text" if line.way is Way.MEASURED else "text2"))
        paint_text(painter, box, value_text(line), SMALL)

    def _field(self, painter: QPainter, columns: Columns, line: Line) -> None:
        value, box = line.values[0], QRectF(columns.field())
        typed = self.typed.get((line.code, value.id))
        wrong = value.bad or typed is not None
        painter.setPen(QPen(colour("danger" if wrong else "edge"), 2 if wrong else 1))
        painter.setBrush(colour("surface"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.setFont(font())
        painter.setPen(colour("text"))
        elided(painter, box.adjusted(6, 0, -8, 0), value.text if typed is None else typed, int(RIGHT))
        painter.setFont(font(SMALL))
        painter.setPen(colour("text2"))
        painter.drawText(columns.value.adjusted(FIELD + 6, 0, 0, 0), LEFT, value.unit)

    def _who(self, painter: QPainter, box: QRectF, line: Line) -> None:
        painter.setFont(font(SMALL))
        painter.setPen(colour("text2"))
        if line.unsent:
            paint_icon(painter, "clock", QPointF(box.left(), box.center().y() - 7), "warn", 14)
            painter.setPen(colour("warn"))
            elided(painter, box.adjusted(18, 0, 0, 0), tr(N_("not sent yet")))
        elif line.result is Result.OPEN:
            painter.drawText(box, LEFT, tr(RESULT_TEXT[Result.OPEN]))
        else:
            elided(painter, box, f"{line.who} {line.when}")

    def _note(self, painter: QPainter, box: QRectF, code: str) -> None:
        inner = box.adjusted(16 + 37 + 12, 0, -16, -2)
        paint_icon(painter, "warn", QPointF(inner.left(), inner.center().y() - 7), "danger", 14)
        painter.setFont(font(SMALL))
        painter.setPen(colour("danger"))
        elided(painter, inner.adjusted(20, 0, 0, 0), self.notes.get(code, ""))


def _box(option: QStyleOptionViewItem) -> QRectF:
    rect: QRect = option.rect  # pyright: ignore - missing in the stub
    return QRectF(rect)


class HeadRow(QWidget):
    """The names of the columns, over the rows. `bar` is the width of the list's scroll bar."""

    def __init__(self, bar: int) -> None:
        super().__init__()
        self._bar = bar
        self.setFixedHeight(HEAD_HEIGHT)

    def paintEvent(self, _event: object) -> None:
        painter = QPainter(self)
        painter.setFont(font(SMALL))
        painter.setPen(colour("text2"))
        columns = Columns.of(QRectF(0, 0, self.width() - self._bar, self.height()))
        for name, box in zip(HEADS, columns, strict=True):
            elided(painter, box, tr(name))
        painter.setPen(QPen(colour("line"), 1))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
