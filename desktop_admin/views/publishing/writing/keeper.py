"""Saves an article that is being written, and tells when somebody else has saved it meanwhile."""

from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop_admin.api.base import Command
from desktop_admin.api.publishing.content import Content
from desktop_admin.api.publishing.entry import EditSubmission, StartSubmission
from desktop_admin.api.publishing.submission import ReadSubmission, SubmissionDetail
from desktop_admin.core.errors import Refused, Stale
from desktop_admin.core.ids import uuid7
from desktop_admin.views.kit.desk import QtDesk


class Keeper(QObject):
    """detail: as it is stored, as far as this editor knows; none for a new article."""

    saved = Signal(object)  # a SubmissionDetail
    refused = Signal(object)  # a Refused
    overtaken = Signal(object)  # a SubmissionDetail: as somebody else left it

    def __init__(self, desk: QtDesk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.detail: SubmissionDetail | None = None
        self.busy = False
        self._sent: tuple[Any, ...] = ()
        self._id = uuid7()

    def signers(self) -> list[str]:
        """Whose signatures a new revision would void."""
        return [seat.by for seat in self.detail.seats if seat.by] if self.detail is not None else []

    def save(self, content: Content) -> None:
        """The same content is sent under the same id: what was saved, but not answered, is not saved twice."""
        row = self.detail.row if self.detail is not None else None
        sent = (content, row)
        if sent != self._sent:
            self._id, self._sent = uuid7(), sent
        self.busy = True
        command: Command[SubmissionDetail] = (
            StartSubmission(id=self._id, content=content)
            if row is None
            else EditSubmission(row.key, row.version, id=self._id, content=content)
        )
        self._desk.ask(command, owner=self, then=self._saved, failed=self._refused)

    def _saved(self, detail: SubmissionDetail) -> None:
        self.busy, self.detail = False, detail
        self.saved.emit(detail)

    def _refused(self, error: Refused) -> None:
        self.busy = False
        if isinstance(error, Stale) and self.detail is not None:
            asked = ReadSubmission(self.detail.row.key)
            self._desk.ask(asked, owner=self, then=self.overtaken.emit, failed=self.refused.emit)
        else:
            self.refused.emit(error)
