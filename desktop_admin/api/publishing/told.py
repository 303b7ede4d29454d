"""The fields of an article as a person reads them: the same on the screen and on paper."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from desktop_admin.api.base import fields
from desktop_admin.api.publishing.content import AttachedFile, Content, Source
from desktop_admin.api.shown import choice_label, shown

Names = Mapping[UUID, str]
SEVERAL = frozenset({"channels", "files", "sources"})
SHORT = 8  # characters of a checksum that tell two files apart


def told(name: str, content: Content, names: Names) -> str:
    """A labelled field of the content; names: of the records that it names by their keys."""
    value: Any = getattr(content, name)
    if name in SEVERAL:
        return shown(tuple(_one(each, names) for each in value))
    return _one(value, names) if isinstance(value, UUID) else shown(value, fields(Content)[name])


def _one(value: Any, names: Names) -> str:
    if isinstance(value, UUID):
        return names.get(value, value.hex[:SHORT])
    if isinstance(value, AttachedFile):
        return f"{value.name} ({choice_label(value.purpose)}, {value.sha256[:SHORT]})"
    if isinstance(value, Source):
        return f"{value.source} ({value.author}, {choice_label(value.licence)})"
    return shown(value)
