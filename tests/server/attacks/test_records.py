"""Records that are somebody else's, and commands that were asked before."""

from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from desktop_admin.api import wire
from desktop_admin.api.accounts import AccountStatus, ListAccounts, ReadAccount, SignOut
from desktop_admin.api.base import Command, Page, PageQuery, Request
from desktop_admin.api.canteen.entry import AddPhoto, Answer, DescribeFailure, StartDay
from desktop_admin.api.canteen.registers import AddCanteen, AddWorker, EditWorker
from desktop_admin.api.canteen.sheet import Verdict
from desktop_admin.api.school import AddCalendarDays, EditSchool
from desktop_admin.api.sharing import Route
from desktop_admin.core import roles
from desktop_admin.core.errors import NotFound
from desktop_admin.core.ids import uuid7
from desktop_admin.core.permissions import Actor
from desktop_admin.db.engine import is_sqlite
from desktop_admin.desk.remote import RemoteDesk
from desktop_admin.models.accounts import Account, Credential, RoleGrant
from desktop_admin.models.audit import AuditEntry
from desktop_admin.models.canteen.actions import CorrectiveAction
from desktop_admin.models.canteen.registers import Canteen, CanteenWorker, StorageUnit, Supplier
from desktop_admin.models.canteen.sheet import CanteenSheet, Finding, Photo, Reading, SheetItem
from desktop_admin.models.school import ClosedDay, School
from desktop_admin.services.office import REQUESTS
from tests.conftest import PASSWORD, QUICK, House
from tests.server.attacks import samples
from tests.server.raw import refusal
from tests.server.site import Site
from tests.services.canteen.conftest import Kitchen
from tests.services.canteen.test_photos import picture


def another_school(house: House) -> Actor:
    """One database is one school's; every query asks for its own all the same."""
    with house.premises.backstage.database.engine.begin() as connection:
        connection.execute(text("DROP INDEX IF EXISTS uq_school_one"))
    return Actor(uuid7(), uuid7(), uuid7(), "x", "x", "x", frozenset())


@pytest.mark.as_owner
def test_another_schools_record_is_not_found_by_its_id(site: Site, house: House) -> None:
    other = another_school(house)
    with house.premises.backstage.database.work(other, "test") as work:
        theirs = work.add(School(key=other.school_id, name="另一所学校"))
        person = work.add(Account(login="theirs", name="别人"))
    desk = site.sign_in()
    with pytest.raises(NotFound):
        desk.ask(EditSchool(theirs.key, 1, name="我的"))
    with pytest.raises(NotFound):
        desk.ask(ReadAccount(person.key))
    assert "theirs" not in {row.login for row in desk.ask(ListAccounts()).rows}


# --- whatever is asked ---

ASKED = [kind for kind in REQUESTS.values() if kind is not SignOut]
KINDS: tuple[Any, ...] = (
    School, ClosedDay, Account, Canteen, StorageUnit, Supplier, CanteenWorker, CanteenSheet, SheetItem, Reading,
    Finding, Photo, CorrectiveAction, AuditEntry,
)  # fmt: skip
USUAL = {
    "canteen": Canteen,
    "canteen_key": Canteen,
    "owner": CanteenWorker,
    "account_key": Account,
    "replaces": Reading,
}  # what a field names; `key` may be of any kind
LISTS = [kind for kind in ASKED if issubclass(kind, PageQuery) and samples.keys_of(kind)]  # of another's: empty
Place = tuple[UUID, int]  # key and version


@pytest.fixture
def full(kitchen: Kitchen) -> Kitchen:
    """A school with something in every register, and a day that is not yet signed."""
    kitchen.start()
    finding = kitchen.read("B01", "9.1").finding
    assert finding is not None
    kitchen.officer.ask(AddPhoto(key=kitchen.line("B01").key, data=picture()))
    kitchen.director.ask(AddCalendarDays(first=date(2026, 10, 1), last=date(2026, 10, 1), reason="国庆节"))
    kitchen.house.desk("teacher", name="赵老师", pc="PC-3")
    return kitchen


def someone_with_every_role(site: Site, house: House) -> RemoteDesk:
    house.add_account("every", *roles.declared().roles)
    return site.sign_in("every", pc="PC-2")


def someone_of_another_school(site: Site, house: House) -> RemoteDesk:
    other = another_school(house)
    with house.premises.backstage.database.work(other, "test") as work:
        work.add(School(key=other.school_id, name="另一所学校"))
        stranger = work.add(Account(login="stranger", name="别人", status=AccountStatus.ACTIVE))
        for role in roles.declared().roles:
            work.add(RoleGrant(account_key=stranger.key, role=role))
        work.add(Credential(account_key=stranger.key, password_hash=QUICK.hash(PASSWORD), set_at=work.now))
    return site.sign_in("stranger", pc="PC-8")


def record(house: House, model: Any) -> Place:
    """The first of its kind, as it is now; none's where there is none left."""
    key = model.id if model is AuditEntry else model.key
    mine = model.key == house.school_id if model is School else model.school_id == house.school_id
    with Session(house.premises.backstage.database.engine) as session:
        row = session.scalars(select(model).where(mine).order_by(key).limit(1)).one_or_none()
    if row is None:
        return UUID(samples.NOBODY), 1
    return getattr(row, "key", None) or row.id, getattr(row, "version", 1)


