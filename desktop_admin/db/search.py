"""Substring search that is quick for two Chinese characters among a million rows, alike on both databases.

Beside every model with `searched` columns stands a table search_<name> with the record's text in one form (NFKC, case
folded) and an index of its grams: every two neighbouring characters, and every single one that is not ASCII. SQLite
keeps the grams in a contentless FTS5 index, PostgreSQL in a stored array under GIN. Words of more than two characters
are looked up by their grams and checked against the text. The tables follow the records from the session's flush.

The record's school stands there, too: how many of a school's records say a word is counted in this table alone. To
join a tenth of a million records to it takes longer than to read them all.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cache, lru_cache
from typing import Any, cast
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BindParameter,
    ColumnElement,
    Connection,
    Engine,
    Integer,
    MetaData,
    ScalarSelect,
    Select,
    TableClause,
    Text,
    and_,
    bindparam,
    column,
    event,
    func,
    inspect,
    literal,
    select,
    table,
    text,
    true,
)
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, UOWTransaction
from sqlalchemy.sql.elements import BinaryExpression, BooleanClauseList

from desktop_admin.core.text import normal
from desktop_admin.models.base import Base, Key, Record

PREFIX = "search_"
BETWEEN = "\n"  # stands between two columns: no gram reaches over it, and nobody can type it into a search
BATCH = 5000
_PRIVATE = range(0xE000, 0xF900)  # Unicode's private characters, which nobody types
SAMPLE = 1000  # entries of an index that SQLite looks at

_SQLITE = (
    "CREATE TABLE IF NOT EXISTS {name}"
    " (id INTEGER PRIMARY KEY, school_id BLOB NOT NULL, key BLOB NOT NULL UNIQUE, text TEXT NOT NULL)",
    "CREATE VIRTUAL TABLE IF NOT EXISTS {name}_grams USING fts5"
    "(grams, content='', detail=none, columnsize=0, tokenize='ascii')",
)
_POSTGRESQL = (
    "CREATE TABLE IF NOT EXISTS {name}"
    " (school_id uuid NOT NULL, key uuid PRIMARY KEY, text text NOT NULL, grams integer[] NOT NULL)",
    "ALTER TABLE {name} ALTER COLUMN grams SET STATISTICS 1000",  # or a rare word is taken for one of thousands
    "CREATE INDEX IF NOT EXISTS {name}_school_id ON {name} (school_id)",  # one small school among many
    "CREATE INDEX IF NOT EXISTS {name}_grams ON {name} USING gin (grams)",
)


def models() -> list[type[Record]]:
    """Every model with columns to search, in the order of their tables."""
    found = [mapper.class_ for mapper in Base.registry.mappers if getattr(mapper.class_, "searched", ())]
    return sorted(found, key=lambda model: model.__tablename__)


def ddl(dialect: str, tables: Iterable[str] | None = None) -> list[str]:
    """What makes the search tables; dialect is "sqlite" or "postgresql". Harmless where they are already there."""
    patterns = _SQLITE if dialect == "sqlite" else _POSTGRESQL
    names = [model.__tablename__ for model in models()] if tables is None else tables
    return [pattern.format(name=PREFIX + name) for name in names for pattern in patterns]


def owns(name: str) -> bool:
    """Whether a table is one of the search's own, which no model declares."""
    return name.startswith(PREFIX)


@event.listens_for(Base.metadata, "after_create")
def _make(_metadata: MetaData, connection: Connection, **_: object) -> None:
    for statement in ddl(connection.dialect.name):
        connection.execute(text(statement))


def folded(given: str) -> str:
    """The form in which texts and searches are compared."""
    return normal(normal(given).casefold()).replace("\0", "")


def grams(plain: str) -> list[str]:
    """What a folded text is found by."""
    found: set[str] = set()
    for part in plain.split(BETWEEN):
        found.update(part[place : place + 2] for place in range(len(part) - 1))
        found.update(character for character in part if not character.isascii())
    return sorted(found)


def matching(session: Session, model: type[Record], given: str) -> ColumnElement[bool]:
    """Records in one of whose searched columns every word of the text stands. % _ and \\ mean themselves."""
    words = folded(given).split()
    if not words:
        return true()
    dialect = session.get_bind().dialect.name
    keys = _sqlite_keys(model, words) if dialect == "sqlite" else _postgresql_keys(model, words)
    return model.key.in_(keys)


