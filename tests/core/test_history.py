"""History: local days, ISO weeks, each sitting once, and no more said than is known."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from studypath.core.history import (
    DAY,
    STEP,
    WEEK,
    History,
    build_history,
    compute_recent_weekly_hours,
    compute_weekly_hours,
    list_sessions,
)
from studypath.core.progress import Entry, Progress, Session
from studypath.core.tracked import TrackedProgress, track_progress
from tests.progress_samples import bundled, keys_of, path_of

BERLIN = ZoneInfo("Europe/Berlin")
TODAY = date(2026, 11, 22)
KEY, OTHER = keys_of("paper", 2)
VIDEO = keys_of("lightweight", 1)[0]


def tracked(*sittings: tuple[tuple[str, str], datetime, int]) -> TrackedProgress:
    """A ledger with these sittings."""
    entries: dict[tuple[str, str], Entry] = {}
    for key, start, minutes in sittings:
        before = entries.get(key, Entry(state="doing")).sessions
        sessions = tuple(sorted((*before, Session(start, minutes))))
        entries[key] = Entry(state="doing", sessions=sessions)
    return track_progress(bundled(), Progress(entries=entries))


def at(day: int, hour: int, month: int = 11) -> datetime:
    """A moment of 2026 in Berlin."""
    return datetime(2026, month, day, hour, tzinfo=BERLIN)


def told(led: TrackedProgress, by: str = WEEK) -> History:
    """The history of all paths as of today."""
    return build_history(led, by=by, today=TODAY, tz=BERLIN)


def test_nothing_studied_says_nothing() -> None:
    """Without sittings there are no groups, no hours a week and no hour of the day."""
    answer = told(tracked())
    assert (answer.sessions, answer.groups, answer.minutes) == ((), (), 0)
    assert answer.hours_per_week is answer.recent_hours_per_week is answer.busiest_hour is None


def test_days_are_the_learners_own() -> None:
    """Half past eleven in the evening in UTC is the next day in Berlin."""
    late = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    answer = told(tracked((KEY, late, 40)), DAY)
    assert [(group.start, group.minutes) for group in answer.groups] == [(date(2026, 11, 21), 40)]
    assert answer.sessions[0].start.isoformat() == "2026-11-21T00:30:00+01:00"


def test_weeks_begin_on_monday() -> None:
    """A Sunday belongs to the week before the Monday after it; gaps are left out."""
    answer = told(tracked((KEY, at(15, 10), 30), (KEY, at(16, 10), 20), (OTHER, at(2, 10), 10)))
    assert [(group.start, group.minutes, group.sessions) for group in answer.groups] == [
        (date(2026, 11, 2), 10, 1),
        (date(2026, 11, 9), 30, 1),
        (date(2026, 11, 16), 20, 1),
    ]


def test_steps_stand_by_their_minutes() -> None:
    """Grouped by step, the longest studied comes first, with its title."""
    answer = told(
        tracked((KEY, at(15, 10), 30), (OTHER, at(16, 10), 50), (KEY, at(17, 9), 5)), STEP
    )
    assert [(group.step_id, group.minutes) for group in answer.groups] == [
        (OTHER[1], 50),
        (KEY[1], 35),
    ]


def test_since_and_path_leave_out_the_rest() -> None:
    """Only sittings from that local day on, only those of the path."""
    led = tracked((KEY, at(15, 10), 30), (VIDEO, at(16, 10), 50))
    answer = build_history(led, since=date(2026, 11, 16), today=TODAY, tz=BERLIN)
    assert [s.minutes for s in answer.sessions] == [50]
    answer = build_history(led, path_of("paper"), today=TODAY, tz=BERLIN)
    assert [s.minutes for s in answer.sessions] == [30]


def test_a_shared_work_counts_once() -> None:
    """The same sitting under two paths is one; different ones of the same work are all there."""
    shared = bundled()._replace(shared={KEY: (VIDEO,), VIDEO: (KEY,)})
    led = tracked((KEY, at(15, 10), 30), (VIDEO, at(15, 10), 30), (VIDEO, at(16, 10), 20))
    led = track_progress(shared, led.progress)
    assert told(led).minutes == 50
    of_paper = build_history(led, path_of("paper"), today=TODAY, tz=BERLIN)
    assert [(s.step_id, s.minutes) for s in of_paper.sessions] == [(KEY[1], 30), (KEY[1], 20)]


def test_sittings_of_a_step_that_left_are_kept() -> None:
    """What was studied on a step that no path has any more is history all the same."""
    answer = told(tracked((("paper", "gone"), at(15, 10), 30)))
    assert [(s.step_id, s.minutes) for s in answer.sessions] == [("gone", 30)]


def test_hours_a_week_count_from_the_first_sitting() -> None:
    """Two hours in two weeks are one a week; a first week counts as a whole one."""
    answer = told(tracked((KEY, at(9, 10), 60), (KEY, at(22, 10), 60)))
    assert answer.hours_per_week == pytest.approx(1.0)
    answer = told(tracked((KEY, at(21, 10), 60), (KEY, at(22, 10), 60)))
    assert answer.hours_per_week == pytest.approx(2.0)


def test_hours_a_week_need_two_days() -> None:
    """One sitting, or two on one day, say nothing about a week."""
    assert told(tracked((KEY, at(22, 10), 60))).hours_per_week is None
    assert told(tracked((KEY, at(22, 10), 60), (KEY, at(22, 15), 60))).hours_per_week is None


def test_the_recent_hours_are_those_of_eight_weeks() -> None:
    """A long pause is outside the last eight weeks and takes nothing from them."""
    led = tracked((KEY, at(1, 10, 3), 6000), (KEY, at(20, 10), 240), (KEY, at(21, 10), 240))
    answer = told(led)
    assert answer.recent_hours_per_week == pytest.approx(1.0)
    assert answer.hours_per_week is not None
    assert answer.hours_per_week > 2


def test_a_sitting_to_come_is_not_counted_in_a_week() -> None:
    """A start beyond today, from a clock that was wrong, makes no hours a week."""
    answer = told(tracked((KEY, at(20, 10, 12), 60), (KEY, at(21, 10, 12), 60)))
    assert answer.hours_per_week is None


def test_the_busiest_hour_needs_ten_sittings() -> None:
    """Ten evenings name an hour, nine do not; sittings at noon sharp count for none."""
    evenings = [(KEY, at(day, 19), 50) for day in range(1, 11)]
    assert told(tracked(*evenings)).busiest_hour == 19
    assert told(tracked(*evenings[:9])).busiest_hour is None
    noons = [(KEY, at(day, 12), 90) for day in range(1, 21)]
    assert told(tracked(*noons)).busiest_hour is None
    assert told(tracked(*evenings, *noons)).busiest_hour == 19


def test_a_sitting_is_spread_over_the_hours_it_covers() -> None:
    """Ten sittings from 18:50 to 20:00 are mostly in the hour from 19:00."""
    sittings = [(KEY, at(day, 18) + timedelta(minutes=50), 70) for day in range(1, 11)]
    assert told(tracked(*sittings)).busiest_hour == 19


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Pacific/Apia", "America/St_Johns", "UTC"])
def test_the_recent_week_is_that_of_all_sittings(zone: str) -> None:
    """Leaving out what began long ago changes no hour: also around a change of the clocks."""
    tz = ZoneInfo(zone)
    first = datetime(2026, 3, 1, 22, 30, tzinfo=UTC)
    sittings = [(KEY, first + timedelta(hours=29 * n), 30 + n % 7) for n in range(90)]
    sittings += [(OTHER, datetime(2019, 5, 1, tzinfo=UTC), 600), (VIDEO, at(1, 9), 45)]
    led = tracked(*sittings)
    for day in range(0, 400, 9):
        today = date(2026, 2, 1) + timedelta(days=day)
        assert compute_recent_weekly_hours(led, today, tz) == compute_weekly_hours(
            list_sessions(led, tz=tz), today
        )
