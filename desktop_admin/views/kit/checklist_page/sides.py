"""Beside the rows: how far each area is, and the bar at the foot."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.checklist_page.declare import Bar, Checklist, Line, Result
from desktop_admin.views.kit.icons import IconMark, icon, paint_icon
from desktop_admin.views.kit.theme import colour, font
from desktop_admin.views.kit.tokens import ACTION_BAR, BODY, PAGE_SIDE, SMALL
from desktop_admin.views.kit.widgets import Card, Hairline, button, label, note

_AREA = 46
_KEYS = (
    (("↑", N_("back")), ("↓", N_("on"))),
    (("1", N_("Pass")), ("2", N_("Fail"))),
    (("3", N_("N/A")), ("F6", N_("area"))),
    (("Enter", N_("value")), ("F8", N_("to check"))),
)


class AreaList(QWidget):
    """Each area with its bar; a click goes there, F6 to the next."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._sheet = Checklist(key="", areas=(), lines=())
        self._area = ""

    def show_sheet(self, sheet: Checklist, area: str) -> None:
        self._sheet, self._area = sheet, area
        self.setFixedHeight(self.sizeHint().height())
        said = (_said(each, sheet.of(each)) for each in sheet.areas)
        self.setAccessibleName("; ".join(said))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(174, _AREA * max(1, len(self._sheet.areas)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = int(event.position().y()) // _AREA
        if place < len(self._sheet.areas):
            self.chosen.emit(self._sheet.areas[place])

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, area in enumerate(self._sheet.areas):
            self._paint(painter, QRectF(0, place * _AREA + 1, self.width(), _AREA - 2), area)

    def _paint(self, painter: QPainter, box: QRectF, area: str) -> None:
        lines = self._sheet.of(area)
        done = sum(line.result is not Result.OPEN for line in lines)
        failed = sum(line.result is Result.FAIL for line in lines)
        current = area == self._area
        painter.setPen(Qt.PenStyle.NoPen)
        if current:
            painter.setBrush(colour("accent_soft"))
            painter.drawRoundedRect(box, 6, 6)
        inner = box.adjusted(10, 5, -10, -8)
        words = QRectF(inner.left(), inner.top(), inner.width(), 20)
        painter.setFont(font(BODY, strong=current))
        painter.setPen(colour("text"))
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), area)
        self._count(painter, words, done, len(lines), failed)
        bar = QRectF(inner.left(), inner.bottom() - 6, inner.width(), 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("line" if current else "neutral_soft"))
        painter.drawRoundedRect(bar, 3, 3)
        if done:
            bar.setWidth(max(6.0, bar.width() * done / len(lines)))
            painter.setBrush(colour("ok" if done == len(lines) and not failed else "accent"))
            painter.drawRoundedRect(bar, 3, 3)

    def _count(self, painter: QPainter, words: QRectF, done: int, total: int, failed: int) -> None:
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(font(SMALL))
        painter.setPen(colour("text2"))
        painter.drawText(words, right, f"{done}/{total}")
        rest = words.adjusted(0, 0, -painter.fontMetrics().horizontalAdvance(f"{done}/{total}") - 6, 0)
        if failed:
            painter.setPen(colour("danger"))
            painter.drawText(rest, right, str(failed))
            left = rest.right() - painter.fontMetrics().horizontalAdvance(str(failed)) - 17
            paint_icon(painter, "warn", QPointF(left, rest.center().y() - 7), "danger", 14)
        elif done == total:
            paint_icon(painter, "check", QPointF(rest.right() - 14, rest.center().y() - 7), "ok", 14)


def _said(area: str, lines: tuple[Line, ...]) -> str:
    done = sum(line.result is not Result.OPEN for line in lines)
    failed = sum(line.result is Result.FAIL for line in lines)
    text = tr(N_("{area}: {done} of {total} checked"), area=area, done=done, total=len(lines))
    return text + (tr(N_(", {failed} failed"), failed=failed) if failed else "")


class AreaCard(Card):
    """The areas, and the keys below them."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(190)
        self.list = AreaList()
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(8, 6, 8, 8)
        self.body.addWidget(self.list)
        self.body.addStretch(1)
        self.body.addWidget(Hairline())
        self.body.addWidget(label(tr(N_("Keys")), "small"))
        self.body.addLayout(_keys())


def _keys() -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(5)
    grid.setVerticalSpacing(4)
    for row, pair in enumerate(_KEYS):
        for column, (key, does) in enumerate(pair):
            mark = label(key, "key")
            mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(mark, row, column * 2)
            grid.addWidget(label(tr(does), "small"), row, column * 2 + 1)
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(3, 1)
    return grid


class SheetBar(QFrame):
    """How far the sheet is, who checks and reviews it, and the primary action or why it must wait."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("actionBar")
        self.setFixedHeight(ACTION_BAR + 4)
        self.done, self.rest, self.progress = label("", "strong"), label("", "quiet"), QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(300)
        self.next, self.primary = button(tr(N_("Next open  F8"))), button("", "primary", "edit")
        self.reason, self._lock = label("", "small"), IconMark("lock", "text2", 14)
        checks, self.checks = note("edit", "")
        reviews, self.reviews = note("clock", "")
        row, left, words, people = QHBoxLayout(self), QVBoxLayout(), QHBoxLayout(), QVBoxLayout()
        row.setContentsMargins(PAGE_SIDE, 8, PAGE_SIDE, 8)
        row.setSpacing(10)
        words.setSpacing(10)
        words.addWidget(self.done)
        words.addWidget(self.rest)
        words.addStretch(1)
        left.addLayout(words)
        left.addWidget(self.progress)
        people.setSpacing(2)
        people.addLayout(checks)
        people.addLayout(reviews)
        row.addLayout(left)
        row.addStretch(1)
        row.addLayout(people)
        row.addSpacing(8)
        row.addWidget(self._lock)
        row.addWidget(self.reason)
        row.addWidget(self.next)
        row.addWidget(self.primary)

    def show_sheet(self, sheet: Checklist) -> None:
        total, waiting, bar = len(sheet.lines), sheet.count(Result.OPEN), sheet.bar
        self.done.setText(tr(N_("Checked {done} / {total}"), done=total - waiting, total=total))
        rest = tr(
            N_("{failed} failed · {na} n/a · {open} open"),
            failed=sheet.count(Result.FAIL),
            na=sheet.count(Result.NOT_APPLICABLE),
            open=waiting,
        )
        self.rest.setText(rest)
        self.progress.setRange(0, max(1, total))
        self.progress.setValue(total - waiting)
        self.progress.setAccessibleName(f"{self.done.text()} {rest}")
        self._show_people(bar)
        self._show_primary(bar)
        self.next.setVisible(sheet.editable)

    def _show_people(self, bar: Bar) -> None:
        for words, text in ((self.checks, bar.checks), (self.reviews, bar.reviews)):
            words.setText(text)

    def _show_primary(self, bar: Bar) -> None:
        blocked = bool(bar.blocked)
        self.primary.setVisible(bool(bar.primary))
        self.primary.setText(f"{bar.primary}  Ctrl+Enter")
        self.primary.setIcon(icon("lock" if blocked else "edit", "text2" if blocked else "on_accent"))
        self.primary.setEnabled(not blocked)
        self.primary.setToolTip(bar.blocked)
        self.reason.setText(bar.blocked)
        self._lock.setVisible(blocked)
        self.reason.setVisible(blocked)
