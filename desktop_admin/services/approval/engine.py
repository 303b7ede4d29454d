"""Takes the steps of every flow: all checks in the one transaction, one conditional UPDATE, one row of the log."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from desktop_admin.api.approval import (
    AlreadyDecided,
    ContentMoved,
    DecisionLine,
    NotInState,
    Offer,
    Passage,
    ReasonMissing,
    RemarkMissing,
    SeatNotNeeded,
    Step,
)
from desktop_admin.api.approval.flow import REMARK_LENGTH
from desktop_admin.api.base import DecisionCommand, Refusal
from desktop_admin.core import roles
from desktop_admin.core.clock import local_day, local_time
from desktop_admin.core.errors import Refused, Stale
from desktop_admin.core.i18n import N_
from desktop_admin.core.labels import Labelled
from desktop_admin.core.text import prose
from desktop_admin.db.work import Work
from desktop_admin.models.approval import Decision
from desktop_admin.models.base import Audited
from desktop_admin.services.approval.delegation import Lender
from desktop_admin.services.approval.process import Process, SubjectT
from desktop_admin.services.approval.standing import Case, counting, decisions_on

EDITED = N_("Edited")
ROLES_LENGTH = 200


class _Move(Struct, frozen=True, kw_only=True):
    """What a row of the log tells beyond its subject."""

    step: str
    after: Labelled
    seat: str = ""
    reason: str = ""
    remark: str = ""
    list_version: str = ""
    voids: bool = False


def begin(work: Work, process: Process[SubjectT], subject: SubjectT, parts: Sequence[Audited] = ()) -> SubjectT:
    """A new draft of the actor's, stored with its parts (such as attachments), which are content as well."""
    subject.author_key, subject.author = work.actor.account_id, work.actor.name
    subject.state, subject.revision, subject.decisions = process.flow.drafts[0], 1, 0
    work.add(subject)
    for part in parts:
        work.add(part)
    subject.content_sha256 = process.digest(work, subject)
    return work.saved(subject)


def hold(work: Work, process: Process[SubjectT], command: DecisionCommand[Any]) -> SubjectT:
    """The subject as the person saw it, locked until the transaction ends: to be called before anything else.

    A signature beside it, of the same revision, is no obstacle. Raises AlreadyDecided, ContentMoved, Stale, NotFound.
    """
    subject = work.hold(process.model, command.key)
    if subject.version == command.version:
        return subject
    step = process.step(command)
    if subject.state in step.before:
        if subject.revision != command.revision:
            raise ContentMoved(what=subject.describe())
        if step.together:
            return subject
    last = decisions_on(work, subject.key)[-1:]
    if last and last[0].subject_version > command.version:
        raise _decided(work, subject, last[0])
    raise Stale


def take(  # noqa: PLR0913 - what the service found besides is named
    work: Work,
    process: Process[SubjectT],
    subject: SubjectT,
    command: DecisionCommand[Any],
    *,
    after: Labelled | None = None,
    list_version: str = "",
) -> Decision:
    """Take the command's step with a subject from hold(). after: one of its outcomes, where it has several.

    Raises NotInState, AlreadyDecided, SeatNotNeeded, NotAllowed, NotTheHolder, OwnWorkRefused, SecondSeat,
    ContentMoved, ReasonMissing, RemarkMissing, and what the guards raise.
    """
    step = process.step(command)
    if after is not None and after not in {step.after, *step.outcomes}:
        raise ValueError(f"{step.name} does not lead to {after}")
    if subject.revision != command.revision:
        raise ContentMoved(what=subject.describe())
    case = Case(work, process, subject)
    lender = _require(case, step)
    reason, remark = _said(step, command)
    move = _Move(
        step=step.name,
        after=after or _next(case, step),
        seat=step.seat,
        reason=reason,
        remark=remark,
        list_version=list_version,
        voids=step.voids,
    )
    return _record(work, process, subject, move, lender)


