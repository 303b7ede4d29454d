"""An article's body: what an editor, Word or a web page gave, made into HTML that may be stored, shown and sent on.

Two passes. The first gives the text one plain form: Word's lists become lists, bold spans become <strong>, styles go.
The second is nh3, and safety rests on it alone: it lets through a few elements, no program, no address but a link's,
and no picture but one that is attached to the article itself.
"""

import re
from collections import Counter
from html import escape, unescape
from html.parser import HTMLParser

import nh3

from desktop_admin.api.publishing.text import PICTURE, Cleaned, Removed, RemovedKind
from desktop_admin.services.publishing.text.word import Styled, element_of, is_list_item, is_marker, list_of

BLOCKS = frozenset(
    {"p", "h1", "h2", "h3", "h4", "blockquote", "ul", "ol", "li", "table", "tbody", "tr", "td", "th", "hr"}
)
INLINE = frozenset({"strong", "em", "u", "s", "sub", "sup", "a", "br", "img"})
TAGS = BLOCKS | INLINE
ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "p": {"style"},
    **{f"h{level}": {"style"} for level in range(1, 5)},
}
SCHEMES = frozenset({"http", "https", "mailto"})
DROPPED = frozenset({"script", "style", "head", "title", "xml", "noscript", "template", "svg", "math", "o:p"})
FOREIGN = frozenset(
    {
        "iframe",
        "frame",
        "frameset",
        "object",
        "embed",
        "applet",
        "form",
        "input",
        "button",
        "select",
        "textarea",
        "video",
        "audio",
        "link",
        "meta",
        "base",
        "canvas",
    }
)
VOID = frozenset({"br", "hr", "img"})
LONGEST_TOLD = 80  # characters of what was removed

_ATTACHED = re.compile(rf"{PICTURE}[0-9a-f]{{64}}")
_ELEMENT = re.compile(r"<[^<>]*>?")
_SPACE = re.compile(r"[ \t\r\n\f]+")


def clean(html: str) -> Cleaned:
    """Cleaning what is clean changes nothing."""
    form = _Form()
    form.read(html.replace("\0", ""))
    safe = nh3.clean(
        form.html(),
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=_allowed,
        url_schemes={*SCHEMES, PICTURE.rstrip(":")},
        url_relative="deny",
        filter_style_properties={"text-align"},
        link_rel=None,
        strip_comments=True,
    )
    return Cleaned(safe, tuple(dict.fromkeys(form.removed)))


def _allowed(_tag: str, name: str, value: str) -> str | None:
    """An attached picture is a picture's only address, and never a link's."""
    attached = bool(_ATTACHED.fullmatch(value))
    if name == "src":
        return value if attached else None
    return None if name == "href" and value.startswith(PICTURE) else value


