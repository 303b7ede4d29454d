"""The word list in versions: a word is in every version from its first to its last."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop_admin.api.publishing.words import LONGEST_WORD, WordCategory, WordListVersion, WordRow
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Permission
from desktop_admin.models.base import InTrail, Record

_READ = Permission.PUBLISHING_SUBMISSION_READ


class WordList(Record):
    """One version. Only added."""

    __tablename__ = "publishing_word_list"
    __table_args__ = (UniqueConstraint("school_id", "number"),)
    in_trail = InTrail(N_("Word list"), _READ, (WordListVersion,), {"by_key": N_("Account")})

    number: Mapped[int]
    words: Mapped[int]
    at: Mapped[datetime]
    by_key: Mapped[UUID]
    by: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(String(200), default="")

    def describe(self) -> str:
        return str(self.number)


class ListedWord(Record):
    """since, until: the first and the last version that has it; until is none while it is listed."""

    __tablename__ = "publishing_word"
    __table_args__ = (Index("ix_publishing_word_school_id_until", "school_id", "until"),)
    in_trail = InTrail(N_("Listed word"), _READ, (WordRow,))
    searched = ("word",)

    word: Mapped[str] = mapped_column(String(LONGEST_WORD))
    category: Mapped[WordCategory]
    since: Mapped[int]
    until: Mapped[int | None]

    def describe(self) -> str:
        return self.word
