"""The audit trail: who did what, when, on which PC; and whether it is still as it was written."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import Struct

from desktop_admin.api.base import Command, PageQuery, Period, Query, label
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.permissions import Permission
from desktop_admin.core.text import one_line


class Difference(Struct, frozen=True):
    """A column whose value is not what was audited; of a secret only its label."""

    label: str
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        return f"{tr(self.label)} {self.before} → {self.after}" if self.before or self.after else tr(self.label)


class Finding(Struct, frozen=True):
    """One thing that is not as it was written, said in one sentence.

    title: what the record is called, and columns: what differs of it; both are translated where they are shown.
    """

    message: str
    params: dict[str, str | int]
    title: str = ""
    columns: tuple[Difference, ...] = ()

    def __str__(self) -> str:
        columns = tr(N_(", ")).join(str(each) for each in self.columns)
        return one_line(tr(self.message, **self.params, title=tr(self.title), columns=columns))


class Report(Struct, frozen=True):
    """What a check of the whole trail and of every audited row has found; the first findings, in their order."""

    at: datetime
    entries: int
    rows: int
    seals: int
    findings: tuple[Finding, ...] = ()

    @property
    def clean(self) -> bool:
        return not self.findings

    def __str__(self) -> str:
        """The result in one sentence: the first finding, if there is one."""
        if self.findings:
            return str(self.findings[0])
        return tr(SOUND, entries=f"{self.entries:,}", rows=f"{self.rows:,}", seals=f"{self.seals:,}")


SOUND = N_("Nothing has been tampered with: {entries} entries, {rows} rows and {seals} seals are as they were written.")


class Term(Struct, frozen=True):
    """A text of the program, translated where it is shown; or somebody's own words, which never are."""

    text: str
    own: bool = False

    def __str__(self) -> str:
        """On one line, with nothing in it that could forge another."""
        return one_line(self.text if self.own else tr(self.text))


class About(Struct, frozen=True):
    """The first record that an entry is about, and how many more there are."""

    title: Term
    name: str
    more: int = 0

    def __str__(self) -> str:
        first = one_line(f"{self.title} {self.name}".strip())
        return tr(N_("{first} and {more} more"), first=first, more=self.more) if self.more else first


class EntryRow(Struct, frozen=True):
    """One entry of the trail: one transaction of one person."""

    key: UUID
    version: int  # always 1: an entry is never changed
    at: Annotated[datetime, label(N_("Time"))]
    person: Annotated[Term, label(N_("Person"))]
    action: Annotated[Term, label(N_("Action"))]
    about: Annotated[About | None, label(N_("Object"))]
    device: Annotated[Term, label(N_("PC"))]
    area: Annotated[Term, label(N_("Module"))]
    number: Annotated[int, label(N_("Number in session"))]


class ListEntries(PageQuery[EntryRow], frozen=True):
    """The trail, the newest first. search looks into people, PCs, actions and what was changed."""

    permission = Permission.AUDIT_ENTRY_READ

    period: Annotated[Period | None, label(N_("Between"))] = None
    person: Annotated[str, label(N_("Person"), max_length=80)] = ""
    area: Annotated[str, label(N_("Module"), max_length=40, editor="choice")] = ""
    action: Annotated[str, label(N_("Action"), max_length=80, editor="choice")] = ""
    device: Annotated[str, label(N_("PC"), max_length=80)] = ""


class Choice(Struct, frozen=True):
    value: str
    title: Term


class EntryChoices(Struct, frozen=True):
    """What the trail can be narrowed to."""

    areas: tuple[Choice, ...]
    actions: tuple[Choice, ...]


class ReadEntryChoices(Query[EntryChoices], frozen=True):
    permission = Permission.AUDIT_ENTRY_READ


class FieldChange(Struct, frozen=True):
    """One field as people read it; before and after are empty where there was nothing."""

    label: Term
    before: Term
    after: Term


Done = Literal["insert", "update", "delete"]


class RecordChange(Struct, frozen=True):
    """What happened to one record."""

    table: str
    key: UUID
    about: About
    done: Done
    fields: tuple[FieldChange, ...]


class Fact(Struct, frozen=True):
    """Something noted that no changed field tells."""

    label: Term
    value: Term


class Entry(Struct, frozen=True):
    """An entry with all that it tells."""

    row: EntryRow
    changes: tuple[RecordChange, ...]
    facts: tuple[Fact, ...]
    stream: UUID
    hash: str
    previous: str
    length: int  # entries in the session so far
    seal: int | None  # the number of the first seal that covers it


class ReadEntry(Query[Entry], frozen=True):
    permission = Permission.AUDIT_ENTRY_READ

    key: UUID


class HistoryLine(Struct, frozen=True):
    """One entry as far as it is about one record."""

    at: datetime
    person: Term
    action: Term
    device: Term
    done: Done
    fields: tuple[FieldChange, ...]


class RecordHistory(Query[tuple[HistoryLine, ...]], frozen=True):
    """Who has changed one record, when and what, the newest first; at most 100 entries.

    Allowed to whoever may read such records, as their model declares in `in_trail`, and to readers of the trail.
    """

    permission = Permission.ACCOUNTS_OWN_MANAGE

    table: str
    key: UUID


class ChangeMade(Struct, frozen=True):
    """values: of the command's fields that were changed, what they hold now, as plain JSON. by, at: of the last."""

    version: int
    by: str
    at: datetime
    values: dict[str, Any]


class ChangedSince(Query[ChangeMade | None], frozen=True):
    """What has become of a record that somebody is editing; None if it has not been changed since that version.

    Allowed to whoever may give the command.
    """

    permission = Permission.ACCOUNTS_OWN_MANAGE

    command: str  # its name on the wire
    key: UUID
    version: int


class VerifyTrail(Command[None], frozen=True):
    """Begin to check the whole trail and every audited row; VerifyProgress of its id tells the rest."""

    permission = Permission.AUDIT_CHAIN_VERIFY
    caption = N_("Verify audit trail")


class Progress(Struct, frozen=True):
    """done of total steps. Without a report it ended because it was stopped, or could not be done."""

    done: int
    total: int
    ended: bool = False
    report: Report | None = None


class VerifyProgress(Query[Progress], frozen=True):
    permission = Permission.AUDIT_CHAIN_VERIFY

    of: UUID


class StopVerifying(Query[None], frozen=True):
    """The check of this id ends without a result. It changes no data, and need not wait for commands."""

    permission = Permission.AUDIT_CHAIN_VERIFY

    of: UUID
