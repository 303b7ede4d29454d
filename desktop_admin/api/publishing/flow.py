"""The way of an article: draft, department, publicity office, schedule, channels, archive (SW 三.2, WX 三.2).

The publicity office authorises, the site operator publishes, and whoever signed last for publication never publishes.
"""

from datetime import datetime
from typing import Annotated

from desktop_admin.api.approval import (
    AUTHOR,
    DecisionCommand,
    Flow,
    Passage,
    Reason,
    ReasonField,
    RemarkField,
    Rule,
    Seat,
    Step,
)
from desktop_admin.api.base import fields, label
from desktop_admin.api.publishing.states import SubmissionState
from desktop_admin.api.publishing.submission import SubmissionDetail
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Permission

LATE_HOURS = 6  # a schedule missed by more than this asks whether the article is still true
HEAD, PUBLICITY, SECOND, ADMISSIONS, SPONSOR = "head", "publicity", "second reviewer", "admissions", "sponsor"


class HandIn(DecisionCommand[SubmissionDetail], frozen=True, kw_only=True):
    """Raises SubmissionIncomplete, TextTooLong, FindingsOpen."""

    permission = Permission.PUBLISHING_SUBMISSION_WRITE
    caption = N_("Hand in")


class _SignOff(DecisionCommand[SubmissionDetail], frozen=True, kw_only=True):
    """What every signature says (SW 一, 三.1); all of it must be ticked. Raises ChecksNotTicked."""

    orientation: Annotated[bool, label(N_("The orientation is right and serves the school"))] = False
    truth: Annotated[bool, label(N_("Facts, figures, names and dates were checked"))] = False
    secrecy: Annotated[bool, label(N_("Nothing confidential or personal is in it"))] = False
    rights: Annotated[bool, label(N_("Quotes and pictures have source and licence"))] = False
    safety: Annotated[bool, label(N_("Links, pictures and files are safe"))] = False
    remark: RemarkField = ""


CHECKS: tuple[str, ...] = ("orientation", "truth", "secrecy", "rights", "safety")
CHECK_LABELS = {name: fields(_SignOff)[name].label for name in CHECKS}


class SignDepartment(_SignOff, frozen=True, kw_only=True):
    """The head signs exactly this revision; the superior, where the head wrote it."""

    permission = Permission.PUBLISHING_SUBMISSION_SIGN
    caption = N_("Sign for the department")


class Authorise(_SignOff, frozen=True, kw_only=True):
    """SW 三.2(2): who passes it says when it is published. Raises ScheduleMissing, ScheduleInPast."""

    permission = Permission.PUBLISHING_SUBMISSION_AUTHORISE
    caption = N_("Authorise")

    publish_at: Annotated[datetime | None, label(N_("Publish at"))] = None


class ConfirmReview(_SignOff, frozen=True, kw_only=True):
    permission = Permission.PUBLISHING_SUBMISSION_CONFIRM
    caption = N_("Confirm as second reviewer")


class ConfirmResults(_SignOff, frozen=True, kw_only=True):
    """WX 三.3: no false admissions or results."""

    permission = Permission.PUBLISHING_SUBMISSION_ADMIT
    caption = N_("Confirm admissions or results")


class ConfirmSponsor(_SignOff, frozen=True, kw_only=True):
    """WX 三.6."""

    permission = Permission.PUBLISHING_SUBMISSION_WRITE
    caption = N_("Confirm as sponsoring teacher")


class _End(DecisionCommand[SubmissionDetail], frozen=True, kw_only=True):
    reason: ReasonField = ""
    remark: RemarkField = ""


class _SendBack(DecisionCommand[SubmissionDetail], frozen=True, kw_only=True):
    reason: ReasonField = ""
    remark: Annotated[str, label(N_("What has to be changed"), max_length=500, editor="lines")] = ""


class ReturnToAuthor(_SendBack, frozen=True, kw_only=True):
    """By the department."""

    permission = Permission.PUBLISHING_SUBMISSION_SIGN
    caption = N_("Return to the author")


class ReturnToDepartment(_SendBack, frozen=True, kw_only=True):
    """SW 三.2(2); also what is scheduled already."""

    permission = Permission.PUBLISHING_SUBMISSION_AUTHORISE
    caption = N_("Return")


