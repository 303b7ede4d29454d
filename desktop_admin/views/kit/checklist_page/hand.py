"""What keys and clicks on a checklist do: answers, reasons, readings and the way to the next item."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.checklist_page.declare import Checked, Checklist, Details, Keeper, Line, Result, Way
from desktop_admin.views.kit.checklist_page.fields import ValueEdit
from desktop_admin.views.kit.checklist_page.panels import FailurePanel, ReasonPanel, ValuesPanel
from desktop_admin.views.kit.checklist_page.rows import Part, Row
from desktop_admin.views.kit.checklist_page.view import Panel, SheetView

MEASURED = N_("Its readings decide. Press Enter and type the value.")
COMPUTED = N_("The registers say {result}. Press Enter to confirm it, or correct the register first.")
WHY_NOT = N_("Why it does not apply")
WHY_CHANGED = N_("Why the answer is changed")
WHY_REPLACED = N_("Why the reading is replaced")
KEPT_TYPED = N_("Not kept yet. Press Enter in the field.")


class Hand(QObject):
    """Between the rows and whoever keeps the sheet."""

    def __init__(self, view: SheetView, keeper: Keeper) -> None:
        super().__init__(view)
        self._view, self._keeper = view, keeper
        self._then: Callable[[str], object] = str
        self._awaited: tuple[str, str, str] | None = None  # code, value, text: whose answer decides where to go
        view.make_panel = self._make_panel
        view.delegate.make_field = self._make_field
        view.pressed.connect(self.press)
        view.entered.connect(self.enter)
        view.value_clicked.connect(self.enter_values)
        view.leaving.connect(self._field_left)
        view.more_wanted.connect(self.more)

    # --- on a row ---
    def press(self, result: Result) -> None:
        line = self._line()
        if line is None:
            return
        if line.way is Way.AUTO and line.proposed is not Result.OPEN:
            self._press_computed(line, result)
        elif result is Result.NOT_APPLICABLE:
            if line.result is not result:
                self._ask(tr(WHY_NOT), partial(self._not_applicable, line.code))
        elif line.way is Way.MEASURED:
            self._view.note(line.code, tr(MEASURED))
        else:
            self._press_sight(line, result)

    def enter(self) -> None:
        line = self._line()
        if line is None:
            self._view.step(1)
        elif line.way is Way.AUTO and line.proposed is not Result.OPEN and line.result is Result.OPEN:
            self._confirm(line)
        elif line.way is Way.MEASURED and line.result is not Result.NOT_APPLICABLE:
            self.enter_values()
        elif line.unfinished:
            self.enter_failure()
        else:
            self._view.step(1)

    def enter_values(self) -> None:
        """Into the first reading that is not there yet, else the first."""
        fields = self._view.fields()
        if fields:
            edit = next((field for field in fields if not field.text()), fields[0])
            _focus(edit)

    def more(self) -> None:
        """Unfold one more reading, such as the next delivery, and go into it."""
        line = self._line()
        if line is not None and line.extra and line.result is not Result.NOT_APPLICABLE:
            self._view.unfold(self._view.opened._replace(more=line.code))
            self._view.reveal()
            first = line.extra[0].id
            _focus(next(edit for edit in self._view.fields() if edit.value.id == first))

    def enter_failure(self) -> None:
        panel = self._view.panel(Part.FAILURE)
        if isinstance(panel, FailurePanel):
            self._view.reveal()
            panel.enter()

    # --- from the keeper ---
    def settle(self, sheet: Checklist) -> None:
        """After an answer came: where the person wanted to go next."""
        if self._awaited is None:
            return
        code, value, text = self._awaited
        line = sheet.line(code)
        if line is None or code != self._view.opened.current:
            self._awaited = None
        elif value and (read := line.value(value)) is not None and read.text == text:
            self._awaited = None
            self._after_values(line)
        elif not value and line.result is Result.FAIL:
            self._awaited = None
            self.enter_failure()

    def refuse(self, code: str, sentence: str, value: str = "", raw: str = "") -> None:
        """The row goes on showing what holds; a typed value stays as it was typed."""
        self._awaited = None
        if value:
            self._view.delegate.typed[code, value] = raw
        self._view.note(code, sentence)

    # --- inside ---
    def _line(self) -> Line | None:
        return self._view.line() if self._view.rows.sheet.editable else None

    def _press_computed(self, line: Line, result: Result) -> None:
        if result is line.proposed:
            self._confirm(line)
        else:
            said = tr(N_("pass")) if line.proposed is Result.PASS else tr(N_("fail"))
            self._view.note(line.code, tr(COMPUTED, result=said))

    def _press_sight(self, line: Line, result: Result) -> None:
        if line.result is result:
            if line.unfinished:
                self.enter_failure()
        elif line.result is Result.OPEN:
            self._answer(line.code, result, "")
        else:
            self._ask(tr(WHY_CHANGED), partial(self._answer, line.code, result))

    def _answer(self, code: str, result: Result, reason: str) -> None:
        self._view.note(code, "")
        self._awaited = (code, "", "") if result is Result.FAIL else None
        self._keeper.answer(code, result, reason)

    def _not_applicable(self, code: str, reason: str) -> None:
        self._view.note(code, "")
        self._keeper.answer(code, Result.NOT_APPLICABLE, reason)
        self._view.step(1)

    def _confirm(self, line: Line) -> None:
        if line.result is line.proposed:
            return
        if line.result is Result.OPEN:
            self._confirm_for(line, "")
        else:
            self._ask(tr(WHY_CHANGED), partial(self._confirm_for, line))

    def _confirm_for(self, line: Line, reason: str) -> None:
        self._view.note(line.code, "")
        self._awaited = (line.code, "", "") if line.proposed is Result.FAIL else None
        self._keeper.confirm(line.code, reason)

    def _ask(self, question: str, then: Callable[[str], object]) -> None:
        self._then = then
        self._view.ask(question)

    def _reason_given(self, reason: str) -> None:
        then, self._then = self._then, str
        self._stop_asking()
        then(reason)

    def _stop_asking(self) -> None:
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._view.unfold(self._view.opened._replace(asking=""))

    # --- readings ---
    def _field_entered(self, edit: ValueEdit) -> None:
        code = self._view.opened.current
        raw = edit.text().strip()
        if not raw:
            edit.take_back()
            self._go_on(edit, None)
            return
        if raw == edit.value.text:
            self._forget(code, edit)
            self._go_on(edit, None)
            return
        checked = self._check(code, edit, raw)
        if checked is None:
            return
        if edit.value.text:
            edit.setModified(False)
            self._ask(tr(WHY_REPLACED), partial(self._replace, code, edit.value.id, checked))
            return
        self._keep(code, edit, checked)
        self._go_on(edit, checked)

    def _check(self, code: str, edit: ValueEdit, raw: str) -> Checked | None:
        try:
            checked = self._keeper.check(code, edit.value.id, raw)
        except Refused as error:
            self.refuse(code, str(error), edit.value.id, raw)
            edit.selectAll()
            return None
        self._forget(code, edit)
        edit.setText(checked.text)
        return checked

    def _forget(self, code: str, edit: ValueEdit) -> None:
        self._view.delegate.typed.pop((code, edit.value.id), None)
        edit.setModified(False)
        self._view.note(code, "")

    def _keep(self, code: str, edit: ValueEdit, checked: Checked) -> None:
        edit.setModified(False)
        self._keeper.measure(code, edit.value.id, checked.text, "")

    def _replace(self, code: str, value: str, checked: Checked, reason: str) -> None:
        self._awaited = (code, value, checked.text)
        self._keeper.measure(code, value, checked.text, reason)

    def _go_on(self, edit: ValueEdit, checked: Checked | None) -> None:
        """To the next reading; after the last one into the description of a fail, else to the next item."""
        fields = self._view.fields()
        place = fields.index(edit) if edit in fields else len(fields)
        if place + 1 < len(fields):
            _focus(fields[place + 1])
            return
        line = self._line()
        if line is None:
            return
        bad = any(value.bad for value in line.values) or (checked is not None and checked.bad)
        if checked is not None and bad:
            self._awaited = (line.code, edit.value.id, checked.text)
        else:
            self._after_values(line)

    def _after_values(self, line: Line) -> None:
        if line.unfinished:
            self.enter_failure()
        else:
            self._view.step(1)

    def _field_left(self, edit: ValueEdit) -> None:
        """By ↑↓, the mouse or Tab: kept like with Enter, but nobody is asked or led on."""
        code, raw = self._view.opened.current, edit.text().strip()
        if not edit.isModified():
            return
        if not raw or raw == edit.value.text:
            edit.take_back()
        elif edit.value.text:
            edit.setModified(False)
            self.refuse(code, tr(KEPT_TYPED), edit.value.id, raw)
        else:
            checked = self._check(code, edit, raw)
            if checked is not None:
                self._keep(code, edit, checked)
            edit.setModified(False)

    def _field_stepped(self, edit: ValueEdit, by: int) -> None:
        self._field_left(edit)
        self._view.step(by)

    def _escaped(self, edit: ValueEdit) -> None:
        code = self._view.opened.current
        edit.take_back()
        self._forget(code, edit)
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- what the view opens ---
    def _make_field(self, line: Line, parent: QWidget) -> ValueEdit:
        edit = ValueEdit(line.values[0], parent)
        self._connect_field(edit)
        return edit

    def _connect_field(self, edit: ValueEdit) -> None:
        edit.entered.connect(partial(self._field_entered, edit))
        edit.left.connect(partial(self._field_left, edit))
        edit.stepped.connect(partial(self._field_stepped, edit))
        edit.escaped.connect(partial(self._escaped, edit))

    def _make_panel(self, row: Row, line: Line) -> Panel:
        if row.part is Part.VALUES:
            return self._values_panel(line)
        return self._reason_panel() if row.part is Part.REASON else self._failure_panel(line)

    def _values_panel(self, line: Line) -> ValuesPanel:
        view = self._view
        panel = ValuesPanel(view.values_of(line), more=bool(line.extra) and view.opened.more != line.code)
        panel.more_asked.connect(self.more)
        panel.setEnabled(self._view.rows.sheet.editable)
        for edit in panel.fields.values():
            self._connect_field(edit)
        return panel

    def _reason_panel(self) -> ReasonPanel:
        panel = ReasonPanel(self._view.question)
        panel.given.connect(self._reason_given)
        panel.dropped.connect(self._stop_asking)
        return panel

    def _failure_panel(self, line: Line) -> FailurePanel:
        sheet, code = self._view.rows.sheet, line.code
        panel = FailurePanel(line, sheet.owners, editable=sheet.editable)
        panel.described.connect(partial(self._described, code))
        panel.done.connect(partial(self._failure_done, code))
        panel.escaped.connect(partial(self._view.go, code))
        panel.photo_asked.connect(partial(self._keeper.add_photo, code))
        panel.photos_asked.connect(partial(self._keeper.show_photos, code))
        panel.entered.connect(partial(self._entered_panel, code))
        return panel

    def _described(self, code: str, details: Details) -> None:
        self._view.note(code, "")
        self._keeper.describe(code, details)

    def _failure_done(self, code: str) -> None:
        self._view.go(code)
        self._view.step(1)

    def _entered_panel(self, code: str) -> None:
        """A fail that someone clicks into becomes the current item; the focus stays where it was put."""
        if code != self._view.opened.current:
            field = QApplication.focusWidget()
            self._view.go(code)
            if field is not None:
                field.setFocus(Qt.FocusReason.OtherFocusReason)


def _focus(edit: ValueEdit) -> None:
    edit.setFocus(Qt.FocusReason.OtherFocusReason)
    edit.selectAll()
