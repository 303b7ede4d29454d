"""Certificates: numbered without gaps, checked by a short code, revoked by a person with a reason."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from desktop_admin.api.base import Command, PageQuery, Query, RecordCommand, label
from desktop_admin.api.training.base import CourseChoice, Why
from desktop_admin.api.training.enrolment import AT_ONCE
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_
from desktop_admin.core.labels import Labelled, Tone
from desktop_admin.core.permissions import Permission


class CertificateStatus(Labelled):
    VALID = "valid", N_("valid"), Tone.OK
    EXPIRED = "expired", N_("expired"), Tone.WARN
    REVOKED = "revoked", N_("revoked"), Tone.DANGER


class Genuine(Labelled):
    """What a check finds. forged: there is such a number, but not with this code."""

    GENUINE = "genuine", N_("genuine and valid"), Tone.OK
    EXPIRED = "expired", N_("genuine, no longer valid"), Tone.WARN
    REVOKED = "revoked", N_("revoked"), Tone.DANGER
    FORGED = "forged", N_("not genuine"), Tone.DANGER
    UNKNOWN = "unknown", N_("unknown number"), Tone.DANGER


class NotPassed(Refused):
    message = N_("{who} has no released pass in “{course}”; there is nothing to certify.")


class CertificateThere(Refused):
    message = N_("{who} already has certificate {number} for this course.")


class AlreadyRevoked(Refused):
    message = N_("Certificate {number} was revoked by {by} on {day}.")


class OwnCertificate(Refused):
    message = N_("Nobody issues or revokes the own certificate.")


class CertificateRow(Struct, frozen=True, kw_only=True):
    """valid_until: the last day; none: for ever."""

    key: UUID
    version: int
    number: Annotated[str, label(N_("Certificate no."))]
    learner_key: UUID
    learner: Annotated[str, label(N_("Full name"))]
    course_key: UUID
    course: Annotated[str, label(N_("Course"))]
    hours: Annotated[Decimal, label(N_("Class hours"), trimmed=True)]
    mark: Annotated[Decimal, label(N_("Final mark"), trimmed=True)]
    issued_on: Annotated[date, label(N_("Issued on"))]
    valid_until: Annotated[date | None, label(N_("Valid until"))]
    status: Annotated[CertificateStatus, label(N_("State"))]
    food_safety: Annotated[bool, label(N_("Food-safety training"))]
    issued_by: Annotated[str, label(N_("Issued by"))]
    revoked_by: Annotated[str, label(N_("Revoked by"))]
    revoked_at: Annotated[datetime | None, label(N_("Revoked at"))]
    reason: Annotated[str, label(N_("Reason"))]


class ListCertificates(PageQuery[CertificateRow], frozen=True, kw_only=True):
    """The newest first. Everyone sees their own, teachers those of their courses, supervisors all."""

    permission = Permission.TRAINING_COURSE_READ

    course: CourseChoice = None
    learner: Annotated[UUID | None, label(N_("Full name"), editor="choice")] = None
    status: Annotated[CertificateStatus | None, label(N_("State"))] = None
    food_safety: Annotated[bool | None, label(N_("Food-safety training"))] = None
    mine: Annotated[bool | None, label(N_("My own"))] = None


class CertificatePaper(Struct, frozen=True, kw_only=True):
    """Everything that is printed. code: for people to type; qr: for the QR code, both checked by VerifyCertificate.

    names: must be drawn glyph by glyph; what cannot be stops the print (NotPrintable names the person).
    """

    row: CertificateRow
    school: str
    teacher: str
    revision: int
    first_day: date | None
    last_day: date | None
    code: str
    qr: str
    names: tuple[str, ...]


class ReadCertificate(Query[CertificatePaper], frozen=True):
    """Raises NotFound for somebody else's, to who neither teaches nor supervises."""

    permission = Permission.TRAINING_COURSE_READ

    key: UUID


class IssueCertificates(Command[tuple[CertificateRow, ...]], frozen=True, kw_only=True):
    """All or none, in the order of the names. Raises NotPassed, CertificateThere, OwnCertificate."""

    permission = Permission.TRAINING_CERTIFICATE_ISSUE
    caption = N_("Issue certificates")

    enrolments: Annotated[tuple[UUID, ...], Meta(min_length=1, max_length=AT_ONCE)]


class RevokeCertificate(RecordCommand[CertificateRow], frozen=True, kw_only=True):
    """Its number is never given again. Raises AlreadyRevoked, OwnCertificate, WhyNeeded."""

    permission = Permission.TRAINING_CERTIFICATE_ISSUE
    caption = N_("Revoke certificate")

    reason: Why


class CertificateCheck(Struct, frozen=True, kw_only=True):
    """Only a genuine code tells whose it is."""

    result: Genuine
    number: str
    learner: str = ""
    course: str = ""
    hours: Decimal | None = None
    issued_on: date | None = None
    valid_until: date | None = None
    revoked_on: date | None = None


class VerifyCertificate(Query[CertificateCheck], frozen=True, kw_only=True):
    """number and code as printed, in any case and width, with or without the dash; or the QR code's text as number."""

    permission = Permission.SCHOOL_PROFILE_READ

    number: Annotated[str, label(N_("Certificate no."), max_length=80)]
    code: Annotated[str, label(N_("Certificate code"), max_length=40)] = ""
