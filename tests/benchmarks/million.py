"""A school of a million accounts in either database, made by its own bulk statements, once for all that measure it."""

import atexit
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from enum import Enum
from functools import cache, lru_cache
from itertools import count as counting
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import Engine, insert

from desktop_admin.core.clock import SystemClock
from desktop_admin.core.permissions import Actor, Permission
from desktop_admin.db import audit, search
from desktop_admin.db.engine import open_engine
from desktop_admin.db.schema import upgrade
from desktop_admin.db.work import Database
from desktop_admin.models.accounts import Account
from desktop_admin.models.school import School
from tests.postgres import QUICK, Cluster, find_binaries

COUNT = 1_000_000
SCHOOL = UUID(int=1)
RARE, COMMON = "饕餮", "教务"  # in 20 names; in a tenth of the departments
ACTOR = Actor(UUID(int=2), SCHOOL, UUID(int=3), "bench", "bench", "", frozenset(Permission))

_FAMILY = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林罗高"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰文建国志晓雪雨桐浩然子涵欣怡宇轩梓"
_SOUND = ("wang", "li", "zhang", "liu", "chen", "yang", "huang", "zhao", "zhou", "wu")
_OFFICES = ("教务处", "总务处", "信息中心", "办公室", "教科室", "七年级组", "八年级组", "九年级组", "德育处", "食堂")

GIVEN = ("key", "login", "name", "pinyin", "initials", "number", "department")
Values = tuple[bytes, str, str, str, str, str, str]  # key, login, name, pinyin, initials, number, department


