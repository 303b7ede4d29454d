"""Makes a backup while everybody works, and takes away those that are no longer kept."""

import logging
import os
import re
import shutil
from collections.abc import Generator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from msgspec import json
from sqlalchemy import Engine, inspect, select, text
from sqlalchemy.exc import DBAPIError

from desktop_admin import __version__
from desktop_admin.api.backup import BackupFailed, BackupKind, NoBackupFolder
from desktop_admin.core import keys
from desktop_admin.core.backups import DAYS, Plan, kept
from desktop_admin.core.clock import local_day, local_time
from desktop_admin.core.i18n import N_
from desktop_admin.core.ids import uuid7
from desktop_admin.core.keys import Keys
from desktop_admin.core.reasons import reason
from desktop_admin.db import erasures
from desktop_admin.db.backup import copy_database, to_disk
from desktop_admin.models.school import School
from desktop_admin.services import blobs
from desktop_admin.services.backup import store
from desktop_admin.services.backup.alone import alone
from desktop_admin.services.backup.store import Backup, Content, Manifest
from desktop_admin.services.registry import Backstage

MARK = "desktop-admin-backups.txt"  # in a chosen folder: a disk that was pulled out leaves an empty one of its name
NOT_THERE = N_("it is not there now; is its disk connected?")
LEFT = re.compile(r"\d{8}-\d{6}(-\d+)?|[0-9a-f]{8}")  # what was being made, and what was being tested
REVISION = text("SELECT version_num FROM alembic_version")

log = logging.getLogger(__name__)


def place_of(data: Path) -> Path:
    """Where backups lie, whether or not it is there now."""
    return Plan.load(data).place(data)


def choose(data: Path, wanted: str) -> None:
    """From now on backups go there; empty: beside the data. Raises NoBackupFolder."""
    folder = Path(wanted).expanduser() if wanted.strip() else Path()
    if wanted.strip():
        if not folder.is_absolute():
            raise NoBackupFolder(folder=wanted, reason=WHOLE_PATH)
        with _as_refusal(folder):
            if not folder.parent.is_dir():
                raise NoBackupFolder(folder=str(folder), reason=NOT_THERE)
            folder.mkdir(0o700, exist_ok=True)
            (folder / MARK).write_text(MARKED, "utf-8")
    plan = Plan(str(folder) if wanted.strip() else "")
    with _as_refusal(data):
        plan.save(data)


WHOLE_PATH = N_("write its whole path")
MARKED = "Backups of Desktop Admin. 校园事务管理的备份。\n"


@contextmanager
def _as_refusal(folder: Path) -> Generator[None]:
    try:
        yield
    except OSError as error:
        raise NoBackupFolder(folder=str(folder), reason=reason(error)) from error


def ready(data: Path, to: Path | None = None) -> Path:
    """The place for backups, made if it is neither named nor one that was chosen before. Raises NoBackupFolder."""
    if to is not None:  # made for somebody who has forgotten to connect the disk, it would lie on the wrong one
        with _as_refusal(to):
            if not to.is_dir():
                raise NoBackupFolder(folder=str(to), reason=NOT_THERE)
        return to
    chosen, place = Plan.load(data).folder, place_of(data)
    if chosen and not (place / MARK).is_file():
        raise NoBackupFolder(folder=chosen, reason=NOT_THERE)
    with _as_refusal(place):
        place.mkdir(0o700, exist_ok=True)
    return place


class Order(NamedTuple):
    """to: a folder for this one backup, other than the chosen one."""

    kind: BackupKind
    by: str
    at: datetime
    to: Path | None = None


def make(backstage: Backstage, kind: BackupKind, by: str, to: Path | None = None) -> Backup:
    """Raises NoBackupFolder, BackupUnderway, BackupFailed, CannotCopy."""
    data = data_of(backstage)
    with alone(data):
        return make_alone(backstage.database.engine, data, Order(kind, by, backstage.database.now(), to))


def data_of(backstage: Backstage) -> Path:
    """Raises NoBackupFolder where the database has no data folder."""
    if backstage.folder is None:
        raise NoBackupFolder(folder="", reason=NOT_THERE)
    return backstage.folder


def make_alone(engine: Engine, data: Path, order: Order) -> Backup:
    """By whoever holds the lock."""
    place = ready(data, order.to)
    with _as_refusal(place):
        name = _free(place, f"{local_time(order.at):%Y%m%d-%H%M%S}")
        draft = place / f"{name}{store.DRAFT}"
        clear(place)
        draft.mkdir(0o700)
    try:
        _fill(engine, data, draft, order)
        _folder_to_disk(draft)
        made = draft.rename(place / name)
        _folder_to_disk(place)
    except OSError as error:
        raise BackupFailed(detail=reason(error)) from error
    except DBAPIError as error:
        raise BackupFailed(detail=reason(error)) from error
    finally:
        _clean_up(draft)
    return store.opened(made)


