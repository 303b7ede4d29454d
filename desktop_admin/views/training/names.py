"""The module's name, what its pages are called, and short texts that several of them share."""

from decimal import Decimal

from desktop_admin.api.shown import trimmed
from desktop_admin.core.i18n import N_, tr

NAME = "training"
AREA = frozenset({"training"})  # what a screen of this module is read again for

RUNNING, MINE, LIBRARY = N_("Running courses"), N_("My courses"), N_("Course library")
HOMEWORK, RECORDS, RESOURCES = N_("Homework and grades"), N_("Class hours and certificates"), N_("Resources")

DOT = " · "
COMMA = N_(", ")
plain = trimmed  # hours and marks, as lists show them


def hours(value: Decimal) -> str:
    return tr(N_("{count} class hours"), count=plain(value))
