"""The trail as people read it: found, opened, told in the words of the screens, and checked."""

import ast
import threading
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

import desktop_admin
from desktop_admin.api.audit import (
    Entry,
    EntryRow,
    HistoryLine,
    ListEntries,
    ReadEntry,
    ReadEntryChoices,
    RecordHistory,
    Report,
    StopVerifying,
    VerifyProgress,
    VerifyTrail,
)
from desktop_admin.api.base import Period
from desktop_admin.api.school import EditSchool, ReadSchool
from desktop_admin.core.errors import NotAllowed, NotFound
from desktop_admin.core.ids import uuid7
from desktop_admin.core.permissions import Permission
from desktop_admin.db.audit import audited, stored
from desktop_admin.desk.base import Desk
from desktop_admin.models.accounts import Account
from desktop_admin.services.audit.titles import AREAS, actions
from desktop_admin.services.audit.verifying import Check
from desktop_admin.services.audit.wording import UNTOLD, label_of
from desktop_admin.services.registry import REQUESTS
from tests.conftest import House


def rename(house: House, name: str, phone: str = "") -> None:
    desk = house.sign_in()
    school = desk.ask(ReadSchool())
    desk.ask(EditSchool(school.key, school.version, name=name, phone=phone))


@pytest.fixture
def auditor(house: House) -> Desk:
    return house.desk("auditor", name="方明")


def found(desk: Desk, **wanted: object) -> list[EntryRow]:
    return list(desk.ask(ListEntries(**wanted)).rows)  # type: ignore[arg-type]


def titles(rows: list[EntryRow]) -> list[str]:
    return [str(row.action) for row in rows]


def opened(house: House, desk: Desk, action: str = "school.EditSchool") -> Entry:
    assert house.premises.school()
    return desk.ask(ReadEntry(found(desk, action=action)[0].key))


def test_the_newest_entry_is_first_and_says_who_what_and_where(house: House, auditor: Desk) -> None:
    house.clock.forward(timedelta(minutes=5))
    rename(house, "第二小学")
    row = found(auditor)[0]
    assert (str(row.person), str(row.action), str(row.device), str(row.area)) == (
        "秦海",
        "Edit school",
        "PC-1",
        "School",
    )
    assert row.at == house.clock.now()
    assert str(row.about) == "School 第二小学"


@pytest.mark.parametrize(
    ("wanted", "there"),
    [
        ({"search": "第二小学"}, True),
        ({"search": "秦海 第二"}, True),
        ({"search": "edit SCHOOL"}, True),
        ({"search": "010"}, True),
        ({"search": "%"}, False),
        ({"search": "_"}, True),  # stands in names such as account_name
        ({"search": "\\"}, False),
        ({"person": "秦"}, True),
        ({"person": "方明"}, False),
        ({"area": "school"}, True),
        ({"area": "accounts"}, False),
        ({"action": "school.EditSchool"}, True),
        ({"action": "accounts.signed_in"}, False),
        ({"device": "PC-1"}, True),
        ({"device": "PC-2"}, False),
        ({"period": Period(date(2026, 9, 1), date(2026, 9, 1))}, True),
        ({"period": Period(date(2026, 8, 1), date(2026, 8, 31))}, False),
        ({"period": Period(date.min, date.max)}, True),
        ({"period": Period(date(2026, 9, 2), date(2026, 9, 2))}, False),
    ],
)
def test_the_trail_is_narrowed_and_searched(
    house: House,
    auditor: Desk,
    wanted: dict[str, object],
    there: bool,  # noqa: FBT001 - a row of the table
) -> None:
    rename(house, "第二小学", phone="010")
    assert ("Edit school" in titles(found(auditor, **wanted))) is there


def test_days_begin_at_the_schools_midnight(house: House) -> None:
    house.clock.time = house.clock.time.replace(hour=16, minute=30)  # half past midnight of 2 September in the school
    rename(house, "第二小学")
    day = Period(date(2026, 9, 2), date(2026, 9, 2))
    assert "Edit school" in titles(found(house.desk("auditor"), period=day))


