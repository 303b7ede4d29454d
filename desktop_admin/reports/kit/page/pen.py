"""Draws one page. Lengths are points from the page's top left corner; what is fixed is kept apart from what varies."""

from math import cos, radians, sin
from typing import Any

from desktop_admin.reports.kit.fonts import DocumentFonts, Style

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
A5 = (148 * MM, 210 * MM)


Area = tuple[float, float, float, float]
"""x, y of the upper left corner, width, height."""


def _shown(texts: list[tuple[str, float, float, float, str]]) -> list[str]:
    """One text object of (font, size, x, y, codes); each begins relative to the one before."""
    out = ["BT"]
    now, left, top = ("", 0.0), 0.0, 0.0
    for font, size, x, y, codes in texts:
        if (font, size) != now:
            out.append(f"/{font} {size:g} Tf")
            now = (font, size)
        out.append(f"{x - left:.2f} {y - top:.2f} Td <{codes}> Tj")
        left, top = round(x, 2), round(y, 2)
    return [*out, "ET"] if texts else []


class Pen:
    """`shared`: fixed texts lie in the frame. Alone, a document keeps all its texts in reading order instead, which
    is how they are copied and read aloud."""

    def __init__(self, fonts: DocumentFonts, size: tuple[float, float], *, shared: bool) -> None:
        self.width, self.height = size
        self._shared = shared
        self._fonts = fonts
        self._fills: list[str] = []
        self._strokes: list[str] = []
        self._fixed: list[tuple[str, float, float, float, str]] = []
        self._varying: list[tuple[str, float, float, float, str]] = []
        self.beneath: list[str] = []  # operators before the frame
        self.stamps: list[str] = []  # drawings that pages may share, but other pages than those of the frame
        self.images: list[tuple[Any, Area]] = []  # with y of the lower left corner, from below

    @property
    def frame(self) -> str:
        """The part that the pages of many documents may share."""
        return "\n".join([*self._fills, *self._strokes, *_shown(self._fixed)])

    @property
    def content(self) -> str:
        return "\n".join(_shown(self._varying))

    def text(  # noqa: PLR0913 - what, where and how
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        style: Style = Style.BODY,
        *,
        fixed: bool = False,
        name: str = "",
    ) -> None:
        """`y` is the base line; `name` is the field that a missing glyph is reported for."""
        if not text:
            return
        texts = self._fixed if fixed and self._shared else self._varying
        for font, codes, before in self._fonts.codes(text, style, name):
            texts.append((font, size, x + before * size / 1000, self.height - y, codes))

    def line(self, x1: float, y1: float, x2: float, y2: float, weight: float = 0.4) -> None:
        top = self.height
        self._strokes.append(f"{weight:g} w {x1:.2f} {top - y1:.2f} m {x2:.2f} {top - y2:.2f} l S")

    def box(self, area: Area, weight: float = 0.8) -> None:
        self._strokes.append(f"{weight:g} w {self._rectangle(area)} S")

    def fill(self, area: Area, grey: float, *, fixed: bool = True) -> None:
        """Beneath all lines and texts; one that is not fixed lies beneath the whole frame."""
        (self._fills if fixed else self.beneath).append(f"{grey:g} g {self._rectangle(area)} f 0 g")

    def _rectangle(self, area: Area) -> str:
        x, y, width, height = area
        return f"{x:.2f} {self.height - y - height:.2f} {width:.2f} {height:.2f} re"

    def stamp(self, code: str, x: float, y: float, scale: float) -> None:
        """Operators in a square of their own, its lower left corner at (x, y)."""
        self.stamps.append(f"q {scale:.4f} 0 0 {scale:.4f} {x:.2f} {self.height - y:.2f} cm {code} Q")

    def slanted(self, text: str, size: float, grey: float, degrees: float = 45) -> None:
        """Across the middle of the page, beneath everything."""
        pieces = self._fonts.codes(text, Style.BOLD, "")
        length = self._fonts.length(text, Style.BOLD, "") * size / 1000
        c, s = cos(radians(degrees)), sin(radians(degrees))
        x, y = self.width / 2 - c * length / 2 + s * size / 3, self.height / 2 - s * length / 2 - c * size / 3
        shows = " ".join(f"/{font} {size:g} Tf <{codes}> Tj" for font, codes, _ in pieces)
        self._fills.insert(0, f"BT {grey:g} g {c:.4f} {s:.4f} {-s:.4f} {c:.4f} {x:.2f} {y:.2f} Tm {shows} 0 g ET")

    def image(self, reader: Any, area: Area) -> None:
        x, y, width, height = area
        self.images.append((reader, (x, self.height - y - height, width, height)))
