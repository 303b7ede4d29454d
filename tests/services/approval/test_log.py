"""What was decided stays as it was decided, also against who reaches the database past the program."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from desktop_admin.core.ids import uuid7
from desktop_admin.db.verify import verify
from desktop_admin.models.approval import Decision
from tests.conftest import House

SUBJECT = uuid7()


def decide(house: House, number: int = 1, **more: Any) -> None:
    with house.premises.backstage.database.work(house.actor(), "test") as work:
        work.add(
            Decision(
                flow="notices",
                subject_key=SUBJECT,
                number=number,
                subject_version=2,
                step="tests.Review",
                before="review",
                revision=1,
                content_sha256="0" * 64,
                at=work.now,
                by_key=work.actor.account_id,
                by="孙一审",
                **{"after": "ready"} | more,
            )
        )


def test_a_second_decision_of_one_number_cannot_be_stored(house: House) -> None:
    decide(house)
    with pytest.raises(IntegrityError):
        decide(house, after="returned")
    decide(house, number=2)


@pytest.mark.parametrize("statement", ["UPDATE approval_decision SET remark = ''", "DELETE FROM approval_decision"])
def test_the_role_that_serves_changes_no_decision(house: House, statement: str) -> None:
    decide(house)
    if house.url.startswith("sqlite"):
        pytest.skip("who has the file has all of it; see the next test")
    engine = house.premises.backstage.database.engine
    with pytest.raises(ProgrammingError, match="permission denied"), engine.begin() as connection:
        connection.execute(text(statement))


@pytest.mark.as_owner
def test_a_decision_changed_by_hand_is_named_when_the_trail_is_verified(house: House) -> None:
    decide(house)
    backstage = house.premises.backstage
    house.premises.office.close()
    assert verify(backstage.database, backstage.keys, house.folder).clean
    with backstage.database.engine.begin() as connection:
        connection.execute(text("UPDATE approval_decision SET after = 'returned'"))
    found = verify(backstage.database, backstage.keys, house.folder)
    assert not found.clean
    assert "Decision" in str(found)