def counting(found: Select[Any]) -> Select[int]:
    """What counts the records whose keys a statement finds: in the search table, where it asks for no more than a
    school and matching(). The statement names the model that it reads from (select_from, or maintain_column_froms).
    """
    alone = _alone(found)
    return select(func.count()).select_from((found if alone is None else alone).subquery())


def _alone(found: Select[Any]) -> Select[Any] | None:
    """What the search table has to say to a statement; none unless the whole of it is a school and matching()."""
    match found.whereclause:
        case BooleanClauseList(
            clauses=[
                BinaryExpression(right=BindParameter() as school),
                BinaryExpression(right=ScalarSelect(element=Select()) as said),
            ]
        ):
            keys = cast("Select[Any]", said.element)
        case _:
            return None
    [side, *_] = keys.get_final_froms()
    model = _by_table().get(getattr(side, "name", ""))
    if model is None:
        return None
    whole = select(model.key).select_from(model).where(model.school_id == school, model.key.in_(keys))
    return keys.where(side.c.school_id == school) if found.compare(whole) else None


@cache
def _by_table() -> dict[str, type[Record]]:
    """What is searched, by the name of its search table."""
    return {PREFIX + model.__tablename__: model for model in models()}


def _sqlite_keys(model: type[Record], words: Sequence[str]) -> Select[Any]:
    side, index = _side(model), _grams_table(model)
    found = select(side.c.key)
    if tokens := _tokens(_wanted(words)):
        hits = select(index.c.rowid).where(column(index.name).op("MATCH")(" AND ".join(tokens)))
        found = found.where(side.c.id.in_(hits))
    return found.where(and_(true(), *(func.instr(side.c.text, word) > 0 for word in words if not _exact(word))))


def _postgresql_keys(model: type[Record], words: Sequence[str]) -> Select[Any]:
    side = _side(model)
    found = select(side.c.key)
    if wanted := _wanted(words):
        found = found.where(side.c.grams.op("@>")(literal(numbers(wanted), ARRAY(Integer))))
    return found.where(and_(true(), *(func.strpos(side.c.text, word) > 0 for word in words if not _exact(word))))


def _wanted(words: Sequence[str]) -> list[str]:
    """Two characters are a gram; the single ones of a longer word would say nothing more."""
    return sorted({gram for word in words for gram in grams(word) if len(gram) == 2 or len(word) == 1})  # noqa: PLR2004


def _exact(word: str) -> bool:
    """Whether the grams alone decide."""
    one_gram = len(word) == 2 or (len(word) == 1 and not word.isascii())  # noqa: PLR2004
    return one_gram and not any(_PRIVATE.start <= _slot(character) < _PRIVATE.stop for character in word)


def _tokens(found: Iterable[str]) -> list[str]:
    return [_token(gram) for gram in found]


@lru_cache(maxsize=2**16)
def _token(gram: str) -> str:
    """A gram as a word of letters and digits, whatever its characters are: their code points in hexadecimal."""
    return "x".join(f"{ord(character):x}" for character in gram)


def numbers(found: Iterable[str]) -> list[int]:
    """Grams as PostgreSQL keeps them: half the size of text, and the size of the table is the time of a search."""
    return [_number(gram) for gram in found]


@lru_cache(maxsize=2**16)
def _number(gram: str) -> int:
    """Both characters in 32 bits."""
    first, second = _slot(gram[0]), _slot(gram[1]) if len(gram) > 1 else 0
    return (first << 16 | second) - 2**31


def _slot(character: str) -> int:
    """16 bits. The 90,000 characters beyond share a few thousand, so that what they find is checked in the text."""
    point = ord(character)
    return point if point < 2**16 else _PRIVATE.start + point % len(_PRIVATE)


def indexed(plain: str) -> str:
    """The grams of a folded text as SQLite's index takes them."""
    return " ".join(_tokens(grams(plain)))


def _side(model: type[Record]) -> TableClause:
    own = (column("school_id", Key()), column("key", Key()), column("text", Text))
    return table(PREFIX + model.__tablename__, column("id", Integer), *own, column("grams", ARRAY(Integer)))


def _grams_table(model: type[Record]) -> TableClause:
    return table(f"{PREFIX}{model.__tablename__}_grams", column("rowid", Integer))


# What follows keeps the tables in step with the records.


def text_of(model: type[Record], values: Mapping[str, Any]) -> str:
    """The folded text of a record's searched columns."""
    return BETWEEN.join(folded(str(values[name])) for name in model.searched if values.get(name))


def insert_rows(connection: Connection, model: type[Record], rows: Iterable[Mapping[str, Any]]) -> None:
    """New records, given as their columns. None of them may be known to the search."""
    if not model.searched:
        return
    written = [{"school_id": row["school_id"], "key": row["key"], "text": text_of(model, row)} for row in rows]
    if written:
        _write(connection, model, written)


