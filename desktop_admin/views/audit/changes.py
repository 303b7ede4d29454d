"""Changed fields as lines: the field's name, what it was, what it is."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from desktop_admin.api.audit import Done, FieldChange, RecordChange
from desktop_admin.api.shown import NOTHING
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.widgets import Kind, Pill, label

LABEL = 72  # pixels
DONE: dict[Done, tuple[str, Kind]] = {
    "insert": (N_("added"), Kind.OK),
    "update": (N_("changed"), Kind.INFO),
    "delete": (N_("deleted"), Kind.DANGER),
}


def sentence(field: FieldChange, done: Done) -> str:
    """What was and what is; of a new or a deleted record only what there is."""
    before, after = str(field.before) or NOTHING, str(field.after) or NOTHING
    if done == "insert":
        return after
    return before if done == "delete" else f"{before} → {after}"


def head(change: RecordChange) -> QHBoxLayout:
    row = QHBoxLayout()
    word, kind = DONE[change.done]
    row.addWidget(label(str(change.about), "strong", wrap=True), 1)
    row.addWidget(Pill(tr(word), kind), 0, Qt.AlignmentFlag.AlignTop)
    return row


def pairs(rows: Iterable[tuple[str, str]]) -> QWidget:
    """Label and value under each other; both can be selected and copied."""
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(6)
    grid.setColumnMinimumWidth(0, LABEL)
    grid.setColumnStretch(1, 1)
    for place, (name, value) in enumerate(rows):
        told = label(value, wrap=True)
        told.setTextFormat(Qt.TextFormat.PlainText)
        told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        told.setAccessibleName(f"{name} {value}")
        called = label(name, "quiet", wrap=True)
        called.setMaximumWidth(2 * LABEL)
        grid.addWidget(called, place, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(told, place, 1)
    return made


def lines(change: RecordChange) -> QWidget:
    return pairs((str(field.label), sentence(field, change.done)) for field in change.fields)