def people(count: int) -> Iterator[Values]:
    """Keys in the order of the rows, as UUIDv7 makes them."""
    for n in range(count):
        mixed = n * 2654435761 % 2**32  # spreads neighbours far apart
        given = _GIVEN[mixed % len(_GIVEN)] + _GIVEN[mixed // 64 % len(_GIVEN)]
        name = _FAMILY[mixed % 20] + (RARE if n % (COUNT // 20) == 7 else given)
        sound = _SOUND[mixed % 10] + _SOUND[mixed // 16 % 10]
        key = ((1_700_000_000_000 + n) << 80 | 7 << 76 | 2 << 62 | mixed).to_bytes(16, "big")
        yield key, f"u{mixed:x}{n % 10}", name, sound, sound[0] + sound[-1], f"{n:08}", _OFFICES[mixed // 4096 % 10]


def _constants() -> dict[str, Any]:
    """What every row holds in the columns that people() does not give."""
    known = audit.defaults(Account) | {"version": 1, "school_id": SCHOOL}
    rest = {name: value for name, value in known.items() if name not in GIVEN and value is not None}
    return {name: value.value if isinstance(value, Enum) else value for name, value in rest.items()}


def _add_school(engine: Engine) -> None:
    school = audit.defaults(School) | {"key": SCHOOL, "version": 1, "name": "实验小学"}
    with engine.begin() as connection:
        connection.execute(insert(School), school, execution_options=audit.RECORDED)


def fill_sqlite(engine: Engine, count: int) -> None:
    rows = people(count)
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA synchronous=OFF")
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute("BEGIN")
        constants = _constants()
        names = ", ".join([*GIVEN, *constants])
        marks = ", ".join("?" * (len(GIVEN) + len(constants)))
        add = f"INSERT INTO account ({names}) VALUES ({marks})"  # noqa: S608 - columns of the model
        same = tuple(value.bytes if isinstance(value, UUID) else value for value in constants.values())
        numbers = counting(1)
        while batch := list(islice(rows, 20_000)):
            raw.executemany(add, [(*row, *same) for row in batch])
            ids = list(islice(numbers, len(batch)))
            texts = [(id_, SCHOOL.bytes, row[0], _text(row)) for id_, row in zip(ids, batch, strict=True)]
            raw.executemany("INSERT INTO search_account (id, school_id, key, text) VALUES (?,?,?,?)", texts)
            grams = [(id_, " ".join(map(_tokens, row[1:]))) for id_, row in zip(ids, batch, strict=True)]
            raw.executemany("INSERT INTO search_account_grams (rowid, grams) VALUES (?,?)", grams)
        raw.execute("COMMIT")


def _text(row: Values) -> str:
    _key, login, name, pinyin, initials, number, department = row
    return search.BETWEEN.join((name, pinyin, initials, login, number, department))


class _Numbers(dict[str, str]):
    """Of grams, as PostgreSQL reads them."""

    def __missing__(self, gram: str) -> str:
        number = self[gram] = str(search.numbers([gram])[0])
        return number


_NUMBERS = _Numbers()
_tokens = lru_cache(maxsize=2**14)(search.indexed)  # most columns say what they have said before


@lru_cache(maxsize=2**14)
def _numbers(plain: str) -> str:
    return ",".join([_NUMBERS[gram] for gram in search.grams(plain)])


def fill_postgresql(url: str, count: int) -> None:
    """COPY, then the indexes and what else is checked row by row: the way a restore does it. Both tables at once."""
    plain = url.replace("+psycopg", "")
    constants = _constants()
    with ThreadPoolExecutor() as pool:
        columns = ", ".join([*GIVEN, *constants])
        account = pool.submit(_load, plain, "account", columns, _account_lines(count, constants))
        _load(plain, "search_account", "school_id, key, text, grams", _search_lines(count))
        account.result()
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def _account_lines(count: int, constants: dict[str, Any]) -> Iterator[str]:
    rest = "\t".join(str(value) for value in constants.values())
    for key, *given in people(count):
        yield "\t".join((key.hex(), *given, rest)) + "\n"


def _search_lines(count: int) -> Iterator[str]:
    for row in people(count):
        plain = _text(row).replace("\n", "\\n")
        yield f"{SCHOOL}\t{row[0].hex()}\t{plain}\t{{{','.join(map(_numbers, row[1:]))}}}\n"


def _load(url: str, name: str, columns: str, lines: Iterator[str]) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET maintenance_work_mem = '512MB'")
        again = _strip(connection, name)
        with connection.cursor().copy(f"COPY {name} ({columns}) FROM STDIN".encode()) as copy:
            while chunk := "".join(islice(lines, 10_000)):
                copy.write(chunk)
        for statement in again:
            connection.execute(statement.encode())


def _strip(connection: psycopg.Connection, name: str) -> list[str]:
    """Drops a table's indexes but that of its key, in whose order the rows come; and what makes them again."""
    constraints = connection.execute(
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'u'",
        (name,),
    ).fetchall()
    for constraint, _definition in constraints:
        connection.execute(f"ALTER TABLE {name} DROP CONSTRAINT {constraint}".encode())
    indexes = connection.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid = %s::regclass AND NOT indisprimary",
        (name,),
    ).fetchall()
    for index, _definition in indexes:
        connection.execute(f"DROP INDEX {index}".encode())
    unique = [f"ALTER TABLE {name} ADD CONSTRAINT {constraint} {definition}" for constraint, definition in constraints]
    return unique + [definition for _index, definition in indexes]


_kept = ExitStack()
atexit.register(_kept.close)


@cache
def sqlite() -> Database:
    return _kept.enter_context(_sqlite())


@cache
def postgresql() -> tuple[Database, str] | None:
    """With its URL. None where there is no PostgreSQL."""
    return _kept.enter_context(_postgresql())


@contextmanager
def _sqlite() -> Iterator[Database]:
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder, 'bench.sqlite')}")
        upgrade(engine)
        _add_school(engine)
        fill_sqlite(engine, COUNT)
        search.learn(engine)
        yield Database(engine, SystemClock())
        engine.dispose()


@contextmanager
def _postgresql() -> Iterator[tuple[Database, str] | None]:
    binaries = find_binaries()
    if binaries is None:
        yield None
        return
    cluster = Cluster(
        binaries, {**QUICK, "shared_buffers": "128MB"}
    )  # as PostgreSQL comes; the tests make do with less
    try:
        cluster.start()
        url = cluster.fresh_url()
        engine = open_engine(url)
        upgrade(engine)
        _add_school(engine)
        fill_postgresql(url, COUNT)
        yield Database(engine, SystemClock()), url
        engine.dispose()
    finally:
        cluster.stop()
