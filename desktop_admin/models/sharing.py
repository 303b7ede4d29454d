"""Sharing the database: whether it is, with which PCs, and the code by which the next one becomes known."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop_admin.api.sharing import LONGEST_NAME, PcRow, PcState, StartSharing
from desktop_admin.core.i18n import N_
from desktop_admin.core.ids import uuid7
from desktop_admin.core.permissions import Permission
from desktop_admin.models.base import SECRET, Base, InTrail, Record


class Sharing(Record):
    """What is wanted on the PC that holds the data; one row, made when it is first shared."""

    __tablename__ = "sharing"
    __table_args__ = (UniqueConstraint("school_id"),)
    in_trail = InTrail(N_("Sharing"), Permission.SHARING_PC_READ, (StartSharing,), {"wanted": N_("Shared")})

    wanted: Mapped[bool] = mapped_column(default=False)
    port: Mapped[int]


class PairedPc(Record):
    """A PC that became known by a code. Whether its key opens anything is the Device's."""

    __tablename__ = "paired_pc"
    __table_args__ = (UniqueConstraint("school_id", "device"),)
    searched = ("name", "added_by")
    in_trail = InTrail(N_("Paired PC"), Permission.SHARING_PC_READ, (PcRow,), {"device": N_("The PC's key")})

    device: Mapped[bytes] = mapped_column(ForeignKey("device.key_hash"), info=SECRET)
    number: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    added_at: Mapped[datetime]
    added_by: Mapped[str] = mapped_column(String(40))  # whoever asked for the code
    state: Mapped[PcState] = mapped_column(default=PcState.PAIRED)

    def describe(self) -> str:
        return f"{self.name} ({self.number})"


class PairingCode(Base):
    """The code itself is nowhere: it is computed from the key and this school's secret. The newest is in force."""

    __tablename__ = "pairing_code"
    __table_args__ = (Index("ix_pairing_code_school_id_made_at", "school_id", "made_at"),)

    key: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.key"))
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(40))
    until: Mapped[datetime]
    tries: Mapped[int]  # that are left
    used_at: Mapped[datetime | None]
    used_by: Mapped[str] = mapped_column(String(LONGEST_NAME), default="")
