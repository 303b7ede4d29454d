"""What only this user of this PC can read back: DPAPI on Windows, the file's own rights elsewhere (ADR 13)."""

import sys
from collections.abc import Callable

MARK = b"DPAPI\n"  # before what Windows has encrypted
NO_DIALOG = 0x1  # CRYPTPROTECT_UI_FORBIDDEN

Change = Callable[[bytes], bytes]


class Closed(Exception):
    """Another user's or another PC's, or damaged."""


def locked(data: bytes) -> bytes:
    return data if _LOCK is None else MARK + _LOCK(data)


def unlocked(data: bytes) -> bytes:
    """What was not locked comes back as it is. Raises Closed."""
    if not data.startswith(MARK):
        return data
    if _UNLOCK is None:
        raise Closed
    try:
        return _UNLOCK(data.removeprefix(MARK))
    except OSError as error:
        raise Closed from error


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    class _Blob(ctypes.Structure):
        _fields_ = (("length", wintypes.DWORD), ("start", ctypes.POINTER(ctypes.c_char)))

    def _called(name: str, data: bytes) -> bytes:
        """CryptProtectData or CryptUnprotectData. Raises OSError."""
        given, made = _Blob(len(data), ctypes.create_string_buffer(data, len(data))), _Blob()
        call = getattr(ctypes.windll.crypt32, name)
        if not call(ctypes.byref(given), None, None, None, None, NO_DIALOG, ctypes.byref(made)):
            raise ctypes.WinError()
        try:
            return ctypes.string_at(made.start, made.length)
        finally:
            ctypes.windll.kernel32.LocalFree(made.start)

    _LOCK: Change | None = lambda data: _called("CryptProtectData", data)  # noqa: E731 - a pair of constants
    _UNLOCK: Change | None = lambda data: _called("CryptUnprotectData", data)  # noqa: E731
else:
    _LOCK = _UNLOCK = None