def go(work: Work, process: Process[SubjectT], command: DecisionCommand[Any], *, list_version: str = "") -> SubjectT:
    """hold() and take() in one, where nothing comes between."""
    subject = hold(work, process, command)
    take(work, process, subject, command, list_version=list_version)
    return subject


def follow(work: Work, process: Process[SubjectT], subject: SubjectT, after: Labelled, *, remark: str = "") -> Decision:
    """A passage that follows by itself; the subject must be held. Raises NotInState if none leads there from here."""
    passage = _passage(process, subject.state, after)
    if passage is None:
        raise _not_in_state(subject)
    move = _Move(step=work.action, after=after, remark=prose(remark)[:REMARK_LENGTH], voids=passage.voids)
    return _record(work, process, subject, move, None)


def revise(work: Work, process: Process[SubjectT], subject: SubjectT) -> None:
    """The content of a held subject was edited: a new revision, signatures void, and it is a draft again.

    Nothing happens where the content is the same. Raises NotInState where nothing is edited any more.
    """
    digest = process.digest(work, subject)
    if digest == subject.content_sha256:
        return
    if subject.state in process.flow.final:
        raise _not_in_state(subject)
    signed = counting(subject, decisions_on(work, subject.key))
    subject.revision += 1
    subject.content_sha256, subject.reviser_key = digest, work.actor.account_id
    if subject.state in process.flow.drafts and not signed:
        work.saved(subject)
        return
    draft = subject.state if subject.state in process.flow.drafts else process.flow.drafts[0]
    _record(work, process, subject, _Move(step=work.action, after=draft, voids=True), None)


def check_content(work: Work, process: Process[SubjectT], subject: SubjectT) -> None:
    """Raises ContentMoved where the content is not what its revision was sealed with."""
    if process.digest(work, subject) != subject.content_sha256:
        raise ContentMoved(what=subject.describe())


def signatures(work: Work, subject: Any) -> dict[str, Decision]:
    """By seat, those that count."""
    return {one.seat: one for one in counting(subject, decisions_on(work, subject.key))}


def offers(work: Work, process: Process[SubjectT], subject: SubjectT) -> tuple[Offer, ...]:
    """Every step that this subject may need, for the reader: the same checks as take(), nothing is changed."""
    case = Case(work, process, subject)
    steps = (step for step in process.flow.steps if not step.together or step.seat in case.needed)
    return tuple(_offer(case, step) for step in steps)


def history(work: Work, process: Process[SubjectT], subject: SubjectT) -> tuple[DecisionLine, ...]:
    """Every decision, the first one first."""
    decisions = decisions_on(work, subject.key)
    valid = {decision.key for decision in counting(subject, decisions)}
    return tuple(_line(process, decision, counts=decision.key in valid) for decision in decisions)


def _require(case: Case[SubjectT], step: Step) -> Lender | None:
    _require_due(case, step)
    lender = case.require(step)
    subject = case.subject
    if not step.voids and case.digest != subject.content_sha256:  # what is not as it was signed can still be sent back
        raise ContentMoved(what=subject.describe())
    for name in step.guards:
        case.process.guards[name](case.work, subject)
    return lender


def _require_due(case: Case[SubjectT], step: Step) -> None:
    subject = case.subject
    if subject.state not in step.before:
        raise _not_in_state(subject)
    if step.together:
        if step.seat not in case.needed:
            raise SeatNotNeeded(what=subject.describe(), seat=case.process.flow.seat_labels[step.seat])
        taken = case.signed.get(step.seat)
        if taken is not None:
            raise _decided(case.work, subject, taken)


def _next(case: Case[SubjectT], step: Step) -> Labelled:
    here: Labelled = case.subject.state
    complete = not step.together or case.needed <= {*case.signed, step.seat}
    return step.after if complete else here