def naming(kind: type[Request[Any]], places: Mapping[str, Place]) -> dict[str, Any]:
    """The fields by which the request names these records; the version is that of its `key`."""
    said: dict[str, Any] = {name: str(places[name][0]) for name in samples.keys_of(kind)}
    return said | ({"version": places["key"][1]} if "key" in places and "version" in kind.__struct_fields__ else {})


def ask(desk: RemoteDesk, kind: type[Request[Any]], body: bytes) -> tuple[int, str]:
    """Status and code; no code for an answer."""
    status, data = desk._line.post(Route.ASK + kind.wire_name(), body)
    return (status, "") if status == HTTPStatus.OK else refusal((status, data))


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)  # no handler asks another database otherwise
def test_no_record_of_another_school_is_reached_by_its_id_whatever_is_asked(
    site: Site, house: House, full: Kitchen
) -> None:
    """Every request that names a record, with every kind of record of the other school."""
    stranger, reached = someone_of_another_school(site, full.house), set[tuple[str, str]]()
    theirs, trail = [record(house, model) for model in KINDS], entries_of(house)
    for kind in (kind for kind in ASKED if samples.keys_of(kind) and kind not in LISTS):
        for model, place in zip(KINDS, theirs, strict=True):
            said = naming(kind, dict.fromkeys(samples.keys_of(kind), place))
            status, code = ask(stranger, kind, samples.body(kind, said))
            if status == HTTPStatus.OK or code in {"Stale", "Unexpected"}:  # both would tell that there is one
                reached.add((kind.__name__, model.__name__))
    assert not reached
    assert entries_of(house) == trail, "nothing of theirs has been changed"


@pytest.mark.as_owner
def test_a_list_of_another_schools_canteen_is_empty(site: Site, house: House, full: Kitchen) -> None:
    stranger = someone_of_another_school(site, house)
    for kind in LISTS:
        theirs = dict.fromkeys(samples.keys_of(kind), str(full.canteen.key))
        asked = samples.body(kind, theirs | {"search": "", "sort": "", "offset": 0})
        status, data = stranger._line.post(Route.ASK + kind.wire_name(), asked)
        assert status == HTTPStatus.NOT_FOUND or wire.read(data, Page[Any]) == Page((), 0), kind


@pytest.mark.as_owner
def test_an_own_record_does_not_take_in_one_of_another_school(site: Site, house: House, full: Kitchen) -> None:
    """The record that is changed is one's own; the one it would point to is not."""
    stranger, teacher = someone_of_another_school(site, house), record(house, Account)[0]
    own = stranger.ask(AddCanteen(name="二食堂", lunch=True, since=date(2026, 8, 24)))
    fresh: dict[str, Any] = {
        "name": "林师傅",
        "post": "厨师",
        "certificate_no": "JKZ-9",
        "certificate_issued": date(2026, 3, 1),
        "certificate_expiry": date(2027, 2, 28),
    }
    with pytest.raises(NotFound):
        stranger.ask(AddWorker(canteen_key=own.key, account_key=teacher, **fresh))
    cook = stranger.ask(AddWorker(canteen_key=own.key, **fresh))
    with pytest.raises(NotFound):
        stranger.ask(EditWorker(cook.key, cook.version, canteen_key=full.canteen.key, **fresh))
    sheet = stranger.ask(StartDay(canteen=own.key, day=date(2026, 9, 1), diners=1))
    line = next(line for line in sheet.items if line.item.code == "E01")
    finding = stranger.ask(Answer(line.key, line.version, verdict=Verdict.FAIL)).finding
    assert finding is not None
    with pytest.raises(NotFound):
        stranger.ask(DescribeFailure(finding.key, finding.version, description="门", owner=full.cook.key))


def entries_of(house: House) -> int:
    """Written in this school's own trail."""
    with Session(house.premises.backstage.database.engine) as session:
        return session.scalar(select(func.count()).where(AuditEntry.school_id == house.school_id)) or 0


def fitting(house: House, desk: RemoteDesk, kind: type[Request[Any]]) -> Any:
    """The first kind of record that `key` may name; any where it names none."""
    if "key" not in samples.keys_of(kind):
        return School
    asked = ((model, samples.body(kind, _at(house, kind, model))) for model in KINDS)
    return next((model for model, body in asked if ask(desk, kind, body)[0] != HTTPStatus.NOT_FOUND), School)


def _at(house: House, kind: type[Request[Any]], model: Any) -> dict[str, Any]:
    wanted = {name: USUAL.get(name, model) for name in samples.keys_of(kind)}
    return naming(kind, {name: record(house, each) for name, each in wanted.items()})


def test_no_request_makes_the_server_stumble_whatever_is_in_it(site: Site, house: House, full: Kitchen) -> None:
    """Every extreme of every field, with a record that is there, so that a handler gets as far as it can.

    On PostgreSQL those that a handler passes on as they are; the others end before any database.
    """
    stored = not is_sqlite(house.url)
    with house.premises.backstage.database.work(house.actor(), "test") as work:
        work.get(School, house.school_id).three_roles_waiver = True
    desk, stumbled = someone_with_every_role(site, full.house), list[str]()
    for kind in ASKED:
        model = fitting(house, desk, kind)
        named = _at(house, kind, model)
        for odd in samples.odd_ones(kind, stored=stored):
            status, code = ask(desk, kind, samples.body(kind, named | odd))
            if status == HTTPStatus.OK and issubclass(kind, Command):
                named = _at(house, kind, model)
            if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                stumbled.append(f"{code}: {kind.__name__} {odd}")
    assert not stumbled, "\n".join(stumbled)
