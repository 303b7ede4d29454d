"""Files that are handed in or contributed: chosen, stored at once, opened outside the program."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTemporaryDir, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop_admin.api.training.files import FILE_BYTES, MOST_FILES, ReadFile, StoredFile, StoreFile
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit import picking
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.widgets import button, discard, icon_button, label, link

MOST_NAME = 120


class FilesField(QWidget):
    """most: files that may be chosen. stored: what the services keep already."""

    changed = Signal()
    refused = Signal(object)  # a Refused

    def __init__(self, desk: QtDesk, title: str, *, most: int = MOST_FILES) -> None:
        super().__init__()
        self._desk, self._most = desk, most
        self.stored: list[StoredFile] = []
        self.waiting = 0
        self.add = button(tr(N_("Choose file")), "", "plus", low=True)
        self.add.clicked.connect(self._choose)
        self._list: QWidget | None = None
        head, self._whole = QHBoxLayout(), QVBoxLayout(self)
        head.addWidget(label(title))
        head.addWidget(label(tr(N_("PDF, Word, Excel, PNG or JPEG of at most 20 MB")), "small"))
        head.addStretch(1)
        head.addWidget(self.add)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(4)
        self._whole.addLayout(head)
        self._show()

    def show_files(self, files: tuple[StoredFile, ...]) -> None:
        self.stored = list(files)
        self._show()

    def attach(self, path: Path) -> None:
        """One that is larger than is taken is refused before it is read."""
        self.waiting += 1
        self._show()
        store = partial(self._store, path.name[-MOST_NAME:])
        self._desk.run(partial(picking.read, path, FILE_BYTES), owner=self, then=store, failed=self._failed)

    def _choose(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, tr(N_("Choose file")), "", picking.DOCUMENTS)
        for name in names[: self._most - len(self.stored)]:
            self.attach(Path(name))

    def _store(self, name: str, data: bytes) -> None:
        self._desk.ask(StoreFile(name=name, data=data), owner=self, then=self._stored, failed=self._failed)

    def _stored(self, file: StoredFile) -> None:
        self.waiting -= 1
        self.stored.append(file)
        self._show()
        self.changed.emit()

    def _failed(self, error: Refused) -> None:
        self.waiting -= 1
        self._show()
        self.refused.emit(error)

    def _take_out(self, file: StoredFile, _checked: object = None) -> None:
        self.stored.remove(file)
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        if self._list is not None:
            discard(self._whole, self._list)
        self._list, rows = QWidget(), QVBoxLayout()
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        for file in self.stored:
            row, away = QHBoxLayout(), icon_button("x", tr(N_("Take out")), size=18)
            away.clicked.connect(partial(self._take_out, file))
            row.addWidget(label(file_text(file)))
            row.addStretch(1)
            row.addWidget(away)
            rows.addLayout(row)
        if self.waiting:
            rows.addWidget(label(tr(N_("Storing {count} files…"), count=self.waiting), "small"))
        self._list.setLayout(rows)
        self._whole.addWidget(self._list)
        self.add.setEnabled(len(self.stored) + self.waiting < self._most)


def file_text(file: StoredFile) -> str:
    return f"{file.name} · {picking.size_text(file.size)}"


class Viewer(QObject):
    """Opens stored files with the system's programs, from a folder that is removed with the screen."""

    def __init__(
        self, desk: QtDesk, screen: QWidget, outside: Callable[[QUrl], Any] = QDesktopServices.openUrl
    ) -> None:
        super().__init__(screen)
        self._desk, self._outside = desk, outside
        self._folder = QTemporaryDir()

    def links(self, files: tuple[StoredFile, ...]) -> QWidget:
        made, rows = QWidget(), QVBoxLayout()
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        for file in files:
            row = QHBoxLayout()
            row.addWidget(link(file_text(file), partial(self.open, file)))
            row.addStretch(1)
            rows.addLayout(row)
        made.setLayout(rows)
        return made

    def open(self, file: StoredFile, _checked: object = None) -> None:
        self._desk.ask(ReadFile(file.key), owner=self, then=partial(self.show, file))

    def show(self, file: StoredFile, data: bytes) -> None:
        name = f"{file.sha256[:16]}.{file.kind.value}"  # the name of the sender decides nothing
        path = Path(self._folder.path()) / name
        path.write_bytes(data)
        self._outside(QUrl.fromLocalFile(str(path)))
