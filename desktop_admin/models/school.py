"""The school that a database belongs to."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from desktop_admin.models.base import Audited


class School(Audited):
    __tablename__ = "school"

    name: Mapped[str] = mapped_column(String(60))
    address: Mapped[str] = mapped_column(String(120), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    three_roles_waiver: Mapped[bool] = mapped_column(default=False)
