"""What publishing rests on: departments and their seats, channels, columns and how often they must be kept up.

A row's labelled fields carry the names of the edit command's fields, so that a form can be filled from a row.
"""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Struct

from desktop_admin.api.base import Command, PageQuery, Query, RecordCommand, label
from desktop_admin.core.i18n import N_
from desktop_admin.core.labels import Labelled, Tone
from desktop_admin.core.permissions import Permission

Name = Annotated[str, label(N_("Name"), max_length=40)]
Position = Annotated[int, label(N_("Order"), ge=1, le=99)]
InUse = Annotated[bool, label(N_("In use"))]


# --- departments and their seats (SW 二) ---
class SeatKind(Labelled):
    HEAD = "head", N_("head")  # 部门负责人: signs
    SUPERIOR = "superior", N_("superior of the head")  # signs what the head wrote
    INFORMANT = "informant", N_("informant")  # 信息员: collects, writes, hands in
    DEPUTY = "deputy", N_("deputy informant")


class DepartmentRow(Struct, frozen=True, kw_only=True):
    """The holders are those of today; a seat whose holder can no longer sign in counts as empty."""

    key: UUID
    version: int
    position: Position
    name: Name
    head: Annotated[str, label(N_("Head"))]
    superior: Annotated[str, label(N_("Superior of the head"))]
    informant: Annotated[str, label(N_("Informant"))]
    deputy: Annotated[str, label(N_("Deputy informant"))]
    empty: Annotated[tuple[SeatKind, ...], label(N_("Empty seats"))]
    in_use: InUse


class ListDepartments(PageQuery[DepartmentRow], frozen=True, kw_only=True):
    """In the school's own order."""

    permission = Permission.PUBLISHING_SUBMISSION_READ

    in_use: Annotated[bool | None, label(N_("In use"))] = None


class AddDepartment(Command[DepartmentRow], frozen=True, kw_only=True):
    permission = Permission.PUBLISHING_REGISTER_EDIT
    caption = N_("Add department")

    name: Name
    position: Position = 1


class EditDepartment(RecordCommand[DepartmentRow], frozen=True, kw_only=True):
    permission = Permission.PUBLISHING_REGISTER_EDIT
    caption = N_("Edit department")

    name: Name
    position: Position = 1


class StopDepartment(RecordCommand[DepartmentRow], frozen=True):
    permission = Permission.PUBLISHING_REGISTER_EDIT
    caption = N_("Stop department")


class ResumeDepartment(RecordCommand[DepartmentRow], frozen=True):
    permission = Permission.PUBLISHING_REGISTER_EDIT
    caption = N_("Use department again")


class SeatRow(Struct, frozen=True, kw_only=True):
    """One term of one person in one seat; it stays on record when it is over."""

    key: UUID
    version: int
    department_key: UUID
    department: Annotated[str, label(N_("Department"))]
    seat: Annotated[SeatKind, label(N_("Seat"))]
    name: Annotated[str, label(N_("Full name"))]
    account_key: UUID
    first: Annotated[date, label(N_("From"))]
    last: Annotated[date | None, label(N_("Until"))]
    by: Annotated[str, label(N_("Appointed by"))]
    vacant: Annotated[bool, label(N_("Cannot sign in"))]


class ListSeats(PageQuery[SeatRow], frozen=True, kw_only=True):
    permission = Permission.PUBLISHING_SUBMISSION_READ

    department: Annotated[UUID | None, label(N_("Department"), editor="choice")] = None
    seat: Annotated[SeatKind | None, label(N_("Seat"))] = None
    today_only: Annotated[bool, label(N_("In office"))] = False


class FillSeat(Command[SeatRow], frozen=True, kw_only=True):
    """A new holder from a day on; the one before ends the day before it. Raises SeatAlreadyHeld, SeatTermTurned."""

    permission = Permission.PUBLISHING_REGISTER_EDIT
    caption = N_("Fill seat")

    department: Annotated[UUID, label(N_("Department"), editor="choice")]
    seat: Annotated[SeatKind, label(N_("Seat"))]
    account: Annotated[UUID, label(N_("Full name"), editor="choice")]
    first: Annotated[date | None, label(N_("From"), hint=N_("Empty: from today"))] = None
    last: Annotated[date | None, label(N_("Until"), hint=N_("The last day; empty: without end"))] = None


