"""Printed pages: declare Documents of blocks here; `page.write.write_pages` makes one PDF of them.

Declaring loads nothing heavy; reportlab is loaded by the writing alone.
"""

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

__all__ = [
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
]
