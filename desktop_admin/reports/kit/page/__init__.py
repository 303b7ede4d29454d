"""Printed pages: declare Documents of blocks, then write_pages() makes one PDF of them."""

from desktop_admin.reports.kit.page.declare import (
    Block,
    Column,
    Document,
    Fields,
    Footer,
    Group,
    Notes,
    PageBook,
    Photo,
    Photos,
    Row,
    Signatures,
    Table,
)
from desktop_admin.reports.kit.page.layout import BadPhoto
from desktop_admin.reports.kit.page.write import write_pages

__all__ = [
    "BadPhoto",
    "Block",
    "Column",
    "Document",
    "Fields",
    "Footer",
    "Group",
    "Notes",
    "PageBook",
    "Photo",
    "Photos",
    "Row",
    "Signatures",
    "Table",
    "write_pages",
]
