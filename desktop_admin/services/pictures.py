"""Pictures that people bring: sniffed, decoded, stripped of place and camera, made smaller."""

import warnings
from io import BytesIO

from PIL import Image, ImageOps

KIND = "jpg"  # of what is kept
LONGEST = 2000  # pixels of the longer side
MOST_PIXELS = 80_000_000  # a larger picture in 10 MB is a trap, not a photo
QUALITY = 85
MAGIC = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}
_BROKEN = (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning)


class NoPicture(ValueError):
    """Not a whole JPEG or PNG, or too large."""


def cleaned(data: bytes, most: int) -> tuple[bytes, int, int]:
    """A JPEG of at most LONGEST pixels, upright, on white, with nothing but the picture in it; width and height.

    most: bytes. Raises NoPicture.
    """
    kind = next((kind for magic, kind in MAGIC.items() if data.startswith(magic)), None)
    if kind is None or len(data) > most:
        raise NoPicture
    try:
        picture = _decoded(data, kind)
    except _BROKEN as error:
        raise NoPicture from error
    picture.thumbnail((LONGEST, LONGEST))
    bare = Image.new("RGB", picture.size, "white")
    bare.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    out = BytesIO()
    bare.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue(), *picture.size


def _decoded(data: bytes, kind: str) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(BytesIO(data), formats=[kind]) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise NoPicture
            upright = ImageOps.exif_transpose(opened)
            return upright.convert("RGBA" if upright.has_transparency_data else "RGB")
