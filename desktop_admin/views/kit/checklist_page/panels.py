"""What unfolds below a row: the fields of several readings, a reason, the description of a fail."""

from datetime import datetime
from functools import partial
from uuid import UUID

from PySide6.QtCore import QDate, QEvent, QObject, Qt, QTime, QTimeZone, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QDateTimeEdit, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.checklist_page.declare import Details, Failure, Line, Owner, Value
from desktop_admin.views.kit.checklist_page.fields import KeyedEdit, LinesEdit, ValueEdit
from desktop_admin.views.kit.icons import IconMark
from desktop_admin.views.kit.style import restyle
from desktop_admin.views.kit.widgets import ElidedLabel, button, label

INDENT = 16 + 37 + 12
IN_A_LINE = 3  # places beside each other, where each has one reading
_VALUE_ROW = 36


class ValuesPanel(QWidget):
    """A field for every reading of the current item: places down, measures across."""

    more_asked = Signal()

    def __init__(self, values: tuple[Value, ...], *, more: bool) -> None:
        """more: there is a button for further readings."""
        super().__init__()
        self.fields = {value.id: ValueEdit(value) for value in values}
        self.more = button(tr(N_("One more reading  +")), "ghost", "plus", low=True)
        self.more.clicked.connect(self.more_asked)
        row, grid, side = QHBoxLayout(self), QGridLayout(), QVBoxLayout()
        row.setContentsMargins(INDENT, 2, 16, 8)
        row.addLayout(grid, 1)
        row.addLayout(side)
        side.addStretch(1)
        side.addWidget(self.more)
        self.more.setVisible(more)  # with its parent, or it would be a window for a moment
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(_VALUE_ROW - 28)
        names = list(dict.fromkeys(value.name for value in values))
        if len(names) == 1:
            self._in_lines(grid, values)
        else:
            self._as_table(grid, values, names)
        grid.setColumnStretch(grid.columnCount(), 1)

    def show_values(self, values: tuple[Value, ...], code: str, typed: dict[tuple[str, str], str]) -> None:
        for value in values:
            self.fields[value.id].show_value(value, typed.get((code, value.id)))

    def fits(self, values: tuple[Value, ...]) -> bool:
        return [*self.fields] == [value.id for value in values]

    def _in_lines(self, grid: QGridLayout, values: tuple[Value, ...]) -> None:
        for number, value in enumerate(values):
            row, column = divmod(number, IN_A_LINE)
            grid.addWidget(label(value.place, "small"), row, column * 4)
            self._field(grid, value, row, column * 4 + 1)
            grid.setColumnMinimumWidth(column * 4 + 3, 20)

    def _as_table(self, grid: QGridLayout, values: tuple[Value, ...], names: list[str]) -> None:
        places = list(dict.fromkeys(value.place for value in values))
        for value in values:
            row, column = places.index(value.place) + 1, names.index(value.name) * 3 + 1
            grid.addWidget(label(value.place, "small"), row, 0)
            head = f"{value.name}  {value.limit}".strip() + ("" if not value.optional else tr(N_(" (optional)")))
            grid.addWidget(label(head, "small"), 0, column, 1, 3)
            self._field(grid, value, row, column)
            grid.setColumnMinimumWidth(column + 2, 44)

    def _field(self, grid: QGridLayout, value: Value, row: int, column: int) -> None:
        grid.addWidget(self.fields[value.id], row, column)
        grid.addWidget(label(value.unit, "small"), row, column + 1)


