"""Reports from the command line."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from desktop_admin.app.premises import DATABASE, Premises, open_premises, require_here
from desktop_admin.core.clock import local_time
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.operator import operator
from desktop_admin.core.reasons import reason
from desktop_admin.desk.local import LocalDesk
from desktop_admin.reports import catalogue
from desktop_admin.reports.base import NumberNotAsked, ReportRequest, days_of, require_number
from desktop_admin.reports.kit.files import NotWritten


class NotSetUp(Refused):
    message = N_(
        "There is no school in {folder} yet. Start the program once, set one up with “desktop-admin set-up”, or name"
        " another folder with --data."
    )


def listed() -> Iterator[tuple[str, str, str]]:
    """Name, title and formats of every report."""
    for report in catalogue.REPORTS:
        yield report.name, tr(report.title), ", ".join(report.formats)


@contextmanager
def console(folder: Path) -> Generator[tuple[Premises, LocalDesk]]:
    """The desk of whoever can read the data folder. Makes no database. Raises NotSetUp and what opening refuses."""
    require_here(folder)
    if not (folder / DATABASE).is_file():
        raise NotSetUp(folder=str(folder))
    premises = open_premises(folder)
    try:
        if not premises.school():
            raise NotSetUp(folder=str(folder))
        yield premises, premises.console(operator())
    finally:
        premises.close()


def write(  # noqa: PLR0913, PLR0917 - what a command line can say
    folder: Path, name: str, first: date | None, last: date | None, out: Path, number: str = ""
) -> Path:
    """Make one report as a file.

    number: of the one record that it is about. Raises NoSuchReport, NoSuchFormat, BadPeriod, NumberNotAsked, NotSetUp,
    NotWritten, and what the report itself refuses.
    """
    report = catalogue.find(name)
    if number and not report.numbered:
        raise NumberNotAsked(name=name)
    with console(folder) as (premises, desk):
        now = local_time(premises.backstage.database.now())
        days = days_of(report.period, (first, last), now.date())
        request = ReportRequest(*days, printed_at=now, printed_by=desk.actor.name, number=number)
        require_number(report, request)
        make_folder_of(out)
        catalogue.make(report, desk.ask, request, out)
    return out


def make_folder_of(out: Path) -> None:
    """Raises NotWritten."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotWritten(name=out.name, reason=reason(error)) from error
