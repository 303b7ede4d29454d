"""Files that people hand in or contribute: sniffed, limited, kept under their SHA-256."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from desktop_admin.api.base import Command, Query, label
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_
from desktop_admin.core.labels import Labelled
from desktop_admin.core.permissions import Permission

FILE_BYTES = 20 * 2**20
MOST_FILES = 10  # of one submission


class FileKind(Labelled):
    """What its first bytes and its content say; its name decides nothing."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "Word"
    XLSX = "xlsx", "Excel"
    PNG = "png", "PNG"
    JPEG = "jpg", "JPEG"


class FileNotTaken(Refused):
    """reason: a message."""

    message = N_("“{name}” is not taken: {reason}. Nothing was saved.")
    phrases = frozenset({"reason"})


class FileGone(Refused):
    message = N_("The file “{name}” is missing or damaged in the data folder. Restore it from a backup.")


class NotYourFile(Refused):
    message = N_("“{name}” was handed in by someone else. Choose the file again.")


class StoredFile(Struct, frozen=True, kw_only=True):
    key: UUID
    name: Annotated[str, label(N_("File"))]
    kind: FileKind
    size: int  # bytes
    sha256: str


class StoreFile(Command[StoredFile], frozen=True, kw_only=True):
    """PDF, Word (docx), Excel (xlsx), PNG or JPEG of at most 20 MB. Hand the key in afterwards. Raises FileNotTaken."""

    permission = Permission.TRAINING_COURSE_READ
    caption = N_("Store file")

    name: Annotated[str, label(N_("File"), max_length=120)]
    data: Annotated[bytes, Meta(max_length=FILE_BYTES)]


class ReadFile(Query[bytes], frozen=True):
    """Who handed it in, whoever marks or reviews it, and supervisors. Raises FileGone, NotFound."""

    permission = Permission.TRAINING_COURSE_READ

    key: UUID
