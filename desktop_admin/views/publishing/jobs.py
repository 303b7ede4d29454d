"""发布任务: what is to be published where, by the program or by hand."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from desktop_admin.api.publishing.jobs import JobRow, RecordDone
from desktop_admin.api.publishing.lists import JOBS as LISTED
from desktop_admin.core.i18n import tr
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.list_page import ListPage
from desktop_admin.views.kit.paper import export_shown
from desktop_admin.views.kit.shell import MainWindow
from desktop_admin.views.publishing.choices import Known
from desktop_admin.views.publishing.handling import Handler
from desktop_admin.views.publishing.names import ARTICLES, NAME


class JobsPage(ListPage):
    def __init__(self, desk: QtDesk) -> None:
        known = Known(desk)
        super().__init__(desk, LISTED, opens=self._open_article, choices=known.by_field(), export=export_shown)
        known.follow(self)
        self.handler = Handler(self, desk, self._recorded)
        self.doer.ways[RecordDone] = self.handler.record

    def _recorded(self, job: JobRow) -> None:
        self.word.say(f"{tr(RecordDone.caption)}: {job.channel}")

    def _open_article(self, row: Any) -> None:
        """The article, where its own page is."""
        window = self.window()
        if isinstance(window, MainWindow) and isinstance(row, JobRow):
            page: Any = window.go(NAME, ARTICLES)
            open_article: Callable[[UUID], object] = page.open_article
            open_article(row.submission_key)
