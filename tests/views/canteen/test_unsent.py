"""What was answered while the server was away: which items they are, and who decides when somebody was quicker."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_admin.api.canteen.entry import Answer, DescribeFailure, EnterReading, NotApplicable
from desktop_admin.api.canteen.sheet import ItemLine, ReadDay, Verdict
from desktop_admin.desk.base import Desk, Unsent
from desktop_admin.desk.remote import RemoteDesk
from desktop_admin.views.canteen import MODULE
from desktop_admin.views.canteen.clash import CHOSEN
from desktop_admin.views.canteen.day import DayScreen
from desktop_admin.views.canteen.lines import value_id
from desktop_admin.views.kit.checklist_page import Details, Result
from desktop_admin.views.kit.conflict import ConflictDialog, Side
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.outbox import OutboxDialog
from desktop_admin.views.kit.shell import MainWindow
from tests.desk.conftest import OFFICER, Network, network, site, url
from tests.server.site import Site
from tests.views.canteen.conftest import TODAY, Kitchen, opened

__all__ = ["network", "site", "url"]

SignIn = Callable[[], QtDesk]
Shown = Callable[[QWidget], None]


@pytest.fixture
def desk(kitchen: Kitchen, site: Site, network: Network) -> Iterator[SignIn]:
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


def waits(qtbot: QtBot, screen: DayScreen, count: int) -> None:
    """So many wait on this PC, and the screen has been told so: nothing is being tried any more."""
    qtbot.waitUntil(lambda: len(screen._desk.unsent().waiting) == count and not any(screen.keeper._waiting.values()))


def said(dialog: OutboxDialog) -> list[str]:
    return [each.text() for each in dialog.findChildren(QLabel) if each.text()]


def test_the_list_says_which_items_wait_also_when_the_program_was_started_again(
    qtbot: QtBot, kitchen: Kitchen, desk: SignIn, show: Shown, network: Network
) -> None:
    first = desk()
    screen = screen_of(qtbot, kitchen, first, show)
    seen, measured = item(screen, "G03"), item(screen, "B01")
    network.down = True
    screen.keeper.answer("G03", Result.PASS, "")
    screen.keeper.measure("B01", value_id(measured.slots[0], measured.item.measures[0]), "5", "重新测量")
    screen.keeper.answer("A04", Result.NOT_APPLICABLE, "今天不用")
    waits(qtbot, screen, 3)
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
    qtbot: QtBot, kitchen: Kitchen, desk: SignIn, show: Shown, network: Network
) -> None:
    first = desk()
    screen = screen_of(qtbot, kitchen, first, show)
    screen.keeper.answer("G03", Result.FAIL, "")
    qtbot.waitUntil(lambda: item(screen, "G03").finding is not None and bool(screen.keeper.people))
    network.down = True
    owner = next(person for person in screen.keeper.people if person.name == "陈师傅")
    screen.keeper.describe("G03", Details(description="门没关严", owner=owner.key))
    waits(qtbot, screen, 1)
    dialog = OutboxDialog(screen, first)
    assert "Description 门没关严 · Owner 陈师傅 厨师长" in said(dialog)
    dialog.reject()


@dataclass
class Cut:
    """An officer who answered while the server was away, and a cook who was quicker at another PC."""

    qtbot: QtBot
    kitchen: Kitchen
    desk: QtDesk
    screen: DayScreen
    network: Network
    remote: RemoteDesk
    window: MainWindow
    cook: Desk

    def meet(self, count: int = 1) -> OutboxDialog:
        """The server is there again; the list is opened as a person opens it."""
        self.reconnect()
        assert len(self.desk.unsent().not_accepted) == count
        self.qtbot.waitUntil(self.window.messages.isVisible)
        self.window._show_unsent()
        dialog = self.window.findChild(OutboxDialog)
        assert dialog is not None
        return dialog

    def reconnect(self) -> None:
        """The server is there again, and was heard."""
        self.network.down = False
        self.remote.deliver()

    def choose(self, dialog: OutboxDialog) -> ConflictDialog:
        self.qtbot.mouseClick(self.buttons(dialog)[0], Qt.MouseButton.LeftButton)
        self.qtbot.waitUntil(lambda: dialog.findChild(ConflictDialog) is not None)
        found = dialog.findChild(ConflictDialog)
        assert found is not None
        return found

    def buttons(self, dialog: OutboxDialog) -> list[QPushButton]:
        return [each for each in dialog.findChildren(QPushButton) if each.text() == "Choose which stands"]

    def now(self, code: str) -> ItemLine:
        sheet = self.kitchen.officer.ask(ReadDay(self.kitchen.canteen, TODAY)).sheet
        assert sheet is not None
        return next(each for each in sheet.items if each.item.code == code)


@pytest.fixture
def cut(  # noqa: PLR0913, PLR0917 - a PC, its window and its server
    qtbot: QtBot, kitchen: Kitchen, desk: SignIn, show: Shown, network: Network, site: Site
) -> Cut:
    here = desk()
    window = MainWindow(here, (MODULE,))
    show(window)
    screen = screen_of(qtbot, kitchen, here, show)
    network.down = True
    cook = kitchen.house.desk("canteen_worker", name="陈师傅")
    return Cut(qtbot, kitchen, here, screen, network, site.desks[-1], window, cook)


def at_odds(cut: Cut) -> OutboxDialog:
    """G03: the cook says pass, the officer had said fail."""
    line = item(cut.screen, "G03")
    cut.screen.keeper.answer("G03", Result.FAIL, "")
    waits(cut.qtbot, cut.screen, 1)
    cut.cook.ask(Answer(line.key, line.version, verdict=Verdict.PASS))
    return cut.meet()


def test_of_what_somebody_answered_meanwhile_mine_can_be_kept(cut: Cut) -> None:
    dialog = at_odds(cut)
    assert not dialog.read.isVisible(), "to have read it decides nothing"
    conflict = cut.choose(dialog)
    assert "陈师傅" in conflict.title.text()
    assert cut.now("G03").verdict is Verdict.PASS, "nothing is overwritten before someone has chosen"
    cut.qtbot.mouseClick(conflict.radio("G03", Side.MINE), Qt.MouseButton.LeftButton)
    cut.qtbot.mouseClick(conflict.save, Qt.MouseButton.LeftButton)
    cut.qtbot.waitUntil(lambda: cut.desk.unsent() == Unsent())
    stands = cut.now("G03")
    assert (stands.verdict, stands.answered_by) == (Verdict.FAIL, "王建国")
    assert [(each.before, each.reason) for each in stands.corrections] == [("pass", CHOSEN)]
    cut.qtbot.waitUntil(lambda: item(cut.screen, "G03").verdict is Verdict.FAIL)
    assert "Everything has been sent." in said(dialog)


def test_of_what_somebody_answered_meanwhile_theirs_can_stay(cut: Cut) -> None:
    dialog = at_odds(cut)
    conflict = cut.choose(dialog)
    conflict.take("G03", Side.THEIRS)
    cut.qtbot.mouseClick(conflict.save, Qt.MouseButton.LeftButton)
    cut.qtbot.waitUntil(lambda: cut.desk.unsent() == Unsent())
    stands = cut.now("G03")
    assert (stands.verdict, stands.corrections) == (Verdict.PASS, ())


def test_what_is_left_for_later_stays_and_can_be_chosen_again(cut: Cut) -> None:
    dialog = at_odds(cut)
    cut.choose(dialog).reject()
    cut.qtbot.waitUntil(lambda: dialog.findChild(ConflictDialog) is None)
    assert len(cut.desk.unsent().not_accepted) == 1
    assert cut.choose(dialog).isVisible()


def test_mine_is_not_laid_over_an_answer_that_came_while_i_chose(cut: Cut) -> None:
    dialog = at_odds(cut)
    conflict = cut.choose(dialog)
    line = cut.now("G03")
    cut.cook.ask(NotApplicable(line.key, line.version, reason="今天不用"))
    conflict.take("G03", Side.MINE)
    cut.qtbot.mouseClick(conflict.save, Qt.MouseButton.LeftButton)
    cut.qtbot.waitUntil(dialog.messages.isVisible)
    assert cut.now("G03").verdict is Verdict.NOT_APPLICABLE
    assert len(cut.desk.unsent().not_accepted) == 1, "it stays where it is seen"
    cut.qtbot.waitUntil(lambda: dialog.findChild(ConflictDialog) is None)
    again = cut.choose(dialog)
    assert any("not applicable" in each.text() for each in again.findChildren(QRadioButton)), "as it stands now"


def test_mine_waits_again_where_the_server_is_away_again(cut: Cut) -> None:
    dialog = at_odds(cut)
    conflict = cut.choose(dialog)
    cut.network.down = True
    conflict.take("G03", Side.MINE)
    cut.qtbot.mouseClick(conflict.save, Qt.MouseButton.LeftButton)
    cut.qtbot.waitUntil(lambda: not cut.desk.unsent().not_accepted)
    [kept] = cut.desk.unsent().waiting
    assert cut.desk.unsent().about[kept.id].title.startswith("G03 ")
    cut.reconnect()
    assert cut.desk.unsent() == Unsent()
    assert cut.now("G03").verdict is Verdict.FAIL


def test_of_two_readings_of_one_slot_mine_replaces_theirs_with_a_reason(cut: Cut) -> None:
    line = item(cut.screen, "B01")
    slot, measure = line.slots[0], line.item.measures[0]
    cut.screen.keeper.measure("B01", value_id(slot, measure), "5", "")
    waits(cut.qtbot, cut.screen, 1)
    cut.cook.ask(EnterReading(key=line.key, slot=slot.id, measure=measure.name, raw="4"))
    conflict = cut.choose(cut.meet())
    told = [each.text() for each in conflict.findChildren(QRadioButton)]
    assert told == ["5 ℃", "4 ℃"]
    conflict.take("B01", Side.MINE)
    cut.qtbot.mouseClick(conflict.save, Qt.MouseButton.LeftButton)
    cut.qtbot.waitUntil(lambda: cut.desk.unsent() == Unsent())
    stands = cut.now("B01")
    assert [(each.raw, each.reason) for each in stands.readings] == [("5", CHOSEN)]
    assert [each.raw for each in stands.superseded] == ["4"]


def test_of_two_descriptions_of_a_fail_each_field_is_chosen(cut: Cut) -> None:
    cut.network.down = False
    cut.screen.keeper.answer("G03", Result.FAIL, "")
    cut.qtbot.waitUntil(lambda: item(cut.screen, "G03").finding is not None)
    finding = item(cut.screen, "G03").finding
    assert finding is not None
    cut.network.down = True
    cut.screen.keeper.describe("G03", Details(description="门没关严", document="D-1"))
    waits(cut.qtbot, cut.screen, 1)
    cut.cook.ask(DescribeFailure(finding.key, finding.version, description="门坏了", precaution="已报修"))
    conflict = cut.choose(cut.meet())
    for field, side in (("description", Side.THEIRS), ("precaution", Side.THEIRS), ("document_no", Side.MINE)):
        conflict.take(field, side)
    cut.qtbot.mouseClick(conflict.save, Qt.MouseButton.LeftButton)
    cut.qtbot.waitUntil(lambda: cut.desk.unsent() == Unsent())
    stands = cut.now("G03").finding
    assert stands is not None
    assert (stands.description, stands.precaution, stands.document_no) == ("门坏了", "已报修", "D-1")
