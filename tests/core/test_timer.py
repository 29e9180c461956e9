"""The timer: durations, pauses, stale timers."""

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
    StaleTimer,
    TimerRunning,
    count_minutes_running,
    discard_timer,
    find_stale_reason,
    find_timer_for,
    get_running_timer,
    resolve_stop_time,
    stop_timer,
    with_paused,
    with_resumed,
    with_started,
    with_stopped,
)
from studypath.core.tracked import TrackedProgress, track_progress
from tests.progress_samples import bundled, keys_of, progress_with

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
    """Return the new progress with the curriculum."""
    return track_progress(bundled(), progress)


def started(at: datetime = EVENING) -> TrackedProgress:
    """Return progress whose timer is running for the first paper."""
    return again(with_started(progress_with(), KEY, at))


def test_start_and_stop_log_a_session() -> None:
    """From start to stop the whole minutes are logged to the step, with the start."""
    tracked = started()
    assert tracked.entry(KEY).state == "doing"
    at = EVENING + timedelta(minutes=50, seconds=59)
    progress, _, session, _ = with_stopped(tracked, at=at, now=at, note="half of it")
    assert session == Session(EVENING, 50)
    assert progress.timer is None
    assert progress.entries[KEY].sessions == (session,)
    assert progress.entries[KEY].note == "half of it"


@pytest.mark.parametrize(
    ("seconds", "minutes"), [(0, None), (29, None), (30, 1), (59, 1), (60, 1), (119, 1), (120, 2)]
)
def test_half_a_minute_is_logged_as_one(seconds: int, minutes: int | None) -> None:
    """Thirty seconds are logged as a minute, less is not logged."""
    at = EVENING + timedelta(seconds=seconds)
    progress, _, session, _ = with_stopped(started(), at=at, now=at)
    assert (session.minutes if session else None) == minutes
    assert progress.timer is None
    assert len(progress.entries[KEY].sessions) == (minutes is not None)


def test_another_step_is_not_started_while_a_timer_runs() -> None:
    """Starting another step raises TimerRunning; starting the same one changes nothing."""
    tracked = started()
    with pytest.raises(TimerRunning) as refused:
        with_started(tracked, OTHER, EVENING)
    assert refused.value.exit_code == 2
    assert KEY[1] in str(refused.value)
    assert with_started(tracked, KEY, EVENING + timedelta(hours=1)) is tracked.progress


def test_starting_a_done_step_leaves_it_done() -> None:
    """A done step stays done; a skipped one is in progress again."""
    tracked = progress_with(done=[KEY], skipped=[OTHER])
    assert with_started(tracked, KEY, EVENING).entries[KEY].state == "done"
    taken_up = with_started(tracked, OTHER, EVENING).entries[OTHER]
    assert (taken_up.state, taken_up.reason) == ("doing", None)


def test_without_a_timer_nothing_stops_pauses_or_resumes() -> None:
    """Stop, pause and resume raise NoTimer."""
    tracked = progress_with()
    for change in (with_paused, with_resumed):
        with pytest.raises(NoTimer):
            change(tracked, EVENING)
    with pytest.raises(NoTimer):
        with_stopped(tracked, at=EVENING, now=EVENING)


def test_a_pause_does_not_count() -> None:
    """A pause does not count; a paused timer stands still."""
    tracked = again(with_paused(started(), EVENING + timedelta(minutes=20)))
    timer = get_running_timer(tracked.progress)
    assert timer is not None
    assert count_minutes_running(timer, EVENING + timedelta(minutes=29)) == 20
    assert with_paused(tracked, EVENING + timedelta(minutes=25)) is tracked.progress
    tracked = again(with_resumed(tracked, EVENING + timedelta(minutes=30)))
    at = EVENING + timedelta(minutes=50)
    assert with_stopped(tracked, at=at, now=at).session == Session(EVENING, 40)


