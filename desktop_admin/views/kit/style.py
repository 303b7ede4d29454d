"""The program's one style sheet and palette, generated from the tokens; marks and arrows are SVG files for QSS.

QSS cannot give an SVG a colour, so every theme writes its own eight files into a folder that Qt removes at the end.
"""

from pathlib import Path
from string import Template
from typing import Final

from PySide6.QtCore import QTemporaryDir
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QWidget

from desktop_admin.views.kit.first_sheet import FIRST
from desktop_admin.views.kit.icon_paths import radio_dot, svg, tick_box
from desktop_admin.views.kit.tokens import MODULE_TABS_LEFT, Tokens

_SHEET: Final = Template(
    FIRST
    + """QWidget#page, QMainWindow, QWidget#pageInner, QScrollArea#pageScroll { background: $bg; }
QWidget#plain, QScrollArea#plainScroll { background: $surface; }
QLabel[face="kpi"] { font-size: 26px; font-weight: 700; }
QLabel[face="strong"] { font-weight: 700; }
QLabel[face="error"] { font-size: 12px; color: $danger; }
QLabel[face="done"] { font-size: 12px; color: $ok; }
QLabel[face="due"] { font-size: 12px; color: $warn; }
QLabel[face="link"] { color: $accent_text; }
QLabel[face="key"] { font-size: 12px; color: $text2; background: $surface; border: 1px solid $line;
  border-bottom: 2px solid $line; border-radius: 4px; padding: 0 5px; min-height: 18px; }
QFrame#sunken { background: $sunken; border: 1px solid $line; border-radius: 6px; }
QFrame#hairline { background: $line; border: 0; min-height: 1px; max-height: 1px; }
QFrame#actionBar { background: $surface; border: 0; border-top: 1px solid $line; }
QFrame#bulkBar { background: $accent_soft; border: 0; border-bottom: 1px solid $line;
  border-top-left-radius: 8px; border-top-right-radius: 8px; }
QFrame#dialog { background: $surface; border: 1px solid $line; border-radius: 10px; }
QFrame#failed { background: $danger_soft; border: 0; border-left: 3px solid $danger; }
QFrame#banner { border: 0; border-radius: 6px; }
QFrame#banner[kind="info"] { background: $accent_soft; } QFrame#banner[kind="info"] QLabel { color: $accent_text; }
QFrame#banner[kind="ok"] { background: $ok_soft; } QFrame#banner[kind="ok"] QLabel { color: $ok; }
QFrame#banner[kind="warn"] { background: $warn_soft; } QFrame#banner[kind="warn"] QLabel { color: $warn; }
QFrame#banner[kind="danger"] { background: $danger_soft; } QFrame#banner[kind="danger"] QLabel { color: $danger; }
QFrame#banner[kind="neutral"] { background: $neutral_soft; } QFrame#banner[kind="neutral"] QLabel { color: $text2; }
QFrame#option { background: $surface; border: 1px solid $edge; border-radius: 8px; }
QFrame#option[chosen="true"] { background: $accent_soft; border: 2px solid $accent; }
QFrame#clash { background: $surface; border: 1px solid $line; border-radius: 6px; }
QFrame#clash[chosen="true"] { background: $accent_soft; border: 2px solid $accent; }
QTabWidget#module { background: $surface; }
QTabWidget#module::pane { border: 0; border-top: 1px solid $line; top: -1px; }
QTabWidget#module > QTabBar { background: $surface; }
QTabWidget#module::tab-bar { left: ${tabs_left}px; }
QTabWidget#module > QTabBar::tab { background: transparent; border: 0; border-bottom: 2px solid transparent;
  padding: 0 4px; margin: 0 10px; height: 45px; color: $text2; }
QTabWidget#module > QTabBar::tab:selected { color: $accent_text; border-bottom: 2px solid $accent; font-weight: 700; }
QTabWidget#module > QTabBar::tab:hover:!selected { color: $text; }
QPushButton[face="danger"] { color: $danger; border-color: $danger; }
QPushButton[face="ghost"] { border: 1px solid transparent; color: $accent_text; padding: 0 8px;
  background: transparent; }
QPushButton[face="ghost"]:hover { background: $hover; }
QPushButton[face="ghost"]:focus { border: 2px solid $accent; padding: 0 7px; }
QPushButton[face="ghost"]:disabled { background: transparent; border: 1px solid transparent; }
QPushButton[low="true"] { min-height: 26px; } QPushButton[low="true"]:focus { min-height: 24px; }
QPlainTextEdit, QTextEdit { padding: 4px; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid $accent; padding: 3px; }
QComboBox:focus { border: 2px solid $accent; padding: 0 7px; min-height: 28px; max-height: 28px; }
QLineEdit[fault="true"], QAbstractSpinBox[fault="true"], QComboBox[fault="true"] { border: 2px solid $danger;
  padding: 0 7px; min-height: 28px; max-height: 28px; }
QPlainTextEdit[fault="true"], QTextEdit[fault="true"] { border: 2px solid $danger; padding: 3px; }
QLineEdit:read-only, QPlainTextEdit:read-only { background: $neutral_soft; border-color: $line; }
QLineEdit[low="true"], QAbstractSpinBox[low="true"], QComboBox[low="true"] { min-height: 26px; max-height: 26px; }
QLineEdit[low="true"]:focus, QAbstractSpinBox[low="true"]:focus, QComboBox[low="true"]:focus {
  min-height: 24px; max-height: 24px; }
QComboBox { min-height: 30px; max-height: 30px; padding: 0 8px;
  border: 1px solid $edge; border-radius: 6px; background: $surface; }
QComboBox QLineEdit, QAbstractSpinBox QLineEdit { border: 0; padding: 0; min-height: 0; }
QComboBox::drop-down, QDateEdit::drop-down, QDateTimeEdit::drop-down { border: 0; width: 26px; }
QComboBox::down-arrow, QDateEdit::down-arrow, QDateTimeEdit::down-arrow { image: url("$file_down"); width: 14px;
  height: 14px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $line; padding: 4px; }
QComboBox QAbstractItemView::item { min-height: 28px; padding: 0 8px; }
QSpinBox::up-button, QDoubleSpinBox::up-button, QTimeEdit::up-button { border: 0; width: 22px; }
QSpinBox::down-button, QDoubleSpinBox::down-button, QTimeEdit::down-button { border: 0; width: 22px; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow, QTimeEdit::up-arrow { image: url("$file_up"); width: 12px;
  height: 12px; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow, QTimeEdit::down-arrow { image: url("$file_down"); width: 12px;
  height: 12px; }
QCheckBox:disabled, QRadioButton:disabled { color: $text2; }
QCheckBox::indicator { width: 18px; height: 18px; border: 0; background: transparent; }
QCheckBox::indicator:checked { background: transparent; }
QCheckBox::indicator:unchecked, QAbstractItemView::indicator:unchecked { image: url("$file_unticked"); }
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked { image: url("$file_ticked"); }
QCheckBox::indicator:indeterminate, QAbstractItemView::indicator:indeterminate { image: url("$file_partly"); }
QRadioButton::indicator:unchecked { image: url("$file_radio_off"); }
QRadioButton::indicator:checked { image: url("$file_radio_on"); }
QTableView, QListView, QTreeView { border: 0; background: $surface; alternate-background-color: $surface;
  selection-background-color: $accent_soft; selection-color: $text; gridline-color: $line; }
QTableView#spaced::item { padding: 0 8px; }
QHeaderView#rights::section { border-right: 1px solid $line; color: $text; font-size: 14px; font-weight: 400; }
QListWidget#choices { border: 1px solid $edge; border-radius: 6px; padding: 2px; }
QListWidget#choices:focus { border: 2px solid $accent; padding: 1px; }
QListWidget#choices[fault="true"] { border: 2px solid $danger; padding: 1px; }
QHeaderView { background: $sunken; border: 0; }
QHeaderView::section { background: $sunken; border: 0; border-bottom: 1px solid $line; padding: 0 8px; color: $text2;
  font-size: 13px; font-weight: 700; height: 34px; }
QHeaderView::up-arrow { image: url("$file_up"); width: 12px; height: 12px; subcontrol-position: center right; }
QHeaderView::down-arrow { image: url("$file_down"); width: 12px; height: 12px; subcontrol-position: center right; }
QTableCornerButton::section { background: $sunken; border: 0; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 2px; }
QScrollBar::handle { background: $edge; border-radius: 3px; }
QScrollBar::handle:vertical { min-height: 32px; } QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QScrollArea { border: 0; background: transparent; }
QProgressBar { border: 0; border-radius: 3px; background: $neutral_soft; min-height: 6px; max-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QProgressBar[kind="ok"]::chunk { background: $ok; } QProgressBar[kind="warn"]::chunk { background: $warn; }
QProgressBar[kind="danger"]::chunk { background: $danger; }
QToolButton { border: 2px solid transparent; border-radius: 6px; padding: 2px; background: transparent; }
QToolButton:hover { background: $hover; } QToolButton:focus { border: 2px solid $accent; }
QToolButton:checked { background: $accent_soft; color: $accent_text; }
QToolButton:disabled { color: $text2; }
QLineEdit > QToolButton { border: 0; padding: 0; }
QToolButton::menu-indicator { image: none; }
QToolButton[at] { border: 1px solid $edge; border-radius: 0; background: $surface; padding: 0 12px; margin: 0;
  font-size: 13px; color: $text2; min-height: 28px; }
QToolButton[at]:hover { background: $hover; }
QToolButton[at="left"] { border-top-left-radius: 6px; border-bottom-left-radius: 6px; }
QToolButton[at="middle"] { border-left: 0; }
QToolButton[at="right"] { border-left: 0; border-top-right-radius: 6px; border-bottom-right-radius: 6px; }
QToolButton[at="only"] { border-radius: 6px; }
QToolButton[at][low="true"] { min-height: 26px; }
QToolButton[at]:checked { font-weight: 700; background: $accent_soft; color: $accent_text; }
QToolButton[at][verdict="ok"]:checked { background: $ok_soft; color: $ok; }
QToolButton[at][verdict="danger"]:checked { background: $danger; color: $surface; }
QToolButton[at][verdict="neutral"]:checked { background: $neutral_soft; color: $text; }
QToolButton[at]:focus { border: 2px solid $accent; padding: 0 11px; min-height: 26px; }
QToolButton[at="middle"]:focus, QToolButton[at="right"]:focus { padding: 0 11px 0 10px; }
QToolButton[at][low="true"]:focus { min-height: 24px; }
QMenu { background: $surface; border: 1px solid $line; padding: 4px; }
QMenu::item { min-height: 28px; padding: 0 24px 0 8px; border-radius: 4px; }
QMenu::item:selected { background: $accent_soft; color: $accent_text; }
QMenu::item:disabled { color: $text2; }
QMenu::separator { height: 1px; background: $line; margin: 4px 0; }
QMenu::icon { padding-left: 8px; }
QToolTip { background: $surface; color: $text; border: 1px solid $line; padding: 4px; }
QTextBrowser { border: 0; background: $surface; }
QSplitter::handle { background: $line; }
"""
)

