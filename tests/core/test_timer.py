"""The timer: minutes between instants, never negative, never booked on a guess."""

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studypath.core.errors import WrongUsage
from studypath.core.instants import count_seconds, find_instants, to_local, to_utc
from studypath.core.merge import merge_progress
from studypath.core.progress import Progress, Session, Timer
from studypath.core.timer import (
    NoTimer,
    TimerRunning,
    count_minutes_running,
    find_stale_reason,
    get_running_timer,
    resolve_stop_time,
    with_paused,
    with_resumed,
    with_started,
    with_stopped,
    with_timer_stopped_for,
)
from studypath.core.tracked import TrackedProgress, track_progress
from tests.progress_samples import bundled, keys_of, ledger_with

BERLIN = ZoneInfo("Europe/Berlin")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")  # moves by half an hour
ODD = timezone(timedelta(hours=5, minutes=53, seconds=28))
ZONES: list[tzinfo] = [UTC, BERLIN, LORD_HOWE, ZoneInfo("America/St_Johns"), ODD]
KEY, OTHER = keys_of("paper", 2)
EVENING = datetime(2026, 11, 20, 19, 5, tzinfo=BERLIN)

zones = st.sampled_from(ZONES)
moments = st.builds(
    datetime.fromtimestamp,
    st.integers(946_684_800, 2_208_988_800),  # the years 2000 to 2039
    zones,
)


def again(progress: Progress) -> TrackedProgress:
    """The progress that follows from a change."""
    return track_progress(bundled(), progress)


def started(at: datetime = EVENING) -> TrackedProgress:
    """Progress whose timer runs for the first paper."""
    return again(with_started(ledger_with(), KEY, at))


def test_start_makes_the_step_doing_and_stop_books_it() -> None:
    """From start to stop are the whole minutes between, booked to the step with the start."""
    tracked = started()
    assert tracked.entry(KEY).state == "doing"
    at = EVENING + timedelta(minutes=50, seconds=59)
    progress, session = with_stopped(tracked, at=at, now=at, note="half of it")
    assert session == Session(EVENING, 50)
    assert progress.timer is None
    assert progress.entries[KEY].sessions == (session,)
    assert progress.entries[KEY].note == "half of it"


@pytest.mark.parametrize(
    ("seconds", "minutes"), [(0, None), (29, None), (30, 1), (59, 1), (60, 1), (119, 1), (120, 2)]
)
def test_half_a_minute_is_booked_as_one(seconds: int, minutes: int | None) -> None:
    """Less than half a minute books nothing and leaves no session that a file could not hold."""
    at = EVENING + timedelta(seconds=seconds)
    progress, session = with_stopped(started(), at=at, now=at)
    assert (session.minutes if session else None) == minutes
    assert progress.timer is None
    assert len(progress.entries[KEY].sessions) == (minutes is not None)


def test_another_step_is_not_started_while_a_timer_runs() -> None:
    """Starting another step is wrong usage that names the one that runs; the same one runs on."""
    tracked = started()
    with pytest.raises(TimerRunning) as refused:
        with_started(tracked, OTHER, EVENING)
    assert refused.value.exit_code == 2
    assert KEY[1] in str(refused.value)
    assert with_started(tracked, KEY, EVENING + timedelta(hours=1)) is tracked.progress


def test_starting_a_done_step_leaves_it_done() -> None:
    """Going over a done step again takes its state from nobody; a skipped one is taken up."""
    tracked = ledger_with(done=[KEY], skipped=[OTHER])
    assert with_started(tracked, KEY, EVENING).entries[KEY].state == "done"
    taken_up = with_started(tracked, OTHER, EVENING).entries[OTHER]
    assert (taken_up.state, taken_up.reason) == ("doing", None)


def test_without_a_timer_nothing_stops_rests_or_resumes() -> None:
    """Stop, pause and resume say that no timer runs."""
    tracked = ledger_with()
    for change in (with_paused, with_resumed):
        with pytest.raises(NoTimer):
            change(tracked, EVENING)
    with pytest.raises(NoTimer):
        with_stopped(tracked, at=EVENING, now=EVENING)


