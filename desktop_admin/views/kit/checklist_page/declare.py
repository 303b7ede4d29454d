"""What a checklist page draws: any sheet of items in areas, as a person reads them. No texts are made here.

Whoever owns the sheet fills these from its read models and answers what the page asks for; see Keeper.
"""

from datetime import datetime
from enum import Enum, StrEnum
from typing import Protocol
from uuid import UUID

from msgspec import Struct

from desktop_admin.core.i18n import N_


class Result(StrEnum):
    """What was found at an item."""

    OPEN = "open"
    PASS = "pass"  # noqa: S105 - a verdict, no password
    FAIL = "fail"
    NOT_APPLICABLE = "not applicable"


class Way(Enum):
    """How an item is answered."""

    SIGHT = "sight"  # by a key or a click
    MEASURED = "measured"  # its readings decide
    AUTO = "auto"  # computed; seen and confirmed


class Show(Enum):
    """The filter over the rows."""

    ALL = N_("All {count}")
    OPEN = N_("Open {count}")
    FAILED = N_("Failed {count}")


RESULT_TEXT = {
    Result.OPEN: N_("to check"),
    Result.PASS: N_("Pass"),
    Result.FAIL: N_("Fail"),
    Result.NOT_APPLICABLE: N_("N/A"),
}


class Value(Struct, frozen=True):
    """One reading of an item. id is what measure() is told; text is the kept value, empty before it was read."""

    id: str
    place: str  # the unit, meal or delivery it is read for; empty for the day
    name: str  # of the measure, where an item has several
    unit: str
    limit: str = ""
    text: str = ""
    bad: bool = False  # out of limit
    optional: bool = False


class Owner(Struct, frozen=True):
    key: UUID
    name: str


class Details(Struct, frozen=True, kw_only=True):
    """What a fail is described by; deadline in the school's local time."""

    description: str = ""
    measure: str = ""
    document: str = ""
    owner: UUID | None = None
    deadline: datetime | None = None


class Failure(Struct, frozen=True, kw_only=True):
    """A fail with what is still missing; `latest` is what its severity allows, `notice` what will happen."""

    details: Details = Details()
    latest: datetime
    missing: tuple[str, ...] = ()  # names as shown
    photos: int = 0
    notice: str = ""
    number: str = ""  # of the corrective action


class Line(Struct, frozen=True, kw_only=True):
    """One item. `title` is its short name, `text` the whole; `source` what the registers say, or how it is checked."""

    code: str
    area: str
    title: str
    text: str
    limit: str
    way: Way
    key_item: bool = False
    result: Result = Result.OPEN
    proposed: Result = Result.OPEN  # of a computed item; OPEN: not computable, answered by sight
    source: str = ""
    summary: str = ""  # of several readings
    values: tuple[Value, ...] = ()
    extra: tuple[Value, ...] = ()  # more that can be read, such as the next delivery
    reason: str = ""
    who: str = ""
    when: str = ""
    at: datetime | None = None
    unsent: bool = False
    failure: Failure | None = None

    @property
    def unfinished(self) -> bool:
        """A fail that is not described."""
        return self.failure is not None and bool(self.failure.missing)

    def value(self, id_: str) -> Value | None:
        return next((each for each in self.values if each.id == id_), None)


class Bar(Struct, frozen=True):
    """The foot of the page. `blocked` is why the primary action cannot be done; empty: it can."""

    checks: str = ""
    reviews: str = ""
    primary: str = ""
    blocked: str = ""


class Checklist(Struct, frozen=True, kw_only=True):
    """A sheet; `key` tells one sheet from another, `editable` whether anything can be answered here."""

    key: str
    areas: tuple[str, ...]
    lines: tuple[Line, ...]
    owners: tuple[Owner, ...] = ()
    bar: Bar = Bar()
    editable: bool = True

    def count(self, result: Result) -> int:
        return sum(line.result is result for line in self.lines)

    def of(self, area: str) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.area == area)

    def line(self, code: str) -> Line | None:
        return next((line for line in self.lines if line.code == code), None)

    def resumed(self) -> str:
        """Where someone goes on: an undescribed fail, else the first open item after the last answer. Who only reads
        begins at the top."""
        if not self.editable:
            return self.lines[0].code if self.lines else ""
        answered = [line for line in self.lines if line.at is not None]
        if not answered:
            return self.lines[0].code if self.lines else ""
        last = max(answered, key=lambda line: (line.at, line.code))
        if last.unfinished:
            return last.code
        start = self.lines.index(last)
        around = self.lines[start:] + self.lines[:start]
        return next((line.code for line in around if line.result is Result.OPEN), last.code)


class Checked(Struct, frozen=True):
    """A typed value as it will be kept, and whether it is out of limit."""

    text: str
    bad: bool = False


class Keeper(Protocol):
    """Who keeps the sheet. Every answer goes to it at once; it calls show_sheet() and refuse() of the page."""

    def check(self, code: str, value: str, raw: str) -> Checked:
        """What a typed value means. Raises Refused with the sentence to show at the field."""
        ...

    def answer(self, code: str, result: Result, reason: str) -> None: ...

    def confirm(self, code: str, reason: str) -> None:
        """What the registers say has been seen."""
        ...

    def measure(self, code: str, value: str, raw: str, reason: str) -> None: ...

    def describe(self, code: str, details: Details) -> None: ...

    def add_photo(self, code: str) -> None: ...

    def show_photos(self, code: str) -> None: ...

    def primary(self) -> None:
        """The primary action of the bar, such as signing."""
        ...
