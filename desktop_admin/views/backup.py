"""备份: what there is to go back to, made, tested and restored. MODULE is the school's: see views.school."""

from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop_admin.api.backup import (
    BACKUPS,
    BackupProgress,
    BackupResult,
    BackupRow,
    BackupState,
    BackupUnderway,
    ChooseBackupFolder,
    Going,
    MakeBackup,
    ReadBackupState,
    RestoreBackup,
    TestBackup,
)
from desktop_admin.api.base import Command, fields
from desktop_admin.api.shown import shown, tone
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.desk import QtDesk, nothing
from desktop_admin.views.kit.dialog import Dialog, confirm
from desktop_admin.views.kit.form import FormDialog
from desktop_admin.views.kit.form.dialog import MAY_NOT
from desktop_admin.views.kit.list_page import ListPage
from desktop_admin.views.kit.progress import ProgressLine
from desktop_admin.views.kit.renewal import Renewal
from desktop_admin.views.kit.shell import MainWindow
from desktop_admin.views.kit.tokens import PAGE_SIDE
from desktop_admin.views.kit.widgets import Banner, Kind, Pill, button, label

POLL = 250  # milliseconds between two looks at how far it is
TITLE = N_("Backups")  # of the page
SAME_DISK = N_(
    "The backups are on the same disk as the data: one fault takes both. Choose a folder on another disk, or copy them"
    " there once a week."
)
OVERDUE = N_("The last good backup is older than 26 hours. Make one now, and look why the nightly one failed.")
NEVER = N_("There is no good backup. Make one now.")


def warn_of_backups(window: MainWindow, state: BackupState) -> None:
    """At the sign-in, to whoever can do something about it."""
    if state.overdue:
        sentence = NEVER if state.last_good is None else OVERDUE
        window.messages.say(tr(sentence), Kind.DANGER, tr(N_("View")), partial(window.go, "school", TITLE))


class BackupDetails(QWidget):
    """Everything about one backup; of one that is not usable, why."""

    def __init__(self, _desk: QtDesk, row: BackupRow) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, 72)
        grid.setColumnStretch(1, 1)
        told = fields(BackupRow)
        for place, (name, field) in enumerate(told.items()):
            value = getattr(row, name)
            grid.addWidget(label(tr(field.label), "quiet"), place, 0)
            kind = tone(value)
            text = shown(value, field)
            grid.addWidget(Pill(text, Kind(kind.value)) if kind else label(text, wrap=True), place, 1)
        if row.why is not None:
            grid.addWidget(label(str(row.why.error()), wrap=True), len(told), 0, 1, 2)
        grid.setRowStretch(len(told) + 1, 1)


