"""What a screen shows does not depend on the database: screens are tested on one."""

import shutil
from pathlib import Path

import pytest

from desktop_admin.app.premises import DATABASE


@pytest.fixture
def url(tmp_path: Path, empty_sqlite: Path) -> str:
    """The address of an empty database of its own."""
    shutil.copy(empty_sqlite, tmp_path / DATABASE)
    return f"sqlite:///{tmp_path / DATABASE}"
