"""What paper and workbook say of one article alike."""

from collections.abc import Iterator
from datetime import datetime

from desktop_admin.api.approval import DecisionLine
from desktop_admin.api.base import fields
from desktop_admin.api.publishing.content import Content
from desktop_admin.api.publishing.flow import CHECK_LABELS
from desktop_admin.api.publishing.states import SubmissionState
from desktop_admin.api.publishing.submission import SeatLine, SubmissionDetail, SubmissionRow
from desktop_admin.api.shown import NOTHING, choice_label, shown
from desktop_admin.core.i18n import N_, tr

DECLARED = ("academic", "public_good", "results", "secrecy", "privacy", "terms")
"""What the author declares of the article, yes or no."""
DRAFT, IN_REVIEW, ALTERED = N_("DRAFT"), N_("NOT APPROVED YET"), N_("CONTENT ALTERED")
PROXY = N_("{deputy} for {holder}")
_S = SubmissionState
_VOID = frozenset({_S.RETURNED, _S.REJECTED, _S.WITHDRAWN, _S.RECALLED})

Pair = tuple[str, str]


def watermark(detail: SubmissionDetail) -> str:
    """Nothing on the form of an article that stands approved, as it was signed."""
    state = detail.row.state
    if not detail.intact:
        return tr(ALTERED)
    if state in _VOID:
        return choice_label(state)
    if state is _S.DRAFT:
        return tr(DRAFT)
    if state is _S.ARCHIVED:
        return "" if detail.row.published_at else choice_label(state)
    return tr(IN_REVIEW) if state in {_S.DEPT, _S.PROP} else ""


def form(detail: SubmissionDetail) -> Iterator[tuple[Pair, ...]]:
    """The rows of 《信息发布申请表》."""
    row, content = detail.row, detail.content
    yield _of(row, "number"), _of(row, "state")
    yield (_of(content, "title"),)
    yield _of(row, "department"), _of(row, "author")
    yield (_named("byline"), content.byline or row.author), _of(content, "event_day")
    yield _of(row, "column"), _of(content, "theme")
    yield (_of(row, "channels"),)
    if content.summary:
        yield ((tr(N_("Abstract")), content.summary),)
    yield (_of(content, "statement"),)
    for one, two in zip(DECLARED[::2], DECLARED[1::2], strict=True):
        yield _of(content, one), _of(content, two)
    if content.student:
        yield _of(content, "student"), (_named("sponsor_key"), detail.sponsor or NOTHING)
    yield _of(row, "handed_in_at"), _of(row, "publish_at")
    yield _of(row, "revision"), _of(row, "published_at")
    yield ((tr(N_("SHA-256 of the content")), detail.sha256),)


def _named(name: str) -> str:
    return tr(fields(Content)[name].label)


def _of(record: Content | SubmissionRow, name: str) -> Pair:
    field = fields(type(record))[name]
    return tr(field.label), shown(getattr(record, name), field)


def person(decision: DecisionLine) -> str:
    """The name as it was when signing; who acted for somebody else is told as 甲代乙."""
    if not decision.on_behalf_of:
        return decision.by
    return tr(PROXY, deputy=decision.by, holder=decision.on_behalf_of)


def sign_offs(detail: SubmissionDetail) -> Iterator[tuple[SeatLine, DecisionLine | None]]:
    """Every seat that the article needs, with the signature that counts."""
    counting = {line.seat: line for line in detail.history if line.seat and line.counts}
    return ((seat, counting.get(seat.seat)) for seat in detail.seats)


def checks(seat: SeatLine) -> str:
    """What the signer ticked."""
    return "\n".join(f"√ {tr(CHECK_LABELS.get(item, item))}" for item in seat.checks)


def opinion(decision: DecisionLine) -> str:
    reason = tr(decision.reason) if decision.reason else ""
    return "：".join(part for part in (reason, decision.remark) if part)


def moment(at: datetime | None) -> str:
    return "" if at is None else shown(at)
