"""信息发布台账: the articles of a period, from the first entry to the page they were published on (SW 三.2)."""

from collections.abc import Iterator
from dataclasses import dataclass

from msgspec.structs import replace

from desktop_admin.api.base import Period as Days
from desktop_admin.api.exports import ExportArticles
from desktop_admin.api.publishing.jobs import JobRow, ListJobs
from desktop_admin.api.publishing.lists import SUBMISSIONS
from desktop_admin.api.publishing.submission import ListSubmissions
from desktop_admin.api.school import ReadSchool
from desktop_admin.api.shown import choice_label
from desktop_admin.core.clock import local_time
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.permissions import Permission
from desktop_admin.reports import roster
from desktop_admin.reports.base import Ask, Period, Report, ReportRequest
from desktop_admin.reports.kit import page
from desktop_admin.reports.kit import sheet as xlsx
from desktop_admin.reports.kit.sheet import Cells

TITLE = N_("Register of published information")
ON_PAPER = ("number", "title", "department", "author", "channels", "state", "handed_in_at", "published_at", "lag")


@dataclass(frozen=True)
class LedgerData:
    articles: roster.Roster
    jobs: tuple[JobRow, ...]  # of these articles, by number


def gather(ask: Ask, request: ReportRequest) -> LedgerData:
    query = ListSubmissions(search=request.search, period=Days(request.first, request.last), sort="number")
    rows = roster.collect(ask, query)
    spec = replace(SUBMISSIONS, actions=(), chips=(), new=None)  # what a process of its own can be handed
    numbers = {row.number for row in rows}
    jobs = (job for job in roster.collect(ask, ListJobs(sort="number")) if job.number in numbers)
    return LedgerData(roster.Roster(spec, request, ask(ReadSchool()).name, rows, period=True), tuple(jobs))


def pages(data: LedgerData) -> page.PageBook:
    articles = data.articles
    return roster.pages(
        TITLE,
        roster.Roster(
            replace(articles.spec, columns=ON_PAPER), articles.request, articles.school, articles.rows, period=True
        ),
    )


def book(data: LedgerData) -> xlsx.Book:
    made = roster.book(TITLE, data.articles)
    published = xlsx.Sheet(tr(N_("Publishing jobs")), _columns(), tuple(_jobs(data.jobs)), landscape=True)
    return xlsx.Book(made.title, made.author, made.created, (*made.sheets, published))


def _columns() -> tuple[xlsx.Column, ...]:
    kind = xlsx.Kind
    return (
        xlsx.Column(tr(N_("Article no."))),
        xlsx.Column(tr(N_("Title")), width=40),
        xlsx.Column(tr(N_("Revision")), kind.INTEGER),
        xlsx.Column(tr(N_("Channel"))),
        xlsx.Column(tr(N_("Task"))),
        xlsx.Column(tr(N_("State"))),
        xlsx.Column(tr(N_("Handled by"))),
        xlsx.Column(tr(N_("Finished at")), kind.MOMENT),
        xlsx.Column(tr(N_("Web address")), width=50),
    )


def _jobs(jobs: tuple[JobRow, ...]) -> Iterator[Cells]:
    for job in jobs:
        at = local_time(job.finished_at).replace(tzinfo=None) if job.finished_at else None
        task, state = choice_label(job.task), choice_label(job.state)
        yield (job.number, job.title, job.revision, job.channel, task, state, job.by, at, job.address)


def _size(data: LedgerData) -> int:
    return len(data.articles.rows)


LEDGER = Report(
    "publishing-ledger",
    TITLE,
    Permission.PUBLISHING_SUBMISSION_EXPORT,
    Period.RANGE,
    gather,
    _size,
    pages,
    book,
    ExportArticles,
    about=N_("The articles of the period with their way, their channels and their web addresses"),
)
