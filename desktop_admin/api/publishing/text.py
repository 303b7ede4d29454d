"""What is said about a text: what was found in it, what cleaning took out, how two revisions differ."""

from typing import Annotated

from msgspec import Meta, Struct

from desktop_admin.core.i18n import N_
from desktop_admin.core.labels import Labelled, Tone

BODY = 200_000  # characters of HTML that an article's body may have
PICTURE = "attachment:"  # before the SHA-256 of a picture that is attached to the same article: the only pictures shown

Body = Annotated[str, Meta(max_length=BODY)]


class FindingKind(Labelled):
    """What a person must look at before the text goes out. Never a ban: PL 四.5 leaves the ruling to people."""

    ID_CARD = "id card", N_("ID card number"), Tone.DANGER
    BANK_CARD = "bank card", N_("bank card number"), Tone.DANGER
    PHONE = "phone", N_("phone number"), Tone.WARN
    WORD = "word", N_("listed word"), Tone.WARN


class Finding(Struct, frozen=True):
    """Where in the plain text, as characters from its start; said: as it stands there.

    word and category: of a listed word, as the list has them; disguised: written with invisible or full-width
    characters that hide it.
    """

    kind: FindingKind
    start: int
    end: int
    said: str
    word: str = ""
    category: str = ""
    disguised: bool = False


class RemovedKind(Labelled):
    SCRIPT = "script", N_("program"), Tone.DANGER
    HANDLER = "handler", N_("program in an attribute"), Tone.DANGER
    ADDRESS = "address", N_("forbidden address"), Tone.DANGER  # javascript:, file:, \\server, //host
    PICTURE = "picture", N_("picture that is not attached"), Tone.WARN
    ELEMENT = "element", N_("element that is not text"), Tone.NEUTRAL  # frames, forms, players


class Removed(Struct, frozen=True):
    """what: the element or the address as it stood, cut to 80 characters."""

    kind: RemovedKind
    what: str


class Cleaned(Struct, frozen=True):
    """HTML that may be stored and shown, and what had to go."""

    html: str
    removed: tuple[Removed, ...] = ()


class ChangeKind(Labelled):
    SAME = "same", N_("unchanged")
    ADDED = "added", N_("added"), Tone.OK
    REMOVED = "removed", N_("removed"), Tone.DANGER


class Change(Struct, frozen=True):
    """A piece of text; the pieces that are not REMOVED make the later text, those not ADDED the earlier one."""

    kind: ChangeKind
    text: str
