"""What a list gives away as a workbook, and who writes it."""

from collections.abc import Mapping
from typing import Any, Protocol

from msgspec import Struct
from PySide6.QtWidgets import QWidget

from desktop_admin.api.base import PageQuery
from desktop_admin.api.lists import ListSpec
from desktop_admin.views.kit.progress import ProgressLine


class Export(Struct, frozen=True):
    """What is to be exported: the query with its filters, the columns that are shown, or only the ticked rows.

    Whoever does it begins, advances and finishes `progress`, and stops when its `cancelled` is emitted.
    """

    spec: ListSpec
    query: PageQuery[Any]
    columns: tuple[str, ...]
    ticked: tuple[Any, ...]
    names: Mapping[str, Mapping[Any, str]]  # of the choices in the filters: field -> value -> what people call it
    progress: ProgressLine
    page: QWidget


class Exporter(Protocol):
    def __call__(self, wanted: Export, /) -> object: ...
