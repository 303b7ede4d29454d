"""A database shared with other PCs: the server at one end, a paired PC's door at the other.

The imports inside these functions are meant: a PC of a server loads no database, and a server no window.
"""
# ruff: noqa: PLC0415

import gc
import platform
import signal
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from desktop_admin.api.sharing import (
    AlreadyServed,
    Failure,
    PortUnusable,
    Serving,
    ServingState,
    SharedElsewhere,
)
from desktop_admin.app.database import caution, opened, require_school
from desktop_admin.core.backups import waits
from desktop_admin.core.errors import Refused
from desktop_admin.core.hold import Held, Hold
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.operator import operator
from desktop_admin.core.reasons import reason

if TYPE_CHECKING:
    from desktop_admin.app.premises import Premises
    from desktop_admin.desk.base import Door
    from desktop_admin.server.app import WebServer
    from desktop_admin.server.front import Rates
    from desktop_admin.services.sharing import Reception

Say = Callable[[str], object]

LOG = "server.log"
SERVED = ".served"  # behind the name of an SQLite file: held while it is shared, and says on which port
SELDOM = 20_000  # new objects after which cycles are looked for
LOG_BYTES, LOG_FILES = 10 << 20, 5


def serve(folder: Path, url: str, listen: str, say: Say, stdin: TextIO | None) -> int:
    """Share the database until the process is told to end. Each line on stdin asks for a new pairing code.

    Without a stdin, as for a service, no code is shown: what is said there stands in the system's log.
    """
    from desktop_admin.desk import paired
    from desktop_admin.server.app import addresses

    host, port = paired.address(listen)
    itself = Itself()
    with opened(folder, url, itself) as premises, _begun(premises, folder, port) as reached:
        premises.back_up_nightly()
        reception, server = assemble(premises, folder, host, port)
        reached(server.port)
        itself.told = _serving(server, addresses(host))
        with _until_told(server):
            if warning := caution(premises):
                say(warning + "\n")
            _announce(say, itself.told)
            if stdin is not None:
                _show_code(reception, say)
                _explain_codes(say, itself.told)
                threading.Thread(target=_new_codes, args=(reception, stdin, say), name="codes", daemon=True).start()
            _collect_seldom()
            server.serve_until_stopped()
    return 0


def serve_for_window(folder: Path, listen: str, say: Say, stdin: TextIO) -> int:
    """For a window of this PC: the first word is one line of JSON, and the end of stdin is the end."""
    from msgspec import json

    from desktop_admin.app.hosting import FirstWord
    from desktop_admin.desk import paired
    from desktop_admin.server.app import CannotListen, addresses

    host, port = paired.address(listen)
    itself = Itself()
    try:
        with opened(folder, "", itself) as premises, _begun(premises, folder, port) as reached:
            _, server = assemble(premises, folder, host, port)
            reached(server.port)
            itself.told = _serving(server, addresses(host))
            with _until_told(server):
                say(json.encode(FirstWord(itself.told)).decode() + "\n")
                threading.Thread(target=_stop_at_the_end, args=(stdin, server), name="end", daemon=True).start()
                _collect_seldom()
                server.serve_until_stopped()
    except CannotListen as error:
        say(json.encode(FirstWord(failure=Failure.of(_unusable(port, error)))).decode() + "\n")
    except Refused as error:
        say(json.encode(FirstWord(failure=Failure.of(error))).decode() + "\n")
    else:
        return 0
    return 1


def _collect_seldom() -> None:
    """In a process that does nothing but serve: what is loaded stays, and a request leaves few cycles behind."""
    gc.freeze()
    gc.set_threshold(SELDOM)


class Itself:
    """The host of a process that does nothing but serve."""

    here = False

    def __init__(self) -> None:
        self.told = Serving()

    def serving(self) -> Serving:
        return self.told

    def start(self, port: int) -> None:  # noqa: ARG002 - whichever
        raise SharedElsewhere

    def stop(self) -> None:
        raise SharedElsewhere


def assemble(
    premises: "Premises", folder: Path, host: str, port: int, *, rates: "Rates | None" = None
) -> "tuple[Reception, WebServer]":
    """A server that listens, and who pairs PCs with it. Raises CannotListen."""
    from desktop_admin.core.clock import SystemClock
    from desktop_admin.db.engine import threads_for, writers_for
    from desktop_admin.server import tls
    from desktop_admin.server.app import WebServer, listening
    from desktop_admin.server.endpoints import Behind, Endpoints
    from desktop_admin.services.sharing import Reception

    own = tls.certificate(folder, SystemClock())
    reception = Reception(premises.backstage, platform.node())
    url = str(premises.backstage.database.engine.url)
    behind = Behind(
        premises.office,
        premises.gate,
        reception,
        premises.feed,
        own,
        threads_for(url) - writers_for(url),
        writers_for(url),
    )
    return reception, WebServer(Endpoints(behind), listening(host, port), rates)


STOPS = N_(
    "This PC shares its own data with other PCs: once it has joined another school, they can no longer reach them."
)


