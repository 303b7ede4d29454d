"""A fail and its corrective action: made and withdrawn in the transaction of the answer itself."""

from uuid import UUID

from sqlalchemy import select

from desktop_admin.api.canteen.actions import OPEN, ActionState
from desktop_admin.api.canteen.checklist import Item
from desktop_admin.api.canteen.entry import DescribeFailure
from desktop_admin.api.canteen.refusals import AnsweredElsewhere
from desktop_admin.api.canteen.sheet import Verdict
from desktop_admin.core.clock import local_day, moment_text
from desktop_admin.core.errors import Stale
from desktop_admin.core.text import prose
from desktop_admin.db.work import Work
from desktop_admin.models.canteen.actions import CorrectiveAction
from desktop_admin.models.canteen.sheet import CanteenSheet, Finding, SheetItem
from desktop_admin.services.canteen import deadlines, people, transitions
from desktop_admin.services.canteen.gather import Known
from desktop_admin.services.canteen.held import Held, held_sheet_of
from desktop_admin.services.canteen.numbering import action_number
from desktop_admin.services.canteen.versions import frozen
from desktop_admin.services.canteen.view import answered_line
from desktop_admin.services.registry import handles


def make(work: Work, sheet: CanteenSheet, item: SheetItem, declared: Item) -> Finding:
    """The fail's corrective action, 待派单, and the place for what is said of it on the sheet.

    Its deadline is the latest that its severity allows until somebody sets an earlier one: nothing is forgotten.
    """
    severity = deadlines.usual_severity(key_item=declared.key_item)
    action = work.add(
        CorrectiveAction(
            number=action_number(work, local_day(work.now)),
            canteen_key=sheet.canteen_key,
            canteen_name=sheet.canteen,
            sheet_key=sheet.key,
            item_key=item.key,
            day=sheet.day,
            code=item.code,
            text=declared.text,
            key_item=declared.key_item,
            severity=severity,
            state=ActionState.TO_ASSIGN,
            round=1,
            made_at=work.now,
            deadline=deadlines.latest(severity, work.now),
        )
    )
    transitions.record(work, action, None, "")
    return work.add(Finding(item_key=item.key, action_key=action.key, severity=severity))


def _held_finding(work: Work, item_key: UUID) -> Finding | None:
    """The finding in force, held before its action, as whoever describes it does."""
    found = select(Finding).where(Finding.item_key == item_key, Finding.withdrawn.is_(False))
    return work.session.scalars(found.with_for_update(key_share=True)).one_or_none()


def withdraw(work: Work, item: SheetItem, reason: str) -> None:
    """The answer was corrected: its action goes with it, with the reason."""
    finding = _held_finding(work, item.key)
    if finding is None:
        return
    finding.withdrawn = True
    action = work.hold(CorrectiveAction, finding.action_key)
    if action.state in OPEN:
        transitions.move(work, action, ActionState.WITHDRAWN, reason)
    work.saved(finding)


@handles(DescribeFailure, then=answered_line)
def describe_failure(work: Work, command: DescribeFailure) -> Held:
    of_finding = select(Finding.item_key).where(Finding.key == command.key)
    sheet = held_sheet_of(work, SheetItem.key.in_(of_finding))
    finding = work.hold(Finding, command.key)
    item = work.get(SheetItem, finding.item_key)
    if finding.withdrawn:
        raise Stale
    if finding.version != command.version:
        raise AnsweredElsewhere(
            who=finding.described_by,
            code=item.code,
            when=moment_text(finding.described_at, work.now),
            theirs=finding.description,
            mine=command.description,
        )
    action = work.hold(CorrectiveAction, finding.action_key)
    _fill(work, finding, action, command)
    carry_over(finding, action)
    return Held(sheet, item, frozen(work, sheet.checklist_key)[item.declared_key], Known())


def _fill(work: Work, finding: Finding, action: CorrectiveAction, given: DescribeFailure) -> None:
    severity = given.severity or finding.severity
    finding.severity = deadlines.checked_severity(severity, key_item=action.key_item)
    finding.deadline = deadlines.checked_deadline(work, given.deadline, severity, action.made_at, finding.deadline)
    finding.description, finding.precaution = prose(given.description), prose(given.precaution)
    finding.document_no = prose(given.document_no)
    owner = people.find(work, given.owner) if given.owner is not None else None
    finding.owner_key, finding.owner = (owner.key, owner.name) if owner else (None, "")
    finding.described_at, finding.described_by = work.now, work.actor.name


def carry_over(finding: Finding, action: CorrectiveAction) -> None:
    """What the sheet says, the action begins with; once it is assigned, its owner and deadline are its own."""
    action.description, action.precaution = finding.description, finding.precaution
    if action.state is ActionState.TO_ASSIGN:
        action.severity = finding.severity
        action.deadline = finding.deadline or deadlines.latest(finding.severity, action.made_at)
        action.owner_key, action.owner = finding.owner_key, finding.owner


def dispatch(work: Work, sheet: CanteenSheet) -> None:
    """A signed sheet's open actions go to the owners that it names."""
    mine = select(Finding).join(SheetItem, SheetItem.key == Finding.item_key)
    mine = mine.where(SheetItem.sheet_key == sheet.key, Finding.withdrawn.is_(False))
    for finding in work.session.scalars(mine.where(SheetItem.verdict == Verdict.FAIL)):
        action = work.hold(CorrectiveAction, finding.action_key)
        if action.state is ActionState.TO_ASSIGN:
            transitions.move(work, action, ActionState.RECTIFYING)
