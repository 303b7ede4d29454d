"""The limits of what is measured: those that are shipped, and those that the school has set instead."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID, uuid5

from msgspec import Struct

from desktop_admin.api.base import PageQuery, RecordCommand, label
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Permission

_MEASURES = UUID("6f6c7a2e-7d3b-5c80-9a5e-3f1d8f0b6a11")  # a name space of our own


def measure_key(code: str, measure: str) -> UUID:
    """The same for one measure of one item in whatever version of the checklist."""
    return uuid5(_MEASURES, f"{code}/{measure}")


class LimitPast(Struct, frozen=True):
    """A limit that the school set, once."""

    valid_from: date
    limit: str
    reason: str
    by: str
    at: datetime


class LimitRow(Struct, frozen=True, kw_only=True):
    """One measure of one item. version: counts the changes. min and max: what holds today. past: the latest first."""

    key: UUID
    version: int
    code: Annotated[str, label(N_("Item"))]
    text: Annotated[str, label(N_("Checked"))]
    measure: Annotated[str, label(N_("Measure"))]
    shipped: Annotated[str, label(N_("Shipped limit"))]
    own: Annotated[str, label(N_("Own limit"))]
    since: Annotated[date | None, label(N_("Valid from"))]
    coming: Annotated[date | None, label(N_("Next change"))]
    min: Annotated[str, label(N_("At least"))]
    max: Annotated[str, label(N_("At most"))]
    past: tuple[LimitPast, ...] = ()


class ListLimits(PageQuery[LimitRow], frozen=True, kw_only=True):
    """In the order of the checklist. search looks into code, text and measure."""

    permission = Permission.CANTEEN_REGISTER_READ
    kinds = frozenset({"canteen_limit_change", "canteen_checklist"})

    changed: Annotated[bool | None, label(N_("Changed by the school"))] = None


class ReviseLimit(RecordCommand[str], frozen=True, kw_only=True):
    """Another limit from a day on: a new version of the checklist, whose name is answered. Open sheets keep theirs.

    Raises Invalid, ReasonNeeded.
    """

    permission = Permission.CANTEEN_REGISTER_EDIT
    caption = N_("Change limit")

    min: Annotated[str, label(N_("At least"), max_length=20, hint=N_("Empty: no limit"))] = ""
    max: Annotated[str, label(N_("At most"), max_length=20, hint=N_("Empty: no limit"))] = ""
    valid_from: Annotated[date, label(N_("Valid from"))]
    reason: Annotated[str, label(N_("Reason"), max_length=200, wide=True)]
