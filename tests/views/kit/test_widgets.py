"""The parts of a page, used as a person uses them."""

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QDateEdit,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop_admin.views.kit.style import restyle
from desktop_admin.views.kit.theme import font
from desktop_admin.views.kit.widgets import (
    Banner,
    Card,
    Chip,
    ElidedLabel,
    EmptyState,
    KeyHints,
    Kind,
    PageHeader,
    PasswordEdit,
    Pill,
    Progress,
    Segmented,
    Step,
    Timeline,
    button,
    icon_button,
    link,
    roomy,
    scrolled,
)

pytestmark = pytest.mark.usefixtures("dressed")
LONG = "在信息中心登记的全部账号和它们的角色、有效期与最近登录"


def shown(qtbot: QtBot, widget: QWidget, width: int = 0) -> QWidget:
    qtbot.addWidget(widget)
    if width:
        widget.resize(width, max(40, widget.sizeHint().height()))
    widget.show()
    return widget


def test_a_label_that_shortens_tells_its_whole_text(qtbot: QtBot) -> None:
    words = ElidedLabel(LONG)
    shown(qtbot, words, 120)
    assert words.shown_text().endswith("…")
    assert words.toolTip() == LONG
    words.resize(900, 30)
    assert words.shown_text() == LONG
    assert words.toolTip() == ""


def test_a_label_that_shortens_gives_way_to_its_siblings(qtbot: QtBot) -> None:
    header = PageHeader("全部账号", LONG * 3)
    act = button("新建账号  Ctrl+N", icon_name="plus")
    header.add(act)
    shown(qtbot, header, 500)
    assert act.width() >= act.sizeHint().width()
    assert header.title.width() >= header.title.sizeHint().width()


@pytest.mark.parametrize("face", ["", "primary", "danger", "ghost"])
def test_buttons_are_as_wide_as_their_words_and_32_high(qtbot: QtBot, face: str) -> None:
    box = QWidget()
    row = QHBoxLayout(box)
    made = button("签名提交  Ctrl+Enter", face, "edit")  # type: ignore[arg-type]
    row.addWidget(made)
    row.addStretch(1)
    shown(qtbot, box, 600)
    words = QFontMetrics(font(strong=face == "primary")).horizontalAdvance(made.text())
    assert made.sizeHint().width() <= made.width()
    assert words + 18 < made.width()
    assert made.height() == 32
    before = made.size()
    made.setFocus()
    assert made.size() == before, "the outline of the focus moves nothing"


def test_fields_are_as_high_as_buttons_with_the_focus_and_without(qtbot: QtBot) -> None:
    box = QWidget()
    column = QVBoxLayout(box)
    dates = QDateEdit()
    dates.setCalendarPopup(True)
    fields: list[QWidget] = [QLineEdit(), roomy(QSpinBox()), dates]
    for field in fields:
        column.addWidget(field)
    shown(qtbot, box, 300)
    for field in fields:
        assert field.height() == 32
        field.setFocus()
        restyle(field, "fault", value=True)
        assert field.sizeHint().height() <= 35
        assert field.height() == 32


def test_a_chip_is_ticked_by_click_and_by_the_space_bar(qtbot: QtBot) -> None:
    chip = Chip("待审核", "12")
    shown(qtbot, chip)
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert chip.isChecked()
    chip.setFocus()
    qtbot.keyClick(chip, Qt.Key.Key_Space)
    assert not chip.isChecked()
    assert chip.accessibleName() == "待审核 12"
    narrow = chip.width()
    chip.show_count("1,200")
    assert chip.sizeHint().width() > narrow


def test_an_applied_filter_is_taken_away_by_pressing_it(qtbot: QtBot) -> None:
    chip = Chip("角色：不含学生", removable=True)
    shown(qtbot, chip)
    with qtbot.waitSignal(chip.removed):
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)


def test_one_segment_is_chosen_at_a_time_and_none_can_be_shown(qtbot: QtBot) -> None:
    segments = Segmented(["合格", "不合格", "不适用"], verdicts=["ok", "danger", "neutral"])
    shown(qtbot, segments, 600)
    buttons = segments.findChildren(QToolButton)
    assert segments.choice() == -1
    with qtbot.waitSignal(segments.chosen) as told:
        qtbot.mouseClick(buttons[1], Qt.MouseButton.LeftButton)
    assert told.args == [1]
    with qtbot.assertNotEmitted(segments.chosen):
        segments.choose(2)
    assert [each.isChecked() for each in buttons] == [False, False, True]
    segments.choose(-1)
    assert segments.choice() == -1


