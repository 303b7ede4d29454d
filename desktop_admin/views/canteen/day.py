"""One canteen's day on the screen: begin it, fill it, sign it, review it, read it later."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_admin.api.canteen.checklist import ListPeople, Person
from desktop_admin.api.canteen.entry import AddNote, AllowLate, EditDay, ExplainLate, StartDay
from desktop_admin.api.canteen.sheet import DayView, ReadDay, ReadSheet, Sheet, SheetState
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.permissions import Permission
from desktop_admin.views.canteen.dialogs import HistoryDialog, ReviewDialog, SignDialog
from desktop_admin.views.canteen.keeper import SheetKeeper
from desktop_admin.views.canteen.lines import bar_of, checklist, obstacle
from desktop_admin.views.canteen.printing import print_sheet
from desktop_admin.views.canteen.start import StartForm, nothing_here
from desktop_admin.views.canteen.texts import day_title
from desktop_admin.views.kit.checklist_page import Bar, ChecklistPage
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.form import FormDialog
from desktop_admin.views.kit.opening import Screen
from desktop_admin.views.kit.tokens import PAGE_SIDE
from desktop_admin.views.kit.widgets import Banner, Kind, button, discard, link

Told = tuple[str, Kind, str, Callable[[], object]]  # the sentence, its kind, what can be done, and the doing

MAY_NOT_SIGN = N_("Only the food-safety officer signs")


class DayScreen(Screen):
    """back: it was opened from a list; else it is a page of its own, which nobody leaves."""

    def __init__(self, desk: QtDesk, title: str, *, back: bool = False) -> None:
        super().__init__(desk)
        self._back = back
        self._day: DayView | None = None
        self._people: tuple[Person, ...] = ()
        self._banner: Banner | None = None
        self._told: Told | None = None
        self.dialog: Any = None
        self.keeper = SheetKeeper(desk, self)
        self.page, self.start = ChecklistPage(self.keeper, title), StartForm()
        self.stack, self.header, self._nothing = QStackedWidget(), self.page.header, QWidget()
        self.history, self.add_note = button(tr(N_("History")), icon_name="clock"), button(tr(N_("Add note")))
        self.diners = button("", "ghost", "edit")
        self._lay_out()
        self._connect()
        self.page.print.setEnabled(desk.actor.may(Permission.CANTEEN_SHEET_EXPORT))
        desk.ask(ListPeople(), owner=self, then=self._take_people)

    @property
    def sheet(self) -> Sheet | None:
        return self.keeper.sheet

    def leave(self) -> None:
        if self._back:
            super().leave()

    # --- what is asked for ---
    def show_day(self, canteen: UUID, day: date) -> None:
        if self._day is None or (self._day.canteen_key, self._day.day) != (canteen, day):
            self.keeper.take(None)
        self._desk.ask(ReadDay(canteen, day), owner=self, then=self._take_day)

    def show_sheet(self, key: UUID) -> None:
        self.keeper.take(None)
        self._desk.ask(ReadSheet(key), owner=self, then=self._take_sheet)

    # --- what comes ---
    def _take_people(self, people: tuple[Person, ...]) -> None:
        self._people = self.keeper.people = people
        self._show()

    def _take_sheet(self, sheet: Sheet) -> None:
        """The day tells what the sheet itself doesn't: whether it is over."""
        self.show_day(sheet.canteen_key, sheet.day)

    def _take_day(self, day: DayView) -> None:
        self._day = day
        self.keeper.take(day.sheet)
        if day.sheet is None:
            self._show_without(day)

    def _show_without(self, day: DayView) -> None:
        self.header.context.setText(day_title(day.day, day.canteen))
        if day.can_start and not day.closed:
            self.start.show_day(day, may=self._desk.actor.may(StartDay.permission))
            self._turn(self.start)
        else:
            self.stack.removeWidget(self._nothing)
            self._nothing.deleteLater()
            self._nothing = nothing_here(day)
            self.stack.addWidget(self._nothing)
            self._turn(self._nothing)

    def _show(self) -> None:
        sheet = self.sheet
        if sheet is None:
            return
        self.header.context.setText(day_title(sheet.day, sheet.canteen, sheet.number))
        shown = checklist(
            sheet, self._people, bar=self._bar(sheet), editable=self._editable(sheet), unsent=self.keeper.unsent()
        )
        self.page.show_sheet(shown)
        self.diners.setText(tr(N_("{count} diners"), count=sheet.diners))
        self.diners.setEnabled(self._editable(sheet))
        self._tell(sheet)
        self._turn(self.page)

    def _turn(self, widget: QWidget) -> None:
        """To the sheet, the start or the sentence; the focus goes where one goes on."""
        on_sheet = widget is self.page
        for part in (self.page.filter, self.page.print, self.history, self.diners, self.page.saved):
            part.setVisible(on_sheet)
        self.add_note.setVisible(self._notable())
        if self.stack.currentWidget() is not widget:
            held = self.isAncestorOf(self.focusWidget()) if self.focusWidget() else self.hasFocus()
            self.stack.setCurrentWidget(widget)
            self.setFocusProxy(self.page.view if on_sheet else self.start.diners)
            if held or self.isVisible():
                widget.setFocus(Qt.FocusReason.TabFocusReason)  # as by Tab, a field's content is selected

    def _notable(self) -> bool:
        over = self.sheet.state is not SheetState.OPEN if self.sheet else self._day is not None and self._day.missed
        return over and self._desk.actor.may(AddNote.permission)

    def _editable(self, sheet: Sheet) -> bool:
        over = self._day is not None and self._day.needs_reason and not sheet.late
        return sheet.state is SheetState.OPEN and not over and self._desk.actor.may(Permission.CANTEEN_SHEET_ANSWER)

    def _bar(self, sheet: Sheet) -> Bar:
        actor = self._desk.actor
        if sheet.state is SheetState.SIGNED and actor.may(Permission.CANTEEN_SHEET_REVIEW):
            return bar_of(sheet, primary=tr(N_("Review")))
        if sheet.state is SheetState.OPEN and self._editable(sheet):
            may = actor.may(Permission.CANTEEN_SHEET_SIGN)
            return bar_of(
                sheet, primary=tr(N_("Sign and submit")), blocked=obstacle(sheet) if may else tr(MAY_NOT_SIGN)
            )
        return bar_of(sheet)

    # --- the banner ---
    def _tell(self, sheet: Sheet) -> None:
        """At most one sentence over the rows, with the one thing to do about it."""
        told = self._sentence(sheet)
        if told == self._told:
            return
        self._told = told
        if self._banner is not None:
            discard(self.page.notice, self._banner)
            self._banner = None
        if told:
            text, kind, action, act = told
            may = link(action, act) if action else None
            self._banner = Banner(text, kind, may)
            self.page.notice.addWidget(self._banner)

    def _sentence(self, sheet: Sheet) -> Told | None:
        over = self._day is not None and self._day.needs_reason and not sheet.late
        if sheet.state is SheetState.OPEN and over:
            text = tr(
                N_("{day} is over and not signed. It goes on only as a late entry, with a reason."),
                day=f"{sheet.day:%m-%d}",
            )
            return text, Kind.WARN, tr(ExplainLate.caption), self._explain
        if sheet.late and sheet.late_allowed_at is None and sheet.state is SheetState.OPEN:
            text = tr(
                N_("Entered late: {reason}. The director has to allow it before it is signed."),
                reason=sheet.late_reason,
            )
            may = self._desk.actor.may(AllowLate.permission)
            return text, Kind.WARN, tr(AllowLate.caption) if may else "", self._allow
        if not sheet.intact:
            return (
                tr(N_("The content was changed after signing. Verify the audit trail.")),
                Kind.DANGER,
                "",
                self._explain,
            )
        if sheet.late:
            return tr(N_("Entered late: {reason}"), reason=sheet.late_reason), Kind.NEUTRAL, "", self._explain
        return None

    def _explain(self) -> None:
        self._ask_form(ExplainLate)

    def _edit_diners(self) -> None:
        self._ask_form(EditDay)

    def _allow(self) -> None:
        if self.sheet is not None:
            self._desk.ask(AllowLate(self.sheet.key, self.sheet.version), owner=self, then=self._changed)

    def _ask_form(self, command: type[ExplainLate] | type[EditDay]) -> None:
        if self.sheet is not None:
            fixed = {"key": self.sheet.key, "version": self.sheet.version}
            known = {"diners": self.sheet.diners}
            self.dialog = FormDialog(self, self._desk, command, fixed=fixed, initial=known, then=self._changed)
            self.dialog.open()

    # --- what is done ---
    def _begin(self, diners: int, reason: str) -> None:
        if self._day is None:
            return
        command = StartDay(canteen=self._day.canteen_key, day=self._day.day, diners=diners, late_reason=reason)
        self._desk.ask(command, owner=self, then=self._changed, failed=self._not_begun)

    def _not_begun(self, error: Refused) -> None:
        self.start.refuse(str(error))

    def _changed(self, sheet: Sheet) -> None:
        self.show_day(sheet.canteen_key, sheet.day)

    def _primary(self) -> None:
        """What is signed is what the database holds now, so it is read once more."""
        if self.sheet is not None:
            self._desk.ask(ReadSheet(self.sheet.key), owner=self, then=self._open_dialog)

    def _open_dialog(self, sheet: Sheet) -> None:
        self.keeper.take(sheet)
        kind = SignDialog if sheet.state is SheetState.OPEN else ReviewDialog
        self.dialog = kind(self, self._desk, sheet, self._changed)
        self.dialog.open()

    def _show_history(self) -> None:
        if self.sheet is not None:
            self.dialog = HistoryDialog(self, self.sheet)
            self.dialog.open()

    def _note(self) -> None:
        if self._day is not None:
            fixed = {"canteen": self._day.canteen_key, "day": self._day.day}
            again = partial(self.show_day, self._day.canteen_key, self._day.day)
            self.dialog = FormDialog(self, self._desk, AddNote, fixed=fixed, then=lambda _notes: again())
            self.dialog.open()

    def _print(self) -> None:
        if self.sheet is not None:
            self.dialog = print_sheet(self, self._desk, self.sheet)

    def _on_change(self, area: str) -> None:
        """Someone else may have begun the day."""
        if area == ReadDay.of_area() and self._day is not None and self.sheet is None:
            self.show_day(self._day.canteen_key, self._day.day)

    # --- putting it together ---
    def _lay_out(self) -> None:
        top, whole = QHBoxLayout(), QVBoxLayout(self)
        top.setContentsMargins(PAGE_SIDE - (8 if self._back else 0), 12, PAGE_SIDE, 0)
        top.setSpacing(8)
        top.addWidget(self.back)
        top.addWidget(self.header, 1)
        self.header.add(self.diners)
        self.header.add(self.history)
        self.header.add(self.add_note)
        for part in (self._nothing, self.start, self.page):
            self.stack.addWidget(part)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(self.stack, 1)
        for part in (self.page.filter, self.page.print, self.history, self.diners, self.add_note, self.page.saved):
            part.hide()
        self.back.setVisible(self._back)

    def _connect(self) -> None:
        keeper, page = self.keeper, self.page
        keeper.shown.connect(self._show)
        keeper.saved.connect(page.show_saved)
        keeper.refused.connect(page.refuse)
        keeper.primary_asked.connect(self._primary)
        page.print_asked.connect(self._print)
        self.start.started.connect(self._begin)
        self.history.clicked.connect(self._show_history)
        self.add_note.clicked.connect(self._note)
        self.diners.clicked.connect(self._edit_diners)
        self._desk.changed.connect(self._on_change)
