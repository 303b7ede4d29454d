"""Pages of a list: any page of a million rows as fast as the first.

The first pages are read with LIMIT; farther ones by position in a map of the list's keys (22 to 24 bytes a row),
made at the first far jump and shared by everyone who asks the same. Who asks while somebody else makes the map is
served by a deferred join. A map and a total hold as long as the change counts of the tables that they were read from:
these are counted in the transaction that changes the rows, so they hold when another process writes, too.

A condition on the time of day makes a list anew with every request: compare with the day, which changes once.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, inspect
from sqlalchemy.orm import InstrumentedAttribute, Session

from desktop_admin.api.base import Page, PageQuery
from desktop_admin.db.changes import Stamp, stamp
from desktop_admin.db.maps import WIDTH, Map, Maps, Name, each_key
from desktop_admin.db.places import FINDERS, Finder, Here, KeyColumn
from desktop_admin.db.search import counting

Row = TypeVar("Row")
Columns = dict[str, InstrumentedAttribute[Any]]
Found = Select[*tuple[Any, ...]]  # a model, or columns of one

FAR = 1024  # rows from which on a map is made


class Listing:
    """One request for a page of one list; see Work.page."""

    def __init__(self, session: Session, maps: Maps, query: PageQuery[Any], found: Found, columns: Columns) -> None:
        self._session, self._maps, self._query = session, maps, query
        described = found.column_descriptions
        self._whole = len(described) == 1 and described[0]["expr"] is described[0]["entity"]
        self._key = _key_of(described[0]["entity"])
        self._wish = _wish(query.sort, columns)
        self._found = _ordered(found, self._wish, columns, self._key)
        self._all = self._found.with_only_columns(self._key, maintain_column_froms=True).order_by(None)

    @cached_property
    def _stamp(self) -> Stamp | None:
        """Read before anything is counted that is remembered under it."""
        return stamp(self._connection(), self._found)

    @cached_property
    def _name(self) -> Name:
        return _name(self._all, self._session)

    def page(self, row: Callable[[Any], Row]) -> Page[Row]:
        """Nothing is counted where the first page is the whole list."""
        self._session.flush()  # the search table is none of the session's own
        first, limit = self._query.offset, self._query.limit
        if not first:
            rows = self._rows(self._found.limit(limit))
            return Page(tuple(map(row, rows)), len(rows) if len(rows) < limit else self._total())
        total = self._total()
        if first >= total:
            return Page((), total)
        keys = self._keys() if first >= FAR and self._stamp is not None else None
        if keys is not None:
            rows = self._mapped(keys.part(first, limit))
        else:
            near = self._found.with_only_columns(self._key, maintain_column_froms=True).offset(first).limit(limit)
            rows = self._by_keys(b"".join(found[0].bytes for found in self._connection().execute(near)))
        return Page(tuple(row(each) for each in rows), total)

    def _connection(self) -> Connection:
        return self._session.connection()

    def _rows(self, statement: Found, params: Mapping[str, Any] = MappingProxyType({})) -> Sequence[Any]:
        if self._whole:
            return self._session.scalars(statement, params).all()
        return self._connection().execute(statement, params).all()

    def _mapped(self, part: Map) -> Sequence[Any]:
        """By the places of the rows, which is half the way; by their keys where a row stands there no more."""
        rows = self._in_order(part.keys, self._finder.at(self._key, part.places))
        return rows if len(rows) * WIDTH == len(part.keys) else self._by_keys(part.keys)

    def _by_keys(self, packed: bytes) -> Sequence[Any]:
        return self._in_order(packed, self._finder.with_keys(self._key, packed))

    def _in_order(self, packed: bytes, here: Here) -> Sequence[Any]:
        """Rows that have gone since, or no longer belong to the list, are left out."""
        condition, params = here
        rows = self._rows(self._found.order_by(None).where(condition), params)
        name = self._key.key
        by_key = {(getattr(each, name) if self._whole else each[0]).bytes: each for each in rows}
        return [by_key[key] for key in each_key(packed) if key in by_key]

    @property
    def _finder(self) -> Finder:
        return FINDERS[self._session.get_bind().dialect.name]

    def _total(self) -> int:
        def count() -> int:
            return self._session.scalar(counting(self._all)) or 0

        return count() if self._stamp is None else self._maps.total(self._name, self._stamp, count)

    def _keys(self) -> Map | None:
        def make() -> Map:
            return self._finder.map_of(self._session, self._found, self._key)

        asked, params = self._name
        return self._maps.keys(((asked, self._wish), params), self._stamp or (), make)


def _key_of(entity: Any) -> KeyColumn:
    mapper = inspect(entity)
    attribute: KeyColumn = getattr(mapper.class_, mapper.get_property_by_column(mapper.primary_key[0]).key)
    return attribute


def _name(statement: Found, session: Session) -> Name:
    """What is asked, by which two requests for the same list know each other: as SQLAlchemy knows its statements."""
    known = statement._generate_cache_key()  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - to compile costs ten times as much
    if known is not None:
        return known.key, repr([each.effective_value for each in known.bindparams])
    compiled = statement.compile(dialect=session.get_bind().dialect)
    return str(compiled), repr(sorted(compiled.params.items()))


def _wish(sort: str, columns: Columns) -> str:
    """The sort, if there is such a column; else the list's own."""
    known = {name.removeprefix("-") for name in columns}
    return sort if sort.removeprefix("-") in known else next(iter(columns))


def _ordered(found: Found, wish: str, columns: Columns, key: KeyColumn) -> Found:
    """By the column that was asked for, then by the first, newest key first: no two rows are ever level.

    Without a wish by the first column; "-" before its name: last first. What is missing comes last.
    """
    own = next(iter(columns))
    known = {name.removeprefix("-"): column for name, column in columns.items()}
    wanted, first = known[wish.removeprefix("-")], columns[own]
    order = [_directed(wanted, last_first=wish.startswith("-"))]
    order += [] if wanted is first else [_directed(first, last_first=own.startswith("-"))]
    order += [] if key in (wanted, first) else [key.desc()]
    return found.order_by(None).order_by(*order)


def _directed(column: InstrumentedAttribute[Any], *, last_first: bool) -> ColumnElement[Any]:
    directed: ColumnElement[Any] = column.desc() if last_first else column.asc()
    stored = column.property.columns[0]
    return directed.nulls_last() if getattr(stored, "nullable", False) else directed  # what is counted is never missing
