"""Registers: what is entered wrong is refused at the field, and what has records is stopped, not deleted."""

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_admin.api import wire
from desktop_admin.api.canteen.checklist import ListPeople
from desktop_admin.api.canteen.numbers import NotANumber
from desktop_admin.api.canteen.registers import (
    AddCanteen,
    AddSupplier,
    AddUnit,
    AddWorker,
    CertificateState,
    CertificateTooLong,
    CertificateTurned,
    ContractorNeeded,
    DeleteSupplier,
    EditCanteen,
    EditSupplier,
    EditUnit,
    EditWorker,
    ListCanteens,
    ListSuppliers,
    ListUnits,
    ListWorkers,
    NotACreditCode,
    ResumeCanteen,
    ResumeSupplier,
    ResumeUnit,
    ResumeWorker,
    RunBy,
    StopCanteen,
    Stopped,
    StopSupplier,
    StopUnit,
    StopWorker,
)
from desktop_admin.api.canteen.sheet import Verdict
from desktop_admin.core.errors import Invalid, NameTaken, Stale
from desktop_admin.services.canteen.credit_code import ALPHABET, check_character, checked_code
from tests.services.canteen.conftest import TODAY, Kitchen, credit_code
from tests.services.canteen.test_late import days_later

KNOWN = "91350100M000100Y43"  # the example of GB 32100-2015


def test_the_standards_own_example_is_accepted_in_any_width_and_case() -> None:
    assert checked_code(KNOWN) == KNOWN
    assert checked_code(" ９１350100m000100y43 ") == KNOWN


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("9135010", "7 characters"),
        (KNOWN + "0", "19 characters"),
        (KNOWN[:-1] + "4", "check character"),
        ("I" + KNOWN[1:], "I does not occur"),
        ("", "0 characters"),
    ],
)
def test_a_wrong_credit_code_is_refused_with_the_reason(typed: str, reason: str) -> None:
    with pytest.raises(NotACreditCode, match=reason):
        checked_code(typed)