class ReasonPanel(QWidget):
    """One line that must not stay empty: why an item does not apply, or why an answer is changed."""

    given = Signal(str)
    dropped = Signal()

    def __init__(self, question: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(INDENT, 2, 16, 8)
        row.setSpacing(8)
        self.edit = KeyedEdit()
        self.edit.setMaxLength(200)
        self.edit.setAccessibleName(question)
        self.edit.setPlaceholderText(question)
        self.edit.entered.connect(self._give)
        self.edit.escaped.connect(self.dropped)
        self._keep, drop = button(tr(N_("Keep")), low=True), button(tr(N_("Cancel")), "ghost", low=True)
        self._keep.clicked.connect(self._give)
        drop.clicked.connect(self.dropped)
        row.addWidget(label(f"{question} *", "small"))
        row.addWidget(self.edit, 1)
        row.addWidget(self._keep)
        row.addWidget(drop)

    def _give(self) -> None:
        text = self.edit.text().strip()
        restyle(self.edit, "fault", not text)
        if text:
            self.given.emit(text)


class FailurePanel(QFrame):
    """说明, 当场措施, 照片 or document number, 责任人 and 期限. Whatever was typed is kept when a field is left."""

    entered = Signal()  # the focus came into one of its fields
    described = Signal(object)  # Details
    done = Signal()  # Enter in the last field
    escaped = Signal()
    photo_asked = Signal()
    photos_asked = Signal()  # to be looked at

    def __init__(self, line: Line, owners: tuple[Owner, ...], *, editable: bool) -> None:
        super().__init__()
        self.setObjectName("failed")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._sent: Details | None = None  # handed over last
        self._known: Details | None = None  # as the keeper had it last
        self.description, self.measure = LinesEdit(tr(N_("Description"))), LinesEdit(tr(N_("Measure taken")))
        self.document, self.owner, self.deadline = KeyedEdit(), QComboBox(), QDateTimeEdit()
        self.photo = button(tr(N_("Add photo")), icon_name="camera", low=True)
        self.notice, self.missing = ElidedLabel("", "error"), label("", "error")
        self.photos = button("", "ghost", low=True)
        self._fields: tuple[QWidget, ...] = (
            self.description,
            self.measure,
            self.document,
            self.owner,
            self.deadline,
        )
        self._owners: tuple[Owner, ...] | None = None
        self._fill()
        self._lay_out()
        self._connect()
        for field in (*self._fields, self.photo):
            field.setEnabled(editable)
        self.show_line(line, owners)

    def show_line(self, line: Line, owners: tuple[Owner, ...]) -> None:
        failure = line.failure
        if failure is None:
            return
        if owners != self._owners:
            self._offer(owners)
        news, self._known = failure.details != self._known, failure.details
        if news and not self.changed():  # what was sent and is not answered yet is no news
            self._show(failure)
        self.photos.setText(tr(N_("Photos: {count}"), count=failure.photos))
        self.photos.setVisible(failure.photos > 0)
        self.notice.setText(failure.notice)
        self.missing.setText(tr(N_("Missing: {names}"), names="、".join(failure.missing)) if failure.missing else "")

    def details(self) -> Details:
        day, moment = self.deadline.date(), self.deadline.time()
        return Details(
            description=self.description.text(),
            measure=self.measure.text(),
            document=self.document.text().strip(),
            owner=self._chosen(),
            deadline=datetime(day.year(), day.month(), day.day(), moment.hour(), moment.minute()),  # noqa: DTZ001 - local
        )

    def changed(self) -> bool:
        return self._sent is not None and self.details() != self._sent

    def keep(self) -> None:
        """Hand over what was typed, if it is new."""
        if self.changed():
            self._sent = self.details()
            self.description.document().setModified(False)
            self.measure.document().setModified(False)
            self.document.setModified(False)
            self.described.emit(self._sent)

    def enter(self) -> None:
        """Into the first field that is empty, else the first."""
        empty = (
            not self.description.text(),
            not self.measure.text(),
            not self.document.text(),
            self._chosen() is None,
        )
        fields = (field for field, void in zip(self._fields, empty, strict=False) if void)
        next(fields, self._fields[0]).setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes through the fields that would keep it for themselves."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and watched in {self.owner, self.deadline}
        ):
            return self._key(event, self._fields.index(self.owner if watched is self.owner else self.deadline))
        if event.type() == QEvent.Type.Wheel and watched in {self.owner, self.deadline}:
            event.ignore()  # the list scrolls; no choice is changed on its way
            return True
        if event.type() == QEvent.Type.FocusIn:
            self.entered.emit()
        elif event.type() == QEvent.Type.FocusOut:
            self.keep()
        return False

    def _key(self, event: QKeyEvent, place: int) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self._next(place)
        else:
            return False
        return True

    def _show(self, failure: Failure) -> None:
        given = failure.details
        self.description.show_text(given.description)
        self.measure.show_text(given.measure)
        self.document.setText(given.document)
        self._choose(given.owner)
        moment = given.deadline or failure.latest
        self.deadline.setDate(QDate(moment.year, moment.month, moment.day))
        self.deadline.setTime(QTime(moment.hour, moment.minute))
        self._sent = self.details()

    def _offer(self, owners: tuple[Owner, ...]) -> None:
        """Whoever was chosen stays so, where still there."""
        chosen = self._chosen()
        self._owners = owners
        self.owner.clear()
        self.owner.addItem(tr(N_("Choose")))
        self.owner.addItems([each.name for each in owners])
        self._choose(chosen)

    def _chosen(self) -> UUID | None:
        place = self.owner.currentIndex()
        return self._owners[place - 1].key if self._owners and place > 0 else None

    def _choose(self, owner: UUID | None) -> None:
        places = {each.key: place for place, each in enumerate(self._owners or (), 1)}
        self.owner.setCurrentIndex(places.get(owner, 0) if owner else 0)

    def _fill(self) -> None:
        self.deadline.setTimeZone(QTimeZone.utc())  # the school's hours, whatever zone and summer time the PC has
        self.deadline.setDisplayFormat("MM-dd HH:mm")
        self.deadline.setCalendarPopup(True)
        self.document.setMaxLength(60)
        self.document.setPlaceholderText(tr(N_("Document no.")))

    def _lay_out(self) -> None:
        fields, foot, whole = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        fields.setSpacing(12)
        for name, field, stretch in self._named():
            column = QVBoxLayout()
            column.setSpacing(4)
            column.addWidget(label(name, "small"))
            column.addWidget(field)
            column.addStretch(1)
            field.setAccessibleName(name.rstrip(" *"))
            fields.addLayout(column, stretch)
        foot.setSpacing(8)
        foot.addWidget(IconMark("info", "danger", 14))
        foot.addWidget(self.notice, 1)
        foot.addWidget(self.photos)
        foot.addWidget(self.missing)
        foot.addWidget(self.photo)
        whole.setContentsMargins(INDENT - 3, 4, 16, 10)
        whole.setSpacing(6)
        whole.addLayout(fields)
        whole.addLayout(foot)

    def _named(self) -> tuple[tuple[str, QWidget, int], ...]:
        return (
            (tr(N_("Description *")), self.description, 3),
            (tr(N_("Measure taken *")), self.measure, 3),
            (tr(N_("Photo or document no. *")), self.document, 2),
            (tr(N_("Owner *")), self.owner, 2),
            (tr(N_("Deadline *")), self.deadline, 2),
        )

    def _connect(self) -> None:
        texts: tuple[LinesEdit | KeyedEdit, ...] = (self.description, self.measure, self.document)
        for place, edit in enumerate(texts):
            edit.entered.connect(partial(self._next, place))
            edit.escaped.connect(self.escaped)
        for field in self._fields:
            field.installEventFilter(self)
        self.owner.activated.connect(self.keep)
        self.photo.clicked.connect(self.photo_asked)
        self.photos.clicked.connect(self.photos_asked)

    def _next(self, place: int) -> None:
        self.keep()
        if place + 1 < len(self._fields):
            self._fields[place + 1].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.done.emit()
