"""The lists of training, for the screen, the export and paper alike."""

from desktop_admin.api.lists import Action, Chip, ListSpec
from desktop_admin.api.training.assignments import (
    AssignmentRow,
    AssignmentState,
    DeleteAssignment,
    ListAssignments,
    ListSubmissions,
    SetAssignment,
    SubmissionState,
)
from desktop_admin.api.training.certificates import (
    CertificateRow,
    CertificateStatus,
    ListCertificates,
    RevokeCertificate,
)
from desktop_admin.api.training.courses import CourseState, ListCourses
from desktop_admin.api.training.credits import AddCredit, CreditRow, CreditSource, ListCredits, ReverseCredit
from desktop_admin.api.training.enrolment import (
    CURRENT,
    ConfirmEnrolment,
    EnrolmentRow,
    EnrolmentState,
    ListEnrolments,
    RemoveEnrolment,
    WithdrawEnrolment,
)
from desktop_admin.api.training.resources import ListResources, ResourceState
from desktop_admin.api.training.sessions import AddSession, DeleteSession, EditSession, ListSessions, SessionRow
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Permission

EXPORT = Permission.TRAINING_RECORD_EXPORT


def _current(row: EnrolmentRow) -> bool:
    return row.state in CURRENT


def _applied(row: EnrolmentRow) -> bool:
    return row.state is EnrolmentState.APPLIED


def _not_held(row: SessionRow) -> bool:
    return row.held is None


def _draft(row: AssignmentRow) -> bool:
    return row.state is AssignmentState.DRAFT


def _stands(row: CertificateRow) -> bool:
    return row.status is not CertificateStatus.REVOKED


def _outside(row: CreditRow) -> bool:
    return row.source is CreditSource.OUTSIDE and not row.reversed


