"""The server and PCs are killed while people answer: a short form of the benchmark `sharing`, with real processes."""

from pathlib import Path

from tests.benchmarks.sharing.kills import Ordeal, undergo
from tests.conftest import QUICK


def test_what_is_answered_while_server_and_pcs_are_killed_is_done_once_in_order_and_only_real_conflicts_are_told(
    tmp_path: Path,
) -> None:
    ordeal = Ordeal(commands=60, conflicts=3, server_kills=2, pc_kills=2, lost=2, pcs=2)
    told = undergo(ordeal, tmp_path, QUICK)
    assert (told.once, told.several, told.moved) == (60, 0, ())
    assert told.conflicts == told.planted
    assert len(told.planted) == 3
    assert (told.server_kills, told.pc_kills >= 2, told.lost) == (2, True, 3)
    assert told.verified