class ReturnBySecond(_SendBack, frozen=True, kw_only=True):
    permission = Permission.PUBLISHING_SUBMISSION_CONFIRM
    caption = N_("Return as second reviewer")


class ReturnResults(_SendBack, frozen=True, kw_only=True):
    permission = Permission.PUBLISHING_SUBMISSION_ADMIT
    caption = N_("Return admissions or results")


class ReturnBySponsor(_SendBack, frozen=True, kw_only=True):
    permission = Permission.PUBLISHING_SUBMISSION_WRITE
    caption = N_("Return as sponsoring teacher")


class RejectSubmission(_End, frozen=True, kw_only=True):
    permission = Permission.PUBLISHING_SUBMISSION_AUTHORISE
    caption = N_("Reject")


class WithdrawSubmission(DecisionCommand[SubmissionDetail], frozen=True, kw_only=True):
    permission = Permission.PUBLISHING_SUBMISSION_WRITE
    caption = N_("Withdraw")

    remark: RemarkField = ""


class Reschedule(DecisionCommand[SubmissionDetail], frozen=True, kw_only=True):
    """Raises ScheduleMissing, ScheduleInPast."""

    permission = Permission.PUBLISHING_SUBMISSION_AUTHORISE
    caption = N_("Reschedule")

    publish_at: Annotated[datetime | None, label(N_("Publish at"))] = None
    remark: RemarkField = ""


class Publish(DecisionCommand[SubmissionDetail], frozen=True, kw_only=True):
    """SW 三.2(3): makes one job a channel; RunJob and RecordDone do them.

    Raises ScheduleNotReached, ScheduleLongMissed unless confirmed, FileDamaged, ContentMoved.
    """

    permission = Permission.PUBLISHING_JOB_EXECUTE
    caption = N_("Publish")

    still_true: Annotated[bool, label(N_("More than 6 hours late, and still true"))] = False


class RetryPublishing(DecisionCommand[SubmissionDetail], frozen=True, kw_only=True):
    """Only what failed is done again."""

    permission = Permission.PUBLISHING_JOB_EXECUTE
    caption = N_("Try again")


class RecallSubmission(_End, frozen=True, kw_only=True):
    """It is taken down from every channel it reached: a job each."""

    permission = Permission.PUBLISHING_SUBMISSION_AUTHORISE
    caption = N_("Recall")


class ArchiveSubmission(DecisionCommand[SubmissionDetail], frozen=True, kw_only=True):
    permission = Permission.PUBLISHING_SUBMISSION_AUTHORISE
    caption = N_("Archive")

    remark: RemarkField = ""


SignOffCommand = SignDepartment | Authorise | ConfirmReview | ConfirmResults | ConfirmSponsor
RETURNS = (
    Reason("untrue", N_("untrue or without evidence")),
    Reason("inaccurate", N_("inaccurate or ambiguous")),
    Reason("late", N_("no longer timely")),
    Reason("confidential", N_("confidential or personal")),
    Reason("orientation", N_("orientation or theme")),
    Reason("advert", N_("advertising")),
    Reason("rights", N_("source or licence missing")),
    Reason("language", N_("language or layout")),
    Reason("other", N_("other")),
)
RECALLS = (
    Reason("wrong", N_("an error in it")),
    Reason("outdated", N_("no longer true")),
    Reason("privacy", N_("personal data")),
    Reason("rights", N_("somebody else's rights")),
    Reason("complaint", N_("a complaint")),
    Reason("ordered", N_("by order of the school or the authorities")),
    Reason("other", N_("other")),
)
_S = SubmissionState
_REVIEWERS = (PUBLICITY, SECOND, ADMISSIONS, SPONSOR)
_OUT = (_S.PUBLISHING, _S.UNCERTAIN)


def _review(command: type[_SignOff], seat: str, holder: str = "") -> Step:
    others = tuple(other for other in _REVIEWERS if other != seat)
    return Step(
        command=command,
        before=(_S.PROP,),
        after=_S.SCHEDULED,
        seat=seat,
        distinct_from=(AUTHOR, HEAD, *others),
        together=True,
        holder=holder,
    )


def _return(command: type[_SendBack], *before: SubmissionState, holder: str = "", guards: tuple[str, ...] = ()) -> Step:
    return Step(
        command=command,
        before=before,
        after=_S.RETURNED,
        reasons=RETURNS,
        remark_needed=True,
        voids=True,
        distinct_from=(AUTHOR,),
        holder=holder,
        guards=guards,
    )


