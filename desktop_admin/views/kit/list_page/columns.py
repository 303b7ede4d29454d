"""Which columns a table shows, and how wide: what a person has chosen, as far as there is room."""

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHeaderView

from desktop_admin.api.base import Field
from desktop_admin.api.lists import ListSpec
from desktop_admin.core.i18n import tr
from desktop_admin.core.labels import Labelled
from desktop_admin.views.kit.list_page.memory import Memory, Remembered
from desktop_admin.views.kit.list_page.rows import TICK
from desktop_admin.views.kit.theme import font
from desktop_admin.views.kit.tokens import HEAD
from desktop_admin.views.kit.widgets import pill_width

TICK_WIDTH = 44
_USUAL = 120
_NARROW = 96
_SHORT = 72
_LEAST = 56
_MOST = 420  # a column grows no wider than this for what stands in it


class Columns:
    """Where the window or the panel leaves too little room, columns first shrink to what stands in them, then give way
    in the order that the list declares; they come back with the room. What a person ticked stays, and is scrolled to.

    needs: pixels that the longest text of a column takes; 0 while no row is there.
    """

    def __init__(self, header: QHeaderView, spec: ListSpec, memory: Memory, needs: Callable[[int], int]) -> None:
        self._header, self._spec, self._memory, self._needs = header, spec, memory, needs
        self._fields = spec.fields()
        self._fitting = False
        kept = memory.of(spec.name)
        self._shown = tuple(name for name in kept.shown if name in self._fields)
        self._wanted = tuple(name for name in kept.wanted if name in self._fields)
        self._widths = {name: width for name, width in kept.widths.items() if name in self._fields}
        self.given: frozenset[str] = frozenset()  # those that gave way
        self.right: frozenset[int] = frozenset()  # places of the numbers, which end at one line

    def arrange(self) -> None:
        header = self._header
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionsClickable(True)
        header.setSectionsMovable(False)
        header.setMinimumSectionSize(TICK_WIDTH)
        header.setStretchLastSection(True)
        header.setSectionResizeMode(TICK, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(TICK, TICK_WIDTH)
        self._lay(self.chosen(), {name: self._width(name) for name in self._fields})
        header.sectionResized.connect(self._resized)

    def chosen(self) -> tuple[str, ...]:
        """In the list's order, whether there is room or not; the column that names a row is always one."""
        names = self._shown or tuple(name for name in self._fields if name not in self._spec.hidden)
        return tuple(name for name in self._fields if name in names or name == self._spec.row_title)

    def turn(self, name: str, *, on: bool) -> None:
        rest = tuple(each for each in self.chosen() if each != name)
        self._shown = (*rest, name) if on else rest
        self._wanted = (*(each for each in self._wanted if each != name), *((name,) if on else ()))
        self._remember()

    def fit(self, room: int) -> None:
        """room: pixels of the table's inside."""
        left = room - (0 if self._header.isSectionHidden(TICK) else TICK_WIDTH)
        widths = {name: self._width(name) for name in self.chosen()}
        self._shrink(widths, left)
        given: list[str] = []
        for name in self._giving(tuple(widths)):
            if sum(widths.values()) <= left:
                break
            if widths.pop(name, 0):
                given.append(name)
        self.given = frozenset(given)
        self._grow(widths, left - sum(widths.values()))
        self._spread(widths, left - sum(widths.values()))
        self._lay(tuple(widths), widths)

    def _shrink(self, widths: dict[str, int], left: int) -> None:
        """The last first, each as far as its label and its texts allow. A width that a person has drawn stays."""
        for name in reversed(tuple(widths)):
            over = sum(widths.values()) - left
            if over <= 0:
                return
            needs = self._needs(self._place(name))
            if needs and name not in self._widths:
                least = max(needs, _label_width(self._fields[name]), _LEAST)
                widths[name] -= max(0, min(over, widths[name] - least))

    def _giving(self, names: tuple[str, ...]) -> Iterator[str]:
        """What the list declares, then from the last on; never the row's name nor what was ticked, states only if
        declared."""
        stated = {name for name in names if _states(self._fields[name])}
        rest = (name for name in reversed(names) if name not in stated)
        for name in (*self._spec.gives_way, *rest):
            if name != self._spec.row_title and name not in self._wanted:
                yield name

    def _grow(self, widths: dict[str, int], spare: int) -> None:
        """The row's name first. A width that a person has drawn stays."""
        for name in sorted(widths, key=lambda each: each != self._spec.row_title):
            more = min(self._needs(self._place(name)), _MOST) - widths[name]
            if more > 0 < spare and name not in self._widths:
                widths[name] += min(more, spare)
                spare -= min(more, spare)

    def _spread(self, widths: dict[str, int], spare: int) -> None:
        """The last column takes all that is left; in front of a number, which would stand far off then, texts do."""
        texts = [name for name in widths if self._fields[name].type is str and name not in self._widths]
        if texts and spare > 0 and _is_number(self._fields[tuple(widths)[-1]]):
            for name in texts:
                widths[name] += spare // len(texts)

    def _lay(self, shown: tuple[str, ...], widths: dict[str, int]) -> None:
        self.right = frozenset(self._place(name) for name in shown if _is_number(self._fields[name]))
        with self._quietly():
            for place, name in enumerate(self._fields, 1):
                self._header.setSectionHidden(place, name not in shown)
            for name in shown:
                self._header.resizeSection(self._place(name), widths[name])

    @contextmanager
    def _quietly(self) -> Generator[None]:
        self._fitting = True
        try:
            yield
        finally:
            self._fitting = False

    def _place(self, name: str) -> int:
        return 1 + self._spec.columns.index(name)

    def _width(self, name: str) -> int:
        field = self._fields[name]
        declared = self._spec.widths.get(name)
        return self._widths.get(name) or (max(declared, _label_width(field)) if declared else _usual(field))

    def _resized(self, place: int, _before: int, width: int) -> None:
        last = max(each for each in range(self._header.count()) if not self._header.isSectionHidden(each))
        if self._fitting or place in {TICK, last} or not width:
            return
        self._widths[self._spec.columns[place - 1]] = width
        self._remember()

    def _remember(self) -> None:
        self._memory.keep(self._spec.name, Remembered(self._shown, dict(self._widths), self._wanted))


def _states(field: Field) -> bool:
    return isinstance(field.type, type) and issubclass(field.type, Labelled)


def _is_number(field: Field) -> bool:
    return field.type in {int, Decimal}


def _label_width(field: Field) -> int:
    """With room for the arrow of its sorting."""
    return QFontMetrics(font(HEAD, strong=True)).horizontalAdvance(tr(field.label)) + 36


def _usual(field: Field) -> int:
    """Of the label at least, and of what usually stands in such a field."""
    kind: Any = field.type
    if _states(field):
        return max(_label_width(field), *(round(pill_width(tr(member.label))) + 24 for member in kind))
    usual = _USUAL if kind is str else _SHORT if kind is bool or _is_number(field) else _NARROW
    return max(_label_width(field), usual)
