"""Files of articles: pictures made harmless, documents looked into; all under their SHA-256 in the data folder."""

from pathlib import Path, PurePath, PureWindowsPath
from uuid import UUID

from msgspec import Struct
from sqlalchemy import func, select

from desktop_admin.api.publishing.content import FILE_BYTES, MOST_FILES, Content, Purpose
from desktop_admin.api.publishing.entry import AddFile
from desktop_admin.api.publishing.flow import FLOW
from desktop_admin.api.publishing.refusals import (
    FileConfined,
    FileDamaged,
    MisnamedFile,
    NotTheDocument,
    NotThePicture,
    TooManyFiles,
)
from desktop_admin.api.publishing.submission import FileLine, ReadFile
from desktop_admin.core.errors import NotFound
from desktop_admin.core.permissions import Permission
from desktop_admin.core.text import one_line
from desktop_admin.db.work import Who, Work
from desktop_admin.models.publishing.jobs import ChannelJob
from desktop_admin.models.publishing.submission import Submission, SubmissionFile, SubmissionRevision
from desktop_admin.services import blobs, pictures
from desktop_admin.services.approval.delegation import lenders
from desktop_admin.services.packages import NoPackage, parts_of
from desktop_admin.services.publishing import seats, sight
from desktop_admin.services.publishing.writers import require_editing
from desktop_admin.services.registry import Backstage, handles, needs_folder, prepares

MEGA = 1024 * 1024
MOST_ADDED = 3 * MOST_FILES  # to one article, those included that no revision names any more
PICTURE_NAMES = frozenset({"jpg", "jpeg", "png"})
PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}  # what makes a package one
OTHERS = {b"GIF8": "GIF", b"BM": "BMP", b"MZ": "EXE", b"\xd0\xcf\x11\xe0": "Office 97", b"<svg": "SVG", b"<?xml": "XML"}
REVIEWERS = (
    Permission.PUBLISHING_SUBMISSION_AUTHORISE,
    Permission.PUBLISHING_SUBMISSION_CONFIRM,
    Permission.PUBLISHING_SUBMISSION_ADMIT,
)
_END = 2048  # bytes from the end of a PDF within which it says so


class Kept(Struct, frozen=True):
    """A file that lies in the folder. width, height: of a picture."""

    sha256: str
    kind: str
    size: int
    width: int = 0
    height: int = 0


