"""全部稿件: every article, found and opened; the one that is open stands in the list's place."""

from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop_admin.api.publishing.lists import SUBMISSIONS
from desktop_admin.api.publishing.submission import SubmissionRow
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.list_page import ListPage
from desktop_admin.views.kit.paper import export_shown
from desktop_admin.views.publishing.choices import Known
from desktop_admin.views.publishing.reading.screen import ArticleScreen


class ArticlesPage(QWidget):
    def __init__(self, desk: QtDesk) -> None:
        super().__init__()
        self._desk = desk
        self.known = Known(desk)
        self.known.follow(self)
        self.list = ListPage(desk, SUBMISSIONS, opens=self._open, choices=self.known.by_field(), export=export_shown)
        self.article: ArticleScreen | None = None
        self.stack = QStackedWidget()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)
        self.stack.addWidget(self.list)
        self.setFocusProxy(self.list)

    def open_article(self, key: UUID) -> ArticleScreen:
        if self.article is None:
            self.article = ArticleScreen(self._desk)
            self.article.left.connect(self.show_list)
            self.stack.addWidget(self.article)
        self.article.show_article(key)
        self._turn(self.article)
        return self.article

    def show_list(self) -> None:
        self._turn(self.list)

    def _turn(self, screen: QWidget) -> None:
        self.stack.setCurrentWidget(screen)
        self.setFocusProxy(screen)
        screen.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, row: Any) -> None:
        if isinstance(row, SubmissionRow):
            self.open_article(row.key)
