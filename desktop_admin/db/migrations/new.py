"""Write a revision from what the models and the last revision differ in.

python -m desktop_admin.db.migrations.new "what changes"     the next revision
python -m desktop_admin.db.migrations.new --first            0001 anew, while nothing has been released

Read what it wrote: a column that becomes compulsory needs its values, and the tables whose values it changes are named
in its `restates`, so that the audit trail tells their rows anew.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from alembic import command

from desktop_admin.db.engine import open_engine
from desktop_admin.db.migrations import known, versions
from desktop_admin.db.migrations.run import configuration, migrate

FIRST = "The first schema"


def main(given: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("desktop_admin.db.migrations.new")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("message", nargs="?", default="")
    what.add_argument("--first", action="store_true")
    arguments = parser.parse_args(given)
    if arguments.first:
        for file in versions().glob("r*.py"):
            file.unlink()
    file = write(FIRST if arguments.first else arguments.message)
    for tidy in (["check", "--fix-only", "-q"], ["format", "-q"]):
        subprocess.run([sys.executable, "-m", "ruff", *tidy, str(file)], check=True)  # noqa: S603 - a developer's tool
    sys.stdout.write(f"{file}\n")
    return 0


def write(message: str) -> Path:
    """The file of the revision that leads from the last one to the models."""
    number = f"{len(known()) + 1:04}"
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'draft.sqlite'}")
        with engine.begin() as connection:
            migrate(connection)
            config = configuration(connection)
            command.revision(config, message, autogenerate=True, rev_id=number)
        engine.dispose()
    [file] = versions().glob(f"r{number}_*.py")
    lines = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join(line for line in lines if not line.strip().startswith("# ###")), "utf-8")
    return file


if __name__ == "__main__":
    sys.exit(main())
