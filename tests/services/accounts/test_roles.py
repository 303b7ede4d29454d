"""Nobody gives rights they do not have, and somebody can always administer."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import select

from desktop_admin.api.accounts import (
    AccountKind,
    AccountRow,
    BeyondOwnRights,
    ChangeRoles,
    DisableAccount,
    DutiesNotSeparated,
    EditAccount,
    IssueCode,
    LastAdministrator,
    ListAccounts,
    OwnAccount,
    OwnRoles,
    ReadRoles,
    RoleNotForKind,
)
from desktop_admin.core import roles
from desktop_admin.core.clock import local_day
from desktop_admin.core.errors import Invalid, NotAllowed, NotFound, Stale
from desktop_admin.core.permissions import Permission
from desktop_admin.core.rights import RIGHTS
from desktop_admin.desk.base import Desk
from desktop_admin.models.accounts import Account
from desktop_admin.models.school import School
from tests.conftest import House
from tests.services.accounts.makers import account, created, with_roles


@pytest.fixture
def admin(house: House) -> Desk:
    return house.sign_in()


@pytest.fixture
def second(house: House) -> Desk:
    return house.desk("system_administrator", login="second")


def row_of(house: House, login: str) -> AccountRow:
    return account(house.sign_in(), login)


def test_a_role_gives_its_rights_at_the_next_call_and_takes_them_away(house: House, admin: Desk) -> None:
    teacher = house.desk("teacher")
    with pytest.raises(NotAllowed):
        teacher.ask(ListAccounts())
    row = with_roles(admin, account(admin, "teacher"), "teacher", "office_clerk")
    assert [title.text() for title in row.roles] == ["Office clerk", "Teacher"]
    assert teacher.ask(ListAccounts()).total == 2
    with_roles(admin, row, "teacher")
    with pytest.raises(NotAllowed):
        teacher.ask(ListAccounts())


def test_nobody_changes_their_own_roles(admin: Desk) -> None:
    mine = account(admin, "admin")
    for wanted in ((), ("system_administrator", "teacher")):
        with pytest.raises(OwnRoles):
            with_roles(admin, mine, *wanted)


def test_nobody_gives_or_takes_a_role_beyond_their_own_rights(house: House) -> None:
    teaching = roles.permissions_of(("teacher",))
    clerk = house.actor(Permission.ACCOUNTS_ROLE_GRANT, Permission.ACCOUNTS_ACCOUNT_READ, *teaching)
    house.add_account("limin", "auditor")
    row = row_of(house, "limin")
    for wanted in (("auditor", "system_administrator"), ()):
        with pytest.raises(BeyondOwnRights):
            house.premises.office.answer(clerk, ChangeRoles(row.key, row.version, roles=wanted))
    assert house.premises.office.answer(clerk, ChangeRoles(row.key, row.version, roles=("auditor", "teacher")))


@pytest.mark.parametrize("login", ["admin", "auditor", "principal"])
def test_a_clerk_gets_hold_of_no_account_above_their_own(house: House, login: str) -> None:
    clerk = house.desk("office_clerk")
    if login != "admin":
        house.add_account(login, login)
    row = row_of(house, login)
    with pytest.raises(BeyondOwnRights):
        clerk.ask(IssueCode(row.key, row.version))
    with pytest.raises(BeyondOwnRights):
        clerk.ask(EditAccount(row.key, row.version, name="别人", number="1"))


def test_a_clerk_looks_after_teachers(house: House) -> None:
    clerk = house.desk("office_clerk")
    house.add_account("limin", "teacher")
    row = row_of(house, "limin")
    row = clerk.ask(EditAccount(row.key, row.version, name="李敏", number="T7"))
    assert clerk.ask(IssueCode(row.key, row.version)).login == "limin"


def test_nobody_recovers_or_disables_themselves(admin: Desk) -> None:
    mine = account(admin, "admin")
    with pytest.raises(OwnAccount):
        admin.ask(IssueCode(mine.key, mine.version))
    with pytest.raises(OwnAccount):
        admin.ask(DisableAccount(mine.key, mine.version, reason="x"))


def ways_out(row: AccountRow) -> dict[str, ChangeRoles | DisableAccount]:
    return {
        "demote": ChangeRoles(row.key, row.version, roles=()),
        "disable": DisableAccount(row.key, row.version, reason="离职"),
    }


@pytest.mark.parametrize("way", ["demote", "disable"])
def test_the_last_administrator_cannot_be_taken_away(house: House, admin: Desk, way: str) -> None:
    """By somebody who may, and is not counted: a role of the school's own with these rights."""
    other = house.actor()
    mine = account(admin, "admin")
    with pytest.raises(LastAdministrator, match="秦海"):
        house.premises.office.answer(other, ways_out(mine)[way])
    house.add_account("second", "system_administrator")
    assert house.premises.office.answer(other, ways_out(mine)[way])


