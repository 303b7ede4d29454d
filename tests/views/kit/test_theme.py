"""The tokens are legible, and the program wears them at once, everywhere."""

import re
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QTableView, QTreeView
from pytestqt.qtbot import QtBot

from desktop_admin.views.kit import style, theme
from desktop_admin.views.kit.tokens import DARK, LIGHT, Token, Tokens

TEXT = 4.5
OUTLINE = 3.0

# The design's own table: (ink, ground, ratio in light, ratio in dark).
CONTRASTS: tuple[tuple[Token, Token, float, float], ...] = (
    ("text", "surface", 15.82, 13.40),
    ("text", "bg", 14.49, 14.88),
    ("text2", "surface", 6.79, 7.54),
    ("text2", "bg", 6.22, 8.38),
    ("text2", "neutral_soft", 5.88, 6.11),
    ("text2", "danger_soft", 5.93, 6.87),
    ("text2", "accent_soft", 5.91, 6.47),
    ("on_accent", "accent", 6.09, 7.39),
    ("accent_text", "accent_soft", 6.71, 7.70),
    ("accent_text", "surface", 7.72, 8.98),
    ("ok", "ok_soft", 5.39, 7.11),
    ("warn", "warn_soft", 5.65, 7.65),
    ("danger", "danger_soft", 5.24, 6.86),
    ("surface", "danger", 6.01, 7.54),
    ("accent", "surface", 6.09, 6.88),
    ("edge", "surface", 3.73, 3.92),
    ("edge", "bg", 3.42, 4.36),
    ("edge", "danger_soft", 3.26, 3.57),
)


def luminance(colour: str) -> float:
    """WCAG 2 relative luminance."""

    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("ink", "ground", "light", "dark"), CONTRASTS)
def test_every_pair_of_the_design_is_legible_in_both_schemes(
    ink: Token, ground: Token, light: float, dark: float
) -> None:
    least = OUTLINE if ink == "edge" else TEXT
    for tokens, designed in ((LIGHT, light), (DARK, dark)):
        measured = contrast(getattr(tokens, ink), getattr(tokens, ground))
        assert measured >= least
        assert measured == pytest.approx(designed, abs=0.01)


@pytest.mark.parametrize("tokens", [LIGHT, DARK])
def test_every_token_is_a_colour(tokens: Tokens) -> None:
    assert all(re.fullmatch(r"#([0-9A-F]{6}|[0-9A-F]{8})", value) for value in tokens)


@pytest.mark.parametrize("tokens", [LIGHT, DARK])
def test_the_sheet_leaves_no_name_unfilled_and_uses_no_colour_of_its_own(tokens: Tokens) -> None:
    sheet = style.sheet(tokens, style.Marks().files("test", tokens))
    assert "$" not in sheet
    assert set(re.findall(r"#[0-9A-Fa-f]{6,8}\b", sheet)) <= set(tokens)


def test_no_text_is_smaller_than_twelve_pixels() -> None:
    sheet = style.sheet(LIGHT, style.Marks().files("test", LIGHT))
    sizes = [int(size) for size in re.findall(r"font-size: (\d+)px", sheet)]
    assert min(sizes) >= 12


def test_the_scheme_is_switched_while_windows_are_open(dressed: theme.Look, qtbot: QtBot) -> None:
    shown = QLabel("今日检查")
    qtbot.addWidget(shown)
    shown.show()
    with qtbot.waitSignal(dressed.changed):
        dressed.switch(theme.Scheme.DARK)
    assert shown.palette().color(QPalette.ColorRole.WindowText) == QColor(DARK.text)
    assert theme.colour("text") == QColor(DARK.text)
    dressed.switch(theme.Scheme.LIGHT)
    assert shown.palette().color(QPalette.ColorRole.WindowText) == QColor(LIGHT.text)


def test_the_system_is_followed_until_the_person_chooses(dressed: theme.Look, qapp: QApplication) -> None:
    dressed.switch(theme.Scheme.SYSTEM)
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.tokens() is DARK
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert theme.tokens() is LIGHT
    dressed.switch(theme.Scheme.LIGHT)
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.tokens() is LIGHT


def test_nothing_of_the_pcs_own_colours_shows_through() -> None:
    made = style.palette(DARK)
    dark = {QColor(value).rgb() for value in DARK}
    shown = (
        role for role in QPalette.ColorRole if role not in {QPalette.ColorRole.NColorRoles, QPalette.ColorRole.NoRole}
    )
    assert all(made.color(QPalette.ColorGroup.Active, role).rgb() in dark for role in shown)


@pytest.mark.usefixtures("dressed")
def test_item_views_get_the_font_on_themselves(qtbot: QtBot) -> None:
    for view in (QTableView(), QTreeView()):
        qtbot.addWidget(view)
        theme.dress_view(view)
        assert view.font().pixelSize() == 14
        assert view.font().families()[0] in theme.FAMILIES


def test_the_bundled_font_is_loaded_only_where_no_chinese_one_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def bundled() -> list[str]:
        asked.append("loaded")
        return ["Bundled"]

    monkeypatch.setattr(theme, "_bundled", bundled)
    monkeypatch.setattr(QFontDatabase, "hasFamily", lambda name: name == "Noto Sans CJK SC")
    assert "Bundled" not in theme.families()
    monkeypatch.setattr(QFontDatabase, "hasFamily", lambda _name: False)
    assert theme.families()[-1] == "Bundled"
    assert asked == ["loaded"]


def test_setters_keep_none_alive(qtbot: QtBot) -> None:
    """PySide6 6.12.0 lost a reference to None in every setter and aborted after some 5,000 calls."""
    shown = QLabel()
    qtbot.addWidget(shown)
    before = sys.getrefcount(None)
    for _ in range(20_000):
        shown.setText("今日检查")
    assert abs(sys.getrefcount(None) - before) < 500
