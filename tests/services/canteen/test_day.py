"""One canteen's day, from the first answer to the review."""

from desktop_admin.api.canteen.sheet import SheetState
from tests.services.canteen.conftest import Kitchen


def test_a_day_is_inspected_signed_and_reviewed(kitchen: Kitchen) -> None:
    kitchen.start()
    filled = kitchen.fill()
    assert filled.counts.open == 0
    signed = kitchen.sign()
    assert signed.state is SheetState.SIGNED
    assert signed.number == "ST-20260901-01"
    assert signed.intact
