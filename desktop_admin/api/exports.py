"""Data that leaves the program, on paper or as a file, leaves an entry in the audit trail."""

from collections.abc import Callable
from datetime import date
from typing import Annotated

from msgspec import Meta

from desktop_admin.api.base import Command, label
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Permission


class _Export(Command[None], frozen=True, kw_only=True):
    """Asked before the file is written; refused to who may read the data but not take it away."""

    report: Annotated[str, label(N_("Report"), max_length=60)]
    form: Annotated[str, label(N_("Format"), max_length=10)]  # of the file: pdf, xlsx
    first: Annotated[date, label(N_("First day"))]
    last: Annotated[date, label(N_("Last day"))]
    rows: Annotated[int, Meta(ge=0)]
    search: Annotated[str, label(N_("Search"), max_length=200)] = ""


class ExportAccounts(_Export, frozen=True, kw_only=True):
    permission = Permission.ACCOUNTS_ACCOUNT_EXPORT
    caption = N_("Export accounts")


class ExportEntries(_Export, frozen=True, kw_only=True):
    permission = Permission.AUDIT_ENTRY_EXPORT
    caption = N_("Export audit trail")


class ExportSheets(_Export, frozen=True, kw_only=True):
    permission = Permission.CANTEEN_SHEET_EXPORT
    caption = N_("Export inspections")


class ExportArticles(_Export, frozen=True, kw_only=True):
    permission = Permission.PUBLISHING_SUBMISSION_EXPORT
    caption = N_("Export articles")


class ExportTraining(_Export, frozen=True, kw_only=True):
    permission = Permission.TRAINING_RECORD_EXPORT
    caption = N_("Export training records")


class ExportCertificates(_Export, frozen=True, kw_only=True):
    """Of whom one may see: learners print their own."""

    permission = Permission.TRAINING_COURSE_READ
    caption = N_("Print certificates")


EXPORTS: dict[Permission, Callable[..., Command[None]]] = {
    kind.permission: kind for kind in (ExportAccounts, ExportArticles, ExportEntries, ExportSheets, ExportTraining)
}
"""By the right that a list's export asks for."""