def test_a_rest_does_not_count() -> None:
    """Twenty minutes, ten of rest, twenty more are forty; a resting timer stands still."""
    tracked = again(with_paused(started(), EVENING + timedelta(minutes=20)))
    timer = get_running_timer(tracked.progress)
    assert timer is not None
    assert count_minutes_running(timer, EVENING + timedelta(minutes=29)) == 20
    assert with_paused(tracked, EVENING + timedelta(minutes=25)) is tracked.progress
    tracked = again(with_resumed(tracked, EVENING + timedelta(minutes=30)))
    at = EVENING + timedelta(minutes=50)
    assert with_stopped(tracked, at=at, now=at)[1] == Session(EVENING, 40)


def test_a_stop_in_a_rest_books_until_the_rest() -> None:
    """A timer that was left resting overnight is known to have ended when the rest began."""
    tracked = again(with_paused(started(), EVENING + timedelta(minutes=20)))
    timer = get_running_timer(tracked.progress)
    morning = EVENING + timedelta(hours=14)
    assert timer is not None
    assert find_stale_reason(timer, morning, BERLIN) is None
    assert with_stopped(tracked, at=morning, now=morning)[1] == Session(EVENING, 20)


def test_stale_after_eight_hours_or_midnight() -> None:
    """A timer older than 8 hours, or begun on another local day, is not booked silently."""
    timer = Timer(*KEY, datetime(2026, 11, 20, 9, 0, tzinfo=BERLIN))
    assert find_stale_reason(timer, timer.started + timedelta(hours=8), BERLIN) is None
    assert find_stale_reason(timer, timer.started + timedelta(hours=8, seconds=1), BERLIN)
    late = Timer(*KEY, datetime(2026, 11, 20, 23, 50, tzinfo=BERLIN))
    assert find_stale_reason(late, late.started + timedelta(minutes=9), BERLIN) is None
    assert "23:50" in (find_stale_reason(late, late.started + timedelta(minutes=11), BERLIN) or "")
    assert find_stale_reason(late, late.started + timedelta(minutes=11), UTC) is None


def test_the_eight_hours_are_hours_on_no_clock() -> None:
    """In the night the clocks go back, 8 hours are 8 hours, though the clocks show 7."""
    began = datetime(2026, 10, 25, 0, 30, tzinfo=BERLIN)
    shown_eight_later = datetime(2026, 10, 25, 8, 30, tzinfo=BERLIN)
    assert count_seconds(began, shown_eight_later) == 9 * 3600
    assert find_stale_reason(Timer(*KEY, began), shown_eight_later, BERLIN)


def test_a_clock_set_back_books_nothing() -> None:
    """When now is before the start nothing is booked, and nothing negative is ever shown."""
    tracked = started()
    timer = get_running_timer(tracked.progress)
    before = EVENING - timedelta(hours=1)
    assert timer is not None
    assert count_minutes_running(timer, before) == 0
    progress, session = with_stopped(tracked, at=before, now=before)
    assert session is None
    assert progress.timer is None


def test_stopped_at_is_the_first_such_time_since_the_start() -> None:
    """Of a timer forgotten for days, 18:30 is the one that follows its start."""
    timer = Timer(*KEY, datetime(2026, 11, 20, 17, 0, tzinfo=BERLIN))
    now = datetime(2026, 11, 23, 20, 0, tzinfo=BERLIN)
    assert resolve_stop_time(timer, time(18, 30), now=now, tz=BERLIN) == datetime(
        2026, 11, 20, 18, 30, tzinfo=BERLIN
    )
    assert resolve_stop_time(timer, time(0, 30), now=now, tz=BERLIN).date() == date(2026, 11, 21)
    with pytest.raises(WrongUsage, match="18:30"):
        resolve_stop_time(
            timer, time(18, 30), now=datetime(2026, 11, 20, 18, 0, tzinfo=BERLIN), tz=BERLIN
        )
    with pytest.raises(WrongUsage):
        resolve_stop_time(
            timer, time(16, 0), now=datetime(2026, 11, 20, 18, 0, tzinfo=BERLIN), tz=BERLIN
        )


def test_stopped_at_knows_the_hour_that_comes_twice() -> None:
    """Begun in the second 2 o'clock, 02:30 means the second one; one that never was is passed."""
    second = datetime(2026, 10, 25, 2, 10, tzinfo=BERLIN, fold=1)
    now = datetime(2026, 10, 25, 4, 0, tzinfo=BERLIN)
    found = resolve_stop_time(Timer(*KEY, second), time(2, 30), now=now, tz=BERLIN)
    assert count_seconds(second, found) == 20 * 60
    assert len(find_instants(date(2026, 10, 25), time(2, 30), BERLIN)) == 2
    assert find_instants(date(2026, 3, 29), time(2, 30), BERLIN) == ()


