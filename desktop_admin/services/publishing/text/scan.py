"""What a text holds that should not go out unseen: listed words, ID cards, bank cards, phone numbers.

A number counts only if its own check digit does (GB 11643-1999 for ID cards, Luhn for bank cards), so that a long
document number is not taken for one.
"""

import re
from collections.abc import Iterator
from datetime import date
from itertools import compress, pairwise

from desktop_admin.api.publishing.text import Finding, FindingKind
from desktop_admin.services.publishing.text.folding import Folded, folded
from desktop_admin.services.publishing.text.words import Words

_RUN = re.compile(r"[0-9](?:[ \-\u2010-\u2015.·]?[0-9]){9,}x?(?![a-z])|[0-9](?:[ \-\u2010-\u2015.·]?[0-9]){9,}")
_GROUP = re.compile(r"[0-9]+x?")  # people write long numbers in groups
MOST_GROUPS = 6  # of one number: a bank card of 19 digits has five
_MOBILE = re.compile(r"(?:86)?1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"0(?:10|2[0-9]|[3-9][0-9]{2})[0-9]{7,8}")
_BANK = re.compile(r"62[0-9]{14,17}")
_ID_CARD = re.compile(r"[1-9][0-9]{16}[0-9x]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10x98765432"
_BORN = slice(6, 14)
_LARGEST_DIGIT = 9


def scan(text: str, words: Words) -> tuple[Finding, ...]:
    """In the order of the text. A listed word inside a longer one that was found is not told again."""
    plain = folded(text)
    found = [*_numbers(text, plain), *_listed(text, plain, words)]
    return tuple(sorted(found, key=lambda finding: (finding.start, -finding.end)))


def _numbers(text: str, plain: Folded) -> Iterator[Finding]:
    """A run of digits may hold several numbers, one after the other."""
    for run in _RUN.finditer(plain.text):
        groups = list(_GROUP.finditer(plain.text, run.start(), run.end()))
        first = 0
        while first < len(groups):
            last, kind = _number(groups[first : first + MOST_GROUPS])
            if kind is not None:
                yield _finding(kind, text, plain, groups[first].start(), groups[first + last].end())
            first += last + 1


def _number(groups: list[re.Match[str]]) -> tuple[int, FindingKind | None]:
    """What the longest number at the start of these groups is, and the place of its last group."""
    for last in reversed(range(len(groups))):
        kind = _kind_of("".join(group[0] for group in groups[: last + 1]))
        if kind is not None:
            return last, kind
    return 0, None


def _kind_of(digits: str) -> FindingKind | None:
    if _ID_CARD.fullmatch(digits) and is_id_card(digits):
        return FindingKind.ID_CARD
    if _BANK.fullmatch(digits) and has_luhn(digits):
        return FindingKind.BANK_CARD
    if _MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits):
        return FindingKind.PHONE
    return None


def is_id_card(digits: str) -> bool:
    """18 characters, folded: the day of birth exists and the check digit fits (GB 11643-1999, ISO 7064 mod 11-2)."""
    try:
        date.fromisoformat(digits[_BORN])
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    return _CHECKS[total % 11] == digits[-1]


def has_luhn(digits: str) -> bool:
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value - _LARGEST_DIGIT if value > _LARGEST_DIGIT else value for value in doubled) % 10 == 0


def _listed(text: str, plain: Folded, words: Words) -> Iterator[Finding]:
    """Of two words that begin at one place, the longer; none that lies within one already told."""
    told = 0
    for start in _starts(plain.text, words):
        word = _longest(plain.text, start, words)
        if word and start + len(word) > told:
            told = start + len(word)
            original, category = words.known[word]
            yield _finding(FindingKind.WORD, text, plain, start, told, original, category)


def _starts(text: str, words: Words) -> list[int]:
    """Where a word may begin. A loop of Python's own over every character would take five times as long."""
    long = compress(range(len(text)), map(words.by_pair.__contains__, pairwise(text)))
    single = compress(range(len(text)), map(words.singles.__contains__, text)) if words.singles else ()
    return sorted({*long, *single})


def _longest(text: str, start: int, words: Words) -> str:
    candidates = words.by_pair.get(tuple(text[start : start + 2]), ())
    found = next((word for word in candidates if text.startswith(word, start)), "")
    return found or (text[start] if text[start] in words.singles else "")


def _finding(  # noqa: PLR0913, PLR0917 - where it stands, in both texts
    kind: FindingKind, text: str, plain: Folded, start: int, end: int, word: str = "", category: str = ""
) -> Finding:
    first, last = plain.places[start], plain.places[end - 1] + 1
    said = text[first:last]
    hidden = said.casefold() != plain.text[start:end]
    return Finding(kind, first, last, said, word, category, hidden)