COURSES = ListSpec(
    name="training-courses",
    title=N_("Courses"),
    query=ListCourses,
    columns=(
        "number",
        "title",
        "subject",
        "state",
        "teacher",
        "hours",
        "capacity",
        "taken",
        "waiting",
        "open",
        "food_safety",
        "revision",
        "in_force",
        "published_on",
        "review_due",
        "overdue",
    ),
    row_title="title",
    chips=(
        Chip(N_("Enrolment open"), {"open": True}),
        Chip(CourseState.SUBMITTED.label, {"state": CourseState.SUBMITTED}),
        Chip(N_("Taught by me"), {"mine": True}),
        Chip(N_("Review overdue"), {"overdue": True}),
    ),
    export=EXPORT,
    search_hint=N_("Course no., title, subject or teacher"),
    empty=N_("There is no course yet."),
    icon="course",
    hidden=("food_safety", "revision", "in_force", "published_on", "review_due", "overdue"),
    quiet=("number",),
    counted=N_("{count} courses"),
    unsortable=("taken", "waiting", "overdue"),
)
ENROLMENTS = ListSpec(
    name="training-enrolments",
    title=N_("Enrolments"),
    query=ListEnrolments,
    columns=(
        "learner",
        "department",
        "course",
        "course_number",
        "state",
        "place",
        "applied_at",
        "by",
        "rules",
        "mark",
        "attendance",
        "ended_on",
        "reason",
    ),
    row_title="learner",
    chips=(
        Chip(EnrolmentState.ACTIVE.label, {"state": EnrolmentState.ACTIVE}),
        Chip(EnrolmentState.WAITLISTED.label, {"state": EnrolmentState.WAITLISTED}),
        Chip(EnrolmentState.APPLIED.label, {"state": EnrolmentState.APPLIED}),
        Chip(N_("My own"), {"mine": True}),
    ),
    actions=(
        Action(ConfirmEnrolment, fits=_applied, icon="check"),
        Action(WithdrawEnrolment, fits=_current, bulk=False, icon="undo"),
        Action(RemoveEnrolment, fits=_current, icon="minus", danger=True),
    ),
    export=EXPORT,
    search_hint=N_("Learner or department"),
    empty=N_("Nobody is enrolled yet."),
    icon="users",
    hidden=("course_number", "by", "rules", "ended_on", "reason"),
    quiet=("course_number",),
    counted=N_("{count} enrolments"),
    unsortable=("rules", "reason"),
    person=True,
)
SESSIONS = ListSpec(
    name="training-sessions",
    title=N_("Sessions"),
    query=ListSessions,
    columns=(
        "day",
        "starts",
        "course",
        "topic",
        "unit",
        "place",
        "teacher",
        "hours",
        "held",
        "present",
        "late",
        "leave",
        "absent",
        "unmarked",
    ),
    row_title="topic",
    chips=(Chip(N_("Not held yet"), {"held": False}), Chip(N_("Taught by me"), {"mine": True})),
    actions=(
        Action(EditSession, bulk=False, icon="edit"),
        Action(DeleteSession, fits=_not_held, icon="minus", danger=True),
    ),
    new=AddSession,
    export=EXPORT,
    search_hint=N_("Topic, place or teacher"),
    empty=N_("There is no session yet."),
    icon="calendar",
    hidden=("unit", "place", "teacher"),
    counted=N_("{count} sessions"),
    unsortable=("unit", "present", "late", "leave", "absent", "unmarked"),
)
ASSIGNMENTS = ListSpec(
    name="training-assignments",
    title=N_("Homework"),
    query=ListAssignments,
    columns=(
        "title",
        "course",
        "state",
        "due",
        "past",
        "marks",
        "submitted",
        "unmarked",
        "overdue",
        "missing",
        "mine",
    ),
    row_title="title",
    chips=(Chip(N_("For me to do"), {"mine": True}), Chip(N_("To be marked"), {"to_mark": True})),
    actions=(
        Action(SetAssignment, fits=_draft, bulk=False, icon="check"),
        Action(DeleteAssignment, bulk=False, icon="minus", danger=True),
    ),
    export=EXPORT,
    search_hint=N_("Title"),
    empty=N_("There is no homework yet."),
    icon="edit",
    hidden=("past", "overdue"),
    counted=N_("{count} pieces of homework"),
    unsortable=("past", "submitted", "unmarked", "overdue", "missing", "mine"),
    gives_way=("marks", "missing"),
)
SUBMISSIONS = ListSpec(
    name="training-submissions",
    title=N_("Handed-in work"),
    query=ListSubmissions,
    columns=(
        "number",
        "learner",
        "assignment",
        "course",
        "state",
        "attempt",
        "at",
        "late",
        "days",
        "overdue",
        "total",
        "marker",
        "marked_at",
    ),
    row_title="learner",
    chips=(
        Chip(SubmissionState.SUBMITTED.label, {"state": SubmissionState.SUBMITTED}),
        Chip(N_("Marking overdue"), {"overdue": True}),
        Chip(SubmissionState.LATE.label, {"state": SubmissionState.LATE}),
        Chip(N_("My own"), {"mine": True}),
    ),
    export=EXPORT,
    search_hint=N_("Receipt no. or learner"),
    empty=N_("Nothing has been handed in yet."),
    icon="edit",
    hidden=("attempt", "marker", "marked_at"),
    quiet=("number",),
    counted=N_("{count} pieces of work"),
    unsortable=("overdue",),
    gives_way=("overdue", "days", "late", "number"),
    person=True,
)
CERTIFICATES = ListSpec(
    name="training-certificates",
    title=N_("Certificates"),
    query=ListCertificates,
    columns=(
        "number",
        "learner",
        "course",
        "hours",
        "mark",
        "issued_on",
        "valid_until",
        "status",
        "food_safety",
        "issued_by",
        "revoked_by",
        "revoked_at",
        "reason",
    ),
    row_title="learner",
    chips=(
        Chip(CertificateStatus.EXPIRED.label, {"status": CertificateStatus.EXPIRED}),
        Chip(CertificateStatus.REVOKED.label, {"status": CertificateStatus.REVOKED}),
        Chip(N_("Food-safety training"), {"food_safety": True}),
        Chip(N_("My own"), {"mine": True}),
    ),
    actions=(
        Action(
            RevokeCertificate,
            fits=_stands,
            bulk=False,
            icon="minus",
            danger=True,
            effect=N_("{number} of {learner} is no longer valid, for good. Its number is never given again."),
        ),
    ),
    export=EXPORT,
    search_hint=N_("Certificate no., name or course"),
    empty=N_("There is no certificate yet."),
    icon="check",
    hidden=("food_safety", "issued_by", "revoked_by", "revoked_at", "reason"),
    quiet=("number",),
    counted=N_("{count} certificates"),
    unsortable=("status", "revoked_by", "reason"),
    person=True,
)
CREDITS = ListSpec(
    name="training-credits",
    title=N_("Class hours"),
    query=ListCredits,
    columns=(
        "day",
        "person",
        "department",
        "title",
        "source",
        "hours",
        "year",
        "certificate",
        "at",
        "by",
        "reason",
        "reversed",
    ),
    row_title="person",
    chips=(Chip(CreditSource.OUTSIDE.label, {"source": CreditSource.OUTSIDE}),),
    actions=(Action(ReverseCredit, fits=_outside, bulk=False, icon="undo", danger=True),),
    new=AddCredit,
    export=EXPORT,
    search_hint=N_("Name, department or training"),
    empty=N_("No class hours have been credited yet."),
    icon="clock",
    hidden=("year", "at", "by", "reversed"),
    quiet=("certificate",),
    counted=N_("{count} entries"),
    unsortable=("certificate", "reason", "reversed"),
    person=True,
)
RESOURCES = ListSpec(
    name="training-resources",
    title=N_("Teaching resources"),
    query=ListResources,
    columns=(
        "title",
        "kind",
        "subject",
        "origin",
        "cost",
        "state",
        "usability",
        "contributor",
        "contributed_on",
        "rights_owner",
        "licence",
        "expiry",
        "days_left",
        "checked_at",
        "broken",
        "uses",
        "revision",
        "in_force",
    ),
    row_title="title",
    chips=(
        Chip(ResourceState.SUBMITTED.label, {"state": ResourceState.SUBMITTED}),
        Chip(N_("Rights expired"), {"expired": True}),
        Chip(N_("Rights end within 30 days"), {"expiring": True}),
        Chip(N_("File broken"), {"broken": True}),
        Chip(N_("Contributed by me"), {"mine": True}),
    ),
    export=EXPORT,
    search_hint=N_("Title, subject, contributor or rights owner"),
    empty=N_("There is no resource yet."),
    icon="file",
    hidden=("cost", "contributed_on", "rights_owner", "licence", "checked_at", "broken", "revision", "in_force"),
    counted=N_("{count} resources"),
    unsortable=("usability", "uses"),
    gives_way=("uses", "days_left", "contributor"),
)
