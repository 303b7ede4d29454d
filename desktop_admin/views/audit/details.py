"""The panel about one entry: who, when, what was changed, and where it stands in the chain."""

from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_admin.api.audit import Entry, EntryRow, ReadEntry
from desktop_admin.api.shown import shown
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.audit.changes import head, lines, pairs
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.widgets import Hairline, label

MOST = 20  # records told one by one
GROUP = 8  # characters of a hash that stand together


class EntryDetails(QWidget):
    """Shows what the row knows at once, and the rest when it has been read."""

    def __init__(self, desk: QtDesk, row: EntryRow) -> None:
        super().__init__()
        self.entry: Entry | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 8, 0)
        self._layout.setSpacing(10)
        self._layout.addWidget(pairs(_who(row)))
        self._layout.addStretch(1)
        desk.ask(ReadEntry(row.key), owner=self, then=self._show)

    def key(self) -> UUID | None:
        return self.entry.row.key if self.entry else None

    def _show(self, entry: Entry) -> None:
        self.entry = entry
        if entry.facts:
            self._add(pairs((str(fact.label), str(fact.value)) for fact in entry.facts))
        for change in entry.changes[:MOST]:
            self._add(Hairline())
            self._layout.insertLayout(self._layout.count() - 1, head(change))
            self._add(lines(change))
        if len(entry.changes) > MOST:
            more = tr(N_("and {count} more records"), count=len(entry.changes) - MOST)
            self._add(label(more, "quiet"))
        self._add(Hairline())
        self._add(label(tr(N_("Chain")), "strong"))
        self._add(pairs(_chain(entry)))

    def _add(self, widget: QWidget) -> None:
        self._layout.insertWidget(self._layout.count() - 1, widget)


def _who(row: EntryRow) -> list[tuple[str, str]]:
    return [
        (tr(N_("Time")), shown(row.at)),
        (tr(N_("Person")), str(row.person) or "—"),
        (tr(N_("PC")), str(row.device) or "—"),
        (tr(N_("Module")), str(row.area)),
    ]


def _chain(entry: Entry) -> list[tuple[str, str]]:
    place = tr(N_("{number} of {length} in this session"), number=entry.row.number, length=entry.length)
    seal = tr(N_("No. {number}"), number=entry.seal) if entry.seal else tr(N_("not sealed yet"))
    return [
        (tr(N_("Entry")), place),
        (tr(N_("Seal")), seal),
        (tr(N_("Hash")), _spaced(entry.hash)),
        (tr(N_("Before it")), _spaced(entry.previous)),
    ]


def _spaced(digest: str) -> str:
    """In groups, so that it wraps and can be compared with one on paper."""
    return " ".join(digest[start : start + GROUP] for start in range(0, len(digest), GROUP))
