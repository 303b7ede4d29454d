"""Two people saved one article: what both changed, field by field, and its text as one."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtGui import QTextDocument

from desktop_admin.api.base import Field
from desktop_admin.api.publishing.content import Content
from desktop_admin.core.i18n import N_
from desktop_admin.views.kit.form.merge import Merged, Sides, merge
from desktop_admin.views.publishing.writing.form import fields_of

HTML = "html"
BEFORE, AFTER = 10, 40  # characters around the first difference
TEXT = Field(HTML, N_("Text"), str, optional=False, max_length=None, hint="", unit="", editor="lines", wide=True)


def values_of(content: Content) -> dict[str, Any]:
    return {name: getattr(content, name) for name in (*fields_of(), HTML)}


def merged(
    opened: Content, mine: Content, theirs: Mapping[str, Any], who: str, said: Callable[[str, Any], str]
) -> Merged:
    """opened: as the editor read it. said: a field's value as a person reads it; the text's is an excerpt."""

    def told(name: str, value: Any) -> str:
        return excerpt(value, opened.html, theirs[HTML], mine.html) if name == HTML else said(name, value)

    sides = Sides(values_of(opened), values_of(mine), theirs)
    return merge(fields_of() | {HTML: TEXT}, sides, who, told)


def theirs_of(stored: Content, opened: Content, now: Content) -> dict[str, Any]:
    """What others saved, in the words of this editor: what they left alone is as it was opened here.

    stored: what the editor was opened with, which reads a little otherwise once it has stood in an editor.
    """
    before, here, there = values_of(stored), values_of(opened), values_of(now)
    return {name: here[name] if there[name] == before[name] else there[name] for name in there}


def excerpt(html: str, *others: str) -> str:
    """The text where it first differs from one of the others."""
    text = plain(html)
    first = min((_difference(text, plain(other)) for other in others if other != html), default=0)
    start = max(0, first - BEFORE)
    said = " ".join(text[start : first + AFTER].split())
    return f"{'…' if start else ''}{said}{'…' if first + AFTER < len(text) else ''}"


def plain(html: str) -> str:
    document = QTextDocument()
    document.setHtml(html)
    return document.toPlainText()


def _difference(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (left, right) in pairs if left != right), min(len(one), len(other)))
