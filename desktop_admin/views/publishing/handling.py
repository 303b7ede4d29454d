"""What is done with one article on one channel: published by the program, or by hand and recorded."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_admin.api.base import RecordCommand
from desktop_admin.api.publishing.content import FILE_BYTES
from desktop_admin.api.publishing.jobs import FailJob, JobRow, JudgeJob, ReadReadyCopy, ReadyCopy, RecordDone, RunJob
from desktop_admin.api.publishing.states import JobTask
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.permissions import Permission
from desktop_admin.views.kit import picking
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.form import FormDialog
from desktop_admin.views.kit.widgets import Kind, button, label
from desktop_admin.views.publishing.pasted import png_of

Done = Callable[[JobRow], object]

STEPS = N_(
    "Copy the text, paste it into the account's editor and publish it there. Then enter its address and a picture."
)
DOWN = N_("Take it down there first. A picture that shows it is gone is enough.")
COPIED = N_("Copied: title “{title}”, text of revision {revision}. Paste it into the account's editor.")
NONE_YET = N_("No screenshot yet")
NO_PICTURE = N_("There is no picture on the clipboard.")


class RecordDialog(FormDialog):
    """Done by hand: everything it needs, from the text to be pasted to the picture of the page."""

    def __init__(self, parent: QWidget, desk: QtDesk, job: JobRow, then: Done) -> None:
        super().__init__(
            parent,
            desk,
            RecordDone,
            title=tr(N_("{verb}: {names}"), verb=tr(RecordDone.caption), names=f"{job.channel} · {job.title}"),
            fixed={"key": job.key, "version": job.version},
            initial={"address": job.address},
            needed=["address"] if job.task is JobTask.PUBLISH else [],
            then=then,
        )
        self._job, self.screenshot = job, b""
        publishing = job.task is JobTask.PUBLISH
        self.body.insertWidget(0, label(tr(STEPS if publishing else DOWN), "small", wrap=True))
        self.copy = button(tr(N_("Copy text for WeChat")), icon_name="file")
        self.keep = button(tr(N_("Save as HTML")), icon_name="export")
        self.choose = button(tr(N_("Choose screenshot")), icon_name="camera")
        self.paste = button(tr(N_("Paste screenshot")))
        self.chosen = label(tr(NONE_YET), "small")
        if publishing:
            self.body.insertLayout(1, _row(self.copy, self.keep))
        pictured = QVBoxLayout()
        pictured.setSpacing(4)
        pictured.addWidget(label(tr(N_("Screenshot"))))
        pictured.addLayout(_row(self.choose, self.paste))
        pictured.addWidget(self.chosen)
        self.body.insertLayout(self.body.count() - 1, pictured)
        self.copy.clicked.connect(partial(self._ready, self._copy))
        self.keep.clicked.connect(partial(self._ready, self._keep))
        self.choose.clicked.connect(self._choose)
        self.paste.clicked.connect(self._paste)
        self.losing = lambda: bool(self.screenshot) or self.snapshot() != self.opened

    def take(self, values: dict[str, Any]) -> None:
        super().take(values | {"screenshot": self.screenshot})

    def _ready(self, then: Callable[[ReadyCopy], object], _checked: object = None) -> None:
        asked = ReadReadyCopy(self._job.submission_key)
        self._desk.ask(asked, owner=self, then=then, failed=self.show_refusal)

    def _copy(self, ready: ReadyCopy) -> None:
        data = QMimeData()
        data.setHtml(ready.html)
        data.setText(ready.title)
        QGuiApplication.clipboard().setMimeData(data)
        self.messages.say(tr(COPIED, title=ready.title, revision=ready.revision), Kind.OK)

    def _keep(self, ready: ReadyCopy) -> None:
        page = f'<!DOCTYPE html>\n<meta charset="utf-8">\n{ready.html}\n'.encode()
        picking.save(self, self._desk, f"{self._job.number}.html", page, self._kept)

    def _kept(self, name: str) -> None:
        self.messages.say(tr(N_("Saved {name}"), name=name), Kind.OK)

    def _choose(self) -> None:
        name = picking.ask_file(self, tr(N_("Choose screenshot")), picking.PICTURES)
        if name:
            path = Path(name)
            job = partial(picking.read, path, FILE_BYTES)
            self._desk.run(job, owner=self, then=partial(self._take_picture, path.name), failed=self.show_refusal)

    def _paste(self) -> None:
        picture = QGuiApplication.clipboard().image()
        if picture.isNull():
            self.messages.say(tr(NO_PICTURE), Kind.WARN)
        else:
            self._take_picture(tr(N_("from the clipboard")), png_of(picture))

    def _take_picture(self, name: str, data: bytes) -> None:
        self.screenshot = data
        self.messages.dismiss()
        self.chosen.setText(tr(N_("Chosen: {name}"), name=name))


def _row(*parts: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for part in parts:
        row.addWidget(part)
    row.addStretch(1)
    return row


class Handler(QObject):
    """Over a page: the dialogs and commands for its jobs. done gets a job's new row."""

    def __init__(self, page: QWidget, desk: QtDesk, done: Done) -> None:
        super().__init__(page)
        self._page, self._desk, self._done = page, desk, done
        self.dialog: FormDialog | None = None

    def may(self) -> bool:
        return self._desk.actor.may(Permission.PUBLISHING_JOB_EXECUTE)

    def run(self, job: JobRow) -> None:
        self._desk.ask(RunJob(job.key, job.version), owner=self, then=self._done)

    def record(self, job: JobRow) -> None:
        self.dialog = RecordDialog(self._page, self._desk, job, self._done)
        self.dialog.open()

    def fail(self, job: JobRow) -> None:
        self._ask(FailJob, job)

    def judge(self, job: JobRow) -> None:
        self._ask(JudgeJob, job)

    def _ask(self, command: type[RecordCommand[JobRow]], job: JobRow) -> None:
        title = tr(N_("{verb}: {names}"), verb=tr(command.caption), names=f"{job.channel} · {job.title}")
        fixed = {"key": job.key, "version": job.version}
        self.dialog = FormDialog(self._page, self._desk, command, title=title, fixed=fixed, then=self._done)
        self.dialog.open()
