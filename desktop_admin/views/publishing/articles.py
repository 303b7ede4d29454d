"""全部稿件: every article, found and opened; the one that is open stands in the list's place."""

from typing import Any
from uuid import UUID

from desktop_admin.api.publishing.lists import SUBMISSIONS
from desktop_admin.api.publishing.submission import SubmissionDetail, SubmissionRow
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.list_page import ListPage, Neighbours
from desktop_admin.views.kit.opening import Opens
from desktop_admin.views.kit.paper import export_shown
from desktop_admin.views.publishing.choices import Known
from desktop_admin.views.publishing.reading.screen import ArticleScreen
from desktop_admin.views.publishing.writing.screen import WritingScreen


class ArticlesPage(Opens):
    def __init__(self, desk: QtDesk) -> None:
        super().__init__(desk)
        self.known = Known(desk)
        self.known.follow(self)
        self.list = ListPage(
            desk,
            SUBMISSIONS,
            opens=self._open,
            create=self.write_article,
            choices=self.known.by_field(),
            export=export_shown,
        )
        self.article: ArticleScreen | None = None
        self.neighbours: Neighbours | None = None
        self.writing: WritingScreen | None = None
        self.hold(self.list)

    def open_article(self, key: UUID) -> None:
        """What is being written and not saved yet stays in sight: it is left first."""
        if self.writing is not None and self.unsaved():
            self.writing.remind()
        else:
            self._show(key)

    def _show(self, key: UUID) -> ArticleScreen:
        screen = self._read()
        screen.show_article(key)
        if self.neighbours is not None:
            self.neighbours.stand_at(key)
        self.turn(screen)
        return screen

    def _read(self) -> ArticleScreen:
        if self.article is None:
            self.article = ArticleScreen(self.desk)
            self.neighbours = Neighbours(self.list, self.article)
            self.neighbours.wanted.connect(self._open)
            self.article.add_beside_back(self.neighbours)
            self.article.left.connect(self.close_screen)
            self.article.edit_asked.connect(self.edit_article)
            self.stack.addWidget(self.article)
        return self.article

    def write_article(self) -> WritingScreen:
        """A new one."""
        screen = self._written()
        screen.write_new()
        self.turn(screen)
        return screen

    def edit_article(self, detail: SubmissionDetail) -> WritingScreen:
        screen = self._written()
        screen.edit(detail)
        self.turn(screen)
        return screen

    def _written(self) -> WritingScreen:
        if self.writing is None:
            self.writing = WritingScreen(self.desk)
            self.writing.left.connect(self._leave_writing)
            self.stack.addWidget(self.writing)
        return self.writing

    def _leave_writing(self) -> None:
        """To the article, where it goes on its way; to the list, where nothing was saved."""
        detail = self.writing.keeper.detail if self.writing is not None else None
        if detail is not None:
            self._show(detail.row.key)
        else:
            self.close_screen()

    def _open(self, row: Any) -> None:
        if isinstance(row, SubmissionRow):
            self.open_article(row.key)
