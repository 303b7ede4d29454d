"""The paired PCs: listed, renamed, suspended, let in again, removed."""

from typing import Any

from sqlalchemy import select, update

from desktop_admin.api.base import Page
from desktop_admin.api.sharing import (
    LONGEST_NAME,
    ListPcs,
    NoSuchPc,
    OwnPc,
    PcRemoved,
    PcRow,
    PcState,
    RemovePc,
    RenamePc,
    ResumePc,
    SuspendPc,
)
from desktop_admin.core.errors import Invalid
from desktop_admin.core.i18n import N_
from desktop_admin.core.text import one_line, prose
from desktop_admin.db import erasures
from desktop_admin.db.search import matching
from desktop_admin.db.work import Work
from desktop_admin.models.accounts import Device, SignedInSession
from desktop_admin.models.sharing import PairedPc
from desktop_admin.services.narrowing import equal
from desktop_admin.services.registry import Backstage, handles, needs_folder

NAME_NEEDED = N_("a PC has a name by which people know it, such as its room")
SORTED_BY = {
    "-added_at": PairedPc.added_at,
    "name": PairedPc.name,
    "state": PairedPc.state,
    "added_by": PairedPc.added_by,
    "seen_at": Device.seen_at,
    "number": PairedPc.number,
}
COLUMNS: tuple[Any, ...] = (
    PairedPc.key,
    PairedPc.version,
    PairedPc.name,
    PairedPc.state,
    PairedPc.added_at,
    PairedPc.added_by,
    Device.seen_at,
    PairedPc.number,
)


@handles(ListPcs)
def list_pcs(work: Work, request: ListPcs) -> Page[PcRow]:
    found = _every().where(PairedPc.school_id == work.school_id)
    found = found.where(*equal({PairedPc.state: request.state}))
    if request.search:
        found = found.where(matching(work.session, PairedPc, request.search))
    return work.page(request, found, SORTED_BY, _listed)


@handles(RenamePc)
def rename_pc(work: Work, command: RenamePc) -> PcRow:
    """Also in the audit trail, from the next sign-in there."""
    name = one_line(prose(command.name))[:LONGEST_NAME]
    if not name:
        raise Invalid(field=N_("PC"), reason=NAME_NEEDED)
    pc = _known(work, command.key, command.version)
    pc.name = name
    _set(work, pc, name=name)
    return _row(work, work.saved(pc))


@handles(SuspendPc)
def suspend_pc(work: Work, command: SuspendPc) -> PcRow:
    return _row(work, _shut_out(work, _known(work, command.key, command.version), PcState.SUSPENDED))


@handles(ResumePc)
def resume_pc(work: Work, command: ResumePc) -> PcRow:
    pc = _known(work, command.key, command.version)
    pc.state = PcState.PAIRED
    _set(work, pc, revoked_at=None)
    return _row(work, work.saved(pc))


needs_folder(RemovePc)


@handles(RemovePc)
def remove_pc(work: Work, command: RemovePc) -> PcRow:
    pc = _shut_out(work, _known(work, command.key, command.version), PcState.REMOVED)
    erasures.remember(work.prepared, work.now, erasures.PC, [pc.device])
    return _row(work, pc)


def paired_pcs(backstage: Backstage) -> list[PcRow]:
    """In the order in which they were paired, those that were removed among them."""
    with backstage.database.reading() as connection:
        return [_listed(row) for row in connection.execute(_every().order_by(PairedPc.added_at, PairedPc.name))]


def numbered(backstage: Backstage, number: str) -> PcRow:
    """Raises NoSuchPc."""
    wanted = PairedPc.number == number.strip().lower()
    with backstage.database.reading() as connection:
        found = connection.execute(_every().where(wanted)).first()
    if found is None:
        raise NoSuchPc(number=number)
    return _listed(found)


def _every() -> Any:
    return select(*COLUMNS).join(Device, Device.key_hash == PairedPc.device)


def _known(work: Work, key: Any, version: int) -> PairedPc:
    pc = work.get(PairedPc, key, version)
    if pc.state is PcState.REMOVED:
        raise PcRemoved(name=pc.name)
    return pc


def _shut_out(work: Work, pc: PairedPc, state: PcState) -> PairedPc:
    connection = work.session.connection()
    here = select(SignedInSession.device).where(SignedInSession.id == work.actor.session_id)
    if connection.scalar(here) == pc.device:
        raise OwnPc(name=pc.name)
    pc.state = state
    _set(work, pc, revoked_at=work.now)
    open_there = SignedInSession.device == pc.device, SignedInSession.ended_at.is_(None)
    connection.execute(update(SignedInSession).where(*open_there).values(ended_at=work.now))
    return work.saved(pc)


def _set(work: Work, pc: PairedPc, **values: Any) -> None:
    work.session.connection().execute(update(Device).where(Device.key_hash == pc.device).values(**values))


def _row(work: Work, pc: PairedPc) -> PcRow:
    seen = work.session.connection().scalar(select(Device.seen_at).where(Device.key_hash == pc.device))
    return PcRow(
        key=pc.key,
        version=pc.version,
        name=pc.name,
        state=pc.state,
        added_at=pc.added_at,
        added_by=pc.added_by,
        seen_at=seen,
        number=pc.number,
    )


def _listed(row: Any) -> PcRow:
    return PcRow(**row._mapping)  # noqa: SLF001 - SQLAlchemy's own name for a row as a mapping
