"""The word list in force, its versions, and the one that came with the program."""

import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from uuid import UUID

from sqlalchemy import func, or_, select

from desktop_admin.api.base import Page
from desktop_admin.api.publishing.refusals import TooManyWords, WordListed
from desktop_admin.api.publishing.words import (
    LONGEST_WORD,
    MOST_WORDS,
    AddWords,
    ListWords,
    ReadWordList,
    RemoveWord,
    WordCategory,
    WordListVersion,
    WordRow,
)
from desktop_admin.core import paths
from desktop_admin.core.errors import Invalid, Stale
from desktop_admin.core.i18n import N_
from desktop_admin.core.text import prose
from desktop_admin.db.search import matching
from desktop_admin.db.work import Work
from desktop_admin.models.publishing.words import ListedWord, WordList
from desktop_admin.models.school import School
from desktop_admin.services.narrowing import equal
from desktop_admin.services.publishing.text.words import Words
from desktop_admin.services.registry import handles

SORTED_BY = {
    "word": ListedWord.word,
    "category": ListedWord.category,
    "since": ListedWord.since,
    "until": ListedWord.until,
}
SHIPPED = N_("The list that came with the program")
CATEGORIES: dict[str, WordCategory] = {category.value: category for category in WordCategory}
Entries = tuple[tuple[str, str], ...]  # word and the value of its category


@cache
def shipped() -> Entries:
    """resources/publishing/words.toml; a category that there is not stops the program."""
    listed = tomllib.loads((paths.resources() / "publishing" / "words.toml").read_text("utf-8"))
    return tuple((word, str(CATEGORIES[category].value)) for category, words in listed.items() for word in words)


def in_force(work: Work) -> Words:
    """Made ready once a version; version 0 is the shipped one."""
    return _ready(work, work.school_id, _latest(work))


_kept: dict[tuple[UUID, int], Words] = {}
MOST_VERSIONS = 2**31 - 1  # that the database can number
KEPT = 4  # word lists that are held ready at once


def _ready(work: Work, school: UUID, number: int) -> Words:
    if not number:
        return _shipped_ready()
    known = _kept.get((school, number))
    if known is None:
        while len(_kept) >= KEPT:
            _kept.pop(next(iter(_kept)), None)
        known = _kept[school, number] = Words.of(_entries(work, number), number)
    return known


@lru_cache(maxsize=1)
def _shipped_ready() -> Words:
    return Words.of(shipped(), 0)


def _latest(work: Work) -> int:
    found = select(func.max(WordList.number)).where(WordList.school_id == work.school_id)
    return work.session.scalar(found) or 0


def _entries(work: Work, number: int) -> Entries:
    word = ListedWord
    there = word.school_id == work.school_id, word.since <= number, or_(word.until.is_(None), word.until >= number)
    found = select(word.word, word.category).where(*there).order_by(word.key)
    return tuple((text, str(category.value)) for text, category in work.session.execute(found))


def ensure(work: Work) -> int:
    """The version in force; the shipped list becomes the school's first. The school must be held."""
    number = _latest(work)
    if number:
        return number
    _version(work, 1, len(shipped()), SHIPPED, by="")
    rows = [{"word": word, "category": CATEGORIES[category], "since": 1} for word, category in shipped()]
    work.insert_rows(ListedWord, rows)
    return 1


@handles(ListWords)
def list_words(work: Work, request: ListWords) -> Page[WordRow]:
    word = ListedWord
    found = select(word).where(word.school_id == work.school_id)
    if request.of_version is None:
        found = found.where(word.until.is_(None))
    else:
        number = max(0, min(request.of_version, MOST_VERSIONS))
        found = found.where(word.since <= number, or_(word.until.is_(None), word.until >= number))
    found = found.where(*equal({word.category: request.category}))
    if request.search:
        found = found.where(matching(work.session, word, request.search))
    return work.page(request, found, SORTED_BY, _row)


@handles(ReadWordList)
def read_word_list(work: Work, request: ReadWordList) -> tuple[WordListVersion, ...]:  # noqa: ARG001 - there is one
    found = select(WordList).where(WordList.school_id == work.school_id).order_by(WordList.number.desc())
    versions = tuple(_told(version) for version in work.session.scalars(found))
    return versions or (WordListVersion(number=0, words=len(shipped()), at=None, by="", reason=SHIPPED),)


@handles(AddWords)
def add_words(work: Work, command: AddWords) -> WordListVersion:
    given = (prose(line) for line in command.words.splitlines())
    return add(work, {word: command.category for word in given if word}, prose(command.reason))


def listed(work: Work) -> frozenset[str]:
    """Every word of the list in force."""
    number = _latest(work)
    return frozenset(word for word, _ in (_entries(work, number) if number else shipped()))


def add(work: Work, given: Mapping[str, WordCategory], reason: str) -> WordListVersion:
    """A new version with those that are new, in this order. Raises WordListed, TooManyWords, Invalid."""
    work.hold(School, work.school_id)
    before = ensure(work)
    known = {word for word, _ in _entries(work, before)}
    new = {word: category for word, category in given.items() if word not in known}
    if not new:
        raise WordListed
    if any(len(word) > LONGEST_WORD for word in new):
        raise Invalid(field=N_("Words"), reason=N_("at most {limit} characters each"), limit=LONGEST_WORD)
    if len(known) + len(new) > MOST_WORDS:
        raise TooManyWords(limit=MOST_WORDS)
    version = _version(work, before + 1, len(known) + len(new), reason)
    rows = [{"word": word, "category": category, "since": version.number} for word, category in new.items()]
    work.insert_rows(ListedWord, rows)
    return _told(version)


@handles(RemoveWord)
def remove_word(work: Work, command: RemoveWord) -> WordListVersion:
    """It stays in the versions that had it."""
    work.hold(School, work.school_id)
    word = work.get(ListedWord, command.key, command.version)
    if word.until is not None:
        raise Stale
    before = ensure(work)
    word.until = before
    work.saved(word)
    return _told(_version(work, before + 1, len(_entries(work, before + 1)), prose(command.reason)))


def _version(work: Work, number: int, words: int, reason: str, by: str | None = None) -> WordList:
    version = WordList(number=number, words=words, at=work.now, reason=reason)
    version.by_key, version.by = work.actor.account_id, work.actor.name if by is None else by
    return work.add(version)


def _told(version: WordList) -> WordListVersion:
    return WordListVersion(
        number=version.number, words=version.words, at=version.at, by=version.by, reason=version.reason
    )


def _row(word: ListedWord) -> WordRow:
    return WordRow(
        key=word.key,
        version=word.version,
        word=word.word,
        category=word.category,
        since=word.since,
        until=word.until,
    )
