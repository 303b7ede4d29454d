"""The power fails in the middle of a sheet: every answer that was acknowledged is there, and the next can follow."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_admin.api.canteen.checklist import ItemKind
from desktop_admin.api.canteen.entry import Answer
from desktop_admin.api.canteen.registers import ListCanteens
from desktop_admin.api.canteen.sheet import ReadDay, Verdict
from desktop_admin.api.school import SetUpSchool
from desktop_admin.app.premises import open_premises
from desktop_admin.db.verify import verify
from tests.conftest import PASSWORD, QUICK, House, SettableClock
from tests.services.canteen.conftest import TODAY, line_of

MORNING = datetime(2026, 9, 1, 0, tzinfo=UTC)
ENOUGH = 6  # answers before the plug is pulled

INSPECTS = """
import sys
from pathlib import Path
from desktop_admin.api.canteen.checklist import ItemKind
from desktop_admin.api.canteen.entry import Answer, StartDay
from desktop_admin.api.canteen.registers import AddCanteen
from desktop_admin.api.canteen.sheet import Verdict
from tests.services.canteen.test_power_cut import MORNING, people

desk = people(Path(sys.argv[1]), new=True).desk("food_safety_officer", name="王建国")
canteen = desk.ask(AddCanteen(name="一食堂"))
sheet = desk.ask(StartDay(canteen=canteen.key, day=MORNING.date()))
for line in sheet.items:
    if line.item.kind is ItemKind.SIGHT:
        verdict = Verdict.FAIL if line.item.code == "B04" else Verdict.PASS
        desk.ask(Answer(line.key, line.version, verdict=verdict))
        print(line.item.code, flush=True)
"""


def people(folder: Path, *, new: bool) -> House:
    """The school in a folder; in a new one it is set up first."""
    clock = SettableClock(MORNING)
    premises = open_premises(folder, clock=clock, hasher=QUICK)
    if new:
        premises.set_up(SetUpSchool(school="实验小学", name="秦海", login="admin", password=PASSWORD))
    house = House(folder, "", clock, premises)
    house.school_id = house.sign_in().actor.school_id
    return house


def inspect_until_killed(folder: Path) -> list[str]:
    """The codes whose answers were acknowledged before the process was killed."""
    root = Path(__file__).parents[3]
    command = [sys.executable, "-c", INSPECTS, str(folder)]
    env = os.environ | {"PYTHONPATH": str(root)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root, env=env) as process:
        assert process.stdout is not None
        told = [process.stdout.readline().strip() for _ in range(ENOUGH)]
        process.send_signal(signal.SIGKILL)
        told += [line.strip() for line in process.stdout]
    return [code for code in told if code]


@pytest.mark.skipif(sys.platform == "win32", reason="a process is killed otherwise there")
def test_kill_in_the_middle_of_a_sheet_loses_no_committed_answer(tmp_path: Path) -> None:
    told = inspect_until_killed(tmp_path)
    assert len(told) >= ENOUGH
    house = people(tmp_path, new=False)
    desk = house.desk("food_safety_officer")
    canteen = desk.ask(ListCanteens()).rows[0]
    sheet = desk.ask(ReadDay(canteen.key, TODAY)).sheet
    assert sheet is not None
    answered = {line.item.code for line in sheet.items if line.verdict is not None}
    assert set(told) <= answered
    assert len(answered) <= len(told) + 1, "at most the one that was under way"
    finding = line_of(sheet, "B04").finding
    assert finding is not None
    assert finding.action_number == "ZG-20260901-01"
    rest = next(line for line in sheet.items if line.verdict is None and line.item.kind is ItemKind.SIGHT)
    assert desk.ask(Answer(rest.key, rest.version, verdict=Verdict.PASS)).verdict is Verdict.PASS
    report = verify(house.premises.backstage.database, house.premises.backstage.keys, tmp_path)
    assert report.clean, report.findings
    house.premises.close()
