"""Files that a person chooses: to be read, and to be saved."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_, tr
from desktop_admin.reports.kit.files import replacing
from desktop_admin.views.kit.desk import QtDesk

KILO, MEGA = 2**10, 2**20
PICTURES = "JPEG, PNG (*.jpg *.jpeg *.png)"
DOCUMENTS = "PDF, Word, Excel, JPEG, PNG (*.pdf *.docx *.xlsx *.jpg *.jpeg *.png)"


class FileUnreadable(Refused):
    message = N_("“{name}” is empty or cannot be read. Choose another file.")


class FileOversize(Refused):
    """limit: in MB."""

    message = N_("“{name}” is larger than {limit} MB. Choose another file.")


def ask_file(parent: QWidget, title: str, kinds: str) -> str:
    """Empty: the person has thought better of it."""
    path, _ = QFileDialog.getOpenFileName(parent, title, "", kinds)
    return path


def ask_place(parent: QWidget, suggested: str, kinds: str = "") -> str:
    """Where to save a file. Empty: the person has thought better of it."""
    path, _ = QFileDialog.getSaveFileName(parent, tr(N_("Save as")), suggested, kinds)
    return path


def read(path: Path, limit: int) -> bytes:
    """limit: in bytes; a larger file is refused before it is read. Raises FileUnreadable, FileOversize."""
    try:
        if path.stat().st_size > limit:
            raise FileOversize(name=path.name, limit=limit // MEGA)
        data = path.read_bytes()
    except OSError as error:
        raise FileUnreadable(name=path.name) from error
    if not data:
        raise FileUnreadable(name=path.name)
    return data


def save(parent: QWidget, desk: QtDesk, suggested: str, data: bytes, then: Callable[[str], object]) -> None:
    """Off the GUI's thread; then gets the file's name."""
    place = ask_place(parent, suggested)
    if place:
        desk.run(partial(_write, Path(place), data), owner=parent, then=then)


def size_text(size: int) -> str:
    """Bytes as people read them."""
    return f"{size / MEGA:.1f} MB" if size >= MEGA else f"{max(1, round(size / KILO))} KB"


def _write(path: Path, data: bytes) -> str:
    """Raises NotWritten, FileInUse."""
    with replacing(path) as beside:
        beside.write_bytes(data)
    return path.name
