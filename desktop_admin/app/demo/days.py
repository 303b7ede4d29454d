"""The term's inspections, day by day, by the school's own rules.

Past days are written in one transaction each; the last school days are answered one by one, as people do.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import select

from desktop_admin.api.canteen.actions import ActionState, ReadAction, Reinspect, ReportDone, VerifyAction
from desktop_admin.api.canteen.checklist import Item, ItemKind
from desktop_admin.api.canteen.entry import ReviewSheet
from desktop_admin.api.canteen.sheet import Verdict
from desktop_admin.app.demo import values
from desktop_admin.app.demo.agenda import Agenda, Turned, moment_of
from desktop_admin.app.demo.calendar import Plan
from desktop_admin.app.demo.canteens import Place
from desktop_admin.app.demo.people import Staff
from desktop_admin.app.premises import Premises
from desktop_admin.core.clock import local_day
from desktop_admin.core.permissions import Actor
from desktop_admin.models.canteen.actions import CorrectiveAction
from desktop_admin.models.canteen.registers import Canteen
from desktop_admin.models.canteen.sheet import CanteenSheet
from desktop_admin.services.canteen import bulk, checklists, signing, slots, units, versions

BEGIN, SIGN = time(6, 40), time(9, 10)
MISSED = 38  # the second canteen forgot this school day
OPEN_TODAY = 8  # items of the first canteen that are still to be checked
AN_HOUR, JUST_NOW = timedelta(hours=1), timedelta(minutes=2)
FAILS = 0.012  # of all items looked at


@dataclass
class Term:
    clock: Turned
    random: Random
    plan: Plan
    places: tuple[Place, ...]
    staff: Staff
    now: datetime
    agenda: Agenda

    @property
    def officer(self) -> Actor:
        return self.staff["wangjg"]

    @property
    def director(self) -> Actor:
        return self.staff["limin"]


def fill(premises: Premises, term: Term) -> None:
    for number, day in enumerate(term.plan.days()):
        today = day == term.plan.today
        begin = min(moment_of(day, BEGIN), term.now - AN_HOUR)  # of today, also where it has hardly begun
        term.agenda.until(begin)
        term.clock.to(begin)
        review(premises, term)
        close_actions(premises, term)
        if today:
            term.agenda.until(term.now - JUST_NOW)
        for place in term.places:
            second = place is not term.places[0]
            if second and number == MISSED:
                continue
            if today:
                term.clock.moment = max(term.clock.moment, term.now - JUST_NOW)
            else:
                term.clock.turn(day, SIGN)
            left = OPEN_TODAY if today and not second else 0
            inspect(premises, term, place, day, left)


def inspect(premises: Premises, term: Term, place: Place, day: date, left: int) -> None:
    """One sheet, answered and signed; with items left open it stays unsigned."""
    with premises.backstage.database.work(term.officer, "canteen.SignSheet") as work:
        canteen = work.get(Canteen, place.canteen.key)
        items = versions.as_checklist(work, checklists.for_day(work, day)).items
        asked = slots.Place(canteen.meals(), units.in_use(work, canteen.key))
        said = {
            item.code: _said(term, item, asked, place, work.now - timedelta(minutes=70 - number * 1.5))
            for number, item in enumerate(items[: len(items) - left])
        }
        began = work.now - timedelta(minutes=75)
        sheet = bulk.keep_day(work, bulk.Day(canteen, day, term.random.randint(620, 680), began, said))
        if not left:
            signing.sign(work, sheet)


def _said(term: Term, item: Item, asked: slots.Place, place: Place, at: datetime) -> bulk.Said:
    if item.code in values.NOT_APPLICABLE:
        return bulk.Said(at, Verdict.NOT_APPLICABLE, values.NOT_APPLICABLE[item.code])
    if item.register is not None:
        return bulk.Said(at, Verdict.PASS, failed=_failed(term, item, values.OVERDUE, place, at))
    failed = item.code in values.TROUBLES and term.random.random() < FAILS
    found = _failed(term, item, values.TROUBLES[item.code], place, at) if failed else None
    if item.kind is ItemKind.MEASURED:
        return bulk.Said(at, readings=tuple(_readings(term, item, asked, fail=failed)), failed=found)
    return bulk.Said(at, Verdict.FAIL if failed else Verdict.PASS, failed=found)


def _readings(term: Term, item: Item, asked: slots.Place, *, fail: bool) -> Iterator[bulk.Taken]:
    """Of every slot; the first of a failing item is out of its limit."""
    for slot in slots.required(item, asked):
        for measure in values.taken(item):
            value = values.reading(term.random, item.code, measure, fail=fail)
            fail = False
            yield bulk.Taken(slot.id, measure.name, str(value))


def _failed(term: Term, item: Item, trouble: values.Trouble, place: Place, at: datetime) -> bulk.Failed:
    owner = term.random.choice(place.workers)
    return bulk.Failed(trouble.found, trouble.done, f"ZP-{at:%m%d}-{item.code}", owner.key)


def review(premises: Premises, term: Term) -> None:
    """The director reviews what was signed before today."""
    with premises.backstage.database.work(term.director, "canteen.ReviewSheet") as work:
        waiting = select(CanteenSheet).where(
            CanteenSheet.signed_at.is_not(None),
            CanteenSheet.reviewed_at.is_(None),
            CanteenSheet.day < local_day(work.now),
        )
        for sheet in work.session.scalars(waiting.order_by(CanteenSheet.day)):
            signing.review_sheet(work, ReviewSheet(sheet.key, sheet.version, remark="属实"))


def close_actions(premises: Premises, term: Term) -> None:
    """The owners have mended what failed; the director looks and accepts. Those of the last two days stay open."""
    answer = premises.office.answer
    for key in _mended(premises, term):
        detail = answer(term.officer, ReadAction(key))
        done = ReportDone(detail.row.key, detail.row.version, done="已按要求整改，现场恢复正常", evidence="ZGZP-01")
        detail = answer(term.officer, done)
        for asked in detail.to_recheck:
            value = str(values.reading(term.random, detail.row.code, asked.measure, fail=False))
            for _ in range(2 if asked.twice else 1):
                recheck = Reinspect(key, detail.row.version, slot=asked.slot.id, measure=asked.measure.name, raw=value)
                detail = answer(term.director, recheck)
                term.clock.moment += timedelta(hours=2, minutes=1)
        answer(term.director, VerifyAction(key, detail.row.version, accepted=True, remark="复查合格"))


def _mended(premises: Premises, term: Term) -> list[UUID]:
    if (term.plan.today - local_day(term.clock.moment)).days <= 1:
        return []
    with premises.backstage.database.look(term.director, "demo") as work:
        found = select(CorrectiveAction.key).where(CorrectiveAction.state == ActionState.RECTIFYING)
        return list(work.session.scalars(found.order_by(CorrectiveAction.number)))
