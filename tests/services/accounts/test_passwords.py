"""ACC 4 and 5: what a new password must be, and what changing it does."""

from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_admin.api.accounts import (
    AccountStatus,
    ChangePassword,
    EditAccount,
    ListAccounts,
    MustChangePassword,
    ReadAccountFields,
    ReadOwnRule,
    ReadOwnSecurity,
    SignIn,
    SignInFailed,
    SignOut,
    Unlock,
    WrongPassword,
)
from desktop_admin.api.base import Request
from desktop_admin.api.school import ReadSchool
from desktop_admin.core import policies
from desktop_admin.core.errors import Invalid, NotAllowed, SignedOut, Stale
from desktop_admin.core.passwords import (
    HoldsPersonal,
    LacksDigit,
    LacksLetter,
    LacksSpecial,
    TooCommon,
    TooGuessable,
    TooShort,
    TooSimilar,
    UsedBefore,
    WeakPassword,
)
from desktop_admin.desk.base import Desk
from desktop_admin.models.accounts import Account, Credential
from desktop_admin.services.accounts import passwords
from desktop_admin.services.accounts.change import change_password, make_password
from desktop_admin.services.registry import REQUESTS
from tests.conftest import PASSWORD, House
from tests.services.accounts.makers import NEW, account, arrived, code_for, created, entries, notes

WORDS = (
    "amber", "basin", "cobalt", "dune", "ember", "fjord", "grove", "heron",
    "inlet", "jetty", "kiln", "ledge", "marsh", "nectar", "orchid",
)  # fmt: skip
SERIES = [f"{first}-{second}#{len(second)}7" for first, second in pairwise(WORDS)]


def change(desk: Desk, new: str, old: str = PASSWORD) -> None:
    desk.renew(desk.ask(ChangePassword(old=old, new=new)))


WEAK: list[tuple[str, type[WeakPassword | Invalid]]] = [
    ("Ab1! xY", TooShort),
    ("9042-7713#58", LacksLetter),
    ("harbour#sunny-walk", LacksDigit),
    ("Harbour71Sunny40", LacksSpecial),
    ("woaini1314!", TooCommon),
    ("Woaini@1314", TooCommon),
    ("P@ssw0rd!1", TooCommon),
    ("Aa123456!!", TooCommon),
    ("December#12", TooGuessable),
    ("Wangjianguo#71-x", HoldsPersonal),
    ("jianguo!82-harbour", HoldsPersonal),
    ("W@ngji@nguo#71-x", HoldsPersonal),
    ("wjg!7364-8891", HoldsPersonal),
    ("wangjg+harbour71", HoldsPersonal),
    ("Shiyanxiaoxue+71", HoldsPersonal),
    ("实验小学+harbour71", HoldsPersonal),
    ("王建国+harbour71", HoldsPersonal),
    ("harbour+T2026007", HoldsPersonal),
    ("sunny+345206+Z", HoldsPersonal),
    ("x" * 1025, Invalid),
]


def test_a_weak_password_is_refused_with_its_reason(wang: Desk) -> None:
    for password, reason in WEAK:
        with pytest.raises(reason) as caught:
            change(wang, password)
        assert str(caught.value), password
    assert wang.ask(Unlock(password=PASSWORD))


@pytest.fixture
def wang(house: House) -> Desk:
    """王建国, wangjg, number T2026007, phone 13812345206."""
    house.add_account("wangjg", "teacher", name="王建国")
    admin = house.sign_in()
    row = account(admin, "wangjg")
    admin.ask(EditAccount(row.key, row.version, name=row.name, number="T2026007", phone="13812345206"))
    return house.sign_in("wangjg")


GOOD = [NEW, "sunny harbour 71", "码头晴天-Sunny71x", "Sunny#Harbour-71" * 8]


