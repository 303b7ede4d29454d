"""Every request of training asks for its right, here and not only on the screen."""

from typing import Any

import msgspec
import pytest

from desktop_admin.api.base import Request
from desktop_admin.core import roles
from desktop_admin.core.errors import NotAllowed
from desktop_admin.core.permissions import Permission
from desktop_admin.services.office import REQUESTS
from tests.conftest import House

TRAINING = [request for name, request in sorted(REQUESTS.items()) if name.startswith("training.")]
OPEN = {"training.VerifyCertificate"}  # whoever has the paper in hand


def example(request: type[Request[Any]]) -> Request[Any]:
    """Any request of the kind: the right is asked for before anything in it is looked at."""
    unset = {field.name: None for field in msgspec.structs.fields(request) if field.required}
    return request(**unset)


def test_every_request_asks_for_a_right_of_training_and_every_right_is_somebodys() -> None:
    asked = {request.permission for request in TRAINING if request.wire_name() not in OPEN}
    rights = {permission for permission in Permission if permission.startswith("training:")}
    assert len(TRAINING) > 60
    assert asked | {Permission.TRAINING_RECORD_EXPORT} == rights
    given = frozenset[Permission]().union(*(role.permissions for role in roles.declared().roles.values()))
    assert rights <= given


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_who_has_no_right_is_refused_by_every_request(house: House) -> None:
    clerk = house.desk("office_clerk").actor
    for request in TRAINING:
        if request.wire_name() in OPEN:
            continue
        with pytest.raises(NotAllowed) as caught:
            house.premises.office.answer(clerk, example(request))
        assert caught.value.params == {"permission": request.permission}


def test_no_role_both_writes_and_approves_and_supervisors_change_nothing() -> None:
    declared = roles.declared().roles
    for role in declared.values():
        assert not {Permission.TRAINING_COURSE_TEACH, Permission.TRAINING_COURSE_REVIEW} <= role.permissions
    supervisor = declared["training_supervisor"].permissions
    changing = {request.permission for request in TRAINING if issubclass(request, msgspec.Struct) and _changes(request)}
    assert supervisor & changing <= {Permission.TRAINING_COURSE_READ}  # opening a resource, storing a file


def _changes(request: type[Request[Any]]) -> bool:
    return bool(getattr(request, "caption", ""))