class BackupPage(QWidget):
    def __init__(self, desk: QtDesk) -> None:
        super().__init__()
        self._desk = desk
        self._going: Command[Any] | None = None
        self.state: BackupState | None = None
        self.dialog: Dialog | None = None
        self.list = ListPage(desk, BACKUPS, details=BackupDetails)
        self.list.doer.ways |= {TestBackup: self._test, RestoreBackup: self._ask_restore}
        self.banner = Banner(kind=Kind.WARN)
        self.choose = button(tr(ChooseBackupFolder.caption), "", "settings")
        self.make = button(tr(MakeBackup.caption), "primary", "server")
        self.progress = ProgressLine()
        self._lay_out()
        self._poll = QTimer(self, interval=POLL)
        self._poll.timeout.connect(self._ask_how_far)
        Renewal(desk, self, frozenset({ReadBackupState.of_area()}), self._ask_state)
        self._ask_state()

    def _lay_out(self) -> None:
        for each, act, command in (
            (self.choose, self._choose, ChooseBackupFolder),
            (self.make, self.back_up, MakeBackup),
        ):
            may = self._desk.actor.may(command.permission)
            each.setEnabled(may)
            each.setToolTip("" if may else tr(MAY_NOT))
            each.clicked.connect(act)
            self.list.header.add(each)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        over = QVBoxLayout()
        over.setContentsMargins(PAGE_SIDE, 12, PAGE_SIDE, 0)
        over.addWidget(self.banner)
        layout.addLayout(over)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.progress)
        self.banner.hide()
        self.progress.setContentsMargins(PAGE_SIDE, 0, PAGE_SIDE, 12)
        self.progress.cancel.hide()  # half a backup is none
        self.setFocusProxy(self.list)

    # What there is

    def _ask_state(self) -> None:
        self._desk.ask(ReadBackupState(), owner=self, then=self._show_state)

    def _show_state(self, state: BackupState) -> None:
        self.state = state
        self.list.header.context.setText(state.folder)
        self.list.header.context.setToolTip(state.folder)
        warning = NEVER if state.last_good is None else OVERDUE if state.overdue else SAME_DISK
        self.banner.setVisible(state.last_good is None or state.overdue or state.same_disk)
        self.banner.say(tr(warning), Kind.DANGER if warning is OVERDUE else Kind.WARN)

    # What is done

    def back_up(self) -> None:
        self._begin(MakeBackup())

    def _test(self, row: BackupRow) -> None:
        self._begin(TestBackup(key=row.key, version=row.version))

    def _choose(self) -> None:
        known = {"folder": self.state.folder if self.state else ""}
        self.dialog = FormDialog(self, self._desk, ChooseBackupFolder, initial=known, then=self._show_state)
        self.dialog.open()

    def _ask_restore(self, row: BackupRow) -> None:
        if self._is_busy():
            return
        action = next(each for each in BACKUPS.actions if each.command is RestoreBackup)
        made_at = shown(row.made_at)
        title = tr(N_("{verb}: {names}"), verb=tr(RestoreBackup.caption), names=made_at)
        effect = tr(action.effect, made_at=made_at)
        go_on = partial(self._restore, row)
        self.dialog = confirm(self, title, effect, tr(RestoreBackup.caption), go_on, danger=True)

    def _restore(self, row: BackupRow) -> None:
        """When it is accepted nobody is signed in any more, which the next question tells: see app.window."""
        command = RestoreBackup(key=row.key, version=row.version)
        self._desk.ask(command, owner=self, then=lambda _name: self._ask_state(), failed=self._refuse)

    # How far it is

    def _is_busy(self) -> bool:
        """One thing at a time, and whoever asks for another is told so."""
        if self._going is not None:
            self.list.messages.show_refusal(BackupUnderway())
        return self._going is not None

    def _begin(self, command: MakeBackup | TestBackup) -> None:
        if self._is_busy():
            return
        self._going = command
        self.make.setEnabled(False)
        self.list.messages.dismiss()
        self.progress.begin(tr(command.caption), 0)
        self.progress.count.setText("")
        self._desk.ask(command, owner=self, then=lambda _answer: self._poll.start(), failed=self._refuse)

    def _ask_how_far(self) -> None:
        if self._going is not None:
            self._desk.ask(BackupProgress(self._going.id), owner=self, then=self._advance, failed=self._refuse)

    def _advance(self, going: Going) -> None:
        if self._going is None or not going.ended:
            return
        if going.refused is not None:
            self._refuse(going.refused.error())
            return
        self._over()
        if going.row is not None:
            self._tell(going.row)

    def _tell(self, row: BackupRow) -> None:
        if row.result is BackupResult.GOOD:
            sentence = N_("The backup of {made_at} is there, and was restored and verified beside the data.")
            self.list.word.say(tr(sentence, made_at=shown(row.made_at)))
            return
        why = str(row.why.error()) if row.why else shown(row.result)
        self.list.messages.say(why, Kind.DANGER if row.result is BackupResult.BAD else Kind.WARN)

    def _refuse(self, error: Refused) -> None:
        self._over()
        self.list.messages.show_refusal(error)

    def _over(self) -> None:
        self._poll.stop()
        self._going = None
        self.progress.finish()
        self.make.setEnabled(self._desk.actor.may(MakeBackup.permission))
        self.list.rows.refresh()
        self._desk.ask(ReadBackupState(), owner=self, then=self._show_state, failed=nothing)
