"""What counts, and marks that people enter: events that are only added (在线培训平台 4.2, 10)."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from desktop_admin.api.training import grades as api
from desktop_admin.api.training.base import FULL
from desktop_admin.api.training.enrolment import EnrolmentMoved, EnrolmentState
from desktop_admin.api.training.grades import (
    EnterGrade,
    GradeBook,
    GradeEventLine,
    GradeKind,
    GradeMoved,
    GradeSource,
    ItemInUse,
    ItemWithoutHomework,
    NotEntered,
    OneAttendanceOnly,
    OwnResult,
    ReadGradeBook,
    ReadGradeEvents,
    ResultsReleased,
    SetGradeItems,
    WeightsNotFull,
)
from desktop_admin.core.errors import NotFound
from desktop_admin.core.text import prose
from desktop_admin.db.work import Work
from desktop_admin.models.training.courses import Course
from desktop_admin.models.training.homework import Assignment
from desktop_admin.models.training.people import Enrolment
from desktop_admin.models.training.results import GradeEvent, GradeItem
from desktop_admin.services.registry import handles
from desktop_admin.services.training.access import require_in_sight, require_teaches, sees_all, teaches
from desktop_admin.services.training.given import NONE, exact, needed, reason, require_own
from desktop_admin.services.training.grade_view import grade_book, items_of, taking_part


@handles(ReadGradeBook)
def read_grade_book(work: Work, request: ReadGradeBook) -> GradeBook:
    course = work.get(Course, request.course)
    require_shown(work, course)
    return grade_book(work, course)


def require_shown(work: Work, course: Course) -> None:
    """Raises NotFound to who neither teaches nor takes part in the course."""
    mine = {enrolment.learner_key for enrolment in taking_part(work, course.key)}
    if not (sees_all(work) or teaches(work, course) or work.actor.account_id in mine):
        raise NotFound


@handles(SetGradeItems)
def set_grade_items(work: Work, command: SetGradeItems) -> GradeBook:
    course = require_teaches(work, work.hold(Course, command.key, command.version))
    released = next((each for each in taking_part(work, course.key) if each.released_at is not None), None)
    if released is not None:
        raise ResultsReleased(who=released.learner)
    wanted = tuple(_checked(item) for item in command.items)
    _require_sound(work, course, wanted)
    known = {item.key: item for item in items_of(work, course.key)}
    require_own(work, GradeItem, [each.id for each in wanted], known)
    _drop(work, [item for key, item in known.items() if key not in {each.id for each in wanted}])
    for position, given in enumerate(wanted, 1):
        _store(work, course, known.get(given.id), given, position)
    return grade_book(work, course)


def _checked(item: api.GradeItem) -> api.GradeItem:
    return api.GradeItem(
        id=item.id,
        title=needed(api.GradeItem, "title", item.title),
        kind=item.kind,
        assignment=item.assignment,
        weight=exact(api.GradeItem, "weight", item.weight),
    )


def _require_sound(work: Work, course: Course, items: tuple[api.GradeItem, ...]) -> None:
    """Raises WeightsNotFull, OneAttendanceOnly, ItemWithoutHomework."""
    total = sum((item.weight for item in items), NONE)
    if total != FULL:
        raise WeightsNotFull(total=f"{total:f}")
    if sum(item.kind is GradeKind.ATTENDANCE for item in items) > 1:
        raise OneAttendanceOnly
    mine = select(Assignment.key).where(Assignment.course_key == course.key)
    free = set(work.session.scalars(mine))
    for item in items:
        if item.kind is GradeKind.HOMEWORK:
            if item.assignment not in free:
                raise ItemWithoutHomework(title=item.title)
            free.discard(item.assignment)


def _drop(work: Work, items: list[GradeItem]) -> None:
    """Raises ItemInUse where one has marks."""
    for item in items:
        if _has_marks(work, item):
            raise ItemInUse(title=item.title)
        work.session.delete(item)
    work.session.flush()


def _has_marks(work: Work, item: GradeItem) -> bool:
    found = select(GradeEvent.key).where(GradeEvent.item_key == item.key).limit(1)
    return work.session.scalars(found).first() is not None


def _store(work: Work, course: Course, known: GradeItem | None, given: api.GradeItem, position: int) -> None:
    if known is not None and known.kind is not given.kind and _has_marks(work, known):
        raise ItemInUse(title=known.title)
    item = known or GradeItem(key=given.id, course_key=course.key)
    item.position, item.title, item.kind, item.weight = position, given.title, given.kind, given.weight
    item.assignment_key = given.assignment if given.kind is GradeKind.HOMEWORK else None
    if known is None:
        work.add(item)
    else:
        work.saved(item)


@handles(EnterGrade)
def enter_grade(work: Work, command: EnterGrade) -> GradeBook:
    """Whoever enters for the same learner at the same time waits, and is told of the other mark."""
    enrolment = work.hold(Enrolment, command.enrolment)
    course = require_teaches(work, work.get(Course, enrolment.course_key))
    require_open(work, enrolment)
    item = work.get(GradeItem, command.item)
    if item.course_key != course.key:
        raise NotFound
    if item.kind is not GradeKind.ENTERED:
        raise NotEntered(title=item.title, kind=item.kind.label)
    mark = exact(EnterGrade, "mark", command.mark)
    now = in_force(work, enrolment.key, item.key)
    if now != command.seen:
        raise GradeMoved(who=enrolment.learner, title=item.title, now="—" if now is None else f"{now:f}")
    why = prose(command.reason) if now is None else reason(command.reason)
    if mark != now:
        record(work, enrolment, GradeSource.ENTERED, mark, item=item, why=why)
    return grade_book(work, course)


def require_open(work: Work, enrolment: Enrolment) -> None:
    """Raises OwnResult, ResultsReleased, EnrolmentMoved."""
    if enrolment.learner_key == work.actor.account_id:
        raise OwnResult
    if enrolment.released_at is not None:
        raise ResultsReleased(who=enrolment.learner)
    if enrolment.state is not EnrolmentState.ACTIVE:
        raise EnrolmentMoved(who=enrolment.learner, state=enrolment.state.label)


def in_force(work: Work, enrolment_key: UUID, item_key: UUID) -> Decimal | None:
    mine = GradeEvent.enrolment_key == enrolment_key, GradeEvent.item_key == item_key
    return work.session.scalar(select(GradeEvent.mark).where(*mine).order_by(GradeEvent.key.desc()).limit(1))


def record(  # noqa: PLR0913 - one line of the ledger; all but whose it is are named
    work: Work,
    enrolment: Enrolment,
    source: GradeSource,
    mark: Decimal | None,
    *,
    item: GradeItem | None = None,
    why: str = "",
) -> None:
    event = GradeEvent(enrolment_key=enrolment.key, source=source, mark=mark, at=work.now, reason=why)
    event.item_key, event.title = (item.key, item.title) if item else (None, "")
    event.by_key, event.by = work.actor.account_id, work.actor.name
    work.add(event)


@handles(ReadGradeEvents)
def read_grade_events(work: Work, request: ReadGradeEvents) -> tuple[GradeEventLine, ...]:
    enrolment = work.get(Enrolment, request.enrolment)
    require_in_sight(work, work.get(Course, enrolment.course_key), enrolment.learner_key)
    found = select(GradeEvent).where(GradeEvent.enrolment_key == enrolment.key).order_by(GradeEvent.key)
    events = list(work.session.scalars(found))
    last = {event.item_key: event.key for event in events}
    return tuple(
        GradeEventLine(
            at=event.at,
            by=event.by,
            item=event.title,
            source=event.source,
            mark=event.mark,
            reason=event.reason,
            in_force=last[event.item_key] == event.key,
        )
        for event in events
    )
