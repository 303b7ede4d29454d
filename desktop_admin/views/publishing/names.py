"""What the module and its pages are called, for who leads from one to another."""

from desktop_admin.core.i18n import N_

NAME = "publishing"
OVERVIEW, ARTICLES, JOBS = N_("For my review"), N_("All articles"), N_("Publishing jobs")
COLUMNS, DEPARTMENTS, WORDS = N_("Columns and notices"), N_("Departments and channels"), N_("Word list")
AREA = frozenset({NAME})
