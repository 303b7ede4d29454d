"""Text that a school may edit as data."""

from msgspec import Struct

from desktop_admin.core.i18n import language


class Localised(Struct, frozen=True):
    """In both languages; English may be missing."""

    zh_CN: str  # noqa: N815 - the locale's own name, as in the data files
    en: str = ""

    def text(self) -> str:
        return self.en if language() == "en" and self.en else self.zh_CN
