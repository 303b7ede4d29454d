"""A text as a reader sees it: without what is invisible, in one width, in small letters. Places are kept."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff\uffa0]"
)


class Folded(NamedTuple):
    """places: of each character, its place in the text it was made from, and one more for the end."""

    text: str
    places: Sequence[int]


def folded(given: str) -> Folded:
    plain = given.casefold()
    unchanged = len(plain) == len(given) and not INVISIBLE.search(plain) and unicodedata.is_normalized("NFKC", plain)
    if unchanged:
        return Folded(plain, range(len(given) + 1))
    parts = [_fold(character) for character in given]
    places = [place for place, part in enumerate(parts) for _ in part]
    return Folded("".join(parts), [*places, len(given)])


@lru_cache(maxsize=2**15)
def _fold(character: str) -> str:
    return "" if INVISIBLE.match(character) else unicodedata.normalize("NFKC", character.casefold()).casefold()
