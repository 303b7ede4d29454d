"""Backups: made, tested, listed, restored. They lie in a folder beside the database, never in it."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from msgspec import Struct

from desktop_admin.api.base import Command, PageQuery, Query, RecordCommand, Refusal, label
from desktop_admin.api.lists import Action, Chip, ListSpec
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_
from desktop_admin.core.labels import Labelled, Tone
from desktop_admin.core.permissions import Permission


class NotABackup(Refused):
    message = N_(
        "{name} is not a backup of this program. Name the folder of a backup itself: it is called after its day and"
        " time, and holds manifest.json."
    )


class BackupLacks(Refused):
    message = N_("{file} is missing in the backup {name}. Copy the backup's whole folder, or use another one.")


class BackupUnreadable(Refused):
    phrases = frozenset({"reason"})
    message = N_("{file} in the backup {name} cannot be read ({reason}). Check the disk and the folder's rights.")


class BackupDamaged(Refused):
    message = N_("The backup {name} is damaged: {file} is not as it was written. Use another one.")


class BackupChanged(Refused):
    message = N_("The backup {name} was changed after it was made, or by another program. Use another one.")


class BackupNewer(Refused):
    message = N_("The backup {name} was made by a newer version of the program. Install version {program} or later.")


class BackupUnsound(Refused):
    phrases = frozenset({"finding"})
    message = N_(
        "The backup {name} can be read, but: {finding} It is restored only on the command line, with"
        " --despite-findings."
    )


class BackupNotTested(Refused):
    phrases = frozenset({"detail"})
    message = N_(
        "The backup {name} was made, but could not be tested ({detail}). Free disk space where it lies, and test it"
        " again."
    )


class FilesMissing(Refused):
    """It is a good backup of data that had lost files before."""

    message = N_(
        "The backup {name} is sound, but {count} photos or files are missing: they were lost before it was made."
    )


class OnlyListed(Refused):
    message = N_(
        "The backup's list could be read, but the database role {role} may not create a database to restore it into."
        " Test it as the owner, who may after ALTER ROLE OWNER CREATEDB:"
        " desktop-admin backup --test NAME --database ADDRESS"
    )


class BackupOfAnother(Refused):
    message = N_(
        "The backup {name} was not made with the master.key of {folder}: it is of another installation, or was"
        " changed. To look into it, restore it into an empty folder with --data."
    )


class OtherDatabase(Refused):
    phrases = frozenset({"theirs", "ours"})
    message = N_("The backup {name} is of {theirs}, and this is {ours}. Name the database with --database.")


class NoBackupFolder(Refused):
    phrases = frozenset({"reason"})
    message = N_("{folder} cannot hold backups ({reason}). Choose another folder.")


class NoSuchBackup(Refused):
    message = N_("There is no backup {name}. “desktop-admin backup --list” names those there are.")


class BackupUnderway(Refused):
    message = N_("A backup is being made or tested just now. Wait until it has finished.")


class BackupFailed(Refused):
    phrases = frozenset({"detail"})
    message = N_("The backup could not be made ({detail}). Nothing was changed.")


class RestoreFailed(Refused):
    phrases = frozenset({"detail"})
    message = N_("The backup {name} could not be restored ({detail}). The data are as they were.")


class RestoreElsewhere(Refused):
    message = N_(
        "A backup is restored on the PC that holds the data: sign in there, or stop sharing and run"
        " desktop-admin restore {name}"
    )


class OthersConnected(Refused):
    message = N_(
        "{count} others are signed in, and would lose what they do. Ask them to sign out, or stop sharing and run"
        " desktop-admin restore {name}"
    )


class BackupKind(Labelled):
    NIGHTLY = "nightly", N_("Nightly")
    BY_HAND = "by hand", N_("By hand")
    BEFORE_RESTORE = "before restore", N_("Before a restore")


class BackupResult(Labelled):
    """What the restore test found. LISTED: only the list of what a PostgreSQL dump holds could be read. INCOMPLETE:
    files that the database names were lost before it was made."""

    UNTESTED = "untested", N_("Not tested"), Tone.NEUTRAL
    GOOD = "good", N_("Can be restored"), Tone.OK
    INCOMPLETE = "incomplete", N_("Files are missing"), Tone.WARN
    LISTED = "listed", N_("Readable, not restored"), Tone.WARN
    BAD = "bad", N_("Not usable"), Tone.DANGER


class BackupRow(Struct, frozen=True, kw_only=True):
    """why: what the test found wrong, or could not do; in nobody's language yet."""

    key: UUID
    version: int = 1  # a backup is never changed
    name: Annotated[str, label(N_("Backup"))]
    made_at: Annotated[datetime, label(N_("Made at"))]
    kind: Annotated[BackupKind, label(N_("Occasion"))]
    by: Annotated[str, label(N_("Made by"))]
    size: Annotated[Decimal, label(N_("Size"), unit="MB")]
    rows: Annotated[int, label(N_("Rows"))]
    photos: Annotated[int, label(N_("Photos and files"))]
    schema: Annotated[str, label(N_("Schema"))]
    program: Annotated[str, label(N_("Program"))]
    result: Annotated[BackupResult, label(N_("Restore test"))]
    tested_at: Annotated[datetime | None, label(N_("Tested at"))]
    why: Refusal | None = None