@given(st.text(ALPHABET, min_size=17, max_size=17), st.integers(0, 16), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(body: str, place: int, wrong: str) -> None:
    code = body + check_character(body)
    assert checked_code(code) == code
    if wrong != code[place]:
        with pytest.raises(NotACreditCode):
            checked_code(code[:place] + wrong + code[place + 1 :])


def supplier(number: int, **more: object) -> AddSupplier:
    given = {"name": f"供货商 {number}", "credit_code": credit_code(number), "licence_no": f"JY{number}"}
    return AddSupplier(**(given | {"licence_expiry": TODAY} | more))  # type: ignore[arg-type]


def test_a_licence_counts_until_its_last_day(kitchen: Kitchen) -> None:
    row = kitchen.officer.ask(supplier(2))
    assert (row.days_left, row.licence) == (0, CertificateState.EXPIRING)
    days_later(kitchen, 1)
    rows = kitchen.officer.ask(ListSuppliers(licence=CertificateState.EXPIRED)).rows
    assert [(one.name, one.days_left) for one in rows] == [("供货商 2", -1)]
    assert [one.name for one in kitchen.officer.ask(ListSuppliers(search="绿源")).rows] == ["绿源农产品有限公司"]


def test_suppliers_are_edited_stopped_used_again_and_a_mistake_is_deleted(kitchen: Kitchen) -> None:
    row = kitchen.officer.ask(supplier(2))
    with pytest.raises(NameTaken):
        kitchen.officer.ask(supplier(2))
    edit = EditSupplier(
        row.key, row.version, name="供货商（新）", credit_code=row.credit_code, licence_no="JY9", licence_expiry=TODAY
    )
    edited = kitchen.officer.ask(edit)
    assert edited.name == "供货商（新）"
    with pytest.raises(Stale):
        kitchen.officer.ask(StopSupplier(row.key, row.version))
    stopped = kitchen.officer.ask(StopSupplier(row.key, edited.version))
    assert [one.key for one in kitchen.officer.ask(ListSuppliers(in_use=False)).rows] == [row.key]
    again = kitchen.officer.ask(ResumeSupplier(row.key, stopped.version))
    assert again.in_use
    kitchen.officer.ask(DeleteSupplier(row.key, again.version))
    assert kitchen.officer.ask(ListSuppliers()).total == 1


def worker(kitchen: Kitchen, number: int, **more: object) -> AddWorker:
    dates = {"certificate_issued": date(2025, 9, 1), "certificate_expiry": TODAY}
    given = {"canteen_key": kitchen.canteen.key, "name": f"张师傅{number}", "post": "帮厨"}
    return AddWorker(**(given | {"certificate_no": f"JKZ-1{number}"} | dates | more))  # type: ignore[arg-type]


def test_a_health_certificate_that_ends_tonight_fails_tomorrow(kitchen: Kitchen) -> None:
    kitchen.officer.ask(worker(kitchen, 1))
    kitchen.start()
    proposal = kitchen.line("C01").proposal
    assert proposal is not None
    assert proposal.verdict is Verdict.PASS
    days_later(kitchen, 1)
    tomorrow = TODAY + timedelta(days=1)
    kitchen.start(tomorrow)
    proposal = kitchen.line("C01", tomorrow).proposal
    assert proposal is not None
    assert (proposal.verdict, proposal.params["names"]) == (Verdict.FAIL, "张师傅1")
    row = next(one for one in kitchen.officer.ask(ListWorkers()).rows if one.name == "张师傅1")
    kitchen.officer.ask(StopWorker(row.key, row.version))
    proposal = kitchen.line("C01", tomorrow).proposal
    assert proposal is not None
    assert proposal.verdict is Verdict.PASS, "who is off duty does not count"


def test_a_health_certificate_lasts_a_year_at_most(kitchen: Kitchen) -> None:
    with pytest.raises(CertificateTooLong):
        kitchen.officer.ask(worker(kitchen, 1, certificate_expiry=date(2026, 9, 2)))
    with pytest.raises(CertificateTurned):
        kitchen.officer.ask(worker(kitchen, 1, certificate_expiry=date(2025, 8, 31)))
    leap = worker(kitchen, 1, certificate_issued=date(2028, 2, 29), certificate_expiry=date(2029, 3, 1))
    assert kitchen.officer.ask(leap).certificate is CertificateState.VALID


def test_the_thirtieth_of_february_is_refused_at_the_field() -> None:
    body = msgspec.msgpack.encode({"first": "2026-02-30", "last": "2026-03-01", "reason": "x"})
    with pytest.raises(msgspec.ValidationError, match=r"first"):
        wire.read(body, AddSupplierDates)


class AddSupplierDates(msgspec.Struct):
    """As a date arrives from another PC."""

    first: date
    last: date
    reason: str


def test_workers_are_edited_and_put_back_on_duty(kitchen: Kitchen) -> None:
    row = kitchen.officer.ask(worker(kitchen, 1))
    edit = EditWorker(
        row.key, row.version, canteen_key=row.canteen_key, name=row.name, post="面点师",
        certificate_no=row.certificate_no, certificate_issued=row.certificate_issued,
        certificate_expiry=row.certificate_expiry, account_key=kitchen.officer.actor.account_id,
    )  # fmt: skip
    edited = kitchen.officer.ask(edit)
    assert (edited.post, edited.canteen) == ("面点师", "一食堂")
    stopped = kitchen.officer.ask(StopWorker(row.key, edited.version))
    assert [one.key for one in kitchen.officer.ask(ListWorkers(in_use=False)).rows] == [row.key]
    assert kitchen.officer.ask(ResumeWorker(row.key, stopped.version)).in_use
    with pytest.raises(NameTaken):
        kitchen.officer.ask(worker(kitchen, 1, name="别人"))
    with pytest.raises(Invalid):
        kitchen.officer.ask(worker(kitchen, 2, name=" "))


def test_people_who_can_own_an_action_are_told_once(kitchen: Kitchen) -> None:
    kitchen.officer.ask(worker(kitchen, 1, account_key=kitchen.officer.actor.account_id))
    names = [person.name for person in kitchen.officer.ask(ListPeople())]
    assert names.count("王建国") == 1
    assert "张师傅1" not in names, "the account speaks for the worker"
    assert "陈师傅" in names


def test_units_belong_to_a_canteen_and_are_stopped_not_lost(kitchen: Kitchen) -> None:
    with pytest.raises(NameTaken):
        kitchen.officer.ask(AddUnit(canteen_key=kitchen.canteen.key, name="1 号冰箱"))
    edit = EditUnit(kitchen.chilled.key, kitchen.chilled.version, name="大冰箱", resolution="１")
    row = kitchen.officer.ask(edit)
    assert (row.name, row.resolution, row.canteen) == ("大冰箱", "1", "一食堂")
    for wrong, refusal in (("0", Invalid), ("9", Invalid), ("x", NotANumber)):
        with pytest.raises(refusal):
            kitchen.officer.ask(EditUnit(row.key, row.version, name="大冰箱", resolution=wrong))
    stopped = kitchen.officer.ask(StopUnit(row.key, row.version))
    assert [one.name for one in kitchen.officer.ask(ListUnits(in_use=True)).rows] == ["1 号冰柜"]
    assert kitchen.officer.ask(ResumeUnit(row.key, stopped.version)).in_use


def test_canteens_are_in_the_schools_order_and_serve_a_meal(kitchen: Kitchen) -> None:
    second = kitchen.officer.ask(
        AddCanteen(name="二食堂", position=2, run_by=RunBy.CONTRACTOR, contractor="康膳餐饮", dinner=True)
    )
    assert [row.name for row in kitchen.officer.ask(ListCanteens()).rows] == ["一食堂", "二食堂"]
    with pytest.raises(NameTaken):
        kitchen.officer.ask(AddCanteen(name="二食堂"))
    with pytest.raises(ContractorNeeded):
        kitchen.officer.ask(AddCanteen(name="三食堂", run_by=RunBy.CONTRACTOR))
    with pytest.raises(Invalid):
        kitchen.officer.ask(AddCanteen(name="三食堂", lunch=False))
    edit = EditCanteen(
        second.key, second.version, name="东食堂", position=1, run_by=RunBy.SCHOOL, contractor="康膳餐饮",
        breakfast=True, lunch=True, dinner=True,
    )  # fmt: skip
    edited = kitchen.officer.ask(edit)
    assert (edited.name, edited.contractor) == ("东食堂", "")
    stopped = kitchen.officer.ask(StopCanteen(second.key, edited.version))
    with pytest.raises(Stopped):
        kitchen.officer.ask(AddUnit(canteen_key=second.key, name="x"))
    assert kitchen.officer.ask(ListCanteens(in_use=True)).total == 1
    assert kitchen.officer.ask(ResumeCanteen(second.key, stopped.version)).in_use
