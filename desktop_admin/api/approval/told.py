"""What is told of a flow: which steps somebody may take now, and what was decided."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from desktop_admin.api.approval.flow import Reason
from desktop_admin.api.base import Refusal
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.labels import Tone

EVERYTHING = N_("every flow")


class Scope(Struct, frozen=True):
    """What is delegated: a flow, or one seat of it; both empty: everything. Titles, translated where it is shown."""

    flow: str = ""
    seat: str = ""

    def __str__(self) -> str:
        if not self.flow:
            return tr(EVERYTHING)
        return f"{tr(self.flow)} · {tr(self.seat)}" if self.seat else tr(self.flow)


class Offer(Struct, frozen=True, kw_only=True):
    """One step, for the reader. command: its wire name. caption, seat: to be translated.

    due: it is a step of the state the subject is in, and its seat is still empty. why: what stands against it.
    on_behalf: the people for whom the reader would act, who delegated it to them. voids: it goes back, and what was
    signed no longer counts. onward: it brings the subject on its way, rather than aside, back or to an early end.
    """

    command: str
    caption: str
    due: bool
    possible: bool
    why: Refusal | None = None
    on_behalf: tuple[str, ...] = ()
    seat: str = ""
    reasons: tuple[Reason, ...] = ()
    remark_needed: bool = False
    voids: bool = False
    onward: bool = False


class DecisionLine(Struct, frozen=True, kw_only=True):
    """One decision. step: the wire name of its command, or of the one that it followed from.

    caption, before, after, seat_label, reason: to be translated; seat is the seat's name. at: UTC. by, on_behalf_of,
    roles, pc: as they were then. voids: it took back what was signed before. counts: of a signature, whether it still
    is one.
    """

    key: UUID
    number: int
    step: str
    caption: str
    before: str
    after: str
    tone: Tone
    seat: str
    seat_label: str
    revision: int
    sha256: str
    at: datetime
    by: str
    on_behalf_of: str
    roles: str
    pc: str
    reason: str
    remark: str
    list_version: str
    voids: bool
    counts: bool
