"""What both reports say of a sheet."""

import re
from collections.abc import Iterator
from datetime import date, datetime

from desktop_admin.api.canteen.sheet import ItemLine, Sheet, SheetState, Signature, SignatureKind, Verdict
from desktop_admin.core.clock import local_time
from desktop_admin.core.i18n import N_, tr

WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
VERDICTS = {Verdict.PASS: N_("√ pass"), Verdict.FAIL: N_("× fail"), Verdict.NOT_APPLICABLE: N_("n/a")}
UNCHECKED = N_("unchecked")
SIGNED = N_("Signed electronically: {role} {name}, {at}")
REMARK = N_("Opinion: {remark}")
_TIED = re.compile(r"(?<=[<≤≥~]) (?=[−\d])|(?<=\d) (?=[℃%~A-Za-z])")
_BOUND = "\u00a0"
_EM, _PADDING = 3.53, 2.4  # mm: a Chinese character of the table's text, and the space beside it in a cell
OFFICER, DIRECTOR = N_("Food-safety officer"), N_("Food-safety director")
CONTRACTOR = N_("Contractor")
DRAFT, INCOMPLETE = N_("DRAFT"), N_("INCOMPLETE")


def day_text(day: date) -> str:
    return tr(N_("{year}-{month:02d}-{day:02d}"), year=day.year, month=day.month, day=day.day)


def weekday(day: date) -> str:
    return tr(WEEKDAYS[day.weekday()])


def clock_text(moment: datetime | None) -> str:
    return "" if moment is None else f"{local_time(moment):%H:%M}"


def moment_text(moment: datetime | None) -> str:
    return "" if moment is None else f"{local_time(moment):%Y-%m-%d %H:%M}"


def _of_day(moment: datetime, day: date) -> str:
    """The time; with its date where that is another day."""
    return clock_text(moment) if local_time(moment).date() == day else moment_text(moment)


def naive(moment: datetime | None) -> datetime | None:
    """As Excel knows times: the school's clock, without a zone."""
    return None if moment is None else local_time(moment).replace(tzinfo=None)


def bound(text: str) -> str:
    """No line ends between a number and its unit, or between ≤ and its number."""
    return _TIED.sub(_BOUND, text)


def head(label: str, width: float) -> str:
    """A Chinese heading that needs two lines is parted in its middle, not behind the last character that fits."""
    if label.isascii() or len(label) * _EM + _PADDING <= width:
        return label
    middle = -(-len(label) // 2)
    return f"{label[:middle]}\n{label[middle:]}"


def verdict_text(line: ItemLine) -> str:
    return tr(UNCHECKED) if line.verdict is None else tr(VERDICTS[line.verdict])


def remark_text(line: ItemLine, day: date) -> str:
    """不符合项说明: what was wrong, or why the item does not apply; and what was corrected."""
    described = line.finding.description if line.finding else line.reason
    changed = (
        tr(N_("corrected {at}: {reason}"), at=_of_day(each.at, day), reason=each.reason) for each in line.corrections
    )
    read_again = (
        tr(N_("first read {value} {unit}"), value=f"{each.value:f}", unit=each.unit) for each in line.superseded
    )
    return "；".join(part for part in (described, *changed, *read_again) if part)


def watermark(sheet: Sheet) -> str:
    """Nothing on a signed sheet."""
    if sheet.state is not SheetState.OPEN:
        return ""
    return tr(INCOMPLETE) if sheet.counts.open else tr(DRAFT)


def in_force(sheet: Sheet, kind: SignatureKind) -> Signature | None:
    held = (each for each in reversed(sheet.signatures) if each.kind is kind and not each.voided)
    return next(held, None)


def signature_lines(sheet: Sheet) -> Iterator[str]:
    """Who signed and reviewed at a screen, and under which content."""
    kinds = ((OFFICER, SignatureKind.SIGNED), (DIRECTOR, SignatureKind.REVIEWED))
    found = [(role, each) for role, kind in kinds if (each := in_force(sheet, kind))]
    for role, each in found:
        said = tr(SIGNED, role=tr(role), name=each.by, at=moment_text(each.at))
        yield f"{said}　{tr(REMARK, remark=each.remark)}" if each.remark else said
    yield from (f"SHA-256 {sha256}" for sha256 in dict.fromkeys(each.sha256 for _, each in found))


def roles(sheet: Sheet) -> tuple[str, ...]:
    """Who signs by hand."""
    names = (OFFICER, DIRECTOR, CONTRACTOR) if sheet.contractor else (OFFICER, DIRECTOR)
    return tuple(tr(name) for name in names)