def test_pages_follow_each_other_without_gap_or_repeat(house: House, auditor: Desk) -> None:
    for number in range(6):
        rename(house, f"第 {number} 小学")
    whole = auditor.ask(ListEntries(limit=500))
    paged = [row.key for start in range(0, whole.total, 4) for row in found(auditor, offset=start, limit=4)]
    assert paged == [row.key for row in whole.rows]


def test_an_entry_tells_each_field_before_and_after_by_its_label(house: House, auditor: Desk) -> None:
    rename(house, "第二小学", phone="010")
    [change] = opened(house, auditor).changes
    assert str(change.about) == "School 第二小学"
    told = {str(field.label): (str(field.before), str(field.after)) for field in change.fields}
    assert told == {"School name": ("实验小学", "第二小学"), "Phone": ("", "010")}


def test_values_of_a_choice_keys_of_records_and_times_read_as_on_screen(house: House, auditor: Desk) -> None:
    with house.premises.backstage.database.work(house.actor(), "test") as work:
        work.add(Account(login="zhao", name="赵敏"))
    entry = auditor.ask(ReadEntry(found(auditor, search="zhao")[0].key))
    told = {str(field.label): str(field.after) for field in entry.changes[0].fields}
    assert told[str(label_of("account", "status"))] == "Not activated"
    assert str(entry.row.action) == "test"
    house.add_account("qian", "teacher", name="钱多")
    entry = auditor.ask(ReadEntry(found(auditor, search="role_grant teacher")[0].key))
    assert any("钱多" in str(field.after) for change in entry.changes for field in change.fields)


def test_an_entry_says_where_it_stands_in_the_chain_and_which_seal_covers_it(house: House, auditor: Desk) -> None:
    rename(house, "第二小学")
    entry = opened(house, auditor)
    assert (entry.row.number, entry.length, entry.seal) == (2, 2, None)
    assert len(entry.hash) == len(entry.previous) == 64
    house.premises.office.close()
    assert opened(house, auditor).seal == 1


def test_a_secret_is_shown_as_changed_only(house: House, auditor: Desk) -> None:
    house.add_account("zhao")
    entry = auditor.ask(ReadEntry(found(auditor, search="credential zhao")[0].key))
    [field] = [field for change in entry.changes for field in change.fields if str(field.after) == "•••"]
    assert str(field.before) == ""


def test_words_of_people_cannot_forge_a_line_or_turn_the_text_around(house: House, auditor: Desk) -> None:
    rename(house, "第二\n小学", phone="1\x1b[2J\u202e")
    [change] = opened(house, auditor).changes
    shown = "".join(f"{field.label}{field.before}{field.after}" for field in change.fields) + str(change.about)
    assert not set("\n\x1b\u202e") & set(shown)
    assert "\\u001b" in shown


def test_another_schools_entry_is_not_found(house: House) -> None:
    stranger = house.actor()
    with house.premises.backstage.database.work(stranger, "test") as work:
        work.note(x=1)
    with house.premises.backstage.database.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM audit_entry")).scalar_one() > 0
    with pytest.raises(NotFound):
        house.desk("auditor").ask(ReadEntry(uuid7()))


@pytest.mark.parametrize("request_", [ListEntries(), ReadEntry(uuid7()), ReadEntryChoices(), VerifyTrail()])
def test_the_trail_is_for_auditors(house: House, request_: ListEntries) -> None:
    with pytest.raises(NotAllowed, match="audit trail"):
        house.desk("teacher").ask(request_)


def history(desk: Desk, house: House, table: str = "account") -> tuple[HistoryLine, ...]:
    with house.premises.backstage.database.look(house.actor(), "test") as work:
        key = work.session.query(Account.key).filter_by(login="admin").scalar()
    return desk.ask(RecordHistory(table, key))


def test_a_records_history_is_told_to_whoever_may_read_the_record(house: House) -> None:
    clerk = house.desk("office_clerk")
    line = history(clerk, house)[-1]
    assert (line.done, str(line.person), str(line.action)) == ("insert", "First set-up", "Set up school")
    assert "秦海" in [str(field.after) for field in line.fields]


