"""Two people changed one record: the fields both changed, one choice a row; the rest is merged and listed."""

from collections.abc import Sequence
from enum import StrEnum
from functools import partial

from msgspec import Struct
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QRadioButton, QWidget

from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.dialog import Dialog
from desktop_admin.views.kit.icons import IconMark
from desktop_admin.views.kit.style import restyle
from desktop_admin.views.kit.widgets import label

_COLUMNS = (92, 116, 220, 220)


class Side(StrEnum):
    MINE = "mine"
    THEIRS = "theirs"


class Clash(Struct, frozen=True):
    """A field that both changed, as a person reads it."""

    field: str
    label: str
    opened: str
    mine: str
    theirs: str


class _Choice(QFrame):
    picked = Signal()

    def __init__(self, text: str, name: str) -> None:
        super().__init__()
        self.setObjectName("clash")
        self.setFixedHeight(40)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 2, 10, 2)
        self.radio, self._taken = QRadioButton(text), label(tr(N_("kept")), "small")
        self.radio.setAutoExclusive(False)
        self.radio.setAccessibleName(f"{name}: {text}")
        self.radio.setToolTip(text)
        self.radio.clicked.connect(self.picked)
        row.addWidget(self.radio, 1)
        row.addWidget(self._taken)
        self.show_chosen(chosen=False)

    def show_chosen(self, *, chosen: bool) -> None:
        self.radio.setChecked(chosen)
        self._taken.setVisible(chosen)
        restyle(self, "chosen", chosen)


class ConflictDialog(Dialog):
    """`resolved` gives the chosen side of each field; "later" only closes, nothing is written."""

    resolved = Signal(object)  # dict of field -> Side; as a dict, Qt would turn each Side into plain text

    def __init__(  # noqa: PLR0913 - what two people did to one record
        self,
        parent: QWidget,
        *,
        what: str,
        who: str,
        explained: str,
        clashes: Sequence[Clash],
        merged: Sequence[str] = (),
    ) -> None:
        """`what` was changed; `explained` tells when, and what is to be done."""
        title = tr(N_("{who} has just changed {what}"), who=who, what=what)
        super().__init__(parent, title, explained, icon_name="users", width=712)
        self._choices: dict[str, dict[Side, _Choice]] = {}
        self._sides: dict[str, Side] = {}
        self.body.addLayout(self._grid(clashes, who))
        if merged:
            self.body.addWidget(_merged(merged))
        self.add_button(tr(N_("Keep all of theirs")), partial(self.take_all, Side.THEIRS), "ghost", left=True)
        self.add_button(tr(N_("Keep all of mine")), partial(self.take_all, Side.MINE), "ghost", left=True)
        self.add_button(tr(N_("Later")), self.reject)
        self.save = self.add_button(tr(N_("Save as chosen")), self._resolve, "primary")
        self.save.setEnabled(False)

    def take(self, field: str, side: Side) -> None:
        self._sides[field] = side
        for each, choice in self._choices[field].items():
            choice.show_chosen(chosen=each is side)
        self.save.setEnabled(len(self._sides) == len(self._choices))

    def take_all(self, side: Side, _checked: object = None) -> None:
        for field in self._choices:
            self.take(field, side)

    def radio(self, field: str, side: Side) -> QRadioButton:
        return self._choices[field][side].radio

    def _grid(self, clashes: Sequence[Clash], who: str) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        heads = (tr(N_("Field")), tr(N_("When opened")), tr(N_("Mine")), tr(N_("By {who}"), who=who))
        for column, (text, width) in enumerate(zip(heads, _COLUMNS, strict=True)):
            grid.addWidget(label(text, "small"), 0, column)
            grid.setColumnMinimumWidth(column, width - 8)
            grid.setColumnStretch(column, width)
        for row, clash in enumerate(clashes, 1):
            grid.addWidget(label(clash.label, "strong", wrap=True), row, 0)
            grid.addWidget(label(clash.opened, "quiet", wrap=True), row, 1)
            self._choices[clash.field] = {
                Side.MINE: _Choice(clash.mine, f"{clash.label}, {heads[2]}"),
                Side.THEIRS: _Choice(clash.theirs, f"{clash.label}, {heads[3]}"),
            }
            for column, (side, choice) in enumerate(self._choices[clash.field].items(), 2):
                choice.picked.connect(partial(self.take, clash.field, side))
                grid.addWidget(choice, row, column)
        return grid

    def _resolve(self) -> None:
        self.accept()
        self.resolved.emit(dict(self._sides))


def _merged(fields: Sequence[str]) -> QFrame:
    box = QFrame()
    box.setObjectName("sunken")
    row = QHBoxLayout(box)
    row.setContentsMargins(10, 8, 10, 8)
    row.addWidget(IconMark("check", "ok", 14))
    row.addWidget(label(tr(N_("Merged by itself: {fields}"), fields="、".join(fields)), "small", wrap=True), 1)
    return box