class ListBackups(PageQuery[BackupRow], frozen=True, kw_only=True):
    """The newest first. search looks into names and who made them."""

    permission = Permission.BACKUP_COPY_MAKE

    kind: Annotated[BackupKind | None, label(N_("Occasion"))] = None
    result: Annotated[BackupResult | None, label(N_("Restore test"))] = None


class BackupState(Struct, frozen=True, kw_only=True):
    """folder: where the backups lie, on the PC that holds the data. same_disk: as the data, so one fault takes both.

    last_good: the newest that was not found bad. overdue: for longer than 26 hours there was none.
    """

    folder: Annotated[str, label(N_("Folder"))]
    same_disk: bool
    last_good: Annotated[datetime | None, label(N_("Last good backup"))]
    overdue: bool
    here: bool  # asked on the PC that holds the data


class ReadBackupState(Query[BackupState], frozen=True):
    permission = Permission.BACKUP_COPY_MAKE


class MakeBackup(Command[None], frozen=True):
    """Begin to make one, and then to test it; BackupProgress of its id tells the rest."""

    permission = Permission.BACKUP_COPY_MAKE
    caption = N_("Back up now")


class TestBackup(RecordCommand[None], frozen=True):
    """Begin to restore it beside the data and to check what comes out; BackupProgress of its id tells the rest."""

    __test__ = False

    permission = Permission.BACKUP_COPY_MAKE
    caption = N_("Test restore")


class ChooseBackupFolder(Command[BackupState], frozen=True, kw_only=True):
    """Backups that were made before stay where they are. Raises NoBackupFolder."""

    permission = Permission.BACKUP_COPY_RESTORE
    caption = N_("Choose folder")

    folder: Annotated[
        str,
        label(
            N_("Folder"),
            max_length=400,
            wide=True,
            hint=N_("On the PC that holds the data, best on another disk. Empty: beside the data."),
        ),
    ] = ""


class RestoreBackup(RecordCommand[str], frozen=True):
    """Everyone is signed out, and the program restores the backup before it opens the data again. Returns its name.

    Raises RestoreElsewhere, OthersConnected, and what makes a backup unusable.
    """

    permission = Permission.BACKUP_COPY_RESTORE
    caption = N_("Restore")


class Going(Struct, frozen=True):
    """How far a backup or its test is. Ended without a row: refused says why."""

    ended: bool = False
    row: BackupRow | None = None
    refused: Refusal | None = None


class BackupProgress(Query[Going], frozen=True):
    permission = Permission.BACKUP_COPY_MAKE

    of: UUID


BACKUPS = ListSpec(
    name="backups",
    title=N_("Backups"),
    query=ListBackups,
    columns=(
        "made_at",
        "kind",
        "result",
        "tested_at",
        "size",
        "rows",
        "photos",
        "by",
        "name",
        "schema",
        "program",
    ),
    row_title="made_at",
    chips=(Chip(BackupResult.BAD.label, {"result": BackupResult.BAD}),),
    actions=(
        Action(TestBackup, bulk=False, icon="check"),
        Action(
            RestoreBackup,
            bulk=False,
            icon="undo",
            danger=True,
            effect=N_(
                "Everything entered since {made_at} will be gone. Before that a copy of today's data is made. Everyone"
                " is signed out, and the program opens the data anew: sign in with the password of that time."
            ),
        ),
    ),
    search_hint=N_("Name or person"),
    empty=N_("There is no backup yet. The first one is made at night, or now."),
    icon="server",
    counted=N_("{count} backups"),
    hidden=("name", "schema", "program", "photos"),
    quiet=("name", "schema", "program"),
    widths={"made_at": 150, "tested_at": 130, "result": 150, "by": 110},
)
