"""Whatever is done to the database behind the program's back is named, and nothing else is."""

import os
import shutil
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text, update

from desktop_admin.api.accounts import SignOut
from desktop_admin.api.audit import Report
from desktop_admin.api.school import EditSchool, ReadSchool
from desktop_admin.app.premises import DATABASE, open_premises
from desktop_admin.core.keys import Keys
from desktop_admin.db import guards
from desktop_admin.db.audit import RECORDED, labels_of
from desktop_admin.db.seals import EVERY, FILE, Remembered, Seals
from desktop_admin.db.stream import GENESIS, link
from desktop_admin.db.verify import verify
from desktop_admin.models.accounts import Account
from desktop_admin.models.audit import AuditEntry, AuditSeal
from tests.conftest import QUICK, House

pytestmark = pytest.mark.as_owner  # who else could tamper


def check(house: House) -> Report:
    backstage = house.premises.backstage
    return verify(backstage.database, backstage.keys, house.folder)


def first(house: House) -> str:
    return str(check(house))


def seal(house: House) -> None:
    house.premises.office.close()


def tamper(house: House, *statements: str, **values: Any) -> None:
    """As someone who owns the database file or server does it: the triggers are out of the way, and back after it."""
    with house.premises.backstage.database.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            for name in guards.triggers("sqlite"):
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in statements:
            connection.execute(text(statement), values)
        if connection.dialect.name == "sqlite":
            guards.install(connection)


def rename_school(house: House, *names: str) -> None:
    desk = house.sign_in()
    for name in names:
        school = desk.ask(ReadSchool())
        desk.ask(EditSchool(school.key, school.version, name=name))


@pytest.fixture
def busy(house: House) -> House:
    """A school with a few entries in one session, sealed when that ended."""
    rename_school(house, "第一小学", "第二小学", "第三小学", "第四小学")
    seal(house)
    return house


LAST_STREAM = "(SELECT stream FROM audit_entry WHERE action = 'school.EditSchool' LIMIT 1)"


def test_an_untouched_database_is_sound(busy: House) -> None:
    report = check(busy)
    assert report.clean, report.findings
    assert (report.entries, report.seals) == (7, 1)
    assert report.rows >= 4
    assert "7" in str(report)


def test_it_is_sound_while_others_write(house: House) -> None:
    for name in "abc":
        rename_school(house, name)
        assert check(house).clean


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("payload = replace(payload, '第二小学', '第九小学')", "payload"),
        ("account_name = 'Somebody'", "account_name"),
        ("device = 'elsewhere'", "device"),
        ("action = 'school.Nothing'", "action"),
        ("hash = digest", "hash"),
    ],
)
def test_an_altered_entry_is_named(busy: House, change: str, what: str) -> None:
    tamper(busy, f"UPDATE audit_entry SET {change} WHERE stream = {LAST_STREAM} AND number = 3")  # noqa: S608
    finding = check(busy).findings[0]
    assert finding.params["number"] == 3
    assert f": {what}" in str(finding)


def test_an_entry_rewritten_with_its_hashes_is_named(busy: House) -> None:
    """Whoever recomputes the whole chain has no key for the seal over it."""
    with busy.premises.backstage.database.reading() as connection:
        mine = select(AuditEntry.__table__).where(AuditEntry.stream == text(LAST_STREAM)).order_by(AuditEntry.number)
        chain = connection.execute(mine).all()
    forged = "UPDATE audit_entry SET payload = :p, digest = :d, previous = :b, hash = :h WHERE number = :n"
    previous = GENESIS
    for row in chain:
        payload = row.payload.replace("第二小学", "第九小学")
        digest = sha256(payload.encode()).digest()
        hashed = link(previous, row.number, digest)
        statement = f"{forged} AND stream = {LAST_STREAM}"
        tamper(busy, statement, p=payload, d=digest, b=previous, h=hashed, n=row.number)
        previous = hashed
    tamper(busy, f"UPDATE audit_stream SET head = :h WHERE stream = {LAST_STREAM}", h=previous)  # noqa: S608
    finding = check(busy).findings[0]
    assert (finding.params["number"], finding.params["what"]) == (5, "hash")


