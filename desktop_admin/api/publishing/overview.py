"""What a dashboard says of publishing: what waits for whom, what is late, which seat is empty."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from desktop_admin.api.base import Query
from desktop_admin.api.publishing.states import SubmissionState
from desktop_admin.core.i18n import N_
from desktop_admin.core.labels import Labelled, Tone
from desktop_admin.core.permissions import Permission


class AlarmKind(Labelled):
    EMPTY_SEAT = "empty seat", N_("empty seat"), Tone.WARN
    BLANK_COLUMN = "blank column", N_("blank column"), Tone.DANGER
    STALE_COLUMN = "stale column", N_("column not kept up"), Tone.WARN
    NOTICE_OPEN = "notice open", N_("to be corrected"), Tone.WARN
    NOTICE_REPLIED = "notice replied", N_("to be verified"), Tone.INFO
    NOTICE_LATE = "notice late", N_("correction overdue"), Tone.DANGER
    SCHEDULE_MISSED = "schedule missed", N_("schedule missed"), Tone.DANGER
    JOB_FAILED = "job failed", N_("not published on a channel"), Tone.DANGER
    JOB_UNCERTAIN = "job uncertain", N_("unclear whether published"), Tone.DANGER


class Alarm(Struct, frozen=True, kw_only=True):
    """One line. key: of the department, column, notice, article or job. what: its name; detail: a message.

    params: of the detail. since: when it began, where that is known.
    """

    kind: AlarmKind
    key: UUID
    what: str
    detail: str = ""
    params: dict[str, str | int] = {}
    since: datetime | None = None


class PublishingOverview(Struct, frozen=True, kw_only=True):
    """to_do: articles on which a step waits for the asker. waiting: articles by the state they wait in."""

    to_do: int
    waiting: tuple[tuple[SubmissionState, int], ...]
    published_this_month: int
    overdue: int
    alarms: tuple[Alarm, ...]


class ReadPublishingOverview(Query[PublishingOverview], frozen=True):
    permission = Permission.PUBLISHING_SUBMISSION_READ
