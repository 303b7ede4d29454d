"""The trail is written from the flush, by nothing else, once a transaction, and stays as it was written."""

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, event, insert, select, text, update
from sqlalchemy.exc import DBAPIError, OperationalError

from desktop_admin.app.premises import DATABASE
from desktop_admin.core.clock import SCHOOL_ZONE
from desktop_admin.core.errors import NotStored
from desktop_admin.core.permissions import Actor
from desktop_admin.db import audit, stream
from desktop_admin.db.engine import open_engine
from desktop_admin.db.share import OnNetworkShare, _mounted, file_system, refuse_share
from desktop_admin.db.verify import verify
from desktop_admin.db.work import Database
from desktop_admin.models.accounts import Account, Credential, RoleGrant
from desktop_admin.models.audit import AuditEntry, AuditStream, AuditSubject
from tests.conftest import PASSWORD, QUICK, House


def database(house: House) -> Database:
    return house.premises.backstage.database


def entries(house: House, stream: UUID) -> list[Any]:
    with database(house).reading() as connection:
        mine = select(AuditEntry.__table__).where(AuditEntry.stream == stream).order_by(AuditEntry.number)
        return list(connection.execute(mine))


def told(house: House, stream: UUID) -> dict[str, Any]:
    """The last payload of a stream."""
    payload: dict[str, Any] = json.loads(entries(house, stream)[-1].payload)
    return payload


@pytest.fixture
def actor(house: House) -> Actor:
    return house.actor()


def account(house: House, actor: Actor, login: str = "zhao", **given: Any) -> UUID:
    with database(house).work(actor, "test.make") as work:
        return work.add(Account(login=login, name=given.pop("name", "赵敏"), **given)).key


def test_several_flushes_are_one_entry_from_the_first_value_to_the_last(house: House, actor: Actor) -> None:
    key = account(house, actor, phone="1")
    with database(house).work(actor, "test.edit") as work:
        mine = work.get(Account, key)
        for phone, name in (("2", "赵"), ("3", "钱"), ("4", "赵敏")):
            mine.phone, mine.name = phone, name
            work.saved(mine)
    assert len(entries(house, actor.session_id)) == 2
    [change] = told(house, actor.session_id)["changes"]
    assert change["fields"] == {"phone": ["1", "4"]}  # the name is what it was
    assert (change["done"], change["version"]) == ("update", 4)


def test_a_record_made_and_edited_at_once_is_one_insert(house: House, actor: Actor) -> None:
    with database(house).work(actor, "test.make") as work:
        mine = work.add(Account(login="qian", name="a"))
        mine.name = "b"
    [change] = told(house, actor.session_id)["changes"]
    assert change["done"] == "insert"
    assert change["fields"]["name"] == [None, "b"]


def test_records_that_go_with_their_owner_are_told_as_deleted(house: House, actor: Actor) -> None:
    key = account(house, actor)
    with database(house).work(actor, "test.grant") as work:
        mine = work.get(Account, key)
        mine.grants.append(RoleGrant(role="teacher", school_id=work.school_id))
    with database(house).work(actor, "test.revoke") as work:
        mine = work.get(Account, key)
        mine.grants.clear()
    [change] = told(house, actor.session_id)["changes"]
    assert (change["table"], change["done"], change["digest"]) == ("role_grant", "delete", "")
    assert change["fields"]["role"] == ["teacher", None]


def test_a_secret_is_never_told_only_that_it_changed(house: House, actor: Actor) -> None:
    key = account(house, actor)
    hashes = [QUICK.hash(PASSWORD), QUICK.hash(PASSWORD)]
    with database(house).work(actor, "test.set") as work:
        credential = work.add(Credential(account_key=key, password_hash=hashes[0], set_at=work.now))
    with database(house).work(actor, "test.change") as work:
        work.get(Credential, credential.key).password_hash = hashes[1]
    [change] = told(house, actor.session_id)["changes"]
    assert change["fields"] == {"password_hash": [audit.SECRET_SHOWN, audit.SECRET_SHOWN]}
    with database(house).work(actor, "test.bulk") as work:
        row = {"account_key": key, "password_hash": hashes[0], "set_at": work.now}
        work.insert_rows(Credential, [row])
    everything = "".join(row.payload for row in entries(house, actor.session_id))
    assert not [part for part in hashes if part in everything]