def cut(middle: str) -> tuple[str, str]:
    where = f"stream = {LAST_STREAM} AND number {middle}"
    subjects = f"DELETE FROM audit_subject WHERE entry_id IN (SELECT id FROM audit_entry WHERE {where})"  # noqa: S608
    return subjects, f"DELETE FROM audit_entry WHERE {where}"  # noqa: S608


def test_entries_cut_out_of_the_middle_are_named(busy: House) -> None:
    tamper(busy, *cut("IN (2, 3)"))
    finding = check(busy).findings[0]
    assert (finding.params["first"], finding.params["last"]) == (2, 3)


def test_a_cut_tail_is_named(busy: House) -> None:
    tamper(busy, *cut("> 3"))
    assert check(busy).findings[0].params["missing"] == 2


def test_a_cut_tail_is_named_though_the_end_was_mended(busy: House) -> None:
    """The seal knows more than the stream says."""
    head = f"(SELECT hash FROM audit_entry WHERE stream = {LAST_STREAM} AND number = 3)"  # noqa: S608
    mend = f"UPDATE audit_stream SET count = 3, sealed = 3, head = {head} WHERE stream = {LAST_STREAM}"  # noqa: S608
    tamper(busy, mend, *cut("> 3"))
    assert check(busy).findings[0].params["missing"] == 2


def test_a_whole_session_that_was_cut_is_named(busy: House) -> None:
    gone = busy.premises.backstage.database
    with gone.reading() as connection:
        stream = connection.scalar(select(AuditEntry.stream).where(AuditEntry.action == "school.EditSchool").limit(1))
    assert isinstance(stream, UUID)
    end = f"DELETE FROM audit_stream WHERE stream = {LAST_STREAM}"  # noqa: S608
    tamper(busy, end, *cut("> 0"))
    found = check(busy).findings[0]
    assert found.params == {"missing": 5, "stream": stream.hex}


def test_a_fork_is_named(busy: House) -> None:
    tamper(
        busy,
        f"UPDATE audit_entry SET previous = digest WHERE stream = {LAST_STREAM} AND number = 4",  # noqa: S608
    )
    finding = check(busy).findings[0]
    assert finding.params["number"] == 4
    assert "fork" in str(finding)


def test_an_entry_added_by_hand_is_named(busy: House) -> None:
    columns = "school_id, stream, at, clock, account_id, account_name, device, action, payload, digest, previous, hash"
    tamper(
        busy,
        f"INSERT INTO audit_entry (id, number, {columns}) SELECT stream, 6, {columns} FROM audit_entry"  # noqa: S608
        f" WHERE stream = {LAST_STREAM} AND number = 5",
    )
    assert check(busy).findings[0].params["number"] == 6


def test_an_older_copy_put_in_place_is_named(busy: House, url: str) -> None:
    if "sqlite" not in url:
        pytest.skip("a server has no file to be swapped")
    busy.premises.backstage.database.engine.dispose()
    shutil.copy(busy.folder / DATABASE, busy.folder / "old")
    rename_school(busy, "第五小学")
    seal(busy)
    busy.premises.backstage.database.engine.dispose()
    shutil.copy(busy.folder / "old", busy.folder / DATABASE)
    for leftover in busy.folder.glob(f"{DATABASE}-*"):
        leftover.unlink()
    finding = check(busy).findings[0]
    assert finding.params == {"number": 1, "known": 2}
    for name in ("第六小学", "第七小学", "第八小学"):  # going on with it hides nothing
        rename_school(busy, name)
        seal(busy)
    assert "its seal 2" in first(busy)


def test_another_database_put_in_place_is_named(busy: House) -> None:
    Remembered(1, "00").save(busy.folder)
    assert "another database" in first(busy)


def test_a_last_seal_that_is_gone_or_unreadable_is_named(busy: House) -> None:
    assert check(busy).clean
    (busy.folder / FILE).unlink()
    assert f"{FILE} is missing" in first(busy)
    (busy.folder / FILE).write_bytes(b"{")
    assert f"{FILE} is missing" in first(busy)
    rename_school(busy, "第五小学")
    seal(busy)
    assert check(busy).clean


