"""All reports there are, and how one is made from its name to its file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_
from desktop_admin.reports import accounts, audit, canteen, publishing, training
from desktop_admin.reports.base import Ask, Report, ReportRequest
from desktop_admin.reports.kit import job
from desktop_admin.reports.kit.files import Progress, silent
from desktop_admin.reports.kit.page import PageBook
from desktop_admin.reports.kit.sheet import Book

REPORTS: tuple[Report[Any], ...] = (
    canteen.DAILY,
    canteen.MONTH,
    publishing.APPLICATION,
    publishing.LEDGER,
    training.PLAN,
    training.ATTENDANCE,
    training.SIGN_IN,
    training.GRADES,
    training.CERTIFICATE,
    training.CREDIT_HOURS,
    accounts.ROSTER,
    audit.LOG,
)
"""In the order of the list; each area's module declares its own."""


class NoSuchReport(Refused):
    message = N_("There is no report {name}. There are: {names}.")


class NoSuchFormat(Refused):
    message = N_("The report {name} is not made as {suffix}. Choose: {formats}.")


def find(name: str, among: tuple[Report[Any], ...] = REPORTS) -> Report[Any]:
    """Raises NoSuchReport."""
    for report in among:
        if report.name == name:
            return report
    raise NoSuchReport(name=name, names=", ".join(report.name for report in among))


def make(report: Report[Any], ask: Ask, request: ReportRequest, path: Path, progress: Progress = silent) -> str:
    """Asks for the data, then writes the file that the suffix of `path` names, whole or not at all.

    Answers what the person should know before printing it; empty when there is nothing.
    Raises NoSuchFormat, whatever the desk or the kit refuses, and what `progress` raises to stop.
    """
    form = path.suffix.lower().removeprefix(".")
    if form not in report.formats:
        raise NoSuchFormat(name=report.name, suffix=path.suffix or "?", formats=", ".join(report.formats))
    paper = form == "pdf"
    data = report.gather(ask, request if paper else request.uncounted())
    rows = report.rows(data)
    if request.counted and report.export:
        days = {"first": request.first, "last": request.last}
        ask(report.export(report=report.name, form=form, rows=rows, search=request.search, **days))
    write: job.Make[Any] = write_pdf if paper else write_xlsx
    content: Any = (report.pdf if paper else report.xlsx, data)
    job.run(write, path, content, progress, rows=rows)
    return report.remark(data) if report.remark else ""


def write_pdf(path: Path, content: tuple[Callable[[Any], PageBook], Any], progress: Progress) -> None:
    from desktop_admin.reports.kit.page.write import write_pages  # noqa: PLC0415 - reportlab, only when it is needed

    compose, data = content
    write_pages(path, compose(data), progress)


def write_xlsx(path: Path, content: tuple[Callable[[Any], Book], Any], progress: Progress) -> None:
    from desktop_admin.reports.kit.sheet.write import write_book  # noqa: PLC0415 - openpyxl, only when it is needed

    compose, data = content
    write_book(path, compose(data), progress)
