"""The trail as a list, and its check."""

from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_admin.api.audit import (
    EntryChoices,
    ListEntries,
    Progress,
    ReadEntryChoices,
    Report,
    StopVerifying,
    VerifyProgress,
    VerifyTrail,
)
from desktop_admin.api.lists import ListSpec
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.permissions import Permission
from desktop_admin.views.audit.details import EntryDetails
from desktop_admin.views.kit.desk import QtDesk, nothing
from desktop_admin.views.kit.dialog import Dialog
from desktop_admin.views.kit.list_page import ListPage
from desktop_admin.views.kit.paper import export_shown
from desktop_admin.views.kit.progress import ProgressLine
from desktop_admin.views.kit.tokens import PAGE_SIDE
from desktop_admin.views.kit.widgets import Kind, button, label

POLL = 250  # milliseconds between two looks at how far the check is

TRAIL = ListSpec(
    name="audit",
    title=N_("Audit log"),
    query=ListEntries,
    columns=("at", "person", "action", "about", "device", "area", "number"),
    row_title="action",
    quiet=("at", "number"),
    hidden=("number",),
    unsortable=("about", "area"),
    export=Permission.AUDIT_ENTRY_EXPORT,
    search_hint=N_("Person, action, PC, content"),
    empty=N_("Nothing has been recorded yet."),
    icon="audit",
    order="-at",
    counted=N_("{count} entries"),
    widths={"at": 124, "person": 84, "action": 150, "device": 104, "area": 84, "number": 90, "about": 250},
)


class TrailPage(QWidget):
    def __init__(self, desk: QtDesk) -> None:
        super().__init__()
        self._desk = desk
        self._choices = EntryChoices((), ())
        self._check: VerifyTrail | None = None
        self._begun = False
        self.dialog: Dialog | None = None
        self.list = ListPage(
            desk,
            TRAIL,
            details=EntryDetails,
            choices={"area": self._areas, "action": self._actions},
            export=export_shown,
        )
        self.verify = button(tr(VerifyTrail.caption), "", "check")
        self.verify.setEnabled(desk.actor.may(VerifyTrail.permission))
        self.verify.clicked.connect(self.start)
        self.list.header.add(self.verify)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.list, 1)
        self.progress = ProgressLine()
        self.progress.setContentsMargins(PAGE_SIDE, 0, PAGE_SIDE, 12)
        layout.addWidget(self.progress)
        self.setFocusProxy(self.list)
        self._poll = QTimer(self, interval=POLL)
        self._poll.timeout.connect(self._ask_how_far)
        self.progress.cancelled.connect(self.stop)
        desk.ask(ReadEntryChoices(), owner=self, then=self._take_choices, failed=nothing)

    def start(self) -> None:
        """Check everything; the button rests meanwhile."""
        self._check, self._begun = VerifyTrail(), False
        self.verify.setEnabled(False)
        self.list.messages.dismiss()
        self._desk.ask(self._check, owner=self, then=self._begin, failed=self._refuse)

    def _begin(self, _answer: None) -> None:
        self._poll.start()

    def _refuse(self, error: Refused) -> None:
        self._over()
        self.list.messages.show_refusal(error)

    def stop(self) -> None:
        if self._check is not None:
            self._desk.ask(StopVerifying(of=self._check.id), owner=self)

    def _ask_how_far(self) -> None:
        if self._check is not None:
            self._desk.ask(VerifyProgress(self._check.id), owner=self, then=self._advance, failed=self._refuse)

    def _advance(self, progress: Progress) -> None:
        if self._check is None or not (progress.total or progress.ended):
            return
        if progress.ended:
            self._end(progress.report)
            return
        if not self._begun:
            self._begun = True
            self.progress.begin(tr(VerifyTrail.caption), progress.total)
        self.progress.advance(progress.done)

    def _over(self) -> None:
        self._poll.stop()
        self._check = None
        self.progress.finish()
        self.verify.setEnabled(True)

    def _end(self, report: Report | None) -> None:
        self._over()
        self.list.refresh()
        if report is None:
            self.list.messages.say(tr(N_("The check ended before its end, so it says nothing.")), Kind.WARN)
        elif report.clean:
            self.list.messages.say(str(report), Kind.OK)
        elif len(report.findings) == 1:
            self.list.messages.say(str(report), Kind.DANGER)
        else:
            action = tr(N_("All {count} findings"), count=len(report.findings))
            self.list.messages.say(str(report), Kind.DANGER, action, lambda: self._show_all(report))

    def _show_all(self, report: Report) -> None:
        self.dialog = dialog = Dialog(
            self, tr(N_("Findings")), tr(N_("In the order they were found")), icon_name="warn"
        )
        for finding in report.findings:
            told = label(str(finding), wrap=True)
            dialog.body.addWidget(told)
        dialog.add_button(tr(N_("Close")), dialog.reject, "primary")
        dialog.open()

    def _take_choices(self, choices: EntryChoices) -> None:
        self._choices = choices

    def _areas(self) -> list[tuple[Any, str]]:
        return [(each.value, str(each.title)) for each in self._choices.areas]

    def _actions(self) -> list[tuple[Any, str]]:
        return sorted(((each.value, str(each.title)) for each in self._choices.actions), key=lambda pair: pair[1])
