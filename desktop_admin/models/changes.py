"""How often the rows of a table have changed: what a list remembers holds as long as the number stands."""

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
