"""Our own icons as SVG path strings: a box of 20, stroked, round caps, no colour of their own."""

from typing import Final

PATHS: Final = {
    "home": "M3 9.5 10 3.5l7 6M5 8v8.5h10V8M8.2 16.5v-4.8h3.6v4.8",
    "users": "M7.5 9.3a2.9 2.9 0 1 0 0-5.8 2.9 2.9 0 0 0 0 5.8M2 16.5c0-3 2.4-4.7 5.5-4.7s5.5 1.7 5.5 4.7"
    "M13 3.8a2.8 2.8 0 0 1 0 5.3M15 12.2c1.9.6 3 2.1 3 4.3",
    "user": "M10 9.6a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4M3.8 17c0-3.2 2.7-5 6.2-5s6.2 1.8 6.2 5",
    "canteen": "M3.5 10.5h13a6.5 6.5 0 0 1-4.2 6h-4.6a6.5 6.5 0 0 1-4.2-6zM7 7.8c-1-1.2 1-2 0-3.6"
    "M10 7.8c-1-1.2 1-2 0-3.6M13 7.8c-1-1.2 1-2 0-3.6",
    "publish": "M5 2.8h7l3.5 3.5v10.9H5zM11.8 2.8v3.7h3.7M7.6 11.8l1.8 1.8 3.3-3.6",
    "file": "M5 2.8h7l3.5 3.5v10.9H5zM11.8 2.8v3.7h3.7M7.6 10.3h5M7.6 13.3h5",
    "course": "M10 4.8C8.3 3.7 5.8 3.5 3 3.8v11.5c2.8-.3 5.3 0 7 1.2 1.7-1.2 4.2-1.5 7-1.2V3.8c-2.8-.3-5.3-.1-7 1z"
    "M10 4.8v11.7",
    "platform": "M3 3.5h14v9.5H3zM10 13v3.5M6.5 16.5h7",
    "lab": "M8 2.8v5L3.8 15.4c-.5.9.1 1.8 1.1 1.8h10.2c1 0 1.6-.9 1.1-1.8L12 7.8v-5M6.8 2.8h6.4M6 12.5h8",
    "violation": "M4.5 17.2V3.2M4.5 4h10.3l-2.2 3.4 2.2 3.4H4.5",
    "ticket": "M3 5h14v9h-7l-3.6 3v-3H3zM6.5 8.3h7M6.5 11h4.5",
    "audit": "M10 2.8 4 5v4.8c0 3.6 2.5 6 6 7.4 3.5-1.4 6-3.8 6-7.4V5zM7.2 9.9l2 2 3.6-3.9",
    "report": "M3.5 16.8h13M5.5 13.8v-4M10 13.8V5.5M14.5 13.8V8",
    "calendar": "M3.5 4.8h13v12h-13zM3.5 8.3h13M7 3v3.2M13 3v3.2",
    "search": "M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11M13 13l4 4",
    "bell": "M5 13.5V9a5 5 0 0 1 10 0v4.5l1.2 1.2H3.8zM8.3 17h3.4",
    "check": "M4 10.5l4 4 8-9",
    "x": "M5 5l10 10M15 5 5 15",
    "minus": "M5 10h10",
    "plus": "M10 4v12M4 10h12",
    "camera": "M3 6h3.2l1.3-2h5l1.3 2H17v10H3zM10 13.6a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6",
    "print": "M6 7V3h8v4M6 14H3V7h14v7h-3M6 11.5h8V17H6z",
    "export": "M10 3v9M6.5 8.8 10 12.3l3.5-3.5M3.5 13v3.8h13V13",
    "import": "M10 12.3v-9M6.5 6.5 10 3l3.5 3.5M3.5 13v3.8h13V13",
    "filter": "M3 4.5h14l-5.4 6.2v5L8.4 17v-6.3z",
    "columns": "M3 4h14v12H3zM7.7 4v12M12.3 4v12",
    "refresh": "M16.2 8A6.5 6.5 0 0 0 4.6 6.6L3.4 8.2M3.4 4.2v4h4"
    "M3.8 12a6.5 6.5 0 0 0 11.6 1.4l1.2-1.6M16.6 15.8v-4h-4",
    "down": "M5 7.5l5 5 5-5",
    "up": "M5 12.5l5-5 5 5",
    "right": "M7.5 5l5 5-5 5",
    "left": "M12.5 5l-5 5 5 5",
    "clock": "M10 17.2a7.2 7.2 0 1 0 0-14.4 7.2 7.2 0 0 0 0 14.4M10 6v4.3l2.8 1.7",
    "lock": "M4.5 9h11v8h-11zM7 9V6.3a3 3 0 0 1 6 0V9M10 12v2",
    "key": "M6.8 16.4a3.4 3.4 0 1 0 0-6.8 3.4 3.4 0 0 0 0 6.8M9.2 10.6 16.4 3.4M13 6.8l2.6 2.6M15 4.8l2 2",
    "warn": "M10 3 2.5 16.5h15zM10 8v4M10 14.2v.3",
    "info": "M10 17.2a7.2 7.2 0 1 0 0-14.4 7.2 7.2 0 0 0 0 14.4M10 9.2v4.6M10 6.3v.3",
    "help": "M10 17.2a7.2 7.2 0 1 0 0-14.4 7.2 7.2 0 0 0 0 14.4M7.9 8a2.1 2.1 0 1 1 3 1.9c-.6.3-.9.7-.9 1.4v.3"
    "M10 13.9v.3",
    "server": "M3.5 3.5h13v5.5h-13zM3.5 11h13v5.5h-13zM6.5 6.3h.3M6.5 13.8h.3M10 6.3h4M10 13.8h4",
    "offline": "M3.5 3.5h13v5.5h-13zM3.5 11h13v5.5h-13zM6.5 6.3h.3M6.5 13.8h.3M2.5 17.5l15-15",
    "pc": "M3 4h14v9H3zM1.8 16.2h16.4",
    "phone": "M6 2.5h8v15H6zM9 15.2h2",
    "undo": "M7 4 3.5 7.5 7 11M3.5 7.5h8a4.5 4.5 0 0 1 0 9H7",
    "star": "M10 3.2l2.1 4.4 4.7.6-3.4 3.3.8 4.8-4.2-2.3-4.2 2.3.8-4.8L3.2 8.2l4.7-.6z",
    "edit": "M4 16l.8-3.4 8.6-8.6 2.6 2.6-8.6 8.6zM11.5 5.9l2.6 2.6",
    "trash": "M4 5.8h12M8 5.8V3.5h4v2.3M5.3 5.8l.8 11h7.8l.8-11M8.5 9v4.6M11.5 9v4.6",
    "link": "M8.3 11.7 12 8M9 6.2l2-2a3.2 3.2 0 0 1 4.6 4.6l-2 2M11 13.8l-2 2a3.2 3.2 0 0 1-4.6-4.6l2-2",
    "auto": "M11 2.8 4.5 11H10l-1 6.2L15.5 9H10z",
    "eye": "M2.5 10c1.7-3.2 4.4-5 7.5-5s5.8 1.8 7.5 5c-1.7 3.2-4.4 5-7.5 5s-5.8-1.8-7.5-5z"
    "M10 12.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6",
    "eye-off": "M2.5 10c1.7-3.2 4.4-5 7.5-5s5.8 1.8 7.5 5c-1.7 3.2-4.4 5-7.5 5s-5.8-1.8-7.5-5z"
    "M10 12.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6M4 16 16 4",
    "settings": "M3 6h7M14 6h3M12 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4M3 14h3M10 14h7M8 16a2 2 0 1 0 0-4 2 2 0 0 0 0 4",
    "exit": "M8.5 3.5h-5v13h5M8 10h9M13.5 6.5 17 10l-3.5 3.5",
    "more": "M4.3 10a.7.7 0 1 0 1.4 0 .7.7 0 1 0-1.4 0M9.3 10a.7.7 0 1 0 1.4 0 .7.7 0 1 0-1.4 0"
    "M14.3 10a.7.7 0 1 0 1.4 0 .7.7 0 1 0-1.4 0",
    "table": "M3 4h14v12H3zM3 8h14M3 12h14M8 8v8",
    "language": "M10 17.2a7.2 7.2 0 1 0 0-14.4 7.2 7.2 0 0 0 0 14.4M2.8 10h14.4"
    "M10 2.8c-2.6 2.2-3.4 4.7-3.4 7.2s.8 5 3.4 7.2c2.6-2.2 3.4-4.7 3.4-7.2s-.8-5-3.4-7.2",
    "theme": "M10 17.2a7.2 7.2 0 1 0 0-14.4 7.2 7.2 0 0 0 0 14.4M10 2.8v14.4M12 7h4M12 10h5M12 13h4",
}
SVG_HEAD: Final = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {box} {box}" fill="none">'
THIN_BELOW: Final = 16  # pixels; smaller icons are drawn with a stronger stroke