def test_an_administrator_who_cannot_sign_in_does_not_count(house: House, admin: Desk) -> None:
    new = with_roles(admin, created(admin, "韩雨桐"), "system_administrator")
    assert new.last_signed_in is None
    mine = account(admin, "admin")
    with pytest.raises(LastAdministrator):
        house.premises.office.answer(house.actor(), ways_out(mine)["demote"])


def test_the_last_administrators_end_is_not_set_to_yesterday(house: House, admin: Desk) -> None:
    mine = account(admin, "admin")
    today = local_day(house.clock.now())
    ended = EditAccount(mine.key, mine.version, name="秦海", number="1", valid_until=today.replace(month=8))
    with pytest.raises(LastAdministrator):
        house.premises.office.answer(house.actor(), ended)
    still_open = EditAccount(mine.key, mine.version, name="秦海", number="1", valid_until=today)
    assert house.premises.office.answer(house.actor(), still_open)


def test_nobody_prolongs_their_own_account(admin: Desk) -> None:
    mine = account(admin, "admin")
    with pytest.raises(OwnAccount):
        admin.ask(EditAccount(mine.key, mine.version, name="秦海", number="1", valid_until=date(2099, 12, 31)))
    assert admin.ask(EditAccount(mine.key, mine.version, name="秦海", number="1"))


def test_of_two_administrators_who_demote_each_other_at_once_one_stays(house: House, second: Desk) -> None:
    """Both saw two administrators; each takes the other away."""
    admin = house.sign_in()
    first_row, second_row = account(admin, "admin"), account(admin, "second")

    def outcome(job: Callable[[], object]) -> str:
        try:
            job()
        except (LastAdministrator, NotAllowed) as error:
            return type(error).__name__
        return "done"

    with ThreadPoolExecutor(2) as threads:
        jobs = [lambda: with_roles(admin, second_row), lambda: with_roles(second, first_row)]
        answers = sorted(threads.map(outcome, jobs))
    assert answers in (["LastAdministrator", "done"], ["NotAllowed", "done"])
    left = [row for row in row_list(house) if row.roles]
    assert len(left) == 1


def test_of_two_demotions_by_others_at_once_one_is_refused(house: House) -> None:
    house.add_account("second", "system_administrator")
    rows = [account(house.sign_in(), "admin"), account(house.sign_in(), "second")]

    def demote(row: AccountRow) -> str:
        try:
            house.premises.office.answer(house.actor(name=row.login), ways_out(row)["demote"])
        except LastAdministrator as error:
            return type(error).__name__
        return "done"

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(demote, rows)) == ["LastAdministrator", "done"]


def row_list(house: House) -> tuple[AccountRow, ...]:
    return house.premises.office.answer(house.actor(), ListAccounts()).rows


def test_one_person_does_not_administer_and_audit(house: House, admin: Desk) -> None:
    house.add_account("second", "system_administrator")
    with pytest.raises(DutiesNotSeparated, match="second"):
        with_roles(admin, account(admin, "second"), "system_administrator", "auditor")
    with house.premises.backstage.database.work(house.actor(), "test") as work:
        work.session.scalars(select(School)).one().three_roles_waiver = True
    assert with_roles(admin, account(admin, "second"), "system_administrator", "auditor")


def test_a_student_is_given_no_role_of_the_staff(admin: Desk) -> None:
    row = created(admin, "小明", kind=AccountKind.STUDENT)
    with pytest.raises(RoleNotForKind, match="Auditor"):
        with_roles(admin, row, "auditor")


def test_a_role_that_does_not_exist_is_refused(admin: Desk) -> None:
    with pytest.raises(Invalid, match="emperor"):
        with_roles(admin, created(admin, "韩雨桐"), "emperor")


def test_roles_changed_by_two_at_once_are_not_mixed(admin: Desk) -> None:
    row = created(admin, "韩雨桐")
    with_roles(admin, row, "teacher")
    with pytest.raises(Stale):
        with_roles(admin, row, "principal")


def test_an_account_of_another_school_does_not_exist(house: House, admin: Desk) -> None:
    with house.premises.backstage.database.work(house.actor(), "test") as work:
        other = School(name="第二小学")
        work.saved(other)
        theirs = work.saved(Account(login="limin", name="李敏", school_id=other.key))
    with pytest.raises(NotFound):
        admin.ask(ChangeRoles(theirs.key, theirs.version, roles=("teacher",)))
    assert admin.ask(ListAccounts()).total == 1


def test_the_matrix_of_roles_tells_who_may_do_what(house: House, admin: Desk) -> None:
    found = {role.name: role for role in admin.ask(ReadRoles())}
    assert set(found) == set(roles.declared().roles)
    assert found["auditor"].audits
    assert Permission.AUDIT_ENTRY_READ in found["auditor"].rights
    assert (found["system_administrator"].holders, found["teacher"].holders) == (1, 0)
    assert all(role.grantable for role in found.values())
    principal = {role.name: role for role in house.desk("principal").ask(ReadRoles())}
    assert not any(role.grantable for role in principal.values())


def test_every_right_has_a_name() -> None:
    assert set(RIGHTS) == set(Permission)
