"""What a password must be, and how one that is not is refused: always one sentence with the reason and the fix."""

from datetime import date
from typing import Literal

from msgspec import Struct

from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_
from desktop_admin.core.localised import Localised

Ingredient = Literal["letter", "digit", "special"]  # special: anything that is neither letter nor digit, a space too


class Rule(Struct, frozen=True, kw_only=True):
    """The profile in force. Lengths are code points after NFKC; strength is zxcvbn's score, 0 to 4."""

    name: str
    title: Localised
    since: date  # the day this version of it came into force
    least: int
    most: int
    needs: tuple[Ingredient, ...]
    strength: int
    remembered: int  # so many retired passwords may not come back

    @property
    def version(self) -> str:
        """What the audit trail calls it."""
        return f"{self.name} {self.since}"


class WeakPassword(Refused):
    """The base of every reason for which a new password is refused."""

    message = N_("The password is too easy to guess; choose another one.")


class TooShort(WeakPassword):
    message = N_("The password has fewer than {least} characters; make it longer.")


class TooLong(WeakPassword):
    message = N_("The password has more than {most} characters; make it shorter.")


class LacksLetter(WeakPassword):
    message = N_("The password has no letter; add one.")


class LacksDigit(WeakPassword):
    message = N_("The password has no digit; add one.")


class LacksSpecial(WeakPassword):
    message = N_("The password has no special character; add one such as # or a space.")


class TooGuessable(WeakPassword):
    message = N_("The password is too easy to guess; make it longer or add a word that does not belong there.")


class TooCommon(WeakPassword):
    message = N_("The password is one of those that many people use; think of one of your own.")


class HoldsPersonal(WeakPassword):
    message = N_("The password holds your name, user name, number, phone or school; leave that out.")


class TooSimilar(WeakPassword):
    message = N_("The password is nearly the current one (reversed, other case, other digits); choose a new one.")


class UsedBefore(WeakPassword):
    message = N_("The password was one of your last {remembered}; choose one you have not used.")
