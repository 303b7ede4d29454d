"""A course is written and its plan edited here: what is taught, how, when, and the units whose hours must add up."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from msgspec.structs import asdict
from PySide6.QtWidgets import QDialog, QWidget

from desktop_admin.api.base import Command, fields
from desktop_admin.api.training.courses import (
    CourseDetail,
    EditPlan,
    Plan,
    PlanUnit,
    ReadCourse,
    WriteCourse,
)
from desktop_admin.core.errors import Invalid, Refused, Stale
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.ids import uuid7
from desktop_admin.views.kit.conflict import ConflictDialog, Side
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.editors import Choices
from desktop_admin.views.kit.form import ValuesDialog
from desktop_admin.views.kit.form.merge import Sides, merge
from desktop_admin.views.kit.widgets import Kind
from desktop_admin.views.training.names import plain
from desktop_admin.views.training.rows import RowsEditor

DONT_ADD_UP = N_("The units have {units} class hours together: {difference} {way}.")
UNIT_WIDTHS = {"title": 190, "hours": 64, "planned_on": 136, "content": 200, "method": 110}  # pixels
MISSING, TOO_MANY = N_("missing"), N_("too many")
UNITS_TOO = N_("{who} has changed the units as well. Yours stand here; theirs are in revision {revision}.")


class PlanDialog(ValuesDialog):
    """A draft may be saved before its hours add up; only submitting needs them to."""

    def __init__(
        self,
        parent: QWidget,
        desk: QtDesk,
        course: CourseDetail | None,
        *,
        people: Choices = (),
        then: Callable[[Any], object],
    ) -> None:
        """course: none for a new one."""
        self._desk, self._course, self._then = desk, course, then
        self._version = course.row.version if course else 0
        self._id, self._sent = uuid7(), dict[str, Any]()
        self.units = RowsEditor(
            PlanUnit,
            title=tr(N_("Units")),
            add=tr(N_("Add unit")),
            widths=UNIT_WIDTHS,
            wide=("title", "content"),
            summed="hours",
            rows=course.plan.units if course else (),
        )
        self.conflict: ConflictDialog | None = None
        title = tr(N_("{verb}: {names}"), verb=tr(EditPlan.caption), names=course.row.title) if course else ""
        super().__init__(
            parent,
            Plan if course else WriteCourse,
            title=title,
            verb=tr(N_("Save")),
            initial=asdict(course.plan) if course else {},
            choices={} if course else {"teacher": people},
        )
        self.body.insertWidget(self.body.count() - 1, self.units)
        self.units.edited.connect(self._tell)
        self.editor("hours").edited.connect(self._tell)
        self._tell()
        self.opened = self.snapshot()

    def snapshot(self) -> dict[str, Any]:
        """The units as well, complete or not."""
        return super().snapshot() | {"units": self.units.standing()}

    def take(self, values: dict[str, Any]) -> None:
        try:
            units = self.units.read()
        except Invalid as error:
            wrong = tr(N_("{field}: {reason}"), field=tr(N_("Units")), reason=error.reason)
            self.messages.say(wrong, Kind.DANGER)
            return
        command = self._command(values | {"units": units})
        self.primary.setEnabled(False)
        self.note.setText(tr(N_("Saving…")))
        self._desk.ask(command, owner=self, then=self._accepted, failed=self._refused)

    def _command(self, values: dict[str, Any]) -> Command[Any]:
        """The same values go under the same id: what was carried out, but not answered, is not done twice."""
        if values != self._sent:
            self._id, self._sent = uuid7(), values
        if self._course is None:
            return WriteCourse(id=self._id, **values)
        return EditPlan(self._course.row.key, self._version, id=self._id, plan=Plan(**values))

    def _accepted(self, answer: Any) -> None:
        self.done(QDialog.DialogCode.Accepted)
        self._then(answer)

    # The hours

    def _tell(self) -> None:
        """The sum beside the units, and what is wrong with it beside the course's hours."""
        units, box = self.units.total(), self.boxes["hours"]
        whole = self._hours()
        if whole is None or not self.units.lines:
            told = tr(N_("{units} class hours"), units=plain(units)) if self.units.lines else ""
            self.units.tell(told, right=None)
            box.clear()
            return
        told = tr(N_("{units} of {course} class hours"), units=plain(units), course=plain(whole))
        self.units.tell(told, right=units == whole)
        if units == whole:
            box.clear()
        else:
            way = tr(MISSING) if units < whole else tr(TOO_MANY)
            box.refuse(tr(DONT_ADD_UP, units=plain(units), difference=plain(abs(whole - units)), way=way))

    def _hours(self) -> Decimal | None:
        try:
            read: Decimal | None = self.editor("hours").read()
        except Invalid:
            return None
        return read

    # Somebody else was faster

    def _refused(self, error: Refused) -> None:
        self.primary.setEnabled(True)
        self.note.setText("")
        if isinstance(error, Stale) and self._course is not None:
            self._id = uuid7()
            asked = ReadCourse(key=self._course.row.key)
            self._desk.ask(asked, owner=self, then=self._compare, failed=self.refuse)
        else:
            self.refuse(error)

    def _compare(self, now: CourseDetail) -> None:
        """Their plan against what stood here and what was typed, field by field; units as a whole."""
        who = now.revisions[-1].by if now.revisions else ""
        known = {name: box.field for name, box in self.boxes.items()}
        opened = {name: getattr(self._course.plan, name) for name in known} if self._course else {}
        theirs = {name: getattr(now.plan, name) for name in known}
        mine = {name: self._sent[name] for name in known}
        merged = merge(known, Sides(opened, mine, theirs), who, lambda name, value: self.editor(name).said(value))

        def go_on(sides: Mapping[str, Side]) -> None:
            chosen = {name: theirs[name] for name, side in sides.items() if side == Side.THEIRS}
            self._go_on(now, who, merged.values | chosen)

        if not merged.clashes:
            go_on({})
            return
        told = tr(N_("You both changed these fields; choose one side for each."))
        what = tr(N_("“{name}”"), name=now.row.title)
        self.conflict = ConflictDialog(
            self, what=what, who=who, explained=told, clashes=merged.clashes, merged=merged.told
        )
        self.conflict.resolved.connect(go_on)
        self.conflict.open()

    def _go_on(self, now: CourseDetail, who: str, values: Mapping[str, Any]) -> None:
        before = self._course.plan.units if self._course else ()
        mine = self._sent.get("units", ())
        both = now.plan.units not in {before, mine} and mine != before
        if not both and mine == before:
            self.units.write(now.plan.units)
        self._course, self._version = now, now.row.version
        self.write(values)
        if both:
            self.messages.say(tr(UNITS_TOO, who=who, revision=now.row.revision), Kind.WARN)
        else:
            self.finish()


def plan_texts(plan: Plan) -> list[tuple[str, str]]:
    """The four texts that a plan must have, by their labels."""
    known = fields(Plan)
    names = ("objectives", "content", "methods", "schedule")
    return [(tr(known[name].label), getattr(plan, name)) for name in names]
