"""Pages of a list: any page of a million rows as fast as the first.

The first pages are read with LIMIT; farther ones by position in a map of the list's keys (16 bytes a row), made at the
first far jump and shared by everyone who asks the same. Who asks while somebody else makes the map is served by a
deferred join. A map and a total hold as long as the change counts of the tables they were read from: these are
counted in the transaction that changes the rows, so they hold when another process writes, too.

A condition on the time of day makes a list anew with every request: compare with the day, which changes once.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from threading import Lock
from types import MappingProxyType
from typing import Any, TypeVar
from uuid import UUID

from msgspec import Struct
from sqlalchemy import (
    ColumnElement,
    Connection,
    LargeBinary,
    Select,
    String,
    bindparam,
    cast,
    column,
    func,
    inspect,
    literal,
    select,
    text,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import ARRAY, BYTEA
from sqlalchemy.orm import InstrumentedAttribute, Session

from desktop_admin.api.base import Page, PageQuery
from desktop_admin.db.changes import Stamp, stamp
from desktop_admin.db.search import counting
from desktop_admin.models.base import Key

Row = TypeVar("Row")
Columns = dict[str, InstrumentedAttribute[Any]]
Found = Select[*tuple[Any, ...]]  # a model, or columns of one

FAR = 1024  # rows from which on a map is made
WIDTH = 16  # bytes a key
ROOM = 64 * 2**20  # bytes that all maps may take together
TOTALS = 1000

# One parameter, however many keys: a statement that is prepared once, and 128 values that are not.
_ANY = func.any(cast(bindparam("packed", type_=String), ARRAY(Key())))
_UNPACKED = text(
    "WITH RECURSIVE place(at) AS (SELECT 1 UNION ALL SELECT at + 16 FROM place WHERE at + 16 < length(:packed))"
    " SELECT substr(:packed, at, 16) AS key FROM place"
).columns(column("key", Key()))

_Name = tuple[str, str]


class _Kept(Struct):
    stamp: Stamp
    value: Any


class Maps:
    """What one process remembers of its database's lists. Any thread may use it."""

    def __init__(self, room: int = ROOM) -> None:
        self._maps: OrderedDict[_Name, _Kept] = OrderedDict()
        self._totals: OrderedDict[_Name, _Kept] = OrderedDict()
        self._room = room
        self._lock = Lock()
        self._making: set[_Name] = set()

    def total(self, name: _Name, stamp: Stamp, count: Callable[[], int]) -> int:
        kept = self._totals.get(name)
        if kept is None or kept.stamp != stamp:
            kept = _Kept(stamp, count())
        with self._lock:
            self._totals[name] = kept
            self._totals.move_to_end(name)
            while len(self._totals) > TOTALS:
                self._totals.popitem(last=False)
        total: int = kept.value
        return total

    def keys(self, name: _Name, stamp: Stamp, make: Callable[[], bytes]) -> bytes | None:
        """The list's keys in their order, made if need be; none while another thread makes them."""
        with self._lock:
            kept = self._maps.get(name)
            if kept is not None and kept.stamp == stamp:
                self._maps.move_to_end(name)
                known: bytes = kept.value
                return known
            if name in self._making:
                return None
            self._making.add(name)
        try:
            made = make()
            self._keep(name, _Kept(stamp, made))
        finally:
            self._making.discard(name)
        return made

    def _keep(self, name: _Name, kept: _Kept) -> None:
        with self._lock:
            self._maps[name] = kept
            self._maps.move_to_end(name)
            while len(self._maps) > 1 and sum(len(each.value) for each in self._maps.values()) > self._room:
                self._maps.popitem(last=False)


