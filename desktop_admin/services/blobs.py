"""Files kept by what they hold: each once, under its SHA-256 in the data folder, where every backup takes it."""

from hashlib import sha256
from pathlib import Path

from desktop_admin.core.files import SHARED, write_whole

FOLDER = "photos"


def path_of(folder: Path, digest: str, kind: str = "") -> Path:
    """Where a file of this content lies in the data folder. kind: its suffix, without a dot."""
    return folder / FOLDER / digest[:2] / (f"{digest}.{kind}" if kind else digest)


def keep(folder: Path, data: bytes, kind: str = "") -> str:
    """Its SHA-256. Written whole or not at all; one that was damaged is made whole again."""
    digest = sha256(data).hexdigest()
    target = path_of(folder, digest, kind)
    if read(folder, digest, kind) is None:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, data, SHARED)
    return digest


def read(folder: Path, digest: str, kind: str = "") -> bytes | None:
    """None where the file is missing or no longer what it was."""
    try:
        data = path_of(folder, digest, kind).read_bytes()
    except OSError:
        return None
    return data if sha256(data).hexdigest() == digest else None