class EndSeat(RecordCommand[SeatRow], frozen=True, kw_only=True):
    permission = Permission.PUBLISHING_REGISTER_EDIT
    caption = N_("End term")

    last: Annotated[date | None, label(N_("Last day"), hint=N_("Empty: today"))] = None


# --- channels ---
class ChannelKind(Labelled):
    MANUAL = "manual", N_("WeChat account, by hand")
    FOLDER = "folder", N_("Website folder")


class ChannelRow(Struct, frozen=True, kw_only=True):
    key: UUID
    version: int
    position: Position
    name: Name
    kind: Annotated[ChannelKind, label(N_("Kind"))]
    folder: Annotated[str, label(N_("Folder"))]
    address: Annotated[str, label(N_("Web address"))]
    in_use: InUse


Folder = Annotated[
    str,
    label(N_("Folder"), max_length=300, hint=N_("Of a website folder: an empty folder on the PC that holds the data")),
]
Address = Annotated[
    str, label(N_("Web address"), max_length=200, hint=N_("Where that folder is seen, such as https://school.cn/news"))
]


class ListChannels(PageQuery[ChannelRow], frozen=True, kw_only=True):
    permission = Permission.PUBLISHING_SUBMISSION_READ

    in_use: Annotated[bool | None, label(N_("In use"))] = None


class AddChannel(Command[ChannelRow], frozen=True, kw_only=True):
    """Raises ChannelFolderUnusable, ChannelFolderNotOurs, WebAddressNeeded."""

    permission = Permission.PUBLISHING_REGISTER_EDIT
    caption = N_("Add channel")

    name: Name
    kind: Annotated[ChannelKind, label(N_("Kind"))] = ChannelKind.MANUAL
    folder: Folder = ""
    address: Address = ""
    position: Position = 1


class EditChannel(RecordCommand[ChannelRow], frozen=True, kw_only=True):
    permission = Permission.PUBLISHING_REGISTER_EDIT
    caption = N_("Edit channel")

    name: Name
    folder: Folder = ""
    address: Address = ""
    position: Position = 1


class StopChannel(RecordCommand[ChannelRow], frozen=True):
    permission = Permission.PUBLISHING_REGISTER_EDIT
    caption = N_("Stop channel")


class ResumeChannel(RecordCommand[ChannelRow], frozen=True):
    permission = Permission.PUBLISHING_REGISTER_EDIT
    caption = N_("Use channel again")


# --- columns (SW 三.3) ---
class WatchKind(Labelled):
    """How long a column may go without anything new; a blank one is told of at once."""

    NEWS = "news", N_("news")
    NOTICES = "notices", N_("notices")
    ACCOUNT = "account", N_("WeChat account")  # everything published on a channel by hand


DEFAULT_DAYS = {WatchKind.NEWS: 14, WatchKind.NOTICES: 180, WatchKind.ACCOUNT: 14}


class ColumnState(Labelled):
    KEPT = "kept up", N_("kept up"), Tone.OK
    STALE = "stale", N_("not kept up"), Tone.WARN
    BLANK = "blank", N_("blank"), Tone.DANGER
    URGED = "urged", N_("urged"), Tone.INFO  # a notice is open
    STOPPED = "stopped", N_("stopped"), Tone.NEUTRAL


class ColumnRow(Struct, frozen=True, kw_only=True):
    key: UUID
    version: int
    position: Position
    name: Name
    watch: Annotated[WatchKind, label(N_("Watched as"))]
    department_key: Annotated[UUID, label(N_("Department"), editor="choice")]
    department: Annotated[str, label(N_("Department"))]
    state: Annotated[ColumnState, label(N_("State"))]
    last_at: Annotated[datetime | None, label(N_("Last published"))]
    days: Annotated[int, label(N_("Days without"))]  # since then; of a blank column since it was added
    allowed: Annotated[int, label(N_("Days allowed"))]
    notice: Annotated[str, label(N_("Notice no."))]
    notice_key: UUID | None
    in_use: InUse


