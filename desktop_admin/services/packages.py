"""Office files that people bring: only the list of their parts is read."""

from enum import Enum, auto
from io import BytesIO
from zipfile import BadZipFile, ZipFile

MOST_PARTS = 5_000
MOST_UNPACKED = 200 * 2**20  # bytes; a file that unpacks to more is a trap
MACROS = "vbaproject.bin"


class Fault(Enum):
    DAMAGED = auto()
    TRAP = auto()
    MACROS = auto()


class NoPackage(ValueError):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


def parts_of(data: bytes) -> frozenset[str]:
    """The names of its parts. Raises NoPackage."""
    try:
        with ZipFile(BytesIO(data)) as package:
            parts = package.infolist()
    except (BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise NoPackage(Fault.DAMAGED) from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise NoPackage(Fault.TRAP)
    names = frozenset(part.filename for part in parts)
    if any(name.lower().endswith(MACROS) for name in names):
        raise NoPackage(Fault.MACROS)
    return names
