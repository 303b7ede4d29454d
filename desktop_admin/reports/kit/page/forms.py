"""Sets a bordered form: labels on light grey, values beside them in the lines they need."""

from dataclasses import dataclass

from desktop_admin.reports.kit.fonts import Style
from desktop_admin.reports.kit.page.declare import Form
from desktop_admin.reports.kit.page.flow import Flow
from desktop_admin.reports.kit.page.lines import Line, wrapped
from desktop_admin.reports.kit.page.pen import MM
from desktop_admin.reports.kit.page.tables import BODY, HEAD_GREY, INNER, LEADING, OUTER, PAD, ROW

LABEL = 25 * MM
GAP = 3 * MM


@dataclass(frozen=True)
class _Cell:
    x: float
    label: tuple[Line, ...]
    value: tuple[Line, ...]
    name: str


def set_form(flow: Flow, form: Form) -> None:
    top = flow.y
    for row in form.rows:
        for part in _parts(flow, _cells(flow, row)):
            height = _height(part)
            if height > flow.left_over:
                _close(flow, top)
                flow.new_page()
                top = flow.y
            _set(flow, part, height)
    _close(flow, top)
    flow.y += GAP


def _cells(flow: Flow, row: tuple[tuple[str, str], ...]) -> tuple[_Cell, ...]:
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


def _height(cells: tuple[_Cell, ...]) -> float:
    lines = max(max(len(cell.label), len(cell.value)) for cell in cells)
    return max(ROW, lines * LEADING + 2 * PAD)


def _parts(flow: Flow, cells: tuple[_Cell, ...]) -> list[tuple[_Cell, ...]]:
    """The row, or its lines in parts if it is taller than a page."""
    if _height(cells) <= flow.page_room:
        return [cells]
    most = int((flow.page_room - 2 * PAD) // LEADING)
    longest = max(len(cell.value) for cell in cells)
    return [
        tuple(_Cell(cell.x, cell.label, cell.value[start : start + most], cell.name) for cell in cells)
        for start in range(0, longest, most)
    ]


def _set(flow: Flow, cells: tuple[_Cell, ...], height: float) -> None:
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
