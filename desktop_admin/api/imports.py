"""What is brought in from an Excel file: one line a row, looked at as a whole before anything is written.

A line's labelled fields are the columns of the file and of its template. row: as Excel numbers it.
"""

from typing import Annotated, Any

from msgspec import Meta, Struct

from desktop_admin.api.base import Command, Refusal, label
from desktop_admin.api.publishing.words import LONGEST_WORD, WordCategory
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Permission

MOST_LINES = 5000  # of one file


class CellEmpty(Refused):
    message = N_("nothing stands in it")


class TextOfCellTooLong(Refused):
    message = N_("it has {used} characters; at most {limit}")


class NotAChoice(Refused):
    """choices: as their reader reads them, joined."""

    message = N_("“{given}” is none of: {choices}")


class TwiceInFile(Refused):
    message = N_("“{given}” stands in row {row} already")


class WordKnown(Refused):
    message = N_("“{word}” is in the list already")


class NobodyWithNumber(Refused):
    message = N_("nobody who can sign in has the number “{number}”")


class NoCourseWithNumber(Refused):
    message = N_("there is no course “{number}”")


class BadRow(Struct, frozen=True):
    """column: its label. Told as why.error()."""

    row: int
    column: str
    why: Refusal

    @classmethod
    def of(cls, row: int, column: str, error: Refused) -> "BadRow":
        return cls(row, column, Refusal.of(error))


class Imported(Struct, frozen=True, kw_only=True):
    """good: lines that can be, or were, brought in. done: whether they were."""

    good: int
    bad: tuple[BadRow, ...]
    done: bool


class _Import(Command[Imported], frozen=True, kw_only=True):
    """All or nothing, unless bad rows are to be left out. check: look only."""

    check: bool = False
    skip_bad: bool = False


class WordLine(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    row: int
    word: Annotated[str, label(N_("Word"), max_length=LONGEST_WORD)]
    category: Annotated[WordCategory, label(N_("Category"))]


class ImportWords(_Import, frozen=True, kw_only=True):
    """A new version of the word list. Raises TooManyWords."""

    permission = Permission.PUBLISHING_REGISTER_EDIT
    caption = N_("Import words")

    lines: Annotated[tuple[WordLine, ...], Meta(max_length=MOST_LINES)]


class DepartmentLine(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A department and the staff numbers of who holds its seats from today on; an empty seat stays as it is."""

    row: int
    name: Annotated[str, label(N_("Department"), max_length=40)]
    head: Annotated[str, label(N_("Head"), max_length=40)] = ""
    superior: Annotated[str, label(N_("Superior of the head"), max_length=40)] = ""
    informant: Annotated[str, label(N_("Informant"), max_length=40)] = ""
    deputy: Annotated[str, label(N_("Deputy informant"), max_length=40)] = ""


class ImportDepartments(_Import, frozen=True, kw_only=True):
    permission = Permission.PUBLISHING_REGISTER_EDIT
    caption = N_("Import departments")

    lines: Annotated[tuple[DepartmentLine, ...], Meta(max_length=MOST_LINES)]


class ParticipantLine(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    row: int
    course: Annotated[str, label(N_("Course no."), max_length=40)]
    number: Annotated[str, label(N_("Staff or student no."), max_length=40)]


class ImportParticipants(_Import, frozen=True, kw_only=True):
    """Each keeps a seat or waits, in the order of the file. Raises NoRulesYet."""

    permission = Permission.TRAINING_COURSE_MANAGE
    caption = N_("Import participants")

    lines: Annotated[tuple[ParticipantLine, ...], Meta(max_length=MOST_LINES)]


class ImportKind(Struct, frozen=True):
    """examples: rows of the template, one value a column, to be translated."""

    name: str
    title: str
    line: type[Struct]
    command: type[Any]
    examples: tuple[tuple[str, ...], ...]


KINDS = (
    ImportKind("words", N_("Word list"), WordLine, ImportWords, (("最有效", WordCategory.ADVERT.label),)),
    ImportKind(
        "departments",
        N_("Departments"),
        DepartmentLine,
        ImportDepartments,
        (("办公室", "G2008011", "G2003001", "G2018009", ""),),
    ),
    ImportKind("participants", N_("Participants"), ParticipantLine, ImportParticipants, (("KC-2026-001", "G2026101"),)),
)
