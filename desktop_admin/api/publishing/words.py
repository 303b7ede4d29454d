"""The word list: words that a person looks at before a text goes out. It never bans by itself (PL 四.5)."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Struct

from desktop_admin.api.base import Command, PageQuery, Query, RecordCommand, label
from desktop_admin.core.i18n import N_
from desktop_admin.core.labels import Labelled, Tone
from desktop_admin.core.permissions import Permission

MOST_WORDS = 20_000
LONGEST_WORD = 40


class WordCategory(Labelled):
    """WX 三.3-三.6."""

    FORBIDDEN = "forbidden", N_("political, religious, obscene or violent"), Tone.DANGER
    ADVERT = "advert", N_("commercial advertising"), Tone.WARN
    INSULT = "insult", N_("insult or slander"), Tone.DANGER
    RESULTS = "results", N_("admissions and results"), Tone.WARN
    SECRET = "secret", N_("confidential"), Tone.DANGER
    OTHER = "other", N_("other"), Tone.NEUTRAL


class WordRow(Struct, frozen=True, kw_only=True):
    key: UUID
    version: int
    word: Annotated[str, label(N_("Word"))]
    category: Annotated[WordCategory, label(N_("Category"))]
    since: Annotated[int, label(N_("From version"))]
    until: Annotated[int | None, label(N_("Until version"))]  # the last version that has it


class ListWords(PageQuery[WordRow], frozen=True, kw_only=True):
    """The words of the list in force, or of an earlier version."""

    permission = Permission.PUBLISHING_SUBMISSION_READ

    category: Annotated[WordCategory | None, label(N_("Category"))] = None
    of_version: Annotated[int | None, label(N_("Version of the list"))] = None


class WordListVersion(Struct, frozen=True, kw_only=True):
    """number 0: nothing has been changed, the list that came with the program is in force."""

    number: Annotated[int, label(N_("Version"))]
    words: Annotated[int, label(N_("Words"))]
    at: Annotated[datetime | None, label(N_("Time"))]
    by: Annotated[str, label(N_("Handled by"))]
    reason: Annotated[str, label(N_("Reason"))]


class ReadWordList(Query[tuple[WordListVersion, ...]], frozen=True):
    """Every version, the newest first."""

    permission = Permission.PUBLISHING_SUBMISSION_READ


class AddWords(Command[WordListVersion], frozen=True, kw_only=True):
    """A new version of the list with these words as well, one a line. Raises WordListed, TooManyWords, Invalid."""

    permission = Permission.PUBLISHING_REGISTER_EDIT
    caption = N_("Add words")

    category: Annotated[WordCategory, label(N_("Category"))]
    words: Annotated[str, label(N_("Words"), max_length=200_000, editor="lines", hint=N_("One a line"))]
    reason: Annotated[str, label(N_("Reason"), max_length=200)] = ""


class RemoveWord(RecordCommand[WordListVersion], frozen=True, kw_only=True):
    """A new version of the list without it."""

    permission = Permission.PUBLISHING_REGISTER_EDIT
    caption = N_("Remove word")

    reason: Annotated[str, label(N_("Reason"), max_length=200)] = ""