class _Form(HTMLParser):
    """Writes every element that may stay in its plain form, and remembers what had to go.

    What it writes is not yet safe: it looks for what to tell, and nh3 decides.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.removed: list[Removed] = []
        self._out: list[str] = []
        self._open: list[Styled] = []  # every element that was begun, with what was written for it
        self._begun = Counter[str]()  # how many of them, by tag
        self._dropping = ""
        self._depth = 0
        self._list = ""  # the list that was begun for Word's items, which stand in none
        self._marker: str | None = None  # of an item that has begun: what Word wrote for its bullet or number

    def read(self, html: str) -> None:
        """Once. After an element that never ends only the text stays: close() would seek the end at every < anew."""
        self.feed(html)
        self.handle_data(unescape(_ELEMENT.sub("", self.rawdata)))

    def html(self) -> str:
        self._end_list()
        return "".join(self._out)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._dropping:
            self._depth += tag == self._dropping
            return
        given = {name: value or "" for name, value in attrs}
        self._tell(tag, given)
        if tag in DROPPED:
            self._dropping, self._depth = tag, 1
            return
        if is_marker(given):
            self._dropping, self._depth = tag, 1
            return
        if is_list_item(tag, given):
            self._begin_item()
            self._marker = ""
            self._push(Styled(tag, ("li",)))
            return
        if tag in BLOCKS:
            self._end_list()
        if self._may_stay(tag, given):
            self._begin(tag, given)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in DROPPED:
            self._tell(tag, {name: value or "" for name, value in attrs})
            return
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._dropping:
            self._depth -= tag == self._dropping
            self._dropping = self._dropping if self._depth else ""
            return
        self._begin_item()
        ended = not self._begun[tag]
        while not ended:
            last = self._open.pop()
            self._begun[last.tag] -= 1
            self._out.extend(f"</{name}>" for name in reversed(last.written))
            ended = last.tag == tag

    def handle_data(self, data: str) -> None:
        if self._dropping:
            self._marker = None if self._marker is None else self._marker + data
            return
        if not data.isspace():
            self._begin_item()
        elif not any(each.written for each in self._open):
            return
        self._out.append(escape(_SPACE.sub(" ", data), quote=False))

    @staticmethod
    def _may_stay(tag: str, given: dict[str, str]) -> bool:
        """A picture and a link are nothing without an address that is allowed."""
        if tag == "img":
            return bool(_ATTACHED.fullmatch(given.get("src", "").strip()))
        return tag != "a" or _scheme(given.get("href", "")) in SCHEMES

    def _begin(self, tag: str, given: dict[str, str]) -> None:
        styled = element_of(tag, given)
        kept = {name: value for name, value in styled.attributes.items() if name in ATTRIBUTES.get(styled.name, ())}
        if styled.written:
            self._begin_item()
        for name in styled.written:
            written = "".join(f' {key}="{escape(value)}"' for key, value in kept.items()) if name == styled.name else ""
            self._out.append(f"<{name}{written}>")
        if tag not in VOID:
            self._push(styled)

    def _push(self, styled: Styled) -> None:
        self._open.append(styled)
        self._begun[styled.tag] += 1

    def _begin_item(self) -> None:
        """Only when its marker has been read is it known what list it belongs to."""
        if self._marker is None:
            return
        kind, self._marker = list_of(self._marker), None
        if self._list != kind:
            self._end_list()
            self._out.append(f"<{kind}>")
            self._list = kind
        self._out.append("<li>")

    def _end_list(self) -> None:
        if self._list:
            self._out.append(f"</{self._list}>")
            self._list = ""

    def _tell(self, tag: str, given: dict[str, str]) -> None:
        if tag == "script":
            self._remember(RemovedKind.SCRIPT, f"<{tag}>")
        elif tag in FOREIGN:
            self._remember(RemovedKind.ELEMENT, f"<{tag}>")
        for name, value in given.items():
            if name.startswith("on"):
                self._remember(RemovedKind.HANDLER, f"<{tag} {name}>")
            elif name in {"href", "src", "action", "data", "srcset", "background", "poster"}:
                self._tell_address(tag, name, value.strip())

    def _tell_address(self, tag: str, name: str, address: str) -> None:
        if tag == "img" and name == "src":
            if not _ATTACHED.fullmatch(address):
                forbidden = _scheme(address) not in {*SCHEMES, "data", ""} or address.startswith(("\\\\", "//"))
                self._remember(RemovedKind.ADDRESS if forbidden else RemovedKind.PICTURE, address)
        elif address and (tag != "a" or _scheme(address) not in SCHEMES):
            self._remember(RemovedKind.ADDRESS, address)

    def _remember(self, kind: RemovedKind, what: str) -> None:
        self.removed.append(Removed(kind, what[:LONGEST_TOLD]))


def _scheme(address: str) -> str:
    """In small letters; empty for an address without one."""
    plain = re.sub(r"[\x00-\x20]", "", address)
    found = re.match(r"([A-Za-z][A-Za-z0-9+.\-]*):", plain)
    return found[1].lower() if found else ""


class _Plain(HTMLParser):
    """One line a paragraph, as an editor shows it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's
        if tag in {"br", "hr"}:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"p", "h1", "h2", "h3", "h4", "li", "td", "th", "blockquote"}:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def plain(html: str) -> str:
    """The text of a cleaned body, a line a paragraph: what is searched, counted and compared."""
    parser = _Plain()
    parser.feed(html)
    parser.close()
    lines = (line.strip() for line in "".join(parser.parts).split("\n"))
    return "\n".join(line for line in lines if line)
