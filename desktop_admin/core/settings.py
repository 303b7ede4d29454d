"""What one PC remembers for itself: language, look, idle time, who signed in last. Never a secret.

Plain JSON and a NamedTuple: the sign-in window is shown before anything heavier is loaded.
"""

import os
from pathlib import Path
from typing import Any, NamedTuple, cast

FILE = "settings.json"
IDLE_MINUTES = range(1, 61)
SCHEMES = ("", "system", "light", "dark")


class Settings(NamedTuple):
    language: str = ""  # zh_CN or en; empty: as the system
    scheme: str = ""  # one of SCHEMES; empty: as the system
    idle_minutes: int = 15  # until the screen locks, 1 to 60
    login: str = ""  # remembered user name

    @classmethod
    def load(cls, folder: Path) -> "Settings":
        """The stored settings; the default for each that is missing or no longer valid."""
        file = folder / FILE
        if not os.access(file, os.R_OK):
            return cls()
        import json  # noqa: PLC0415 - not before there is something to read

        try:
            stored: object = json.loads(file.read_text("utf-8"))
        except (OSError, ValueError, RecursionError):
            return cls()
        given: dict[str, Any] = cast("dict[str, Any]", stored) if isinstance(stored, dict) else {}
        known: dict[str, type] = {name: type(default) for name, default in cls._field_defaults.items()}
        good: dict[str, Any] = {name: value for name, value in given.items() if type(value) is known.get(name)}
        if good.get("idle_minutes", IDLE_MINUTES.start) not in IDLE_MINUTES:
            del good["idle_minutes"]
        if good.get("scheme", "") not in SCHEMES:
            del good["scheme"]
        return cls(**good)

    def save(self, folder: Path) -> None:
        """What cannot be kept, as on a full disk, keeps nobody from working."""
        import json  # noqa: PLC0415 - as above

        target = folder / FILE
        draft = target.with_suffix(".new")
        try:
            draft.write_text(json.dumps(self._asdict()), "utf-8")
            draft.replace(target)
        except OSError:
            import logging  # noqa: PLC0415 - as above

            logging.getLogger(__name__).warning("the settings were not kept", exc_info=True)

    def but(self, **changes: str | int) -> "Settings":
        return self._replace(**changes)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - one of the fields
