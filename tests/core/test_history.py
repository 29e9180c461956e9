"""Sessions, groups and weekly hours of `history`."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from studypath.core.history import (
    DAY,
    DAYS_OF_RHYTHM,
    STEP,
    WEEK,
    History,
    build_history,
    list_sessions,
    sum_study_days,
)
from studypath.core.progress import Entry, Progress, Session
from studypath.core.tracked import TrackedProgress, track_progress
from studypath.views.history import format_sums
from tests.progress_samples import bundled, keys_of, path_of

BERLIN = ZoneInfo("Europe/Berlin")
TODAY = date(2026, 11, 22)
KEY, OTHER = keys_of("paper", 2)
VIDEO = keys_of("lightweight", 1)[0]


def tracked(*rows: tuple[tuple[str, str], datetime, int]) -> TrackedProgress:
    """Return progress with these sessions."""
    entries: dict[tuple[str, str], Entry] = {}
    for key, start, minutes in rows:
        before = entries.get(key, Entry(state="doing")).sessions
        sessions = tuple(sorted((*before, Session(start, minutes))))
        entries[key] = Entry(state="doing", sessions=sessions)
    return track_progress(bundled(), Progress(entries=entries))


def at(day: int, hour: int, month: int = 11) -> datetime:
    """Return a moment of 2026 in Berlin."""
    return datetime(2026, month, day, hour, tzinfo=BERLIN)


def history_of(joined: TrackedProgress, by: str = WEEK) -> History:
    """Return the history of all paths."""
    return build_history(joined, by=by, today=TODAY, tz=BERLIN)


def test_without_sessions_there_is_nothing_to_sum() -> None:
    """Groups are empty; hours per week and the busiest hour are None."""
    answer = history_of(tracked())
    assert (answer.sessions, answer.groups, answer.minutes) == ((), (), 0)
    assert answer.hours_per_week is answer.recent_hours_per_week is answer.busiest_hour is None


def test_days_are_local() -> None:
    """23:30 UTC is the next day in Berlin."""
    late = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    answer = history_of(tracked((KEY, late, 40)), DAY)
    assert [(group.start, group.minutes) for group in answer.groups] == [(date(2026, 11, 21), 40)]
    assert answer.sessions[0].start.isoformat() == "2026-11-21T00:30:00+01:00"


def test_weeks_begin_on_monday() -> None:
    """A Sunday belongs to the week of the Monday before; weeks without sessions are left out."""
    answer = history_of(
        tracked((KEY, at(15, 10), 30), (KEY, at(16, 10), 20), (OTHER, at(2, 10), 10))
    )
    assert [(group.start, group.minutes, group.sessions) for group in answer.groups] == [
        (date(2026, 11, 2), 10, 1),
        (date(2026, 11, 9), 30, 1),
        (date(2026, 11, 16), 20, 1),
    ]


def test_steps_are_in_order_of_minutes() -> None:
    """Grouped by step, the one with the most minutes comes first."""
    answer = history_of(
        tracked((KEY, at(15, 10), 30), (OTHER, at(16, 10), 50), (KEY, at(17, 9), 5)), STEP
    )
    assert [(group.step_id, group.minutes) for group in answer.groups] == [
        (OTHER[1], 50),
        (KEY[1], 35),
    ]


def test_since_and_path_filter_the_sessions() -> None:
    """Only sessions from that local day on, only those of the path."""
    joined = tracked((KEY, at(15, 10), 30), (VIDEO, at(16, 10), 50))
    answer = build_history(joined, since=date(2026, 11, 16), today=TODAY, tz=BERLIN)
    assert [s.minutes for s in answer.sessions] == [50]
    answer = build_history(joined, path_of("paper"), today=TODAY, tz=BERLIN)
    assert [s.minutes for s in answer.sessions] == [30]


def test_a_shared_work_counts_once() -> None:
    """Equal sessions on two paths are one; different ones of the work all count."""
    shared = bundled()._replace(shared=dict.fromkeys((VIDEO, KEY), (VIDEO, KEY)))
    joined = tracked((KEY, at(15, 10), 30), (VIDEO, at(15, 10), 30), (VIDEO, at(16, 10), 20))
    joined = track_progress(shared, joined.progress)
    assert history_of(joined).minutes == 50
    of_paper = build_history(joined, path_of("paper"), today=TODAY, tz=BERLIN)
    assert [(s.step_id, s.minutes) for s in of_paper.sessions] == [(KEY[1], 30), (KEY[1], 20)]


def test_sessions_of_orphans_are_included() -> None:
    """A step that no path has is named by its id."""
    answer = history_of(tracked((("paper", "gone"), at(15, 10), 30)))
    assert [(s.step_id, s.minutes) for s in answer.sessions] == [("gone", 30)]


def test_weekly_hours_count_from_the_first_session() -> None:
    """Two hours in two weeks are one per week; for a forecast the first week counts as whole."""
    answer = history_of(tracked((KEY, at(9, 10), 60), (KEY, at(22, 10), 60)))
    assert answer.hours_per_week == pytest.approx(1.0)
    answer = history_of(tracked((KEY, at(21, 10), 60), (KEY, at(22, 10), 60)))
    assert answer.hours_per_week is None
    assert answer.recent_hours_per_week == pytest.approx(2.0)


def test_weekly_hours_need_two_days() -> None:
    """Sessions on a single day give None."""
    assert history_of(tracked((KEY, at(22, 10), 60))).hours_per_week is None
    assert history_of(tracked((KEY, at(22, 10), 60), (KEY, at(22, 15), 60))).hours_per_week is None


def test_recent_weekly_hours_cover_eight_weeks() -> None:
    """Older sessions do not count."""
    joined = tracked((KEY, at(1, 10, 3), 6000), (KEY, at(20, 10), 240), (KEY, at(21, 10), 240))
    answer = history_of(joined)
    assert answer.recent_hours_per_week == pytest.approx(1.0)
    assert answer.hours_per_week is not None
    assert answer.hours_per_week > 2


def test_future_sessions_do_not_count_in_weekly_hours() -> None:
    """A wrong clock may have logged them."""
    answer = history_of(tracked((KEY, at(20, 10, 12), 60), (KEY, at(21, 10, 12), 60)))
    assert answer.hours_per_week is None


def test_the_busiest_hour_needs_ten_sessions() -> None:
    """Nine give None; sessions at noon exactly do not count."""
    evenings = [(KEY, at(day, 19), 50) for day in range(1, 11)]
    assert history_of(tracked(*evenings)).busiest_hour == 19
    assert history_of(tracked(*evenings[:9])).busiest_hour is None
    noons = [(KEY, at(day, 12), 90) for day in range(1, 21)]
    assert history_of(tracked(*noons)).busiest_hour is None
    assert history_of(tracked(*evenings, *noons)).busiest_hour == 19


def test_a_session_counts_for_each_hour_it_covers() -> None:
    """Ten sessions from 18:50 to 20:00 are mostly in the hour from 19:00."""
    rows = [(KEY, at(day, 18) + timedelta(minutes=50), 70) for day in range(1, 11)]
    assert history_of(tracked(*rows)).busiest_hour == 19


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Pacific/Apia", "America/St_Johns", "UTC"])
def test_study_days_are_those_of_the_sessions_of_two_years(zone: str) -> None:
    """Each local day has the minutes of its sessions, also around a change of the clocks."""
    tz = ZoneInfo(zone)
    first = datetime(2026, 3, 1, 22, 30, tzinfo=UTC)
    rows = [(KEY, first + timedelta(hours=29 * n), 30 + n % 7) for n in range(90)]
    rows += [(OTHER, datetime(2019, 5, 1, tzinfo=UTC), 600), (VIDEO, at(1, 9), 45)]
    joined = tracked(*rows)
    days: dict[int, int] = {}
    for session in list_sessions(joined, tz=tz):
        day = session.start.toordinal()
        days[day] = days.get(day, 0) + session.minutes
    for today in (date(2026, 11, 22), date(2028, 5, 1)):
        floor = today.toordinal() - DAYS_OF_RHYTHM
        wanted = {day: minutes for day, minutes in days.items() if day >= floor}
        assert sum_study_days(joined, today, tz) == wanted


@pytest.mark.parametrize(("days", "known"), [(1, False), (2, False), (6, False), (7, True)])
def test_a_weekly_rate_needs_a_week(days: int, known: bool) -> None:
    """On the second day nothing is said about a week, nor about eight."""
    first = at(22 - days + 1, 19)
    answer = history_of(tracked((KEY, first, 60), (KEY, at(22, 10), 60)))
    assert (answer.hours_per_week is not None) == known
    lines = " ".join(format_sums(answer))
    assert (" a week since " in lines) == known
    assert "eight weeks" not in lines
