"""From a course, a certificate or a year to its printed report; no button for a report that there is not."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from PySide6.QtWidgets import QPushButton, QWidget

from desktop_admin.api.training.sessions import SessionRow
from desktop_admin.core.i18n import N_, tr
from desktop_admin.reports import catalogue
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.paper import PaperView, open_report
from desktop_admin.views.kit.widgets import button
from desktop_admin.views.kit.widgets.buttons import ButtonFace

PLAN, ATTENDANCE, GRADES = "training-plan", "training-attendance", "training-grades"
SIGN_IN, CERTIFICATE, CREDIT_HOURS = "training-sign-in", "training-certificate", "training-credit-hours"
TEXTS = {
    PLAN: N_("Print plan"),
    ATTENDANCE: N_("Print attendance"),
    SIGN_IN: N_("Print sign-in sheet"),
    GRADES: N_("Print grades"),
    CERTIFICATE: N_("Print certificate"),
    CREDIT_HOURS: N_("Print class hours"),
}


def print_button(
    desk: QtDesk, name: str, clicked: Callable[[], object], *, face: ButtonFace = ""
) -> QPushButton | None:
    """None where the program has no such report, or the reader may not print it."""
    found = next((report for report in catalogue.REPORTS if report.name == name), None)
    if found is None or not desk.actor.may(found.permission):
        return None
    made = button(tr(TEXTS[name]), face, "print", low=bool(face))
    made.clicked.connect(clicked)
    return made


def print_about(parent: QWidget, desk: QtDesk, name: str, subject: UUID) -> PaperView | None:
    """The preview of a report on one course, certificate or person."""
    return open_report(parent, desk, name, subject=subject)


def print_session(parent: QWidget, desk: QtDesk, session: SessionRow) -> PaperView | None:
    """The preview of the sheet that a session's learners sign."""
    return open_report(parent, desk, SIGN_IN, first=session.day, subject=session.course_key)


def print_year(parent: QWidget, desk: QtDesk, person: UUID, year: int) -> PaperView | None:
    """The preview of a person's class hours in a year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return open_report(parent, desk, CREDIT_HOURS, first=first, last=last, subject=person)
