"""Sets a table: rows as high as their texts need, never split, under a head that each page repeats."""

from dataclasses import dataclass

from desktop_admin.reports.kit.fonts import Style
from desktop_admin.reports.kit.page.declare import Group, Row, Table
from desktop_admin.reports.kit.page.flow import Flow
from desktop_admin.reports.kit.page.lines import Line, wrapped
from desktop_admin.reports.kit.page.pen import MM

BODY, LEADING = 10.0, 12.5
ROW = 7 * MM
HEADING = 6 * MM
PAD = 1.2 * MM
HEAD_GREY, GROUP_GREY, STRONG_GREY = 0.9, 0.95, 0.93
OUTER, INNER = 0.8, 0.35


@dataclass(frozen=True)
class _Set:
    """A row with its texts broken into lines."""

    cells: tuple[tuple[Line, ...], ...]
    style: Style
    height: float
    strong: bool = False


def _height(lines: int) -> float:
    return max(ROW, lines * LEADING + 2 * PAD)


class TableSetter:
    def __init__(self, flow: Flow, table: Table) -> None:
        self.flow = flow
        self.table = table
        total = sum(column.width for column in table.columns)
        self.widths = [column.width * flow.room / total for column in table.columns]
        self.head = self._set(Row(tuple(column.label for column in table.columns)), Style.BOLD)
        self.top = 0.0
        self.spans: list[tuple[float, float]] = []  # of rows with cells, for the lines between columns

    def run(self) -> None:
        first = next((self._set_any(row) for row in self.table.rows), self.head)
        heading = HEADING if self.table.heading else 0.0
        self.flow.need(heading + self.head.height + first.height)
        if heading:
            self._heading(self.table.heading)
        self._begin()
        for number, row in enumerate(self.table.rows):
            if isinstance(row, Group):
                self._group(row, number)
            else:
                for part in self._parts(self._set(row)):
                    self._row(part)
        self._end()

    def _heading(self, text: str) -> None:
        flow = self.flow
        flow.pen.text(flow.left, flow.y + BODY, text, BODY, Style.BOLD, fixed=True, name=text)
        flow.y += HEADING

    def _set_any(self, row: Row | Group) -> _Set:
        return self._set(row) if isinstance(row, Row) else _Set((), Style.BOLD, ROW)

    def _set(self, row: Row, style: Style = Style.BODY) -> _Set:
        style = Style.BOLD if row.strong else style
        if len(row.cells) != len(self.widths):
            raise ValueError(f"a row of {len(row.cells)} cells in a table of {len(self.widths)} columns")
        cells = tuple(
            [
                wrapped(text, style, BODY, width - 2 * PAD, column.label)
                for text, width, column in zip(row.cells, self.widths, self.table.columns, strict=True)
            ]
        )
        return _Set(cells, style, _height(max(map(len, cells))), row.strong)

    def _parts(self, row: _Set) -> list[_Set]:
        """The row, or its lines in parts if it is taller than a page."""
        room = self.flow.page_room - self.head.height
        if row.height <= room:
            return [row]
        most = int((room - 2 * PAD) // LEADING)
        longest = max(map(len, row.cells))
        cuts = [tuple(lines[start : start + most] for lines in row.cells) for start in range(0, longest, most)]
        return [_Set(cells, row.style, _height(max(map(len, cells))), row.strong) for cells in cuts]

    def _begin(self) -> None:
        """The head, on this page."""
        flow = self.flow
        self.top, self.spans = flow.y, []
        flow.pen.fill((flow.left, flow.y, flow.room, self.head.height), HEAD_GREY)
        self._cells(self.head, head=True)
        self._close(self.head.height, cells=True)

    def _end(self) -> None:
        flow, pen = self.flow, self.flow.pen
        x = flow.left
        for width in self.widths[:-1]:
            x += width
            for top, bottom in self.spans:
                pen.line(x, top, x, bottom, INNER)
        pen.box((flow.left, self.top, flow.room, flow.y - self.top), OUTER)

    def _turn(self, height: float) -> None:
        """Goes to the next page if there is no room."""
        if height > self.flow.left_over:
            self._end()
            self.flow.new_page()
            self._begin()

    def _group(self, group: Group, number: int) -> None:
        following = [self._set_any(row).height for row in self.table.rows[number + 1 : number + 2]]
        flow = self.flow
        lines = wrapped(group.text, Style.BOLD, BODY, flow.room - 2 * PAD, group.text)
        height = _height(len(lines))
        self._turn(min(height + sum(following), flow.page_room - self.head.height))
        flow.pen.fill((flow.left, flow.y, flow.room, height), GROUP_GREY)
        top = flow.y + (height - len(lines) * LEADING) / 2 + BODY
        for place, (line, _) in enumerate(lines):
            pen_y = top + place * LEADING
            flow.pen.text(flow.left + PAD, pen_y, line, BODY, Style.BOLD, fixed=True, name=group.text)
        self._close(height, cells=False)

    def _row(self, row: _Set) -> None:
        self._turn(row.height)
        if row.strong:
            flow = self.flow
            flow.pen.fill((flow.left, flow.y, flow.room, row.height), STRONG_GREY, fixed=False)
        self._cells(row)
        self._close(row.height, cells=True)

    def _cells(self, row: _Set, *, head: bool = False) -> None:
        x, y, pen = self.flow.left, self.flow.y, self.flow.pen
        for lines, width, column in zip(row.cells, self.widths, self.table.columns, strict=True):
            top = y + (row.height - len(lines) * LEADING) / 2 + BODY
            fixed = head or (column.fixed and not row.strong)
            align = "center" if head else column.align
            for place, (line, length) in enumerate(lines):
                if line:
                    start = x + _indent(align, width, length)
                    pen.text(start, top + place * LEADING, line, BODY, row.style, fixed=fixed, name=column.label)
            x += width

    def _close(self, height: float, *, cells: bool) -> None:
        """Draws the line under a row and goes below it."""
        flow = self.flow
        if cells:
            self._span(flow.y, flow.y + height)
        flow.y += height
        flow.pen.line(flow.left, flow.y, flow.right, flow.y, INNER)

    def _span(self, top: float, bottom: float) -> None:
        if self.spans and abs(self.spans[-1][1] - top) < 0.01:  # noqa: PLR2004 - points: touching
            self.spans[-1] = (self.spans[-1][0], bottom)
        else:
            self.spans.append((top, bottom))


def _indent(align: str, width: float, length: float) -> float:
    if align == "left":
        return PAD
    return width - PAD - length if align == "right" else (width - length) / 2
