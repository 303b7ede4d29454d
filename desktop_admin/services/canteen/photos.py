"""Photos: sniffed, decoded, stripped of place and camera, made smaller, kept under their SHA-256 beside the data."""

from pathlib import Path

from msgspec import Struct
from sqlalchemy import select

from desktop_admin.api.canteen.entry import PHOTO_BYTES, AddPhoto, RemovePhoto
from desktop_admin.api.canteen.refusals import NotAPhoto, PhotoLimit
from desktop_admin.api.canteen.sheet import ItemLine, ReadPhoto
from desktop_admin.core.errors import NotFound
from desktop_admin.db.work import Who, Work
from desktop_admin.models.canteen.sheet import Photo
from desktop_admin.services import blobs, pictures
from desktop_admin.services.canteen.held import hold
from desktop_admin.services.canteen.view import answered_line
from desktop_admin.services.registry import Backstage, handles, needs_folder, prepares

MOST = 9  # photos of one item


class Kept(Struct, frozen=True):
    """A picture that lies in the folder."""

    sha256: str
    width: int
    height: int
    size: int


def cleaned(data: bytes) -> tuple[bytes, int, int]:
    """A JPEG with nothing but the picture in it, its width and height. Raises NotAPhoto."""
    try:
        return pictures.cleaned(data, PHOTO_BYTES)
    except pictures.NoPicture as error:
        raise NotAPhoto from error


def keep(folder: Path, data: bytes) -> Kept:
    """Written whole or not at all; the same picture is kept once. Raises NotAPhoto."""
    picture, width, height = cleaned(data)
    return Kept(blobs.keep(folder, picture, pictures.KIND), width, height, len(picture))


@prepares(AddPhoto)
def keep_photo(backstage: Backstage, who: Who, command: AddPhoto) -> Kept:  # noqa: ARG001 - as every preparation
    """Decoding takes time and the file comes before its row: a picture without a row harms nobody."""
    if backstage.folder is None:
        raise NotFound
    return keep(backstage.folder, command.data)


@handles(AddPhoto)
def add_photo(work: Work, command: AddPhoto) -> ItemLine:
    at = hold(work, command.key)
    kept: Kept = work.prepared
    there = list(work.session.scalars(select(Photo.sha256).where(Photo.item_key == at.item.key)))
    if len(there) >= MOST:
        raise PhotoLimit(limit=MOST)
    if kept.sha256 not in there:
        photo = Photo(item_key=at.item.key, sha256=kept.sha256, width=kept.width, height=kept.height, size=kept.size)
        photo.at, photo.by_key, photo.by = work.now, work.actor.account_id, work.actor.name
        work.add(photo)
        at.known.rows.pop(Photo, None)
    return answered_line(work, at)


@handles(RemovePhoto)
def remove_photo(work: Work, command: RemovePhoto) -> ItemLine:
    """The row goes; the file stays, since the audit trail still names it."""
    photo = work.get(Photo, command.key, command.version)
    at = hold(work, photo.item_key)
    work.session.delete(photo)
    work.session.flush()
    return answered_line(work, at)


needs_folder(ReadPhoto)


@handles(ReadPhoto)
def read_photo(work: Work, request: ReadPhoto) -> bytes:
    """Raises NotFound where the file is missing or no longer what it was."""
    photo, folder = work.get(Photo, request.key), work.prepared
    data = blobs.read(folder, photo.sha256, pictures.KIND) if folder is not None else None
    if data is None:
        raise NotFound
    return data
