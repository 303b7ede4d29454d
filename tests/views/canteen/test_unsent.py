"""What was answered while the server was away: which items they are, and who decides when somebody was quicker."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_admin.api.canteen.sheet import ItemLine
from desktop_admin.views.canteen.day import DayScreen
from desktop_admin.views.canteen.lines import value_id
from desktop_admin.views.kit.checklist_page import Details, Result
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.outbox import OutboxDialog
from tests.desk.conftest import OFFICER, Network, network, site, url
from tests.server.site import Site
from tests.views.canteen.conftest import TODAY, Kitchen, opened

__all__ = ["network", "site", "url"]

Desk = Callable[[], QtDesk]
Shown = Callable[[QWidget], None]


@pytest.fixture
def desk(kitchen: Kitchen, site: Site, network: Network) -> Iterator[Desk]:
    """The officer's, at a PC of the canteen; called again, after the program was started again.

    The server is there to sign in, and goes away before anything that waits is sent.
    """
    kitchen.start()
    made: list[QtDesk] = []

    def sign_in() -> QtDesk:
        if made:
            made[-1].close()
        away, network.down = network.down, False
        remote = site.sign_in(OFFICER)
        network.down = away
        made.append(QtDesk(remote))
        return made[-1]

    yield sign_in
    made[-1].close()


def screen_of(qtbot: QtBot, kitchen: Kitchen, desk: QtDesk, show: Shown) -> DayScreen:
    screen = DayScreen(desk, "Sheet", back=True)
    show(screen)
    screen.show_day(kitchen.canteen, TODAY)
    return opened(qtbot, screen)


def item(screen: DayScreen, code: str) -> ItemLine:
    assert screen.sheet is not None
    return next(each for each in screen.sheet.items if each.item.code == code)


def waits(qtbot: QtBot, desk: QtDesk, count: int) -> None:
    qtbot.waitUntil(lambda: len(desk.unsent().waiting) == count)


def said(dialog: OutboxDialog) -> list[str]:
    return [each.text() for each in dialog.findChildren(QLabel) if each.text()]


def test_the_list_says_which_items_wait_also_when_the_program_was_started_again(
    qtbot: QtBot, kitchen: Kitchen, desk: Desk, show: Shown, network: Network
) -> None:
    first = desk()
    screen = screen_of(qtbot, kitchen, first, show)
    seen, measured = item(screen, "G03"), item(screen, "B01")
    network.down = True
    screen.keeper.answer("G03", Result.PASS, "")
    screen.keeper.measure("B01", value_id(measured.slots[0], measured.item.measures[0]), "5", "重新测量")
    screen.keeper.answer("A04", Result.NOT_APPLICABLE, "今天不用")
    waits(qtbot, first, 3)
    second = desk()
    dialog = OutboxDialog(screen, second)
    told = said(dialog)
    assert {f"G03 {seen.item.text}", f"B01 {measured.item.text}"} <= set(told)
    assert "Result pass" in told
    assert "Value 5 ℃ · Reason 重新测量" in told
    assert "not applicable · Reason 今天不用" in told
    assert not [each for each in told if "—" in each]
    assert "一食堂 · 2026-09-01 · entered 2026-09-01 12:00" in told
    assert "一食堂 · 2026-09-01 · 1 号冰箱 a.m. · entered 2026-09-01 12:00" in told
    dialog.reject()


def test_the_list_names_the_owner_of_a_fail(
    qtbot: QtBot, kitchen: Kitchen, desk: Desk, show: Shown, network: Network
) -> None:
    first = desk()
    screen = screen_of(qtbot, kitchen, first, show)
    screen.keeper.answer("G03", Result.FAIL, "")
    qtbot.waitUntil(lambda: item(screen, "G03").finding is not None and bool(screen.keeper.people))
    network.down = True
    owner = next(person for person in screen.keeper.people if person.name == "陈师傅")
    screen.keeper.describe("G03", Details(description="门没关严", owner=owner.key))
    waits(qtbot, first, 1)
    dialog = OutboxDialog(screen, first)
    assert "Description 门没关严 · Owner 陈师傅 厨师长" in said(dialog)
    dialog.reject()
