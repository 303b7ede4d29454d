"""How often the rows of a table have changed, and which they were: what is remembered holds as long as the number."""

from uuid import UUID

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from desktop_admin.models.base import Base

SHARDS = 16  # so that two people who save at once seldom wait for each other


class ChangeCount(Base):
    """Counted up in the transaction that changes the table; the sum over the shards grows with every commit."""

    __tablename__ = "change_count"

    table: Mapped[str] = mapped_column(String(64), primary_key=True)
    shard: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(BigInteger)


class ChangedRecord(Base):
    """A record that a counted transaction changed; the old ones are forgotten, and many at once are not told.

    The count's row is locked until the transaction ends: whoever sees a number sees the records of all up to it.
    """

    __tablename__ = "changed_record"

    table: Mapped[str] = mapped_column(String(64), primary_key=True)
    shard: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    key: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    owner: Mapped[UUID | None]  # the record that it is a part of
