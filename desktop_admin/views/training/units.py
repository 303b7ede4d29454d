"""Two people edited one plan's units: taken apart into fields that can be merged one by one, and put together again."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from desktop_admin.api.base import Field, fields
from desktop_admin.api.shown import shown
from desktop_admin.api.training.courses import PlanUnit
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.form.merge import Sides
from desktop_admin.views.training.names import COMMA, DOT

Units = tuple[PlanUnit, ...]
ORDER = "units"
NONE = N_("(none)")
PARTS = fields(PlanUnit)


class Apart:
    """A unit that all three know is compared field by field; one that somebody added or took out, as a whole."""

    def __init__(self, opened: Units, mine: Units, theirs: Units) -> None:
        self._sides = [{unit.id: unit for unit in units} for units in (opened, mine, theirs)]
        before, my, their = self._sides
        self._shared = [unit.id for unit in theirs if unit.id in before and unit.id in my]
        self._whole = [key for key in {**their, **my, **before} if key not in self._shared]
        self._mine, self._theirs = [unit.id for unit in mine], [unit.id for unit in theirs]
        self.fields = dict(self._labelled())
        self._part = {name: part for key in self._shared for name, part in _names(key)}

    @property
    def sides(self) -> Sides:
        return Sides(*(self._values(units) for units in self._sides))

    def said(self, name: str, value: Any) -> str:
        """As a person reads it."""
        if name == ORDER:
            titles = {key: unit.title for units in self._sides for key, unit in units.items()}
            return tr(COMMA).join(titles[key] for key in value)
        if name in self._part:
            return shown(value, PARTS[self._part[name]]) if value not in {None, ""} else tr(NONE)
        return tr(NONE) if value is None else DOT.join((value.title, shown(value.hours, PARTS["hours"])))

    def together(self, values: Mapping[str, Any]) -> Units:
        """The units of what was merged; what only one of them has follows what it followed there."""
        made: dict[UUID, PlanUnit] = {}
        for key in self._shared:
            parts = {part: values[name] for name, part in _names(key)}
            made[key] = replace(self._sides[2][key], **parts)
        made |= {key: values[str(key)] for key in self._whole if values[str(key)] is not None}
        order: list[UUID] = list(values[ORDER])
        for source in (self._mine, self._theirs):
            _insert(order, [key for key in source if key in made])
        return tuple(made[key] for key in order)

    def _labelled(self) -> Iterable[tuple[str, Field]]:
        yield ORDER, replace(PARTS["title"], name=ORDER, label=tr(N_("Order of the units")))
        for key in self._shared:
            for name, part in _names(key):
                label = DOT.join((self._title(key), tr(PARTS[part].label)))
                yield name, replace(PARTS[part], name=name, label=label)
        for key in self._whole:
            yield (
                str(key),
                replace(PARTS["title"], name=str(key), label=tr(N_("Unit “{title}”"), title=self._title(key))),
            )

    def _title(self, key: UUID) -> str:
        return next(units[key].title for units in self._sides if key in units)

    def _values(self, units: Mapping[UUID, PlanUnit]) -> dict[str, Any]:
        found: dict[str, Any] = {ORDER: tuple(key for key in units if key in self._shared)}
        for key in self._shared:
            found |= {name: getattr(units[key], part) for name, part in _names(key)}
        return found | {str(key): units.get(key) for key in self._whole}


def _names(key: UUID) -> list[tuple[str, str]]:
    return [(f"{key} {part}", part) for part in PARTS]


def _insert(order: list[UUID], source: Sequence[UUID]) -> None:
    for place, key in enumerate(source):
        if key not in order:
            order.insert(order.index(source[place - 1]) + 1 if place else 0, key)