class ListColumns(PageQuery[ColumnRow], frozen=True, kw_only=True):
    """In the school's own order."""

    permission = Permission.PUBLISHING_SUBMISSION_READ

    department: Annotated[UUID | None, label(N_("Department"), editor="choice")] = None
    watch: Annotated[WatchKind | None, label(N_("Watched as"))] = None
    to_urge: Annotated[bool, label(N_("To be urged"))] = False  # stale or blank, and no notice open
    in_use: Annotated[bool | None, label(N_("In use"))] = None


class AddColumn(Command[ColumnRow], frozen=True, kw_only=True):
    permission = Permission.PUBLISHING_REGISTER_EDIT
    caption = N_("Add column")

    name: Name
    department_key: Annotated[UUID, label(N_("Department"), editor="choice")]
    watch: Annotated[WatchKind, label(N_("Watched as"))] = WatchKind.NEWS
    position: Position = 1


class EditColumn(RecordCommand[ColumnRow], frozen=True, kw_only=True):
    permission = Permission.PUBLISHING_REGISTER_EDIT
    caption = N_("Edit column")

    name: Name
    department_key: Annotated[UUID, label(N_("Department"), editor="choice")]
    watch: Annotated[WatchKind, label(N_("Watched as"))] = WatchKind.NEWS
    position: Position = 1


class StopColumn(RecordCommand[ColumnRow], frozen=True):
    permission = Permission.PUBLISHING_REGISTER_EDIT
    caption = N_("Stop column")


class ResumeColumn(RecordCommand[ColumnRow], frozen=True):
    permission = Permission.PUBLISHING_REGISTER_EDIT
    caption = N_("Use column again")


class WatchRow(Struct, frozen=True, kw_only=True):
    """So many days from that day on; the rows before it stay."""

    key: UUID
    version: int
    watch: Annotated[WatchKind, label(N_("Watched as"))]
    days: Annotated[int, label(N_("Days allowed"))]
    since: Annotated[date, label(N_("Valid from"))]
    by: Annotated[str, label(N_("Handled by"))]
    reason: Annotated[str, label(N_("Reason"))]


class ListWatchRules(PageQuery[WatchRow], frozen=True, kw_only=True):
    """Where none is in force, DEFAULT_DAYS holds. Own order: the newest first."""

    permission = Permission.PUBLISHING_SUBMISSION_READ

    watch: Annotated[WatchKind | None, label(N_("Watched as"))] = None


class SetWatch(Command[WatchRow], frozen=True, kw_only=True):
    permission = Permission.PUBLISHING_REGISTER_EDIT
    caption = N_("Change days")

    watch: Annotated[WatchKind, label(N_("Watched as"))]
    days: Annotated[int, label(N_("Days allowed"), ge=1, le=730)]
    since: Annotated[date | None, label(N_("Valid from"), hint=N_("Empty: from today"))] = None
    reason: Annotated[str, label(N_("Reason"), max_length=200)] = ""


# --- what forms choose from ---
class Choice(Struct, frozen=True):
    key: UUID
    name: str
    detail: str = ""


class DepartmentChoice(Struct, frozen=True):
    """mine: the asker may write for it today."""

    key: UUID
    name: str
    mine: bool


class ChannelChoice(Struct, frozen=True):
    key: UUID
    name: str
    kind: ChannelKind


class ColumnChoice(Struct, frozen=True):
    key: UUID
    name: str
    department_key: UUID
    watch: WatchKind


class PublishingChoices(Struct, frozen=True, kw_only=True):
    """Everything in use, in the school's own order; people: staff who can sign in, by name."""

    departments: tuple[DepartmentChoice, ...]
    channels: tuple[ChannelChoice, ...]
    columns: tuple[ColumnChoice, ...]
    people: tuple[Choice, ...]


class ReadPublishingChoices(Query[PublishingChoices], frozen=True):
    permission = Permission.PUBLISHING_SUBMISSION_READ
