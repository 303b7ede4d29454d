"""SQLite's locks don't hold over a network: two PCs on one file would destroy it."""

import ctypes
import sys
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_

Probe = Callable[[Path], str]  # a folder -> the kind of its file system

NETWORK = frozenset(
    {"afs", "cifs", "davfs", "fuse.davfs", "fuse.sshfs", "ncpfs", "nfs", "nfs4", "smb3", "smbfs", "remote"}
)
MOUNTS = Path("/proc/self/mountinfo")
DRIVE_REMOTE = 4  # what GetDriveTypeW answers


class OnNetworkShare(Refused):
    message = N_(
        "{folder} is on a network share ({kind}), where a database file gets damaged. Keep the data on this PC's own"
        " disk, and share it with “desktop-admin serve”."
    )


def refuse_share(file: str, probe: Probe | None = None) -> None:
    """Raises OnNetworkShare. A database in memory has no folder."""
    if file in {"", ":memory:"}:
        return
    folder = Path(file).absolute().parent
    kind = (probe or file_system)(folder)
    if kind in NETWORK:
        raise OnNetworkShare(folder=str(folder), kind=kind)


def file_system(folder: Path) -> str:
    """The kind of file system the folder is on; empty where the system does not say."""
    if sys.platform == "win32":
        return "remote" if _is_remote(folder) else ""
    return _mounted(folder.resolve(), MOUNTS.read_text("utf-8", "replace")) if MOUNTS.exists() else ""


def _mounted(folder: PurePosixPath | Path, mounts: str) -> str:
    """Of the mount that is nearest above the folder, and mounted last there (proc(5), mountinfo)."""
    found, depth = "", -1
    for line in mounts.splitlines():
        left, _, right = line.partition(" - ")
        octets = left.split()[4].encode().decode("unicode_escape").encode("latin-1")
        place = PurePosixPath(octets.decode("utf-8", "replace"))
        if folder.is_relative_to(place) and len(place.parts) >= depth:
            found, depth = right.split()[0], len(place.parts)
    return found


def _is_remote(folder: Path) -> bool:
    if folder.drive.startswith("\\\\"):
        return True
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - only Windows has it
    return bool(kernel.GetDriveTypeW(folder.anchor) == DRIVE_REMOTE)
