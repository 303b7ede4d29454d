"""What a workbook is: sheets of columns over rows of plain values."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any, Literal

Cells = Sequence[object]
"""One row: a value for each column; None is an empty cell."""

_FORBIDDEN_IN_NAMES = frozenset("[]:*?/\\")
LONGEST_NAME = 31


class Kind(Enum):
    """What the values of a column are, and so how Excel shows and sorts them."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"  # int, Decimal or float, shown with `places`
    MONEY = "money"  # int: fen; shown in yuan
    PERCENT = "percent"  # a share: 0.985 is shown as 98.5 %
    DATE = "date"
    TIME = "time"
    MOMENT = "moment"  # a local, naive datetime, shown to the minute
    YES_NO = "yes-no"
    ANY = "any"  # by the value's own type; for sheets of notes


@dataclass(frozen=True)
class Column:
    label: str
    kind: Kind = Kind.TEXT
    places: int = 1
    width: float | None = None  # in characters of Excel; None: measured
    align: Literal["left", "center", "right"] | None = None


@dataclass(frozen=True)
class Sheet:
    """`rows` is taken once, row by row. `last` sheets are filled after all others, whatever their place."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[Cells]
    title: str = ""
    notes: tuple[str, ...] = ()
    landscape: bool = False
    filters: bool = True
    last: bool = False
    count: int = 0  # of rows, for progress; 0: not known

    def __post_init__(self) -> None:
        if not 0 < len(self.name) <= LONGEST_NAME or _FORBIDDEN_IN_NAMES & set(self.name):
            raise ValueError(f"not a sheet's name: {self.name!r}")
        if not self.columns:
            raise ValueError(f"sheet {self.name!r} has no columns")


@dataclass(frozen=True)
class Book:
    title: str
    author: str  # the school
    created: datetime  # local, naive; the same time and rows give the same bytes
    sheets: tuple[Sheet, ...]

    def __post_init__(self) -> None:
        if len({sheet.name.casefold() for sheet in self.sheets}) != len(self.sheets):
            raise ValueError("two sheets have one name")


@dataclass
class Tally:
    """Passes rows on while it counts and digests them, so that a sheet written last can state both."""

    rows: Iterable[Cells]
    count: int = 0
    _digest: Any = field(default_factory=hashlib.sha256)

    def __iter__(self) -> Iterator[Cells]:
        for row in self.rows:
            self.count += 1
            self._digest.update(("\x1f".join(map(str, row)) + "\n").encode("utf-8", "replace"))
            yield row

    @property
    def sha256(self) -> str:
        """Of the rows so far: values as text, a unit separator between, a line feed after each row."""
        digest: str = self._digest.hexdigest()
        return digest


def about(name: str, lines: Iterable[tuple[str, object]], title: str, labels: tuple[str, str]) -> Sheet:
    """A sheet of labelled values (filters, rule version, row count); `lines` is read after the other sheets."""
    columns = (Column(labels[0], width=20), Column(labels[1], Kind.ANY, width=70))
    return Sheet(name, columns, lines, title=title, filters=False, last=True)
