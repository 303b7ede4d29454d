"""A dialog that asks for a command's labelled fields, and gives them only once each of them holds."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from msgspec import NODEFAULT, Struct, structs
from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from desktop_admin.api.base import Field, fields
from desktop_admin.core.errors import Invalid, Refused
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.dialog import Dialog
from desktop_admin.views.kit.editors import Choices, Editor, make_editor
from desktop_admin.views.kit.form.field import FieldBox
from desktop_admin.views.kit.widgets import Kind

Check = Callable[[dict[str, Any]], Mapping[str, str]]  # values -> sentences by field

COLUMNS = 6
GUTTER = 16
WIDE, NARROW = 760, 480  # pixels of the dialog
FEW = 4  # fields that stand one below the other
_THIRD = 226  # pixels of two columns
_HALF = 347

HOW = N_("Fields with * are needed. Tab goes on, Ctrl+Enter finishes.")
WRONG = N_("To be corrected: {fields}.")


class ValuesDialog(Dialog):
    given = Signal(object)  # a dict as an object: Qt would turn its values into its own types

    def __init__(  # noqa: PLR0913 - what a form is drawn from; all but the first are named
        self,
        parent: QWidget,
        of: type[Struct],
        *,
        title: str = "",
        verb: str = "",
        initial: Mapping[str, Any] = MappingProxyType({}),
        choices: Mapping[str, Choices] = MappingProxyType({}),
        without: Iterable[str] = (),
        needed: Iterable[str] = (),
        check: Check | None = None,
    ) -> None:
        """initial: values to start with, by field. without: fields that are not asked for. needed: fields that
        must be filled in here, though they need not be everywhere. check: what several fields must keep together."""
        caption = tr(getattr(of, "caption", ""))  # of a command
        asked = _asked(of, set(without), set(needed))
        few = len(asked) <= FEW
        super().__init__(parent, title or caption, tr(HOW), width=NARROW if few else WIDE)
        self._check = check
        self.boxes = {field.name: FieldBox(field, make_editor(field, choices.get(field.name))) for field in asked}
        self._fill(_defaults(of) | dict(initial))
        self.body.addLayout(_grid(list(self.boxes.values()), few=few))
        self.body.addStretch(1)
        self.opened = self.snapshot()
        self.losing = lambda: self.snapshot() != self.opened
        self.add_cancel()
        self.primary: QPushButton = self.add_button(verb or caption, self.finish, "primary")
        first = next(iter(self.boxes.values()), None)
        if first is not None:
            first.editor.focus()

    def editor(self, name: str) -> Editor:
        return self.boxes[name].editor

    def fault(self, name: str) -> str:
        """The sentence under a field; empty if it holds."""
        return self.boxes[name].fault

    def snapshot(self) -> dict[str, Any]:
        """What stands in the editors, be it valid or not."""
        return {name: _standing(box.editor) for name, box in self.boxes.items()}

    def finish(self) -> None:
        """Read everything; say what is wrong where it is wrong, or give the values."""
        if not self.primary.isEnabled():
            return
        values = self._read()
        if values is not None:
            self.messages.dismiss()
            self.take(values)

    def take(self, values: dict[str, Any]) -> None:
        self.accept()
        self.given.emit(values)

    def refuse(self, error: Refused) -> None:
        """A refusal is shown at the field it names, else over the form. Everything typed stays."""
        name = self._named(error)
        if name and isinstance(error, Invalid):
            self._blame({name: error.reason})
        else:
            self.show_refusal(error)

    def write(self, values: Mapping[str, Any]) -> None:
        self._fill(values)

    def _fill(self, values: Mapping[str, Any]) -> None:
        for name, value in values.items():
            if name in self.boxes:
                self.boxes[name].editor.write(value)

    def _read(self) -> dict[str, Any] | None:
        values: dict[str, Any] = {}
        wrong: dict[str, str] = {}
        for name, box in self.boxes.items():
            try:
                values[name] = box.read()
            except Invalid:
                wrong[name] = box.fault
        if not wrong and self._check:
            wrong = dict(self._check(values))
        if wrong:
            self._blame(wrong)
            return None
        return values

    def _blame(self, wrong: Mapping[str, str]) -> None:
        for name, sentence in wrong.items():
            self.boxes[name].refuse(sentence)
        names = tr(N_(", ")).join(tr(self.boxes[name].field.label) for name in wrong)
        first = self.boxes[next(iter(wrong))]
        self.messages.say(tr(WRONG, fields=names), Kind.DANGER, tr(N_("Show")), first.editor.focus)
        self.fit()
        first.editor.focus()
        self._scroll.ensureWidgetVisible(first)

    def _named(self, error: Refused) -> str:
        """A service names a field, the wire its label."""
        if not isinstance(error, Invalid):
            return ""
        said = str(error.params.get("field", ""))
        labels = {box.field.label: name for name, box in self.boxes.items()}
        return said if said in self.boxes else labels.get(said, "")


def _asked(of: type[Struct], without: set[str], needed: set[str]) -> list[Field]:
    every = (field for field in fields(of).values() if field.name not in without)
    return [replace(field, required=True, optional=False) if field.name in needed else field for field in every]


def _standing(editor: Editor) -> Any:
    try:
        return editor.read()
    except Invalid as error:
        return error.params


def _defaults(of: type[Struct]) -> dict[str, Any]:
    return {each.name: each.default for each in structs.fields(of) if each.default is not NODEFAULT}


def _span(field: Field, editor: Editor) -> int:
    """Columns of the grid that a field takes."""
    wanted = editor.widget.sizeHint().width()
    if field.wide or field.editor == "lines" or wanted > _HALF:
        return COLUMNS
    half = wanted > _THIRD or (field.type is str and (field.max_length or 0) > 40)  # noqa: PLR2004 - of a long text
    return COLUMNS // 2 if half else COLUMNS // 3


def _lines(boxes: list[FieldBox]) -> list[list[tuple[FieldBox, int]]]:
    """Each line of the grid: boxes with the columns they take. Two share a line evenly."""
    lines: list[list[tuple[FieldBox, int]]] = [[]]
    for box in boxes:
        span = _span(box.field, box.editor)
        if sum(taken for _, taken in lines[-1]) + span > COLUMNS:
            lines.append([])
        lines[-1].append((box, span))
    pair = 2
    return [[(box, COLUMNS // pair) for box, _ in line] if len(line) == pair else line for line in lines]


def _grid(boxes: list[FieldBox], *, few: bool) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(GUTTER)
    grid.setVerticalSpacing(6)
    for row, line in enumerate([[(box, COLUMNS)] for box in boxes] if few else _lines(boxes)):
        column = 0
        for box, span in line:
            grid.addWidget(box, row, column, 1, span)
            column += span
    for each in range(COLUMNS):
        grid.setColumnStretch(each, 1)
        grid.setColumnMinimumWidth(each, 1)
    return grid
