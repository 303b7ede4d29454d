"""统一社会信用代码 (GB 32100-2015): 18 characters, of which the last checks the others."""

from desktop_admin.api.canteen.registers import NotACreditCode
from desktop_admin.core.i18n import N_
from desktop_admin.core.text import normal

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # without I, O, S, V, Z
LENGTH = 18
_WEIGHTS = tuple(pow(3, place, 31) for place in range(LENGTH - 1))


def check_character(body: str) -> str:
    """The 18th character for the first 17."""
    total = sum(ALPHABET.index(character) * weight for character, weight in zip(body, _WEIGHTS, strict=True))
    return ALPHABET[-total % len(ALPHABET)]


def checked_code(typed: str) -> str:
    """The code in capitals, full width understood. Raises NotACreditCode with the reason."""
    code = normal(typed).upper().replace(" ", "")
    if len(code) != LENGTH:
        raise NotACreditCode(code=code, reason=N_("it has {count} characters, not 18"), count=len(code))
    foreign = next((character for character in code if character not in ALPHABET), "")
    if foreign:
        raise NotACreditCode(code=code, reason=N_("{character} does not occur in such a code"), character=foreign)
    if check_character(code[:-1]) != code[-1]:
        raise NotACreditCode(code=code, reason=N_("the check character does not fit; compare it with the licence"))
    return code
