"""An article of 20,000 characters: searched for 20,000 listed words and for numbers, and compared with its revision.

The word search is set against str.find of every word, the comparison against difflib over all characters.
"""

import random
from difflib import SequenceMatcher

from desktop_admin.services.publishing.text.diff import diff
from desktop_admin.services.publishing.text.scan import scan
from desktop_admin.services.publishing.text.words import Words
from tests.benchmarks.measure import Row, at_most, seconds, side_by_side

LENGTH, WORDS, PARAGRAPH = 20_000, 20_000, 200
ROUNDS = 15
SHORT = 2_000  # characters that difflib alone can compare in this lifetime


def text(chance: random.Random, length: int) -> str:
    characters = [chr(point) for point in range(0x4E00, 0x4E00 + 2500)]
    lines = ("".join(chance.choices(characters, k=PARAGRAPH - 2)) + "。\n" for _ in range(length // PARAGRAPH))
    return "".join(lines)


def words(chance: random.Random) -> list[str]:
    characters = [chr(point) for point in range(0x4E00, 0x4E00 + 2500)]
    return ["".join(chance.choices(characters, k=chance.randint(2, 5))) for _ in range(WORDS)]


def revised(chance: random.Random, given: str) -> str:
    """A word changed in every tenth paragraph, one paragraph new and one gone."""
    lines = given.splitlines(keepends=True)
    for place in range(0, len(lines), 10):
        at = chance.randrange(PARAGRAPH - 10)
        lines[place] = f"{lines[place][:at]}改动{lines[place][at + 3 :]}"
    lines.insert(len(lines) // 3, "新的一段。\n")
    del lines[2 * len(lines) // 3]
    return "".join(lines)


def rows() -> list[Row]:
    chance = random.Random(20)  # noqa: S311 - no secret
    article, listed = text(chance, LENGTH), words(chance)
    known = Words.of(((word, "") for word in listed), 1)
    later = revised(chance, article)
    (scanned,) = side_by_side(lambda: scan(article, known), rounds=ROUNDS)
    (compared,) = side_by_side(lambda: diff(article, later), rounds=ROUNDS)
    every = seconds(lambda: [article.find(word) for word in listed])
    alone = seconds(lambda: SequenceMatcher(None, article[:SHORT], later[:SHORT], autojunk=False).get_opcodes())
    print(f"  (str.find of every word: {every * 1000:.0f} ms; difflib on a tenth of the text: {alone * 1000:.0f} ms)")
    return [
        at_most("scan of 20,000 characters for 20,000 words, ms", scanned * 1000, 10),
        at_most("diff of two revisions of 20,000 characters, ms", compared * 1000, 20),
    ]
