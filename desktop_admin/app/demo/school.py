"""The school's record and its accounts."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import insert

from desktop_admin.api.accounts import AccountKind, AccountStatus
from desktop_admin.app.demo.people import LEADS, PASSWORD, SCHOOL, Person, Staff, staff
from desktop_admin.app.premises import Premises
from desktop_admin.core.clock import SCHOOL_ZONE, local_day
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.ids import uuid7
from desktop_admin.core.permissions import Actor
from desktop_admin.core.roles import permissions_of
from desktop_admin.db.work import Work
from desktop_admin.models.accounts import Account, AccountVisit, Credential, RoleGrant
from desktop_admin.models.school import School
from desktop_admin.services.accounts.names import free_login, reading
from desktop_admin.services.school import SYSTEM

TEACHERS = 120
DISABLED = (7, 31, 88)  # places in the roster of those who have left
NEW = 11  # every so many have not used their activation code yet
PC = "总务处-01"


def people(premises: Premises, random: Random, now: datetime) -> Staff:
    """Everyone of the school; who can sign in is ready to act."""
    key = uuid7()
    system = Actor(UUID(int=0), key, uuid7(), SYSTEM, tr(N_("First set-up")), PC, frozenset())
    hashed = premises.backstage.hasher.hash(PASSWORD)
    with premises.backstage.database.work(system, "school.SetUpSchool") as work:
        work.add(School(key=key, name=SCHOOL, address="青禾路 18 号", phone="0571-8600 1234"))
        members = {person.login: (_actor(key, _add(work, person, hashed).key, person), person) for person in LEADS}
        seen: dict[UUID, datetime] = {}
        for place, person in enumerate(staff(random, TEACHERS)):
            login = free_login(work, reading(person.name).login)
            new = place % NEW == 0 and "teacher" in person.roles
            named = replace(person, login=login)
            account = _add(work, named, "" if new else hashed)
            if place in DISABLED:
                account.status = AccountStatus.DISABLED
            elif not new:
                seen[account.key] = _working_hour(now, random)
                members[login] = _actor(key, account.key, named), named
        visits = [
            {"account_key": account_key, "at": at, "device": PC, "failures": 0} for account_key, at in seen.items()
        ]
        work.session.connection().execute(insert(AccountVisit), visits)
    return Staff(members)


def _working_hour(now: datetime, random: Random) -> datetime:
    """Between seven and seventeen on one of the last days before today."""
    morning = datetime.combine(local_day(now) - timedelta(days=random.randint(1, 13)), time(7), SCHOOL_ZONE)
    return (morning + timedelta(minutes=random.randint(0, 600))).astimezone(UTC)


def _add(work: Work, person: Person, hashed: str) -> Account:
    account = Account(
        login=person.login,
        name=person.name,
        pinyin=reading(person.name).pinyin,
        initials=reading(person.name).initials,
        number=person.number,
        department=person.department,
        kind=AccountKind.STAFF,
        status=AccountStatus.ACTIVE if hashed else AccountStatus.NEW,
        phone="",
    )
    work.add(account)
    for role in person.roles:
        work.add(RoleGrant(account_key=account.key, role=role))
    if hashed:
        work.add(Credential(account_key=account.key, password_hash=hashed, set_at=work.now))
    return account


def _actor(school_id: UUID, account_id: UUID, person: Person) -> Actor:
    allowed = permissions_of(person.roles)
    device = f"{person.department}-01"
    return Actor(account_id, school_id, uuid7(), person.login, person.name, device, allowed, person.roles)
