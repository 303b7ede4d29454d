"""Whom the audit trail tells of which record of training: nobody to whom no list and no page would show it."""

from collections import Counter
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session as Reading

from desktop_admin.api.audit import ChangedSince, RecordHistory
from desktop_admin.api.base import RecordCommand
from desktop_admin.api.training.certificates import IssueCertificates
from desktop_admin.api.training.courses import AttachResource, ReadCourse
from desktop_admin.api.training.enrolment import WithdrawEnrolment
from desktop_admin.api.training.files import StoreFile
from desktop_admin.api.training.flows import ReturnCourse
from desktop_admin.api.training.grades import GradeItem, GradeKind
from desktop_admin.api.training.resources import OpenResource
from desktop_admin.api.training.sessions import HoldSession, Presence
from desktop_admin.core.errors import NotAllowed, NotFound
from desktop_admin.db.audit import audited
from desktop_admin.desk.base import Desk
from desktop_admin.models.training.courses import Course, CourseRevision, PlanUnit
from tests.services.training.conftest import Centre
from tests.services.training.test_homework import PDF, hand_in, homework, marks
from tests.services.training.test_resources import approved
from tests.services.training.test_results import enter, items, mark, oral, release, session

Keys = dict[str, list[UUID]]
TO_ALL = {"training_rules": 1}
LIBRARY = {"training_resource": 1, "training_resource_revision": 1, "training_review": 1}
OF_PLANS = {
    "training_course": 1,
    "training_course_revision": 1,
    "training_plan_unit": 3,
    "training_course_resource": 1,
    "training_review": 1,
}
OF_LESSONS = {"training_session": 1, "training_assignment": 1, "training_criterion": 2, "training_grade_item": 2}
OF_LEARNERS = {
    "training_enrolment": 1,
    "training_attendance": 1,
    "training_submission": 1,
    "training_submission_file": 1,
    "training_file": 1,
    "training_marking": 1,
    "training_rubric_score": 2,
    "training_grade_event": 3,
    "training_certificate": 1,
}
CREDITED = {"training_credit_entry": 1}
USED = {"training_resource_use": 1}
BOTH = {"training_review": 2, "training_file": 2}  # of the course and of the resource
ALL = TO_ALL | LIBRARY | OF_PLANS | OF_LESSONS | OF_LEARNERS | CREDITED | USED | BOTH


def everything(centre: Centre) -> Keys:
    """A course from its plan to a certificate; the keys of all that was recorded on the way."""
    resource, course = approved(centre), centre.published()
    now = centre.teacher.ask(ReadCourse(key=course.row.key)).row
    centre.teacher.ask(AttachResource(now.key, now.version, resource=resource.row.key))
    centre.enrol(course, "陈新")
    learner = centre.learner("陈新")
    learner.ask(OpenResource(key=resource.row.key, course=now.key))
    sheet = mark(centre, session(centre, course), Presence.PRESENT)
    centre.teacher.ask(HoldSession(sheet.row.key, sheet.row.version, held=sheet.row.hours))
    set_, file = homework(centre, course), learner.ask(StoreFile(name="作业.pdf", data=PDF))
    centre.teacher.ask(marks(hand_in(centre, set_, "陈新", files=(file.key,)), "6", "3", feedback="很好"))
    work = GradeItem(title="作业", kind=GradeKind.HOMEWORK, assignment=set_.key, weight=oral("50").weight)
    book = release(centre, enter(centre, items(centre, course, work, oral("50")), "陈新", "90"))
    centre.boss.ask(IssueCertificates(enrolments=(book.lines[0].enrolment_key,)))
    return keys_of(centre)


def keys_of(centre: Centre) -> Keys:
    tables = {name: model for name, model in audited().items() if name.startswith("training_")}
    with Reading(centre.house.premises.backstage.database.engine) as reading:
        return {name: list(reading.scalars(select(model.key))) for name, model in tables.items()}


def histories(desk: Desk, keys: Keys) -> dict[str, int]:
    """How many records of each table have a history for them."""
    told = Counter[str]()
    for table, each in keys.items():
        for key in each:
            try:
                told[table] += bool(desk.ask(RecordHistory(table, key)))
            except (NotAllowed, NotFound):
                continue
    return dict(+told)


def changes(desk: Desk, command: type[RecordCommand[Any]], keys: Keys) -> dict[str, int]:
    """The same for who was the last to change them, and what that left."""
    told = Counter[str]()
    for table, each in keys.items():
        for key in each:
            try:
                told[table] += desk.ask(ChangedSince(command.wire_name(), key, 0)) is not None
            except NotFound:
                continue
    return dict(+told)


def test_nobody_is_told_the_history_of_what_is_not_shown_to_them(centre: Centre) -> None:
    keys = everything(centre)
    assert {name: len(each) for name, each in keys.items()} == ALL, "every table of training is looked at"
    other = centre.house.desk("teacher", login="other", name="王老师")
    supervisor = centre.house.desk("training_supervisor")
    taught = OF_PLANS | OF_LESSONS
    stranger, learner = centre.learner("吴静"), centre.learner("陈新")
    assert histories(stranger, keys) == TO_ALL
    assert histories(learner, keys) == TO_ALL | OF_LESSONS
    assert histories(other, keys) == TO_ALL | LIBRARY
    assert histories(centre.teacher, keys) == TO_ALL | taught | LIBRARY | {"training_review": 2}
    assert histories(centre.reviewer, keys) == TO_ALL | OF_PLANS | LIBRARY | {"training_review": 2}
    assert histories(supervisor, keys) == ALL
    assert histories(centre.house.desk("auditor"), keys) == ALL


def test_nobody_is_told_what_others_changed_in_what_is_not_shown_to_them(centre: Centre) -> None:
    keys = everything(centre)
    other = centre.house.desk("teacher", login="other", name="王老师")
    stranger, learner = centre.learner("吴静"), centre.learner("陈新")
    assert changes(stranger, WithdrawEnrolment, keys) == TO_ALL
    assert changes(learner, WithdrawEnrolment, keys) == TO_ALL | OF_LESSONS | OF_LEARNERS | CREDITED
    assert changes(other, HoldSession, keys) == TO_ALL | LIBRARY
    theirs = TO_ALL | OF_PLANS | OF_LESSONS | OF_LEARNERS | LIBRARY | BOTH
    assert changes(centre.teacher, HoldSession, keys) == theirs
    reviewed = TO_ALL | OF_PLANS | LIBRARY | {"training_review": 2, "training_file": 1}
    assert changes(centre.reviewer, ReturnCourse, keys) == reviewed


def test_a_plan_that_was_never_published_has_no_history_for_others_nor_has_the_homework_in_it(centre: Centre) -> None:
    course = centre.write()
    keys = keys_of(centre)
    plans = {model.__tablename__: keys[model.__tablename__] for model in (Course, CourseRevision, PlanUnit)}
    told = {"training_course": 1, "training_course_revision": 1, "training_plan_unit": 3}
    for desk in (centre.learner("吴静"), centre.house.desk("teacher", login="other", name="王老师")):
        with pytest.raises(NotFound):
            desk.ask(ReadCourse(key=course.row.key))
        assert histories(desk, plans) == {}
        homework_ = {"training_assignment": [homework(centre, course, title="未公布").key]}
        assert histories(desk, homework_) == {}
    for desk in (centre.teacher, centre.reviewer, centre.boss):
        assert histories(desk, plans) == told