def svg(name: str, colour: str, size: int = 20) -> str:
    """An icon as an SVG document; raises KeyError for a name that does not exist."""
    stroke = 1.8 if size < THIN_BELOW else 1.5
    return (
        f'{SVG_HEAD.format(box=20)}<path d="{PATHS[name]}" stroke="{colour}" stroke-width="{stroke}"'
        ' stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )


def tick_box(outline: str, fill: str, mark: str) -> str:
    """A checkbox of 18 pixels; an empty `mark` leaves it unticked, "-" as its first letter draws the middle state."""
    shape = "M5 9h8" if mark.startswith("-") else "M4.7 9.3l3 3 5.6-6.3"
    drawn = (
        f'<path d="{shape}" stroke="{mark.removeprefix("-")}" stroke-width="1.8" stroke-linecap="round"'
        ' stroke-linejoin="round"/>'
        if mark
        else ""
    )
    return (
        f'{SVG_HEAD.format(box=18)}<rect x="1.25" y="1.25" width="15.5" height="15.5" rx="3.5" fill="{fill}"'
        f' stroke="{outline}" stroke-width="1.5"/>{drawn}</svg>'
    )


def radio_dot(outline: str, fill: str, dot: str) -> str:
    """A radio button of 18 pixels; an empty `dot` leaves it off."""
    drawn = f'<circle cx="9" cy="9" r="4.2" fill="{dot}"/>' if dot else ""
    return (
        f'{SVG_HEAD.format(box=18)}<circle cx="9" cy="9" r="7.7" fill="{fill}" stroke="{outline}"'
        f' stroke-width="1.5"/>{drawn}</svg>'
    )