def test_a_stop_in_a_pause_logs_until_the_pause() -> None:
    """A timer paused overnight ended when it was paused and is not stale."""
    tracked = again(with_paused(started(), EVENING + timedelta(minutes=20)))
    timer = get_running_timer(tracked.progress)
    morning = EVENING + timedelta(hours=14)
    assert timer is not None
    assert find_stale_reason(timer, morning, BERLIN) is None
    assert with_stopped(tracked, at=morning, now=morning).session == Session(EVENING, 20)


def test_stale_after_eight_hours_or_midnight() -> None:
    """A timer is stale after 8 hours, or if it started on another local day."""
    timer = Timer(*KEY, datetime(2026, 11, 20, 9, 0, tzinfo=BERLIN))
    assert find_stale_reason(timer, timer.started + timedelta(hours=8), BERLIN) is None
    assert find_stale_reason(timer, timer.started + timedelta(hours=8, seconds=1), BERLIN)
    late = Timer(*KEY, datetime(2026, 11, 20, 23, 50, tzinfo=BERLIN))
    assert find_stale_reason(late, late.started + timedelta(minutes=9), BERLIN) is None
    assert "23:50" in (find_stale_reason(late, late.started + timedelta(minutes=11), BERLIN) or "")
    assert find_stale_reason(late, late.started + timedelta(minutes=11), UTC) is None


def test_the_eight_hours_are_elapsed_time() -> None:
    """In the night the clocks go back, 9 hours pass while the clock shows 8."""
    began = datetime(2026, 10, 25, 0, 30, tzinfo=BERLIN)
    shown_eight_later = datetime(2026, 10, 25, 8, 30, tzinfo=BERLIN)
    assert count_seconds(began, shown_eight_later) == 9 * 3600
    assert find_stale_reason(Timer(*KEY, began), shown_eight_later, BERLIN)


def test_a_clock_set_back_logs_nothing() -> None:
    """If now is before the start nothing is logged, and no duration is negative."""
    tracked = started()
    timer = get_running_timer(tracked.progress)
    before = EVENING - timedelta(hours=1)
    assert timer is not None
    assert count_minutes_running(timer, before) == 0
    progress, _, session, _ = with_stopped(tracked, at=before, now=before)
    assert session is None
    assert progress.timer is None


def test_stopped_at_is_the_first_such_time_since_the_start() -> None:
    """18:30 means the first one after the start, however long ago."""
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


def test_stop_time_in_a_repeated_hour() -> None:
    """In an hour that comes twice the first moment after the start is meant."""
    second = datetime(2026, 10, 25, 2, 10, tzinfo=BERLIN, fold=1)
    now = datetime(2026, 10, 25, 4, 0, tzinfo=BERLIN)
    moment = resolve_stop_time(Timer(*KEY, second), time(2, 30), now=now, tz=BERLIN)
    assert count_seconds(second, moment) == 20 * 60
    assert len(find_instants(date(2026, 10, 25), time(2, 30), BERLIN)) == 2
    assert find_instants(date(2026, 3, 29), time(2, 30), BERLIN) == ()


def test_a_future_stop_time_is_refused() -> None:
    """A timer cannot be stopped in the future."""
    with pytest.raises(WrongUsage):
        with_stopped(started(), at=EVENING + timedelta(hours=2), now=EVENING)


def test_a_session_longer_than_any_duration_is_refused() -> None:
    """A session longer than a duration can be is refused."""
    now = EVENING + timedelta(days=9000)
    with pytest.raises(WrongUsage):
        with_stopped(started(), at=now, now=now)


def test_a_logged_timer_merged_back_is_not_running() -> None:
    """A timer whose session is logged is not running, and another can be started."""
    tracked = started()
    at = EVENING + timedelta(minutes=50)
    stopped = with_stopped(tracked, at=at, now=at).progress
    both = merge_progress(stopped, tracked.progress)
    assert both.timer is not None
    assert get_running_timer(both) is None
    fresh = with_started(again(both), OTHER, at)
    assert get_running_timer(fresh) is not None


