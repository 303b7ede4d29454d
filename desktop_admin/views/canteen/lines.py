"""A sheet of the canteen as the checklist page draws it. Pure: read models in, texts out."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from desktop_admin.api.canteen.checklist import ItemKind, Measure, Person, Slot, limit_text, limits_text, slot_text
from desktop_admin.api.canteen.numbers import number_text
from desktop_admin.api.canteen.sheet import Finding, ItemLine, Reading, Sheet, SignatureKind, Verdict
from desktop_admin.api.shown import choice_label
from desktop_admin.core.clock import local_day, local_time
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.checklist_page import Bar, Checklist, Details, Failure, Line, Owner, Result, Value, Way

WAYS = {ItemKind.SIGHT: Way.SIGHT, ItemKind.MEASURED: Way.MEASURED, ItemKind.AUTO: Way.AUTO}
RESULTS: dict[Verdict | None, Result] = {
    None: Result.OPEN,
    Verdict.PASS: Result.PASS,
    Verdict.FAIL: Result.FAIL,
    Verdict.NOT_APPLICABLE: Result.NOT_APPLICABLE,
}
VERDICTS = {result: verdict for verdict, result in RESULTS.items() if verdict is not None}
MISSING = {
    "description": N_("description"),
    "precaution": N_("measure taken"),
    "evidence": N_("photo or document no."),
    "owner": N_("owner"),
    "deadline": N_("deadline"),
}


def checklist(
    sheet: Sheet,
    people: Iterable[Person] = (),
    *,
    bar: Bar = Bar(),
    editable: bool = False,
    unsent: frozenset[str] = frozenset(),
) -> Checklist:
    """unsent: codes of items with something that has not reached the server."""
    return Checklist(
        key=str(sheet.key),
        areas=sheet.areas,
        lines=tuple(line(item, sheet, unsent=item.item.code in unsent) for item in sheet.items),
        owners=tuple(Owner(person.key, f"{person.name} {person.post}".strip()) for person in people),
        bar=bar,
        editable=editable,
    )


def line(item: ItemLine, sheet: Sheet, *, unsent: bool = False) -> Line:
    declared, proposal = item.item, item.proposal
    values = _values(item, item.slots)
    return Line(
        code=declared.code,
        area=declared.area,
        title=declared.text,
        text=declared.text,
        limit=limits_text(declared),
        way=WAYS[declared.kind],
        key_item=declared.key_item,
        result=RESULTS[item.verdict],
        proposed=RESULTS[proposal.verdict] if proposal else Result.OPEN,
        source=_source(item),
        summary=_summary(item, values),
        values=values,
        extra=_values(item, item.extra_slots),
        reason=item.reason,
        who=item.answered_by,
        when=_when(item.answered_at, sheet),
        at=item.answered_at,
        unsent=unsent,
        failure=_failure(item.finding, len(item.photos)) if item.finding else None,
    )


def value_id(slot: Slot, measure: Measure) -> str:
    return f"{slot.id}/{measure.name}"


def parted(id_: str) -> tuple[str, str]:
    """Slot and measure of a value."""
    slot, _, measure = id_.rpartition("/")
    return slot, measure


def reading_of(item: ItemLine, id_: str) -> Reading | None:
    """The reading in force."""
    slot, measure = parted(id_)
    return next((each for each in item.readings if (each.slot.id, each.measure) == (slot, measure)), None)


def local(moment: datetime) -> datetime:
    """The school's hours, without a zone, as a person types them."""
    return local_time(moment).replace(tzinfo=None)


def bar_of(sheet: Sheet, *, primary: str = "", blocked: str = "") -> Bar:
    """Who checked and reviewed, or who is awaited."""
    signed = in_force(sheet, SignatureKind.SIGNED)
    reviewed = in_force(sheet, SignatureKind.REVIEWED)
    checks = (
        tr(N_("Signed by {who} {when}"), who=signed[0], when=signed[1])
        if signed
        else tr(N_("Checked by {who}"), who=_checkers(sheet) or tr(N_("nobody yet")))
    )
    reviews = (
        tr(N_("Reviewed by {who} {when}"), who=reviewed[0], when=reviewed[1])
        if reviewed
        else tr(N_("Review due {day}"), day=f"{sheet.review_due:%m-%d}")
    )
    return Bar(checks=checks, reviews=reviews, primary=primary, blocked=blocked)


