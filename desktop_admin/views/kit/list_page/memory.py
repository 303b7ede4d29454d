"""Which columns of which list a person wants to see on this PC, and how wide."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

FILE = "columns.json"


@dataclass(frozen=True, slots=True)
class Remembered:
    """Nothing in `shown`: the list's own choice. wanted: ticked by the person, so that they do not give way."""

    shown: tuple[str, ...] = ()
    widths: dict[str, int] = field(default_factory=dict[str, int])
    wanted: tuple[str, ...] = ()


class Memory:
    """A small file; one that cannot be read or written costs nobody more than the usual columns."""

    def __init__(self, folder: Path | None = None) -> None:
        self._file = folder / FILE if folder else None
        self._lists = self._read()

    def of(self, name: str) -> Remembered:
        stored = self._lists.get(name, {})
        shown, wanted = (tuple(str(each) for each in stored.get(what, ())) for what in ("shown", "wanted"))
        widths = {str(key): int(width) for key, width in dict(stored.get("widths", {})).items()}
        return Remembered(shown, widths, wanted)

    def keep(self, name: str, what: Remembered) -> None:
        self._lists[name] = asdict(what)
        if self._file:
            draft = self._file.with_suffix(".new")
            try:
                draft.write_text(json.dumps(self._lists), "utf-8")
                draft.replace(self._file)
            except OSError:
                self._file = None  # remembered until the program ends

    def _read(self) -> dict[str, Any]:
        try:
            stored: Any = json.loads(self._file.read_text("utf-8")) if self._file else {}
            return dict(stored)
        except (OSError, ValueError, TypeError):
            return {}


_memory = Memory()


def memory() -> Memory:
    return _memory


def remember_in(folder: Path) -> None:
    """Called once at the start; without it columns are remembered until the program ends."""
    global _memory  # noqa: PLW0603 - one PC, one memory
    _memory = Memory(folder)
