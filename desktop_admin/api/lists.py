"""One declaration of a list: the screen, the Excel export and the printed roster read the same.

A list's filters are the labelled fields of its query, its columns are labelled fields of its row. The services answer
the query; nothing here knows a window or a database.
"""

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from desktop_admin.api.base import Command, Field, PageQuery, RecordCommand, fields, row_type
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Permission


class Chip(Struct, frozen=True):
    """A ready filter over the list with its count: Chip(N_("Locked"), {"status": AccountStatus.LOCKED})."""

    label: str
    filters: dict[str, Any] = {}  # field of the query -> value


class Action(Struct, frozen=True):
    """What can be done with rows. The command's labelled fields are asked for in a form first.

    fits: which rows it can be done with, for the count on its button; none for all. The service decides for good.
    bulk: also with several rows at once, one command each. effect: a sentence shown before, for what cannot be taken
    back; {fields} of the row may stand in it. icon: a name from views.kit.icon_paths.
    """

    command: type[RecordCommand[Any]]
    fits: Callable[[Any], bool] | None = None
    bulk: bool = True
    shortcut: str = ""
    icon: str = ""
    effect: str = ""
    danger: bool = False

    def possible(self, row: Any) -> bool:
        return self.fits is None or self.fits(row)


class ListSpec(Struct, frozen=True, kw_only=True):
    """name: stable, such as "accounts"; it names the remembered columns, the export and the report.

    row_title: the column that names a row; it is bold. quiet: columns of ids, in the second text colour. hidden:
    columns that are not shown until chosen. order: the sort at first, "-" before it for last first; empty is the
    query's own. counted: how rows are counted, with {count}. widths: pixels of columns that need other than the
    usual ones. gives_way: columns that go first where there is no room for all; then the last ones go. unsortable:
    columns that the services cannot sort by. person: row_title is somebody's name.
    """

    name: str
    title: str
    query: type[PageQuery[Any]]
    columns: tuple[str, ...]
    row_title: str
    chips: tuple[Chip, ...] = ()
    actions: tuple[Action, ...] = ()
    new: type[Command[Any]] | None = None
    export: Permission | None = None
    search_hint: str = N_("Search")
    empty: str = N_("There is nothing here yet.")
    icon: str = "table"
    order: str = ""
    hidden: tuple[str, ...] = ()
    quiet: tuple[str, ...] = ()
    counted: str = N_("{count} rows")
    widths: dict[str, int] = {}
    gives_way: tuple[str, ...] = ()
    person: bool = False
    unsortable: tuple[str, ...] = ()

    def fields(self) -> dict[str, Field]:
        """The columns, with their labels, in the order they are shown."""
        known = fields(row_type(self.query))
        return {name: known[name] for name in self.columns}

    def filters(self) -> dict[str, Field]:
        return fields(self.query)
