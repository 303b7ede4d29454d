"""What is written to a website folder: the page of an article, and the index. The website is in Chinese."""

import re
from collections.abc import Iterable
from datetime import date
from html import escape
from typing import NamedTuple

from desktop_admin.api.publishing.content import Source
from desktop_admin.api.publishing.text import PICTURE
from desktop_admin.core.localised import Localised
from desktop_admin.services.publishing.site import ARTICLES

SOURCES = Localised("来源", "Sources")
EMPTY = Localised("暂无文章", "Nothing has been published yet")
_PICTURE = re.compile(rf'src="{PICTURE}([0-9a-f]{{64}})"')
_SHORT = 32  # characters of a picture's checksum in its file name
_STYLE = (
    "body{max-width:720px;margin:0 auto;padding:24px 16px;font:16px/1.75 sans-serif;color:#222}"
    "h1{font-size:24px;line-height:1.4}img{max-width:100%;height:auto}table{border-collapse:collapse}"
    "td,th{border:1px solid #ccc;padding:4px 8px}.by,footer,time{color:#667}ul.articles{list-style:none;padding:0}"
    "ul.articles li{padding:8px 0;border-bottom:1px solid #eee}"
)
_POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"


class Entry(NamedTuple):
    """A line of the index. name: of the page's folder."""

    name: str
    title: str
    day: date


class Article(NamedTuple):
    title: str
    byline: str
    day: date
    html: str  # cleaned
    sources: tuple[Source, ...]
    school: str


def picture_name(digest: str) -> str:
    return f"{digest[:_SHORT]}.jpg"


def pictures_in(html: str) -> tuple[str, ...]:
    """The checksums of the attached pictures that a text shows, each once."""
    return tuple(dict.fromkeys(_PICTURE.findall(html)))


def page_of(article: Article) -> bytes:
    body = _PICTURE.sub(lambda found: f'src="{picture_name(found[1])}"', article.html)
    credits_ = "".join(
        f"<li>{escape('，'.join(filter(None, (one.source, one.author))))}</li>" for one in article.sources
    )
    footer = f"<footer><p>{SOURCES.zh_CN}</p><ul>{credits_}</ul></footer>" if credits_ else ""
    by = f'<p class="by">{escape(article.byline)}　<time>{article.day.isoformat()}</time></p>'
    return _document(article.title, f"<article><h1>{escape(article.title)}</h1>{by}{body}{footer}</article>")


def index_of(school: str, entries: Iterable[Entry]) -> bytes:
    lines = "".join(
        f'<li><a href="{ARTICLES}/{escape(entry.name)}/">{escape(entry.title)}</a> '
        f"<time>{entry.day.isoformat()}</time></li>"
        for entry in entries
    )
    listed = f'<ul class="articles">{lines}</ul>' if lines else f"<p>{EMPTY.zh_CN}</p>"
    return _document(school, f"<h1>{escape(school)}</h1>{listed}")


def _document(title: str, body: str) -> bytes:
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style>"
    )
    return f'<!DOCTYPE html>\n<html lang="zh-CN"><head>{head}</head><body>{body}</body></html>\n'.encode()