class Listing:
    """One request for a page of one list; see Work.page."""

    def __init__(self, session: Session, maps: Maps, query: PageQuery[Any], found: Found, columns: Columns) -> None:
        self._session, self._maps, self._query = session, maps, query
        described = found.column_descriptions
        self._whole = len(described) == 1 and described[0]["expr"] is described[0]["entity"]
        self._key = _key_of(described[0]["entity"])
        self._wish = _wish(query.sort, columns)
        self._found = _ordered(found, self._wish, columns, self._key)
        self._stamp = stamp(session.connection(), found)
        self._all = self._found.with_only_columns(self._key, maintain_column_froms=True).order_by(None)
        self._name = _name(self._all, session) if self._stamp is not None else ("", "")

    def page(self, row: Callable[[Any], Row]) -> Page[Row]:
        first, limit = self._query.offset, self._query.limit
        total = self._total()
        if first >= total:
            return Page((), total)
        keys = self._keys() if first >= FAR and self._stamp is not None else None
        if keys is not None:
            rows = self._by_keys(keys[first * WIDTH : (first + limit) * WIDTH])
        elif first:
            near = self._found.with_only_columns(self._key, maintain_column_froms=True).offset(first).limit(limit)
            rows = self._by_keys(b"".join(found[0].bytes for found in self._connection().execute(near)))
        else:
            rows = self._rows(self._found.limit(limit))
        return Page(tuple(row(each) for each in rows), total)

    def _connection(self) -> Connection:
        return self._session.connection()

    def _rows(self, statement: Found, params: Mapping[str, Any] = MappingProxyType({})) -> Sequence[Any]:
        if self._whole:
            return self._session.scalars(statement, params).all()
        return self._connection().execute(statement, params).all()

    def _by_keys(self, packed: bytes) -> Sequence[Any]:
        """Rows that have gone since, or no longer belong to the list, are left out."""
        postgresql = self._dialect == "postgresql"
        here = self._key == _ANY if postgresql else self._key.in_(_UNPACKED)
        rows = self._rows(
            self._found.order_by(None).where(here), {"packed": _written(packed) if postgresql else packed}
        )
        name = self._key.key
        by_key = {(getattr(each, name) if self._whole else each[0]).bytes: each for each in rows}
        return [by_key[key] for key in _each(packed) if key in by_key]

    @property
    def _dialect(self) -> str:
        return self._session.get_bind().dialect.name

    def _total(self) -> int:
        def count() -> int:
            self._session.flush()  # the search table is none of the session's own
            return self._session.scalar(counting(self._all)) or 0

        return count() if self._stamp is None else self._maps.total(self._name, self._stamp, count)

    def _keys(self) -> bytes | None:
        make = self._read_postgresql if self._dialect == "postgresql" else self._read_sqlite
        asked, params = self._name
        return self._maps.keys((f"{asked} {self._wish}", params), self._stamp or (), make)

    def _read_postgresql(self) -> bytes:
        """One value of the database's own making: no row travels alone."""
        keys = self._found.with_only_columns(self._key, maintain_column_froms=True).subquery()
        packed = func.string_agg(func.uuid_send(keys.c[0]), cast(literal(b""), BYTEA))
        return bytes(self._session.scalar(select(packed)) or b"")

    def _read_sqlite(self) -> bytes:
        keys = self._found.with_only_columns(type_coerce(self._key, LargeBinary), maintain_column_froms=True)
        return b"".join(self._connection().execute(keys).scalars())


def _key_of(entity: Any) -> InstrumentedAttribute[UUID]:
    mapper = inspect(entity)
    attribute: InstrumentedAttribute[UUID] = getattr(
        mapper.class_, mapper.get_property_by_column(mapper.primary_key[0]).key
    )
    return attribute


def _name(statement: Found, session: Session) -> _Name:
    """What is asked, by which two requests for the same list know each other."""
    compiled = statement.compile(dialect=session.get_bind().dialect)
    return str(compiled), repr(sorted(compiled.params.items()))


def _wish(sort: str, columns: Columns) -> str:
    """The sort, if there is such a column; else the list's own."""
    known = {name.removeprefix("-") for name in columns}
    return sort if sort.removeprefix("-") in known else next(iter(columns))


def _ordered(found: Found, wish: str, columns: Columns, key: InstrumentedAttribute[UUID]) -> Found:
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


def _each(packed: bytes) -> list[bytes]:
    return [packed[at : at + WIDTH] for at in range(0, len(packed), WIDTH)]


def _written(packed: bytes) -> str:
    """An array as PostgreSQL reads it: a fifth of the time of a list's adaptation."""
    return "{" + ",".join(key.hex() for key in _each(packed)) + "}"
