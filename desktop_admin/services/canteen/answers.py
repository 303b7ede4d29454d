"""合格, 不合格, 不适用 and what the registers say: each answer is committed at once, and keeps the one before it."""

from datetime import datetime

import msgspec
from sqlalchemy import select

from desktop_admin.api.canteen.checklist import ItemKind
from desktop_admin.api.canteen.entry import Answer, Confirm, NotApplicable
from desktop_admin.api.canteen.refusals import (
    AnsweredElsewhere,
    ComputedNotTyped,
    MeasuredNotTyped,
    NotComputed,
    ReasonNeeded,
    VerdictMoved,
)
from desktop_admin.api.canteen.sheet import Verdict
from desktop_admin.core.clock import moment_text
from desktop_admin.core.errors import Invalid
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.text import prose
from desktop_admin.db.work import Work
from desktop_admin.models.canteen.sheet import Basis, Correction, Reading, SheetItem
from desktop_admin.services.canteen import auto, findings
from desktop_admin.services.canteen.held import Held, hold
from desktop_admin.services.canteen.times import seen
from desktop_admin.services.canteen.view import answered_line
from desktop_admin.services.registry import handles

REGISTERS_CHANGED = N_("The registers changed")


class Given(msgspec.Struct, frozen=True):
    """What an item is answered with."""

    verdict: Verdict | None  # none: open again
    reason: str
    at: datetime
    by_sight: bool = False


def refuse_clash(work: Work, item: SheetItem, version: int, mine: str) -> None:
    """Raises AnsweredElsewhere if the item has been answered since the sender looked."""
    if item.version != version:
        theirs = item.verdict.value if item.verdict else N_("unanswered")
        when = moment_text(item.answered_at, work.now)
        raise AnsweredElsewhere(who=item.answered_by, code=item.code, when=when, theirs=theirs, mine=mine)


def give(work: Work, at: Held, given: Given) -> None:
    """Set an item's verdict; its correction, its corrective action or the withdrawal of one go with it."""
    item, before = at.item, at.item.verdict
    if before is not None and before is not given.verdict:
        _keep_correction(work, at, given)
    item.verdict, item.reason = given.verdict, given.reason if given.verdict is Verdict.NOT_APPLICABLE else ""
    item.by_sight, item.answered_at = given.by_sight, given.at
    item.answered_by_key, item.answered_by = work.actor.account_id, work.actor.name
    if given.verdict is Verdict.FAIL and before is not Verdict.FAIL:
        findings.make(work, at.sheet, item, at.declared)
    if before is Verdict.FAIL and given.verdict is not Verdict.FAIL:
        findings.withdraw(work, item, given.reason)


def _keep_correction(work: Work, at: Held, given: Given) -> None:
    item = at.item
    if not given.reason or item.verdict is None:
        raise ReasonNeeded
    correction = Correction(item_key=item.key, before=item.verdict, after=given.verdict, reason=given.reason)
    correction.at, correction.by_key, correction.by = given.at, work.actor.account_id, work.actor.name
    work.add(correction, flush=False)
    at.known.rows.pop(Correction, None)


@handles(Answer, then=answered_line)
def answer(work: Work, command: Answer) -> Held:
    at = hold(work, command.key)
    refuse_clash(work, at.item, command.version, command.verdict.value)
    if command.verdict is Verdict.NOT_APPLICABLE:
        raise Invalid(field=N_("Result"), reason=N_("“not applicable” is a command of its own, with a reason"))
    if at.declared.kind is ItemKind.MEASURED:
        raise MeasuredNotTyped(code=at.item.code)
    if _computable(work, at):
        raise ComputedNotTyped(code=at.item.code)
    if command.verdict is not at.item.verdict:
        when = seen(work, command.seen_at, at.sheet.day, at.item.answered_at)
        by_sight, at.item.computed = at.declared.kind is ItemKind.AUTO, {}
        give(work, at, Given(command.verdict, prose(command.reason), when, by_sight))
    return at


def _computable(work: Work, at: Held) -> bool:
    register = at.declared.register
    return register is not None and auto.compute(work, at.sheet, register).proposal.verdict is not None


@handles(NotApplicable, then=answered_line)
def not_applicable(work: Work, command: NotApplicable) -> Held:
    at = hold(work, command.key)
    refuse_clash(work, at.item, command.version, Verdict.NOT_APPLICABLE.value)
    if _computable(work, at):
        raise ComputedNotTyped(code=at.item.code)
    reason = prose(command.reason)
    if not reason:
        raise ReasonNeeded
    when = seen(work, command.seen_at, at.sheet.day, at.item.answered_at)
    for reading in work.session.scalars(select(Reading).where(Reading.item_key == at.item.key)):
        reading.superseded = True
    at.item.computed = {}
    give(work, at, Given(Verdict.NOT_APPLICABLE, reason, when))
    return at


@handles(Confirm, then=answered_line)
def confirm(work: Work, command: Confirm) -> Held:
    at = hold(work, command.key)
    refuse_clash(work, at.item, command.version, command.verdict.value)
    if at.declared.register is None:
        raise NotComputed(code=at.item.code)
    computed = auto.compute(work, at.sheet, at.declared.register)
    if computed.proposal.verdict is None:
        raise NotComputed(code=at.item.code)
    if computed.proposal.verdict is not command.verdict:
        raise VerdictMoved(code=at.item.code, verdict=computed.proposal.verdict.value)
    shown = msgspec.to_builtins(computed.proposal)
    if at.item.computed == shown and at.item.verdict is command.verdict:
        return at
    at.item.computed = shown
    reason = prose(command.reason) or tr(REGISTERS_CHANGED)
    give(work, at, Given(computed.proposal.verdict, reason, work.now))
    relied = [{"item_key": at.item.key} | msgspec.structs.asdict(each) for each in computed.basis]
    work.insert_rows(Basis, relied)
    return at
