"""The PostgreSQL primary is killed under load: nothing that was acknowledged is lost, and nobody starts anything again.

The benchmark of the same name does this longer, through a server in a process of its own.
"""

import sys
from contextlib import closing
from pathlib import Path

import pytest

from desktop_admin.api.school import SetUpSchool
from desktop_admin.app import database
from desktop_admin.app.premises import open_premises
from tests.benchmarks.sharing.failover import fail_over, pair
from tests.conftest import PASSWORD, QUICK, House, SettableClock
from tests.postgres import NOT_FOUND, RUNTIME, find_binaries
from tests.server.site import serving


@pytest.mark.skipif(find_binaries() is None, reason=NOT_FOUND)
@pytest.mark.skipif(sys.platform == "win32", reason="kills as Linux does")
def test_the_standby_takes_over_and_every_acknowledged_save_is_there_once(tmp_path: Path, clock: SettableClock) -> None:
    with pair() as both:
        owned = both.primary.fresh_url()
        database.upgrade(tmp_path, owned, RUNTIME)
        name = owned.rpartition("/")[2]
        with closing(open_premises(tmp_path, both.url(name), clock=clock, hasher=QUICK)) as premises:
            premises.set_up(SetUpSchool(school="实验小学", name="秦海", login="admin", password=PASSWORD))
            house = House(tmp_path, both.url(name), clock, premises)
            house.school_id = house.sign_in().actor.school_id
            house.add_account("cook", "food_safety_officer")
            with serving(house) as site:
                desks = [site.sign_in("cook", pc=f"PC-{number}") for number in range(3)]
                seen = fail_over(desks, both, name, before=1, after=1)
    assert seen.acknowledged > 30
    assert (seen.lost, seen.doubled, seen.told_to_try_again) == (0, 0, 0)
    assert seen.after_promotion < 3
