"""Who sees which article: whoever has to do with it on its way, and everybody what has been published (SW 四.1).

What has to do with an article: having written some of it; a seat of its department, today; being its sponsor; a
reviewer's right once it has come to the publicity office, and a publisher's once it was authorised, also while it is
back at the author's. What is lent (甲代乙) shows what its lender sees in that seat. Readers of the audit trail, which
tells everything, see every article (SW 二: the school's leaders supervise).

Steps are not refused for being out of sight: who has an article before them that is not theirs any more is told why.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select, true

from desktop_admin.api.publishing.flow import ADMISSIONS, FLOW, HEAD, PUBLICITY, SECOND, SPONSOR
from desktop_admin.api.publishing.registers import SeatKind
from desktop_admin.api.publishing.states import SubmissionState
from desktop_admin.core.clock import local_day
from desktop_admin.core.errors import NotFound
from desktop_admin.core.permissions import Permission
from desktop_admin.db.work import Work
from desktop_admin.models.approval import Decision
from desktop_admin.models.base import Audited
from desktop_admin.models.publishing.jobs import ChannelJob
from desktop_admin.models.publishing.registers import DepartmentSeat
from desktop_admin.models.publishing.submission import (
    AnsweredFinding,
    SignedChecks,
    Submission,
    SubmissionChannel,
    SubmissionFile,
    SubmissionRevision,
)
from desktop_admin.services.approval.delegation import lenders
from desktop_admin.services.publishing import seats
from desktop_admin.services.registry import confines

Condition = ColumnElement[bool]
Rights = Collection[Permission]
_S = SubmissionState
SIGNS = (SeatKind.HEAD, SeatKind.SUPERIOR)
REVIEWS = {
    PUBLICITY: Permission.PUBLISHING_SUBMISSION_AUTHORISE,
    SECOND: Permission.PUBLISHING_SUBMISSION_CONFIRM,
    ADMISSIONS: Permission.PUBLISHING_SUBMISSION_ADMIT,
}


def visible(work: Work) -> Condition:
    """Articles that the actor may open."""
    return or_(Submission.published_at.is_not(None), involved(work))


def involved(work: Work) -> Condition:
    """Articles that the actor has to do with: they see the whole of them, and all that became of them."""
    actor, today = work.actor, local_day(work.now)
    if actor.may(Permission.AUDIT_ENTRY_READ):
        return true()
    conditions = [*_in_hand(actor.account_id, actor.permissions, today)]
    for lender in lenders(work, FLOW):
        if not lender.seat:
            conditions += _in_hand(lender.key, lender.rights, today)
        elif lender.seat in (shown := _by_seat(lender.key, lender.rights, today)):
            conditions.append(shown[lender.seat])
    return or_(*conditions)


def _in_hand(person: UUID, rights: Rights, today: date) -> Iterator[Condition]:
    yield Submission.author_key == person
    yield exists().where(SubmissionRevision.submission_key == Submission.key, SubmissionRevision.by_key == person)
    yield _of_department(person, seats.ALL, today)
    yield from _by_seat(person, rights, today).values()
    if Permission.PUBLISHING_JOB_EXECUTE in rights:
        yield _has_been(_S.SCHEDULED)


def _by_seat(person: UUID, rights: Rights, today: date) -> Mapping[str, Condition]:
    """What each seat of the flow that they can take shows them."""
    arrived = _has_been(_S.PROP)
    shown = {
        PUBLICITY: or_(arrived, Submission.state == _S.WITHDRAWN),  # which it archives
        SECOND: arrived,
        ADMISSIONS: and_(arrived, Submission.results),
    }
    mine = {seat: condition for seat, condition in shown.items() if REVIEWS[seat] in rights}
    return mine | {HEAD: _of_department(person, SIGNS, today), SPONSOR: Submission.sponsor_key == person}


def _has_been(state: SubmissionState) -> Condition:
    return exists().where(Decision.subject_key == Submission.key, Decision.after == state.value)


def _of_department(person: UUID, kinds: Collection[SeatKind], today: date) -> Condition:
    mine = DepartmentSeat.account_key == person, DepartmentSeat.seat.in_(kinds), seats.in_office(today)
    return Submission.department_key.in_(select(DepartmentSeat.department_key).where(*mine))


def is_involved(work: Work, submission: Submission) -> bool:
    return _is(work, submission.key, involved(work))


def require_visible(work: Work, key: UUID) -> None:
    """Raises NotFound: that there is such an article is not told, either."""
    if not _is(work, key, visible(work)):
        raise NotFound


def require_involved(work: Work, key: UUID) -> None:
    """Raises NotFound."""
    if not _is(work, key, involved(work)):
        raise NotFound


def _is(work: Work, key: UUID, condition: Condition) -> bool:
    found = select(Submission.key).where(Submission.key == key, Submission.school_id == work.school_id, condition)
    return work.session.scalar(found) is not None


@confines(Submission, SubmissionRevision, SubmissionChannel, SubmissionFile, AnsweredFinding, SignedChecks, ChannelJob)
def require_part(work: Work, model: type[Audited], key: UUID) -> None:
    """What the audit trail tells of an article or a part of it is told to whom it concerns. Raises NotFound."""
    if model is Submission:
        require_involved(work, key)
        return
    part = work.get(model, key)
    require_involved(work, part.submission_key)  # type: ignore[attr-defined]  # every one of the parts above has it
