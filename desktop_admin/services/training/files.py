"""Files: sniffed, limited, kept as they are under their SHA-256 beside the data, given only to whom they concern."""

import warnings
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from msgspec import Struct
from PIL import Image
from sqlalchemy import or_, select

from desktop_admin.api.training.files import (
    FILE_BYTES,
    FileGone,
    FileKind,
    FileNotTaken,
    NotYourFile,
    ReadFile,
    StoredFile,
    StoreFile,
)
from desktop_admin.core.errors import NotFound
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Permission
from desktop_admin.core.text import one_line, prose
from desktop_admin.db.work import Who, Work
from desktop_admin.models.training.courses import Course
from desktop_admin.models.training.homework import Assignment, Submission, SubmissionFile, TrainingFile
from desktop_admin.models.training.resources import ResourceRevision
from desktop_admin.services import blobs
from desktop_admin.services.packages import Fault, NoPackage, parts_of
from desktop_admin.services.registry import Backstage, handles, needs_folder, prepares
from desktop_admin.services.training.access import sees_all, teaches

MOST_PIXELS = 80_000_000
OTHER = N_("it is neither PDF, Word (docx), Excel (xlsx), PNG nor JPEG")
TOO_LARGE = N_("it is larger than 20 MB")
EMPTY = N_("it is empty")
DAMAGED = N_("it is damaged or no such file")
TRAP = N_("it unpacks to far more than its size")
MACROS = N_("it contains macros; save it without them")
PARTS = {"word/document.xml": FileKind.DOCX, "xl/workbook.xml": FileKind.XLSX}
FAULTS = {Fault.DAMAGED: DAMAGED, Fault.TRAP: TRAP, Fault.MACROS: MACROS}
PDF_END = 2048  # bytes at the end in which a PDF says that it is whole


class Sniffed(Struct, frozen=True):
    sha256: str
    kind: FileKind
    size: int


def sniff(name: str, data: bytes) -> FileKind:
    """What it is, whatever its name says. Raises FileNotTaken."""
    if not data or len(data) > FILE_BYTES:
        raise FileNotTaken(name=name, reason=TOO_LARGE if data else EMPTY)
    for magic, check in CHECKS.items():
        if data.startswith(magic):
            return check(name, data)
    raise FileNotTaken(name=name, reason=OTHER)


def _pdf(name: str, data: bytes) -> FileKind:
    if b"%%EOF" not in data[-PDF_END:]:
        raise FileNotTaken(name=name, reason=DAMAGED)
    return FileKind.PDF


def _office(name: str, data: bytes) -> FileKind:
    """Only the list of its parts is read."""
    try:
        names = parts_of(data)
    except NoPackage as error:
        raise FileNotTaken(name=name, reason=FAULTS[error.fault]) from error
    kind = next((kind for part, kind in PARTS.items() if part in names), None)
    if kind is None or "[Content_Types].xml" not in names:
        raise FileNotTaken(name=name, reason=OTHER)
    return kind


def _picture(kind: FileKind, form: str) -> Callable[[str, bytes], FileKind]:
    def check(name: str, data: bytes) -> FileKind:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", Image.DecompressionBombWarning)
                with Image.open(BytesIO(data), formats=[form]) as picture:
                    if picture.width * picture.height > MOST_PIXELS:
                        raise FileNotTaken(name=name, reason=TRAP)
                    picture.verify()
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise FileNotTaken(name=name, reason=TRAP) from error
        except (OSError, ValueError, SyntaxError) as error:
            raise FileNotTaken(name=name, reason=DAMAGED) from error
        return kind

    return check


CHECKS: dict[bytes, Callable[[str, bytes], FileKind]] = {
    b"%PDF-": _pdf,
    b"PK\x03\x04": _office,
    b"\x89PNG\r\n\x1a\n": _picture(FileKind.PNG, "PNG"),
    b"\xff\xd8\xff": _picture(FileKind.JPEG, "JPEG"),
}


@prepares(StoreFile)
def keep_file(backstage: Backstage, who: Who, command: StoreFile) -> Sniffed:  # noqa: ARG001 - as every preparation
    """The file comes before its row: a file without a row harms nobody. Raises FileNotTaken."""
    if backstage.folder is None:
        raise NotFound
    kind = sniff(_named(command), command.data)
    return Sniffed(blobs.keep(backstage.folder, command.data), kind, len(command.data))


def _named(command: StoreFile) -> str:
    """The last part of it: no folder of somebody's PC is stored."""
    name = one_line(prose(command.name)).replace("\\", "/").rpartition("/")[2]
    return name or str(command.id)


@handles(StoreFile)
def store_file(work: Work, command: StoreFile) -> StoredFile:
    kept: Sniffed = work.prepared
    file = TrainingFile(name=_named(command), kind=kept.kind, size=kept.size, sha256=kept.sha256, at=work.now)
    file.by_key, file.by = work.actor.account_id, work.actor.name
    return stored(work.add(file))


def stored(file: TrainingFile) -> StoredFile:
    return StoredFile(key=file.key, name=file.name, kind=file.kind, size=file.size, sha256=file.sha256)


def own(work: Work, file: TrainingFile) -> TrainingFile:
    """Raises NotYourFile."""
    if file.by_key != work.actor.account_id:
        raise NotYourFile(name=file.name)
    return file


needs_folder(ReadFile)


@handles(ReadFile)
def read_file(work: Work, request: ReadFile) -> bytes:
    file = work.get(TrainingFile, request.key)
    require_concerned(work, file)
    return content(work.prepared, file)


def require_concerned(work: Work, file: TrainingFile) -> None:
    """Raises NotFound."""
    if not (file.by_key == work.actor.account_id or sees_all(work) or _concerns(work, file)):
        raise NotFound


def content(folder: Path | None, file: TrainingFile) -> bytes:
    """Raises FileGone."""
    data = blobs.read(folder, file.sha256) if folder is not None else None
    if data is None:
        raise FileGone(name=file.name)
    return data


def _concerns(work: Work, file: TrainingFile) -> bool:
    """Work handed in to a course that the reader teaches; or a resource's, for who reviews them."""
    if work.actor.may(Permission.TRAINING_RESOURCE_REVIEW):
        of = or_(ResourceRevision.file_key == file.key, ResourceRevision.permission_key == file.key)
        if work.session.scalars(select(ResourceRevision.key).where(of)).first() is not None:
            return True
    courses = select(Course).join(Assignment, Assignment.course_key == Course.key)
    courses = courses.join(Submission, Submission.assignment_key == Assignment.key)
    courses = courses.join(SubmissionFile, SubmissionFile.submission_key == Submission.key)
    found = work.session.scalars(courses.where(SubmissionFile.file_key == file.key))
    return any(teaches(work, course) for course in found)
