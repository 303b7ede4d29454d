"""Every component in both schemes, in Chinese, as a picture: nothing empty, nothing cut off."""

import gettext
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop_admin.core import i18n, paths
from desktop_admin.core.errors import NotFound
from desktop_admin.core.settings import Settings
from desktop_admin.views.kit import theme
from desktop_admin.views.kit.calendar import DayState, MonthCalendar
from desktop_admin.views.kit.chart import BarChart, ChartCard, DonutChart, LineChart, Mark, Series, ShareBars
from desktop_admin.views.kit.conflict import Clash, ConflictDialog, Side
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.dialog import confirm
from desktop_admin.views.kit.lock import LockDialog
from desktop_admin.views.kit.preferences import PreferencesDialog
from desktop_admin.views.kit.progress import ProgressLine
from desktop_admin.views.kit.shell import MainWindow, Module, Page
from desktop_admin.views.kit.widgets import (
    ActionBar,
    Banner,
    Card,
    Chip,
    EmptyState,
    KeyHints,
    Kind,
    PageHeader,
    PasswordEdit,
    Pill,
    Progress,
    SearchEdit,
    Segmented,
    Step,
    Timeline,
    button,
    link,
    page_layout,
)

TODAY = date(2026, 11, 20)
STEPS = (
    Step("信息员 刘芳 送审", "11-19 16:40 · 第 2 版", Progress.DONE),
    Step("宣传部 周明 退回", "今天 08:02", Progress.RETURNED, "通风次数写具体，补返校要求"),
    Step("宣传部 终审（你）", "期限 今天 17:00", Progress.CURRENT),
    Step("信息技术中心 发布", "网站、公众号", Progress.FUTURE),
)
PASS_RATE = Series(
    "食堂近 7 日合格率", tuple(Mark(str(day), 98 - day % 5 * 2, failed=day == 14) for day in range(14, 21)), "%", 95, 80
)


@pytest.fixture(autouse=True)
def _chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our own translations alone: the merged catalogue is another test's matter."""
    read_po = pytest.importorskip("babel.messages.pofile").read_po
    write_mo = pytest.importorskip("babel.messages.mofile").write_mo
    import io  # noqa: PLC0415

    made = io.BytesIO()
    with (paths.locale_folder() / "zh_CN" / "LC_MESSAGES" / "kit.po").open("rb") as file:
        write_mo(made, read_po(file))
    made.seek(0)
    monkeypatch.setattr(i18n, "_words", gettext.GNUTranslations(made))


def controls() -> QWidget:
    page = QWidget()
    page.resize(1000, 640)
    layout, chips, body = page_layout(page), QHBoxLayout(), QHBoxLayout()
    header = PageHeader("今日检查", "11月20日 星期五 · 一食堂 · 日管控")
    segments = Segmented(["全部 45", "未查 8", "不合格 1"])
    segments.choose(0)
    parts: tuple[QWidget, ...] = (
        segments,
        button("打印", icon_name="print"),
        button("签名提交  Ctrl+Enter", "primary", "edit"),
    )
    for part in parts:
        header.add(part)
    chosen, locked = Chip("全部", "3,000"), button("同意并签名", "primary", "lock")
    chosen.setChecked(True)
    locked.setEnabled(False)
    for part in (chosen, Chip("待审核", "12"), *(Pill(kind.value, kind) for kind in Kind)):
        chips.addWidget(part)
    chips.addStretch(1)
    for part in (Chip("角色：不含学生", removable=True), button("停用", "danger", "minus"), locked):
        chips.addWidget(part)
    layout.addWidget(header)
    layout.addLayout(chips)
    for kind in (Kind.INFO, Kind.WARN, Kind.DANGER):
        layout.addWidget(
            Banner("有 2 处要改：到货表面温度、验收人二。", kind, link("查看", page.update), closable=True)
        )
    signing, fields, empty = Card("签批", "已用 5.2 小时"), Card("表单"), Card("名单")
    signing.body.addWidget(Timeline(STEPS))
    boxes: tuple[QWidget, ...] = (
        PasswordEdit(),
        SearchEdit("姓名、账号、工号或部门"),
        QComboBox(),
        QCheckBox("记住这个账号"),
    )
    for box in (*boxes, QRadioButton("收货"), KeyHints(("F8", "未查"), ("↑↓", "移动"))):
        fields.body.addWidget(box)
    fields.body.addStretch(1)
    empty.body.addWidget(EmptyState("还没有账号。", "users", button("新建账号", "primary", "plus")))
    for card in (signing, fields, empty):
        body.addWidget(card, 1)
    layout.addLayout(body, 1)
    bar = ActionBar()
    bar.state.setText("已查 37 / 45")
    bar.add(button("下一未查  F8"))
    layout.addWidget(bar)
    return page


