"""Notes in the audit trail what has left the program: which report, of which days, how many rows."""

from desktop_admin.api.exports import (
    ExportAccounts,
    ExportArticles,
    ExportCertificates,
    ExportEntries,
    ExportSheets,
    ExportTraining,
)
from desktop_admin.db.work import Work
from desktop_admin.services.registry import handles

Exported = ExportAccounts | ExportArticles | ExportCertificates | ExportEntries | ExportSheets | ExportTraining


@handles(ExportAccounts)
def export_accounts(work: Work, command: ExportAccounts) -> None:
    _note(work, command)


@handles(ExportArticles)
def export_articles(work: Work, command: ExportArticles) -> None:
    _note(work, command)


@handles(ExportEntries)
def export_entries(work: Work, command: ExportEntries) -> None:
    _note(work, command)


@handles(ExportSheets)
def export_sheets(work: Work, command: ExportSheets) -> None:
    _note(work, command)


@handles(ExportTraining)
def export_training(work: Work, command: ExportTraining) -> None:
    _note(work, command)


@handles(ExportCertificates)
def export_certificates(work: Work, command: ExportCertificates) -> None:
    _note(work, command)


def _note(work: Work, command: Exported) -> None:
    days = f"{command.first.isoformat()} – {command.last.isoformat()}"
    work.note(report=command.report, form=command.form, days=days, rows=command.rows)
    if command.search:
        work.note(search=command.search)