def test_a_records_history_is_not_told_to_others(house: House) -> None:
    teacher = house.desk("teacher")
    with pytest.raises(NotAllowed, match="See accounts"):
        history(teacher, house)
    with pytest.raises(NotFound):
        history(teacher, house, "audit_entry")


def test_a_table_that_names_no_right_is_told_to_readers_of_the_trail_only(
    house: House, auditor: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Account, "in_trail", Account.in_trail._replace(permission=None))
    clerk = house.desk("office_clerk")
    with pytest.raises(NotAllowed, match="Read the audit trail"):
        history(clerk, house)
    assert history(auditor, house)


def checked(desk: Desk) -> Report | None:
    """The result of a check that has run to its end."""
    command = VerifyTrail()
    desk.ask(command)
    for _ in range(1200):
        progress = desk.ask(VerifyProgress(command.id))
        if progress.ended:
            return progress.report
        time.sleep(0.025)
    raise TimeoutError


def test_a_check_says_what_it_found_and_is_itself_in_the_trail(auditor: Desk) -> None:
    report = checked(auditor)
    assert report
    assert report.clean
    row = found(auditor)[0]
    assert (str(row.person), str(row.action)) == ("方明", "Verify audit trail")
    facts = {str(fact.label): str(fact.value) for fact in auditor.ask(ReadEntry(row.key)).facts}
    assert facts == {"Entries checked": str(report.entries), "Findings": "0"}
    again = checked(auditor)
    assert again
    assert again.seals == report.seals + 1  # what was sound was sealed


def test_a_row_changed_directly_in_the_database_is_named_by_what_people_call_it(house: House, auditor: Desk) -> None:
    with house.premises.backstage.database.engine.begin() as connection:
        connection.execute(text("UPDATE account SET name = '钱多' WHERE login = 'admin'"))
    report = checked(auditor)
    assert report
    assert str(report) == str(report.findings[0])
    assert "Account 钱多 (admin) was changed in the database" in str(report)
    assert "秦海 → 钱多" in str(report)


def test_a_check_goes_on_beside_other_work_and_stops_when_asked(
    house: House, auditor: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on, step = threading.Event(), threading.Event(), Check.step

    def slowly(check: Check, done: int, total: int) -> None:
        step(check, done, total)
        begun.set()
        assert go_on.wait(30)
        step(check, done, total)

    monkeypatch.setattr(Check, "step", slowly)
    command = VerifyTrail()
    auditor.ask(command)
    assert begun.wait(30)
    rename(house, "第二小学")
    running = auditor.ask(VerifyProgress(command.id))
    assert (running.total > 0, running.ended) == (True, False)
    auditor.ask(StopVerifying(command.id))
    go_on.set()
    for thread in threading.enumerate():
        if thread.name == "verify":
            thread.join(30)
    ended = auditor.ask(VerifyProgress(command.id))
    assert (ended.ended, ended.report) == (True, None)
    assert "Verify audit trail" not in titles(found(auditor))


def test_a_check_that_nobody_began_has_ended_without_a_result(auditor: Desk) -> None:
    ended = auditor.ask(VerifyProgress(uuid7()))
    assert (ended.ended, ended.report) == (True, None)


def test_every_area_of_the_contract_has_a_title() -> None:
    assert {request.of_area() for request in REQUESTS.values()} <= set(AREAS)


def test_every_action_that_the_program_writes_has_a_title() -> None:
    """The events are those constants and literals in the services that read like one."""
    written = set()
    for file in (Path(desktop_admin.__file__).parent / "services").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "work" and len(node.args) > 1:
                written.add(ast.unparse(node.args[1]))
    assert written  # there are some to be looked at
    assert all("." in action and title for action, title in actions().items())


def test_every_audited_table_says_what_its_records_are_called() -> None:
    assert [table for table, model in audited().items() if not model.in_trail.title] == []


def test_every_audited_column_has_a_label() -> None:
    bare = [
        f"{table}.{name}"
        for table, model in audited().items()
        for name, _ in stored(inspect(model))
        if name not in UNTOLD and name != "version" and label_of(table, name).own
    ]
    assert bare == []


def test_every_permission_that_a_table_names_exists() -> None:
    named = {model.in_trail.permission for model in audited().values()}
    assert named <= {*Permission, None}
