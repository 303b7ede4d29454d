"""The school's own record, and the first run that makes it."""

from uuid import UUID

from sqlalchemy import select

from desktop_admin.api.school import (
    AlreadySetUp,
    CheckPaper,
    EditSchool,
    PaperCheck,
    ReadSchool,
    SchoolProfile,
    SealPaper,
    SetUpSchool,
)
from desktop_admin.core import paper
from desktop_admin.core.errors import NotFound
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.ids import uuid7
from desktop_admin.core.permissions import Actor
from desktop_admin.core.text import normal
from desktop_admin.db.work import Who, Work
from desktop_admin.models.school import School
from desktop_admin.services.accounts import first
from desktop_admin.services.registry import Backstage, handles, prepares
from desktop_admin.services.texts import fitting

SYSTEM = "system"  # the actor before anyone has an account
PAPER = "paper"  # the purpose of the key that seals printed codes


def belongs_to(backstage: Backstage) -> str:
    """The name of the school that the database belongs to; empty before the first run."""
    with backstage.database.reading() as connection:
        return connection.scalar(select(School.name)) or ""


def key_of(backstage: Backstage) -> UUID:
    """The school that the database belongs to. Raises NotFound before the first run."""
    with backstage.database.reading() as connection:
        key: UUID | None = connection.scalar(select(School.key))
    if key is None:
        raise NotFound
    return key


def set_up(backstage: Backstage, given: SetUpSchool) -> None:
    """Make the school and its first administrator, in one transaction. Raises AlreadySetUp, Invalid, WeakPassword."""
    proof = first.prepare(backstage, given)
    school_id, stream = uuid7(), uuid7()
    system = Actor(UUID(int=0), school_id, stream, SYSTEM, tr(N_("First set-up")), "", frozenset())
    with backstage.database.work(system, "school.SetUpSchool") as work:
        work.hold_all(School)  # the second of two at once sees what the first has made
        found = work.session.scalar(select(School))
        if found is not None:
            raise AlreadySetUp(school=found.name)
        school = School(key=school_id, name=normal(given.school), three_roles_waiver=given.merged)
        work.add(school)
        first.add_administrator(work, given, proof)


@handles(ReadSchool)
def read_school(work: Work, request: ReadSchool) -> SchoolProfile:  # noqa: ARG001 - there is one
    return _profile(work.get(School, work.school_id))


@handles(EditSchool)
def edit_school(work: Work, command: EditSchool) -> SchoolProfile:
    if command.key != work.school_id:
        raise NotFound
    school = work.get(School, command.key, command.version)
    school.name = fitting(command, "name", required=True)
    school.address, school.phone = fitting(command, "address"), fitting(command, "phone")
    return _profile(work.saved(school))


@prepares(SealPaper)
def write_code(backstage: Backstage, who: Who, command: SealPaper) -> str:  # noqa: ARG001 - whoever may print it
    return paper.payload(command.number, command.revision, command.digest, backstage.keys.key(PAPER))


@handles(SealPaper)
def seal_paper(work: Work, command: SealPaper) -> str:  # noqa: ARG001 - written in the preparation, with the key
    code: str = work.prepared
    return code


@prepares(CheckPaper)
def read_code(backstage: Backstage, who: Who, command: CheckPaper) -> PaperCheck:  # noqa: ARG001 - anyone may check
    claim = paper.parse(command.code)
    genuine = paper.genuine(command.code, backstage.keys.key(PAPER))
    return PaperCheck(genuine, claim.number, claim.revision, claim.digest)


@handles(CheckPaper)
def check_paper(work: Work, command: CheckPaper) -> PaperCheck:
    checked: PaperCheck = work.prepared
    if not checked.genuine:
        work.note(forged_code=command.code[:80])
    return checked


def _profile(school: School) -> SchoolProfile:
    return SchoolProfile(school.key, school.version, school.name, school.address, school.phone)
