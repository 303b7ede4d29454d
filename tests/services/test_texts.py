"""Names are kept in one form (NFKC), which writes some characters as several: what is kept still fits."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from desktop_admin.api.accounts import CreateAccount
from desktop_admin.api.school import EditSchool, ReadSchool, SetUpSchool
from desktop_admin.app.premises import open_premises
from desktop_admin.core.errors import Invalid
from tests.conftest import PASSWORD, QUICK, House

LONGER = "㈱"  # one character as typed, three as kept
KEPT = "(株)"


@pytest.mark.parametrize(
    ("field", "label", "limit"),
    [("name", "Full name", 40), ("number", "Staff", 40), ("department", "Department", 40), ("phone", "Phone", 20)],
)
def test_an_account_takes_what_fits_in_its_plain_form_and_refuses_more(
    house: House, field: str, label: str, limit: int
) -> None:
    desk = house.sign_in()
    given: dict[str, Any] = {"name": "王小明", "number": "G1", field: LONGER * (limit // 3)}
    assert getattr(desk.ask(CreateAccount(**given)), "name" if field == "name" else "number")
    too_long = given | {"number": "G2", field: LONGER * (limit // 3 + 1)}
    with pytest.raises(Invalid, match=f"{label}.*at most {limit} characters"):
        desk.ask(CreateAccount(**too_long))


def test_a_school_is_called_by_a_name_that_fits_in_its_plain_form_and_says_something(house: House) -> None:
    desk = house.sign_in()
    school = desk.ask(ReadSchool())
    for name, sentence in ((LONGER * 21, "School name: at most 60"), (" ", "School name: is empty")):
        with pytest.raises(Invalid, match=sentence):
            desk.ask(EditSchool(school.key, school.version, name=name))
    with pytest.raises(Invalid, match="Phone: at most 40"):
        desk.ask(EditSchool(school.key, school.version, name="第二小学", phone=LONGER * 14))
    assert desk.ask(EditSchool(school.key, school.version, name=LONGER * 20)).name == KEPT * 20


def test_the_first_run_refuses_a_name_that_does_not_fit_in_its_plain_form(tmp_path: Path, url: str) -> None:
    with closing(open_premises(tmp_path, url, hasher=QUICK)) as premises:
        for school, name, label in ((LONGER * 21, "秦海", "School name"), ("实验小学", LONGER * 14, "Administrator")):
            with pytest.raises(Invalid, match=label):
                premises.set_up(SetUpSchool(school=school, name=name, login="admin", password=PASSWORD))
        assert premises.school() == ""
