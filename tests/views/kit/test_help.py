"""The guide is read inside the program."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_admin.app.session import CHAPTERS
from desktop_admin.core import paths
from desktop_admin.views.kit.help import HelpDialog
from desktop_admin.views.modules import MODULES

pytestmark = pytest.mark.usefixtures("dressed")


@pytest.fixture
def guide(qtbot: QtBot) -> Iterator[HelpDialog]:
    window = QWidget()
    qtbot.addWidget(window)
    yield HelpDialog(window, paths.guide_folder(), CHAPTERS["canteen"])
    window.close()


def test_it_opens_at_the_modules_chapter_and_follows_links(guide: HelpDialog) -> None:
    assert "整改" in guide.browser.toPlainText()
    guide.browser.anchorClicked.emit(QUrl("README.md"))
    assert "食堂日检" in guide.browser.toPlainText()
    assert guide.browser.source().fileName() == "README.md"


def test_a_module_without_a_chapter_opens_the_contents(guide: HelpDialog) -> None:
    guide.open_chapter("")
    assert guide.browser.source().fileName() == "README.md"


def test_every_module_has_its_chapter() -> None:
    assert {module.name for module in MODULES} <= set(CHAPTERS)
    assert all((paths.guide_folder() / chapter).is_file() for chapter in CHAPTERS.values())


@pytest.mark.parametrize("chapter", sorted(set(CHAPTERS.values())))
def test_a_chapter_is_as_wide_as_its_window_and_its_parts_stand_apart(
    qtbot: QtBot, guide: HelpDialog, chapter: str
) -> None:
    guide.open_chapter(chapter)
    guide.show()
    qtbot.waitExposed(guide)
    assert guide.browser.horizontalScrollBar().maximum() == 0
    document = guide.browser.document()
    blocks = [document.findBlockByNumber(number) for number in range(document.blockCount())]
    headings = [block for block in blocks if block.blockFormat().headingLevel()]
    assert headings
    assert all(block.blockFormat().topMargin() > block.blockFormat().bottomMargin() > 0 for block in headings)
