"""What every paper of training has: the course it is about, its footer, how numbers and names are written."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256

from desktop_admin.api.school import ReadSchool, SealPaper
from desktop_admin.api.shown import NOTHING, trimmed
from desktop_admin.core.i18n import N_, tr
from desktop_admin.reports.base import Ask, ReportRequest
from desktop_admin.reports.kit import page

COURSE_NUMBER = N_("Course no.")
SEAL = N_("Seal here")
DRAFT = N_("DRAFT")


@dataclass(frozen=True)
class Stamp:
    """What identifies a paper: its number and revision, and the code that vouches for its content."""

    school: str
    number: str
    revision: int
    code: str


def stamped(ask: Ask, number: str, revision: int, digest: str) -> Stamp:
    """digest: SHA-256 of the content, hexadecimal."""
    code = ask(SealPaper(number=number, revision=revision, digest=digest))
    return Stamp(ask(ReadSchool()).name, number, revision, code)


def digest(*said: object) -> str:
    """Of what is printed, where the record itself keeps no checksum."""
    return sha256("\x1f".join(map(str, said)).encode("utf-8", "replace")).hexdigest()


def footer(stamp: Stamp, request: ReportRequest) -> page.Footer:
    return page.Footer(
        stamp.number,
        revision=stamp.revision,
        printed_by=request.printed_by,
        printed_at=f"{request.printed_at:%Y-%m-%d %H:%M}",
        copy=0,
        payload=stamp.code,
    )


def number_text(value: Decimal | None) -> str:
    return NOTHING if value is None else trimmed(value)


def percent(value: Decimal | None) -> str:
    return NOTHING if value is None else f"{number_text(value)} %"


def day_text(day: date | None) -> str:
    if day is None:
        return NOTHING
    return tr(N_("{year}-{month:02d}-{day:02d}"), year=day.year, month=day.month, day=day.day)


def iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()
