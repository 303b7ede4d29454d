"""Certificates: issued on a released pass, checked by a code under the installation's key, revoked by a person.

The code is an HMAC-SHA-256 over everything that the certificate says, cut to 80 bits: it is computed, never stored, so
that a row changed by hand no longer fits the paper that was printed from it.
"""

import base64
import hmac
from datetime import date, timedelta
from functools import partial
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select

from desktop_admin.api.base import Page
from desktop_admin.api.training.certificates import (
    AlreadyRevoked,
    CertificateCheck,
    CertificatePaper,
    CertificateRow,
    CertificateStatus,
    CertificateThere,
    Genuine,
    IssueCertificates,
    ListCertificates,
    NotPassed,
    OwnCertificate,
    ReadCertificate,
    RevokeCertificate,
    VerifyCertificate,
)
from desktop_admin.api.training.enrolment import EnrolmentState
from desktop_admin.core.clock import local_day
from desktop_admin.core.text import normal
from desktop_admin.db.search import matching
from desktop_admin.db.work import Who, Work
from desktop_admin.models.school import School
from desktop_admin.models.training.courses import Course
from desktop_admin.models.training.people import Enrolment, Session
from desktop_admin.models.training.results import Certificate
from desktop_admin.services.narrowing import equal, whether
from desktop_admin.services.registry import Backstage, handles, prepares
from desktop_admin.services.training import plans
from desktop_admin.services.training.access import in_sight, require_in_sight
from desktop_admin.services.training.given import months_after, reason
from desktop_admin.services.training.numbering import certificate_number

KEY = "certificate"  # the purpose of the key
FORMAT = "DAC1"
CODE_BYTES = 10
GROUP = 4  # characters between two dashes
LOOKALIKES = str.maketrans("018", "OIB")  # base32 has none of these digits
SORTED_BY: dict[str, Any] = {
    "-number": Certificate.number,
    "learner": Certificate.learner,
    "course": Certificate.course,
    "hours": Certificate.hours,
    "mark": Certificate.mark,
    "issued_on": Certificate.issued_on,
    "valid_until": Certificate.valid_until,
    "food_safety": Certificate.food_safety,
    "issued_by": Certificate.issued_by,
    "revoked_at": Certificate.revoked_at,
}
TOLD = tuple(name for name in CertificateRow.__struct_fields__ if name != "status")


@handles(ListCertificates)
def list_certificates(work: Work, request: ListCertificates) -> Page[CertificateRow]:
    today = local_day(work.now)
    found = select(Certificate).where(Certificate.school_id == work.school_id)
    found = found.where(in_sight(work, Certificate.course_key, Certificate.learner_key))
    wanted = {
        Certificate.course_key: request.course,
        Certificate.learner_key: request.learner,
        Certificate.food_safety: request.food_safety,
    }
    if request.status is not None:
        found = found.where(_with(request.status, today))
    mine = Certificate.learner_key == work.actor.account_id
    found = found.where(*equal(wanted), *whether((request.mine, mine)))
    if request.search:
        found = found.where(matching(work.session, Certificate, request.search))
    return work.page(request, found, SORTED_BY, partial(certificate_row, today))


def _with(status: CertificateStatus, today: date) -> ColumnElement[bool]:
    stands = Certificate.revoked_at.is_(None)
    in_time = or_(Certificate.valid_until.is_(None), Certificate.valid_until >= today)
    conditions: dict[CertificateStatus, ColumnElement[bool]] = {
        CertificateStatus.REVOKED: ~stands,
        CertificateStatus.VALID: stands & in_time,
        CertificateStatus.EXPIRED: stands & ~in_time,
    }
    return conditions[status]


def certificate_row(today: date, row: Certificate) -> CertificateRow:
    return CertificateRow(**{name: getattr(row, name) for name in TOLD}, status=status_of(row, today))


def status_of(row: Certificate, today: date) -> CertificateStatus:
    if row.revoked_at is not None:
        return CertificateStatus.REVOKED
    expired = row.valid_until is not None and row.valid_until < today
    return CertificateStatus.EXPIRED if expired else CertificateStatus.VALID


@handles(IssueCertificates)
def issue_certificates(work: Work, command: IssueCertificates) -> tuple[CertificateRow, ...]:
    people = [work.hold(Enrolment, key) for key in sorted(set(command.enrolments))]
    people.sort(key=lambda enrolment: (enrolment.learner, enrolment.turn))
    return tuple(_issue(work, enrolment) for enrolment in people)


