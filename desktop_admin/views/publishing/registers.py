"""栏目与督促, 部门与渠道, 敏感词库: what publishing rests on, one list at a time."""

from typing import Any

from desktop_admin.api.lists import ListSpec
from desktop_admin.api.publishing.lists import CHANNELS, COLUMNS, DEPARTMENTS, NOTICES, SEATS, WATCH_RULES, WORDS
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.list_page import ListPage, SwitchedLists
from desktop_admin.views.kit.list_page.details import Details
from desktop_admin.views.kit.paper import export_shown
from desktop_admin.views.publishing.choices import Known
from desktop_admin.views.publishing.notice import NoticeFacts

PANELS: dict[str, Details] = {NOTICES.name: NoticeFacts}


def list_page(desk: QtDesk, spec: ListSpec, known: Known) -> ListPage:
    export: Any = export_shown if spec.export is not None else None
    return ListPage(desk, spec, choices=known.by_field(), export=export, details=PANELS.get(spec.name))


class _Registers(SwitchedLists):
    specs_of: tuple[ListSpec, ...] = ()

    def __init__(self, desk: QtDesk) -> None:
        self.known = Known(desk)
        super().__init__(self.specs_of, lambda spec: list_page(desk, spec, self.known))
        self.known.follow(self)


class ColumnsPage(_Registers):
    specs_of = (COLUMNS, NOTICES, WATCH_RULES)


class DepartmentsPage(_Registers):
    specs_of = (DEPARTMENTS, SEATS, CHANNELS)


class WordsPage(ListPage):
    def __init__(self, desk: QtDesk) -> None:
        super().__init__(desk, WORDS, export=export_shown)
