"""Text as people mean it: one form for every way to type it, and nothing that can forge a line."""

import unicodedata

_ALLOWED_CONTROLS = "\n\t"


def normal(text: str) -> str:
    """NFKC and trimmed: full-width digits and compatibility characters become the plain ones."""
    return unicodedata.normalize("NFKC", text).strip()


def one_line(text: str) -> str:
    """Line breaks, ANSI escapes and direction marks made visible, for logs and audit pages."""
    return "".join(c if _harmless(c) else f"\\u{ord(c):04x}" for c in text)


def prose(text: str) -> str:
    """What people write, with their own punctuation: trimmed, never longer, and without what can forge a line."""
    lines = text.replace("\r\n", "\n")
    return "".join(c for c in lines if c in _ALLOWED_CONTROLS or _harmless(c)).strip()


def _harmless(character: str) -> bool:
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}
