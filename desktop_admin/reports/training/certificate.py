"""结业证书: one, or a course's all; each with a number and a short code that the program verifies."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from desktop_admin.api.exports import ExportCertificates
from desktop_admin.api.shown import choice_label
from desktop_admin.api.training.certificates import (
    CertificatePaper,
    CertificateStatus,
    ListCertificates,
    ReadCertificate,
)
from desktop_admin.api.training.courses import ListCourses
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.permissions import Permission
from desktop_admin.reports import roster
from desktop_admin.reports.base import Ask, NumberUnknown, Period, Report, ReportRequest, marked, record_of
from desktop_admin.reports.kit import page
from desktop_admin.reports.training import words

TITLE = N_("Certificate of completion")
NUMBER = N_("Certificate no.")
NAME, TEXT = 28.0, 19.0  # points
BETWEEN = N_(
    "took part in the training “{course}” from {first} to {last}, {hours} class hours in all, passed it with a final"
    " mark of {mark}, and has thereby completed it."
)
UNDATED = N_(
    "took part in the training “{course}” of {hours} class hours, passed it with a final mark of {mark}, and has"
    " thereby completed it."
)
AWARDED = N_("This certificate is awarded in witness thereof.")


class NoCertificates(Refused):
    message = N_("No certificate of course {number} stands. Issue them from its grade book first.")


@dataclass(frozen=True)
class CertificateData:
    request: ReportRequest
    papers: tuple[CertificatePaper, ...]


def gather(ask: Ask, request: ReportRequest) -> CertificateData:
    """By a certificate's number; by a course's number all of its that stand.

    Raises NumberMissing, NumberUnknown, NotFound, NoCertificates; NotPrintable names the person whose name no font has.
    """
    from desktop_admin.reports.training.names import require_printable  # noqa: PLC0415 - fonts, only when needed

    papers = tuple(ask(ReadCertificate(key)) for key in _keys(ask, request))
    for paper in papers:
        require_printable(paper.names)
    return CertificateData(request, papers)


def _keys(ask: Ask, request: ReportRequest) -> tuple[UUID, ...]:
    try:
        return (record_of(ask, request, ListCertificates(), NUMBER),)
    except NumberUnknown as unknown:
        try:
            course = record_of(ask, request, ListCourses(), words.COURSE_NUMBER)
        except NumberUnknown:
            raise unknown from None
    rows = roster.collect(ask, ListCertificates(course=course, sort="number"))
    standing = tuple(row.key for row in rows if row.status is not CertificateStatus.REVOKED)
    if not standing:
        raise NoCertificates(number=request.number)
    return standing


def pages(data: CertificateData) -> page.PageBook:
    documents = tuple(document(paper, data.request) for paper in data.papers)
    return page.PageBook(tr(TITLE), data.papers[0].school, data.request.printed_at, documents, len(documents))


def document(paper: CertificatePaper, request: ReportRequest) -> page.Document:
    row = paper.row
    stands = row.status is CertificateStatus.VALID
    return page.Document(
        title=tr(TITLE),
        school=paper.school,
        outline=f"{row.number} {row.learner}",
        landscape=True,
        framed=True,
        watermark="" if stands else choice_label(row.status),
        blocks=(
            page.Prose((row.learner,), NAME, bold=True, align="center"),
            page.Prose((_said(paper), tr(AWARDED)), TEXT),
            page.Attestation(paper.qr, tuple(_captions(paper)), (paper.school, words.day_text(row.issued_on))),
        ),
        footer=page.Footer(
            row.number,
            revision=paper.revision,
            printed_by=request.printed_by,
            printed_at=f"{request.printed_at:%Y-%m-%d %H:%M}",
            copy=0,
        ),
    )


def _said(paper: CertificatePaper) -> str:
    row = paper.row
    marks = {"hours": words.number_text(row.hours), "mark": words.number_text(row.mark)}
    if paper.first_day is None or paper.last_day is None:
        return tr(UNDATED, course=row.course, **marks)
    first, last = words.day_text(paper.first_day), words.day_text(paper.last_day)
    return tr(BETWEEN, course=row.course, first=first, last=last, **marks)


def _captions(paper: CertificatePaper) -> Iterator[str]:
    row = paper.row
    until = words.day_text(row.valid_until) if row.valid_until else tr(N_("for ever"))
    yield _labelled(tr(N_("Teacher")), paper.teacher)
    yield _labelled(tr(NUMBER), row.number)
    yield _labelled(tr(N_("Verification code")), paper.code)
    yield _labelled(tr(N_("Valid until")), until)


def _labelled(label: str, value: str) -> str:
    return tr(N_("{label}: {value}"), label=label, value=value)


def _size(data: CertificateData) -> int:
    return len(data.papers)


def _remark(data: CertificateData) -> str:
    marks = (each.row for each in data.papers if each.row.status is not CertificateStatus.VALID)
    return marked(next((choice_label(row.status) for row in marks), ""))


CERTIFICATE = Report(
    "training-certificate",
    TITLE,
    Permission.TRAINING_COURSE_READ,
    Period.NONE,
    gather,
    _size,
    pages,
    export=ExportCertificates,
    about=N_("One certificate by its number, or all of a course by the course's number"),
    numbered=N_("Certificate or course no."),
    remark=_remark,
)
