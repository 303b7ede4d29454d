"""Homework is set here: the task, when it is due, and the rubric whose marks must come to the whole."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace
from PySide6.QtWidgets import QWidget

from desktop_admin.api.base import fields
from desktop_admin.api.training.assignments import (
    AddAssignment,
    AssignmentDetail,
    Criterion,
    EditAssignment,
    ListAssignments,
)
from desktop_admin.core.errors import Invalid
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.editors import Choices, make_editor
from desktop_admin.views.kit.form import FieldBox, FormDialog
from desktop_admin.views.kit.widgets import Kind
from desktop_admin.views.training.names import plain
from desktop_admin.views.training.rows import RowsEditor

WIDTHS = {"title": 300, "marks": 84}  # pixels
INITIAL = ("title", "text", "due", "marks")


class HomeworkDialog(FormDialog):
    def __init__(
        self,
        parent: QWidget,
        desk: QtDesk,
        homework: AssignmentDetail | None,
        *,
        courses: Choices = (),
        then: Callable[[Any], object],
    ) -> None:
        """homework: none for a new one, for which the course is chosen."""
        known = {name: getattr(homework.row, name, None) for name in INITIAL} if homework else {}
        self.criteria = RowsEditor(
            Criterion,
            title=tr(N_("Criteria")),
            add=tr(N_("Add criterion")),
            widths=WIDTHS,
            wide=("title",),
            summed="marks",
            rows=homework.criteria if homework else (),
        )
        super().__init__(
            parent,
            desk,
            EditAssignment if homework else AddAssignment,
            fixed={"key": homework.row.key, "version": homework.row.version} if homework else {},
            initial=known | ({"text": homework.text} if homework else {}),
            record=homework.row.title if homework else "",
            verb=tr(N_("Save")),
            then=then,
        )
        self.course: FieldBox | None = None
        if homework is None:
            field = replace(fields(ListAssignments)["course"], required=True, optional=False)
            self.course = FieldBox(field, make_editor(field, courses))
            self.body.insertWidget(0, self.course)
            self.course.editor.focus()
        self.body.insertWidget(self.body.count() - 1, self.criteria)
        self.criteria.edited.connect(self._tell)
        self.editor("marks").edited.connect(self._tell)
        self._tell()
        self.opened = self.snapshot()

    def snapshot(self) -> dict[str, Any]:
        return super().snapshot() | {"criteria": self.criteria.standing()}

    def take(self, values: dict[str, Any]) -> None:
        try:
            more: dict[str, Any] = {"criteria": self.criteria.read()}
        except Invalid as error:
            self.messages.say(tr(N_("{field}: {reason}"), field=tr(N_("Criteria")), reason=error.reason), Kind.DANGER)
            return
        if self.course is not None:
            try:
                more["course"] = self.course.read()
            except Invalid:
                self.course.editor.focus()
                return
        super().take(values | more)

    def _tell(self) -> None:
        given = self.criteria.total()
        try:
            whole = self.editor("marks").read()
        except Invalid:
            whole = None
        if whole is None:
            self.criteria.tell(tr(N_("{given} marks"), given=plain(given)), right=None)
            return
        told = tr(N_("{given} of {whole} marks"), given=plain(given), whole=plain(whole))
        self.criteria.tell(told, right=given == whole if self.criteria.lines else None)
