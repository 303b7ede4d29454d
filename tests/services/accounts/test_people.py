"""Accounts are found, made, edited, disabled and enabled."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from desktop_admin.api.accounts import (
    AccountKind,
    AccountNotOpen,
    AccountRow,
    AccountStatus,
    CreateAccount,
    DisableAccount,
    EditAccount,
    EnableAccount,
    IssueCode,
    ListAccounts,
    LoginTaken,
    NumberTaken,
    ReadAccount,
    ReadAccountChoices,
    ReadAccountFields,
    SignInFailed,
    SuggestLogin,
)
from desktop_admin.api.accounts.lists import ACCOUNTS
from desktop_admin.api.audit import RecordHistory
from desktop_admin.api.base import fields
from desktop_admin.api.school import ReadSchool
from desktop_admin.core.errors import Invalid, Repeated, SignedOut, Stale
from desktop_admin.desk.base import Desk
from desktop_admin.services.accounts.names import reading
from tests.conftest import House, SettableClock
from tests.services.accounts.makers import account, arrived, code_for, created, entries, with_roles


@pytest.fixture
def admin(house: House) -> Desk:
    return house.sign_in()


def found(desk: Desk, text: str) -> list[str]:
    return [row.name for row in desk.ask(ListAccounts(search=text)).rows]


@pytest.mark.parametrize(
    ("name", "login", "pinyin"),
    [
        ("陈志强", "chenzq", "chenzhiqiang"),
        ("冯雪", "fengxue", "fengxue"),
        ("单雄信", "shanxx", "shanxiongxin"),
        ("仇和", "qiuhe", "qiuhe"),
        ("曾国藩", "zenggf", "zengguofan"),
        ("查良镛", "zhaly", "zhaliangyong"),
        ("翟志刚", "zhaizg", "zhaizhigang"),
        ("解晓东", "xiexd", "xiexiaodong"),
        ("朴树", "piaoshu", "piaoshu"),
        ("欧阳娜娜", "ouyangnn", "ouyangnana"),
        ("尉迟恭", "yuchigong", "yuchigong"),
        ("吕布", "lvbu", "lvbu"),
        ("John Smith", "johnsmith", "johnsmith"),
        ("阿依古丽·买买提", "ayglmmt", "ayigulimaimaiti"),
    ],
)
def test_a_name_is_read_as_a_surname_and_a_given_name(name: str, login: str, pinyin: str) -> None:
    assert (reading(name).login, reading(name).pinyin) == (login, pinyin)


def test_a_suggested_user_name_is_free(admin: Desk) -> None:
    assert admin.ask(SuggestLogin("陈志强")) == "chenzq"
    logins = [created(admin, "陈志强", number=str(number)).login for number in range(3)]
    assert logins == ["chenzq", "chenzq2", "chenzq3"]
    assert admin.ask(SuggestLogin("陈子琪")) == "chenzq4"
    assert admin.ask(SuggestLogin("々")) == ""
    assert created(admin, "々").login == "user"


def test_a_taken_user_name_is_refused_with_a_free_one(admin: Desk) -> None:
    created(admin, "陈志强")
    with pytest.raises(LoginTaken, match="chenzq2"):
        created(admin, "李敏", login="ChenZQ")


def test_a_user_name_has_no_other_letters(admin: Desk) -> None:
    """The fourth begins with a Cyrillic letter."""
    for login in ("陈志强", "chen zq", "chen\u200bzq", "\u0430dmin", "a", "x" * 41, "chen'--", "%"):
        with pytest.raises(Invalid):
            created(admin, "陈志强", login=login)


def test_a_number_belongs_to_one_person_of_a_kind(admin: Desk) -> None:
    created(admin, "陈志强", number="0012")
    with pytest.raises(NumberTaken, match="陈志强"):
        created(admin, "李敏", number="００１２")
    assert created(admin, "李敏", number="0012", kind=AccountKind.STUDENT)
    assert created(admin, "李明", number="12")


def test_staff_and_students_come_with_their_number_and_parents_need_none(admin: Desk) -> None:
    for kind in (AccountKind.STAFF, AccountKind.STUDENT):
        with pytest.raises(Invalid, match="number"):
            created(admin, "陈志强", number=" ", kind=kind)
    for name in ("陈志强", "李敏"):
        assert created(admin, name, number="", kind=AccountKind.PARENT)


def test_of_two_made_at_once_with_one_number_one_is_refused(house: House, admin: Desk) -> None:
    def make(name: str) -> str:
        try:
            created(house.sign_in(), name, number="7")
        except NumberTaken as error:
            return type(error).__name__
        return "done"

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(make, ["陈志强", "李敏"])) == ["NumberTaken", "done"]
    assert admin.ask(ListAccounts()).total == 2


def test_names_are_kept_in_one_form(admin: Desk) -> None:
    row = created(admin, " \uf9e1敏１ ")
    assert row.name == "李敏1"
    assert found(admin, "李") == ["李敏1"]
    assert found(admin, "\uf9e1") == ["李敏1"]


def test_a_name_that_is_empty_or_hides_something_is_refused(admin: Desk) -> None:
    for name in ("", " ", "\u3000", "李\u202e敏", "李\n敏", "李\x1b[31m敏", "李\u200b敏"):
        with pytest.raises(Invalid, match="Full name"):
            created(admin, name)


SEARCHES = [
    ("陈", ["陈志强"]),
    ("志强", ["陈志强"]),
    ("chenzhi", ["陈志强"]),
    ("CZQ", ["陈志强"]),
    ("T100", ["陈志强", "李敏"]),
    ("教务", ["李敏"]),
    ("t1002 li", ["李敏"]),
    ("%", []),
    ("_", ["赵_静"]),
    ("\\", []),
    ("' or 1=1 --", []),
    ("没有", []),
]


def test_an_account_is_found_by_name_pinyin_initials_number_and_department(admin: Desk) -> None:
    """What databases take for a pattern means itself."""
    created(admin, "陈志强", number="T1001")
    created(admin, "李敏", number="T1002", department="教务处")
    created(admin, "赵_静", number="9")
    assert [(text, found(admin, text)) for text, _ in SEARCHES] == SEARCHES


def test_the_list_is_filtered_and_sorted(house: House, admin: Desk, clock: SettableClock) -> None:
    house.add_account("limin", "teacher", name="李敏")
    row = account(admin, "limin")
    admin.ask(EditAccount(row.key, row.version, name="李敏", number="1"))
    created(admin, "陈志强", department="教务处")
    created(admin, "小明", kind=AccountKind.STUDENT)
    clock.forward(timedelta(hours=1))
    house.sign_in("limin")

    def names(**filters: object) -> list[str]:
        return [row.name for row in admin.ask(ListAccounts(**filters)).rows]  # type: ignore[arg-type]

    assert names() == ["陈志强", "李敏", "秦海", "小明"]
    assert names(sort="-name")[0] == "小明"
    assert names(status=AccountStatus.NEW) == ["陈志强", "小明"]
    assert names(kind=AccountKind.STUDENT) == ["小明"]
    assert names(role="teacher") == ["李敏"]
    assert names(department="教务处") == ["陈志强"]
    assert names(sort="-last_signed_in")[:2] == ["李敏", "秦海"]
    assert admin.ask(ReadAccountChoices()).departments == ("教务处",)


def test_every_column_that_can_be_shown_can_be_sorted(admin: Desk) -> None:
    for column in fields(AccountRow):
        assert admin.ask(ListAccounts(sort=column)).total == 1


def test_the_lists_declaration_holds() -> None:
    assert set(ACCOUNTS.columns) <= set(fields(AccountRow))
    assert set(ACCOUNTS.hidden) | set(ACCOUNTS.quiet) | {ACCOUNTS.row_title} <= set(ACCOUNTS.columns)
    assert {name for chip in ACCOUNTS.chips for name in chip.filters} <= set(ACCOUNTS.filters())


def test_a_phone_number_is_masked_until_it_is_edited(admin: Desk) -> None:
    row = created(admin, "陈志强", phone="13812345206")
    assert admin.ask(ReadAccount(row.key)).phone == "138****5206"
    assert admin.ask(ReadAccountFields(row.key)).phone == "13812345206"


def test_an_edit_against_an_older_version_is_refused(admin: Desk) -> None:
    row = created(admin, "陈志强")
    edited = admin.ask(EditAccount(row.key, row.version, name="陈志刚", number=row.number))
    assert (edited.name, found(admin, "zhigang")) == ("陈志刚", ["陈志刚"])
    with pytest.raises(Stale):
        admin.ask(EditAccount(row.key, row.version, name="陈志明", number=row.number))


def test_signing_in_does_not_disturb_who_is_editing(house: House, admin: Desk) -> None:
    house.add_account("limin", "teacher", name="李敏")
    row = account(admin, "limin")
    house.sign_in("limin")
    assert admin.ask(EditAccount(row.key, row.version, name="李敏", number="1"))


def test_a_disabled_account_is_signed_out_at_once_and_stays_out(house: House, admin: Desk) -> None:
    teacher = house.desk("teacher")
    row = account(admin, "teacher")
    with pytest.raises(Invalid, match="Reason"):
        admin.ask(DisableAccount(row.key, row.version, reason=" "))
    row = admin.ask(DisableAccount(row.key, row.version, reason="调离"))
    assert row.status is AccountStatus.DISABLED
    with pytest.raises(SignedOut):
        teacher.ask(ReadSchool())
    with pytest.raises(SignInFailed):
        house.sign_in("teacher")
    with pytest.raises(AccountNotOpen):
        admin.ask(IssueCode(row.key, row.version))
    row = admin.ask(EnableAccount(row.key, row.version))
    assert row.status is AccountStatus.ACTIVE
    with pytest.raises(SignedOut):
        teacher.ask(ReadSchool())
    assert house.sign_in("teacher")
    assert entries(house, "accounts.DisableAccount")[0]["note"] == {"reason": "调离"}


def test_a_code_of_before_an_account_was_disabled_opens_nothing(house: House, admin: Desk) -> None:
    row = created(admin, "陈志强")
    slip = code_for(admin, row)
    row = account(admin, "chenzq")
    row = admin.ask(DisableAccount(row.key, row.version, reason="重复"))
    row = admin.ask(EnableAccount(row.key, row.version))
    assert row.status is AccountStatus.NEW
    with pytest.raises(SignInFailed):
        arrived(house, slip)


def test_a_new_code_takes_the_place_of_the_one_before(house: House, admin: Desk) -> None:
    row = created(admin, "陈志强")
    first, second = code_for(admin, row), code_for(admin, row)
    with pytest.raises(SignInFailed):
        arrived(house, first)
    assert admin.ask(ReadAccount(row.key)).code_until == second.until
    assert arrived(house, second)
    assert admin.ask(ReadAccount(row.key)).code_until is None


def test_a_slip_names_whom_it_is_for_and_its_code_is_hard_to_misread(admin: Desk, clock: SettableClock) -> None:
    slip = code_for(admin, created(admin, "陈志强", number="T1", department="教务处"))
    assert (slip.school, slip.name, slip.login, slip.number) == ("实验小学", "陈志强", "chenzq", "T1")
    assert slip.until == clock.now() + timedelta(days=7)
    assert [len(group) for group in slip.code.split("-")] == [4, 4, 4, 4]
    assert not set(slip.code) & set("IL1O0")


def test_a_code_is_answered_once(house: House, admin: Desk) -> None:
    row = created(admin, "陈志强")
    command = IssueCode(row.key, row.version)
    slip = admin.ask(command)
    with pytest.raises(Repeated):
        admin.ask(command)
    assert slip.code not in str(entries(house, "accounts.IssueCode"))


def test_the_details_tell_where_somebody_is_signed_in(house: House, admin: Desk) -> None:
    house.add_account("limin", "teacher", name="李敏")
    house.sign_in("limin", pc="教务处-3")
    details = admin.ask(ReadAccount(account(admin, "limin").key))
    assert [each.device for each in details.sessions] == ["教务处-3"]
    assert details.role_names == ("teacher",)
    assert details.row.last_signed_in == house.clock.now()


def test_the_history_of_an_account_tells_every_step(admin: Desk) -> None:
    row = created(admin, "陈志强")
    row = with_roles(admin, row, "teacher")
    code_for(admin, row)
    row = account(admin, "chenzq")
    admin.ask(DisableAccount(row.key, row.version, reason="重复"))
    lines = admin.ask(RecordHistory("account", row.key))
    assert [str(line.action) for line in lines] == ["Disable", "Issue activation code", "Change roles", "New account"]
    assert {str(line.person) for line in lines} == {"秦海"}


def test_a_form_of_a_new_account_says_what_it_needs() -> None:
    asked = fields(CreateAccount)
    assert [name for name, field in asked.items() if field.required] == ["name"]
