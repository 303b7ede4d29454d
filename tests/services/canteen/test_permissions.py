"""Every request of the canteen asks for its right, here and not only on the screen."""

from typing import Any
from uuid import UUID

import msgspec
import pytest

from desktop_admin.api.base import Command, RecordCommand, Request
from desktop_admin.api.canteen import actions, entry
from desktop_admin.api.canteen.actions import ReportDone, VerifyAction
from desktop_admin.api.canteen.entry import AllowLate, ReviewSheet, SignSheet, StartDay
from desktop_admin.core.errors import NotAllowed
from desktop_admin.core.permissions import Permission
from desktop_admin.services.office import REQUESTS
from tests.conftest import House
from tests.services.canteen.conftest import TODAY, Kitchen

CANTEEN = [request for name, request in sorted(REQUESTS.items()) if name.startswith("canteen.")]
NOBODY = UUID(int=7)
RIGHTS = {
    Permission.CANTEEN_SHEET_READ,
    Permission.CANTEEN_SHEET_ANSWER,
    Permission.CANTEEN_SHEET_SIGN,
    Permission.CANTEEN_SHEET_REVIEW,
    Permission.CANTEEN_SHEET_EXPORT,
    Permission.CANTEEN_ACTION_MANAGE,
    Permission.CANTEEN_REGISTER_READ,
    Permission.CANTEEN_REGISTER_EDIT,
}


def example(request: type[Request[Any]]) -> Request[Any]:
    """Any request of the kind: the right is asked for before anything in it is looked at."""
    unset = {field.name: None for field in msgspec.structs.fields(request) if field.required}
    return request(**unset)


def test_every_command_of_the_contract_is_answered() -> None:
    declared = {
        value
        for module in (entry, actions)
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Command) and value not in {Command, RecordCommand}
    }
    assert declared <= set(CANTEEN)
    assert len(CANTEEN) > 50


def test_every_request_asks_for_a_right_of_the_canteen() -> None:
    assert {request.permission for request in CANTEEN} == RIGHTS


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_who_has_no_right_is_refused_by_every_request(house: House) -> None:
    teacher = house.desk("teacher").actor
    for request in CANTEEN:
        with pytest.raises(NotAllowed) as caught:
            house.premises.office.answer(teacher, example(request))
        assert caught.value.params == {"permission": request.permission}


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_cook_answers_but_neither_signs_nor_reviews_nor_verifies(kitchen: Kitchen) -> None:
    cook = kitchen.house.desk("canteen_worker", name="帮厨")
    sheet = cook.ask(StartDay(canteen=kitchen.canteen.key, day=TODAY))
    forbidden: tuple[Request[Any], ...] = (
        SignSheet(sheet.key, sheet.version),
        ReviewSheet(sheet.key, sheet.version),
        AllowLate(sheet.key, sheet.version),
        VerifyAction(NOBODY, 1, accepted=True),
    )
    for request in forbidden:
        with pytest.raises(NotAllowed):
            cook.ask(request)
    assert cook.actor.may(ReportDone.permission)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_the_officer_does_not_review_and_the_director_does_not_sign(kitchen: Kitchen) -> None:
    sheet = kitchen.start()
    with pytest.raises(NotAllowed):
        kitchen.officer.ask(ReviewSheet(sheet.key, sheet.version))
    with pytest.raises(NotAllowed):
        kitchen.director.ask(SignSheet(sheet.key, sheet.version))
