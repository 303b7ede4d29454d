"""What is one or more clicks away from a page: panels, dialogs, records that are opened. Each has its picture.

Names of pages and buttons are given in English, as they are declared, and looked for as they are shown.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple, TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QTableView, QWidget

from desktop_admin.api.publishing.states import SubmissionState
from desktop_admin.api.training.courses import CourseState
from desktop_admin.api.training.flows import COURSE_FLOW
from desktop_admin.app.screenshots.camera import over, settle
from desktop_admin.core.i18n import tr
from desktop_admin.views.kit.shell import MainWindow

ANSWER, PATIENCE = 400, 4000  # milliseconds
T = TypeVar("T")
Step = Callable[[MainWindow], None]


class Walk(NamedTuple):
    """By whom, to which page, and what is done there. picture: the file's name."""

    login: str
    picture: str
    module: str
    page: str
    steps: tuple[Step, ...] = ()


class NothingThere(LookupError):
    """The demo school has no such button or row for this person now."""


def walk(window: MainWindow, there: Walk) -> None:
    """Raises NothingThere, and KeyError for a page that the person does not have."""
    window.go(there.module, there.page)
    settle()
    for step in there.steps:
        step(window)
        settle(ANSWER)


def _front(window: MainWindow) -> QWidget:
    return over(window)[-1] if over(window) else window


def _awaited(find: Callable[[], list[T]], name: str) -> T:
    """The first of what is found, as soon as there is any."""
    for _ in range(PATIENCE // ANSWER):
        if found := find():
            return found[0]
        settle(ANSWER)
    raise NothingThere(name)


def _press(window: MainWindow, name: str) -> None:
    """A click on the button of that name; its text may go on, as with a key or a count."""

    def named() -> list[QAbstractButton]:
        buttons = [each for each in _front(window).findChildren(QAbstractButton) if each.isVisible()]
        called = [(each, each.text() or each.toolTip()) for each in buttons]
        mine = [each for each, text in called if text == tr(name)]
        return mine or [each for each, text in called if text.startswith(tr(name))]

    _awaited(named, name).click()


def _table(window: MainWindow) -> QTableView:
    def shown() -> list[QTableView]:
        tables = [each for each in _front(window).findChildren(QTableView) if each.isVisible()]
        return [each for each in tables if each.model().rowCount()]

    return _awaited(shown, "row")


def _click(window: MainWindow, row: int) -> None:
    table = _table(window)
    column = next(each for each in range(1, table.model().columnCount()) if not table.isColumnHidden(each))
    at = table.visualRect(table.model().index(row, column)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at))


def _enter(window: MainWindow, row: int) -> None:
    _click(window, row)
    QTest.keyClick(_table(window), Qt.Key.Key_Return)


def press(name: str) -> Step:
    return partial(_press, name=name)


def click(row: int = 0) -> Step:
    return partial(_click, row=row)


def enter(row: int = 0) -> Step:
    return partial(_enter, row=row)


def _registers(login: str, module: str, page: str, *parts: str) -> tuple[Walk, ...]:
    """The lists of one page, each with its panel."""
    named = ((part, part.lower().replace(" ", "-")) for part in parts)
    return tuple(Walk(login, f"{module}-{name}", module, page, (press(part), click())) for part, name in named)


