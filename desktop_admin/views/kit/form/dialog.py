"""A form that carries out its command: it stays open, with everything typed, until the command has been accepted."""

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any

from msgspec import convert
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from desktop_admin.api.audit import ChangedSince, ChangeMade
from desktop_admin.api.base import Command
from desktop_admin.api.shown import shown
from desktop_admin.core.errors import Kept, Refused, Stale
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.ids import uuid7
from desktop_admin.views.kit.conflict import ConflictDialog, Side
from desktop_admin.views.kit.desk import QtDesk, nothing
from desktop_admin.views.kit.editors.dates import school_day
from desktop_admin.views.kit.form.merge import Merged, Sides, merge
from desktop_admin.views.kit.form.values import ValuesDialog
from desktop_admin.views.kit.icons import icon

MAY_NOT = N_("Your roles do not allow this; ask an administrator.")


class FormDialog(ValuesDialog):
    """then gets the command's answer, on the GUI's thread; `answered` tells it, too."""

    answered = Signal(object)

    def __init__(  # noqa: PLR0913 - what a form is drawn from; all but the first are named
        self,
        parent: QWidget,
        desk: QtDesk,
        command: type[Command[Any]],
        *,
        fixed: Mapping[str, Any] = MappingProxyType({}),
        record: str = "",
        then: Callable[[Any], object] = nothing,
        allowed: bool = False,
        **drawn: Any,
    ) -> None:
        """fixed: fields that nobody is asked for, such as key and version; somebody else's change of that record is
        compared field by field. record: what the record is called in that case. allowed: it was offered, whatever the
        own roles allow, since a seat can be delegated. drawn: as for ValuesDialog."""
        super().__init__(parent, command, **drawn)
        self._desk, self._command, self._fixed = desk, command, dict(fixed)
        self._record, self._then = tr(N_("“{name}”"), name=record) if record else tr(N_("this record")), then
        self._sent: dict[str, Any] | None = None
        self._id = uuid7()
        self.conflict: ConflictDialog | None = None
        if not (allowed or desk.actor.may(command.permission)):
            self.primary.setEnabled(False)
            self.primary.setIcon(icon("lock"))
            self.primary.setToolTip(tr(MAY_NOT))
            self.note.setText(tr(MAY_NOT))

    def take(self, values: dict[str, Any]) -> None:
        """The same values are sent under the same id: what was carried out, but not answered, is not done twice."""
        if values != self._sent:
            self._id, self._sent = uuid7(), values
        self.primary.setEnabled(False)
        self.note.setText(tr(N_("Saving…")))
        request = self._command(id=self._id, **self._fixed, **values)
        self._desk.ask(request, owner=self, then=self._accepted, failed=self._refused)

    def _accepted(self, answer: Any) -> None:
        self.done(QDialog.DialogCode.Accepted)
        self._then(answer)
        self.answered.emit(answer)

    def _refused(self, error: Refused) -> None:
        self.primary.setEnabled(True)
        self.note.setText("")
        if isinstance(error, Kept):  # it waits on this PC, and is not lost
            self._accepted(None)
        elif isinstance(error, Stale) and {"key", "version"} <= self._fixed.keys():
            self._id = uuid7()
            asked = ChangedSince(self._command.wire_name(), self._fixed["key"], self._fixed["version"])
            self._desk.ask(asked, owner=self, then=partial(self._compare, error), failed=lambda _: self.refuse(error))
        else:
            self.refuse(error)

    def _compare(self, error: Stale, made: ChangeMade | None) -> None:
        """What the other one left, against what stood here and what was typed."""
        if made is None:
            self.refuse(error)
            return
        theirs = {name: self._as_typed(name, value) for name, value in made.values.items() if name in self.boxes}
        known = {name: box.field for name, box in self.boxes.items()}
        merged = merge(known, Sides(self.opened, self._sent or {}, theirs), made.by, self._said)
        go_on = partial(self._go_on, made.version, merged, theirs)
        if merged.clashes:
            self._ask_sides(made, merged, go_on)
        else:
            go_on({})

    def _as_typed(self, name: str, value: Any) -> Any:
        """Plain JSON as the field's own type."""
        return None if value is None else convert(value, self.boxes[name].field.type, strict=False)

    def _said(self, name: str, value: Any) -> str:
        return self.boxes[name].editor.said(value)

    def _ask_sides(self, made: ChangeMade, merged: Merged, go_on: Callable[[Mapping[str, Side]], None]) -> None:
        saved = tr(N_("Saved by {who} at {time}."), who=made.by, time=shown(made.at, today=school_day()))
        explained = f"{saved} {tr(N_('You both changed these fields; choose one side for each.'))}"
        self.conflict = ConflictDialog(
            self, what=self._record, who=made.by, explained=explained, clashes=merged.clashes, merged=merged.told
        )
        self.conflict.resolved.connect(go_on)
        self.conflict.open()

    def _go_on(self, version: int, merged: Merged, theirs: Mapping[str, Any], sides: Mapping[str, Side]) -> None:
        """Only now is the other one's version taken for known: who closes the question has not seen it."""
        chosen = {name: theirs[name] for name, side in sides.items() if side == Side.THEIRS}
        self._fixed["version"] = version
        self.opened = self.opened | dict(theirs)
        self.write(merged.values | chosen)
        self.finish()