def test_a_timer_is_for_its_step_and_for_the_same_work() -> None:
    """The timer of a step matches that step and for the same work on another path only."""
    same = ("lightweight", "x")
    shared = bundled()._replace(shared={KEY: (KEY, same), same: (KEY, same)})
    tracked = track_progress(shared, started().progress)
    assert find_timer_for(tracked, [OTHER]) is None
    assert find_timer_for(tracked, [OTHER, KEY]) == tracked.progress.timer
    assert find_timer_for(tracked, [same]) == tracked.progress.timer


def test_a_stale_timer_needs_a_time() -> None:
    """Stopping a stale timer raises StaleTimer; with a time of day it is logged until then."""
    morning = EVENING + timedelta(hours=14)
    with pytest.raises(StaleTimer, match=r"studypath stop --at 18:30.*stop --discard"):
        stop_timer(started(), None, now=morning, tz=BERLIN)
    stopped = stop_timer(started(), time(20, 5), now=morning, tz=BERLIN)
    assert stopped.session == Session(EVENING, 60)


def test_a_discarded_timer_logs_nothing() -> None:
    """Discarding removes the timer and logs no session; without a timer it is refused."""
    discarded = discard_timer(started())
    assert (discarded.session, discarded.discarded, discarded.key) == (None, True, KEY)
    assert discarded.progress.timer is None
    with pytest.raises(NoTimer):
        discard_timer(progress_with())


def test_a_timer_of_an_orphan_is_logged() -> None:
    """A timer of a step that left the path is logged under its key."""
    gone = ("paper", "gone-with-the-edition")
    tracked = again(progress_with().progress._replace(timer=Timer(*gone, EVENING)))
    at = EVENING + timedelta(minutes=5)
    progress, _, session, _ = with_stopped(tracked, at=at, now=at)
    assert progress.entries[gone].sessions == (session,)


@given(start=moments, stop=moments, tz=zones)
def test_minutes_are_elapsed_time(start: datetime, stop: datetime, tz: tzinfo) -> None:
    """Minutes are the time between two moments in any zones, and never negative."""
    tracked = again(with_started(progress_with(), KEY, start))
    timer = get_running_timer(tracked.progress)
    assert timer is not None
    elapsed = int((to_utc(stop) - to_utc(timer.started)).total_seconds() // 60)
    assert count_minutes_running(timer, stop) == max(0, elapsed)
    find_stale_reason(timer, stop, tz)
    if elapsed < 600_000:
        progress, _, session, _ = with_stopped(tracked, at=stop, now=stop)
        assert session is None or session.minutes == max(1, elapsed)
        assert progress.timer is None


@given(steps=st.lists(st.tuples(st.booleans(), st.integers(-90, 300)), max_size=12), tz=zones)
def test_pauses_never_make_a_session_longer(steps: list[tuple[bool, int]], tz: tzinfo) -> None:
    """Pauses under a clock that jumps never log a negative or longer time."""
    now = EVENING.astimezone(tz)
    tracked, latest = again(with_started(progress_with(), KEY, now)), now
    for pausing, minutes in steps:
        now = (to_utc(now) + timedelta(minutes=minutes)).astimezone(tz)
        latest = max(latest, now, key=to_utc)
        tracked = again((with_paused if pausing else with_resumed)(tracked, now))
        timer = get_running_timer(tracked.progress)
        assert timer is not None
        assert 0 <= count_minutes_running(timer, now) <= count_seconds(EVENING, latest) // 60


@given(day=st.dates(), clock=st.times(), tz=zones)
def test_every_instant_shows_the_requested_time(day: date, clock: time, tz: tzinfo) -> None:
    """Each moment of `find_instants` shows the requested day and time."""
    for moment in find_instants(day, clock, tz):
        local = to_local(moment, tz)
        assert (local.date(), local.time().replace(fold=0)) == (day, clock)
