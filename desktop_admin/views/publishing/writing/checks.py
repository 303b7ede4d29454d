"""What an article is measured by while it is written: counters at once, findings and what is missing a moment later."""

from collections.abc import Sequence

from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QTextEdit, QWidget

from desktop_admin.api.publishing.content import Counter
from desktop_admin.api.publishing.submission import FoundIn
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.style import restyle
from desktop_admin.views.kit.theme import colour
from desktop_admin.views.kit.widgets import label

BODY = "body"


class Counters(QWidget):
    """One for each part; full ones are red and say so."""

    def __init__(self) -> None:
        super().__init__()
        self.labels: dict[str, QLabel] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(16)
        self._row.addStretch(1)

    def show_counters(self, counters: Sequence[Counter]) -> None:
        for counter in counters:
            if counter.name not in self.labels:
                self.labels[counter.name] = made = label("", "small")
                self._row.insertWidget(self._row.count() - 1, made)
            shown = self.labels[counter.name]
            text = f"{tr(counter.what)} {counter.used:,} / {counter.limit:,}"
            over = tr(N_("{count}, {over} too many"), count=text, over=counter.used - counter.limit)
            shown.setText(over if counter.over else text)
            restyle(shown, "face", "error" if counter.over else "small")


def mark(edit: QTextEdit, findings: Sequence[FoundIn]) -> None:
    """What was found in the text, where it stands; nothing of it is stored."""
    text, marks = edit.toPlainText(), list[QTextEdit.ExtraSelection]()
    for found in findings:
        if found.part == BODY and text[found.finding.start : found.finding.end] == found.finding.said:
            made = QTextEdit.ExtraSelection()
            made.cursor = selected(edit, text, found)
            made.format = _marked(open_=found.open)
            marks.append(made)
    edit.setExtraSelections(marks)


def selected(edit: QTextEdit, text: str, found: FoundIn) -> QTextCursor:
    """text: as it was looked through. Qt counts in UTF-16."""
    cursor = edit.textCursor()
    cursor.setPosition(_units(text[: found.finding.start]))
    cursor.setPosition(_units(text[: found.finding.end]), QTextCursor.MoveMode.KeepAnchor)
    return cursor


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _marked(*, open_: bool) -> QTextCharFormat:
    form = QTextCharFormat()
    form.setBackground(colour("warn_soft" if open_ else "ok_soft"))
    form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
    form.setUnderlineColor(colour("warn" if open_ else "ok"))
    return form