def _said(step: Step, command: DecisionCommand[Any]) -> tuple[str, str]:
    reason, remark = str(getattr(command, "reason", "")), prose(getattr(command, "remark", ""))
    if step.reasons and reason not in {each.code for each in step.reasons}:
        raise ReasonMissing
    if step.remark_needed and not remark:
        raise RemarkMissing
    return (reason if step.reasons else ""), remark


def _record(work: Work, process: Process[SubjectT], subject: SubjectT, move: _Move, lender: Lender | None) -> Decision:
    """The subject's UPDATE holds only for the version that was read; the log's number is taken only once."""
    before, subject.state = subject.state, move.after
    subject.decisions += 1
    work.saved(subject)
    actor = work.actor
    decision = Decision(
        flow=process.flow.name,
        subject_key=subject.key,
        number=subject.decisions,
        subject_version=subject.version,
        step=move.step,
        before=before.value,
        after=move.after.value,
        seat=move.seat,
        revision=subject.revision,
        content_sha256=subject.content_sha256,
        at=work.now,
        by_key=actor.account_id,
        by=actor.name,
        roles="、".join(roles.title(name).zh_CN for name in actor.roles)[:ROLES_LENGTH],
        for_key=lender.key if lender else None,
        for_name=lender.name if lender else "",
        pc=actor.device,
        reason=move.reason,
        remark=move.remark,
        list_version=move.list_version,
        voids=move.voids,
    )
    return work.add(decision)


def _offer(case: Case[SubjectT], step: Step) -> Offer:
    lender, why, due = None, None, True
    try:
        _require_due(case, step)
    except Refused as refused:
        due, why = False, refused
    else:
        try:
            lender = _require(case, step)
        except Refused as refused:
            why = refused
    return Offer(
        command=step.name,
        caption=step.caption,
        due=due,
        possible=why is None,
        why=Refusal.of(why) if why else None,
        on_behalf=(lender.name,) if lender else (),
        seat=case.process.flow.seat_labels.get(step.seat, ""),
        reasons=step.reasons,
        remark_needed=step.remark_needed,
        voids=step.voids,
        onward=case.process.flow.is_onward(step),
    )


def _line(process: Process[Any], decision: Decision, *, counts: bool) -> DecisionLine:
    flow = process.flow
    step = flow.by_name.get(decision.step)
    reasons = {each.code: each.label for each in step.reasons} if step else {}
    before, after = flow.state(decision.before), flow.state(decision.after)
    passage = _passage(process, before, after)
    return DecisionLine(
        key=decision.key,
        number=decision.number,
        step=decision.step,
        caption=step.caption if step else passage.caption if passage else EDITED,
        before=before.label,
        after=after.label,
        tone=after.tone,
        seat=decision.seat,
        seat_label=flow.seat_labels.get(decision.seat, decision.seat),
        revision=decision.revision,
        sha256=decision.content_sha256,
        at=decision.at,
        by=decision.by,
        on_behalf_of=decision.for_name,
        roles=decision.roles,
        pc=decision.pc,
        reason=reasons.get(decision.reason, decision.reason),
        remark=decision.remark,
        list_version=decision.list_version,
        voids=decision.voids,
        counts=counts,
    )


def _passage(process: Process[Any], before: Labelled, after: Labelled) -> Passage | None:
    return next((each for each in process.flow.passages if before in each.before and each.after is after), None)


def _decided(work: Work, subject: Any, decision: Decision) -> AlreadyDecided:
    return AlreadyDecided(by=decision.by, at=_moment(decision.at, work.now), state=subject.state.label)


def _not_in_state(subject: Any) -> NotInState:
    return NotInState(what=subject.describe(), state=subject.state.label)


def _moment(moment: datetime, now: datetime) -> str:
    """The time today, with the date on another day."""
    shown = local_time(moment)
    return f"{shown:%H:%M}" if shown.date() == local_day(now) else f"{shown:%Y-%m-%d %H:%M}"
