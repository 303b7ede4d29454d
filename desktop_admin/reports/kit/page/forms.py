"""Sets a bordered form: labels on light grey, values beside them in the lines they need."""

from dataclasses import dataclass, replace

from desktop_admin.reports.kit.fonts import Style
from desktop_admin.reports.kit.page.declare import Form
from desktop_admin.reports.kit.page.flow import TOP, Flow
from desktop_admin.reports.kit.page.lines import Line, wrapped
from desktop_admin.reports.kit.page.pen import MM
from desktop_admin.reports.kit.page.tables import BODY, HEAD_GREY, INNER, LEADING, OUTER, PAD, ROW

LABEL = 25 * MM
GAP = 3 * MM
FEWEST = 4  # lines of a divided row that stand together


@dataclass(frozen=True)
class _Cell:
    x: float
    label: tuple[Line, ...]
    value: tuple[Line, ...]
    name: str

    def cut(self, start: int, end: int) -> "_Cell":
        return replace(self, value=self.value[start:end])


Cells = tuple[_Cell, ...]


def set_form(flow: Flow, form: Form) -> None:
    """A long row is begun on this page and goes on over the next; a short one is kept together."""
    top = flow.y
    for row in form.rows:
        rest = _cells(flow, row)
        while rest:
            part, rest = _divided(flow, rest)
            if not part:
                _close(flow, top)
                flow.new_page()
                top = flow.y
            else:
                _set(flow, part, _height(part))
    _close(flow, top)
    flow.y += GAP


def _divided(flow: Flow, cells: Cells) -> tuple[Cells, Cells]:
    """What of the row stands on this page, and what is left."""
    if _height(cells) <= flow.left_over:
        return cells, ()
    room = int((flow.left_over - 2 * PAD) // LEADING)
    lines = max(len(cell.value) for cell in cells)
    if room < FEWEST or lines < 2 * FEWEST:
        return ((), cells) if flow.y > TOP else (cells, ())
    room = min(room, lines - FEWEST)
    return tuple(cell.cut(0, room) for cell in cells), tuple(cell.cut(room, lines) for cell in cells)


def _cells(flow: Flow, row: tuple[tuple[str, str], ...]) -> Cells:
    width = flow.room / len(row)
    return tuple(
        _Cell(
            flow.left + place * width,
            wrapped(label, Style.BODY, BODY, LABEL - 2 * PAD, label),
            wrapped(value, Style.BODY, BODY, width - LABEL - 2 * PAD, label),
            label,
        )
        for place, (label, value) in enumerate(row)
    )


def _height(cells: Cells) -> float:
    lines = max(max(len(cell.label), len(cell.value)) for cell in cells)
    return max(ROW, lines * LEADING + 2 * PAD)


def _set(flow: Flow, cells: Cells, height: float) -> None:
    pen, top, bottom = flow.pen, flow.y, flow.y + height
    for cell in cells:
        pen.fill((cell.x, top, LABEL, height), HEAD_GREY)
        _lines(flow, cell.label, cell.x, height, cell.name)
        _lines(flow, cell.value, cell.x + LABEL, height, cell.name)
        pen.line(cell.x + LABEL, top, cell.x + LABEL, bottom, INNER)
        if cell.x > flow.left:
            pen.line(cell.x, top, cell.x, bottom, INNER)
    flow.y = bottom
    pen.line(flow.left, bottom, flow.right, bottom, INNER)


def _lines(flow: Flow, lines: tuple[Line, ...], x: float, height: float, name: str) -> None:
    top = flow.y + (height - len(lines) * LEADING) / 2 + BODY
    for place, (line, _) in enumerate(lines):
        flow.pen.text(x + PAD, top + place * LEADING, line, BODY, name=name)


def _close(flow: Flow, top: float) -> None:
    if flow.y > top:
        flow.pen.box((flow.left, top, flow.room, flow.y - top), OUTER)
