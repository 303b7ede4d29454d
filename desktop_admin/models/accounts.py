"""Who may come in, with what proof, from which PC, and who is in."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop_admin.api.accounts import AccountKind, AccountRow, AccountStatus, CreateAccount
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Permission
from desktop_admin.models.base import SECRET, Base, InTrail, Record


class Account(Record):
    """One person's account. There is no account without a person and no person with another's."""

    __tablename__ = "account"
    __table_args__ = (
        UniqueConstraint("school_id", "login"),
        Index(
            "uq_account_school_id_kind_number",
            "school_id",
            "kind",
            "number",
            unique=True,
            sqlite_where=text("number <> ''"),
            postgresql_where=text("number <> ''"),
        ),
        Index("ix_account_school_id_pinyin", "school_id", "pinyin", text("key DESC")),
    )
    searched = ("name", "pinyin", "initials", "login", "number", "department")
    in_trail = InTrail(
        N_("Account"),
        Permission.ACCOUNTS_ACCOUNT_READ,
        (CreateAccount, AccountRow),
        {"pinyin": N_("Pinyin"), "initials": N_("Initials"), "revision": N_("Change of roles or codes")},
    )

    login: Mapped[str] = mapped_column(String(40))  # [a-z0-9._-], never reused
    name: Mapped[str] = mapped_column(String(40))
    pinyin: Mapped[str] = mapped_column(String(200), default="")
    initials: Mapped[str] = mapped_column(String(40), default="")
    number: Mapped[str] = mapped_column(String(40), default="")  # staff or student number
    department: Mapped[str] = mapped_column(String(40), default="")
    phone: Mapped[str] = mapped_column(String(20), default="")
    kind: Mapped[AccountKind] = mapped_column(default=AccountKind.STAFF)
    status: Mapped[AccountStatus] = mapped_column(default=AccountStatus.NEW)
    valid_until: Mapped[date | None]
    revision: Mapped[int] = mapped_column(default=0)  # counts changes of what belongs to it: roles, codes
    visit: Mapped["AccountVisit | None"] = relationship(viewonly=True, lazy="selectin")
    grants: Mapped[list["RoleGrant"]] = relationship(
        back_populates="account", cascade="all, delete-orphan", order_by="RoleGrant.role", lazy="selectin"
    )

    def describe(self) -> str:
        return f"{self.name} ({self.login})"

    @property
    def roles(self) -> tuple[str, ...]:
        return tuple(sorted(grant.role for grant in self.grants))

    @property
    def last_signed_in(self) -> datetime | None:
        return self.visit.at if self.visit else None


class AccountVisit(Base):
    """An account's last sign-in, and how often somebody failed to sign in to it since.

    Not in the account itself: coming in changes nothing that others may be editing.
    """

    __tablename__ = "account_visit"

    account_key: Mapped[UUID] = mapped_column(ForeignKey("account.key"), primary_key=True)
    at: Mapped[datetime | None]
    device: Mapped[str] = mapped_column(String(80), default="")
    failures: Mapped[int] = mapped_column(default=0)


class RoleGrant(Record):
    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("account_key", "role"),)
    in_trail = InTrail(
        N_("Role of an account"),
        Permission.ACCOUNTS_ACCOUNT_READ,
        labels={"account_key": N_("Account"), "role": N_("Role")},
    )

    account_key: Mapped[UUID] = mapped_column(ForeignKey("account.key"))
    role: Mapped[str] = mapped_column(String(40))  # a name in roles.toml
    account: Mapped[Account] = relationship(back_populates="grants")


class Credential(Record):
    """A password's argon2id hash. The newest that is not retired is in force; the last twelve retired are kept."""

    __tablename__ = "credential"
    __table_args__ = (Index("ix_credential_account_key_set_at", "account_key", "set_at"),)
    in_trail = InTrail(
        N_("Password"),
        Permission.ACCOUNTS_ACCOUNT_READ,
        labels={
            "account_key": N_("Account"),
            "password_hash": N_("Password"),
            "set_at": N_("Set"),
            "retired_at": N_("Replaced"),
        },
    )

    account_key: Mapped[UUID] = mapped_column(ForeignKey("account.key"))
    password_hash: Mapped[str] = mapped_column(String(200), info=SECRET)  # empty once wiped
    set_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]


class ActivationCode(Record):
    """A single-use code that opens a session in which only the password can be changed."""

    __tablename__ = "activation_code"
    in_trail = InTrail(
        N_("Activation code"),
        Permission.ACCOUNTS_ACCOUNT_READ,
        labels={
            "account_key": N_("Account"),
            "code_hash": N_("Activation code"),
            "until": N_("Valid until"),
            "used_at": N_("Used"),
            "voided_at": N_("Voided"),
        },
    )

    account_key: Mapped[UUID] = mapped_column(ForeignKey("account.key"), index=True)
    code_hash: Mapped[bytes] = mapped_column(unique=True, info=SECRET)
    until: Mapped[datetime]
    used_at: Mapped[datetime | None]
    voided_at: Mapped[datetime | None]  # a newer one took its place, or the account was disabled


class SignInAttempts(Base):
    """How often a password was tried for a login, from a PC it knows or from all others, until this is forgotten."""

    __tablename__ = "sign_in_attempts"

    login: Mapped[str] = mapped_column(String(64), primary_key=True)  # its HMAC: people type passwords here
    place: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int]
    until: Mapped[datetime]


class Device(Base):
    """A PC that may speak to this database; found by its key, which is not stored."""

    __tablename__ = "device"

    key_hash: Mapped[bytes] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    added_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]  # of a paired PC, to five minutes
    revoked_at: Mapped[datetime | None]


class KnownDevice(Base):
    """An account has signed in from this PC before: a stranger's PC cannot lock it out of here."""

    __tablename__ = "known_device"

    account_key: Mapped[UUID] = mapped_column(ForeignKey("account.key"), primary_key=True)
    device: Mapped[bytes] = mapped_column(primary_key=True)


class SignedInSession(Base):
    """Found only by token and device key together; of both only a hash is stored."""

    __tablename__ = "signed_in_session"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    account_key: Mapped[UUID] = mapped_column(ForeignKey("account.key"), index=True)
    device: Mapped[bytes]
    device_name: Mapped[str] = mapped_column(String(80))
    began_at: Mapped[datetime]
    until: Mapped[datetime]  # eight hours after it began, whatever happens
    restricted: Mapped[bool] = mapped_column(default=False)
    code_key: Mapped[UUID | None] = mapped_column(ForeignKey("activation_code.key"))  # that opened it
    ended_at: Mapped[datetime | None]
    copied_at: Mapped[datetime | None]  # its token was first seen on another PC, and refused
    last_at: Mapped[datetime | None]  # the account's sign-in before this one
    last_device: Mapped[str] = mapped_column(String(80), default="")
    failures: Mapped[int] = mapped_column(default=0)  # between the two
