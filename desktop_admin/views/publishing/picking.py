"""Files that a person chooses: to be added, and to be saved."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.desk import QtDesk

MEGA = 1024 * 1024
PICTURES = "JPEG, PNG (*.jpg *.jpeg *.png)"
DOCUMENTS = "PDF, Word, Excel, JPEG, PNG (*.pdf *.docx *.xlsx *.jpg *.jpeg *.png)"


class FileUnreadable(Refused):
    message = N_("“{name}” cannot be read, or is larger than {limit} MB. Choose another file.")


class FileUnwritable(Refused):
    """reason: what the system says."""

    message = N_("{path} cannot be written ({reason}). Choose another folder.")


def ask_file(parent: QWidget, title: str, kinds: str) -> str:
    """Empty: the person has thought better of it."""
    path, _ = QFileDialog.getOpenFileName(parent, title, "", kinds)
    return path


def ask_place(parent: QWidget, suggested: str) -> str:
    """Where to save a file. Empty: the person has thought better of it."""
    path, _ = QFileDialog.getSaveFileName(parent, tr(N_("Save as")), suggested)
    return path


def read(path: Path, limit: int) -> bytes:
    """limit: in bytes; a larger file is refused before it is read. Raises FileUnreadable."""
    try:
        data = path.read_bytes() if path.stat().st_size <= limit else b""
    except OSError:
        data = b""
    if not data:
        raise FileUnreadable(name=path.name, limit=limit // MEGA)
    return data


def save(parent: QWidget, desk: QtDesk, suggested: str, data: bytes, then: Callable[[str], object]) -> None:
    """Off the GUI's thread; then gets the file's name."""
    place = ask_place(parent, suggested)
    if place:
        desk.run(partial(_write, Path(place), data), owner=parent, then=then)


def _write(path: Path, data: bytes) -> str:
    beside = path.with_name(f"{path.name}.part")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except OSError as error:
        raise FileUnwritable(path=str(path), reason=error.strerror or str(error)) from error
    return path.name
