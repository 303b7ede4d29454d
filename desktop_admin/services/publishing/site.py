"""A website folder: pages with their pictures, and an index. Everything is written beside its place and renamed.

    index.html                       the articles, the newest first
    articles/FB-20260901-01/         a page and its pictures
    .drafts/                         what is being written or taken away
    .desktop-admin                   says that the folder is the program's

Every function may be called again after it was stopped anywhere.
"""

import shutil
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from desktop_admin.api.publishing.refusals import ChannelFolderNotOurs, ChannelFolderUnusable
from desktop_admin.core.files import SHARED, write_whole
from desktop_admin.core.i18n import N_
from desktop_admin.core.reasons import reason

MARK = ".desktop-admin"
PAGE = "index.html"
ARTICLES, DRAFTS = "articles", ".drafts"
NOT_HERE = N_("not a whole path on this PC")
MISSING = N_("there is no such folder")


def usable(folder: Path) -> Path:
    """The folder, marked as the program's. Raises ChannelFolderUnusable, ChannelFolderNotOurs."""
    if not folder.is_absolute() or str(folder).startswith(("\\\\", "//")):
        raise ChannelFolderUnusable(folder=str(folder), reason=NOT_HERE)
    if not folder.is_dir():
        raise ChannelFolderUnusable(folder=str(folder), reason=MISSING)
    try:
        if not (folder / MARK).is_file():
            if any(folder.iterdir()):
                raise ChannelFolderNotOurs(folder=str(folder))
            write_whole(folder / MARK, b"Desktop Admin writes the articles in this folder.\n", SHARED)
    except OSError as error:
        raise ChannelFolderUnusable(folder=str(folder), reason=reason(error)) from error
    return folder


def draft(folder: Path, name: str, page: bytes, pictures: Mapping[str, Path]) -> None:
    """A whole page under another name; pictures by their file names. Raises OSError."""
    place = folder / DRAFTS / name
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    for file, source in pictures.items():
        write_whole(place / file, source.read_bytes(), SHARED)
    write_whole(place / PAGE, page, SHARED)


def is_drafted(folder: Path, name: str, digest: str) -> bool:
    return _digest(folder / DRAFTS / name / PAGE) == digest


def place(folder: Path, name: str) -> None:
    """The draft takes the place of the page, if there was one. Raises OSError."""
    source, target, old = folder / DRAFTS / name, folder / ARTICLES / name, folder / DRAFTS / f"{name}.old"
    if not source.is_dir():
        return
    target.parent.mkdir(exist_ok=True)
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    source.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def take_down(folder: Path, name: str) -> None:
    """Raises OSError."""
    target, old = folder / ARTICLES / name, folder / DRAFTS / f"{name}.old"
    shutil.rmtree(folder / DRAFTS / name, ignore_errors=True)
    if target.exists():
        shutil.rmtree(old, ignore_errors=True)
        old.parent.mkdir(exist_ok=True)
        target.rename(old)
    shutil.rmtree(old, ignore_errors=True)


def write_index(folder: Path, page: bytes) -> None:
    """Raises OSError."""
    write_whole(folder / PAGE, page, SHARED)


def digest_of(folder: Path, name: str) -> str:
    """Of the page that is there now; empty where there is none."""
    return _digest(folder / ARTICLES / name / PAGE)


def _digest(file: Path) -> str:
    try:
        return sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""