def test_a_good_password_is_taken_as_it_is(wang: Desk, house: House) -> None:
    """A space is a special character, Chinese is welcome, and 128 characters are neither too many nor cut."""
    for old, password in pairwise([PASSWORD, *GOOD]):
        change(wang, password, old)
        assert house.sign_in("wangjg", password=password)
        with pytest.raises(SignInFailed):
            house.sign_in("wangjg", password=password[:-1])


def test_length_is_counted_after_full_width_characters_have_become_plain(wang: Desk) -> None:
    with pytest.raises(TooShort):
        change(wang, "Ａｂ１！ｘ")
    change(wang, "Ｓｕｎｎｙ＃Ｈａｒｂｏｕｒ７１")


def test_nearly_the_same_password_is_refused(house: House) -> None:
    old = "Canteen!2026-09"
    house.add_account("limin", password=old)
    desk = house.sign_in("limin", password=old)
    for new in (old, "Canteen!2026-10", "Canteen!2026-08", "canTEEN!2026-09", "90-6202!neetnaC"):
        with pytest.raises(TooSimilar):
            change(desk, new, old)
    change(desk, NEW, old)


def test_the_last_twelve_are_refused_and_the_thirteenth_is_allowed(house: House) -> None:
    house.add_account("limin", password=SERIES[0])
    desk = house.sign_in("limin", password=SERIES[0])
    for old, new in pairwise(SERIES[:14]):
        change(desk, new, old)
    now = SERIES[13]
    for before in (SERIES[1], SERIES[7], SERIES[12]):
        with pytest.raises(UsedBefore, match="12"):
            change(desk, before, now)
    change(desk, SERIES[0], now)
    hashes = [row.password_hash for row in credentials(house, "limin")]
    assert sum(1 for each in hashes if each) == 13
    assert hashes[:2] == ["", ""]


def credentials(house: House, login: str) -> list[Credential]:
    with Session(house.premises.backstage.database.engine) as session:
        mine = select(Credential).join(Account, Account.key == Credential.account_key).where(Account.login == login)
        return list(session.scalars(mine.order_by(Credential.key)))


def test_a_change_needs_the_old_password_and_tells_nothing_without_it(wang: Desk) -> None:
    change(wang, NEW)
    with pytest.raises(WrongPassword):
        change(wang, PASSWORD, "not it, 71!")  # was used before, which is not said


def test_a_weak_password_costs_no_attempt(wang: Desk) -> None:
    for _ in range(8):
        with pytest.raises(TooShort):
            change(wang, "short")
    change(wang, NEW)


def test_a_change_ends_every_other_session_and_no_own(house: House, wang: Desk) -> None:
    other = house.sign_in("wangjg", pc="PC-2")
    change(wang, NEW)
    with pytest.raises(SignedOut):
        other.ask(ReadSchool())
    assert wang.ask(ReadSchool())
    assert [each.device for each in wang.ask(ReadOwnSecurity()).sessions] == ["PC-1"]


def test_two_changes_at_once_leave_one_password(house: House, wang: Desk) -> None:
    backstage = house.premises.backstage
    command = ChangePassword(old=PASSWORD, new=NEW)
    first = make_password(backstage, wang.actor, command)
    change(wang, "Other#Harbour-72")
    with backstage.database.work(wang.actor, "test") as work:
        work.prepared = first
        with pytest.raises(Stale):
            change_password(work, command)
    assert sum(1 for each in credentials(house, "wangjg") if each.retired_at is None) == 1


def test_the_trail_tells_old_from_new_by_fingerprints_under_which_rule(house: House, wang: Desk) -> None:
    change(wang, NEW)
    change(wang, "Other#Harbour-72", NEW)
    first, second = notes(house, "accounts.ChangePassword")
    assert (first["by"], first["policy"]) == ("password", "school 2026-01-01")
    assert first["new"] == second["old"] != second["new"]
    keys = house.premises.backstage.keys
    assert second["old"] == keys.fingerprint("password", credentials(house, "wangjg")[-2].password_hash)


