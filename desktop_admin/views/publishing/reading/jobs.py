"""发布渠道: on which channels the article is published, how far it is, and what is to be done there."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_admin.api.base import RecordCommand
from desktop_admin.api.publishing.jobs import FailJob, JobRow, JudgeJob, RecordDone, RunJob
from desktop_admin.api.publishing.registers import ChannelKind
from desktop_admin.api.publishing.states import OPEN, JobState, JobTask
from desktop_admin.api.publishing.submission import SubmissionDetail
from desktop_admin.api.shown import choice_label, shown
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.editors.dates import school_day
from desktop_admin.views.kit.widgets import Card, ElidedLabel, Hairline, Kind, Pill, button, discard, label
from desktop_admin.views.publishing.handling import Handler


class JobsCard(Card):
    """buttons: by job and command, those that are there now."""

    def __init__(self, handler: Handler) -> None:
        super().__init__(tr(N_("Channels")))
        self._handler = handler
        self._inner: QWidget | None = None
        self.buttons: dict[tuple[str, str], QWidget] = {}

    def show_article(self, detail: SubmissionDetail) -> None:
        self.setVisible(bool(detail.jobs))
        self.count.setText(str(len(detail.jobs)) if detail.jobs else "")
        if self._inner is not None:
            discard(self.body, self._inner)
        self._inner, self.buttons = QWidget(), {}
        rows = QVBoxLayout(self._inner)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        for place, job in enumerate(detail.jobs):
            if place:
                rows.addWidget(Hairline())
            self._add(rows, job)
        self.body.addWidget(self._inner)

    def _add(self, rows: QVBoxLayout, job: JobRow) -> None:
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(ElidedLabel(job.channel, "strong"), 1)
        head.addWidget(Pill(choice_label(job.state), Kind(job.state.tone.value)))
        rows.addLayout(head)
        rows.addWidget(label(_about(job), "small", wrap=True))
        if job.address:
            address = label(job.address, "small", wrap=True)
            address.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            rows.addWidget(address)
        if job.problem:
            rows.addWidget(label(tr(job.problem), "error", wrap=True))
        acts = self._acts(job) if self._handler.may() else []
        if acts:
            row = QHBoxLayout()
            row.setSpacing(8)
            for act in acts:
                row.addWidget(act)
            row.addStretch(1)
            rows.addLayout(row)

    def _acts(self, job: JobRow) -> list[QWidget]:
        handler = self._handler
        wanted: list[tuple[type[RecordCommand[JobRow]], Callable[[JobRow], object]]]
        if job.state is JobState.UNCERTAIN:
            wanted = [(JudgeJob, handler.judge)]
        elif job.state not in OPEN:
            return []
        elif job.kind is ChannelKind.FOLDER:
            wanted = [(RunJob, handler.run)]
        else:
            wanted = [(RecordDone, handler.record), (FailJob, handler.fail)]
        made: list[QWidget] = []
        for command, does in wanted:
            act = button(_verb(command, job), low=True)
            act.clicked.connect(partial(_do, does, job))
            self.buttons[job.channel, command.wire_name()] = act
            made.append(act)
        return made


def _do(does: Callable[[JobRow], object], job: JobRow, _checked: object = None) -> None:
    does(job)


def _verb(command: type[RecordCommand[JobRow]], job: JobRow) -> str:
    if command is RunJob and job.task is JobTask.REMOVE:
        return tr(N_("Take down from channel"))
    return tr(command.caption)


def _about(job: JobRow) -> str:
    told = [choice_label(job.task), tr(N_("revision {number}"), number=job.revision)]
    if job.finished_at is not None:
        told.append(shown(job.finished_at, today=school_day()))
    elif job.overdue:
        told.append(tr(N_("overdue")))
    if job.by:
        told.append(job.by)
    return " · ".join(told)
