"""Names on papers that last: every character is drawn as it is, or nothing is printed."""

from collections.abc import Iterable

from desktop_admin.api.training.base import NotPrintable
from desktop_admin.reports.kit.fonts import MissingGlyph, Style, served, shown


def require_printable(names: Iterable[str], style: Style = Style.BODY) -> None:
    """Raises NotPrintable, which names the person: elsewhere a character that no font has is told by its number."""
    for name in names:
        for character in name:
            try:
                served(style, character, name)
            except MissingGlyph as missing:
                told = {part: missing.params[part] for part in ("character", "code")}
                raise NotPrintable(person=shown(name), **told) from missing