def test_a_seal_made_without_the_key_is_named(busy: House) -> None:
    seals = Seals(busy.premises.backstage.database, Keys(b"x" * 32), None)
    rename_school(busy, "第五小学")
    assert seals.seal() == 2
    assert "Seal 2" in first(busy)


def test_seals_that_fit_another_key_accuse_nobody(busy: House) -> None:
    rename_school(busy, "第五小学")
    seal(busy)
    backstage = busy.premises.backstage
    report = verify(backstage.database, Keys(b"x" * 32), busy.folder)
    assert [str(finding).partition(":")[0] for finding in report.findings] == [
        "Seals 1 to 2 of the audit trail do not fit master.key"
    ]


@pytest.mark.parametrize("change", ["entries = entries - 1", "heads = '{}'", "mac = previous"])
def test_an_altered_seal_is_named(busy: House, change: str) -> None:
    tamper(busy, f"UPDATE audit_seal SET {change}")  # noqa: S608
    assert "Seal 1" in first(busy)


def test_a_missing_seal_is_named(busy: House) -> None:
    rename_school(busy, "第五小学")
    seal(busy)
    tamper(busy, "DELETE FROM audit_seal WHERE number = 1")
    assert "Seal 1 of the audit trail is missing" in first(busy)


def test_a_dropped_trigger_is_named(busy: House) -> None:
    on = "" if busy.url.startswith("sqlite") else " ON audit_entry"
    with busy.premises.backstage.database.engine.begin() as connection:
        connection.execute(text(f"DROP TRIGGER audit_entry_no_update{on}"))
    assert "audit_entry_no_update" in first(busy)


def test_a_trigger_that_was_switched_off_is_named(busy: House) -> None:
    if busy.url.startswith("sqlite"):
        pytest.skip("SQLite can only drop them")
    with busy.premises.backstage.database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE audit_seal DISABLE TRIGGER audit_seal_no_delete"))
    assert "audit_seal_no_delete" in first(busy)


def test_a_row_changed_by_hand_is_named_with_its_columns(busy: House) -> None:
    busy.add_account("zhao", name="赵敏")
    tamper(busy, "UPDATE account SET name = '钱多', phone = '1' WHERE login = 'zhao'")
    finding = check(busy).findings[0]
    assert "Account 钱多 (zhao) was changed in the database" in str(finding)
    labels = labels_of("account")
    assert f"{labels['name']} 赵敏 → 钱多" in str(finding)
    assert labels["phone"] in str(finding)


def test_a_secret_changed_by_hand_is_named_but_never_shown(busy: House) -> None:
    tamper(busy, "UPDATE credential SET password_hash = 'argon2-planted'")
    sentence = first(busy)
    assert labels_of("credential")["password_hash"] in sentence
    assert "planted" not in sentence


def test_a_row_removed_by_hand_is_named(busy: House) -> None:
    busy.add_account("zhao", "teacher")
    tamper(busy, "DELETE FROM role_grant WHERE role = 'teacher'")
    assert "removed in the database" in first(busy)


def test_a_right_granted_by_hand_is_named(busy: House) -> None:
    busy.add_account("zhao", "teacher")
    columns = "account_key, school_id, version"
    with busy.premises.backstage.database.engine.begin() as connection:
        row = connection.execute(text(f"SELECT {columns}, role FROM role_grant WHERE role = 'teacher'")).one()  # noqa: S608
    new = os.urandom(16) if busy.url.startswith("sqlite") else UUID(bytes=os.urandom(16))
    values = {"key": new, "account": row.account_key, "school": row.school_id}
    statement = f'INSERT INTO role_grant ("key", {columns}, role) VALUES (:key, :account, :school, 1, :role)'  # noqa: S608
    tamper(busy, statement, **values, role="principal")
    assert "added in the database" in first(busy)


def test_a_line_taken_from_the_index_is_named(busy: House) -> None:
    tamper(busy, "DELETE FROM audit_subject WHERE \"table\" = 'school'")
    assert "index of the audit trail" in first(busy)


