"""A school with something to lose."""

import os
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from msgspec import json
from sqlalchemy import Engine, make_url, select

from desktop_admin.api.backup import BackupKind
from desktop_admin.api.school import EditSchool, ReadSchool
from desktop_admin.db.audit import Payload
from desktop_admin.db.engine import open_engine
from desktop_admin.models.audit import AuditEntry
from desktop_admin.services.backup import make
from desktop_admin.services.backup.restore import Place, Restored, restore
from desktop_admin.services.backup.store import Backup
from tests.conftest import House
from tests.postgres import ROLE, find_binaries


@pytest.fixture(autouse=True)
def _programs_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pg_dump that belongs to the tests' server: an older one refuses a newer server."""
    if binaries := find_binaries():
        monkeypatch.setenv("PATH", f"{binaries}{os.pathsep}{os.environ.get('PATH', '')}")


@pytest.fixture
def owner(house: House) -> str:
    """The address for who owns the database; on SQLite whoever can read the file."""
    return house.url if house.url.startswith("sqlite") else make_url(house.url).set(username=ROLE).render_as_string()


@pytest.fixture
def server(owner: str) -> Iterator[Engine]:
    """Who may make a database to test a dump in."""
    engine = open_engine(owner)
    yield engine
    engine.dispose()


def backed_up(house: House, kind: BackupKind = BackupKind.BY_HAND) -> Backup:
    return make.make(house.premises.backstage, kind, "秦海")


@pytest.fixture
def restored(house: House, owner: str) -> Callable[[Backup], Restored]:
    """After the program has been closed."""

    def do(backup: Backup) -> Restored:
        close(house)
        done = restore(backup, Place(house.folder, owner, "李敏", house.clock))
        house.premises.backstage.database._recorded = None  # as a program that is opened anew
        return done

    return do


def close(house: House) -> None:
    house.premises.office.close()
    house.premises.backstage.database.engine.dispose()


def rename(house: House, name: str) -> None:
    desk = house.sign_in()
    school = desk.ask(ReadSchool())
    desk.ask(EditSchool(school.key, school.version, name=name))


def name_of(house: House) -> str:
    return house.premises.school()


def told(house: House, action: str) -> list[Payload]:
    """What the trail says of it, the oldest first."""
    with house.premises.backstage.database.reading() as connection:
        found = select(AuditEntry.payload).where(AuditEntry.action == action).order_by(AuditEntry.at, AuditEntry.id)
        return [json.decode(payload, type=Payload) for payload in connection.scalars(found)]


def plant(house: House, data: bytes) -> Path:
    """A photo's file, as the canteen keeps it."""
    digest = sha256(data).hexdigest()
    file = house.folder / "photos" / digest[:2] / f"{digest}.jpg"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return file
