"""Signing, reviewing and returning a sheet. The first signer wins; nobody reviews the own signature."""

from collections.abc import Sequence

from msgspec.structs import replace
from sqlalchemy import select

from desktop_admin.api.canteen.entry import ReturnSheet, ReviewSheet, SignSheet
from desktop_admin.api.canteen.refusals import (
    AlreadyReviewed,
    LateNotAllowed,
    NotSigned,
    OwnSignature,
    ReasonNeeded,
    SheetIncomplete,
)
from desktop_admin.api.canteen.sheet import Sheet, SheetState, SignatureKind, Verdict
from desktop_admin.core.clock import local_day, moment_text
from desktop_admin.core.i18n import N_
from desktop_admin.core.text import prose
from desktop_admin.db.work import Work
from desktop_admin.models.canteen.sheet import CanteenSheet, SheetItem, Signature
from desktop_admin.services.calendar import next_school_day
from desktop_admin.services.canteen import findings
from desktop_admin.services.canteen.sheet_view import items_of, sheet_view, signature_view
from desktop_admin.services.canteen.times import is_late, require_open
from desktop_admin.services.canteen.versions import frozen
from desktop_admin.services.canteen.view import lines
from desktop_admin.services.registry import handles

NONE = N_("none")


@handles(SignSheet)
def sign_sheet(work: Work, command: SignSheet) -> Sheet:
    sheet = work.hold(CanteenSheet, command.key)
    require_open(work, sheet)
    sheet = work.get(CanteenSheet, command.key, command.version)
    if is_late(work, sheet) and sheet.late_allowed_at is None:
        raise LateNotAllowed(day=str(sheet.day))
    return sign(work, sheet)


def sign(work: Work, sheet: CanteenSheet) -> Sheet:
    """The actor signs an open sheet now. Raises SheetIncomplete."""
    items, due = items_of(work, sheet), next_school_day(work, local_day(work.now))
    if _fails(work, sheet, items):
        findings.dispatch(work, sheet)
    sheet.state, sheet.signed_at, sheet.review_due = SheetState.SIGNED, work.now, due
    sheet.signed_by_key, sheet.signed_by = work.actor.account_id, work.actor.name
    sheet.reviewed_by, sheet.reviewed_at = "", None
    return _sign(work, sheet, SignatureKind.SIGNED, "", items)


def _fails(work: Work, sheet: CanteenSheet, items: Sequence[SheetItem]) -> list[SheetItem]:
    """Of a complete sheet: a missing answer is never a pass, a fail never without its action.

    Raises SheetIncomplete with the codes.
    """
    unanswered = [item.code for item in items if item.verdict is None]
    fails = [item for item in items if item.verdict is Verdict.FAIL]
    told = lines(work, sheet, fails, frozen(work, sheet.checklist_key)) if fails else ()
    bare = [line.item.code for line in told if line.finding is None or line.finding.missing]
    if unanswered or bare:
        count = len(unanswered) + len(bare)
        raise SheetIncomplete(count=count, open=" ".join(unanswered) or NONE, fails=" ".join(bare) or NONE)
    return fails


def _sign(
    work: Work, sheet: CanteenSheet, kind: SignatureKind, remark: str, items: Sequence[SheetItem] | None = None
) -> Sheet:
    """Over the content as it is now; answers the sheet with its new signature."""
    view = sheet_view(work, work.saved(sheet), items)
    signature = Signature(sheet_key=sheet.key, kind=kind, revision=sheet.revision, at=work.now, remark=remark)
    signature.by_key, signature.by = work.actor.account_id, work.actor.name
    signature.sha256 = view.sha256
    return replace(view, signatures=(*view.signatures, signature_view(work.add(signature))))


@handles(ReviewSheet)
def review_sheet(work: Work, command: ReviewSheet) -> Sheet:
    sheet = _to_review(work, command)
    sheet.state, sheet.reviewed_by, sheet.reviewed_at = SheetState.REVIEWED, work.actor.name, work.now
    return _sign(work, sheet, SignatureKind.REVIEWED, prose(command.remark))


@handles(ReturnSheet)
def return_sheet(work: Work, command: ReturnSheet) -> Sheet:
    reason = prose(command.reason)
    if not reason:
        raise ReasonNeeded
    sheet = _to_review(work, command)
    _sign(work, sheet, SignatureKind.RETURNED, reason)
    for signature in work.session.scalars(select(Signature).where(Signature.sheet_key == sheet.key)):
        signature.voided = signature.voided or signature.kind is SignatureKind.SIGNED
    sheet.state, sheet.revision = SheetState.OPEN, sheet.revision + 1
    sheet.signed_by, sheet.signed_by_key, sheet.signed_at, sheet.review_due = "", None, None, None
    return sheet_view(work, work.saved(sheet))


def _to_review(work: Work, command: ReviewSheet | ReturnSheet) -> CanteenSheet:
    """Raises NotSigned, AlreadyReviewed, OwnSignature, Stale."""
    sheet = work.hold(CanteenSheet, command.key)
    if sheet.state is SheetState.OPEN:
        raise NotSigned
    if sheet.state is SheetState.REVIEWED:
        raise AlreadyReviewed(who=sheet.reviewed_by, when=moment_text(sheet.reviewed_at, work.now))
    if sheet.signed_by_key == work.actor.account_id:
        raise OwnSignature
    return work.get(CanteenSheet, command.key, command.version)
