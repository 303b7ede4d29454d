"""Which backups are kept, when one is due, and when there is none for too long."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_admin.core.backups import DAYS, MONTHS, WEEKS, Plan, due, kept, last_night, overdue
from desktop_admin.core.clock import local_day

START = datetime(2024, 1, 1, tzinfo=UTC)
moments = st.lists(st.integers(0, 3 * 365 * 24).map(lambda hours: START + timedelta(hours=hours)), max_size=60)


@given(moments)
def test_few_are_kept_and_the_newest_always(times: list[datetime]) -> None:
    wanted = kept(times)
    assert wanted <= set(times)
    assert len(wanted) <= DAYS + WEEKS + MONTHS
    assert not times or max(times) in wanted
    assert kept(wanted) == wanted, "taking away twice takes nothing more"


@given(moments)
def test_each_of_the_last_days_weeks_and_months_that_have_a_backup_keeps_its_newest(times: list[datetime]) -> None:
    spans = (
        (local_day, DAYS),
        (lambda moment: local_day(moment).isocalendar()[:2], WEEKS),
        (lambda moment: (local_day(moment).year, local_day(moment).month), MONTHS),
    )
    expected: set[datetime] = set()
    for span, most in spans:
        last = sorted({span(moment) for moment in times}, reverse=True)[:most]
        expected |= {max(moment for moment in times if span(moment) == each) for each in last}
    assert kept(times) == expected


@given(st.lists(st.integers(1, 80), min_size=1, max_size=300))
def test_taking_away_every_night_leaves_what_taking_away_once_would(hours: list[int]) -> None:
    """What goes today is never wanted again later."""
    moment, nightly, everything = START, set[datetime](), set[datetime]()
    for each in hours:
        moment += timedelta(hours=each)
        everything.add(moment)
        nightly = kept(nightly | {moment})
    assert nightly == kept(everything)


def test_a_year_of_nights_keeps_a_week_of_days_a_month_of_weeks_and_a_year_of_months() -> None:
    nights = [START + timedelta(days=day) for day in range(730)]
    days = sorted(local_day(moment) for moment in kept(nights))
    assert len(days) == 20
    assert (days[-1] - days[-7]).days == 6
    assert (days[-1] - days[0]).days > 330


def at(text: str) -> datetime:
    """By the school's clocks, eight hours ahead of UTC."""
    return datetime.fromisoformat(f"{text}+08:00").astimezone(UTC)


@pytest.mark.parametrize(
    ("last", "now", "expected"),
    [
        (None, "2026-09-01T01:00", True),
        ("2026-09-01T02:00", "2026-09-01T23:59", False),
        ("2026-09-01T02:00", "2026-09-02T01:59", False),
        ("2026-09-01T02:00", "2026-09-02T02:00", True),
        ("2026-09-01T18:00", "2026-09-02T02:00", True),  # made by hand in the afternoon
        ("2026-08-20T02:00", "2026-09-01T07:50", True),  # the PC was off
        ("2026-09-01T07:50", "2026-09-01T23:00", False),
    ],
)
def test_one_is_due_when_none_was_made_since_two_in_the_morning(last: str | None, now: str, expected: bool) -> None:  # noqa: FBT001
    assert due(at(last) if last else None, at(now)) is expected


@given(st.integers(0, 10**6))
def test_the_last_night_is_never_in_the_future_and_never_longer_ago_than_a_day(minutes: int) -> None:
    now = START + timedelta(minutes=minutes)
    assert timedelta() <= now - last_night(now) < timedelta(days=1)


def test_the_alarm_comes_after_26_hours_of_work_without_a_backup() -> None:
    now = at("2026-09-03T08:00")
    assert not overdue(now - timedelta(hours=26), START, now)
    assert overdue(now - timedelta(hours=26, seconds=1), START, now)
    assert overdue(None, START, now)
    assert not overdue(None, now - timedelta(hours=3), now), "a school that began today"


def test_a_plan_that_makes_no_sense_is_the_usual_one(tmp_path: Path) -> None:
    for stored in ("", "[]", '{"folder": 7}'):
        (tmp_path / "backup.json").write_text(stored)
        assert Plan.load(tmp_path).place(tmp_path) == tmp_path / "backups"
    Plan("/elsewhere").save(tmp_path)
    assert Plan.load(tmp_path).place(tmp_path) == Path("/elsewhere")