def forget(connection: Connection, model: type[Record], keys: Sequence[UUID]) -> None:
    name = PREFIX + model.__tablename__
    these = bindparam("key", type_=Key())
    if connection.dialect.name == "sqlite":
        known = text(f"SELECT id, text FROM {name} WHERE key = :key").bindparams(these)  # noqa: S608 - a model's name
        for key in keys:
            for row in connection.execute(known, {"key": key}).all():
                gone = {"id": row.id, "grams": indexed(row.text)}
                connection.execute(
                    text(f"INSERT INTO {name}_grams ({name}_grams, rowid, grams) VALUES ('delete', :id, :grams)"),  # noqa: S608
                    gone,
                )
    if keys:
        remove = text(f"DELETE FROM {name} WHERE key = :key").bindparams(these)  # noqa: S608
        connection.execute(remove, [{"key": key} for key in keys])


def rebuild(connection: Connection) -> None:
    """Make the search of every model anew from its records: after a restore, or when a list finds too little."""
    for model in models():
        name = PREFIX + model.__tablename__
        if connection.dialect.name == "sqlite":
            connection.execute(text(f"INSERT INTO {name}_grams ({name}_grams) VALUES ('delete-all')"))  # noqa: S608
        connection.execute(text(f"DELETE FROM {name}"))  # noqa: S608
        columns = [model.school_id, model.key, *(getattr(model, each) for each in model.searched)]
        found = connection.execute(select(*columns)).mappings()
        for batch in found.partitions(BATCH):
            insert_rows(connection, model, [dict(zip(found.keys(), row.values(), strict=True)) for row in batch])


def _write(connection: Connection, model: type[Record], rows: Sequence[Mapping[str, Any]]) -> None:
    name = PREFIX + model.__tablename__
    keys = (bindparam("school_id", type_=Key()), bindparam("key", type_=Key()))
    if connection.dialect.name != "sqlite":
        add = text(f"INSERT INTO {name} (school_id, key, text, grams) VALUES (:school_id, :key, :text, :grams)")  # noqa: S608
        connection.execute(add.bindparams(*keys), [{**row, "grams": numbers(grams(row["text"]))} for row in rows])
        return
    last = connection.scalar(text(f"SELECT max(id) FROM {name}")) or 0  # noqa: S608
    numbered: list[dict[str, Any]] = [{**row, "id": number} for number, row in enumerate(rows, last + 1)]
    add = text(f"INSERT INTO {name} (id, school_id, key, text) VALUES (:id, :school_id, :key, :text)")  # noqa: S608
    connection.execute(add.bindparams(*keys), numbered)
    index = text(f"INSERT INTO {name}_grams (rowid, grams) VALUES (:id, :grams)")  # noqa: S608
    connection.execute(index, [{"id": row["id"], "grams": indexed(row["text"])} for row in numbered])


@event.listens_for(Session, "after_flush")
def _follow(session: Session, _context: UOWTransaction) -> None:
    altered = [record for record in session.dirty if isinstance(record, Record) and _altered(record)]
    gone, new = _by_model((*altered, *session.deleted)), _by_model((*session.new, *altered))
    for model, records in gone.items():
        forget(session.connection(), model, [record.key for record in records])
    for model, records in new.items():
        insert_rows(session.connection(), model, [_values(record) for record in records])


def _altered(record: Record) -> bool:
    state = inspect(record)
    return any(state.attrs[name].history.has_changes() for name in record.searched)


def _by_model(records: Iterable[Any]) -> dict[type[Record], list[Record]]:
    found: dict[type[Record], list[Record]] = {}
    for record in records:
        if isinstance(record, Record) and record.searched:
            found.setdefault(type(record), []).append(record)
    return found


def _values(record: Record) -> dict[str, Any]:
    return {name: getattr(record, name) for name in ("school_id", "key", *record.searched)}


def learn(engine: Engine) -> None:
    """SQLite looks at how its indexes are filled (milliseconds, whatever their size): without that it walks a whole
    school for a word that stands in twenty records. PostgreSQL does so by itself. Called when a database is opened.
    """
    if engine.dialect.name != "sqlite":
        return
    with suppress(OperationalError), engine.begin() as connection:  # somebody else is writing: then another time
        connection.exec_driver_sql(f"PRAGMA analysis_limit={SAMPLE}")
        connection.exec_driver_sql("ANALYZE")
