"""Every colour, size and distance in the program, once: the table of the design.

A NamedTuple and no dataclass: the sign-in window is shown before `dataclasses` would be imported.
"""

from typing import Final, Literal, NamedTuple

Token = Literal[
    "bg",
    "surface",
    "sunken",
    "hover",
    "line",
    "edge",
    "text",
    "text2",
    "accent",
    "accent_hover",
    "on_accent",
    "accent_soft",
    "accent_text",
    "ok",
    "ok_soft",
    "warn",
    "warn_soft",
    "danger",
    "danger_soft",
    "neutral_soft",
    "desk",
    "scrim",
]


class Tokens(NamedTuple):
    """Colours as #RRGGBB, the scrim as #AARRGGBB."""

    bg: str
    surface: str
    sunken: str
    hover: str
    line: str
    edge: str
    text: str
    text2: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_soft: str
    accent_text: str
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    danger: str
    danger_soft: str
    neutral_soft: str
    desk: str
    scrim: str


LIGHT: Final = Tokens(
    bg="#F3F5F8",
    surface="#FFFFFF",
    sunken="#F8FAFC",
    hover="#EEF2F7",
    line="#E0E5EB",
    edge="#7B8594",
    text="#1A2330",
    text2="#505C6D",
    accent="#1F5FBF",
    accent_hover="#184E9F",
    on_accent="#FFFFFF",
    accent_soft="#E7F0FC",
    accent_text="#1A519F",
    ok="#17703F",
    ok_soft="#E5F4EB",
    warn="#8A5300",
    warn_soft="#FCF1DC",
    danger="#B8302A",
    danger_soft="#FCECEA",
    neutral_soft="#EBEFF4",
    desk="#6B7480",
    scrim="#66101828",
)

DARK: Final = Tokens(
    bg="#14171C",
    surface="#1D2127",
    sunken="#191C22",
    hover="#262B33",
    line="#333A44",
    edge="#737E8D",
    text="#E7EAEE",
    text2="#A9B2BE",
    accent="#74AAFF",
    accent_hover="#8FBBFF",
    on_accent="#0A1A33",
    accent_soft="#1B2D48",
    accent_text="#9CC3FF",
    ok="#66CE98",
    ok_soft="#17322A",
    warn="#E8B95B",
    warn_soft="#352B14",
    danger="#FF938A",
    danger_soft="#3B2122",
    neutral_soft="#2B313A",
    desk="#0D0F12",
    scrim="#99000000",
)

# Type, in logical pixels; never below 12. Strong is Bold: every family of the list has it.
KPI: Final = 26
H1: Final = 20
H2: Final = 15
BODY: Final = 14
HEAD: Final = 13
SMALL: Final = 12

# Distances, in logical pixels.
PAGE_SIDE: Final = 24
PAGE_TOP: Final = 12
PAGE_BOTTOM: Final = 16
GAP: Final = 8
CARD_GAP: Final = 12
CARD_RADIUS: Final = 8
CONTROL_RADIUS: Final = 6
DIALOG_RADIUS: Final = 10

# Heights and widths, in logical pixels.
CONTROL: Final = 32
CONTROL_IN_ROW: Final = 28
TABLE_ROW: Final = 36
CHECKLIST_ROW: Final = 40
TASK_ROW: Final = 52
ACTION_BAR: Final = 56
PILL: Final = 22
CHIP: Final = 30
RAIL: Final = 176
RAIL_MOST: Final = 216  # where a module has a long name
RAIL_NARROW: Final = 56
RAIL_TAB: Final = 44
RAIL_BRAND: Final = 60
RAIL_FOOT: Final = 92
MODULE_TABS: Final = 48
MODULE_TABS_LEFT: Final = 16
SMALLEST: Final = (1320, 680)
