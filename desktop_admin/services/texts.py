"""Texts of requests: without what nobody sees, short enough, and there where they are needed."""

from msgspec import Struct

from desktop_admin.api.base import fields
from desktop_admin.api.wire import TOO_LONG
from desktop_admin.core.errors import Invalid
from desktop_admin.core.i18n import N_
from desktop_admin.core.text import normal, one_line, prose

NOT_EMPTY = N_("is empty; fill it in")
NO_CONTROLS = N_("holds a character that cannot be seen; type it again")


def needed(field: str, typed: str, reason: str = NOT_EMPTY) -> str:
    """The text without what nobody sees. Raises Invalid for an empty one; field and reason are messages."""
    text = prose(typed)
    if not text:
        raise Invalid(field=field, reason=reason)
    return text


def checked_text(given: Struct, name: str, *, required: bool = False) -> str:
    """fitting(), and nothing in it that cannot be seen. Raises Invalid with the field's label."""
    plain = fitting(given, name, required=required)
    if one_line(plain) != plain:
        raise Invalid(field=fields(type(given))[name].label, reason=NO_CONTROLS)
    return plain


def fitting(given: Struct, name: str, *, required: bool = False) -> str:
    """A request's field, NFKC and trimmed, which writes some characters as several: it still has to be short enough.

    Raises Invalid with the field's label.
    """
    declared, plain = fields(type(given))[name], normal(getattr(given, name))
    if declared.max_length is not None and len(plain) > declared.max_length:
        raise Invalid(field=declared.label, reason=TOO_LONG, limit=declared.max_length)
    if required and not plain:
        raise Invalid(field=declared.label, reason=NOT_EMPTY)
    return plain