def charts() -> QWidget:
    page = QWidget()
    page.resize(1190, 700)
    layout, above, below = page_layout(page), QHBoxLayout(), QHBoxLayout()
    parts = Series("整改", (Mark("已完成", 12), Mark("进行中", 5), Mark("超期", 2, failed=True)), "件")
    people = Series("培训完成人数", (Mark("信息化应用能力提升", 31), Mark("食品安全年度培训", 18)))
    for chart in (BarChart(PASS_RATE), LineChart(PASS_RATE), DonutChart(parts), ShareBars(people, (36, 24))):
        above.addWidget(ChartCard(chart), 1)
    states = {date(2026, 11, day): DayState.OK for day in range(2, 19)}
    states |= {date(2026, 11, 5): DayState.MISSED, date(2026, 11, 19): DayState.REVIEW, TODAY: DayState.OPEN}
    month, table = Card(), ChartCard(BarChart(PASS_RATE))
    month.body.addWidget(MonthCalendar(TODAY, states))
    table.toggle.setChecked(True)
    below.addWidget(month, 2)
    below.addWidget(table, 1)
    layout.addLayout(above, 1)
    layout.addLayout(below, 2)
    line = ProgressLine()
    line.begin("导出账号", 3000)
    line.advance(1200)
    layout.addWidget(line)
    line.show()
    return page


def shell(desk: QtDesk) -> MainWindow:
    names = (
        ("工作台", "home"),
        ("用户账号", "users"),
        ("食堂日检", "canteen"),
        ("发布审批", "publish"),
        ("培训课程", "course"),
    )
    pages = tuple(
        Page(title, None, lambda _desk: controls())
        for title in ("全部账号", "待审核", "角色与权限", "密码策略", "登录记录")
    )
    modules = [Module(icon, title, icon, pages) for title, icon in names]
    window = MainWindow(desk, modules, school="实验小学", role="食品安全员")
    window.set_badge("canteen", 8)
    window.go("canteen")
    window.say_refused(NotFound())
    window.tools.quiet.say("已保存 08:12")
    return window


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest, dressed: theme.Look) -> str:
    dressed.switch(theme.Scheme(request.param))
    return str(request.param)


@pytest.fixture
def picture(tmp_path: Path, scheme: str) -> Callable[[QWidget, str], None]:
    """Save what is shown, and look that it is a picture of something."""

    def take(widget: QWidget, name: str) -> None:
        for _ in range(3):
            QApplication.processEvents()
        shot = widget.grab().toImage()
        step = 7
        seen = {shot.pixel(x, y) for x in range(0, shot.width(), step) for y in range(0, shot.height(), step)}
        assert len(seen) > 8, "an empty picture"
        assert shot.save(str(tmp_path / f"{name}-{scheme}.png"))
        whole(widget)

    return take


def whole(widget: QWidget) -> None:
    """No words of a button or a label are cut off, none overlap a neighbour in their row."""
    words: list[QAbstractButton | QLabel] = [*widget.findChildren(QAbstractButton), *widget.findChildren(QLabel)]
    for part in words:
        wraps, inside = isinstance(part, QLabel) and part.wordWrap(), isinstance(part.parent(), QLineEdit)
        if part.isVisible() and part.text() and not wraps and not inside:
            needed = min(part.sizeHint().width(), part.minimumSizeHint().width())
            assert needed <= part.width(), part.text()
    for card in widget.findChildren(Card):
        heads = [each for each in (card.title, card.count) if each.isVisible()]
        assert all(not one.geometry().intersects(other.geometry()) for one, other in pairwise(heads))


def test_controls_and_frames(picture: Callable[[QWidget, str], None], qtbot: QtBot) -> None:
    page = controls()
    qtbot.addWidget(page)
    page.show()
    picture(page, "controls")


def test_charts_and_the_month(picture: Callable[[QWidget, str], None], qtbot: QtBot) -> None:
    page = charts()
    qtbot.addWidget(page)
    page.show()
    picture(page, "charts")


@pytest.fixture
def window(desk: QtDesk, qtbot: QtBot, scheme: str) -> Iterator[MainWindow]:
    assert scheme
    made = shell(desk)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def test_the_main_window(window: MainWindow, picture: Callable[[QWidget, str], None]) -> None:
    picture(window, "shell")
    window.resize(1100, 680)
    picture(window, "shell-narrow")


def test_the_search(window: MainWindow, picture: Callable[[QWidget, str], None], qtbot: QtBot) -> None:
    window.tools.finder.setText("zh")
    qtbot.waitUntil(lambda: window.tools.finder.popup is not None and window.tools.finder.popup.isVisible())
    picture(window, "search")


def test_the_dialogs(window: MainWindow, picture: Callable[[QWidget, str], None], qtbot: QtBot) -> None:
    clashes = (
        Clash("role", "角色", "教师", "教师、信息员", "教师、年级组长"),
        Clash("until", "有效期至", "2027-07-31", "2028-07-31", "2027-12-31"),
    )
    told = "陈志强 · 李敏 08:21 保存，你 08:23 保存。两处内容不同，请逐项选。"
    conflict = ConflictDialog(window, what="账号", who="李敏", explained=told, clashes=clashes, merged=("备注", "部门"))
    conflict.take("role", Side.MINE)
    for name, dialog in (
        ("conflict", conflict),
        ("settings", PreferencesDialog(window, Settings())),
        ("lock", LockDialog(window, "王建国")),
    ):
        qtbot.addWidget(dialog)
        dialog.setWindowModality(Qt.WindowModality.NonModal)
        dialog.show()
        picture(dialog, name)
        dialog.hide()
    asked = confirm(window, "停用“陈志强”", "停用后本人将不能登录。", "停用", window.update, danger=True)
    picture(asked, "confirm")
    asked.reject()
