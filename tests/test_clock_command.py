"""A clock set right as the IT teacher types it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_admin import cli
from desktop_admin.app.premises import open_premises
from desktop_admin.core.clock import SystemClock
from tests.conftest import QUICK, SCHOOL, SettableClock

WRONG = datetime(2199, 1, 1, tzinfo=UTC)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Of a school that was set up now; then somebody worked with a clock far ahead."""
    folder = tmp_path / "data"
    folder.mkdir()
    clock = SettableClock(SystemClock().now())
    premises = open_premises(folder, clock=clock, hasher=QUICK)
    premises.set_up(SCHOOL)
    clock.time = WRONG
    with premises.backstage.database.work(premises.console("somebody")._who, "test") as work:
        work.note(what="ahead")
    premises.close()
    return folder


def test_the_clock_is_told_of_set_right_and_verified(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--data", str(data), "--lang", "en", "clock"]
    assert cli.main(words) == 1
    assert "records were made until 2199-01-01 08:00" in capsys.readouterr().out
    assert cli.main([*words, "--accept"]) == 1
    assert "Reason" in capsys.readouterr().err
    assert cli.main([*words, "--accept", "--reason", "battery"]) == 0
    assert "Time goes on from" in capsys.readouterr().out
    assert cli.main(words) == 0
    assert "nothing was recorded later" in capsys.readouterr().out
    assert cli.main(["--data", str(data), "verify"]) == 0
