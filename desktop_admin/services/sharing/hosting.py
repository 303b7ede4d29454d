"""Sharing is switched on and off where the data is; what it comes to is told wherever somebody asks."""

from sqlalchemy import select

from desktop_admin.api.sharing import (
    CodeShown,
    MakeCode,
    NotShared,
    ReadSharing,
    Serving,
    ServingState,
    SharedElsewhere,
    SharingNow,
    StartSharing,
    StopSharing,
)
from desktop_admin.core.permissions import Permission
from desktop_admin.db.changes import Left, count_changes
from desktop_admin.db.work import Who, Work
from desktop_admin.models.school import School
from desktop_admin.models.sharing import PairedPc, Sharing
from desktop_admin.services.registry import Backstage, Host, handles, prepares
from desktop_admin.services.sharing import codes


class Nowhere:
    """The host of a database that nobody shares from here."""

    here = False

    def serving(self) -> Serving:
        return Serving()

    def start(self, port: int) -> None:  # noqa: ARG002 - whichever
        raise SharedElsewhere

    def stop(self) -> None:
        raise SharedElsewhere


NOWHERE = Nowhere()


def host_of(backstage: Backstage) -> Host:
    return backstage.host or NOWHERE


def wanted(backstage: Backstage) -> int | None:
    """The port on which the database is to be shared whenever the program runs; None where it is not."""
    with backstage.database.reading() as connection:
        return connection.scalar(select(Sharing.port).where(Sharing.wanted))


@prepares(ReadSharing)
def look(backstage: Backstage, who: Who, request: ReadSharing) -> Backstage:  # noqa: ARG001 - read below
    return backstage


@handles(ReadSharing)
def read_sharing(work: Work, request: ReadSharing) -> SharingNow:  # noqa: ARG001 - there is one
    return _now(work)


@prepares(StartSharing)
def start_serving(backstage: Backstage, who: Who, command: StartSharing) -> Backstage:  # noqa: ARG001 - as above
    host_of(backstage).start(command.port)
    return backstage


@handles(StartSharing)
def start_sharing(work: Work, command: StartSharing) -> SharingNow:
    work.hold(School, work.school_id)
    row = work.session.scalars(select(Sharing).where(Sharing.school_id == work.school_id)).one_or_none()
    if row is None:
        row = Sharing(port=command.port)
    row.wanted, row.port = True, command.port
    work.add(row)
    return _now(work)


@prepares(StopSharing)
def stop_serving(backstage: Backstage, who: Who, command: StopSharing) -> Backstage:  # noqa: ARG001 - as above
    host_of(backstage).stop()
    return backstage


@handles(StopSharing)
def stop_sharing(work: Work, command: StopSharing) -> SharingNow:  # noqa: ARG001 - it is all or nothing
    work.hold(School, work.school_id)
    row = work.session.scalars(select(Sharing).where(Sharing.school_id == work.school_id)).one_or_none()
    if row is not None:
        row.wanted = False
        work.saved(row)
    return _now(work)


@prepares(MakeCode)
def look_before_pairing(backstage: Backstage, who: Who, command: MakeCode) -> Backstage:  # noqa: ARG001 - as above
    if host_of(backstage).serving().state is not ServingState.ON:
        raise NotShared
    return backstage


@handles(MakeCode)
def make_code(work: Work, command: MakeCode) -> CodeShown:  # noqa: ARG001 - there is one at a time
    backstage: Backstage = work.prepared
    connection = work.session.connection()
    codes.issue(connection, work.school_id, work.actor.name, work.now)
    work.note(minutes=codes.LIFE.seconds // 60)
    left = Left.of([], work.actor.session_id, also=[PairedPc.__tablename__])  # the same page shows both, everywhere
    count_changes(connection, [left])
    row = codes.latest(connection)
    if row is None:
        raise RuntimeError("the code that was just made is gone")
    return codes.shown(backstage.keys, row, work.now)


def _now(work: Work) -> SharingNow:
    backstage: Backstage = work.prepared
    host, connection = host_of(backstage), work.session.connection()
    serving = host.serving()
    row = work.session.scalars(select(Sharing).where(Sharing.school_id == work.school_id)).one_or_none()
    code = codes.latest(connection) if work.actor.may(Permission.SHARING_PC_MANAGE) else None
    return SharingNow(
        wanted=row is not None and row.wanted,
        here=host.here,
        port=row.port if row is not None and serving.state is ServingState.OFF else serving.port,
        serving=serving,
        code=codes.shown(backstage.keys, code, work.now) if code else None,
    )
