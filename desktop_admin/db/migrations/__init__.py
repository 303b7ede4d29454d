"""The history of the schema: one module under versions/ for each change, numbered without gaps."""

from pathlib import Path

FOLDER = Path(__file__).parent


def versions() -> Path:
    return FOLDER / "versions"


def known() -> tuple[str, ...]:
    """The numbers of all revisions, oldest first: 0001 for r0001_….py.

    Read from their names, since it is asked at every start and alembic takes long to import.
    """
    return tuple(sorted(file.name[1:5] for file in versions().iterdir() if file.name.startswith("r")))
