"""The screens of publishing: the module 发布审批.

overview   what waits for the reader, and what is late or empty
articles   every article; the one that is open, and the one that is being written, stand in its place
reading    the page of one article
writing    the editor with every field, its checks and its files
jobs       what is to be published where; handling its dialogs
registers  columns and notices, departments and channels, the word list
article    what an article is written, compared and previewed with
"""

from desktop_admin.api.publishing.overview import ReadPublishingOverview
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Permission
from desktop_admin.views.kit.shell import Module, Page
from desktop_admin.views.kit.waiting import Waiting
from desktop_admin.views.publishing.articles import ArticlesPage
from desktop_admin.views.publishing.jobs import JobsPage
from desktop_admin.views.publishing.names import ARTICLES, COLUMNS, DEPARTMENTS, JOBS, NAME, OVERVIEW, WORDS
from desktop_admin.views.publishing.overview import OverviewPage
from desktop_admin.views.publishing.registers import ColumnsPage, DepartmentsPage, WordsPage

__all__ = ["MODULE"]

MODULE = Module(
    NAME,
    N_("Publishing"),
    "publish",
    (
        Page(OVERVIEW, Permission.PUBLISHING_SUBMISSION_READ, OverviewPage),
        Page(ARTICLES, Permission.PUBLISHING_SUBMISSION_READ, ArticlesPage),
        Page(JOBS, Permission.PUBLISHING_SUBMISSION_READ, JobsPage),
        Page(COLUMNS, Permission.PUBLISHING_SUBMISSION_READ, ColumnsPage),
        Page(DEPARTMENTS, Permission.PUBLISHING_SUBMISSION_READ, DepartmentsPage),
        Page(WORDS, Permission.PUBLISHING_SUBMISSION_READ, WordsPage),
    ),
    Waiting(ReadPublishingOverview(), lambda overview: overview.to_do),
)
