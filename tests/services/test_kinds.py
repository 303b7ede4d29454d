"""A list is read again only where a record changes that its rows tell of; so it must have named them all."""

from typing import Any

import pytest
from sqlalchemy import Table, event
from sqlalchemy.sql import visitors

from desktop_admin.api.base import PageQuery
from desktop_admin.api.school import AddCalendarDays
from desktop_admin.db.changes import areas
from desktop_admin.services.office import REQUESTS
from tests.conftest import House
from tests.services.canteen.conftest import TODAY, Kitchen, kitchen

__all__ = ["kitchen"]

LISTS: list[Any] = [kind for kind in REQUESTS.values() if issubclass(kind, PageQuery) and kind.kinds]


@pytest.mark.parametrize("query", LISTS, ids=lambda query: query.wire_name())
def test_a_list_that_names_its_kinds_reads_no_other(house: House, kitchen: Kitchen, query: Any) -> None:
    kitchen.filled()
    house.premises.console("test").ask(AddCalendarDays(first=TODAY, last=TODAY, reason="运动会", works=True))
    read = set[str]()

    def note(_connection: Any, statement: Any, *_: Any) -> None:
        if hasattr(statement, "get_children"):
            read.update(each.name for each in visitors.iterate(statement) if isinstance(each, Table))

    event.listen(house.premises.backstage.database.engine, "before_execute", note)
    assert house.premises.office.answer(house.actor(), query()).rows
    assert read & areas().keys() <= query.kinds
    assert query.kinds <= areas().keys()
