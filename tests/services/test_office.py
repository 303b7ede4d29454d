"""What holds for every request, whoever asks."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from desktop_admin.api.accounts import SignIn, SignInFailed, SignOut, Unlock
from desktop_admin.api.school import EditSchool, ReadSchool
from desktop_admin.core.errors import Invalid, NotAllowed, Repeated, SignedOut, Stale
from desktop_admin.models.audit import CommandLog
from tests.conftest import PASSWORD, House


def test_the_administrator_of_the_first_run_signs_in_and_reads_the_school(house: House) -> None:
    assert house.sign_in().ask(ReadSchool()).name == "实验小学"


def test_a_wrong_password_is_refused(house: House) -> None:
    with pytest.raises(SignInFailed):
        house.door().sign_in(SignIn("admin", "wrong"))


def test_a_signed_out_session_can_do_nothing_more(house: House) -> None:
    desk = house.sign_in()
    desk.ask(SignOut())
    with pytest.raises(SignedOut):
        desk.ask(ReadSchool())


def test_a_repeated_command_has_one_effect_and_the_first_answer(house: House) -> None:
    desk = house.sign_in()
    school = desk.ask(ReadSchool())
    command = EditSchool(school.key, school.version, name="第二小学")
    first = desk.ask(command)
    assert desk.ask(command) == first
    with pytest.raises(Repeated):
        desk.ask(EditSchool(school.key, school.version, name="第三小学", id=command.id))
    with pytest.raises(Stale):
        desk.ask(EditSchool(school.key, school.version, name="第三小学"))


def test_limits_hold_on_the_same_pc_too(house: House) -> None:
    desk = house.sign_in()
    school = desk.ask(ReadSchool())
    with pytest.raises(Invalid, match="60"):
        desk.ask(EditSchool(school.key, school.version, name="校" * 61))


def test_who_lacks_the_permission_is_refused(house: House) -> None:
    teacher = house.desk("teacher")
    school = teacher.ask(ReadSchool())
    with pytest.raises(NotAllowed, match="Edit the school's details"):
        teacher.ask(EditSchool(school.key, school.version, name="x"))


def test_unlocking_proves_the_password(house: House) -> None:
    desk = house.sign_in()
    assert desk.ask(Unlock(password=PASSWORD)).login == "admin"
    with pytest.raises(SignInFailed):
        desk.ask(Unlock(password="wrong"))


def test_first_answers_are_kept_a_month_and_no_longer(house: House) -> None:
    desk = house.sign_in()
    school = desk.ask(ReadSchool())
    command = EditSchool(school.key, school.version, name="第二小学")
    desk.ask(command)

    def kept() -> int:
        with house.premises.backstage.database.reading() as connection:
            return connection.scalar(select(func.count()).where(CommandLog.id == command.id)) or 0

    house.clock.forward(timedelta(days=29))
    house.premises.office.close()
    assert kept() == 1
    house.clock.forward(timedelta(days=2))
    house.premises.office.close()
    assert kept() == 0
