"""Pictures of the demo school: nothing in them was photographed."""

from functools import cache
from io import BytesIO
from math import sin

from PIL import Image, ImageDraw, ImageFont

from desktop_admin.core import paths

PHONE = (375, 667)
CHART = (640, 360)
PAGE = (620, 877)
INK, FAINT, BLUE = "#1f2937", "#9ca3af", "#1d5fbf"
DAYS = 30


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(paths.resources() / "fonts" / "NotoSansCJKsc-Bold.ttf", size)


def phone_page(account: str, title: str, lines: list[str]) -> bytes:
    """What is seen on a phone when an article is out."""
    image = Image.new("RGB", PHONE, "white")
    draw = ImageDraw.Draw(image)
    draw.text((20, 24), account, INK, _font(15))
    draw.line((0, 60, PHONE[0], 60), FAINT)
    top = 80
    for size, colour, text in ((22, INK, title), *((15, INK, line) for line in lines)):
        for row in _rows(text, (PHONE[0] - 40) // size):
            draw.text((20, top), row, colour, _font(size))
            top += round(size * 1.6)
        top += 8
    return _png(image)


def curve(title: str) -> bytes:
    """A month of temperatures."""
    image = Image.new("RGB", CHART, "white")
    draw = ImageDraw.Draw(image)
    draw.text((40, 16), title, INK, _font(20))
    for degrees in range(10, 31, 5):
        y = 320 - (degrees - 10) * 12
        draw.line((60, y, 610, y), "#e5e7eb")
        draw.text((20, y - 10), f"{degrees}", FAINT, _font(14))
    points = [(60 + day * 18.9, 320 - (16 + 6 * sin(day / 4) - day / 6) * 12 + 120) for day in range(DAYS)]
    draw.line(points, BLUE, 3)
    return _png(image)


def letter(title: str, lines: list[str]) -> bytes:
    """A sheet of paper with a few lines."""
    image = Image.new("RGB", PAGE, "white")
    draw = ImageDraw.Draw(image)
    draw.text((60, 80), title, INK, _font(28))
    for number, line in enumerate(lines):
        draw.text((60, 160 + number * 44), line, INK, _font(18))
    return _png(image)


def paper(title: str, lines: list[str]) -> bytes:
    """The same as a PDF."""
    with Image.open(BytesIO(letter(title, lines))) as image:
        out = BytesIO()
        image.save(out, "PDF", resolution=75)
    return out.getvalue()


def _rows(text: str, length: int) -> list[str]:
    return [text[start : start + length] for start in range(0, len(text), length)]


def _png(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