_ROLES: Final = {
    QPalette.ColorRole.Window: "bg",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "sunken",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.ToolTipBase: "surface",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.BrightText: "danger",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.PlaceholderText: "text2",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Light: "line",
    QPalette.ColorRole.Midlight: "line",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "line",
    QPalette.ColorRole.Shadow: "line",
    QPalette.ColorRole.Link: "accent_text",
    QPalette.ColorRole.LinkVisited: "accent_text",
}
_FADED: Final = (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText)


def palette(tokens: Tokens) -> QPalette:
    """Every role is set, so that nothing of the PC's own colours shows through."""
    made = QPalette()
    for role, token in _ROLES.items():
        made.setColor(role, QColor(getattr(tokens, token)))
    for role in _FADED:
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.text2))
    return made


def _marks(tokens: Tokens) -> dict[str, str]:
    on, off = tokens.accent, tokens.edge
    return {
        "down": svg("down", tokens.text2, 14),
        "up": svg("up", tokens.text2, 14),
        "unticked": tick_box(off, tokens.surface, ""),
        "ticked": tick_box(on, on, tokens.on_accent),
        "partly": tick_box(on, on, "-" + tokens.on_accent),
        "radio_off": radio_dot(off, tokens.surface, ""),
        "radio_on": radio_dot(on, tokens.surface, on),
    }


class Marks:
    """The arrows and ticks as files, in a folder of this run alone."""

    def __init__(self) -> None:
        self._folder = QTemporaryDir()

    def files(self, name: str, tokens: Tokens) -> dict[str, str]:
        """Paths by the names the sheet uses; `name` keeps the two themes apart, since Qt caches images by path."""
        found: dict[str, str] = {}
        for mark, body in _marks(tokens).items():
            file = Path(self._folder.filePath(f"{name}-{mark}.svg"))
            if not file.exists():
                file.write_text(body, encoding="ascii")
            found[f"file_{mark}"] = file.as_posix()
        return found


def sheet(tokens: Tokens, files: dict[str, str]) -> str:
    return _SHEET.substitute(tokens._asdict(), tabs_left=MODULE_TABS_LEFT, **files)


def restyle(widget: QWidget, name: str, value: str | bool) -> None:  # noqa: FBT001 - the value of the property
    """Set a property the sheet matches, on a widget that may already be shown."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.updateGeometry()
    widget.update()