def _issue(work: Work, enrolment: Enrolment) -> CertificateRow:
    course = work.get(Course, enrolment.course_key)
    if enrolment.learner_key == work.actor.account_id:
        raise OwnCertificate
    if enrolment.state is not EnrolmentState.COMPLETED or enrolment.mark is None:
        raise NotPassed(who=enrolment.learner, course=course.title)
    stands = Certificate.enrolment_key == enrolment.key, Certificate.revoked_at.is_(None)
    there = work.session.scalar(select(Certificate.number).where(*stands))
    if there is not None:
        raise CertificateThere(who=enrolment.learner, number=there)
    plan, today = plans.revision_row(work, course.key, enrolment.revision), local_day(work.now)
    made = Certificate(number=certificate_number(work, today), enrolment_key=enrolment.key)
    made.learner_key, made.learner = enrolment.learner_key, enrolment.learner
    made.course_key, made.course, made.revision = course.key, plan.title, plan.number
    made.hours, made.mark, made.food_safety = plan.hours, enrolment.mark, plan.food_safety
    made.issued_on, made.valid_until = today, _last_day(today, plan.valid_months)
    made.issued_by_key, made.issued_by = work.actor.account_id, work.actor.name
    return certificate_row(today, work.add(made))


def _last_day(first: date, months: int | None) -> date | None:
    return months_after(first, months) - timedelta(days=1) if months else None


@handles(RevokeCertificate)
def revoke_certificate(work: Work, command: RevokeCertificate) -> CertificateRow:
    made = work.hold(Certificate, command.key)
    if made.learner_key == work.actor.account_id:
        raise OwnCertificate
    if made.revoked_at is not None:
        raise AlreadyRevoked(number=made.number, by=made.revoked_by, day=str(local_day(made.revoked_at)))
    made = work.get(Certificate, command.key, command.version)
    made.reason, made.revoked_at = reason(command.reason), work.now
    made.revoked_by_key, made.revoked_by = work.actor.account_id, work.actor.name
    return certificate_row(local_day(work.now), work.saved(made))


@prepares(ReadCertificate)
def key_to_write(backstage: Backstage, who: Who, request: ReadCertificate) -> bytes:  # noqa: ARG001
    return backstage.keys.key(KEY)


@handles(ReadCertificate)
def read_certificate(work: Work, request: ReadCertificate) -> CertificatePaper:
    made = work.get(Certificate, request.key)
    course = work.get(Course, made.course_key)
    require_in_sight(work, course, made.learner_key)
    days = select(func.min(Session.day), func.max(Session.day)).where(Session.course_key == course.key)
    first, last = work.session.execute(days.where(Session.held.is_not(None))).one()
    code, school = code_of(made, work.prepared), work.get(School, work.school_id).name
    return CertificatePaper(
        row=certificate_row(local_day(work.now), made),
        school=school,
        teacher=course.teacher,
        revision=made.revision,
        first_day=first,
        last_day=last,
        code=code,
        qr=f"{FORMAT}|{made.number}|{code}",
        names=(made.learner, course.teacher),
    )


def code_of(made: Certificate, key: bytes) -> str:
    """Sixteen letters and digits in four groups."""
    keys: tuple[UUID, ...] = made.school_id, made.enrolment_key, made.learner_key
    said = [made.number, *(key.hex for key in keys), made.learner, made.course]
    said += [str(made.hours), str(made.mark), str(made.issued_on), str(made.valid_until)]
    seal = hmac.digest(key, "\n".join(said).encode(), sha256)[:CODE_BYTES]
    text = base64.b32encode(seal).decode("ascii")
    return "-".join(text[start : start + GROUP] for start in range(0, len(text), GROUP))


@prepares(VerifyCertificate)
def key_to_check(backstage: Backstage, who: Who, request: VerifyCertificate) -> bytes:  # noqa: ARG001
    return backstage.keys.key(KEY)


@handles(VerifyCertificate)
def verify_certificate(work: Work, request: VerifyCertificate) -> CertificateCheck:
    number, code = _typed(request)
    mine = Certificate.school_id == work.school_id, Certificate.number == number
    made = work.session.scalar(select(Certificate).where(*mine))
    if made is None:
        return CertificateCheck(result=Genuine.UNKNOWN, number=number)
    if not hmac.compare_digest(_plain(code_of(made, work.prepared)).encode(), code.encode()):
        return CertificateCheck(result=Genuine.FORGED, number=number)
    results = {
        CertificateStatus.VALID: Genuine.GENUINE,
        CertificateStatus.EXPIRED: Genuine.EXPIRED,
        CertificateStatus.REVOKED: Genuine.REVOKED,
    }
    return CertificateCheck(
        result=results[status_of(made, local_day(work.now))],
        number=number,
        learner=made.learner,
        course=made.course,
        hours=made.hours,
        issued_on=made.issued_on,
        valid_until=made.valid_until,
        revoked_on=local_day(made.revoked_at) if made.revoked_at else None,
    )


def _typed(request: VerifyCertificate) -> tuple[str, str]:
    """Number and code as people type, or scan, them."""
    number, code = normal(request.number), request.code
    if number.startswith(f"{FORMAT}|"):
        _, number, code = (*number.split("|"), "", "")[:3]
    return number.upper(), _plain(normal(code).upper().translate(LOOKALIKES))


def _plain(code: str) -> str:
    return "".join(character for character in code if character.isalnum())
