"""A course is written and its plan edited here: what is taught, how, when, and the units whose hours must add up."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from msgspec.structs import asdict
from PySide6.QtWidgets import QWidget

from desktop_admin.api.base import Command, fields
from desktop_admin.api.training.courses import (
    CourseDetail,
    EditPlan,
    Plan,
    PlanUnit,
    ReadCourse,
    WriteCourse,
)
from desktop_admin.core.errors import Invalid
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.editors import Choices
from desktop_admin.views.kit.form.merge import Sides
from desktop_admin.views.kit.widgets import Kind
from desktop_admin.views.training.names import plain
from desktop_admin.views.training.revised import Compared, RevisedDialog
from desktop_admin.views.training.rows import RowsEditor
from desktop_admin.views.training.units import Apart

DONT_ADD_UP = N_("The units have {units} class hours together: {difference} {way}.")
UNIT_WIDTHS = {"title": 190, "hours": 64, "planned_on": 136, "content": 200, "method": 110}  # pixels
MISSING, TOO_MANY = N_("missing"), N_("too many")


class PlanDialog(RevisedDialog):
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
        self._course = course
        self.units = RowsEditor(
            PlanUnit,
            title=tr(N_("Units")),
            add=tr(N_("Add unit")),
            widths=UNIT_WIDTHS,
            wide=("title", "content"),
            summed="hours",
            rows=course.plan.units if course else (),
        )
        title = tr(N_("{verb}: {names}"), verb=tr(EditPlan.caption), names=course.row.title) if course else ""
        super().__init__(
            parent,
            desk,
            Plan if course else WriteCourse,
            then=then,
            title=title,
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
        super().take(values | {"units": units})

    def command(self, key: Any, values: dict[str, Any]) -> Command[Any]:
        if self._course is None:
            return WriteCourse(id=key, **values)
        return EditPlan(self._course.row.key, self._course.row.version, id=key, plan=Plan(**values))

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

    def newest(self) -> ReadCourse | None:
        return ReadCourse(key=self._course.row.key) if self._course is not None else None

    def compared(self, now: CourseDetail) -> Compared:
        """Field by field, and unit by unit."""
        known = {name: box.field for name, box in self.boxes.items()}
        opened = self._course.plan if self._course is not None else now.plan
        units = Apart(opened.units, self.sent["units"], now.plan.units)
        plans = asdict(opened), self.sent, asdict(now.plan)
        of_units = units.sides.opened, units.sides.mine, units.sides.theirs
        sides = [{name: plan[name] for name in known} | dict(part) for plan, part in zip(plans, of_units, strict=True)]

        def settle(values: Mapping[str, Any]) -> None:
            self._course = now
            self.write(values)
            self.units.write(units.together(values))

        return Compared(
            now.revisions[-1].by if now.revisions else "",
            tr(N_("“{name}”"), name=now.row.title),
            known | units.fields,
            Sides(*sides),
            lambda name, value: self.editor(name).said(value) if name in known else units.said(name, value),
            settle,
        )


def plan_texts(plan: Plan) -> list[tuple[str, str]]:
    """The four texts that a plan must have, by their labels."""
    known = fields(Plan)
    names = ("objectives", "content", "methods", "schedule")
    return [(tr(known[name].label), getattr(plan, name)) for name in names]