def test_a_first_sign_in_allows_nothing_but_setting_a_password(house: House) -> None:
    desk = house.sign_in()
    slip = code_for(desk, created(desk, "韩雨桐"))
    theirs = arrived(house, slip)
    assert theirs.actor.restricted
    refused: tuple[Request[Any], ...] = (ReadSchool(), ReadOwnSecurity(), ListAccounts())
    for request in refused:
        with pytest.raises(MustChangePassword):
            theirs.ask(request)
    allowed = {name for name, request in REQUESTS.items() if request.while_restricted}
    assert allowed == {
        "accounts.ChangePassword",
        "accounts.ReadOwnRule",
        "accounts.SignOut",
        "accounts.Unlock",
    }
    assert theirs.ask(ReadOwnRule()).by_code
    change(theirs, NEW, slip.code)
    assert not theirs.actor.restricted
    assert theirs.ask(ReadSchool())
    assert account(desk, "hanyt").status is AccountStatus.ACTIVE
    with pytest.raises(WrongPassword):
        theirs.ask(Unlock(password=slip.code))
    assert house.sign_in("hanyt", password=NEW)


def test_who_leaves_before_setting_a_password_needs_a_new_code(house: House) -> None:
    desk = house.sign_in()
    row = created(desk, "韩雨桐")
    slip = code_for(desk, row)
    arrived(house, slip).ask(SignOut())
    with pytest.raises(SignInFailed):
        arrived(house, slip)
    assert arrived(house, code_for(desk, row)).actor.restricted


def test_a_code_for_someone_with_a_password_does_not_bring_the_old_one_back(house: House) -> None:
    desk = house.sign_in()
    house.add_account("limin", "teacher")
    slip = code_for(desk, account(desk, "limin"))
    assert house.sign_in("limin")  # the code changes nothing until it is used
    theirs = arrived(house, slip)
    with pytest.raises(UsedBefore):
        change(theirs, PASSWORD, slip.code)
    change(theirs, NEW, slip.code)
    with pytest.raises(SignInFailed):
        house.sign_in("limin")


def test_a_password_is_hashed_outside_of_the_transaction(
    house: House, wang: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else can write while it is hashed: a hash takes longer than a school's whole morning of answers."""
    hashed, wrote = passwords.hashed, []

    def meanwhile(*given: object) -> str:
        house.add_account("meanwhile")
        wrote.append(1)
        return hashed(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(passwords, "hashed", meanwhile)
    change(wang, NEW)
    assert wrote


def test_a_person_reads_the_rule_beforehand_and_only_the_own_words(wang: Desk) -> None:
    own = wang.ask(ReadOwnRule())
    assert (own.rule.name, own.rule.least, own.rule.remembered) == ("school", 8, 12)
    assert {"王建国", "wangjianguo", "wangjg", "T2026007", "shiyanxiaoxue"} <= set(own.personal)
    with pytest.raises(NotAllowed):
        wang.ask(ReadAccountFields(wang.actor.account_id))


def test_the_nist_profile_asks_for_length_and_nothing_else(wang: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = policies.declared().password
    nist = policies.Choice(rows[0].since.replace(year=2027), "NIST SP 800-63B-4", "nist")
    assert policies.in_force((*rows, nist), rows[0].since).profile == "school"
    assert policies.in_force((*rows, nist), nist.since).profile == "nist"
    changed = policies.Policies(**{name: getattr(policies.declared(), name) for name in FIELDS} | {"password": (nist,)})
    monkeypatch.setattr(policies, "declared", lambda: changed)
    with pytest.raises(TooShort):
        change(wang, "harbour sunny")
    change(wang, "harbour sunny walk")


FIELDS = policies.Policies.__struct_fields__


def test_no_entry_tells_a_secret(house: House, wang: Desk) -> None:
    change(wang, NEW)
    told = str(entries(house, "accounts.ChangePassword"))
    assert PASSWORD not in told
    assert NEW not in told
    assert "argon2" not in told
    assert house.door().sign_in(SignIn("wangjg", NEW))
