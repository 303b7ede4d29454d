"""What an article says: read from its revisions, checked, and as the bytes that a signature signs."""

from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from msgspec.structs import replace
from sqlalchemy import select

from desktop_admin.api.publishing.content import Content, Purpose, Source
from desktop_admin.api.publishing.refusals import FileNotUploaded, OutOfUse
from desktop_admin.api.publishing.registers import ChannelKind
from desktop_admin.api.publishing.text import BODY, Cleaned
from desktop_admin.api.wire import TOO_LONG
from desktop_admin.core.canonical import as_json
from desktop_admin.core.errors import Invalid, NotFound
from desktop_admin.core.i18n import N_
from desktop_admin.core.text import prose
from desktop_admin.db.work import Work
from desktop_admin.models.accounts import Account
from desktop_admin.models.publishing.columns import SiteColumn
from desktop_admin.models.publishing.registers import Channel, Department
from desktop_admin.models.publishing.submission import Submission, SubmissionRevision
from desktop_admin.services import pictures
from desktop_admin.services.publishing.files import files_of
from desktop_admin.services.publishing.pages import pictures_in
from desktop_admin.services.publishing.text.html import clean, plain


class Written(NamedTuple):
    """Content as it may be stored, with the text in it and what had to go."""

    content: Content
    text: str
    cleaned: Cleaned


class Places(NamedTuple):
    """The records that a content names."""

    department: Department
    column: SiteColumn | None
    channels: tuple[Channel, ...]

    @property
    def kinds(self) -> tuple[ChannelKind, ...]:
        return tuple(channel.kind for channel in self.channels)


def tidied(given: Content) -> Written:
    """Texts without what nobody sees, HTML cleaned, nothing twice. Raises Invalid for a text that is too long then."""
    cleaned = clean(given.html)
    if len(cleaned.html) > BODY:
        raise Invalid(field=N_("Text"), reason=TOO_LONG, limit=BODY)
    texts = {name: prose(getattr(given, name)) for name in ("title", "byline", "summary", "statement", "student")}
    content = replace(
        given,
        **texts,
        html=cleaned.html,
        channels=tuple(dict.fromkeys(given.channels)),
        files=tuple(replace(file, name=prose(file.name)) for file in given.files),
        sources=tuple(_source(source) for source in given.sources),
    )
    return Written(content, plain(cleaned.html), cleaned)


def _source(source: Source) -> Source:
    return replace(source, source=prose(source.source), author=prose(source.author))


def places_of(work: Work, content: Content) -> Places:
    """Raises NotFound, OutOfUse."""
    department = work.get(Department, content.department_key)
    column = work.get(SiteColumn, content.column_key) if content.column_key is not None else None
    channels = tuple(work.get(Channel, key) for key in content.channels)
    return Places(department, column, channels)


def require_usable(work: Work, content: Content, places: Places) -> None:
    """Raises OutOfUse, NotFound for a sponsor who is nobody."""
    for each in (places.department, places.column, *places.channels):
        if each is not None and not each.in_use:
            raise OutOfUse(name=each.name)
    if content.sponsor_key is not None:
        work.get(Account, content.sponsor_key)


def require_files(work: Work, submission: UUID, content: Content) -> None:
    """What the article names was added to it, and its pictures are pictures. Raises FileNotUploaded."""
    added = {file.sha256: file.kind for file in files_of(work, submission)}
    named = {file.sha256 for file in content.files}
    shown = set(pictures_in(content.html))
    kinds = {added.get(file.sha256) for file in content.of_purpose(Purpose.PICTURE)}
    if not named <= added.keys() or not shown <= named or not kinds <= {pictures.KIND}:
        raise FileNotUploaded


def stored(content: Content) -> dict[str, Any]:
    """The content but its HTML, as a revision keeps it."""
    told: dict[str, Any] = msgspec.to_builtins(content)
    del told["html"]
    return told


def revision_of(work: Work, submission: UUID, number: int | None = None) -> SubmissionRevision:
    """The newest, where no number is given. Raises NotFound."""
    found = select(SubmissionRevision).where(SubmissionRevision.submission_key == submission)
    if number is not None:
        found = found.where(SubmissionRevision.revision == number)
    newest = work.session.scalars(found.order_by(SubmissionRevision.revision.desc()).limit(1)).one_or_none()
    if newest is None or newest.school_id != work.school_id:
        raise NotFound
    return newest


def writers_of(work: Work, submission: Submission) -> frozenset[UUID]:
    """Everyone who wrote a revision of it, the author among them."""
    found = select(SubmissionRevision.by_key).where(SubmissionRevision.submission_key == submission.key)
    return frozenset({submission.author_key, *work.session.scalars(found)})


def canonical(work: Work, submission: Submission) -> bytes:
    """Everything that is signed, whatever the language and the database; attachments by their SHA-256."""
    revision = revision_of(work, submission.key)
    return sealed(submission, revision.content, revision.html)


def sealed(submission: Submission, content: dict[str, Any], html: str) -> bytes:
    author = [submission.author_key.hex, submission.author]
    return as_json({"number": submission.number, "author": author, "content": content, "html": html})
