"""Photos: sniffed, decoded, stripped of place and camera, made smaller, kept under their SHA-256 beside the data."""

import os
import warnings
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from msgspec import Struct
from PIL import Image, ImageOps
from sqlalchemy import select

from desktop_admin.api.canteen.entry import PHOTO_BYTES, AddPhoto, RemovePhoto
from desktop_admin.api.canteen.refusals import NotAPhoto, PhotoLimit
from desktop_admin.api.canteen.sheet import ItemLine, ReadPhoto
from desktop_admin.core.errors import NotFound
from desktop_admin.db.work import Who, Work
from desktop_admin.models.canteen.sheet import Photo
from desktop_admin.services.canteen.answers import answer_line, opened
from desktop_admin.services.registry import Backstage, handles, prepares

LONGEST = 2000  # pixels of the longer side
MOST_PIXELS = 80_000_000  # a larger picture in 10 MB is a trap, not a photo
MOST = 9  # photos of one item
QUALITY = 85
MAGIC = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}


class Kept(Struct, frozen=True):
    """A picture that lies in the folder."""

    sha256: str
    width: int
    height: int
    size: int


def cleaned(data: bytes) -> tuple[bytes, int, int]:
    """A JPEG of at most LONGEST pixels, upright, with nothing but the picture in it. Raises NotAPhoto."""
    kind = next((kind for magic, kind in MAGIC.items() if data.startswith(magic)), None)
    if kind is None or len(data) > PHOTO_BYTES:
        raise NotAPhoto
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=[kind]) as opened_image:
                if opened_image.width * opened_image.height > MOST_PIXELS:
                    raise NotAPhoto
                picture = ImageOps.exif_transpose(opened_image).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotAPhoto from error
    picture.thumbnail((LONGEST, LONGEST))
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    out = BytesIO()
    bare.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue(), *picture.size


def path_of(folder: Path, digest: str) -> Path:
    return folder / "photos" / digest[:2] / f"{digest}.jpg"


def keep(folder: Path, data: bytes) -> Kept:
    """Written whole or not at all; the same picture is kept once. Raises NotAPhoto."""
    picture, width, height = cleaned(data)
    digest = sha256(picture).hexdigest()
    target = path_of(folder, digest)
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_suffix(f".{os.getpid()}.part")
        with part.open("wb") as file:
            file.write(picture)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    return Kept(digest, width, height, len(picture))


@prepares(AddPhoto)
def keep_photo(backstage: Backstage, who: Who, command: AddPhoto) -> Kept:  # noqa: ARG001 - as every preparation
    """Decoding takes time and the file comes before its row: a picture without a row harms nobody."""
    if backstage.folder is None:
        raise NotFound
    return keep(backstage.folder, command.data)


@handles(AddPhoto)
def add_photo(work: Work, command: AddPhoto) -> ItemLine:
    at = opened(work, command.key)
    kept: Kept = work.prepared
    there = list(work.session.scalars(select(Photo.sha256).where(Photo.item_key == at.item.key)))
    if len(there) >= MOST:
        raise PhotoLimit(limit=MOST)
    if kept.sha256 not in there:
        photo = Photo(item_key=at.item.key, sha256=kept.sha256, width=kept.width, height=kept.height, size=kept.size)
        photo.at, photo.by_key, photo.by = work.now, work.actor.account_id, work.actor.name
        work.add(photo)
    return answer_line(work, at)


@handles(RemovePhoto)
def remove_photo(work: Work, command: RemovePhoto) -> ItemLine:
    """The row goes; the file stays, since the audit trail still names it."""
    photo = work.get(Photo, command.key, command.version)
    at = opened(work, photo.item_key)
    work.session.delete(photo)
    work.session.flush()
    return answer_line(work, at)


@prepares(ReadPhoto)
def photo_folder(backstage: Backstage, who: Who, request: ReadPhoto) -> Path | None:  # noqa: ARG001
    return backstage.folder


@handles(ReadPhoto)
def read_photo(work: Work, request: ReadPhoto) -> bytes:
    """Raises NotFound where the file is missing or no longer what it was."""
    photo, folder = work.get(Photo, request.key), work.prepared
    if folder is None or not path_of(folder, photo.sha256).is_file():
        raise NotFound
    data = path_of(folder, photo.sha256).read_bytes()
    if sha256(data).hexdigest() != photo.sha256:
        raise NotFound
    return data