def clear(place: Path) -> None:
    """Take away what was left by a process that was killed, and nothing of anybody else's that lies there as well."""
    for left in place.glob(f"*{store.DRAFT}"):
        if LEFT.fullmatch(left.stem) and left.is_dir() and not left.is_symlink():
            _remove(left)


def prune(data: Path, now: datetime) -> list[str]:
    """Take away nightly backups that are no longer kept. What people made, and what is not ours, stays."""
    secret = Keys((data / keys.FILE).read_bytes())
    nightly = [each for each in store.listed(place_of(data)) if each.manifest.kind is BackupKind.NIGHTLY]
    ours = [each for each in nightly if each.manifest.fits(secret)]
    wanted = kept(each.manifest.made_at for each in ours if each.good)
    gone = [each for each in ours if each.manifest.made_at not in wanted and _may_go(each, now)]
    for each in gone:
        _remove(each.path.rename(each.path.with_name(f"{each.path.name}{store.DRAFT}")))
    return [each.path.name for each in gone]


def _may_go(backup: Backup, now: datetime) -> bool:
    """One that is not usable is left for a week, to be looked into."""
    return backup.good or (local_day(now) - local_day(backup.manifest.made_at)).days > DAYS


def _free(place: Path, wanted: str) -> str:
    names = (wanted if number == 1 else f"{wanted}-{number}" for number in range(1, 1000))
    return next(name for name in names if not (place / name).exists())


def _fill(engine: Engine, data: Path, draft: Path, order: Order) -> None:
    """The database first: every photo that it names is in the folder by then, and stays there."""
    rows = copy_database(engine, draft / store.DATABASES[engine.dialect.name])
    for name in store.CARRIED:
        if (data / name).is_file():
            store.write(draft / name, (data / name).read_bytes())
    known = erasures.known(data / erasures.FILE, draft.parent / erasures.FILE)
    if known:
        erasures.write(draft / erasures.FILE, known)
    size = _copy_photos(data, draft)
    school, schema = _named(engine)
    photos = list(store.photos(draft))
    manifest = Manifest(
        format=store.FORMAT,
        key=uuid7(),
        made_at=order.at,
        kind=order.kind,
        by=order.by,
        school=school,
        program=__version__,
        schema=schema,
        database=engine.dialect.name,
        files=_contents(draft),
        rows=rows,
        photos=len(photos),
        photo_bytes=size,
        photo_names=store.names_digest(photos),
    ).sealed(store.keys_of(draft))
    store.write(draft / store.MANIFEST, json.encode(manifest))


def _contents(draft: Path) -> dict[str, Content]:
    found = {file.name: store.content_of(file) for file in sorted(draft.iterdir()) if file.is_file()}
    return {name: content for name, content in found.items() if content is not None}


def _named(engine: Engine) -> tuple[str, str]:
    """The school, if there is one, and the schema."""
    with engine.connect() as connection:
        school = connection.scalar(select(School.name)) if inspect(connection).has_table("school") else ""
        return school or "", str(connection.scalar(REVISION))


def _copy_photos(data: Path, draft: Path) -> int:
    """Their bytes. One that is damaged is taken from the last backup; if it is not there, the test will say so."""
    before = next((each.path for each in store.listed(draft.parent)), None)
    size = 0
    for photo in store.photos(data):
        target = draft / blobs.FOLDER / photo.parent.name / photo.name
        target.parent.mkdir(parents=True, exist_ok=True)
        if not _link(before, target):
            if not store.is_whole(photo):
                continue
            shutil.copyfile(photo, target)
            target.chmod(0o600)
            to_disk(target)
        size += target.stat().st_size
    return size


def _link(before: Path | None, target: Path) -> bool:
    """The same photo as in the backup before, where it is whole there and the disk can let one file have two names."""
    if before is None:
        return False
    there = before / blobs.FOLDER / target.parent.name / target.name
    if not store.is_whole(there):
        return False
    try:
        os.link(there, target)
    except OSError:
        return False
    return True


def _remove(path: Path) -> None:
    with suppress(FileNotFoundError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _clean_up(draft: Path) -> None:
    """What cannot go now is taken away before the next backup: here it would hide why this one could not be made."""
    try:
        _remove(draft)
    except OSError:
        log.warning("%s was left behind", draft, exc_info=True)


def _folder_to_disk(folder: Path) -> None:
    """That a file is there is the folder's to remember; Windows does not let one ask for it."""
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
