"""A form of what is kept in revisions: where somebody was faster, theirs is merged with what was typed."""

from abc import abstractmethod
from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct
from PySide6.QtWidgets import QDialog, QWidget

from desktop_admin.api.base import Command, Field, Query
from desktop_admin.core.errors import Refused, Stale
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.ids import uuid7
from desktop_admin.views.kit.conflict import ConflictDialog, Side
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.form import ValuesDialog
from desktop_admin.views.kit.form.merge import Said, Sides, merge


class Compared(Struct, frozen=True):
    """Their newest revision against what stood here and what was typed. settle: takes what was merged into the form."""

    who: str
    what: str
    fields: Mapping[str, Field]
    sides: Sides
    said: Said
    settle: Callable[[Mapping[str, Any]], object]


class RevisedDialog(ValuesDialog):
    def __init__(
        self, parent: QWidget, desk: QtDesk, of: type[Struct], *, then: Callable[[Any], object], **drawn: Any
    ) -> None:
        """then: gets the command's answer. drawn: as for ValuesDialog."""
        self._desk, self._then = desk, then
        self._id, self.sent = uuid7(), dict[str, Any]()
        self.conflict: ConflictDialog | None = None
        super().__init__(parent, of, verb=tr(N_("Save")), **drawn)

    @abstractmethod
    def command(self, key: Any, values: dict[str, Any]) -> Command[Any]:
        """key: the command's id."""

    @abstractmethod
    def newest(self) -> Query[Any] | None:
        """What tells what the record holds now; none for one that is not stored yet."""

    @abstractmethod
    def compared(self, now: Any) -> Compared:
        """now: the answer to newest()."""

    def take(self, values: dict[str, Any]) -> None:
        """The same values go under the same id: what was carried out, but not answered, is not done twice."""
        if values != self.sent:
            self._id, self.sent = uuid7(), values
        self.primary.setEnabled(False)
        self.note.setText(tr(N_("Saving…")))
        self._desk.ask(self.command(self._id, values), owner=self, then=self._accepted, failed=self._refused)

    def _accepted(self, answer: Any) -> None:
        self.done(QDialog.DialogCode.Accepted)
        self._then(answer)

    def _refused(self, error: Refused) -> None:
        self.primary.setEnabled(True)
        self.note.setText("")
        asked = self.newest() if isinstance(error, Stale) else None
        if asked is None:
            self.refuse(error)
            return
        self._id = uuid7()
        self._desk.ask(asked, owner=self, then=self._compare, failed=self.refuse)

    def _compare(self, now: Any) -> None:
        found = self.compared(now)
        merged = merge(found.fields, found.sides, found.who, found.said)

        def go_on(sides: Mapping[str, Side]) -> None:
            """Only now is theirs taken for known: who closes the question has not seen it."""
            chosen = {name: found.sides.theirs[name] for name, side in sides.items() if side == Side.THEIRS}
            found.settle(merged.values | chosen)
            self.finish()

        if not merged.clashes:
            go_on({})
            return
        told = tr(N_("You both changed these fields; choose one side for each."))
        self.conflict = ConflictDialog(
            self, what=found.what, who=found.who, explained=told, clashes=merged.clashes, merged=merged.told
        )
        self.conflict.resolved.connect(go_on)
        self.conflict.open()
