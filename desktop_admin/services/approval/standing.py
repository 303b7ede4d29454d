"""Whether the actor may take a step: in their own right, or on behalf of somebody."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import select

from desktop_admin.api.approval import AUTHOR, NotTheHolder, OwnWorkRefused, SecondSeat, Step
from desktop_admin.core.errors import NotAllowed, Refused
from desktop_admin.db.work import Work
from desktop_admin.models.approval import Decision
from desktop_admin.services.approval.delegation import Lender, lenders
from desktop_admin.services.approval.process import Place, Process, SubjectT

Persons = dict[UUID, str]  # who acts, and for whom: both count


def decisions_on(work: Work, subject_key: UUID) -> list[Decision]:
    mine = Decision.school_id == work.school_id, Decision.subject_key == subject_key
    return list(work.session.scalars(select(Decision).where(*mine).order_by(Decision.number)))


def counting(subject: Any, decisions: list[Decision]) -> list[Decision]:
    """The signatures on the revision in force that nothing has voided since."""
    voided = max((decision.number for decision in decisions if decision.voids), default=0)
    content = subject.revision, subject.content_sha256
    return [
        decision
        for decision in decisions
        if decision.seat and decision.number > voided and (decision.revision, decision.content_sha256) == content
    ]


def require(work: Work, process: Process[SubjectT], subject: SubjectT, step: Step) -> Lender | None:
    """On whose behalf the actor takes the step; None: in their own right.

    Raises NotAllowed, NotTheHolder, OwnWorkRefused, SecondSeat.
    """
    signed = counting(subject, decisions_on(work, subject.key))
    actor = work.actor
    refusal = _unable(work, process, subject, step)
    if refusal is None:
        _require_apart(process, subject, step, {actor.account_id: actor.name}, signed)
        return None
    return _for_somebody(work, process, subject, step, signed, refusal)


def _for_somebody(  # noqa: PLR0913, PLR0917 - what is asked about, and what is known of it
    work: Work,
    process: Process[SubjectT],
    subject: SubjectT,
    step: Step,
    signed: list[Decision],
    refusal: Refused,
) -> Lender:
    for lender in lenders(work, Place(process.flow, step)):
        if not _holds(work, process, subject, step, lender.key):
            continue
        persons = {work.actor.account_id: work.actor.name, lender.key: lender.name}
        try:
            _require_apart(process, subject, step, persons, signed)
        except (OwnWorkRefused, SecondSeat) as barred:
            refusal = barred
        else:
            return lender
    raise refusal


def _unable(work: Work, process: Process[SubjectT], subject: SubjectT, step: Step) -> Refused | None:
    """Why the actor has not this right themselves."""
    if not work.actor.may(step.permission):
        return NotAllowed(permission=step.permission)
    if not _holds(work, process, subject, step, work.actor.account_id):
        return NotTheHolder(rule=process.flow.rule_labels[step.holder])
    return None


def _holds(work: Work, process: Process[SubjectT], subject: SubjectT, step: Step, person: UUID) -> bool:
    rule: Callable[[Work, SubjectT, UUID], bool] | None = process.holders.get(step.holder)
    return rule is None or rule(work, subject, person)


def _require_apart(
    process: Process[SubjectT], subject: SubjectT, step: Step, persons: Persons, signed: list[Decision]
) -> None:
    """Raises OwnWorkRefused, SecondSeat."""
    apart = process.flow.apart(step)
    what = subject.describe()
    for key, name in persons.items():
        if AUTHOR in apart and key in {subject.author_key, subject.reviser_key}:
            raise OwnWorkRefused(what=what, who=name)
        taken = next((one for one in signed if one.seat in apart and key in one.persons), None)
        if taken is not None:
            raise SecondSeat(what=what, who=name, seat=process.flow.seat_labels[taken.seat])
