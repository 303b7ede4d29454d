"""The secret of one installation, kept beside the database and never in it."""

import hmac
import os
import secrets
import sys
from pathlib import Path

from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_
from desktop_admin.core.reasons import reason

FILE = "master.key"
LENGTH = 32  # bytes


class BadKey(Refused):
    message = N_(
        "{file} is not as this program made it ({length} bytes; it has {wanted}). Restore it from the last backup;"
        " nothing has been changed. If there is no backup, move the file away and run: desktop-admin new-key"
    )


class KeyUnreadable(Refused):
    phrases = frozenset({"reason"})
    message = N_(
        "{file} cannot be read ({reason}). Run the program as the user who holds the data, or check its rights."
    )


class KeyMissing(Refused):
    message = N_(
        "{file} is missing: without it the seals of the audit trail, the codes on paper and unused activation codes"
        " cannot be checked. Restore it from the last backup, and nothing is lost; if there is none, run:"
        " desktop-admin new-key"
    )


class KeyReplaced(Refused):
    message = N_(
        "{file} is not the one that the audit trail was sealed with: it was replaced. Restore it from the last backup,"
        " and nothing is lost; if it is lost for good, run: desktop-admin new-key"
    )


class Keys:
    """Every use has its own key, derived from the master by its purpose."""

    def __init__(self, master: bytes) -> None:
        self._master = master

    @classmethod
    def of(cls, folder: Path) -> "Keys":
        """The folder's master key, made on first use, readable by its owner only. Raises BadKey."""
        known = cls.found(folder)
        if known is None:
            _make(folder / FILE)
            known = cls.found(folder)
        if known is None:
            raise KeyMissing(file=str(folder / FILE))
        return known

    @classmethod
    def found(cls, folder: Path) -> "Keys | None":
        """None where there is none. Raises BadKey, KeyUnreadable."""
        file = folder / FILE
        if not file.exists():
            return None
        try:
            master = file.read_bytes()
        except OSError as error:
            raise KeyUnreadable(file=str(file), reason=reason(error)) from error
        if len(master) != LENGTH:
            raise BadKey(file=str(file), length=len(master), wanted=LENGTH)
        return cls(master)

    def key(self, purpose: str) -> bytes:
        return hmac.digest(self._master, purpose.encode(), "sha256")

    def fingerprint(self, purpose: str, value: str) -> str:
        """Tells two values apart without telling what they are."""
        return hmac.digest(self.key(purpose), value.encode(), "sha256").hex()[:32]


def _make(file: Path) -> None:
    """Whole or not at all, whatever happens meanwhile; of two who make one at once, both get the first's."""
    draft = file.with_name(f"{FILE}.{secrets.token_hex(4)}.new")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(secrets.token_bytes(LENGTH))
            stream.flush()
            os.fsync(stream.fileno())
        _name(draft, file)
    finally:
        draft.unlink(missing_ok=True)


def _name(draft: Path, file: Path) -> None:
    """Give the draft its name, unless there is a file of that name by now."""
    try:
        if sys.platform == "win32":
            draft.rename(file)  # refuses there to replace one
        else:
            os.link(draft, file)
    except FileExistsError:
        pass
    except OSError:  # a file system without links, such as of a memory stick
        if not file.exists():
            draft.replace(file)
