"""Chinese names in Latin letters: what one searches by, and user names that nobody can mistake for another."""

import re
import tomllib
from functools import cache
from itertools import count

import msgspec
from msgspec import Struct
from sqlalchemy import select

from desktop_admin.core import paths
from desktop_admin.core.errors import Invalid
from desktop_admin.core.i18n import N_
from desktop_admin.core.text import normal
from desktop_admin.db.work import Work
from desktop_admin.models.accounts import Account

LOGIN = re.compile(r"[a-z0-9._-]{2,40}")
LOGIN_RULE = N_("2 to 40 lower-case letters, digits, dots, underlines and hyphens; mend it")
LONGEST_SUGGESTED = 20  # letters


class Surnames(Struct, frozen=True, forbid_unknown_fields=True):
    readings: dict[str, str]
    compound: dict[str, list[str]]


class Reading(Struct, frozen=True):
    """A name's syllables, without tones: those of the surname, and those of the given name."""

    surname: tuple[str, ...]
    given: tuple[str, ...]

    @property
    def pinyin(self) -> str:
        return "".join(self.surname + self.given)

    @property
    def initials(self) -> str:
        return "".join(syllable[0] for syllable in self.surname + self.given)

    @property
    def login(self) -> str:
        """陈志强 is chenzq, 冯雪 is fengxue: the surname, and of a longer given name its initials."""
        given = "".join(self.given) if len(self.given) == 1 else "".join(syllable[0] for syllable in self.given)
        return ("".join(self.surname) + given)[:LONGEST_SUGGESTED]


@cache
def _surnames() -> Surnames:
    return msgspec.convert(tomllib.loads((paths.resources() / "surnames.toml").read_text("utf-8")), Surnames)


def reading(name: str) -> Reading:
    """Of a Chinese name by its surname's own reading; of any other, its words as they are."""
    plain = normal(name).casefold()
    compound = _surnames().compound.get(plain[:2]) if len(plain) > 2 else None  # noqa: PLR2004 - a given name follows
    if compound:
        return Reading(tuple(compound), _syllables(plain[2:]))
    known = _surnames().readings.get(plain[:1])
    if known:
        return Reading((known,), _syllables(plain[1:]))
    syllables = _syllables(plain)
    return Reading(syllables[:1], syllables[1:])


def _syllables(text: str) -> tuple[str, ...]:
    """Words of Latin letters count as one syllable each; anything else that is not Chinese is left out."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - its tables take half a second: not while a window waits

    read = lazy_pinyin(text, style=Style.NORMAL, errors=lambda other: f" {other} ")
    return tuple(re.findall("[a-z0-9]+", " ".join(read).replace("ü", "v")))


def free_login(work: Work, wanted: str) -> str:
    """The wanted user name, or with the first number behind it that nobody has or ever had."""
    stem = wanted if LOGIN.fullmatch(wanted) else f"{wanted}user"
    like = select(Account.login).where(
        Account.school_id == work.school_id, Account.login.startswith(stem, autoescape=True)
    )
    taken = set(work.session.scalars(like))
    numbered = (f"{stem}{number}" for number in count(2))
    return stem if stem not in taken else next(login for login in numbered if login not in taken)


def checked_login(given: str) -> str:
    """Raises Invalid for anything but [a-z0-9._-]: letters that only look like others cannot exist."""
    login = normal(given).lower()
    if not LOGIN.fullmatch(login):
        raise Invalid(field=N_("User name"), reason=LOGIN_RULE)
    return login
