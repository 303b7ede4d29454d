"""What one PC remembers for itself: language, look, idle time. Never a secret."""

from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta, MsgspecError, Struct, json
from msgspec.structs import replace

FILE = "settings.json"


class Settings(Struct, frozen=True, omit_defaults=True):
    language: Literal["", "zh_CN", "en"] = ""  # empty: as the system
    scheme: Literal["", "light", "dark"] = ""  # empty: as the system
    idle_minutes: Annotated[int, Meta(ge=1, le=60)] = 15  # until the screen locks

    @classmethod
    def load(cls, folder: Path) -> "Settings":
        """The stored settings; the defaults where there are none or they cannot be read."""
        try:
            return json.decode((folder / FILE).read_bytes(), type=cls)
        except (OSError, MsgspecError):
            return cls()

    def save(self, folder: Path) -> None:
        target = folder / FILE
        draft = target.with_suffix(".new")
        draft.write_bytes(json.encode(self))
        draft.replace(target)

    def but(self, **changes: object) -> "Settings":
        return replace(self, **changes)
