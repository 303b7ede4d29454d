"""Breaks text into lines as Chinese is set: no line begins with closing or ends with opening punctuation (避头尾)."""

import re
from functools import lru_cache
from itertools import pairwise

from desktop_admin.reports.kit.fonts import Style, shown, width

FULL_CLOSING = "，。、；：？！）】》”’」』〉〕…—·％℃%"  # with its word even across a space
CLOSING = FULL_CLOSING + ",.;:?!)]}"
OPENING = "（【《“‘「『〈〔([{"
_OPEN, _CLOSE, _FULL = (re.escape(some) for some in (OPENING, CLOSING, FULL_CLOSING))
_WORD = rf"(?:(?![{_OPEN}])[!-~\u00a0-\u024f\u0370-\u03ff\u2264\u2265\u2103\u2212\u00b1])+"
_CLUSTER = re.compile(
    rf"(?:[{_OPEN}]\s*)*(?:…+|—+|{_WORD}|[^\s{_OPEN}])(?:\s*[{_FULL}]|[{_CLOSE}])*|[{_OPEN}]+|(?P<space>\s+)"
)
"""What is kept together: a word or a character, with the punctuation that belongs to it."""

Line = tuple[str, float]
"""A line and its width in points."""


@lru_cache(maxsize=20_000)
def wrapped(text: str, style: Style, size: float, room: float, field: str) -> tuple[Line, ...]:
    """The lines of a text in `room` points, at least one. Raises MissingGlyph, which names the field."""
    lines: list[Line] = []
    for paragraph in text.split("\n"):
        lines += _filled(shown(paragraph), _Ruler(style, size, field), room)
    return tuple(lines)


class _Ruler:
    def __init__(self, style: Style, size: float, field: str) -> None:
        self.style = style
        self.size = size
        self.field = field

    def __call__(self, text: str) -> float:
        return width(text, self.style, self.size, self.field)


def _filled(text: str, ruler: _Ruler, room: float) -> list[Line]:
    whole = ruler(text)
    if whole <= room:
        return [(text.rstrip(), ruler(text.rstrip()))]
    lines: list[str] = []
    line, used = "", 0.0
    for found in _CLUSTER.finditer(text):
        piece = found.group()
        taken = ruler(piece)
        if used + taken <= room:
            line, used = line + piece, used + taken
        elif found["space"]:
            lines.append(line)
            line, used = "", 0.0
        else:
            if line.strip():
                lines.append(line)
            *cut, line = _cut(piece, ruler, room)
            lines += cut
            used = ruler(line)
    if line.strip() or not lines:
        lines.append(line)
    return [(line.strip(), ruler(line.strip())) for line in lines]


def _cut(piece: str, ruler: _Ruler, room: float) -> list[str]:
    """A cluster wider than a line is cut between characters."""
    parts: list[str] = []
    while ruler(piece) > room and len(piece) > 1:
        end = 1
        while end < len(piece) and ruler(piece[: end + 1]) <= room:
            end += 1
        end = _seemly(piece, end)
        parts.append(piece[:end])
        piece = piece[end:]
    return [*parts, piece]


def _seemly(piece: str, end: int) -> int:
    """Behind a hyphen or slash if there is one, else the nearest place at or before `end` where a line may end."""
    places = [at for at in range(end, 0, -1) if may_break(piece[at - 1], piece[at])]
    behind = (at for at in places if piece[at - 1] in "-/_")
    return next(behind, places[0] if places else end)


def may_break(before: str, after: str) -> bool:
    return before not in OPENING and after not in CLOSING


def ill_breaks(lines: list[str]) -> list[tuple[str, str]]:
    """The neighbouring lines that should not have been parted there."""
    return [(one, two) for one, two in pairwise(lines) if one and two and not may_break(one[-1], two[0])]
