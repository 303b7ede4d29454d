"""An article as WeChat's editor takes it from the clipboard, with every style at its element: it drops style sheets."""

from collections.abc import Callable
from html import escape
from html.parser import HTMLParser
from typing import Final

from desktop_admin.api.publishing.text import PICTURE

TEXT: Final = "margin:0 0 16px;font-size:16px;line-height:1.75;color:#333333;text-align:justify"
_CELL: Final = "border:1px solid #d9d9d9;padding:6px 8px;font-size:14px;line-height:1.6"
STYLES: Final = {
    "p": TEXT,
    "h1": "margin:24px 0 16px;font-size:20px;line-height:1.4;font-weight:bold;color:#1f5fbf",
    "h2": "margin:24px 0 12px;font-size:18px;line-height:1.4;font-weight:bold;color:#1f5fbf",
    "h3": "margin:20px 0 12px;font-size:17px;line-height:1.4;font-weight:bold",
    "h4": "margin:16px 0 8px;font-size:16px;line-height:1.4;font-weight:bold",
    "blockquote": "margin:0 0 16px;padding:8px 12px;border-left:3px solid #1f5fbf;background:#f5f7fa;color:#505c6d",
    "ul": "margin:0 0 16px;padding-left:24px;font-size:16px;line-height:1.75",
    "ol": "margin:0 0 16px;padding-left:24px;font-size:16px;line-height:1.75",
    "li": "margin:0 0 6px",
    "table": "width:100%;margin:0 0 16px;border-collapse:collapse",
    "td": _CELL,
    "th": f"{_CELL};background:#f5f7fa;font-weight:bold",
    "img": "display:block;max-width:100%;height:auto;margin:0 auto 8px",
    "a": "color:#1f5fbf;text-decoration:none",
    "hr": "border:0;border-top:1px solid #e0e5eb;margin:24px 0",
}


def inline(html: str, picture: Callable[[str], str]) -> str:
    """html: a cleaned body. picture: the address of an attached picture, by its SHA-256, where it is to be shown."""
    writer = _Writer(picture)
    writer.feed(html)
    writer.close()
    return f'<section style="padding:0 8px">{"".join(writer.parts)}</section>'


class _Writer(HTMLParser):
    def __init__(self, picture: Callable[[str], str]) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self._picture = picture

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        own = given.pop("style", "")
        style = ";".join(filter(None, (STYLES.get(tag, ""), own.rstrip(";"))))
        if given.get("src", "").startswith(PICTURE):
            given["src"] = self._picture(given["src"].removeprefix(PICTURE))
        given |= {"style": style} if style else {}
        told = (f' {name}="{escape(value)}"' for name, value in given.items())
        self.parts.append(f"<{tag}{''.join(told)}>")

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_entityref(self, name: str) -> None:
        self.parts.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.parts.append(f"&#{name};")
