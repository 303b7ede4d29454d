"""Printed pages: declare Documents of blocks here; `page.write.write_pages` makes one PDF of them.

Declaring loads nothing heavy; reportlab is loaded by the writing alone.
"""

from desktop_admin.reports.kit.page.declare import (
    Attestation,
    Block,
    Column,
    Document,
    Fields,
    Footer,
    Form,
    Group,
    Notes,
    PageBook,
    Photo,
    Photos,
    Prose,
    Row,
    Signatures,
    Table,
)

__all__ = [
    "Attestation",
    "Block",
    "Column",
    "Document",
    "Fields",
    "Footer",
    "Form",
    "Group",
    "Notes",
    "PageBook",
    "Photo",
    "Photos",
    "Prose",
    "Row",
    "Signatures",
    "Table",
]