def is_shared(folder: Path) -> bool:
    """Whether other PCs are to reach the folder's own data whenever the program runs."""
    from sqlalchemy import select
    from sqlalchemy.exc import DatabaseError

    from desktop_admin.app.premises import DATABASE, SHARED
    from desktop_admin.db.engine import open_engine
    from desktop_admin.models.sharing import Sharing

    if not (folder / SHARED).exists() or not (folder / DATABASE).is_file():
        return False
    engine = open_engine(f"sqlite:///{folder / DATABASE}")
    try:
        with engine.connect() as connection:
            return connection.scalar(select(Sharing.port).where(Sharing.wanted)) is not None
    except DatabaseError:  # of another version, or none of ours: nobody can be sharing it
        return False
    finally:
        engine.dispose()


def pair(folder: Path, server: str, code: str, say: Say) -> int:
    """Make this PC one of the server's. What it holds itself stays where it is."""
    from desktop_admin.desk import paired
    from desktop_admin.desk.pair import pair as introduce

    if is_shared(folder):
        say(tr(STOPS) + "\n")
    known = introduce(*paired.address(server), code, platform.node() or "PC")
    paired.write(folder, known)
    say(tr(N_("Paired with {server} of {school}."), server=known.name, school=known.school) + "\n")
    say(tr(N_("Certificate: {fingerprint}"), fingerprint=known.fingerprint) + "\n")
    return 0


def pairing_code(folder: Path, url: str, say: Say) -> int:
    """For one more PC, beside a server that shows none, such as a service."""
    from desktop_admin.services.sharing import Reception

    with opened(folder, url) as premises:
        require_school(premises, folder)
        _show_code(Reception(premises.backstage, platform.node()), say)
    return 0


def unpair(folder: Path, say: Say) -> int:
    """This PC opens its own data again. The server still knows it, and its key is gone."""
    from desktop_admin.desk import paired

    known = paired.forget(folder)
    say(tr(N_("This PC is no longer paired.") if known else N_("This PC was not paired.")) + "\n")
    return 0


def door(folder: Path) -> "Door":
    """To the server this PC is paired with, or to the data on this PC."""
    from desktop_admin.desk import paired

    known = paired.read(folder)
    if known is None:
        from desktop_admin.app.premises import local_door

        if waits(folder):  # it was asked for, and the program ended before
            from desktop_admin.app import backups

            backups.carry_out(folder)
        return local_door(folder, nightly=True)
    from desktop_admin.desk.remote import RemoteDoor

    return RemoteDoor(known, folder)


def _log_to(folder: Path) -> None:
    """What the server does, without what anyone sent; five files of ten megabytes at most."""
    import logging
    from logging.handlers import RotatingFileHandler

    handler = RotatingFileHandler(folder / LOG, maxBytes=LOG_BYTES, backupCount=LOG_FILES - 1, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger().addHandler(handler)
    logging.getLogger("desktop_admin.access").setLevel(logging.INFO)


@contextmanager
def _begun(premises: "Premises", folder: Path, port: int) -> Generator[Callable[[int], object]]:
    """What is yielded is told the port, once it is known. Raises AlreadyServed: of several servers of one SQLite file
    each would let its own writers wait, and count its own guesses. Of PostgreSQL there may be several."""
    require_school(premises, folder)
    url = premises.backstage.database.engine.url
    alone = _only_server(Path(str(url.database))) if url.get_backend_name() == "sqlite" else nullcontext()
    with alone as hold:

        def reached(known: int) -> None:
            if hold is not None:
                hold.note(str(known))

        reached(port)
        _log_to(folder)
        premises.watch()
        yield reached


def _only_server(database: Path) -> Hold:
    from desktop_admin.app.premises import DatabaseUnusable

    try:
        return Hold(database.with_name(f"{database.name}{SERVED}"))
    except Held as error:
        raise AlreadyServed(database=str(database), port=error.note or "?") from error
    except OSError as error:
        raise DatabaseUnusable(database=str(database), detail=reason(error)) from error


@contextmanager
def _until_told(server: "WebServer") -> Generator[None]:
    """Begun before the server is announced: whoever hears of it may end it at once, and it closes what it opened."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl+C: the server hands it on when it has ended
    try:
        with suppress(KeyboardInterrupt):
            yield
    finally:
        server.close()


def _serving(server: "WebServer", hosts: list[str]) -> Serving:
    places = tuple(f"[{host}]:{server.port}" if ":" in host else f"{host}:{server.port}" for host in hosts)
    return Serving(ServingState.ON, server.port, places, server.fingerprint)


def _unusable(port: int, error: Refused) -> PortUnusable:
    return PortUnusable(port=port, reason=str(error.params["reason"]))


def _stop_at_the_end(stdin: TextIO, server: "WebServer") -> None:
    while stdin.read(1024):
        pass
    server.stop()


def _announce(say: Say, serving: Serving) -> None:
    for address in serving.addresses:
        say(tr(N_("Address: {address}"), address=address) + "\n")
    say(tr(N_("Certificate: {fingerprint}"), fingerprint=serving.fingerprint) + "\n")


def _explain_codes(say: Say, serving: Serving) -> None:
    say(tr(N_("On the other PC: {command}"), command=f"desktop-admin pair {serving.addresses[0]} CODE") + "\n")
    say(tr(N_("Enter: a new code. Ctrl+C: stop sharing.")) + "\n")


def _show_code(reception: "Reception", say: Say) -> None:
    from desktop_admin.core.pairing import spoken

    code = spoken(reception.show_code(operator()))
    say(tr(N_("Pairing code, for one PC and ten minutes: {code}"), code=code) + "\n")


def _new_codes(reception: "Reception", stdin: TextIO, say: Say) -> None:
    for _ in stdin:
        _show_code(reception, say)
