"""Two people at one record: the second is told who was quicker, when, and what the record holds now."""

from datetime import date, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from desktop_admin.api.accounts import ChangePassword, EditAccount, ReadAccountFields
from desktop_admin.api.audit import ChangedSince
from desktop_admin.api.base import RecordCommand, fields
from desktop_admin.api.canteen.registers import AddSupplier, EditSupplier, EditWorker, StopSupplier
from desktop_admin.api.school import EditSchool, ReadSchool
from desktop_admin.core.errors import ChangedBy, NotAllowed, NotFound, Stale
from desktop_admin.core.ids import uuid7
from desktop_admin.db.audit import audited
from desktop_admin.db.changes import areas
from desktop_admin.desk.base import Desk
from desktop_admin.services.audit.changed import ENDINGS
from desktop_admin.services.office import REQUESTS
from tests.conftest import House
from tests.services.accounts.makers import account, created
from tests.services.canteen.conftest import Kitchen, kitchen

__all__ = ["kitchen"]


def supplier(kitchen: Kitchen, **given: Any) -> EditSupplier:
    row = kitchen.supplier
    known: dict[str, Any] = {name: getattr(row, name) for name in fields(EditSupplier)}
    return replace(EditSupplier(row.key, row.version, **known), id=uuid7(), **given)


def since(desk: Desk, command: RecordCommand[Any]) -> dict[str, object]:
    found = desk.ask(ChangedSince(command.wire_name(), command.key, command.version))
    assert found is not None
    return found.values


def test_who_comes_second_is_told_who_was_quicker_and_when(kitchen: Kitchen) -> None:
    kitchen.director.ask(supplier(kitchen, phone="62270001"))
    kitchen.house.clock.forward(timedelta(minutes=4))
    with pytest.raises(ChangedBy) as refused:
        kitchen.officer.ask(supplier(kitchen, phone="62270002"))
    assert refused.value.params == {"who": "李敏", "when": "12:00"}
    with pytest.raises(Stale, match="李敏 changed this record at 12:00"):
        kitchen.officer.ask(StopSupplier(kitchen.supplier.key, kitchen.supplier.version))


def test_on_another_day_the_date_is_told_with_the_time(kitchen: Kitchen) -> None:
    kitchen.director.ask(supplier(kitchen, phone="62270001"))
    kitchen.house.clock.forward(timedelta(days=1))
    with pytest.raises(ChangedBy, match="2026-09-01 12:00"):
        kitchen.house.sign_in("food_safety_officer").ask(supplier(kitchen, phone="62270002"))


def test_what_was_changed_is_told_by_the_fields_of_the_command(kitchen: Kitchen) -> None:
    changed = kitchen.director.ask(supplier(kitchen, phone="62270001", licence_expiry=date(2028, 1, 31)))
    again = supplier(kitchen, phone="62270009", licence_expiry=date(2028, 1, 31))
    kitchen.officer.ask(replace(again, version=changed.version, id=uuid7()))
    mine = supplier(kitchen, name="绿源")
    found = kitchen.director.ask(ChangedSince(mine.wire_name(), mine.key, mine.version))
    assert found is not None
    assert (found.by, found.values) == ("王建国", {"phone": "62270009", "licence_expiry": "2028-01-31"})
    kitchen.director.ask(replace(mine, version=found.version))
    assert kitchen.director.ask(ChangedSince(mine.wire_name(), mine.key, found.version + 1)) is None


def test_a_field_that_names_a_record_is_told_by_its_key(kitchen: Kitchen) -> None:
    cook, teacher = kitchen.cook, kitchen.house.add_account("teacher", "teacher")
    known: dict[str, Any] = {name: getattr(cook, name) for name in fields(EditWorker)}
    mine = EditWorker(cook.key, cook.version, **known)
    kitchen.director.ask(replace(mine, account_key=teacher.key))
    assert since(kitchen.officer, mine) == {"account_key": teacher.key.hex}


def test_only_who_may_give_the_command_is_told(kitchen: Kitchen) -> None:
    kitchen.director.ask(supplier(kitchen, phone="62270001"))
    mine = supplier(kitchen)
    with pytest.raises(NotAllowed):
        kitchen.house.desk("teacher").ask(ChangedSince(mine.wire_name(), mine.key, mine.version))
    for name in ("canteen.ReadToday", AddSupplier.wire_name(), ChangePassword.wire_name(), "nonsense"):
        with pytest.raises(NotFound):
            kitchen.officer.ask(ChangedSince(name, mine.key, mine.version))


def test_one_areas_command_tells_nothing_of_another_areas_record(house: House) -> None:
    """Who may edit the school's details, and not the accounts, is told no telephone."""
    boss = house.sign_in()
    row = created(boss, "陈志强", number="T1001", phone="13800000000")
    now = boss.ask(ReadAccountFields(row.key))
    boss.ask(EditAccount(now.key, now.version, name=now.name, number=now.number, phone="13900000000"))
    assert since(boss, EditAccount(now.key, now.version, name="")) == {"phone": "13900000000"}
    assert boss.ask(ChangedSince(EditSchool.wire_name(), now.key, now.version)) is None


def test_a_secret_is_not_among_what_is_told(house: House) -> None:
    boss = house.sign_in()
    row = account(boss, "admin")
    school = boss.ask(ReadSchool())
    boss.ask(EditSchool(school.key, school.version, name="新名"))
    assert since(boss, EditSchool(school.key, school.version, name="")) == {"name": "新名"}
    assert boss.ask(ChangedSince(EditAccount.wire_name(), row.key, row.version)) is None


def test_every_field_that_is_edited_is_a_column_by_its_own_name() -> None:
    """Or the comparison of two edits would not see it."""
    unknown = list[str]()
    for kind in (kind for kind in REQUESTS.values() if kind.__name__.startswith("Edit")):
        tables = [audited()[table] for table, area in areas().items() if area == kind.of_area()]
        columns = {name for model in tables for name in model.__table__.columns.keys()}  # noqa: SIM118 - columns yield themselves
        known = {column.removesuffix(ending) for column in columns for ending in ENDINGS}
        unknown += [f"{kind.__name__}.{name}" for name in fields(kind) if name not in known]
    assert unknown == []