def kept_picture(folder: Path, data: bytes, name: str = "") -> Kept:
    """Raises NotThePicture, MisnamedFile."""
    really = _really(data)
    if really and _suffix(name) in PICTURE_NAMES:
        raise MisnamedFile(name=one_line(name), kind=really)
    try:
        picture, width, height = pictures.cleaned(data, FILE_BYTES)
    except pictures.NoPicture as error:
        raise NotThePicture(limit=FILE_BYTES // MEGA) from error
    return Kept(blobs.keep(folder, picture, pictures.KIND), pictures.KIND, len(picture), width, height)


def kept_document(folder: Path, data: bytes, name: str) -> Kept:
    """Raises NotTheDocument, MisnamedFile."""
    kind = _kind_of(data)
    if _suffix(name) != kind:
        raise MisnamedFile(name=one_line(name), kind=kind)
    return Kept(blobs.keep(folder, data, kind), kind, len(data))


def _suffix(name: str) -> str:
    return PurePath(name).suffix.lower().removeprefix(".")


def _really(data: bytes) -> str:
    """What else it is, where that can be told."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WebP"
    return next((kind for magic, kind in OTHERS.items() if data.startswith(magic)), "")


def _kind_of(data: bytes) -> str:
    refusal = NotTheDocument(limit=FILE_BYTES // MEGA)
    if len(data) > FILE_BYTES:
        raise refusal
    if data.startswith(b"%PDF-") and b"%%EOF" in data[-_END:]:
        return "pdf"
    try:
        parts = parts_of(data)
    except NoPackage as error:
        raise refusal from error
    kind = next((kind for kind, wanted in PARTS.items() if wanted in parts), "")
    if not kind:
        raise refusal
    return kind


@prepares(AddFile)
def keep_file(backstage: Backstage, who: Who, command: AddFile) -> Kept:  # noqa: ARG001 - as every preparation
    """Before its row: a file without a row harms nobody."""
    if backstage.folder is None:
        raise NotFound
    is_picture = any(command.data.startswith(magic) for magic in pictures.MAGIC)
    if is_picture or command.purpose is Purpose.PICTURE:
        return kept_picture(backstage.folder, command.data, command.name)
    return kept_document(backstage.folder, command.data, command.name)


@handles(AddFile)
def add_file(work: Work, command: AddFile) -> FileLine:
    """The same file again is the one that is there."""
    submission = work.hold(Submission, command.key)
    require_editing(work, submission)
    kept: Kept = work.prepared
    there = select(SubmissionFile).where(SubmissionFile.submission_key == submission.key)
    known = work.session.scalars(there.where(SubmissionFile.sha256 == kept.sha256)).one_or_none()
    if known is not None:
        return file_line(known, frozenset())
    if (work.session.scalar(select(func.count()).select_from(there.subquery())) or 0) >= MOST_ADDED:
        raise TooManyFiles(limit=MOST_ADDED)
    name = one_line(PureWindowsPath(command.name).name.strip()) or kept.sha256[:8]
    file = SubmissionFile(submission_key=submission.key, sha256=kept.sha256, name=name[:120], purpose=command.purpose)
    file.kind, file.size, file.width, file.height = kept.kind, kept.size, kept.width, kept.height
    file.at, file.by_key, file.by = work.now, work.actor.account_id, work.actor.name
    return file_line(work.add(file), frozenset())


def files_of(work: Work, submission: UUID) -> list[SubmissionFile]:
    found = select(SubmissionFile).where(SubmissionFile.submission_key == submission)
    return list(work.session.scalars(found.order_by(SubmissionFile.key)))


def file_line(file: SubmissionFile, used: frozenset[str]) -> FileLine:
    return FileLine(
        key=file.key,
        sha256=file.sha256,
        name=file.name,
        purpose=file.purpose,
        kind=file.kind,
        size=file.size,
        width=file.width,
        height=file.height,
        at=file.at,
        by=file.by,
        used=file.sha256 in used,
    )


needs_folder(ReadFile)


@handles(ReadFile)
def read_file(work: Work, request: ReadFile) -> bytes:
    sight.require_visible(work, request.key)
    submission = work.get(Submission, request.key)
    said = _newest(work, submission)
    if request.sha256 not in {picture.sha256 for picture in said.of_purpose(Purpose.PICTURE)}:
        sight.require_involved(work, request.key)
    file = next((file for file in files_of(work, submission.key) if file.sha256 == request.sha256), None)
    if file is None:
        _require_screenshot(work, submission.key, request.sha256)
    else:
        _require_concerned(work, submission, said, file)
    folder: Path | None = work.prepared
    kind = file.kind if file is not None else pictures.KIND
    data = blobs.read(folder, request.sha256, kind) if folder is not None else None
    if data is None:
        raise FileDamaged(name=file.name if file is not None else submission.number)
    return data


def _newest(work: Work, submission: Submission) -> Content:
    newest = select(SubmissionRevision).where(SubmissionRevision.submission_key == submission.key)
    return work.session.scalars(newest.order_by(SubmissionRevision.revision.desc()).limit(1)).one().said()


def _require_concerned(work: Work, submission: Submission, said: Content, file: SubmissionFile) -> None:
    """Who may read a guardian's consent. Raises FileConfined."""
    consents = {each.sha256 for each in said.of_purpose(Purpose.CONSENT)}
    if file.purpose is not Purpose.CONSENT and file.sha256 not in consents:
        return
    me = work.actor.account_id
    people = {holder.key for holder in seats.holders(work, submission.department_key).values()}
    concerned = me in people | {submission.author_key, submission.sponsor_key}
    if not (concerned or any(map(work.actor.may, REVIEWERS)) or lenders(work, FLOW)):
        raise FileConfined(name=file.name)


def _require_screenshot(work: Work, submission: UUID, digest: str) -> None:
    found = select(ChannelJob.key).where(ChannelJob.submission_key == submission, ChannelJob.screenshot == digest)
    if work.session.scalars(found).first() is None:
        raise NotFound
