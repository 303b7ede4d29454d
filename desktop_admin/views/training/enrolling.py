"""Enrolling oneself: the rules first, then a seat or a place on the waiting list."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop_admin.api.training.courses import CourseRow
from desktop_admin.api.training.enrolment import AcknowledgeRules, EnrolmentRow, EnrolmentState, EnrolMyself
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.widgets import Kind
from desktop_admin.views.training.rules import RulesDialog

SEATED = N_("You take part in “{course}”.")
WAITING = N_("“{course}” is full. You are number {place} on the waiting list, and move up by yourself.")
APPLIED = N_("You applied for “{course}”. The teacher confirms it.")
KEPT = N_("A seat in “{course}” is kept for you. Acknowledge the rules to take part.")


def enrol(parent: QWidget, desk: QtDesk, course: CourseRow, done: Callable[[EnrolmentRow], object]) -> RulesDialog:
    dialog = RulesDialog(
        parent,
        desk,
        title=tr(N_("{verb}: {names}"), verb=tr(EnrolMyself.caption), names=course.title),
        verb=tr(EnrolMyself.caption),
        make=lambda version: EnrolMyself(course=course.key, rules=version),
        done=done,
    )
    dialog.open()
    return dialog


def acknowledge(
    parent: QWidget, desk: QtDesk, row: EnrolmentRow, done: Callable[[EnrolmentRow], object]
) -> RulesDialog:
    dialog = RulesDialog(
        parent,
        desk,
        title=tr(N_("{verb}: {names}"), verb=tr(AcknowledgeRules.caption), names=row.course),
        verb=tr(AcknowledgeRules.caption),
        make=lambda version: AcknowledgeRules(row.key, row.version, rules=version),
        done=done,
    )
    dialog.open()
    return dialog


def enrolled_text(row: EnrolmentRow) -> tuple[str, Kind]:
    """What became of it."""
    said, kind = {
        EnrolmentState.WAITLISTED: (WAITING, Kind.WARN),
        EnrolmentState.APPLIED: (APPLIED, Kind.INFO),
        EnrolmentState.APPROVED: (KEPT, Kind.WARN),
    }.get(row.state, (SEATED, Kind.OK))
    return tr(said, course=row.course, place=row.place or 0), kind
