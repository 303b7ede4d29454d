"""The secret of one installation, kept beside the database and never in it."""

import hmac
import os
import secrets
from pathlib import Path

FILE = "master.key"
LENGTH = 32  # bytes


class Keys:
    """Every use has its own key, derived from the master by its purpose."""

    def __init__(self, master: bytes) -> None:
        self._master = master

    @classmethod
    def of(cls, folder: Path) -> "Keys":
        """The folder's master key, made on first use, readable by its owner only."""
        file = folder / FILE
        try:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return cls(file.read_bytes())
        with os.fdopen(handle, "wb") as stream:
            stream.write(master := secrets.token_bytes(LENGTH))
            stream.flush()
            os.fsync(stream.fileno())
        return cls(master)

    def key(self, purpose: str) -> bytes:
        return hmac.digest(self._master, purpose.encode(), "sha256")

    def fingerprint(self, purpose: str, value: str) -> str:
        """Tells two values apart without telling what they are."""
        return hmac.digest(self.key(purpose), value.encode(), "sha256").hex()[:32]