def test_a_damaged_file_is_said_to_be_damaged(busy: House) -> None:
    if not busy.url.startswith("sqlite"):
        pytest.skip("the server checks its own files")
    seal(busy)
    busy.premises.backstage.database.engine.dispose()
    file = busy.folder / DATABASE
    data = bytearray(file.read_bytes())
    place = data.index("第三小学".encode())
    data[place - 3000 : place + 500] = os.urandom(3500)
    file.write_bytes(data)
    assert not check(busy).clean


def test_forged_lines_cannot_be_smuggled_into_the_result(busy: House) -> None:
    tamper(busy, "UPDATE audit_entry SET account_name = :name WHERE number = 3", name="a\nOK: sound\x1b[2J\u202e")
    sentence = first(busy)
    assert "\\u000a" in sentence
    assert not set("\n\x1b\u202e") & set(sentence)


def test_signing_out_seals_what_was_done(house: House) -> None:
    desk = house.sign_in()
    assert not (house.folder / FILE).exists()
    desk.ask(SignOut())
    assert check(house).seals == 1
    assert Remembered.load(house.folder) is not None


def test_long_sessions_are_sealed_now_and_then(house: House) -> None:
    rename_school(house, *(f"第 {number} 小学" for number in range(EVERY + 1)))
    with house.premises.backstage.database.reading() as connection:
        assert len(connection.execute(select(AuditSeal.number)).all()) == 1
    assert check(house).clean


def test_nothing_new_makes_no_new_seal(busy: House) -> None:
    seal(busy)
    seal(busy)
    assert check(busy).seals == 1


def test_the_check_tells_how_far_it_is_and_can_be_stopped(house: House) -> None:
    backstage = house.premises.backstage
    steps: list[tuple[int, int]] = []
    verify(backstage.database, backstage.keys, house.folder, lambda *step: steps.append(step))
    assert steps[0][0] == 0
    assert steps[-1][0] == steps[-1][1] > 0

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        verify(backstage.database, backstage.keys, house.folder, stop)


WRITER = """
import sys
from pathlib import Path
from tests.conftest import QUICK, PASSWORD, House, SettableClock
from desktop_admin.app.premises import open_premises
from desktop_admin.api.accounts import SignIn
from desktop_admin.api.school import EditSchool, ReadSchool
premises = open_premises(Path(sys.argv[1]), sys.argv[2], hasher=QUICK)
desk = premises.door(b"PC-1", "PC-1").sign_in(SignIn("admin", PASSWORD))
for number in range(10**6):
    school = desk.ask(ReadSchool())
    print(desk.ask(EditSchool(school.key, school.version, name=f"school {number}")).name, flush=True)
"""


def test_nothing_acknowledged_is_lost_by_a_kill_and_the_trail_is_sound(house: House, url: str) -> None:
    house.premises.close()
    command = [sys.executable, "-c", WRITER, str(house.folder), url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as writer:
        assert writer.stdout is not None
        said = [writer.stdout.readline() for _ in range(EVERY // 5)]
        writer.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        said += writer.stdout.readlines()
    premises = open_premises(house.folder, url, clock=house.clock, hasher=QUICK)
    try:
        report = verify(premises.backstage.database, premises.backstage.keys, house.folder)
        number = int(premises.school().split()[-1])
    finally:
        premises.close()
    assert report.clean, report.findings
    assert number >= int([line for line in said if line.endswith("\n")][-1].split()[-1])


def test_a_hundred_thousand_rows_take_a_few_seconds(house: House) -> None:
    """Nothing is asserted of the time but that it is no minute: the benchmarks tell it."""
    with house.premises.backstage.database.work(house.actor(), "test.many") as work:
        work.insert_rows(Account, [{"login": f"a{number}", "name": "名"} for number in range(2000)])
    before = time.perf_counter()
    assert check(house).clean
    assert time.perf_counter() - before < 60


def test_a_bulk_statement_that_says_it_is_recorded_and_is_not_is_named(busy: House) -> None:
    """The execution option opens the door for Work.insert_rows; verify sees who went through it without telling."""
    with busy.premises.backstage.database.engine.begin() as connection:
        connection.execute(update(Account).values(phone="1"), execution_options=RECORDED)
    assert "changed in the database" in first(busy)
