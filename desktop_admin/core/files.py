"""Files that are written whole or not at all."""

import os
from pathlib import Path
from secrets import token_hex

OWN = 0o600  # for its owner only
SHARED = 0o666  # as the umask says


def write_whole(file: Path, data: bytes, mode: int = OWN) -> None:
    """Beside its name and onto the disk, then renamed: nobody ever sees half of it, and two at once may write the same.

    mode: who may read it, as far as the process lets others in at all. Raises OSError; what was there then stays.
    """
    draft = file.with_name(f".{file.name}.{token_hex(4)}.part")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
