"""What Word, WPS, web pages and Qt's editor write for a bold word, a list or a heading, and what we write for it."""

import re
from typing import Final, NamedTuple

ALIGNED: Final = frozenset({"left", "center", "right", "justify"})
BOLD: Final = 600  # of a font weight
SAME: Final = frozenset(
    {
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "blockquote",
        "ul",
        "ol",
        "li",
        "table",
        "tbody",
        "tr",
        "td",
        "th",
        "hr",
        "strong",
        "em",
        "u",
        "s",
        "sub",
        "sup",
        "a",
        "br",
        "img",
    }
)
INSTEAD: Final = {"b": "strong", "i": "em", "ins": "u", "del": "s", "strike": "s", "h5": "h4", "h6": "h4", "pre": "p"}
HEADING: Final = re.compile(r"(?:mso)?heading\s*([1-4])", re.IGNORECASE)
ALIGNABLE: Final = frozenset({"p", "h1", "h2", "h3", "h4"})

_LIST = re.compile(r"mso-list:\s*l\d+\s+level\d+", re.IGNORECASE)
_MARKER = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)
_NUMBER = re.compile(r"\s*[(（]?(?:\d+|[一二三四五六七八九十]+|[A-Za-z]|[ivxIVX]+)[.、)）．]")


class Styled(NamedTuple):
    """tag: as it was given. written: the elements that stand for it, from outside in; name: the one that has the
    attributes.
    """

    tag: str
    written: tuple[str, ...] = ()
    name: str = ""
    attributes: dict[str, str] = {}  # noqa: RUF012 - of a tuple that nobody changes


def element_of(tag: str, given: dict[str, str]) -> Styled:
    styles = _styles(given.get("style", ""))
    name = _name(tag, given)
    attributes = {key: value for key, value in given.items() if key not in {"style", "class"}}
    align = styles.get("text-align", given.get("align", "")).lower()
    if name in ALIGNABLE and align in ALIGNED - {"left"}:
        attributes["style"] = f"text-align:{align}"
    emphasised = () if name.startswith("h") else _emphasis(styles)
    outer = (name,) if name else ()
    return Styled(tag, (*outer, *(each for each in emphasised if each != name)), name, attributes)


def _name(tag: str, given: dict[str, str]) -> str:
    """The element that stands for this one; empty for one that is only a style's carrier."""
    if tag == "p" and (heading := HEADING.match(given.get("class", ""))):
        return f"h{heading[1]}"
    if tag == "div":
        return "p"
    return tag if tag in SAME else INSTEAD.get(tag, "")


def _styles(text: str) -> dict[str, str]:
    pairs = (each.partition(":") for each in text.split(";"))
    return {name.strip().lower(): value.strip() for name, _, value in pairs if value}


def _emphasis(styles: dict[str, str]) -> tuple[str, ...]:
    weight, line = styles.get("font-weight", ""), styles.get("text-decoration", styles.get("text-decoration-line", ""))
    bold = weight.startswith("bold") or (weight.isdigit() and int(weight) >= BOLD)
    found = {
        "strong": bold,
        "em": styles.get("font-style", "") in {"italic", "oblique"},
        "u": "underline" in line,
        "s": "line-through" in line,
        "sub": styles.get("vertical-align") == "sub",
        "sup": styles.get("vertical-align") == "super",
    }
    return tuple(name for name, there in found.items() if there)


def is_list_item(tag: str, given: dict[str, str]) -> bool:
    """Word writes a list's item as a paragraph that names its list."""
    return tag == "p" and bool(_LIST.search(given.get("style", "")))


def is_marker(given: dict[str, str]) -> bool:
    """The bullet or number before an item, as Word writes it for programs that know no lists."""
    return bool(_MARKER.search(given.get("style", "")))


def list_of(marker: str) -> str:
    return "ol" if _NUMBER.match(marker) else "ul"
