"""What is done with rows: one at a time or with all that are ticked, one command each, and what came of it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QWidget

from desktop_admin.api.base import RecordCommand, fields
from desktop_admin.api.lists import Action, ListSpec
from desktop_admin.api.shown import shown
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.dialog import confirm
from desktop_admin.views.kit.editors import Choices
from desktop_admin.views.kit.form import FormDialog, ValuesDialog
from desktop_admin.views.kit.form.dialog import MAY_NOT
from desktop_admin.views.kit.icons import icon
from desktop_admin.views.kit.list_page.rows import Rows
from desktop_admin.views.kit.widgets import button, label

NAMES_TOLD = 3
BULK_BAR = 38  # pixels


class Doer(QObject):
    """Carries an action out with rows: asks for its fields, asks before what cannot be taken back, tells the rest."""

    done = Signal(str)  # a sentence for people
    refused = Signal(str)

    def __init__(self, page: QWidget, desk: QtDesk, spec: ListSpec, choices: dict[str, Choices]) -> None:
        super().__init__(page)
        self._page, self._desk, self._spec, self._choices = page, desk, spec, choices
        self.dialog: Any = None  # the one that was opened last
        self.ways: dict[type[RecordCommand[Any]], Callable[[Any], object]] = {}  # with one row: instead of the form

    def start(self, action: Action, rows: Sequence[Any]) -> None:
        fitting = [row for row in rows if action.possible(row)]
        if not fitting or not self._desk.actor.may(action.command.permission):
            return
        way = self.ways.get(action.command)
        if way is not None and len(fitting) == 1:
            way(fitting[0])
        elif action.effect:
            sentence = tr(action.effect, **self._told(fitting))
            verb = tr(action.command.caption)
            title = tr(N_("{verb}: {names}"), verb=verb, names=self._names(fitting))
            go_on = partial(self._ask_values, action, fitting)
            self.dialog = confirm(self._page, title, sentence, verb, go_on, danger=action.danger)
        else:
            self._ask_values(action, fitting)

    def _ask_values(self, action: Action, rows: list[Any]) -> None:
        if not fields(action.command):
            self._send(action, rows, {})
            return
        title = tr(N_("{verb}: {names}"), verb=tr(action.command.caption), names=self._names(rows))
        if len(rows) == 1:
            self._edit(action, rows[0], title)
            return
        self.dialog = form = ValuesDialog(self._page, action.command, title=title, choices=self._choices)
        form.given.connect(partial(self._send, action, rows))
        form.open()

    def _edit(self, action: Action, row: Any, title: str) -> None:
        """One row: its own values stand in the form."""
        known = {name: getattr(row, name) for name in fields(action.command) if hasattr(row, name)}
        fixed = {"key": row.key, "version": row.version}
        self.dialog = FormDialog(
            self._page,
            self._desk,
            action.command,
            title=title,
            verb=tr(action.command.caption),
            fixed=fixed,
            initial=known,
            choices=self._choices,
            record=self._name(row),
            then=lambda _answer: self.done.emit(self._sentence(action, 1)),
        )
        self.dialog.open()

    def _send(self, action: Action, rows: list[Any], values: dict[str, Any]) -> None:
        errand = _Errand(len(rows), partial(self._finished, action))
        for row in rows:
            command = action.command(key=row.key, version=row.version, **values)
            name = self._name(row)
            self._desk.ask(command, owner=self, then=errand.went_well, failed=partial(errand.went_wrong, name))

    def _finished(self, action: Action, well: int, wrong: list[tuple[str, Refused]]) -> None:
        if well:
            self.done.emit(self._sentence(action, well))
        if wrong:
            told = "；".join(f"{name}: {error}" for name, error in wrong[:NAMES_TOLD])
            more = f" … (+{len(wrong) - NAMES_TOLD})" if len(wrong) > NAMES_TOLD else ""
            verb = tr(action.command.caption)
            self.refused.emit(tr(N_("{verb}: {count} refused. {why}"), verb=verb, count=len(wrong), why=told + more))

    def _sentence(self, action: Action, count: int) -> str:
        counted = tr(self._spec.counted, count=f"{count:,}")
        return tr(N_("{verb}: {counted}, done"), verb=tr(action.command.caption), counted=counted)

    def _name(self, row: Any) -> str:
        return shown(getattr(row, self._spec.row_title))

    def _names(self, rows: Sequence[Any]) -> str:
        names = tr(N_(", ")).join(self._name(row) for row in rows[:NAMES_TOLD])
        if len(rows) <= NAMES_TOLD:
            return names
        return tr(N_("{names} and others, {counted}"), names=names, counted=tr(self._spec.counted, count=len(rows)))

    def _told(self, rows: Sequence[Any]) -> dict[str, str]:
        texts = {name: shown(getattr(rows[0], name), field) for name, field in self._spec.fields().items()}
        return texts | {self._spec.row_title: self._names(rows)}


class _Errand:
    """Counts the answers of several commands."""

    def __init__(self, count: int, finished: Callable[[int, list[tuple[str, Refused]]], None]) -> None:
        self._left, self._well, self._finished = count, 0, finished
        self._wrong: list[tuple[str, Refused]] = []

    def went_well(self, _answer: object) -> None:
        self._well += 1
        self._count()

    def went_wrong(self, name: str, error: Refused) -> None:
        self._wrong.append((name, error))
        self._count()

    def _count(self) -> None:
        self._left -= 1
        if not self._left:
            self._finished(self._well, self._wrong)


class BulkBar(QFrame):
    """Over the head while rows are ticked: how many, and what can be done with how many of them."""

    def __init__(self, desk: QtDesk, spec: ListSpec, rows: Rows, doer: Doer) -> None:
        super().__init__()
        self.setObjectName("bulkBar")
        self.setFixedHeight(BULK_BAR)
        self._desk, self._spec, self._rows = desk, spec, rows
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 8, 4)
        row.setSpacing(4)
        self.count = label("", "strong")
        row.addWidget(self.count)
        row.addSpacing(8)
        self.buttons: dict[Action, QPushButton] = {}
        for action in (each for each in spec.actions if each.bulk):
            self.buttons[action] = made = button(tr(action.command.caption), "ghost", action.icon, low=True)
            made.clicked.connect(partial(self._start, doer, action))
            row.addWidget(made)
        self.export = button(tr(N_("Export")), "ghost", "export", low=True)
        row.addWidget(self.export)
        row.addStretch(1)
        self.clear = button(tr(N_("Clear selection")), "ghost", low=True)
        self.clear.clicked.connect(rows.untick)
        row.addWidget(self.clear)
        rows.ticked.connect(self.tell)
        self.tell()

    def tell(self) -> None:
        ticked = list(self._rows.ticks.values())
        self.setVisible(bool(ticked))
        self.count.setText(tr(N_("Selected: {counted}"), counted=tr(self._spec.counted, count=f"{len(ticked):,}")))
        for action, made in self.buttons.items():
            fitting = sum(action.possible(row) for row in ticked)
            caption = tr(action.command.caption)
            partly = fitting != len(ticked)
            made.setText(tr(N_("{action} ({count})"), action=caption, count=fitting) if partly else caption)
            forbid(made, self._desk, action, possible=fitting > 0)

    def _start(self, doer: Doer, action: Action) -> None:
        doer.start(action, list(self._rows.ticks.values()))


def forbid(made: QPushButton, desk: QtDesk, action: Action, *, possible: bool) -> None:
    """Disabled with its reason where it can't be done."""
    may = desk.actor.may(action.command.permission)
    made.setEnabled(may and possible)
    made.setIcon(icon(action.icon or "right", "accent_text") if may else icon("lock"))
    reason = "" if may and possible else tr(MAY_NOT) if not may else tr(N_("None of these rows is in a state for it."))
    made.setToolTip(reason or action.shortcut)


def row_menu(parent: QWidget, desk: QtDesk, spec: ListSpec, doer: Doer, rows: Sequence[Any]) -> QMenu:
    """The same actions at the mouse."""
    menu = QMenu(parent)
    for action in spec.actions:
        entry = menu.addAction(icon(action.icon or "right"), tr(action.command.caption))
        fits = any(action.possible(row) for row in rows) and (action.bulk or len(rows) == 1)
        entry.setEnabled(fits and desk.actor.may(action.command.permission))
        entry.triggered.connect(partial(_start, doer, action, rows))
    return menu


def _start(doer: Doer, action: Action, rows: Sequence[Any], _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - the signal's
    doer.start(action, rows)
