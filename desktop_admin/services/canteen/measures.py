"""What holds a measure's limits together."""

from collections.abc import Sequence

from msgspec import Struct

from desktop_admin.api.canteen.checklist import Measure
from desktop_admin.core.i18n import N_


class Problem(Struct, frozen=True):
    """Why a checklist does not hold together: a message with its parameters, and the item's code."""

    message: str
    params: dict[str, str] = {}
    code: str = ""


def measure_problem(measure: Measure, names: Sequence[str]) -> Problem | None:
    """Why a measure's limits do not hold together."""
    named = {"name": measure.name}
    limits = [limit for limit in (measure.min, measure.max, measure.below) if limit is not None]
    if any(not measure.entry_min <= limit <= measure.entry_max for limit in limits):
        return Problem(N_("{name}: a limit is outside what can be typed"), named)
    if measure.min is not None and measure.max is not None and measure.min > measure.max:
        return Problem(N_("{name}: min is above max"), named)
    if measure.max_from is not None and measure.max_from.to not in names:
        return Problem(N_("{name}: max_from names a measure that is not there"), named)
    return None