def test_rows_inserted_in_bulk_are_told_with_their_defaults(house: House, actor: Actor) -> None:
    with database(house).work(actor, "test.import") as work:
        work.insert_rows(Account, [{"login": f"a{i}", "name": "导入"} for i in range(3)])
    payload = told(house, actor.session_id)
    assert [change["fields"]["status"] for change in payload["changes"]] == [[None, "new"]] * 3
    with database(house).reading() as connection:
        assert connection.scalar(select(AuditSubject.key).where(AuditSubject.table == "nothing")) is None
        subjects = select(AuditSubject.key).where(AuditSubject.entry_id == entries(house, actor.session_id)[0].id)
        assert len(connection.execute(subjects).all()) == 3


def test_what_a_savepoint_takes_back_is_not_told(house: House, actor: Actor) -> None:
    with database(house).work(actor, "test.make") as work:
        kept = work.add(Account(login="kept", name="a"))
        savepoint = work.session.begin_nested()
        work.add(Account(login="undone", name="b"))
        kept.name = "c"
        work.saved(kept)
        savepoint.rollback()
    [change] = told(house, actor.session_id)["changes"]
    assert change["fields"]["login"] == [None, "kept"]
    assert change["fields"]["name"] == [None, "a"]


def test_a_bulk_statement_past_the_trail_is_refused(house: House, actor: Actor) -> None:
    account(house, actor)
    for statement in (update(Account).values(name="x"), delete(Account), insert(Account).values(name="x")):
        with pytest.raises(RuntimeError, match="audit"), database(house).work(actor, "test") as work:
            work.session.execute(statement)
        with pytest.raises(RuntimeError, match="audit"), database(house).work(actor, "test") as work:
            work.session.connection().execute(statement)
        with pytest.raises(RuntimeError, match="audit"), database(house).engine.begin() as connection:
            connection.execute(statement)


def test_an_audit_write_that_fails_takes_the_business_change_back(house: House, actor: Actor) -> None:
    def fail(_connection: object, statement: object, *_: object) -> None:
        if "INSERT INTO audit_subject" in str(statement):
            raise OperationalError("disk full", None, Exception())

    engine = database(house).engine
    event.listen(engine, "before_execute", fail)
    with pytest.raises(NotStored):
        account(house, actor, "never")
    event.remove(engine, "before_execute", fail)
    with database(house).reading() as connection:
        assert connection.scalar(select(Account.key).where(Account.login == "never")) is None
    assert not entries(house, actor.session_id)


def test_eight_writers_of_one_stream_leave_two_hundred_entries_and_no_fork(house: House, actor: Actor) -> None:
    def write(writer: int) -> None:
        for turn in range(25):
            with database(house).work(actor, "test.append") as work:
                work.note(writer=writer, turn=turn)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    rows = entries(house, actor.session_id)
    assert [row.number for row in rows] == list(range(1, 201))
    assert [row.previous for row in rows] == [stream.GENESIS, *(row.hash for row in rows[:-1])]
    with database(house).reading() as connection:
        end = connection.execute(select(AuditStream.__table__).filter_by(stream=actor.session_id)).one()
    assert (end.head, end._mapping["count"]) == (rows[-1].hash, 200)


def test_eight_writers_of_their_own_streams_never_fork(house: House) -> None:
    def write(_: int) -> UUID:
        mine = house.actor()
        for turn in range(25):
            with database(house).work(mine, "test.append") as work:
                work.note(turn=turn)
        return mine.session_id

    with ThreadPoolExecutor(8) as pool:
        streams = list(pool.map(write, range(8)))
    assert sum(len(entries(house, stream)) for stream in streams) == 200


FORBIDDEN = (
    "UPDATE audit_entry SET account_name = 'x'",
    "DELETE FROM audit_entry",
    "UPDATE audit_subject SET \"table\" = 'x'",
    "DELETE FROM audit_subject",
    "UPDATE audit_seal SET entries = 0",
    "DELETE FROM audit_seal",
    "UPDATE audit_stream SET count = count - 1",
    "UPDATE audit_stream SET head = previous FROM audit_entry e WHERE e.stream = audit_stream.stream",
    "DELETE FROM audit_stream",
)


