"""Publishing's lists, for the screen, the export and the printed roster alike."""

from typing import Any

from desktop_admin.api.lists import Action, Chip, ListSpec
from desktop_admin.api.publishing.columns import (
    IssueNotice,
    ListNotices,
    NoticeRow,
    NoticeState,
    ReplyNotice,
    VerifyNotice,
    WithdrawNotice,
)
from desktop_admin.api.publishing.entry import StartSubmission
from desktop_admin.api.publishing.jobs import FailJob, JobRow, JudgeJob, ListJobs, RecordDone, RunJob
from desktop_admin.api.publishing.registers import (
    AddChannel,
    AddColumn,
    AddDepartment,
    ChannelKind,
    EditChannel,
    EditColumn,
    EditDepartment,
    EndSeat,
    FillSeat,
    ListChannels,
    ListColumns,
    ListDepartments,
    ListSeats,
    ListWatchRules,
    ResumeChannel,
    ResumeColumn,
    ResumeDepartment,
    SeatRow,
    SetWatch,
    StopChannel,
    StopColumn,
    StopDepartment,
)
from desktop_admin.api.publishing.states import OPEN, JobState, SubmissionState
from desktop_admin.api.publishing.submission import ListSubmissions
from desktop_admin.api.publishing.words import AddWords, ListWords, RemoveWord, WordCategory, WordRow
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Permission

_S = SubmissionState
_STOPPED_EFFECT = N_("{name}: nothing new can be chosen for it. Its records stay.")


def _in_use(row: Any) -> bool:
    return bool(row.in_use)


def _stopped(row: Any) -> bool:
    return not row.in_use


def _open_term(row: SeatRow) -> bool:
    return row.last is None


def _runs(row: JobRow) -> bool:
    return row.kind is ChannelKind.FOLDER and row.state in OPEN


def _by_hand(row: JobRow) -> bool:
    return row.kind is ChannelKind.MANUAL and row.state in OPEN


def _uncertain(row: JobRow) -> bool:
    return row.state is JobState.UNCERTAIN


def _to_correct(row: NoticeRow) -> bool:
    return row.state is NoticeState.OPEN


def _to_verify(row: NoticeRow) -> bool:
    return row.state is NoticeState.REPLIED


def _not_closed(row: NoticeRow) -> bool:
    return row.state in {NoticeState.OPEN, NoticeState.REPLIED}


def _listed_now(row: WordRow) -> bool:
    return row.until is None


SUBMISSIONS = ListSpec(
    name="publishing-submissions",
    title=N_("Articles"),
    query=ListSubmissions,
    columns=(
        "number",
        "title",
        "state",
        "department",
        "author",
        "channels",
        "column",
        "theme",
        "revision",
        "edited_at",
        "handed_in_at",
        "publish_at",
        "published_at",
        "lag",
        "overdue",
    ),
    row_title="title",
    chips=(
        Chip(N_("To do"), {"to_do": True}),
        Chip(N_("Written by me"), {"mine_only": True}),
        Chip(_S.PROP.label, {"state": _S.PROP}),
        Chip(_S.PUBLISHED.label, {"state": _S.PUBLISHED}),
        Chip(N_("Overdue"), {"overdue_only": True}),
    ),
    new=StartSubmission,
    export=Permission.PUBLISHING_SUBMISSION_EXPORT,
    search_hint=N_("Number, title, author, department, column or text"),
    empty=N_("There is no article yet."),
    icon="publish",
    hidden=("column", "theme", "revision", "handed_in_at", "lag", "overdue"),
    quiet=("number",),
    counted=N_("{count} articles"),
    widths={"title": 260, "channels": 170, "number": 150, "edited_at": 120, "publish_at": 120},
    unsortable=("channels", "lag", "overdue"),
    gives_way=("channels", "published_at", "publish_at", "edited_at"),
)

JOBS = ListSpec(
    name="publishing-jobs",
    title=N_("Publishing jobs"),
    query=ListJobs,
    columns=(
        "number",
        "title",
        "channel",
        "task",
        "state",
        "due_at",
        "by",
        "attempts",
        "address",
        "problem",
        "finished_at",
        "revision",
        "kind",
        "remote_id",
        "overdue",
        "remark",
    ),
    row_title="title",
    chips=(
        Chip(N_("Not done yet"), {"open_only": True}),
        Chip(N_("Failed or uncertain"), {"trouble_only": True}),
    ),
    actions=(
        Action(RunJob, fits=_runs, icon="publish"),
        Action(RecordDone, fits=_by_hand, bulk=False, icon="check"),
        Action(FailJob, fits=_by_hand, bulk=False, icon="x"),
        Action(JudgeJob, fits=_uncertain, bulk=False, icon="check"),
    ),
    export=Permission.PUBLISHING_SUBMISSION_EXPORT,
    search_hint=N_("Number, title or channel"),
    empty=N_("Nothing is being published."),
    icon="table",
    order="-due_at",
    hidden=("revision", "kind", "remote_id", "overdue", "remark"),
    quiet=("number", "remote_id"),
    counted=N_("{count} jobs"),
    widths={"title": 220, "address": 200, "problem": 200, "number": 150},
    unsortable=("overdue", "problem"),
    gives_way=("finished_at", "address", "attempts", "by", "task"),
)

