"""One subject as it stands in this transaction, and whether the actor may take a step with it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic
from uuid import UUID

from sqlalchemy import select

from desktop_admin.api.approval import AUTHOR, NotTheHolder, OwnWorkRefused, SecondSeat, Step
from desktop_admin.core.errors import NotAllowed, Refused
from desktop_admin.db.work import Work
from desktop_admin.models.approval import Decision
from desktop_admin.services.approval.delegation import Lender, lenders
from desktop_admin.services.approval.process import Process, SubjectT

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


@dataclass
class Case(Generic[SubjectT]):
    """Everything is read at most once: to be made after the subject is held, and dropped when it has moved on."""

    work: Work
    process: Process[SubjectT]
    subject: SubjectT

    @cached_property
    def decisions(self) -> list[Decision]:
        return decisions_on(self.work, self.subject.key)

    @cached_property
    def signed(self) -> dict[str, Decision]:
        """By seat, the signatures that count."""
        return {one.seat: one for one in counting(self.subject, self.decisions)}

    @cached_property
    def needed(self) -> frozenset[str]:
        """Seats that this subject needs at a step that is taken together."""
        return self.process.seats(self.work, self.subject)

    @cached_property
    def digest(self) -> str:
        return self.process.digest(self.work, self.subject)

    @cached_property
    def writers(self) -> frozenset[UUID]:
        return self.process.writers(self.work, self.subject)

    @cached_property
    def lenders(self) -> list[Lender]:
        return lenders(self.work, self.process.flow)

    def require(self, step: Step) -> Lender | None:
        """On whose behalf the actor takes the step; None: in their own right.

        Raises NotAllowed, NotTheHolder, OwnWorkRefused, SecondSeat.
        """
        actor = self.work.actor
        refusal = self._unable(step)
        if refusal is None:
            self._require_apart(step, {actor.account_id: actor.name})
            return None
        for lender in self.lenders:
            if not (lender.lends(step) and self._is_holder(step, lender.key)):
                continue
            try:
                self._require_apart(step, {actor.account_id: actor.name, lender.key: lender.name})
            except (OwnWorkRefused, SecondSeat) as barred:
                refusal = barred
            else:
                return lender
        raise refusal

    def _unable(self, step: Step) -> Refused | None:
        """Why the actor has not this right themselves."""
        if not self.work.actor.may(step.permission):
            return NotAllowed(permission=step.permission)
        if not self._is_holder(step, self.work.actor.account_id):
            return NotTheHolder(rule=self.process.flow.rule_labels[step.holder])
        return None

    def _is_holder(self, step: Step, person: UUID) -> bool:
        rule = self.process.holders.get(step.holder)
        return rule is None or rule(self.work, self.subject, person)

    def _require_apart(self, step: Step, persons: Persons) -> None:
        """Raises OwnWorkRefused, SecondSeat."""
        apart, subject = self.process.flow.apart(step), self.subject
        for key, name in persons.items():
            if AUTHOR in apart and key in self.writers:
                raise OwnWorkRefused(what=subject.describe(), who=name)
            taken = next((one for one in self.signed.values() if one.seat in apart and key in one.persons), None)
            if taken is not None:
                label = self.process.flow.seat_labels[taken.seat]
                raise SecondSeat(what=subject.describe(), who=name, seat=label)


def require(work: Work, process: Process[SubjectT], subject: SubjectT, step: Step) -> Lender | None:
    """Who they are and nothing else, for a command that is no step but belongs to one. Raises as Case.require."""
    return Case(work, process, subject).require(step)
