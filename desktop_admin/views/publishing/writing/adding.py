"""Files on the way into an article: chosen, read off the GUI's thread, and kept beside the data."""

from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_admin.api.publishing.content import FILE_BYTES, AttachedFile, Purpose
from desktop_admin.api.publishing.entry import AddFile
from desktop_admin.api.publishing.submission import FileLine
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit import picking
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.form import ValuesDialog
from desktop_admin.views.publishing.pasted import Pasted, png_of


class Adder(QObject):
    """One file at a time, to the article of this key."""

    added = Signal(object, object)  # a FileLine, the file's bytes
    refused = Signal(object)  # a Refused

    def __init__(self, desk: QtDesk, over: QWidget) -> None:
        super().__init__(over)
        self._desk, self._over = desk, over
        self.dialog: ValuesDialog | None = None

    def add_picture(self, key: UUID) -> None:
        name = picking.ask_file(self._over, tr(N_("Add picture")), picking.PICTURES)
        if name:
            self._read(key, Path(name), Path(name).name, Purpose.PICTURE)

    def add_pasted(self, picture: Pasted, key: UUID) -> None:
        if isinstance(picture, Path):
            self._read(key, picture, picture.name, Purpose.PICTURE)
            return
        send = partial(self._send, key, tr(N_("Pasted picture.png")), Purpose.PICTURE)
        self._desk.run(partial(png_of, picture), owner=self, then=send, failed=self.refused.emit)

    def add_file(self, key: UUID) -> None:
        """Anything else than a picture of the text: what it is for is asked."""
        path = picking.ask_file(self._over, tr(N_("Attach file")), picking.DOCUMENTS)
        if not path:
            return
        initial = {"name": Path(path).name[:120], "purpose": Purpose.EVIDENCE}
        title, verb = tr(N_("Attach file")), tr(N_("Attach"))
        self.dialog = ValuesDialog(self._over, AttachedFile, title=title, verb=verb, initial=initial)
        self.dialog.given.connect(partial(self._given, key, Path(path)))
        self.dialog.open()

    def _given(self, key: UUID, path: Path, values: dict[str, Any]) -> None:
        self._read(key, path, values["name"], values["purpose"] or Purpose.OTHER)

    def _read(self, key: UUID, path: Path, name: str, purpose: Purpose) -> None:
        send = partial(self._send, key, name, purpose)
        self._desk.run(partial(picking.read, path, FILE_BYTES), owner=self, then=send, failed=self.refused.emit)

    def _send(self, key: UUID, name: str, purpose: Purpose, data: bytes) -> None:
        command = AddFile(key=key, name=name, purpose=purpose, data=data)
        self._desk.ask(command, owner=self, then=partial(self._added, data), failed=self.refused.emit)

    def _added(self, data: bytes, file: FileLine) -> None:
        self.added.emit(file, data)
