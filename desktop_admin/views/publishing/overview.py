"""待我审阅: the articles on which a step waits for the reader, and what is late, failed or empty."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_admin.api.base import Page
from desktop_admin.api.publishing.columns import IssueNotice
from desktop_admin.api.publishing.overview import Alarm, AlarmKind, PublishingOverview, ReadPublishingOverview
from desktop_admin.api.publishing.registers import FillSeat
from desktop_admin.api.publishing.states import SubmissionState
from desktop_admin.api.publishing.submission import ListSubmissions, SubmissionRow
from desktop_admin.api.shown import choice_label, shown
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.desk import QtDesk, nothing
from desktop_admin.views.kit.editors.dates import school_day
from desktop_admin.views.kit.form import FormDialog
from desktop_admin.views.kit.messages import QuietWord
from desktop_admin.views.kit.renewal import Renewal
from desktop_admin.views.kit.shell import MainWindow
from desktop_admin.views.kit.tasks import Figure, TaskCard, ToDo
from desktop_admin.views.kit.widgets import Kind, PageHeader, page_layout
from desktop_admin.views.publishing.choices import Known
from desktop_admin.views.publishing.names import AREA, ARTICLES, COLUMNS, NAME, OVERVIEW

MOST = 50  # articles that are listed
OF_ARTICLES = frozenset({AlarmKind.SCHEDULE_MISSED, AlarmKind.JOB_FAILED, AlarmKind.JOB_UNCERTAIN})
OF_NOTICES = frozenset({AlarmKind.NOTICE_OPEN, AlarmKind.NOTICE_REPLIED, AlarmKind.NOTICE_LATE})
OF_COLUMNS = frozenset({AlarmKind.BLANK_COLUMN, AlarmKind.STALE_COLUMN})
VERBS = {
    SubmissionState.DRAFT: N_("Continue"),
    SubmissionState.RETURNED: N_("Mend"),
    SubmissionState.SCHEDULED: N_("Publish"),
    SubmissionState.DEPT: N_("Look through"),
    SubmissionState.PROP: N_("Look through"),
    SubmissionState.RECALLED: N_("Take down"),
}
IN_REVIEW = (SubmissionState.DEPT, SubmissionState.PROP)


class OverviewPage(QWidget):
    def __init__(self, desk: QtDesk) -> None:
        super().__init__()
        self._desk = desk
        self.dialog: FormDialog | None = None
        self.overview: PublishingOverview | None = None
        self.known = Known(desk)
        self.known.follow(self)
        self.header, self.word = PageHeader(tr(OVERVIEW)), QuietWord()
        self.header.add(self.word)
        self.mine, self.review = Figure(tr(N_("Waiting for me"))), Figure(tr(N_("In review")))
        self.late, self.published = Figure(tr(N_("Schedule missed"))), Figure(tr(N_("Published this month")))
        self.tasks = TaskCard(tr(N_("Articles that wait for me")))
        self.alarms = TaskCard(tr(N_("To be looked after")), N_("Nothing is late, failed or empty."), first=False)
        self.to_do: list[ToDo] = []
        self._lay_out()
        Renewal(desk, self, AREA, self._ask)
        self._ask()

    # --- what comes ---
    def _ask(self) -> None:
        self._desk.ask(ReadPublishingOverview(), owner=self, then=self._take, failed=nothing)
        self._desk.ask(ListSubmissions(to_do=True, limit=MOST), owner=self, then=self._take_mine, failed=nothing)

    def _take(self, overview: PublishingOverview) -> None:
        self.overview = overview
        waiting = dict(overview.waiting)
        self.mine.show_figure(str(overview.to_do), tr(N_("articles")))
        review = sum(waiting.get(state, 0) for state in IN_REVIEW)
        scheduled = waiting.get(SubmissionState.SCHEDULED, 0)
        self.review.show_figure(str(review), tr(N_("{count} scheduled"), count=scheduled))
        self.late.show_figure(str(overview.overdue), tr(N_("not published at their time")))
        self.late.number.setProperty("kind", "danger" if overview.overdue else "")
        drafts = waiting.get(SubmissionState.DRAFT, 0) + waiting.get(SubmissionState.RETURNED, 0)
        self.published.show_figure(str(overview.published_this_month), tr(N_("{count} being written"), count=drafts))
        self.alarms.show_tasks([self._alarm(alarm) for alarm in overview.alarms])

    def _take_mine(self, page: Page[SubmissionRow]) -> None:
        self.to_do = [self._task(row) for row in page.rows]
        self.tasks.show_tasks(self.to_do)

    def _task(self, row: SubmissionRow) -> ToDo:
        edited = shown(row.edited_at, today=school_day())
        told = " · ".join(part for part in (row.number, row.department, row.author, edited) if part)
        verb = tr(VERBS.get(row.state, N_("See")))
        kind = Kind(row.state.tone.value)
        title = row.title or tr(N_("Without a title"))
        return ToDo(title, told, choice_label(row.state), kind, verb, partial(self._open_article, row.key))

    def _alarm(self, alarm: Alarm) -> ToDo:
        params = {name: tr(value) if isinstance(value, str) else value for name, value in alarm.params.items()}
        told = [tr(alarm.detail, **params)] if alarm.detail else []
        if alarm.since is not None:
            told.append(tr(N_("since {time}"), time=shown(alarm.since, today=school_day())))
        verb, go = self._way(alarm)
        state, kind = choice_label(alarm.kind), Kind(alarm.kind.tone.value)
        return ToDo(alarm.what, " · ".join(told), state, kind, tr(verb) if verb else "", go)

    def _way(self, alarm: Alarm) -> tuple[str, Callable[[], object]]:
        """What is to be done about it by who may; nothing where somebody else has to."""
        may = self._desk.actor.may
        if alarm.kind in OF_ARTICLES:
            return N_("See"), partial(self._open_article, alarm.key)
        if alarm.kind in OF_COLUMNS and may(IssueNotice.permission):
            return IssueNotice.caption, partial(self._ask_form, IssueNotice, {"column": alarm.key})
        if alarm.kind is AlarmKind.EMPTY_SEAT and may(FillSeat.permission):
            return FillSeat.caption, partial(self._ask_form, FillSeat, {"department": alarm.key})
        if alarm.kind in OF_NOTICES:
            return N_("See"), self._open_notices
        return "", nothing

    # --- where it leads ---
    def _open_article(self, key: UUID, _checked: object = None) -> None:
        self._go(ARTICLES, lambda page: page.open_article(key))

    def _open_notices(self, _checked: object = None) -> None:
        self._go(COLUMNS, lambda page: page.show_register(1))

    def _go(self, page: str, then: Callable[[Any], object]) -> None:
        window = self.window()
        if isinstance(window, MainWindow):
            then(window.go(NAME, page))

    def _ask_form(self, command: Any, initial: dict[str, Any], _checked: object = None) -> None:
        self.dialog = FormDialog(
            self,
            self._desk,
            command,
            initial=initial,
            choices=self.known.by_field(),
            then=lambda _row: self.word.say(tr(N_("Saved"))),
        )
        self.dialog.open()

    def _lay_out(self) -> None:
        page, figures, lists = page_layout(self), QHBoxLayout(), QHBoxLayout()
        for row in (figures, lists):
            row.setSpacing(12)
        for figure in (self.mine, self.review, self.late, self.published):
            figures.addWidget(figure)
        lists.addWidget(self.tasks, 1)
        lists.addWidget(self.alarms, 1)
        page.addWidget(self.header)
        page.addLayout(figures)
        page.addLayout(lists, 1)
