"""How a course and a resource are approved: drawn, checked and told from these two declarations."""

from typing import Annotated

from msgspec import Meta

from desktop_admin.api.approval import (
    AUTHOR,
    Flow,
    Reason,
    ReasonField,
    RemarkField,
    Rule,
    Seat,
    Step,
)
from desktop_admin.api.base import DecisionCommand
from desktop_admin.api.training.courses import CheckPoint, CourseDetail, CourseState
from desktop_admin.api.training.resources import ResourceDetail, ResourceState
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Permission

REVIEWER = "reviewer"
LIST_VERSION = "2026-1"  # of both checklists; goes up when a point changes
OF_THE_COURSE, OF_THE_RESOURCE = "teacher", "contributor"  # who does a step

COURSE_CHECKS = (
    CheckPoint("syllabus", N_("Objectives and content follow the curriculum plan")),  # 教学资源 六, 在线培训 5.3
    CheckPoint("sound", N_("The content is accurate and from sound sources")),  # 网上教学 三
    CheckPoint("methods", N_("Methods and schedule fit the class hours")),  # 在线培训 8
    CheckPoint("rights", N_("Every resource has its rights record")),  # 网上教学 三
    CheckPoint("civil", N_("Nothing unlawful or improper")),  # 在线培训 6.2
)
RESOURCE_CHECKS = (
    CheckPoint("opens", N_("The file or link opens and is what it says")),
    CheckPoint("sound", N_("The content is accurate and from sound sources")),
    CheckPoint("fits", N_("It fits the subject and the course content")),  # 教学资源 一
    CheckPoint("rights", N_("Owner, licence and source are right; a permission is on file where needed")),
    CheckPoint("civil", N_("Nothing unlawful or improper")),
)
Ticked = Annotated[tuple[str, ...], Meta(max_length=20)]  # codes of the checklist's points


class SubmitCourse(DecisionCommand[CourseDetail], frozen=True, kw_only=True):
    """Raises PlanIncomplete, PlanWithoutUnits, HoursDontAddUp."""

    permission = Permission.TRAINING_COURSE_TEACH
    caption = N_("Submit course")


class WithdrawCourse(DecisionCommand[CourseDetail], frozen=True, kw_only=True):
    permission = Permission.TRAINING_COURSE_TEACH
    caption = N_("Take course back")


class ReturnCourse(DecisionCommand[CourseDetail], frozen=True, kw_only=True):
    permission = Permission.TRAINING_COURSE_REVIEW
    caption = N_("Return course")

    reason: ReasonField
    remark: RemarkField = ""


class ApproveCourse(DecisionCommand[CourseDetail], frozen=True, kw_only=True):
    """Raises OwnWorkRefused, ChecklistNotDone, HoursDontAddUp, ResourceBlocked."""

    permission = Permission.TRAINING_COURSE_REVIEW
    caption = N_("Approve course")

    ticked: Ticked = ()
    remark: RemarkField = ""


class PublishCourse(DecisionCommand[CourseDetail], frozen=True, kw_only=True):
    """From now on this revision is in force, and enrolment is open. Raises ResourceBlocked."""

    permission = Permission.TRAINING_COURSE_MANAGE
    caption = N_("Publish course")


class SuspendCourse(DecisionCommand[CourseDetail], frozen=True, kw_only=True):
    """Nobody new is enrolled; who is in stays in."""

    permission = Permission.TRAINING_COURSE_MANAGE
    caption = N_("Suspend course")

    remark: RemarkField


class ResumeCourse(DecisionCommand[CourseDetail], frozen=True, kw_only=True):
    permission = Permission.TRAINING_COURSE_MANAGE
    caption = N_("Resume course")

    remark: RemarkField = ""


class RenewCourse(DecisionCommand[CourseDetail], frozen=True, kw_only=True):
    """The periodic review of a plan that stays as it is (在线培训平台 5.3): due again a year from today.

    Raises OwnWorkRefused, ChecklistNotDone, ResourceBlocked.
    """

    permission = Permission.TRAINING_COURSE_REVIEW
    caption = N_("Review course again")

    ticked: Ticked = ()
    remark: RemarkField = ""


class ArchiveCourse(DecisionCommand[CourseDetail], frozen=True, kw_only=True):
    """For good. Raises StillRunning where people are still enrolled."""

    permission = Permission.TRAINING_COURSE_MANAGE
    caption = N_("Archive course")

    remark: RemarkField = ""


