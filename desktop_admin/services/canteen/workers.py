"""The register of canteen workers (食品安全法 45): nobody handles food without a valid health certificate."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import select

from desktop_admin.api.base import Page
from desktop_admin.api.canteen.registers import (
    AddWorker,
    CertificateTooLong,
    CertificateTurned,
    EditWorker,
    ListWorkers,
    ResumeWorker,
    Stopped,
    StopWorker,
    WorkerRow,
)
from desktop_admin.core.clock import local_day
from desktop_admin.core.i18n import N_
from desktop_admin.db.search import matching
from desktop_admin.db.work import Work
from desktop_admin.models.accounts import Account
from desktop_admin.models.canteen.registers import Canteen, CanteenWorker
from desktop_admin.services.canteen.validity import expiring, state_of
from desktop_admin.services.narrowing import equal
from desktop_admin.services.registers import refuse_taken, used
from desktop_admin.services.registry import handles
from desktop_admin.services.texts import needed
from desktop_admin.services.training.qualified import Qualified, food_safety

NAME_NEEDED = N_("the worker's name")
POST_NEEDED = N_("what the worker does, such as cook")
NUMBER_NEEDED = N_("the number on the health certificate")
SORTED_BY = {
    "name": CanteenWorker.name,
    "canteen": Canteen.name,
    "post": CanteenWorker.post,
    "certificate_no": CanteenWorker.certificate_no,
    "certificate_issued": CanteenWorker.certificate_issued,
    "certificate_expiry": CanteenWorker.certificate_expiry,
    "days_left": CanteenWorker.certificate_expiry,
    "in_use": CanteenWorker.in_use,
}
COLUMNS: tuple[Any, ...] = (
    CanteenWorker.key,
    CanteenWorker.version,
    CanteenWorker.canteen_key,
    Canteen.name.label("canteen"),
    CanteenWorker.name,
    CanteenWorker.post,
    CanteenWorker.certificate_no,
    CanteenWorker.certificate_issued,
    CanteenWorker.certificate_expiry,
    CanteenWorker.account_key,
    CanteenWorker.in_use,
)

NAMES = tuple(column.key for column in COLUMNS)


@handles(ListWorkers)
def list_workers(work: Work, request: ListWorkers) -> Page[WorkerRow]:
    today = local_day(work.now)
    found: Any = select(*COLUMNS).join(Canteen, Canteen.key == CanteenWorker.canteen_key)
    found = found.where(CanteenWorker.school_id == work.school_id)
    found = found.where(*equal({CanteenWorker.canteen_key: request.canteen, CanteenWorker.in_use: request.in_use}))
    if request.certificate is not None:
        found = found.where(expiring(CanteenWorker.certificate_expiry, request.certificate, today))
    if request.search:
        found = found.where(matching(work.session, CanteenWorker, request.search))
    accounts = select(CanteenWorker.account_key).where(CanteenWorker.school_id == work.school_id)
    held = food_safety(work, [key for key in work.session.scalars(accounts) if key is not None])
    return work.page(request, found, SORTED_BY, partial(_listed, today, held))


@handles(AddWorker)
def add_worker(work: Work, command: AddWorker) -> WorkerRow:
    worker = CanteenWorker()
    _fill(work, worker, command, None)
    return _row(work, work.add(worker))


@handles(EditWorker)
def edit_worker(work: Work, command: EditWorker) -> WorkerRow:
    worker = work.get(CanteenWorker, command.key, command.version)
    _fill(work, worker, command, worker)
    return _row(work, work.saved(worker))


@handles(StopWorker)
def stop_worker(work: Work, command: StopWorker) -> WorkerRow:
    return _row(work, used(work, CanteenWorker, command, in_use=False))


@handles(ResumeWorker)
def resume_worker(work: Work, command: ResumeWorker) -> WorkerRow:
    return _row(work, used(work, CanteenWorker, command, in_use=True))


def _fill(work: Work, worker: CanteenWorker, given: AddWorker | EditWorker, known: CanteenWorker | None) -> None:
    _check_certificate(given.certificate_issued, given.certificate_expiry)
    canteen = work.get(Canteen, given.canteen_key)
    if canteen.stopped_on is not None:
        raise Stopped(name=canteen.name)
    if given.account_key is not None:
        work.get(Account, given.account_key)
    number = needed(N_("Health certificate no."), given.certificate_no, NUMBER_NEEDED)
    refuse_taken(work, CanteenWorker.certificate_no, number, known)
    worker.canteen_key, worker.account_key, worker.certificate_no = canteen.key, given.account_key, number
    worker.name = needed(N_("Name"), given.name, NAME_NEEDED)
    worker.post = needed(N_("Post"), given.post, POST_NEEDED)
    worker.certificate_issued, worker.certificate_expiry = given.certificate_issued, given.certificate_expiry


def _check_certificate(issued: date, expiry: date) -> None:
    if expiry < issued:
        raise CertificateTurned(issued=str(issued), expiry=str(expiry))
    latest = _a_year_after(issued)
    if expiry > latest:
        raise CertificateTooLong(issued=str(issued), latest=str(latest))


def _a_year_after(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return date(day.year + 1, 3, 1)


def _row(work: Work, worker: CanteenWorker) -> WorkerRow:
    mine = CanteenWorker.key == worker.key
    found: Any = select(*COLUMNS).join(Canteen, Canteen.key == CanteenWorker.canteen_key).where(mine)
    held = food_safety(work, [worker.account_key] if worker.account_key is not None else [])
    return _listed(local_day(work.now), held, work.session.execute(found).one())


def _listed(today: date, trained: Mapping[UUID, Qualified], row: Any) -> WorkerRow:
    left = (row.certificate_expiry - today).days
    certificate = state_of(row.certificate_expiry, today)
    told: dict[str, Any] = dict(zip(NAMES, row, strict=True))
    held = trained.get(row.account_key)
    return WorkerRow(
        **told,
        days_left=left,
        certificate=certificate,
        training=None if held is None else state_of(held.valid_until or date.max, today),
        training_no=held.number if held else "",
        training_until=held.valid_until if held else None,
    )
