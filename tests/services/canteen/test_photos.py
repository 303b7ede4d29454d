"""Photos: only what is a picture, without where and with what it was taken."""

from hashlib import sha256
from io import BytesIO

import pytest
from PIL import Image

from desktop_admin.api.canteen.entry import AddPhoto, RemovePhoto
from desktop_admin.api.canteen.refusals import NotAPhoto, PhotoLimit
from desktop_admin.api.canteen.sheet import ReadPhoto, Verdict
from desktop_admin.core.errors import NotFound
from desktop_admin.services.blobs import path_of
from desktop_admin.services.canteen.photos import MOST, cleaned
from desktop_admin.services.pictures import LONGEST
from tests.services.canteen.conftest import Kitchen

GPS = 0x8825
ON_SQLITE = pytest.mark.parametrize("url", ["sqlite"], indirect=True)  # files lie beside either database alike


def picture(
    kind: str = "JPEG", size: tuple[int, int] = (320, 200), colour: str = "navy", *, turned: bool = False
) -> bytes:
    out = BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Phone maker"
    exif.get_ifd(GPS)[1] = "N"
    if turned:
        exif[0x0112] = 6  # lies on its side
    Image.new("RGB", size, colour).save(out, kind, exif=exif)
    return out.getvalue()


def test_camera_and_place_are_removed_and_the_picture_stands_upright() -> None:
    data, width, height = cleaned(picture(turned=True))
    assert (width, height) == (200, 320)
    with Image.open(BytesIO(data)) as kept:
        assert kept.format == "JPEG"
        assert not kept.getexif()
        assert "exif" not in kept.info


def test_a_large_picture_is_made_smaller_and_a_png_is_taken() -> None:
    _, width, height = cleaned(picture("PNG", (4000, 1000)))
    assert (width, height) == (LONGEST, 500)


@pytest.mark.parametrize(
    "data",
    [b"", b"GIF89a", b"%PDF-1.7", b"\xff\xd8\xff nonsense", picture()[:200], b"<svg/>", picture("BMP")],
    ids=["empty", "gif", "pdf", "magic only", "cut off", "svg", "bmp"],
)
def test_what_is_not_a_whole_jpeg_or_png_is_refused(data: bytes) -> None:
    with pytest.raises(NotAPhoto):
        cleaned(data)


def test_a_picture_that_is_a_trap_is_refused() -> None:
    with pytest.raises(NotAPhoto):
        cleaned(picture("PNG", (12000, 12000)))


@ON_SQLITE
def test_a_photo_is_kept_under_its_checksum_and_is_evidence(kitchen: Kitchen) -> None:
    kitchen.start()
    line = kitchen.answer("E01", Verdict.FAIL)
    done = kitchen.officer.ask(AddPhoto(key=line.key, data=picture()))
    (photo,) = done.photos
    kept = path_of(kitchen.house.folder, photo.sha256, "jpg")
    assert sha256(kept.read_bytes()).hexdigest() == photo.sha256
    assert kitchen.officer.ask(ReadPhoto(photo.key)) == kept.read_bytes()
    assert done.finding is not None
    assert "evidence" not in done.finding.missing
    assert len(kitchen.officer.ask(AddPhoto(key=line.key, data=picture())).photos) == 1, "the same picture once"
    removed = kitchen.officer.ask(RemovePhoto(photo.key, 1))
    assert removed.photos == ()
    assert kept.exists(), "the audit trail still names it"


@ON_SQLITE
def test_a_photo_that_was_changed_on_disk_is_not_shown(kitchen: Kitchen) -> None:
    kitchen.start()
    (photo,) = kitchen.officer.ask(AddPhoto(key=kitchen.line("E06").key, data=picture())).photos
    path_of(kitchen.house.folder, photo.sha256, "jpg").write_bytes(picture(colour="red"))
    with pytest.raises(NotFound):
        kitchen.officer.ask(ReadPhoto(photo.key))


@ON_SQLITE
def test_an_item_keeps_a_handful_of_photos(kitchen: Kitchen) -> None:
    kitchen.start()
    key = kitchen.line("E06").key
    for number in range(MOST):
        kitchen.officer.ask(AddPhoto(key=key, data=picture(size=(10 + number, 10))))
    with pytest.raises(PhotoLimit):
        kitchen.officer.ask(AddPhoto(key=key, data=picture(size=(99, 10))))
    with pytest.raises(NotAPhoto):
        kitchen.officer.ask(AddPhoto(key=key, data=b"no picture"))