_C = CourseState
COURSE_FLOW = Flow(
    name="training.course",
    title=N_("Course"),
    permission=Permission.TRAINING_COURSE_READ,
    states=CourseState,
    drafts=(_C.DRAFT, _C.RETURNED),
    way=(_C.DRAFT, _C.SUBMITTED, _C.APPROVED, _C.PUBLISHED),
    seats=(Seat(REVIEWER, N_("Reviewer")),),
    rules=(
        Rule(OF_THE_COURSE, N_("the course's teacher or a course administrator")),
        Rule("complete", N_("The plan is complete and its hours add up")),
        Rule("usable", N_("Every resource may be used")),
        Rule("empty", N_("Nobody is enrolled any more")),
    ),
    steps=(
        Step(
            command=SubmitCourse,
            before=(_C.DRAFT, _C.RETURNED),
            after=_C.SUBMITTED,
            guards=("complete",),
            holder=OF_THE_COURSE,
        ),
        Step(command=WithdrawCourse, before=(_C.SUBMITTED,), after=_C.DRAFT, voids=True, holder=OF_THE_COURSE),
        Step(
            command=ReturnCourse,
            before=(_C.SUBMITTED,),
            after=_C.RETURNED,
            distinct_from=(AUTHOR,),
            voids=True,
            reasons=(
                Reason("plan", N_("The plan needs work")),
                Reason("content", N_("The content is not sound")),
                Reason("rights", N_("Rights are not clear")),
                Reason("other", N_("Other, see the remark")),
            ),
        ),
        Step(
            command=ApproveCourse,
            before=(_C.SUBMITTED,),
            after=_C.APPROVED,
            seat=REVIEWER,
            distinct_from=(AUTHOR,),
            guards=("complete", "usable"),
        ),
        Step(command=PublishCourse, before=(_C.APPROVED,), after=_C.PUBLISHED, guards=("usable",)),
        Step(command=SuspendCourse, before=(_C.PUBLISHED,), after=_C.SUSPENDED, remark_needed=True),
        Step(command=ResumeCourse, before=(_C.SUSPENDED,), after=_C.PUBLISHED, guards=("usable",)),
        Step(
            command=RenewCourse,
            before=(_C.PUBLISHED,),
            after=_C.PUBLISHED,
            distinct_from=(AUTHOR,),
            guards=("complete", "usable"),
        ),
        Step(command=ArchiveCourse, before=(_C.PUBLISHED, _C.SUSPENDED), after=_C.ARCHIVED, guards=("empty",)),
    ),
    final=(_C.ARCHIVED,),
)


class SubmitResource(DecisionCommand[ResourceDetail], frozen=True, kw_only=True):
    """Raises RightsIncomplete, RightsExpired, NothingAttached."""

    permission = Permission.TRAINING_RESOURCE_EDIT
    caption = N_("Submit resource")


class ReturnResource(DecisionCommand[ResourceDetail], frozen=True, kw_only=True):
    permission = Permission.TRAINING_RESOURCE_REVIEW
    caption = N_("Return resource")

    reason: ReasonField
    remark: RemarkField = ""


class ApproveResource(DecisionCommand[ResourceDetail], frozen=True, kw_only=True):
    """Raises OwnWorkRefused, ChecklistNotDone, RightsIncomplete, RightsExpired."""

    permission = Permission.TRAINING_RESOURCE_REVIEW
    caption = N_("Approve resource")

    ticked: Ticked = ()
    remark: RemarkField = ""


class WithdrawResource(DecisionCommand[ResourceDetail], frozen=True, kw_only=True):
    """Off the shelf: blocked in every course, for good or until it is submitted and approved again.

    Also while a newer revision waits for its approval. Raises NotInUse.
    """

    permission = Permission.TRAINING_RESOURCE_EDIT
    caption = N_("Take off the shelf")

    remark: RemarkField


_R = ResourceState
RESOURCE_FLOW = Flow(
    name="training.resource",
    title=N_("Teaching resource"),
    permission=Permission.TRAINING_COURSE_READ,
    states=ResourceState,
    drafts=(_R.DRAFT, _R.RETURNED),
    way=(_R.DRAFT, _R.SUBMITTED, _R.APPROVED),
    seats=(Seat(REVIEWER, N_("Reviewer")),),
    rules=(
        Rule(OF_THE_RESOURCE, N_("whoever contributed it, or a course administrator")),
        Rule("rights", N_("It has a file or link, and its rights are in order")),
        Rule("in use", N_("A revision of it has been approved")),
    ),
    steps=(
        Step(
            command=SubmitResource,
            before=(_R.DRAFT, _R.RETURNED, _R.WITHDRAWN),
            after=_R.SUBMITTED,
            guards=("rights",),
            holder=OF_THE_RESOURCE,
        ),
        Step(
            command=ReturnResource,
            before=(_R.SUBMITTED,),
            after=_R.RETURNED,
            distinct_from=(AUTHOR,),
            voids=True,
            reasons=(
                Reason("content", N_("The content is not sound")),
                Reason("rights", N_("Rights are not clear")),
                Reason("broken", N_("It does not open")),
                Reason("other", N_("Other, see the remark")),
            ),
        ),
        Step(
            command=ApproveResource,
            before=(_R.SUBMITTED,),
            after=_R.APPROVED,
            seat=REVIEWER,
            distinct_from=(AUTHOR,),
            guards=("rights",),
        ),
        Step(
            command=WithdrawResource,
            before=(_R.APPROVED, _R.DRAFT, _R.RETURNED, _R.SUBMITTED),
            after=_R.WITHDRAWN,
            guards=("in use",),
            holder=OF_THE_RESOURCE,
            remark_needed=True,
            voids=True,
        ),
    ),
)