FLOW = Flow(
    name="publishing",
    title=N_("Publishing of an article"),
    permission=Permission.PUBLISHING_SUBMISSION_READ,
    states=SubmissionState,
    drafts=(_S.DRAFT, _S.RETURNED),
    way=(_S.DRAFT, _S.DEPT, _S.PROP, _S.SCHEDULED, _S.PUBLISHING, _S.PUBLISHED),
    seats=(
        Seat(HEAD, N_("head of the department")),
        Seat(PUBLICITY, N_("publicity office")),
        Seat(SECOND, N_("second reviewer")),
        Seat(ADMISSIONS, N_("admissions or teaching office")),
        Seat(SPONSOR, N_("sponsoring teacher")),
    ),
    rules=(
        Rule("writer", N_("who writes for the department")),
        Rule("head", N_("the head of the department, or the superior where the head wrote it")),
        Rule("sponsor", N_("the sponsoring teacher")),
        Rule("results", N_("it is about admissions or results")),
        Rule("complete", N_("nothing is missing, and every finding is answered")),
        Rule("idle", N_("nobody is publishing it this moment")),
        Rule("down", N_("what was recalled has been taken down")),
    ),
    steps=(
        Step(
            command=HandIn,
            before=(_S.DRAFT, _S.RETURNED),
            after=_S.DEPT,
            holder="writer",
            guards=("complete",),
        ),
        Step(
            command=SignDepartment,
            before=(_S.DEPT,),
            after=_S.PROP,
            seat=HEAD,
            distinct_from=(AUTHOR,),
            holder="head",
        ),
        _return(ReturnToAuthor, _S.DEPT, holder="head"),
        _review(Authorise, PUBLICITY),
        _review(ConfirmReview, SECOND),
        _review(ConfirmResults, ADMISSIONS),
        _review(ConfirmSponsor, SPONSOR, "sponsor"),
        _return(ReturnToDepartment, _S.PROP, _S.SCHEDULED),
        _return(ReturnBySecond, _S.PROP),
        _return(ReturnResults, _S.PROP, guards=("results",)),
        _return(ReturnBySponsor, _S.PROP, holder="sponsor"),
        Step(
            command=RejectSubmission,
            before=(_S.PROP, _S.SCHEDULED),
            after=_S.REJECTED,
            reasons=RETURNS,
            remark_needed=True,
            distinct_from=(AUTHOR,),
        ),
        Step(
            command=WithdrawSubmission,
            before=(_S.DRAFT, _S.RETURNED, _S.DEPT, _S.PROP, _S.SCHEDULED),
            after=_S.WITHDRAWN,
            holder="writer",
        ),
        Step(command=Reschedule, before=(_S.SCHEDULED,), after=_S.SCHEDULED),
        Step(
            command=Publish,
            before=(_S.SCHEDULED,),
            after=_S.PUBLISHING,
            distinct_from=_REVIEWERS,
            guards=("down",),
        ),
        Step(
            command=RetryPublishing,
            before=(_S.PARTIAL, _S.FAILED),
            after=_S.PUBLISHING,
            distinct_from=_REVIEWERS,
        ),
        Step(
            command=RecallSubmission,
            before=(_S.PUBLISHING, _S.PUBLISHED, _S.PARTIAL, _S.UNCERTAIN, _S.FAILED),
            after=_S.RECALLED,
            reasons=RECALLS,
            remark_needed=True,
            guards=("idle",),
        ),
        Step(
            command=ArchiveSubmission,
            before=(_S.PUBLISHED, _S.PARTIAL, _S.RECALLED, _S.REJECTED, _S.WITHDRAWN),
            after=_S.ARCHIVED,
            guards=("idle", "down"),
        ),
    ),
    passages=(
        Passage(caption=N_("Published everywhere"), before=_OUT, after=_S.PUBLISHED),
        Passage(caption=N_("Published on some channels"), before=_OUT, after=_S.PARTIAL),
        Passage(caption=N_("Published nowhere"), before=_OUT, after=_S.FAILED),
        Passage(caption=N_("Unclear whether it was published"), before=(_S.PUBLISHING,), after=_S.UNCERTAIN),
    ),
    final=(_S.ARCHIVED,),
)