@pytest.mark.as_owner
@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_trail_cannot_be_updated_or_deleted(house: House, statement: str) -> None:
    house.premises.close()  # there is a seal now
    with pytest.raises(DBAPIError, match="never changed"), database(house).engine.begin() as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize("pragma", ["ON", "OFF"])
def test_the_trail_cannot_be_replaced(house: House, pragma: str) -> None:
    if database(house).engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL has no REPLACE")
    for table in ("audit_entry", "audit_subject", "audit_stream"):
        with sqlite3.connect(house.folder / DATABASE) as connection:
            connection.execute(f"PRAGMA recursive_triggers={pragma}")
            with pytest.raises(sqlite3.IntegrityError, match="never changed"):
                connection.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")  # noqa: S608
        connection.close()


@pytest.mark.as_owner
def test_a_truncated_trail_is_refused_on_postgresql(house: House) -> None:
    if database(house).engine.dialect.name == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(DBAPIError, match="never changed"), database(house).engine.begin() as connection:
        connection.execute(text("TRUNCATE audit_entry CASCADE"))


def test_a_digest_is_the_same_in_memory_and_read_back(house: House, actor: Actor) -> None:
    key = account(house, actor, name="李", phone="１２", valid_until=house.clock.now().date())
    [change] = told(house, actor.session_id)["changes"]
    columns = dict(audit.stored(Account.__mapper__))
    with database(house).reading() as connection:
        row = connection.execute(select(*columns.values()).where(Account.key == key)).one()
    assert audit.row_digest(dict(zip(columns, row, strict=True))) == change["digest"]


def test_a_time_of_another_zone_is_stored_and_told_as_the_same_moment(house: House, actor: Actor) -> None:
    here = house.clock.now().astimezone(SCHOOL_ZONE)
    key = account(house, actor)
    with database(house).work(actor, "test.set") as work:
        work.add(Credential(account_key=key, password_hash="x", set_at=here))
    [change] = told(house, actor.session_id)["changes"]
    assert change["fields"]["set_at"] == [None, "2026-09-01T04:00:00+00:00"]
    with database(house).reading() as connection:
        assert connection.scalar(select(Credential.set_at).where(Credential.account_key == key)) == here
        assert connection.scalar(select(Credential.key).where(Credential.set_at == here, Credential.account_key == key))
    backstage = house.premises.backstage
    assert verify(backstage.database, backstage.keys, house.folder).clean


def test_a_column_that_comes_later_changes_no_digest() -> None:
    assert audit.row_digest({"a": 1}) == audit.row_digest({"later": None, "a": 1})
    assert audit.row_digest({"a": Decimal("1.0")}) != audit.row_digest({"a": Decimal(1)})


MOUNTED = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
31 22 0:45 / /mnt/school\\040data rw - nfs4 server:/data rw,vers=4.2
32 22 0:46 / /mnt/共享 rw master:2 - cifs //server/共享 rw
33 31 8:2 / /mnt/school\\040data/own rw - ext4 /dev/sdb1 rw
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/mnt/school data/2026", "nfs4"),
        ("/mnt/school data", "nfs4"),
        ("/mnt/school data/own/x", "ext4"),
        ("/mnt/共享/x", "cifs"),
        ("/mnt/school", "ext4"),
    ],
)
def test_the_nearest_mount_above_a_folder_tells_its_file_system(folder: str, kind: str) -> None:
    assert _mounted(PurePosixPath(folder), MOUNTED) == kind


def test_a_database_on_a_network_share_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(OnNetworkShare, match="nfs4"):
        open_engine(f"sqlite:///{tmp_path / 'data.sqlite'}", probe=lambda _: "nfs4")
    open_engine(f"sqlite:///{tmp_path / 'data.sqlite'}", probe=lambda _: "ext4").dispose()
    refuse_share(":memory:", lambda _: "nfs4")
    assert file_system(tmp_path) != "nfs4"
