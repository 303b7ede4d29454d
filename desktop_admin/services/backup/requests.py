"""What people ask of the backups."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, update

from desktop_admin.api.backup import (
    BackupKind,
    BackupProgress,
    BackupResult,
    BackupRow,
    BackupState,
    ChooseBackupFolder,
    Going,
    ListBackups,
    MakeBackup,
    NoBackupFolder,
    OthersConnected,
    ReadBackupState,
    RestoreBackup,
    RestoreElsewhere,
    TestBackup,
)
from desktop_admin.api.base import Page
from desktop_admin.core.errors import NotFound
from desktop_admin.core.permissions import Actor
from desktop_admin.core.text import normal
from desktop_admin.db.work import Who, Work
from desktop_admin.models.accounts import Device, SignedInSession
from desktop_admin.services.backup import make, restore, status, store
from desktop_admin.services.backup.alone import alone
from desktop_admin.services.backup.jobs import JOBS
from desktop_admin.services.backup.prove import make_and_prove, prove
from desktop_admin.services.backup.store import Backup, Tested
from desktop_admin.services.registry import Backstage, handles, prepares

LATELY = timedelta(minutes=10)  # a PC is noted to have been here every five


def _data(backstage: Backstage) -> Path:
    if backstage.folder is None:
        raise NoBackupFolder(folder="", reason=make.NOT_THERE)
    return backstage.folder


def _find(data: Path, key: Any) -> Backup:
    for each in store.listed(make.place_of(data)):
        if each.manifest.key == key:
            return each
    raise NotFound


def _actor(backstage: Backstage, who: Who) -> Actor:
    with backstage.database.look(who, "backup") as work:
        return work.actor


@prepares(ListBackups)
def look(backstage: Backstage, who: Who, request: ListBackups) -> list[BackupRow]:  # noqa: ARG001 - all of them
    return [each.row() for each in store.listed(make.place_of(_data(backstage)))]


@handles(ListBackups)
def list_backups(work: Work, request: ListBackups) -> Page[BackupRow]:
    found: list[BackupRow] = [row for row in work.prepared if _wanted(row, request)]
    name = request.sort.removeprefix("-") or "made_at"
    if name in BackupRow.__struct_fields__:
        found.sort(key=_by(name), reverse=request.sort.startswith("-") or not request.sort)
    return Page(tuple(found[request.offset : request.offset + request.limit]), len(found))


def _wanted(row: BackupRow, request: ListBackups) -> bool:
    told = normal(f"{row.name} {row.by}").casefold()
    return (
        request.kind in {None, row.kind}
        and request.result in {None, row.result}
        and all(word in told for word in normal(request.search).casefold().split())
    )


def _by(name: str) -> Callable[[BackupRow], Any]:
    def value(row: BackupRow) -> tuple[bool, Any]:
        found = getattr(row, name)
        plain = found.value if isinstance(found, BackupKind | BackupResult) else found
        return plain is not None, plain

    return value


@prepares(ReadBackupState)
def look_around(backstage: Backstage, who: Who, request: ReadBackupState) -> BackupState:  # noqa: ARG001 - as told
    return _state(backstage)


def _state(backstage: Backstage) -> BackupState:
    with backstage.database.reading() as connection:
        return status.state(backstage, _data(backstage), connection, backstage.database.now())


@handles(ReadBackupState)
def read_state(work: Work, request: ReadBackupState) -> BackupState:  # noqa: ARG001 - looked at in the preparation
    state: BackupState = work.prepared
    return state


@prepares(MakeBackup)
def begin_backup(backstage: Backstage, who: Who, command: MakeBackup) -> None:
    make.ready(_data(backstage))  # what is plain at once is said at once
    JOBS.begin(command.id, partial(_make, backstage, _actor(backstage, who)))


def _make(backstage: Backstage, actor: Actor) -> BackupRow:
    made, tested = make_and_prove(backstage, BackupKind.BY_HAND, actor.name)
    return _told(backstage, actor, made, tested, MakeBackup.wire_name())


def _test(backstage: Backstage, actor: Actor, backup: Backup) -> BackupRow:
    database = backstage.database
    with alone(_data(backstage)):
        tested = prove(backup, database.engine, database.now())
    return _told(backstage, actor, backup, tested, TestBackup.wire_name())


def _told(backstage: Backstage, actor: Actor, backup: Backup, tested: Tested, action: str) -> BackupRow:
    """Somebody asked for it, and the trail tells what came of it."""
    with backstage.database.work(actor, action) as work:
        work.note(backup=backup.path.name, result=tested.result.value)
    return store.opened(backup.path).row()


@handles(MakeBackup)
def make_backup(work: Work, command: MakeBackup) -> None:
    """It has begun in the preparation, and goes on beside this transaction."""


@prepares(TestBackup)
def begin_test(backstage: Backstage, who: Who, command: TestBackup) -> None:
    backup = _find(_data(backstage), command.key)
    JOBS.begin(command.id, partial(_test, backstage, _actor(backstage, who), backup))


@handles(TestBackup)
def test_backup(work: Work, command: TestBackup) -> None:
    """As above."""


@handles(BackupProgress)
def how_far(work: Work, request: BackupProgress) -> Going:  # noqa: ARG001 - nothing of the database
    return JOBS.how_far(request.of)


@prepares(ChooseBackupFolder)
def choose(backstage: Backstage, who: Who, command: ChooseBackupFolder) -> BackupState:  # noqa: ARG001 - whoever may
    make.choose(_data(backstage), command.folder)
    return _state(backstage)


@handles(ChooseBackupFolder)
def choose_folder(work: Work, command: ChooseBackupFolder) -> BackupState:  # noqa: ARG001 - chosen in the preparation
    state: BackupState = work.prepared
    work.note(folder=state.folder)
    return state


@prepares(RestoreBackup)
def check_backup(backstage: Backstage, who: Who, command: RestoreBackup) -> tuple[Path, Backup]:  # noqa: ARG001
    """What can be known now is said now. Raises RestoreElsewhere, and what check() raises."""
    data = _data(backstage)
    backup = _find(data, command.key)
    if backstage.host is None or not backstage.host.here:
        raise RestoreElsewhere(name=backup.path.name)
    store.check(backup)
    return data, backup


@handles(RestoreBackup)
def restore_backup(work: Work, command: RestoreBackup) -> str:  # noqa: ARG001 - found in the preparation
    """The program restores it when it has closed the data; until then nothing is changed but that nobody is in."""
    data, backup = work.prepared
    open_ones = SignedInSession.ended_at.is_(None), SignedInSession.until > work.now
    connection = work.session.connection()
    mine = select(SignedInSession.device).where(SignedInSession.id == work.actor.session_id).scalar_subquery()
    others = select(func.count()).select_from(SignedInSession).join(Device, Device.key_hash == SignedInSession.device)
    lately = Device.seen_at > work.now - LATELY
    count = connection.scalar(others.where(*open_ones, SignedInSession.device != mine, lately)) or 0
    if count:
        raise OthersConnected(count=count, name=backup.path.name)
    connection.execute(update(SignedInSession).where(*open_ones).values(ended_at=work.now))
    work.note(backup=backup.path.name)
    restore.wait(data, backup, work.actor.name)
    name: str = backup.path.name
    return name