def in_force(sheet: Sheet, kind: SignatureKind) -> tuple[str, str] | None:
    """Who gave the signature of this kind that holds, and when."""
    for signature in reversed(sheet.signatures):
        if signature.kind is kind and not signature.voided:
            return signature.by, f"{local_time(signature.at):%m-%d %H:%M}"
    return None


def obstacle(sheet: Sheet) -> str:
    """What keeps a sheet from being signed; empty if nothing does."""
    waiting = sheet.counts.open
    if waiting:
        return tr(N_("{count} items are not checked yet"), count=waiting)
    bare = sum(item.finding is not None and bool(item.finding.missing) for item in sheet.items)
    if bare:
        return tr(N_("{count} fails are not described yet"), count=bare)
    if sheet.late and sheet.late_allowed_at is None:
        return tr(N_("The director has not allowed this late entry yet"))
    return ""


def _checkers(sheet: Sheet) -> str:
    """Whoever answered, the most diligent first."""
    counted: dict[str, int] = {}
    for item in sheet.items:
        if item.answered_by:
            counted[item.answered_by] = counted.get(item.answered_by, 0) + 1
    return "、".join(sorted(counted, key=lambda name: -counted[name]))


def _when(moment: datetime | None, sheet: Sheet) -> str:
    if moment is None:
        return ""
    same = local_day(moment) == sheet.day
    return f"{local_time(moment):%H:%M}" if same else f"{local_time(moment):%m-%d}"


def _source(item: ItemLine) -> str:
    proposal = item.proposal
    if item.item.kind is ItemKind.AUTO and proposal is not None and proposal.verdict is not None:
        return tr(proposal.text, **proposal.params)
    if item.item.kind is ItemKind.AUTO and proposal is None and not item.by_sight:
        return tr(N_("from the registers"))
    return tr(N_("by sight"))


def _values(item: ItemLine, slots: tuple[Slot, ...]) -> tuple[Value, ...]:
    measures = item.item.measures
    return tuple(_value(item, slot, measure, alone=len(measures) == 1) for slot in slots for measure in measures)


def _value(item: ItemLine, slot: Slot, measure: Measure, *, alone: bool) -> Value:
    id_ = value_id(slot, measure)
    reading = reading_of(item, id_)
    return Value(
        id=id_,
        place=slot_text(slot),
        name="" if alone else measure.label,
        unit=measure.unit,
        limit=reading.limit if reading else limit_text(measure),
        text=number_text(reading.value) if reading else "",
        bad=reading is not None and not reading.in_limit,
        optional=measure.optional,
    )


def _summary(item: ItemLine, values: tuple[Value, ...]) -> str:
    """2.0 ~ 5.2 ℃, or what is out of limit; how many of how many while some are missing."""
    bad = [value for value in values if value.bad]
    if bad:
        more = tr(N_(" and {count} more"), count=len(bad) - 1) if len(bad) > 1 else ""
        return f"{bad[0].place} {bad[0].text} {bad[0].unit}".strip() + more
    read = [value for value in values if value.text]
    wanted = [value for value in values if not value.optional]
    if len(read) < len(wanted):
        return tr(N_("{read} of {wanted} read"), read=len(read), wanted=len(wanted)) if read else ""
    parts = (
        _range([each.value for each in item.readings if each.measure == measure.name], measure.unit)
        for measure in item.item.measures
    )
    return "，".join(part for part in parts if part)


def _range(values: list[Decimal], unit: str) -> str:
    if not values:
        return ""
    low, high = min(values), max(values)
    return f"{number_text(low)} {unit}" if low == high else f"{number_text(low)} ~ {number_text(high)} {unit}"


def _failure(finding: Finding, photos: int) -> Failure:
    latest = local(finding.latest_deadline)
    notice = tr(
        N_("Corrective action {number}, {severity}: deadline {latest} at the latest"),
        number=finding.action_number,
        severity=choice_label(finding.severity),
        latest=f"{latest:%m-%d %H:%M}",
    )
    return Failure(
        details=Details(
            description=finding.description,
            measure=finding.precaution,
            document=finding.document_no,
            owner=finding.owner_key,
            deadline=local(finding.deadline) if finding.deadline else None,
        ),
        latest=latest,
        missing=tuple(tr(MISSING[name]) for name in finding.missing),
        photos=photos,
        notice=notice,
        number=finding.action_number,
    )
