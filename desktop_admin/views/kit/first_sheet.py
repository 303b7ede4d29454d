"""What the sign-in window wears before the rest of the look is loaded, which is worn over it."""

from collections.abc import Iterable
from string import Template
from typing import Final

from desktop_admin.views.kit.tokens import Tokens

# What the first window wears: no files, so that it waits for no plugin that reads SVG.
FIRST: Final = """
* { outline: 0; }
QWidget { color: $text; font-size: 14px; }
QLabel { background: transparent; }
QLabel[face="h1"] { font-size: 20px; font-weight: 700; }
QLabel[face="h2"] { font-size: 15px; font-weight: 700; }
QLabel[face="quiet"] { color: $text2; }
QLabel[face="small"] { font-size: 12px; color: $text2; }
QFrame#brand { background: $accent_soft; border: 0; }
QFrame#card { background: $surface; border: 1px solid $line; border-radius: 8px; }
QPushButton { min-height: 30px; padding: 0 12px; border-radius: 6px; border: 1px solid $edge; background: $surface; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $neutral_soft; }
QPushButton:focus { border: 2px solid $accent; padding: 0 11px; min-height: 28px; }
QPushButton[face="primary"] { background: $accent; color: $on_accent; border: 1px solid $accent; font-weight: 700;
  padding: 0 16px; }
QPushButton[face="primary"]:hover, QPushButton[face="primary"]:pressed { background: $accent_hover; }
QPushButton[face="primary"]:focus { border: 2px solid $text; padding: 0 15px; }
QPushButton:disabled { color: $text2; background: $neutral_soft; border: 1px solid $line; }
QLineEdit, QAbstractSpinBox, QPlainTextEdit, QTextEdit { padding: 0 8px; border: 1px solid $edge; border-radius: 6px;
  background: $surface; selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit, QAbstractSpinBox { min-height: 30px; max-height: 30px; }
QLineEdit:focus, QAbstractSpinBox:focus { border: 2px solid $accent;
  padding: 0 7px; min-height: 28px; max-height: 28px; }
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled, QPlainTextEdit:disabled { color: $text2;
  background: $neutral_soft; border-color: $line; }
QCheckBox, QRadioButton { spacing: 8px; background: transparent; min-height: 24px; border: 2px solid transparent;
  border-radius: 6px; }
QCheckBox:focus, QRadioButton:focus { border: 2px solid $accent; }
QCheckBox::indicator, QRadioButton::indicator, QAbstractItemView::indicator { width: 18px; height: 18px; }
QCheckBox::indicator { width: 16px; height: 16px; border: 1px solid $edge; border-radius: 3px; background: $surface; }
QCheckBox::indicator:checked { border-color: $accent; background: $accent; }
"""


def first_sheet(tokens: Tokens, families: Iterable[str]) -> str:
    """With the font, too: to say which one to the application would make all that belongs to QFont."""
    names = ", ".join(f'"{name}"' for name in families)
    return f"QWidget {{ font-family: {names}; }}" + Template(FIRST).substitute(tokens._asdict())