def test_a_moment_to_come_is_refused() -> None:
    """A session cannot be stopped in the future."""
    with pytest.raises(WrongUsage):
        with_stopped(started(), at=EVENING + timedelta(hours=2), now=EVENING)


def test_a_session_longer_than_any_duration_is_refused() -> None:
    """Decades are not booked as one session, since no file could be read with it."""
    now = EVENING + timedelta(days=9000)
    with pytest.raises(WrongUsage):
        with_stopped(started(), at=now, now=now)


def test_a_booked_timer_that_comes_back_by_merging_does_not_run() -> None:
    """A timer whose session is booked is not running, and another can be started."""
    tracked = started()
    at = EVENING + timedelta(minutes=50)
    stopped, _ = with_stopped(tracked, at=at, now=at)
    both = merge_progress(stopped, tracked.progress)
    assert both.timer is not None
    assert get_running_timer(both) is None
    fresh = with_started(again(both), OTHER, at)
    assert get_running_timer(fresh) is not None


def test_done_books_the_timer_of_its_step_only() -> None:
    """A timer is booked for its own step and left running for any other."""
    tracked = started()
    at = EVENING + timedelta(minutes=50)
    assert with_timer_stopped_for(tracked, [OTHER], at) == (tracked.progress, None)
    progress, session = with_timer_stopped_for(tracked, [OTHER, KEY], at)
    assert session == Session(EVENING, 50)
    assert progress.timer is None


def test_done_on_one_path_books_the_timer_of_the_same_work_on_another() -> None:
    """A work that two paths share has one timer."""
    curriculum = bundled()
    key = KEY
    same = ("lightweight", "x")
    shared = curriculum._replace(shared={key: (same,), same: (key,)})
    tracked = track_progress(shared, started().progress)
    _, session = with_timer_stopped_for(tracked, [same], EVENING + timedelta(hours=1))
    assert session == Session(EVENING, 60)


def test_a_timer_of_a_step_that_left_is_booked_all_the_same() -> None:
    """Minutes on a step that no path has any more are kept under its key."""
    gone = ("paper", "gone-with-the-edition")
    tracked = again(ledger_with().progress._replace(timer=Timer(*gone, EVENING)))
    at = EVENING + timedelta(minutes=5)
    progress, session = with_stopped(tracked, at=at, now=at)
    assert progress.entries[gone].sessions == (session,)


@given(start=moments, stop=moments, tz=zones)
def test_minutes_are_those_between_instants(start: datetime, stop: datetime, tz: tzinfo) -> None:
    """Whatever zones start, stop and asking are in, minutes are instants' and never negative."""
    tracked = again(with_started(ledger_with(), KEY, start))
    timer = get_running_timer(tracked.progress)
    assert timer is not None
    elapsed = int((to_utc(stop) - to_utc(timer.started)).total_seconds() // 60)
    assert count_minutes_running(timer, stop) == max(0, elapsed)
    find_stale_reason(timer, stop, tz)
    if elapsed < 600_000:
        progress, session = with_stopped(tracked, at=stop, now=stop)
        assert session is None or session.minutes == max(1, elapsed)
        assert progress.timer is None


@given(steps=st.lists(st.tuples(st.booleans(), st.integers(-90, 300)), max_size=12), tz=zones)
def test_any_order_of_rests_stays_within_the_time_that_passed(
    steps: list[tuple[bool, int]], tz: tzinfo
) -> None:
    """Pausing and resuming under a clock that jumps never books a negative or a longer time."""
    now = EVENING.astimezone(tz)
    tracked, latest = again(with_started(ledger_with(), KEY, now)), now
    for pausing, minutes in steps:
        now = (to_utc(now) + timedelta(minutes=minutes)).astimezone(tz)
        latest = max(latest, now, key=to_utc)
        tracked = again((with_paused if pausing else with_resumed)(tracked, now))
        timer = get_running_timer(tracked.progress)
        assert timer is not None
        assert 0 <= count_minutes_running(timer, now) <= count_seconds(EVENING, latest) // 60


@given(day=st.dates(), clock=st.times(), tz=zones)
def test_every_found_instant_shows_the_time_that_was_asked(
    day: date, clock: time, tz: tzinfo
) -> None:
    """From the first to the last day, what `instants_at` finds shows that day and time."""
    for moment in find_instants(day, clock, tz):
        local = to_local(moment, tz)
        assert (local.date(), local.time().replace(fold=0)) == (day, clock)
