"""Two people changed one record: which fields both changed, and what becomes of the rest."""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from desktop_admin.api.base import Field
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.conflict import Clash

Said = Callable[[str, Any], str]  # field, value -> as a person reads it


class Merged(Struct, frozen=True):
    """values: every field, mine where both changed it. told: what was merged by itself, for people."""

    values: dict[str, Any]
    clashes: tuple[Clash, ...]
    told: tuple[str, ...]


class Sides(Struct, frozen=True):
    """What stood in each field when the form was opened, what was typed, and what has been saved meanwhile."""

    opened: Mapping[str, Any]
    mine: Mapping[str, Any]
    theirs: Mapping[str, Any]


def merge(fields: Mapping[str, Field], sides: Sides, who: str, said: Said) -> Merged:
    """Fields that theirs does not know were not changed by them."""
    opened, mine, theirs = sides.opened, sides.mine, sides.theirs
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
            texts = (said(name, value) for value in (before, my, their))
            clashes.append(Clash(name, tr(field.label), *texts))
    return Merged(values, tuple(clashes), tuple(told))