CANTEEN = (
    Walk("wangjg", "canteen-record", "canteen", "Inspection records", (enter(3),)),
    Walk("wangjg", "canteen-records-panel", "canteen", "Inspection records", (click(3),)),
    Walk("wangjg", "canteen-records-filter", "canteen", "Inspection records", (press("Filter"),)),
    Walk("wangjg", "canteen-actions-panel", "canteen", "Rectification", (click(),)),
    Walk("wangjg", "canteen-history", "canteen", "Today's inspection", (press("History"),)),
    Walk("wangjg", "canteen-supplier-new", "canteen", "Registers", (press("Add supplier"),)),
    Walk("wangjg", "canteen-supplier-faults", "canteen", "Registers", (press("Add supplier"), press("Add supplier"))),
    *_registers("wangjg", "canteen", "Registers", "Suppliers", "Storage units", "Workers", "Canteens", "Limits"),
    Walk("limin", "canteen-review", "canteen", "Overview", (press("Review"),)),
)
ACCOUNTS = (
    Walk("qinhai", "accounts-panel", "accounts", "All accounts", (click(2),)),
    Walk("qinhai", "accounts-new", "accounts", "All accounts", (press("New account"),)),
    Walk("qinhai", "accounts-roles", "accounts", "All accounts", (click(2), press("Change roles"))),
    Walk("wangjg", "accounts-password", "accounts", "My account", (press("Change password"),)),
    Walk("zhengsj", "audit-panel", "audit", "Audit log", (click(8),)),
)
KEPT_UP = "Columns and notices"
HOW_OFTEN = (press("How often columns are kept up"),)  # empty where the school has changed none
TO_AUTHORISE = (press(SubmissionState.PROP.label), enter())
PUBLISHING = (
    Walk("gaoyan", "publishing-why", "publishing", "All articles", (*TO_AUTHORISE, press("Why can't I?"))),
    Walk("gaoyan", "publishing-return", "publishing", "All articles", (*TO_AUTHORISE, press("Return"))),
    Walk("gaoyan", "publishing-pass", "publishing", "All articles", (*TO_AUTHORISE, press("Authorise"))),
    Walk(
        "gaoyan",
        "publishing-published",
        "publishing",
        "All articles",
        (press(SubmissionState.PUBLISHED.label), enter()),
    ),
    Walk("liufang", "publishing-new", "publishing", "All articles", (press("New article"),)),
    Walk("liufang", "publishing-mine", "publishing", "For my review"),
    Walk("dengbw", "publishing-operator", "publishing", "For my review"),
    Walk("dengbw", "publishing-jobs-panel", "publishing", "Publishing jobs", (click(),)),
    Walk("dengbw", "publishing-operator-article", "publishing", "All articles", (enter(),)),
    *_registers("gaoyan", "publishing", KEPT_UP, "Website columns", "Notices to keep columns up"),
    Walk("gaoyan", "publishing-column-days", "publishing", KEPT_UP, HOW_OFTEN),
    *_registers("gaoyan", "publishing", "Departments and channels", "Departments", "Terms of office", "Channels"),
    Walk("gaoyan", "publishing-word-panel", "publishing", "Word list", (click(),)),
    Walk("gaoyan", "approval-delegate", "approval", "Delegations", (press("Delegate"),)),
)
TO_REVIEW = (press(CourseState.SUBMITTED.label), enter())
TAUGHT = (press("Taught by me"), enter(1))
TRAINING = (
    Walk("sunlh", "training-new", "training", "Course library", (press("Write course"),)),
    Walk("sunlh", "training-course-panel", "training", "Course library", (click(4),)),
    Walk("heyq", "training-review", "training", "Course library", TO_REVIEW),
    Walk("heyq", "training-approve", "training", "Course library", (*TO_REVIEW, press("Approve course"))),
    Walk("heyq", "training-flows", "approval", "Flow charts", (press(COURSE_FLOW.title),)),
    Walk("dengbw", "training-people", "training", "Course library", (*TAUGHT, press("Learners"))),
    Walk("dengbw", "training-sessions", "training", "Course library", (*TAUGHT, press("Sessions"))),
    Walk("dengbw", "training-plan", "training", "Course library", (*TAUGHT, press("Plan and approval"))),
    Walk("dengbw", "training-enrol", "training", "Course library", (*TAUGHT, press("Learners"), press("Enrol people"))),
    Walk("dengbw", "training-homework-panel", "training", "Homework and grades", (click(),)),
    Walk("dengbw", "training-homework-new", "training", "Homework and grades", (press("Add homework"),)),
    Walk(
        "dengbw",
        "training-session-new",
        "training",
        "Course library",
        (*TAUGHT, press("Sessions"), press("Add session")),
    ),
    Walk(
        "dengbw", "training-grade-items", "training", "Homework and grades", (press("Grade book"), press("What counts"))
    ),
    Walk("dengbw", "training-handed-in", "training", "Homework and grades", (press("Handed-in work"), click())),
    Walk("dengbw", "training-marking", "training", "Homework and grades", (press("Handed-in work"), enter())),
    Walk("sunlh", "training-certificate", "training", "Class hours and certificates", (click(),)),
    Walk("sunlh", "training-verify", "training", "Class hours and certificates", (press("Check a certificate"),)),
    Walk("sunlh", "training-hours", "training", "Class hours and certificates", (press("Class hours"), click())),
    Walk("sunlh", "training-year", "training", "Class hours and certificates", (press("Class hours of a year"),)),
    Walk("sunlh", "training-resource", "training", "Resources", (enter(),)),
    Walk("sunlh", "training-resource-new", "training", "Resources", (press("Contribute resource"),)),
    *_registers("tangsy", "training", "My courses", "Open courses", "My homework", "My certificates"),
)
SCHOOL = (
    Walk("qinhai", "school-edit", "school", "School", (press("Edit school"),)),
    Walk("qinhai", "backup-panel", "school", "Backups", (click(),)),
)
WALKS = (*CANTEEN, *ACCOUNTS, *PUBLISHING, *TRAINING, *SCHOOL)
