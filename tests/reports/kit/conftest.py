"""Files to write into, and the kit's own Chinese."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from desktop_admin.core.i18n import DOMAIN, use
from desktop_admin.core.paths import locale_folder

CATALOGUE = locale_folder() / "zh_CN" / "LC_MESSAGES" / "reports_kit.po"


@pytest.fixture
def chinese(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("locale")
    messages = folder / "zh_CN" / "LC_MESSAGES"
    messages.mkdir(parents=True)
    with CATALOGUE.open("rb") as source, (messages / f"{DOMAIN}.mo").open("wb") as target:
        write_mo(target, read_po(source))
    use("zh_CN", folder)
    yield
    use("en", folder)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A file of an earlier run, which nothing that goes wrong may harm."""
    path = tmp_path / "报表.out"
    path.write_bytes(b"the earlier report")
    return path


def only_the_old(path: Path) -> bool:
    return path.read_bytes() == b"the earlier report" and list(path.parent.iterdir()) == [path]
