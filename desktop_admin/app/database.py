"""A database by its address: opened, set up and upgraded, its owner's part of the work as well."""
# ruff: noqa: PLC0415 - a PC of a server loads no database

import getpass
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.reasons import reason

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from desktop_admin.api.school import SetUpSchool
    from desktop_admin.app.premises import Premises
    from desktop_admin.services.registry import Host

Say = Callable[[str], object]


class NotADatabase(Refused):
    message = N_(
        "{text} is not the address of a database. Write it as postgresql+psycopg://user@host/name or sqlite:////file."
    )


class DatabaseUnreachable(Refused):
    phrases = frozenset({"detail"})
    message = N_("The database cannot be opened ({detail}). Check its address and that it runs.")


class NoSuchDatabase(Refused):
    message = N_("There is no file {file}. Check the path behind --database; “desktop-admin set-up” makes a new one.")


class NoSchoolYet(Refused):
    message = N_(
        "There is no school in this database yet. Set it up:"
        " desktop-admin set-up --database {address} --school NAME --name NAME --login NAME"
    )


class PasswordsDiffer(Refused):
    message = N_("The two passwords differ. Nothing has been set up.")


def set_up(folder: Path, url: str, given: "SetUpSchool", role: str, stdin: TextIO) -> str:
    """The school in the database that has none, and its first administrator; role: who may serve it from then on.

    Returns what was done. Raises AlreadySetUp before a password is asked for, and what opening and setting up refuse.
    """
    from msgspec.structs import replace

    from desktop_admin.api import wire
    from desktop_admin.api.school import AlreadySetUp

    with opened(folder, url, new=True) as premises:
        if school := premises.school():
            raise AlreadySetUp(school=school)
        _grant(premises.backstage.database.engine, role)
        premises.set_up(wire.checked(replace(given, password=ask_password(given.login, stdin))))
        school = premises.school()
    return tr(N_("{school} is set up. {login} can sign in."), school=school, login=given.login)


def upgrade(folder: Path, url: str, role: str) -> str:
    """Bring the database to this version, after a copy into the folder; role: who may serve it from then on.

    Returns what was done. Raises what upgrading and granting refuse.
    """
    from desktop_admin.db import roles, schema
    from desktop_admin.db.engine import open_engine

    if not url:
        raise roles.NoRoles
    with told_of(url):
        _require_there(url)
        engine = open_engine(url)
        try:
            schema.upgrade(engine, folder)
            _grant(engine, role)
            return tr(N_("{database} is up to date."), database=engine.url.set(password=None).render_as_string())
        finally:
            engine.dispose()


def ask_password(login: str, stdin: TextIO) -> str:
    """Typed twice and unseen, or the first line that is piped in; never an argument, which others on the PC can see."""
    if not stdin.isatty():
        return stdin.readline().rstrip("\r\n")
    given = getpass.getpass(tr(N_("Password of {login}: "), login=login))
    if getpass.getpass(tr(N_("The same again: "))) != given:
        raise PasswordsDiffer
    return given


@contextmanager
def opened(folder: Path, url: str, host: "Host | None" = None, *, new: bool = False) -> "Generator[Premises]":
    """new: it may be made. Raises NotADatabase, NoSuchDatabase, DatabaseUnreachable, and what opening refuses."""
    from desktop_admin.app.premises import open_premises

    with told_of(url):
        if not new:
            _require_there(url)
        premises = open_premises(folder, url, host=host)
    try:
        yield premises
    finally:
        premises.close()


def require_school(premises: "Premises", folder: Path) -> None:
    """Raises NotSetUp for the folder's own database, NoSchoolYet for another."""
    from desktop_admin.app.papers import NotSetUp
    from desktop_admin.app.premises import DATABASE

    if premises.school():
        return
    url = premises.backstage.database.engine.url
    if url.database == str(folder / DATABASE):
        raise NotSetUp(folder=str(folder))
    raise NoSchoolYet(address=url.set(password=None).render_as_string())


def caution(premises: "Premises") -> str:
    """One line for who serves as a role that may do more than it needs; else nothing."""
    from desktop_admin.db import roles

    with premises.backstage.database.reading() as connection:
        if not roles.too_strong(connection):
            return ""
        role = roles.name(connection)
    return tr(
        N_(
            "Caution: the database role {role} may change the audit trail. Serve as another one, which the owner makes:"
            " desktop-admin upgrade --database URL --serve-as NAME"
        ),
        role=role,
    )


def _require_there(url: str) -> None:
    """Whoever mistypes a path gets no new, empty database. Raises NoSuchDatabase."""
    from sqlalchemy import make_url

    if url.startswith("sqlite") and not Path(str(make_url(url).database)).is_file():
        raise NoSuchDatabase(file=str(make_url(url).database))


def _grant(engine: "Engine", role: str) -> None:
    from desktop_admin.db import roles

    if role:
        with engine.begin() as connection:
            roles.grant(connection, role)


@contextmanager
def told_of(url: str) -> Generator[None]:
    """Never with the password that may stand in the address."""
    from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError

    if url and not url.startswith(("postgresql+psycopg://", "sqlite:///")):
        raise NotADatabase(text=url.partition("@")[0].partition("//")[0] or url[:20])
    try:
        yield
    except (ArgumentError, NoSuchModuleError) as error:
        raise NotADatabase(text=url.partition("//")[0]) from error
    except OperationalError as error:
        raise DatabaseUnreachable(detail=reason(error)) from error
