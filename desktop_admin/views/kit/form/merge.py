"""Two people changed one record: which fields both changed, and what becomes of the rest."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from desktop_admin.api.base import Field
from desktop_admin.api.shown import shown
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.conflict import Clash


class Merged(Struct, frozen=True):
    """values: every field, mine where both changed it. told: what was merged by itself, for people."""

    values: dict[str, Any]
    clashes: tuple[Clash, ...]
    told: tuple[str, ...]


def merge(
    fields: Mapping[str, Field], opened: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any], who: str
) -> Merged:
    """Fields that theirs does not know are mine alone."""
    values, clashes, told = dict(mine), list[Clash](), list[str]()
    for name, field in fields.items():
        before, my, their = opened.get(name), mine[name], theirs.get(name, opened.get(name))
        if their in (before, my):
            told += (
                [tr(N_("{field} (only changed by you)"), field=tr(field.label))] if my not in (before, their) else []
            )
        elif my == before:
            values[name] = their
            told.append(tr(N_("{field} (only changed by {who})"), field=tr(field.label), who=who))
        else:
            texts = (_text(field, value) for value in (before, my, their))
            clashes.append(Clash(name, tr(field.label), *texts))
    return Merged(values, tuple(clashes), tuple(told))


def _text(field: Field, value: Any) -> str:
    return "•••" if field.editor == "password" else shown(value, field)
