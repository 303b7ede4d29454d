"""A whole day's answers in one transaction, for a demo school and for tests. No request reaches this.

There is no “fill all normal” for people: that manufactures data. What is written is judged by the same rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from desktop_admin.api.canteen.checklist import Item, ItemKind, Register, Slot
from desktop_admin.api.canteen.sheet import Verdict
from desktop_admin.db.work import Work
from desktop_admin.models.canteen.actions import CorrectiveAction
from desktop_admin.models.canteen.registers import Canteen
from desktop_admin.models.canteen.sheet import Basis, CanteenSheet, Finding, Reading, SheetItem
from desktop_admin.services.canteen import auto, deadlines, findings, judge, people, sheets, slots
from desktop_admin.services.canteen.gather import place_of
from desktop_admin.services.canteen.readings import checked_value
from desktop_admin.services.canteen.slots import Place
from desktop_admin.services.canteen.versions import frozen


class Taken(Struct, frozen=True):
    """One reading as it was typed, in a slot of services.canteen.slots, such as "lunch:1"."""

    slot: str
    measure: str
    raw: str


class Failed(Struct, frozen=True):
    """What is said of a fail. No deadline: the latest that its severity allows."""

    description: str
    precaution: str
    document_no: str
    owner: UUID
    deadline: datetime | None = None


class Said(Struct, frozen=True):
    """The answer to one item; readings and registers decide where there are any, so that no verdict is given then."""

    at: datetime
    verdict: Verdict | None = None
    reason: str = ""  # of 不适用
    readings: tuple[Taken, ...] = ()
    failed: Failed | None = None


class Day(Struct, frozen=True):
    """A canteen's day, answered by the actor as far as said goes (by the items' codes)."""

    canteen: Canteen
    day: date
    diners: int
    started_at: datetime
    said: Mapping[str, Said]


def keep_day(work: Work, day: Day) -> CanteenSheet:
    """An open sheet with its answers; SignSheet follows as ever."""
    sheet = sheets.add_sheet(work, day.canteen, day.day, day.diners)
    sheet.started_at = day.started_at
    declared = frozen(work, sheet.checklist_key)
    filling = _Filling(work, sheet, place_of(work, sheet))
    for position, (key, item) in enumerate(declared.items(), 1):
        filling.add(item, sheets.item_row(sheet, key, item, position), day.said.get(item.code))
    filling.write()
    for row in filling.items:
        if row.get("verdict") is Verdict.FAIL:
            _fail(work, sheet, work.get(SheetItem, row["key"]), declared[row["declared_key"]], day.said[row["code"]])
    return work.saved(sheet)


@dataclass(slots=True)
class _Filling:
    """The rows of one sheet, gathered to be written together."""

    work: Work
    sheet: CanteenSheet
    place: Place
    items: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    readings: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    basis: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    def add(self, item: Item, row: dict[str, Any], said: Said | None) -> None:
        self.items.append(row)
        if said is None:
            return
        row |= {"answered_at": said.at, "answered_by_key": self.work.actor.account_id}
        row |= {"answered_by": self.work.actor.name, "verdict": said.verdict, "reason": said.reason}
        if said.verdict is Verdict.NOT_APPLICABLE:
            return
        if item.kind is ItemKind.MEASURED:
            self._read(item, row, said)
        elif item.register is not None:
            self._compute(item.register, row)

    def write(self) -> None:
        self.work.insert_rows(SheetItem, self.items)
        self.work.insert_rows(Reading, self.readings)
        self.work.insert_rows(Basis, self.basis)

    def _read(self, item: Item, row: dict[str, Any], said: Said) -> None:
        due: dict[str, dict[str, Decimal]] = {slot.id: {} for slot in slots.required(item, self.place)}
        for one in said.readings:
            due[one.slot][one.measure] = checked_value(item.measure(one.measure), one.raw)
        known = {slot.id: slot for slot in slots.required(item, self.place)}
        for one in said.readings:
            reading = _reading(item, known[one.slot], one, due[one.slot])
            by = {"by_key": self.work.actor.account_id, "by": self.work.actor.name}
            self.readings.append(reading | by | {"item_key": row["key"], "at": said.at, "recorded_at": said.at})
        row["verdict"] = judge.judged(item, due)

    def _compute(self, register: Register, row: dict[str, Any]) -> None:
        computed = auto.compute(self.work, self.sheet, register)
        row["by_sight"] = computed.proposal.verdict is None
        if computed.proposal.verdict is not None:
            row["verdict"], row["computed"] = computed.proposal.verdict, msgspec.to_builtins(computed.proposal)
            self.basis += [{"item_key": row["key"]} | msgspec.structs.asdict(each) for each in computed.basis]


def _reading(item: Item, slot: Slot, one: Taken, values: judge.Values) -> dict[str, Any]:
    measure = item.measure(one.measure)
    limits, value = judge.limits(measure, values), values[one.measure]
    where = {"slot": slot.id, "subject": slot.subject, "part": slot.part, "sample": slot.number}
    what = {"measure": measure.name, "value": value, "raw": one.raw, "unit": measure.unit}
    return where | what | {"low": limits.low, "high": limits.high, "in_limit": limits.hold(value)}


def _fail(work: Work, sheet: CanteenSheet, item: SheetItem, declared: Item, said: Said) -> None:
    finding = findings.make(work, sheet, item, declared)
    if said.failed is not None:
        _describe(work, finding, said.failed, said.at)


def _describe(work: Work, finding: Finding, failed: Failed, at: datetime) -> None:
    action = work.get(CorrectiveAction, finding.action_key)
    owner = people.find(work, failed.owner)
    finding.description, finding.precaution = failed.description, failed.precaution
    finding.document_no, finding.owner_key, finding.owner = failed.document_no, owner.key, owner.name
    finding.deadline = failed.deadline or deadlines.latest(finding.severity, action.made_at)
    finding.described_at, finding.described_by = at, work.actor.name
    findings.carry_over(finding, action)
    work.saved(finding)
