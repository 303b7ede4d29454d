"""Files to write into, ways to read them back, and the kit's own Chinese."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
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


def by_pypdfium(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as pdf:
        return "\n".join(page.get_textpage().get_text_range() for page in pdf)


def by_poppler(path: Path) -> str:
    return poppler("pdftotext", "-layout", str(path), "-")


def poppler(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout.decode()


needs_poppler = pytest.mark.skipif(
    not shutil.which("pdftotext"), reason="poppler is not installed: NOT read back by it"
)
both_readers = pytest.mark.parametrize("read", [by_pypdfium, pytest.param(by_poppler, marks=needs_poppler)])
Read = Callable[[Path], str]
