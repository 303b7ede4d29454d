"""All or nothing: every line is looked at before the first is written."""

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

from sqlalchemy import select

from desktop_admin.api.imports import BadRow, CellEmpty, Imported, NobodyWithNumber, TwiceInFile
from desktop_admin.core.clock import local_day
from desktop_admin.core.errors import Refused
from desktop_admin.core.text import prose
from desktop_admin.db.work import Work
from desktop_admin.models.accounts import Account
from desktop_admin.services.publishing.seats import can_sign_in


class Line(Protocol):
    @property
    def row(self) -> int: ...


class Asked(Protocol):
    @property
    def check(self) -> bool: ...

    @property
    def skip_bad(self) -> bool: ...


L = TypeVar("L", bound=Line)


class BadCell(Exception):
    """What is wrong with a line, and under which label."""

    def __init__(self, column: str, why: Refused) -> None:
        super().__init__(column)
        self.column, self.why = column, why


def bring_in(asked: Asked, lines: Iterable[L], look: Callable[[L], None], write: Callable[[list[L]], None]) -> Imported:
    """look: raises BadCell. write: only where all lines are good, or the bad ones are to be left out."""
    good: list[L] = []
    bad: list[BadRow] = []
    for line in lines:
        try:
            look(line)
        except BadCell as cell:
            bad.append(BadRow.of(line.row, cell.column, cell.why))
        else:
            good.append(line)
    done = bool(good) and not asked.check and (asked.skip_bad or not bad)
    if done:
        write(good)
    return Imported(good=len(good), bad=tuple(bad), done=done)


class Once:
    """Tells what stands in the file a second time."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def require(self, column: str, given: str, row: int, shown: str = "") -> None:
        """Raises BadCell."""
        first = self._seen.setdefault(given.casefold(), row)
        if first != row:
            raise BadCell(column, TwiceInFile(given=shown or given, row=first))


def filled(column: str, given: str) -> str:
    """Raises BadCell."""
    text = prose(given)
    if not text:
        raise BadCell(column, CellEmpty())
    return text


def people(work: Work) -> dict[str, Account]:
    """Who can sign in, by staff or student number."""
    found = select(Account).where(Account.school_id == work.school_id, Account.number != "")
    found = found.where(can_sign_in(local_day(work.now)))
    return {account.number: account for account in work.session.scalars(found)}


def person(known: dict[str, Account], column: str, number: str) -> Account:
    """Raises BadCell."""
    account = known.get(prose(number))
    if account is None:
        raise BadCell(column, NobodyWithNumber(number=number))
    return account