COLUMNS = ListSpec(
    name="publishing-columns",
    title=N_("Website columns"),
    query=ListColumns,
    columns=("position", "name", "department", "watch", "state", "last_at", "days", "allowed", "notice", "in_use"),
    row_title="name",
    chips=(Chip(N_("To be urged"), {"to_urge": True}),),
    actions=(
        Action(EditColumn, bulk=False, icon="edit"),
        Action(StopColumn, fits=_in_use, icon="minus", effect=_STOPPED_EFFECT),
        Action(ResumeColumn, fits=_stopped, icon="check"),
    ),
    new=AddColumn,
    export=Permission.PUBLISHING_SUBMISSION_EXPORT,
    search_hint=N_("Name"),
    empty=N_("There is no column yet."),
    icon="columns",
    hidden=("in_use",),
    counted=N_("{count} columns"),
    widths={"position": 60},
    unsortable=("state", "last_at", "days", "allowed", "notice"),
    gives_way=("allowed", "position"),
)

NOTICES = ListSpec(
    name="publishing-notices",
    title=N_("Notices to keep columns up"),
    query=ListNotices,
    columns=(
        "number",
        "column",
        "department",
        "found",
        "days",
        "state",
        "deadline",
        "overdue",
        "round",
        "made_at",
        "by",
        "replied_by",
        "replied_at",
        "verified_by",
        "verified_at",
    ),
    row_title="number",
    chips=(
        Chip(N_("Not closed"), {"open_only": True}),
        Chip(N_("Overdue"), {"overdue_only": True}),
        Chip(NoticeState.REPLIED.label, {"state": NoticeState.REPLIED}),
    ),
    actions=(
        Action(ReplyNotice, fits=_to_correct, bulk=False, icon="edit"),
        Action(VerifyNotice, fits=_to_verify, bulk=False, icon="check"),
        Action(WithdrawNotice, fits=_not_closed, bulk=False, icon="x"),
    ),
    new=IssueNotice,
    export=Permission.PUBLISHING_SUBMISSION_EXPORT,
    search_hint=N_("Number, column or department"),
    empty=N_("No column has been urged yet."),
    icon="bell",
    hidden=("round", "verified_by", "verified_at"),
    counted=N_("{count} notices"),
    unsortable=("overdue",),
    gives_way=("replied_at", "replied_by", "by", "made_at", "overdue", "days"),
)

DEPARTMENTS = ListSpec(
    name="publishing-departments",
    title=N_("Departments"),
    query=ListDepartments,
    columns=("position", "name", "head", "superior", "informant", "deputy", "empty", "in_use"),
    row_title="name",
    actions=(
        Action(EditDepartment, bulk=False, icon="edit"),
        Action(StopDepartment, fits=_in_use, icon="minus", effect=_STOPPED_EFFECT),
        Action(ResumeDepartment, fits=_stopped, icon="check"),
    ),
    new=AddDepartment,
    export=Permission.PUBLISHING_SUBMISSION_EXPORT,
    search_hint=N_("Name"),
    empty=N_("There is no department yet."),
    icon="users",
    hidden=("in_use",),
    counted=N_("{count} departments"),
    widths={"position": 60, "empty": 180},
    unsortable=("head", "superior", "informant", "deputy", "empty"),
    gives_way=("position", "superior"),
)

SEATS = ListSpec(
    name="publishing-seats",
    title=N_("Terms of office"),
    query=ListSeats,
    columns=("department", "seat", "name", "first", "last", "by", "vacant"),
    row_title="name",
    chips=(Chip(N_("In office"), {"today_only": True}),),
    actions=(Action(EndSeat, fits=_open_term, bulk=False, icon="minus"),),
    new=FillSeat,
    export=Permission.PUBLISHING_SUBMISSION_EXPORT,
    search_hint=N_("Full name"),
    empty=N_("No seat has been filled yet."),
    icon="users",
    counted=N_("{count} terms"),
    unsortable=("vacant",),
)

CHANNELS = ListSpec(
    name="publishing-channels",
    title=N_("Channels"),
    query=ListChannels,
    columns=("position", "name", "kind", "folder", "address", "in_use"),
    row_title="name",
    actions=(
        Action(EditChannel, bulk=False, icon="edit"),
        Action(StopChannel, fits=_in_use, icon="minus", effect=_STOPPED_EFFECT),
        Action(ResumeChannel, fits=_stopped, icon="check"),
    ),
    new=AddChannel,
    search_hint=N_("Name"),
    empty=N_("There is no channel yet."),
    icon="platform",
    quiet=("folder", "address"),
    counted=N_("{count} channels"),
    widths={"position": 60, "folder": 220, "address": 220},
)

WATCH_RULES = ListSpec(
    name="publishing-watch",
    title=N_("How often columns are kept up"),
    query=ListWatchRules,
    columns=("watch", "days", "since", "by", "reason"),
    row_title="watch",
    new=SetWatch,
    search_hint=N_("Reason"),
    empty=N_("News 14 days, notices 180 days, WeChat account 14 days."),
    icon="clock",
    counted=N_("{count} rules"),
    widths={"reason": 260},
)

WORDS = ListSpec(
    name="publishing-words",
    title=N_("Word list"),
    query=ListWords,
    columns=("word", "category", "since", "until"),
    row_title="word",
    chips=tuple(
        Chip(category.label, {"category": category}) for category in WordCategory if category is not WordCategory.OTHER
    ),
    actions=(Action(RemoveWord, fits=_listed_now, bulk=False, icon="x"),),
    new=AddWords,
    export=Permission.PUBLISHING_SUBMISSION_EXPORT,
    search_hint=N_("Word"),
    empty=N_("The list that came with the program is used until words are added."),
    icon="table",
    hidden=("until",),
    counted=N_("{count} words"),
)
