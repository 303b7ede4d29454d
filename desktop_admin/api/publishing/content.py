"""What an article consists of and what its channels limit. Pure: an editor counts as the service does."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from desktop_admin.api.base import label
from desktop_admin.api.publishing.registers import ChannelKind
from desktop_admin.api.publishing.text import Body
from desktop_admin.core.i18n import N_
from desktop_admin.core.labels import Labelled

TITLE = 64
FILE_BYTES = 20 * 1024 * 1024  # of a document, and of a picture as it comes from the camera
SENT_BYTES = FILE_BYTES * 3 // 2  # what is larger than a file may be is still told so in words
MOST_FILES = 30
MOST_SOURCES = 60


class Theme(Labelled):
    """WX 三.1: what the account is for."""

    IDEAS = "ideas", N_("educational ideas")  # 教育理念
    ACADEMIC = "academic", N_("academic fields")  # 学术领域
    NEWS = "news", N_("news")  # 新闻宣传
    CULTURE = "culture", N_("campus culture")  # 校园文化


class Purpose(Labelled):
    PICTURE = "picture", N_("picture in the text")
    EVIDENCE = "evidence", N_("evidence")  # SW 三.1(1): 有据可查
    CONSENT = "consent", N_("guardian's consent")  # WX 三.6
    OTHER = "other", N_("other")


class SourceKind(Labelled):
    """WX 三.5."""

    PICTURE = "picture", N_("picture")
    QUOTE = "quote", N_("quoted text")


class Licence(Labelled):
    OWN = "own", N_("the school's own work")
    PERMITTED = "permitted", N_("used with permission")
    OPEN = "open licence", N_("open licence")
    QUOTED = "quotation", N_("quotation within the law")
    PUBLIC = "public domain", N_("public domain")


class AttachedFile(Struct, frozen=True, forbid_unknown_fields=True):
    """A file that was added to the article before; a picture in the text is named there by its SHA-256."""

    sha256: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
    name: Annotated[str, label(N_("File"), max_length=120)]
    purpose: Annotated[Purpose, label(N_("Purpose"))] = Purpose.EVIDENCE


class Source(Struct, frozen=True, forbid_unknown_fields=True):
    """Where a quote or a picture is from. sha256: of the picture that it is about."""

    kind: Annotated[SourceKind, label(N_("Kind"))]
    source: Annotated[str, label(N_("Source"), max_length=200)]
    author: Annotated[str, label(N_("Author of it"), max_length=80)]
    licence: Annotated[Licence, label(N_("Licence"))]
    sha256: Annotated[str, Meta(max_length=64)] = ""


class Content(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that a signature signs but the number and the author. What is missing is asked for at handing in."""

    title: Annotated[str, label(N_("Title"), max_length=TITLE)] = ""
    byline: Annotated[str, label(N_("Byline"), max_length=40, hint=N_("Empty: the author's name"))] = ""
    summary: Annotated[str, label(N_("Digest"), max_length=200, editor="lines")] = ""
    department_key: Annotated[UUID, label(N_("Department"), editor="choice")]
    channels: Annotated[tuple[UUID, ...], label(N_("Channels"), editor="choice"), Meta(max_length=20)] = ()
    column_key: Annotated[UUID | None, label(N_("Column"), editor="choice")] = None
    theme: Annotated[Theme | None, label(N_("Theme"))] = None
    academic: Annotated[bool, label(N_("Of academic value"))] = False  # 学术性
    public_good: Annotated[bool, label(N_("For the public good"))] = False  # 公益性
    results: Annotated[
        bool, label(N_("About admissions or results"), hint=N_("Needs evidence, and a review of its own"))
    ] = False
    event_day: Annotated[date | None, label(N_("Day of the event"))] = None
    secrecy: Annotated[bool, label(N_("Holds nothing confidential"))] = False
    privacy: Annotated[bool, label(N_("Holds no personal data without consent"))] = False
    terms: Annotated[bool, label(N_("Keeps to the platform's terms"))] = False
    statement: Annotated[
        str,
        label(N_("Statement"), max_length=500, editor="lines", hint=N_("What it rests on; or attach evidence instead")),
    ] = ""
    student: Annotated[
        str, label(N_("Student author"), max_length=80, hint=N_("Of a student's contribution: name and class"))
    ] = ""
    sponsor_key: Annotated[UUID | None, label(N_("Sponsoring teacher"), editor="choice")] = None
    html: Body = ""
    files: Annotated[tuple[AttachedFile, ...], label(N_("Files")), Meta(max_length=MOST_FILES)] = ()
    sources: Annotated[tuple[Source, ...], label(N_("Sources")), Meta(max_length=MOST_SOURCES)] = ()

    def of_purpose(self, purpose: Purpose) -> tuple[AttachedFile, ...]:
        return tuple(file for file in self.files if file.purpose is purpose)


class Limits(Struct, frozen=True):
    """What a channel takes, in characters as counted()."""

    title: int
    byline: int
    summary: int
    body: int


LIMITS = {
    ChannelKind.MANUAL: Limits(title=32, byline=16, summary=120, body=20_000),  # WeChat's own: draft/add
    ChannelKind.FOLDER: Limits(title=TITLE, byline=40, summary=200, body=100_000),
}
NAMES = {"title": N_("Title"), "byline": N_("Byline"), "summary": N_("Digest"), "body": N_("Text")}


class Counter(Struct, frozen=True):
    """How full one part is, against the tightest of the channels chosen. name: a field of Limits; what: a message."""

    name: str
    what: str
    used: int
    limit: int

    @property
    def over(self) -> bool:
        return self.used > self.limit


def counted(text: str) -> int:
    """Characters as WeChat counts them, by UTF-16 units: an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def limits_of(kinds: Iterable[ChannelKind]) -> Limits:
    """The tightest of all; a website's where none is chosen yet."""
    chosen = [LIMITS[kind] for kind in kinds] or [LIMITS[ChannelKind.FOLDER]]
    return Limits(*(min(getattr(limits, name) for limits in chosen) for name in NAMES))


def counters(title: str, byline: str, summary: str, body: str, limits: Limits) -> tuple[Counter, ...]:
    """body: the plain text."""
    texts = {"title": title, "byline": byline, "summary": summary, "body": body}
    return tuple(Counter(name, what, counted(texts[name]), getattr(limits, name)) for name, what in NAMES.items())
