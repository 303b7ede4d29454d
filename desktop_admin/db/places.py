"""How each database reads a list's map, and finds the rows again that a part of it names.

Both know a row by the place where they keep it (SQLite's rowid, PostgreSQL's ctid), which saves the way through the
index of keys. Nothing holds a row in its place: a row is taken for the one that was wanted by its key alone.
"""

from array import array
from struct import Struct
from typing import Any, Protocol
from uuid import UUID

from msgspec import json
from sqlalchemy import (
    ColumnElement,
    Integer,
    LargeBinary,
    Select,
    String,
    bindparam,
    cast,
    column,
    func,
    literal,
    literal_column,
    select,
    text,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import ARRAY, BYTEA
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.types import UserDefinedType

from desktop_admin.db.maps import Map, each_key
from desktop_admin.models.base import Key

_Found = Select[*tuple[Any, ...]]
KeyColumn = InstrumentedAttribute[UUID]
Here = tuple[ColumnElement[bool], dict[str, Any]]  # a condition, and its parameters


class Finder(Protocol):
    """One parameter, however many rows: a statement that is prepared once, and 128 values that are not."""

    def map_of(self, session: Session, found: _Found, key: KeyColumn) -> Map: ...

    def at(self, key: KeyColumn, places: bytes) -> Here:
        """The rows that stand in these places now."""
        ...

    def with_keys(self, key: KeyColumn, packed: bytes) -> Here: ...


class SqliteFinder:
    _ROWIDS = text("SELECT value FROM json_each(:rowids)").columns(column("value", Integer))
    # The key is taken in the recursion: taken outside it, SQLite needs twice the time for the whole page.
    _UNPACKED = text(
        "WITH RECURSIVE place(at, key) AS (SELECT 1, substr(:packed, 1, 16) UNION ALL SELECT at + 16,"
        " substr(:packed, at + 16, 16) FROM place WHERE at + 16 < length(:packed)) SELECT key FROM place"
    ).columns(column("key", Key()))

    def map_of(self, session: Session, found: _Found, key: KeyColumn) -> Map:
        wanted = (type_coerce(key, LargeBinary), _system(key, "rowid"))
        rows = session.connection().execute(found.with_only_columns(*wanted, maintain_column_froms=True)).all()
        return Map(b"".join([row[0] for row in rows]), array("q", [row[1] for row in rows]).tobytes())

    def at(self, key: KeyColumn, places: bytes) -> Here:
        rowids = json.encode(array("q", places).tolist()).decode()
        return _system(key, "rowid").in_(self._ROWIDS), {"rowids": rowids}

    def with_keys(self, key: KeyColumn, packed: bytes) -> Here:
        return key.in_(self._UNPACKED), {"packed": packed}


class Places(UserDefinedType[str]):
    """An array of PostgreSQL's ctid."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "tid[]"


class PostgresqlFinder:
    _ANY = func.any(cast(bindparam("packed", type_=String), ARRAY(Key())))
    _ANY_PLACE = func.any(cast(bindparam("ctids", type_=String), Places()))
    _PLACE = Struct(">IH")  # a block, and a row of it, as tidsend() writes them

    def map_of(self, session: Session, found: _Found, key: KeyColumn) -> Map:
        """Two values of the database's own making: no row travels alone."""
        rows = found.with_only_columns(key, _system(key, "ctid"), maintain_column_froms=True).subquery()
        nothing = cast(literal(b""), BYTEA)
        keys, places = (func.uuid_send(rows.c[0]), func.tidsend(rows.c[1]))
        packed = select(func.string_agg(keys, nothing), func.string_agg(places, nothing))
        return Map(*(bytes(each or b"") for each in session.execute(packed).one()))

    def at(self, key: KeyColumn, places: bytes) -> Here:
        ctids = ",".join([f'"({block},{row})"' for block, row in self._PLACE.iter_unpack(places)])
        return _system(key, "ctid") == self._ANY_PLACE, {"ctids": f"{{{ctids}}}"}

    def with_keys(self, key: KeyColumn, packed: bytes) -> Here:
        """The array as PostgreSQL reads it: a fifth of the time of a list's adaptation."""
        return key == self._ANY, {"packed": f"{{{','.join([each.hex() for each in each_key(packed)])}}}"}


def _system(key: KeyColumn, name: str) -> ColumnElement[Any]:
    """A column that every table has."""
    return literal_column(f"{key.property.columns[0].table.name}.{name}", Integer).label(name)


FINDERS: dict[str, Finder] = {"sqlite": SqliteFinder(), "postgresql": PostgresqlFinder()}
