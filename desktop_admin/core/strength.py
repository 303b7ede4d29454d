"""Whether a new password is good enough: the same judgement under a meter on the PC and at the server.

Nothing here keeps, logs or sends a password. ACC 4 is 学校平台账号密码管理 第四条.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache

from msgspec import Struct
from zxcvbn import zxcvbn

from desktop_admin.core import paths
from desktop_admin.core.passwords import (
    HoldsPersonal,
    Ingredient,
    LacksDigit,
    LacksLetter,
    LacksSpecial,
    Rule,
    TooCommon,
    TooGuessable,
    TooLong,
    TooShort,
    TooSimilar,
    WeakPassword,
)

SCORED = 72  # characters: zxcvbn refuses more
PERSONAL = 4  # letters; a shorter word of the person's own says too little to be looked for inside a password
PERSONAL_CHINESE = 2
DIGITS = 6  # so many digits of a phone or a number in a row are too many
PADDING = 3  # characters that do not make a common password uncommon

_LOOKS_LIKE = str.maketrans("@$013457", "asoieast")
_DIGIT_RUN = re.compile(r"\d+")


class Candidate(Struct, frozen=True):
    """plain: the new password as typed. personal: words of the person. old: the current one, where it is known."""

    plain: str
    rule: Rule
    personal: tuple[str, ...] = ()
    old: str = ""

    @property
    def text(self) -> str:
        return normal(self.plain)


class Judgement(Struct, frozen=True):
    """score: zxcvbn's, 0 to 4. weaknesses: everything that is to be mended, in the order of the rule."""

    score: int
    weaknesses: tuple[WeakPassword, ...]


def normal(password: str) -> str:
    """One form for every way to type it; nothing is trimmed or cut."""
    return unicodedata.normalize("NFKC", password)


def judge(candidate: Candidate) -> Judgement:
    """For a meter while the password is typed."""
    if len(candidate.plain) > candidate.rule.most:
        return Judgement(0, (TooLong(most=candidate.rule.most),))
    return Judgement(_score(candidate), tuple(_weaknesses(candidate)))


def require(candidate: Candidate) -> None:
    """Raises the first weakness there is. Too long a text is refused before anything is done with it."""
    if len(candidate.plain) > candidate.rule.most:
        raise TooLong(most=candidate.rule.most)
    for weakness in _weaknesses(candidate):
        raise weakness


def _weaknesses(candidate: Candidate) -> Iterator[WeakPassword]:
    for check in (_length, *_INGREDIENTS, _similar, _personal, _common, _guessable):
        weakness = check(candidate)
        if weakness is not None:
            yield weakness


def _length(candidate: Candidate) -> WeakPassword | None:
    count, rule = len(candidate.text), candidate.rule
    if count < rule.least:
        return TooShort(least=rule.least)
    return TooLong(most=rule.most) if count > rule.most else None


def _ingredient(
    name: Ingredient, holds: Callable[[str], bool], weakness: type[WeakPassword]
) -> Callable[[Candidate], WeakPassword | None]:
    def check(candidate: Candidate) -> WeakPassword | None:
        missing = name in candidate.rule.needs and not any(map(holds, candidate.text))
        return weakness() if missing else None

    return check


_INGREDIENTS = (
    _ingredient("letter", str.isalpha, LacksLetter),
    _ingredient("digit", str.isdigit, LacksDigit),
    _ingredient("special", lambda character: not character.isalnum(), LacksSpecial),
)


def _similar(candidate: Candidate) -> WeakPassword | None:
    """Equal but for case, direction or the digits, so that Canteen!2026-01 is not followed by Canteen!2026-02."""
    new, old = candidate.text.casefold(), normal(candidate.old[: candidate.rule.most]).casefold()
    if not old:
        return None
    return TooSimilar() if _skeleton(new) in {_skeleton(old), _skeleton(old[::-1])} else None


def _skeleton(password: str) -> str:
    return _DIGIT_RUN.sub("0", password)


def _personal(candidate: Candidate) -> WeakPassword | None:
    folded = candidate.text.casefold()
    written = {folded, folded.translate(_LOOKS_LIKE)}
    letters = "".join(filter(str.isalpha, folded))
    for word in (normal(word).casefold() for word in candidate.personal):
        digits = {word[at : at + DIGITS] for at in range(len(word) - DIGITS + 1)} if word.isdigit() else set[str]()
        long = {word} if len(word) >= (PERSONAL if word.isascii() else PERSONAL_CHINESE) else set[str]()
        if word == letters or any(part in each for part in long | digits for each in written):
            return HoldsPersonal()
    return None


def _common(candidate: Candidate) -> WeakPassword | None:
    """Also with a few characters before or after, with signs inside, and with 0 for o."""
    known = common_passwords()
    folded = candidate.text.casefold()
    for text in ("".join(filter(str.isalnum, way)) for way in (folded, folded.translate(_LOOKS_LIKE))):
        for before in range(PADDING + 1):
            for after in range(PADDING + 1 - before):
                if text[before : len(text) - after] in known:
                    return TooCommon()
    return None


def _guessable(candidate: Candidate) -> WeakPassword | None:
    return TooGuessable() if _score(candidate) < candidate.rule.strength else None


def _score(candidate: Candidate) -> int:
    scored = candidate.text[:SCORED]
    return int(zxcvbn(scored, list(candidate.personal))["score"]) if scored else 0


@cache
def common_passwords() -> frozenset[str]:
    """resources/common-passwords.zh.txt: one a line, lower case, letters and digits only; # begins a remark."""
    lines = (paths.resources() / "common-passwords.zh.txt").read_text("utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))
