"""The PCs that are paired with the one that holds the data."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Struct

from desktop_admin.api.base import PageQuery, RecordCommand, label
from desktop_admin.api.lists import Action, Chip, ListSpec
from desktop_admin.api.sharing.protocol import LONGEST_NAME
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_
from desktop_admin.core.labels import Labelled, Tone
from desktop_admin.core.permissions import Permission


class OwnPc(Refused):
    message = N_("“{name}” is the PC you are at. Do this at another one, or nobody would be left here to take it back.")


class PcRemoved(Refused):
    message = N_("“{name}” was removed. It can only be paired anew, with a code of its own.")


class PcState(Labelled):
    PAIRED = "paired", N_("Paired"), Tone.OK
    SUSPENDED = "suspended", N_("Suspended"), Tone.WARN
    REMOVED = "removed", N_("Removed"), Tone.NEUTRAL


class PcRow(Struct, frozen=True, kw_only=True):
    """number: eight hexadecimal digits, also in the server's log. seen_at: to five minutes."""

    key: UUID
    version: int
    name: Annotated[str, label(N_("PC"))]
    state: Annotated[PcState, label(N_("State"))]
    added_at: Annotated[datetime, label(N_("Paired on"))]
    added_by: Annotated[str, label(N_("Paired by"))]
    seen_at: Annotated[datetime | None, label(N_("Last seen"))]
    number: Annotated[str, label(N_("Number"))]


class ListPcs(PageQuery[PcRow], frozen=True, kw_only=True):
    permission = Permission.SHARING_PC_READ

    state: Annotated[PcState | None, label(N_("State"))] = None


class RenamePc(RecordCommand[PcRow], frozen=True):
    permission = Permission.SHARING_PC_MANAGE
    caption = N_("Rename PC")

    name: Annotated[str, label(N_("PC"), max_length=LONGEST_NAME, hint=N_("Such as the room it stands in"))]


class SuspendPc(RecordCommand[PcRow], frozen=True):
    """Whoever is signed in there is signed out; ResumePc lets the PC in again. Raises OwnPc, PcRemoved."""

    permission = Permission.SHARING_PC_MANAGE
    caption = N_("Suspend PC")


class ResumePc(RecordCommand[PcRow], frozen=True):
    """Raises PcRemoved."""

    permission = Permission.SHARING_PC_MANAGE
    caption = N_("Let PC in again")


class RemovePc(RecordCommand[PcRow], frozen=True):
    """For good: it can only be paired anew. Raises OwnPc, PcRemoved."""

    permission = Permission.SHARING_PC_MANAGE
    caption = N_("Remove PC")


def _is_paired(row: PcRow) -> bool:
    return row.state is PcState.PAIRED


def _is_suspended(row: PcRow) -> bool:
    return row.state is PcState.SUSPENDED


def _is_known(row: PcRow) -> bool:
    return row.state is not PcState.REMOVED


PCS = ListSpec(
    name="sharing-pcs",
    title=N_("Paired PCs"),
    query=ListPcs,
    columns=("name", "state", "added_at", "added_by", "seen_at", "number"),
    row_title="name",
    quiet=("number",),
    hidden=("number",),
    chips=(
        Chip(N_("Paired"), {"state": PcState.PAIRED}),
        Chip(N_("Suspended"), {"state": PcState.SUSPENDED}),
        Chip(N_("Removed"), {"state": PcState.REMOVED}),
    ),
    actions=(
        Action(RenamePc, fits=_is_known, bulk=False, icon="edit"),
        Action(
            SuspendPc,
            fits=_is_paired,
            icon="minus",
            effect=N_("{name} can no longer reach the data, and whoever is signed in there is signed out at once."),
            danger=True,
        ),
        Action(ResumePc, fits=_is_suspended, icon="undo"),
        Action(
            RemovePc,
            fits=_is_known,
            icon="trash",
            effect=N_(
                "{name} is cut off for good and whoever is signed in there is signed out; it has to be paired anew."
            ),
            danger=True,
        ),
    ),
    search_hint=N_("PC or person"),
    empty=N_("No other PC is paired yet. Make a pairing code, and type it at the other PC."),
    icon="pc",
    counted=N_("{count} PCs"),
    widths={"name": 260, "state": 96, "added_at": 128, "added_by": 110, "seen_at": 128, "number": 96},
)
