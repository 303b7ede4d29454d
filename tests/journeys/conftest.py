"""A journey through windows is made on one database: what they show does not depend on it."""

import shutil
from pathlib import Path

import pytest

from desktop_admin.app import DATABASE


@pytest.fixture
def url(tmp_path: Path, empty_sqlite: Path) -> str:
    """The address of an empty database of its own."""
    shutil.copy(empty_sqlite, tmp_path / DATABASE)
    return f"sqlite:///{tmp_path / DATABASE}"