def test_segments_stay_joined_and_whole_in_a_wide_row(qtbot: QtBot) -> None:
    segments = Segmented(["待我审阅", "不合格 12", "全部"])
    shown(qtbot, segments, 900)
    buttons = segments.findChildren(QToolButton)
    for left, right in pairwise(buttons):
        assert left.geometry().right() + 1 == right.geometry().left()
    bold = QFontMetrics(font(13, strong=True))
    assert all(bold.horizontalAdvance(each.text()) + 24 <= each.width() for each in buttons)


def test_a_shown_password_stays_hidden_from_input_methods(qtbot: QtBot) -> None:
    field = PasswordEdit()
    shown(qtbot, field, 200)
    eye = field.actions()[0]
    secret = Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhSensitiveData
    assert field.echoMode() is QLineEdit.EchoMode.Password
    assert field.inputMethodHints() & secret == secret
    eye.trigger()
    assert field.echoMode() is QLineEdit.EchoMode.Normal
    assert field.inputMethodHints() & secret == secret
    eye.trigger()
    assert field.echoMode() is QLineEdit.EchoMode.Password
    assert field.inputMethodHints() & secret == secret


def test_a_banner_says_one_sentence_and_closes_with_escape(qtbot: QtBot) -> None:
    done: list[str] = []
    banner = Banner("有 2 处要改。", Kind.DANGER, link("查看", lambda: done.append("seen")), closable=True)
    shown(qtbot, banner, 400)
    assert banner.accessibleName() == "有 2 处要改。"
    qtbot.mouseClick(banner.findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert done == ["seen"]
    with qtbot.waitSignal(banner.dismissed):
        qtbot.keyClick(banner, Qt.Key.Key_Escape)


def test_a_pill_is_as_wide_as_its_words_and_says_them(qtbot: QtBot) -> None:
    pill = Pill("正常", Kind.OK)
    shown(qtbot, pill)
    assert (pill.height(), pill.accessibleName()) == (22, "正常")
    narrow = pill.width()
    pill.show_state("密码已过期", Kind.WARN)
    assert pill.width() > narrow
    assert pill.accessibleName() == "密码已过期"


def test_an_empty_state_has_the_button_that_fills_it(qtbot: QtBot) -> None:
    fill = button("新建账号", "primary")
    state = EmptyState("还没有账号。", "users", fill)
    shown(qtbot, state, 300)
    with qtbot.waitSignal(fill.clicked):
        qtbot.mouseClick(fill, Qt.MouseButton.LeftButton)


def test_a_reason_is_told_whole_on_as_many_lines_as_it_needs(qtbot: QtBot) -> None:
    short, long = (Timeline([Step("高燕 退回", "", Progress.RETURNED, "通风次数" * times)]) for times in (1, 20))
    for each in (short, long):
        qtbot.addWidget(each)
        each.resize(260, 400)
        each.show()
    assert long.minimumHeight() > short.minimumHeight() + 3 * 16
    before = long.minimumHeight()
    long.resize(520, 400)
    assert long.minimumHeight() < before


def test_a_timeline_reads_out_who_did_what_and_why(qtbot: QtBot) -> None:
    line = Timeline([Step("周明 退回", "今天 08:02", Progress.RETURNED, "通风次数写具体")])
    shown(qtbot, line, 200)
    assert "周明 退回" in line.accessibleName()
    assert "通风次数写具体" in line.accessibleName()
    low = line.sizeHint().height()
    line.show_steps([Step("送审", "11-19", Progress.DONE), Step("终审", "", Progress.CURRENT)])
    assert line.sizeHint().height() != low


def test_an_icon_button_has_a_name_and_a_tooltip(qtbot: QtBot) -> None:
    made = icon_button("help", "帮助", shortcut="F1")
    shown(qtbot, made)
    assert made.accessibleName() == "帮助"
    assert made.toolTip() == "帮助  F1"


def test_what_scrolls_on_a_card_is_white(qtbot: QtBot) -> None:
    card = Card("列表")
    area = scrolled(QWidget(), on_card=True)
    card.body.addWidget(area)
    shown(qtbot, card, 300)
    middle = card.grab().toImage().pixelColor(card.width() // 2, card.height() // 2)
    assert middle.name() == "#ffffff"


def test_keys_are_told_where_there_is_room_for_all_of_them_and_need_none(qtbot: QtBot) -> None:
    row, hints = QWidget(), KeyHints(("1", "出席"), ("2", "迟到"))
    layout = QHBoxLayout(row)
    layout.addWidget(hints)
    layout.addWidget(button("保存签到"))
    least = row.minimumSizeHint().width()
    shown(qtbot, row, least + hints.sizeHint().width())
    (told,) = (each for each in hints.children() if isinstance(each, QWidget))
    assert told.isVisible()
    row.resize(least + hints.sizeHint().width() - 2, row.height())
    qtbot.waitUntil(lambda: not told.isVisible())
