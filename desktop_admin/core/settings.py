"""What one PC remembers for itself: language, look, idle time, who signed in last. Never a secret.

Plain JSON and a dataclass: the sign-in window is shown before anything heavier is loaded.
"""

import json
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

FILE = "settings.json"
IDLE_MINUTES = range(1, 61)


@dataclass(frozen=True, slots=True)
class Settings:
    language: str = ""  # zh_CN or en; empty: as the system
    scheme: str = ""  # light or dark; empty: as the system
    idle_minutes: int = 15  # until the screen locks, 1 to 60
    login: str = ""  # remembered user name

    @classmethod
    def load(cls, folder: Path) -> "Settings":
        """The stored settings; the default for each that is missing or no longer valid."""
        try:
            stored = json.loads((folder / FILE).read_text("utf-8"))
        except (OSError, ValueError):
            return cls()
        known = {field.name: type(field.default) for field in fields(cls)}
        good = {name: value for name, value in dict(stored).items() if type(value) is known.get(name)}
        if good.get("idle_minutes", IDLE_MINUTES.start) not in IDLE_MINUTES:
            del good["idle_minutes"]
        return cls(**good)

    def save(self, folder: Path) -> None:
        target = folder / FILE
        draft = target.with_suffix(".new")
        draft.write_text(json.dumps(asdict(self), ensure_ascii=False), "utf-8")
        draft.replace(target)

    def but(self, **changes: str | int) -> "Settings":
        return replace(self, **changes)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - one of the fields
