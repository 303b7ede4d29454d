"""What a backup is: a folder with a copy of the database, the keys, the photos, and a sealed list of all that.

A folder is made under another name and renamed when it is whole. Photos that the last backup has are linked, not copied
again, where the disk can do that: each folder can be carried away by itself.
"""

import hmac
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from decimal import Decimal
from hashlib import file_digest, sha256
from io import BufferedReader
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from msgspec import MsgspecError, Struct, json
from msgspec.structs import replace

from desktop_admin.api.backup import (
    BackupChanged,
    BackupDamaged,
    BackupKind,
    BackupLacks,
    BackupNewer,
    BackupResult,
    BackupRow,
    BackupUnreadable,
    NoBackupFolder,
    NotABackup,
)
from desktop_admin.api.base import Refusal
from desktop_admin.core import keys
from desktop_admin.core.canonical import as_json
from desktop_admin.core.keys import Keys
from desktop_admin.core.reasons import reason
from desktop_admin.db import erasures
from desktop_admin.db.migrations import known
from desktop_admin.services import blobs

FORMAT = 1
MANIFEST, TESTED = "manifest.json", "tested.json"
SQLITE, POSTGRESQL = "database.sqlite", "database.dump"
DATABASES = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
CARRIED = (keys.FILE, "server.pem", "server.key", erasures.FILE)  # of the data folder; what is a PC's own stays there
DRAFT = ".part"
DIGEST = re.compile(r"[0-9a-f]{64}")
LARGEST = 1 << 20  # bytes of a manifest
SEAL = "backup"  # the purpose of the key


class Content(Struct, frozen=True, forbid_unknown_fields=True):
    size: int
    sha256: str


class Manifest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """photo_names: SHA-256 of the photos' names in their order; each name is the SHA-256 of what is in the photo.

    seal: an HMAC over all the rest with a key derived from master.key.
    """

    format: int
    key: UUID
    made_at: datetime
    kind: BackupKind
    by: str
    school: str
    program: str
    schema: str
    database: str  # sqlite or postgresql
    files: dict[str, Content]
    rows: dict[str, int]
    photos: int
    photo_bytes: int
    photo_names: str
    seal: str = ""

    def size(self) -> int:
        return sum(each.size for each in self.files.values()) + self.photo_bytes

    def sealed(self, secret: Keys) -> "Manifest":
        return replace(self, seal=self._seal(secret))

    def fits(self, secret: Keys) -> bool:
        return hmac.compare_digest(self.seal, self._seal(secret))

    def _seal(self, secret: Keys) -> str:
        return hmac.digest(secret.key(SEAL), as_json(replace(self, seal="")), "sha256").hex()


class Tested(Struct, frozen=True):
    at: datetime
    result: BackupResult
    why: Refusal | None = None


class Backup(NamedTuple):
    path: Path
    manifest: Manifest
    tested: Tested | None

    @property
    def good(self) -> bool:
        """Nothing is known against it."""
        return self.tested is None or self.tested.result is not BackupResult.BAD

    def row(self) -> BackupRow:
        told, tested = self.manifest, self.tested
        return BackupRow(
            key=told.key,
            name=self.path.name,
            made_at=told.made_at,
            kind=told.kind,
            by=told.by,
            size=(Decimal(told.size()) / (1 << 20)).quantize(Decimal("0.1")),
            rows=sum(told.rows.values()),
            photos=told.photos,
            schema=told.schema,
            program=told.program,
            result=tested.result if tested else BackupResult.UNTESTED,
            tested_at=tested.at if tested else None,
            why=tested.why if tested else None,
        )


def listed(place: Path) -> list[Backup]:
    """The newest first. What is unfinished, or no backup, is left out. Raises NoBackupFolder where none may look."""
    found: list[Backup] = []
    for path in _entries(place):
        if path.suffix != DRAFT:
            with suppress(NotABackup, BackupUnreadable):
                found.append(opened(path))
    return sorted(found, key=lambda each: (each.manifest.made_at, each.path.name), reverse=True)


def _entries(place: Path) -> list[Path]:
    try:
        return list(place.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise NoBackupFolder(folder=str(place), reason=reason(error)) from error


def opened(path: Path) -> Backup:
    """As its list says, which nobody has checked. Raises NotABackup, BackupUnreadable."""
    try:
        with _readable(path, MANIFEST) as stream:
            manifest = json.decode(stream.read(LARGEST), type=Manifest)
    except (BackupLacks, MsgspecError) as error:
        raise NotABackup(name=path.name) from error
    return Backup(path, manifest, _tested(path))


def _tested(path: Path) -> Tested | None:
    try:
        return json.decode((path / TESTED).read_bytes(), type=Tested)
    except (OSError, MsgspecError):
        return None


def record(path: Path, tested: Tested) -> None:
    write(path / f"{TESTED}{DRAFT}", json.encode(tested)).replace(path / TESTED)


def write(file: Path, data: bytes) -> Path:
    """To the disk, for its owner only."""
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    return file


def _readable(path: Path, file: str) -> BufferedReader:
    """Raises BackupLacks, BackupUnreadable."""
    try:
        return (path / file).open("rb")
    except FileNotFoundError as error:
        raise BackupLacks(name=path.name, file=file) from error
    except OSError as error:
        raise BackupUnreadable(name=path.name, file=file, reason=reason(error)) from error


def keys_of(path: Path) -> Keys:
    """Raises BackupLacks, BackupUnreadable."""
    with _readable(path, keys.FILE) as stream:
        return Keys(stream.read())


def check(backup: Backup) -> Keys:
    """Every byte is as it was written, by this program. Returns the keys that lie in it.

    Raises BackupLacks, BackupUnreadable, BackupNewer, BackupChanged, BackupDamaged.
    """
    told, name, secret = backup.manifest, backup.path.name, keys_of(backup.path)
    if told.format > FORMAT or told.schema not in known():
        raise BackupNewer(name=name, program=told.program)
    expected = {DATABASES.get(told.database, ""), keys.FILE}
    if not expected <= told.files.keys() <= {*expected, *CARRIED}:
        raise BackupChanged(name=name)
    for file, content in told.files.items():
        _readable(backup.path, file).close()
        if content_of(backup.path / file) != content:
            raise BackupDamaged(name=name, file=file)
    if not told.fits(secret):
        raise BackupChanged(name=name)
    _check_photos(backup)
    return secret


def _check_photos(backup: Backup) -> None:
    there = list(photos(backup.path))
    if names_digest(there) != backup.manifest.photo_names:
        raise BackupDamaged(name=backup.path.name, file=blobs.FOLDER)
    for photo in there:
        if not is_whole(photo):
            raise BackupDamaged(name=backup.path.name, file=photo.name)


def content_of(file: Path) -> Content | None:
    """None where there is no such file."""
    try:
        with file.open("rb") as stream:
            digest = file_digest(stream, "sha256").hexdigest()
            return Content(stream.tell(), digest)
    except OSError:
        return None


def photos(folder: Path) -> Iterator[Path]:
    """Those of a data folder or of a backup, and whatever else is kept by its SHA-256, in the order of their names."""
    there = (
        each for each in (folder / blobs.FOLDER).glob("??/*") if DIGEST.fullmatch(each.stem) and each.suffix != DRAFT
    )
    yield from sorted(there, key=lambda each: each.name)


def names_digest(there: Iterable[Path]) -> str:
    return sha256("\n".join(photo.name for photo in there).encode()).hexdigest()


def is_whole(photo: Path) -> bool:
    """A photo is named by what is in it."""
    content = content_of(photo)
    return content is not None and content.sha256 == photo.stem
