"""A word list, made ready once to be found in many texts."""

from collections.abc import Iterable
from dataclasses import dataclass

from desktop_admin.services.publishing.text.folding import folded


@dataclass(frozen=True, slots=True)
class Words:
    """Folded words by their first two characters, the longest first; those of one character by themselves.

    version: of the list; a submission stores it beside what was found. known: folded -> as the list has it, category.
    """

    version: int
    by_pair: dict[tuple[str, ...], tuple[str, ...]]
    singles: frozenset[str]
    known: dict[str, tuple[str, str]]

    @classmethod
    def of(cls, entries: Iterable[tuple[str, str]], version: int) -> "Words":
        """entries: word and category; words that fold to nothing are left out, of two alike the first counts."""
        known: dict[str, tuple[str, str]] = {}
        for word, category in entries:
            plain = folded(word).text
            if plain:
                known.setdefault(plain, (word, category))
        by_pair: dict[tuple[str, ...], list[str]] = {}
        for plain in sorted((plain for plain in known if len(plain) > 1), key=len, reverse=True):
            by_pair.setdefault((plain[0], plain[1]), []).append(plain)
        singles = frozenset(plain for plain in known if len(plain) == 1)
        return cls(version, {pair: tuple(words) for pair, words in by_pair.items()}, singles, known)
