"""The training screens: the module 培训课程.

overview   the courses that run; from there one course: plan, enrolment, attendance, approval
mine       a learner's courses, homework, certificates and class hours
library    every course, written and opened
homework   homework, what was handed in, the grade book
records    certificates and the ledger of class hours
resources  teaching resources with their rights

course     one course's screen, with cards, attendance (and its register), approval, of_course (its lists)
plan_form  a course or its plan, with units
table      a small painted table; opening: a list and what was opened from it
"""

from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Actor, Permission
from desktop_admin.views.kit.shell import Module, Page
from desktop_admin.views.training.homework import HomeworkPage
from desktop_admin.views.training.library import LibraryPage
from desktop_admin.views.training.mine import MinePage
from desktop_admin.views.training.names import HOMEWORK, LIBRARY, MINE, NAME, RECORDS, RESOURCES, RUNNING
from desktop_admin.views.training.overview import RunningPage
from desktop_admin.views.training.records import RecordsPage
from desktop_admin.views.training.resources import ResourcesPage

__all__ = ["MODULE"]

READ = Permission.TRAINING_COURSE_READ


def runs_courses(actor: Actor) -> bool:
    """Who teaches, reviews or supervises; learners have pages of their own."""
    return any(
        map(
            actor.may,
            (
                Permission.TRAINING_COURSE_TEACH,
                Permission.TRAINING_COURSE_REVIEW,
                Permission.TRAINING_COURSE_MANAGE,
                Permission.TRAINING_RECORD_READ,
            ),
        )
    )


def keeps_marks(actor: Actor) -> bool:
    return actor.may(Permission.TRAINING_ASSIGNMENT_MARK) or actor.may(Permission.TRAINING_RECORD_READ)


MODULE = Module(
    NAME,
    N_("Training courses"),
    "course",
    (
        Page(RUNNING, READ, RunningPage, runs_courses),
        Page(MINE, Permission.TRAINING_COURSE_LEARN, MinePage),
        Page(LIBRARY, READ, LibraryPage, runs_courses),
        Page(HOMEWORK, READ, HomeworkPage, keeps_marks),
        Page(RECORDS, READ, RecordsPage, runs_courses),
        Page(RESOURCES, READ, ResourcesPage),
    ),
)
