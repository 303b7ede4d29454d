"""What both reports say of a sheet."""

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
SIGNED = N_("{role} {name} signed electronically on {at}, content SHA-256 {sha256}")
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


def naive(moment: datetime | None) -> datetime | None:
    """As Excel knows times: the school's clock, without a zone."""
    return None if moment is None else local_time(moment).replace(tzinfo=None)


def verdict_text(line: ItemLine) -> str:
    return tr(UNCHECKED) if line.verdict is None else tr(VERDICTS[line.verdict])


def remark_text(line: ItemLine) -> str:
    """不符合项说明: what was wrong, or why the item does not apply; and what was corrected."""
    described = line.finding.description if line.finding else line.reason
    changed = (
        tr(N_("corrected {at}: {reason}"), at=moment_text(each.at), reason=each.reason) for each in line.corrections
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


def signature_lines(sheet: Sheet) -> tuple[str, ...]:
    """Who signed and reviewed at a screen, under which content."""
    found = ((OFFICER, in_force(sheet, SignatureKind.SIGNED)), (DIRECTOR, in_force(sheet, SignatureKind.REVIEWED)))
    return tuple(
        tr(SIGNED, role=tr(role), name=each.by, at=moment_text(each.at), sha256=each.sha256)
        for role, each in found
        if each is not None
    )


def roles(sheet: Sheet) -> tuple[str, ...]:
    """Who signs by hand."""
    names = (OFFICER, DIRECTOR, CONTRACTOR) if sheet.contractor else (OFFICER, DIRECTOR)
    return tuple(tr(name) for name in names)
