"""教师年度学时证明: a person's class hours of a year, or everyone's one after another (教学资源 三, 网上教学 一)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from desktop_admin.api.exports import ExportTraining
from desktop_admin.api.shown import NOTHING, choice_label
from desktop_admin.api.training.credits import CreditRow, CreditYear, ReadCreditTotals, ReadCreditYear
from desktop_admin.core.clock import local_time
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.permissions import Permission
from desktop_admin.reports import roster
from desktop_admin.reports.base import LONGEST_NUMBER, Ask, NumberUnknown, Period, Report, ReportRequest
from desktop_admin.reports.kit import page
from desktop_admin.reports.kit import sheet as xlsx
from desktop_admin.reports.kit.sheet import Cells
from desktop_admin.reports.training import words

TITLE = N_("Statement of a year's class hours")
WHO = N_("Staff no. or name")
COLUMNS = (
    (N_("No."), 11),
    (N_("Date"), 23),
    (N_("Training"), 50),
    (N_("Source"), 22),
    (N_("Class hours"), 16),
    (N_("Certificate or evidence"), 48),
)  # mm
CENTRED = (0, 1, 3)
RIGHT = (4,)
STATED = N_(
    "This is to certify that {person} completed {total} class hours of training in {year}: {courses} in courses of this"
    " school and {elsewhere} elsewhere."
)
_NOT_IN_NUMBERS = re.compile(r"[|\s]+")


class NobodyCredited(Refused):
    message = N_("Nobody has been credited with class hours in {year}. Choose another year.")


@dataclass(frozen=True)
class Statement:
    year: CreditYear
    stamp: words.Stamp


@dataclass(frozen=True)
class CreditData:
    request: ReportRequest
    statements: tuple[Statement, ...]


def gather(ask: Ask, request: ReportRequest) -> CreditData:
    """Raises NumberUnknown, NobodyCredited, NotFound."""
    years = (ask(ReadCreditYear(request.first.year, person)) for person in _people(ask, request))
    return CreditData(request, tuple(Statement(year, _stamp(ask, year)) for year in years))


def _people(ask: Ask, request: ReportRequest) -> tuple[UUID, ...]:
    """Who is asked for; else everyone with an entry in the year."""
    if request.subject is not None:
        return (request.subject,)
    totals, wanted = ask(ReadCreditTotals(request.first.year)), request.number.strip().casefold()
    if not totals:
        raise NobodyCredited(year=request.first.year)
    found = tuple(each for each in totals if not wanted or wanted in {each.number.casefold(), each.person.casefold()})
    if not found:
        raise NumberUnknown(number=request.number[:LONGEST_NUMBER], what=WHO)
    return tuple(each.person_key for each in found)


def _stamp(ask: Ask, year: CreditYear) -> words.Stamp:
    """Its revision is how many entries the ledger has: it is only added to."""
    who = _NOT_IN_NUMBERS.sub("-", year.number) or year.person_key.hex[:8]
    said = ((each.day, each.title, each.source, each.hours) for each in year.entries)
    digest = words.digest(year.person, year.year, year.total, *said)
    return words.stamped(ask, f"XS-{year.year}-{who}", len(year.entries), digest)


def pages(data: CreditData) -> page.PageBook:
    documents = tuple(document(each, data.request) for each in data.statements)
    school = data.statements[0].stamp.school
    return page.PageBook(tr(TITLE), school, data.request.printed_at, documents, len(documents))


def document(each: Statement, request: ReportRequest) -> page.Document:
    year = each.year
    facts = (
        (tr(N_("Full name")), year.person),
        (tr(N_("Staff no.")), year.number or NOTHING),
        (tr(N_("Department")), year.department or NOTHING),
        (tr(N_("Year")), str(year.year)),
        (tr(N_("Class hours")), words.number_text(year.total)),
        (tr(N_("Printed on")), words.day_text(year.printed_on)),
    )
    return page.Document(
        title=tr(TITLE),
        school=each.stamp.school,
        outline=f"{year.year} {year.person}",
        blocks=(
            page.Fields(facts),
            page.Table(_columns(), tuple(_rows(year))),
            page.Prose((_stated(year),), 12),
            page.Signatures((tr(N_("Responsible")),), tr(words.SEAL)),
        ),
        footer=words.footer(each.stamp, request),
    )


def _columns() -> tuple[page.Column, ...]:
    return tuple(
        page.Column(tr(label), width, "center" if at in CENTRED else "right" if at in RIGHT else "left")
        for at, (label, width) in enumerate(COLUMNS)
    )


def _rows(year: CreditYear) -> Iterator[page.Row]:
    for place, entry in enumerate(year.entries, 1):
        hours, source = words.number_text(entry.hours), choice_label(entry.source)
        yield page.Row((str(place), entry.day.isoformat(), entry.title, source, hours, _evidence(entry)))
    yield page.Row(("", "", tr(N_("Total")), "", words.number_text(year.total), ""), strong=True)


def _evidence(entry: CreditRow) -> str:
    return " ".join(part for part in (entry.certificate, entry.reason) if part)


def _stated(year: CreditYear) -> str:
    return tr(
        STATED,
        person=year.person,
        year=year.year,
        total=words.number_text(year.total),
        courses=words.number_text(year.from_courses),
        elsewhere=words.number_text(year.from_elsewhere),
    )


def book(data: CreditData) -> xlsx.Book:
    tally = xlsx.Tally(tuple(_cells(data)))
    more = [(tr(N_("Year")), data.request.first.year)]
    sheets = (
        roster.about_sheet(tr(TITLE), roster.about_lines(data.request, tally, more, period=False)),
        xlsx.Sheet(tr(N_("Data")), _data_columns(), tally, title=tr(TITLE), landscape=True),
        xlsx.Sheet(tr(N_("Summary")), _total_columns(), tuple(_totals(data)), landscape=True),
    )
    school, created = data.statements[0].stamp.school, data.request.printed_at.replace(tzinfo=None)
    return xlsx.Book(f"{tr(TITLE)} {data.request.first.year}", school, created, sheets)


def _data_columns() -> tuple[xlsx.Column, ...]:
    kind = xlsx.Kind
    return (
        xlsx.Column(tr(N_("Date")), kind.DATE),
        xlsx.Column(tr(N_("Full name"))),
        xlsx.Column(tr(N_("Staff no."))),
        xlsx.Column(tr(N_("Department"))),
        xlsx.Column(tr(N_("Training")), width=40),
        xlsx.Column(tr(N_("Source"))),
        xlsx.Column(tr(N_("Class hours")), kind.DECIMAL, places=2),
        xlsx.Column(tr(N_("Certificate or evidence")), width=40),
        xlsx.Column(tr(N_("Entered at")), kind.MOMENT),
        xlsx.Column(tr(N_("Entered by"))),
    )


def _cells(data: CreditData) -> Iterator[Cells]:
    for each in data.statements:
        for entry in each.year.entries:
            who = entry.person, each.year.number, entry.department
            what = entry.title, choice_label(entry.source), entry.hours, _evidence(entry)
            yield (entry.day, *who, *what, local_time(entry.at).replace(tzinfo=None), entry.by)


def _total_columns() -> tuple[xlsx.Column, ...]:
    texts = (N_("Full name"), N_("Staff no."), N_("Department"))
    sums = (N_("Class hours"), N_("In courses"), N_("Elsewhere"))
    return (
        *(xlsx.Column(tr(label)) for label in texts),
        *(xlsx.Column(tr(label), xlsx.Kind.DECIMAL, places=2) for label in sums),
        xlsx.Column(tr(N_("Entries")), xlsx.Kind.INTEGER),
    )


def _totals(data: CreditData) -> Iterator[Cells]:
    for each in data.statements:
        year = each.year
        sums = year.total, year.from_courses, year.from_elsewhere, len(year.entries)
        yield (year.person, year.number, year.department, *sums)


def _size(data: CreditData) -> int:
    return sum(len(each.year.entries) for each in data.statements)


CREDIT_HOURS = Report(
    "training-credit-hours",
    TITLE,
    Permission.TRAINING_RECORD_EXPORT,
    Period.YEAR,
    gather,
    _size,
    pages,
    book,
    ExportTraining,
    about=N_("A teacher's class hours of a year with their total, or everyone's one after another"),
    numbered=WHO,
    number_needed=False,
)
