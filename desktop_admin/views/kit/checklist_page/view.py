"""The rows on the screen: the current one, what is unfolded below rows, the sticky head, keys and clicks."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QListView, QStyleOptionViewItem, QWidget

from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.checklist_page.declare import Checklist, Line, Result, Show, Value, Way
from desktop_admin.views.kit.checklist_page.fields import ValueEdit
from desktop_admin.views.kit.checklist_page.paint import HEAD_HEIGHT, Columns, RowDelegate, paint_head
from desktop_admin.views.kit.checklist_page.panels import FailurePanel, ReasonPanel, ValuesPanel
from desktop_admin.views.kit.checklist_page.rows import Index, Open, Part, Row, Rows, in_panel, layout
from desktop_admin.views.kit.theme import dress_view

Panel = ValuesPanel | ReasonPanel | FailurePanel
SCROLL_BAR = 10
_PAGE = 8  # items Page Down goes

_RESULTS = {
    Qt.Key.Key_1: Result.PASS,
    Qt.Key.Key_Y: Result.PASS,
    Qt.Key.Key_2: Result.FAIL,
    Qt.Key.Key_N: Result.FAIL,
    Qt.Key.Key_3: Result.NOT_APPLICABLE,
}
_STEPS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -_PAGE,
    Qt.Key.Key_PageDown: _PAGE,
    Qt.Key.Key_Home: -(10**6),
    Qt.Key.Key_End: 10**6,
}


class _Rows(RowDelegate):
    """With the one field that stands in a row itself."""

    make_field: Callable[[Line, QWidget], ValueEdit]
    made: ValueEdit | None = None

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        line = self._rows.line(index)
        assert line is not None  # noqa: S101 - only rows of items are opened
        self.made = self.make_field(line, parent)
        return self.made


class _StickyHead(QWidget):
    """The head of the area one looks at, while its own row is scrolled away."""

    def __init__(self, view: "SheetView") -> None:
        super().__init__(view)
        self._view = view
        self.area = ""

    def place(self) -> None:
        view, port = self._view, self._view.viewport()
        top = view.rows.row(view.indexAt(QPoint(4, 0)))
        line = view.rows.sheet.line(top.name) if top else None
        self.setVisible(line is not None)
        if line is None:
            return
        self.area = line.area
        below = view.rows.row(view.indexAt(QPoint(4, HEAD_HEIGHT)))
        push = 0
        if below is not None and below.part is Part.HEAD:
            push = min(0, view.visualRect(view.rows.place(below)).top() - HEAD_HEIGHT)
        self.setGeometry(port.x(), port.y() + push, port.width(), HEAD_HEIGHT)
        self.raise_()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_head(QPainter(self), QRectF(self.rect()), self.area, self._view.rows.sheet.of(self.area))


class SheetView(QListView):
    """Digits, Y and N act only here, where the focus is on a row; a field has its own keys."""

    moved = Signal(str)
    pressed = Signal(object)  # a Result, by key or click
    entered = Signal()
    value_clicked = Signal()
    more_wanted = Signal()  # another reading of the current item
    leaving = Signal(object)  # a ValueEdit with changed text, before its row closes

    def __init__(self) -> None:
        super().__init__()
        dress_view(self)
        self.rows, self.opened, self.question = Rows(), Open(), ""
        self.delegate = _Rows(self.rows, self)
        self.panels: dict[Row, Panel] = {}
        self.field: ValueEdit | None = None
        self.make_panel: Callable[[Row, Line], Panel]
        self.setModel(self.rows)
        self.setItemDelegate(self.delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)  # noqa: FBT003 - digits on a row are keys
        self.setAccessibleName(tr(N_("Items to check")))
        self._sheet, self._busy, self._again = self.rows.sheet, False, False
        self._sticky = _StickyHead(self)

    # --- what is shown ---
    def line(self) -> Line | None:
        """The current item."""
        return self.rows.sheet.line(self.opened.current)

    def show_sheet(self, sheet: Checklist) -> None:
        if sheet.key != self.rows.sheet.key:
            self._start(sheet)
        self._sheet = sheet
        self._refresh()

    def unfold(self, opened: Open) -> None:
        """Another current item, filter, question or refusal."""
        self.opened = opened
        self._refresh()

    def show_only(self, show: Show) -> None:
        self.unfold(self.opened._replace(show=show))
        codes = self.rows.codes()
        if codes and show is not Show.ALL:
            wanted = [line.code for line in self._shown(show)]
            self.go(self.opened.current if self.opened.current in wanted or not wanted else wanted[0])
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def go(self, code: str) -> None:
        """Make an item the current one; the focus is on its row."""
        if not self.rows.sheet.line(code):
            return
        self._leave_field()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if code != self.opened.current:
            self.question = ""
            self.unfold(self.opened._replace(current=code, asking="", more=""))
        self.reveal()
        self.moved.emit(code)

    def step(self, by: int) -> None:
        codes = self.rows.codes()
        if self.opened.current in codes:
            place = codes.index(self.opened.current) + by
            self.go(codes[max(0, min(len(codes) - 1, place))])

    def ask(self, question: str) -> None:
        """Unfold the line for a reason below the current item."""
        self.question = question
        self.unfold(self.opened._replace(asking=""))
        self.unfold(self.opened._replace(asking=self.opened.current))
        panel = self.panel(Part.REASON)
        if isinstance(panel, ReasonPanel):
            self.reveal()
            panel.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def note(self, code: str, sentence: str) -> None:
        """A refusal below an item; an empty one takes it away."""
        notes = self.delegate.notes
        if notes.get(code, "") == sentence:
            return
        if sentence:
            notes[code] = sentence
        else:
            notes.pop(code, None)
        self.unfold(self.opened._replace(notes=tuple(notes)))
        if sentence and code == self.opened.current:
            self.reveal()

    def panel(self, part: Part) -> Panel | None:
        """What is unfolded below the current item."""
        return self.panels.get(Row(part, self.opened.current))

    def fields(self) -> list[ValueEdit]:
        """The current item's fields, in order."""
        if self.field is not None:
            return [self.field]
        panel = self.panel(Part.VALUES)
        return list(panel.fields.values()) if isinstance(panel, ValuesPanel) else []

    def values_of(self, line: Line) -> tuple[Value, ...]:
        """With the extra ones, where they are unfolded."""
        return line.values + (line.extra if self.opened.more == line.code else ())

    def reveal(self) -> None:
        """Scroll so that the current item stands clear of the sticky head, with what is unfolded below it."""
        mine = [row for row in self.rows.rows if row.name == self.opened.current and row.part is not Part.HEAD]
        for row in reversed(mine):
            self.scrollTo(self.rows.place(row))
        if mine:
            hidden = HEAD_HEIGHT - self.visualRect(self.rows.place(mine[0])).top()
            if hidden > 0:
                self.verticalScrollBar().setValue(self.verticalScrollBar().value() - hidden)

    def row_box(self, code: str) -> QRect:
        """Where an item's row is painted, in the viewport."""
        return self.visualRect(self.rows.place(Row(Part.LINE, code)))

    # --- Qt ---
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        kept = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
        if event.modifiers() & kept or not self.hasFocus():  # a field or button below lets its unused keys through
            event.ignore()
        elif key in _STEPS:
            self.step(_STEPS[key])
        elif key in _RESULTS:
            if not event.isAutoRepeat():
                self.pressed.emit(_RESULTS[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if not event.isAutoRepeat():
                self.entered.emit()
        elif key == Qt.Key.Key_Plus:
            self.more_wanted.emit()
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        row = self.rows.row(index)
        if row is None or row.part is Part.HEAD or event.button() is not Qt.MouseButton.LeftButton:
            return
        self.go(row.name)
        if row.part is Part.LINE:
            self._click(Columns.of(QRectF(self.row_box(row.name))), event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._sticky.place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._sticky.place()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_focus(focused=True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_focus(focused=False)

    # --- inside ---
    def _click(self, columns: Columns, point: QPointF) -> None:
        result = columns.segment(point)
        if result is not None:
            self.pressed.emit(result)
        elif columns.value.contains(point):
            self.value_clicked.emit()

    def _shown(self, show: Show) -> list[Line]:
        wanted = {Show.OPEN: Result.OPEN, Show.FAILED: Result.FAIL}[show]
        return [line for line in self.rows.sheet.lines if line.result is wanted]

    def _show_focus(self, *, focused: bool) -> None:
        self.delegate.focused = focused
        self.viewport().update()

    def _start(self, sheet: Checklist) -> None:
        """Another sheet: nothing of the last one stays open."""
        self._close_field()
        self.panels.clear()
        self.delegate.typed.clear()
        self.delegate.notes.clear()
        self.question = ""
        self.opened = Open(current=sheet.resumed(), show=self.opened.show)

    def _refresh(self) -> None:
        """What goes while it is typed into hands its text over, and that may show something new: once more, then."""
        self._again = True
        if self._busy:
            return
        self._busy = True
        try:
            while self._again:
                self._again = False
                self._arrange(self._sheet)
        finally:
            self._busy = False

    def _arrange(self, sheet: Checklist) -> None:
        wanted = layout(sheet, self.opened)
        self.delegate.current = self.opened.current
        made = self._make_panels(sheet, wanted)
        self._close_strange_field(sheet)
        self.rows.update(sheet, self.opened)
        for row in made:
            self.setIndexWidget(self.rows.place(row), self.panels[row])
        for row, panel in self.panels.items():
            line = sheet.line(row.name)
            if line is not None and isinstance(panel, ValuesPanel):
                panel.show_values(self.values_of(line), line.code, self.delegate.typed)
            elif line is not None and isinstance(panel, FailurePanel):
                panel.show_line(line, sheet.owners)
        self.setCurrentIndex(self.rows.place(Row(Part.LINE, self.opened.current)))
        self._open_field(sheet)  # last: a new current index would draw the focus into its field
        self._sticky.place()

    def _make_panels(self, sheet: Checklist, wanted: list[Row]) -> list[Row]:
        """The new ones; their heights are known before their rows come."""
        for row, panel in list(self.panels.items()):
            line = sheet.line(row.name)
            misfit = isinstance(panel, ValuesPanel) and line is not None and not panel.fits(self.values_of(line))
            if row not in wanted or misfit:
                self._take_focus_from(panel)
                del self.panels[row]
        made = [row for row in wanted if row.part not in {Part.HEAD, Part.LINE, Part.NOTE} and row not in self.panels]
        for row in made:
            line = sheet.line(row.name)
            assert line is not None  # noqa: S101 - rows are made of lines
            panel = self.make_panel(row, line)
            panel.setParent(self.viewport())
            for part in (panel, *panel.findChildren(QWidget)):
                part.ensurePolished()
            self.panels[row] = panel
            self.delegate.heights[row] = panel.sizeHint().height()
        return made

    def _take_focus_from(self, panel: QWidget) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and panel.isAncestorOf(focus):
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave_field(self) -> None:
        """What was typed and not entered is handed over before its field goes."""
        focus = QApplication.focusWidget()
        if isinstance(focus, ValueEdit) and focus.isModified() and self.isAncestorOf(focus):
            self.leaving.emit(focus)

    def _single(self, sheet: Checklist) -> Line | None:
        line = sheet.line(self.opened.current)
        if line is None or not sheet.editable or in_panel(line):
            return None
        single = line.way is Way.MEASURED and len(line.values) == 1 and line.result is not Result.NOT_APPLICABLE
        return line if single else None

    def _close_strange_field(self, sheet: Checklist) -> None:
        line = self._single(sheet)
        if self.field is not None and (line is None or self.field.objectName() != line.code):
            self._close_field()

    def _close_field(self) -> None:
        if self.field is None:
            return
        self._take_focus_from_field()
        index = self.rows.place(Row(Part.LINE, self.field.objectName()))
        self.field = None
        if index.isValid():
            self.closePersistentEditor(index)

    def _take_focus_from_field(self) -> None:
        if self.field is not None and self.field.hasFocus():
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_field(self, sheet: Checklist) -> None:
        line = self._single(sheet)
        if line is None:
            return
        value = line.values[0]
        if self.field is None:
            index: QModelIndex = self.rows.place(Row(Part.LINE, line.code))
            self.openPersistentEditor(index)
            self.field = self.delegate.made
        if self.field is not None:
            self.field.setObjectName(line.code)
            self.field.show_value(value, self.delegate.typed.get((line.code, value.id)))
