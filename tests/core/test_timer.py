"""The timer: durations, pauses, stale timers."""

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studypath.core.changes import with_done, with_session, with_skipped
from studypath.core.errors import WrongUsage
from studypath.core.instants import count_seconds, find_instants, to_local, to_utc
from studypath.core.merge import merge_progress
from studypath.core.progress import Entry, Interval, Progress, Session, Timer
from studypath.core.timer import (
    NoTimer,
    StaleTimer,
    count_minutes_running,
    find_stale_reason,
    find_timer_for,
    get_running_timer,
    list_intervals,
    list_timed_sessions,
    resolve_stop_time,
)
from studypath.core.timing import (
    Ending,
    discard_timer,
    end_timer,
    pause_timer,
    start_timer,
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
    progress, _, sessions, _ = with_stopped(tracked, at=at, now=at, note="half of it")
    assert sessions == (Session(EVENING, 50),)
    assert progress.timer is None
    assert progress.entries[KEY].sessions == sessions
    assert progress.entries[KEY].note == "half of it"


@pytest.mark.parametrize(
    ("seconds", "minutes"), [(0, None), (29, None), (30, 1), (59, 1), (60, 1), (119, 1), (120, 2)]
)
def test_half_a_minute_is_logged_as_one(seconds: int, minutes: int | None) -> None:
    """Thirty seconds are logged as a minute, less is not logged."""
    at = EVENING + timedelta(seconds=seconds)
    progress, _, sessions, _ = with_stopped(started(), at=at, now=at)
    assert [session.minutes for session in sessions] == ([minutes] if minutes else [])
    assert progress.timer is None
    assert len(progress.entries[KEY].sessions) == (minutes is not None)


def test_starting_another_step_stops_the_timer() -> None:
    """Starting another step logs the timer of the first; starting the same one changes nothing."""
    tracked = started()
    later = EVENING + timedelta(hours=1)
    progress, _, stopped = start_timer(tracked, OTHER, now=later, tz=BERLIN)
    assert stopped is not None
    assert stopped.sessions == progress.entries[KEY].sessions == (Session(EVENING, 60),)
    assert progress.timer is not None
    assert (progress.timer.step, progress.timer.started) == (OTHER[1], later)
    assert start_timer(tracked, KEY, now=later, tz=BERLIN).progress is tracked.progress


def test_a_switch_needs_the_end_of_a_stale_timer() -> None:
    """Starting another step the morning after asks when the first ended."""
    morning = EVENING + timedelta(hours=14)
    with pytest.raises(StaleTimer):
        start_timer(started(), OTHER, now=morning, tz=BERLIN)
    progress, _, stopped = start_timer(
        started(), OTHER, Ending(time(20, 5)), now=morning, tz=BERLIN
    )
    assert stopped is not None
    assert progress.entries[KEY].sessions == (Session(EVENING, 60),)
    assert progress.timer is not None
    assert progress.timer.started == morning


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
    assert with_stopped(tracked, at=at, now=at).sessions == (
        Session(EVENING, 20),
        Session(EVENING + timedelta(minutes=30), 20),
    )


def test_a_stop_in_a_pause_logs_until_the_pause() -> None:
    """A timer paused overnight ended when it was paused and is not stale."""
    tracked = again(with_paused(started(), EVENING + timedelta(minutes=20)))
    timer = get_running_timer(tracked.progress)
    morning = EVENING + timedelta(hours=14)
    assert timer is not None
    assert find_stale_reason(timer, morning, BERLIN) is None
    assert with_stopped(tracked, at=morning, now=morning).sessions == (Session(EVENING, 20),)


def paused_over_night() -> TrackedProgress:
    """Return a timer from 19:05 to 20:15 that was resumed on the next morning at 9:00."""
    tracked = again(with_paused(started(), EVENING + timedelta(minutes=70)))
    return again(with_resumed(tracked, datetime(2026, 11, 21, 9, 0, tzinfo=BERLIN)))


def test_a_pause_over_night_gives_two_sessions() -> None:
    """Each interval becomes a session on its own day, and none of them is stale."""
    noon = datetime(2026, 11, 21, 12, 0, tzinfo=BERLIN)
    stopped = end_timer(paused_over_night(), now=noon, tz=BERLIN)
    morning = datetime(2026, 11, 21, 9, 0, tzinfo=BERLIN)
    assert stopped.sessions == (Session(EVENING, 70), Session(morning, 180))
    assert stopped.progress.entries[KEY].sessions == stopped.sessions
    assert stopped.progress.entries[KEY].started == EVENING


def test_an_interval_alone_is_asked_about() -> None:
    """Only the time since the last pause makes a timer stale, and `at` ends that one."""
    evening = datetime(2026, 11, 21, 18, 0, tzinfo=BERLIN)
    with pytest.raises(StaleTimer, match="it was resumed 9 hours ago"):
        end_timer(paused_over_night(), now=evening, tz=BERLIN)
    stopped = end_timer(paused_over_night(), Ending(time(9, 30)), now=evening, tz=BERLIN)
    assert [session.minutes for session in stopped.sessions] == [70, 30]
    # A time that has not been since the pause is one of the first interval.
    stopped = end_timer(paused_over_night(), Ending(time(20, 0)), now=evening, tz=BERLIN)
    assert stopped.sessions == (Session(EVENING, 55),)


def test_a_forgotten_timer_is_paused_at_a_time_of_day() -> None:
    """Pausing a stale timer needs the time; that of a paused timer can be corrected."""
    morning = EVENING + timedelta(hours=14)
    with pytest.raises(StaleTimer, match="studypath pause --at"):
        pause_timer(started(), None, now=morning, tz=BERLIN)
    tracked = again(pause_timer(started(), time(20, 5), now=morning, tz=BERLIN))
    assert end_timer(tracked, now=morning, tz=BERLIN).sessions == (Session(EVENING, 60),)
    corrected = pause_timer(tracked, time(19, 45), now=morning, tz=BERLIN)
    assert end_timer(again(corrected), now=morning, tz=BERLIN).sessions == (Session(EVENING, 40),)


def test_seconds_are_carried_over_a_pause() -> None:
    """Two intervals of 90 seconds are three minutes; five of 20 seconds are one."""
    moment, pauses = EVENING, []
    for _ in range(2):
        pause = Interval(moment + timedelta(seconds=90), moment + timedelta(seconds=600))
        pauses.append(pause)
        moment = pause.end
    twice = Timer(*KEY, EVENING, moment, pauses=tuple(pauses[:1]))._replace(paused=pauses[1].start)
    assert [each.minutes for each in list_timed_sessions(twice, moment)] == [1, 2]
    assert count_minutes_running(twice, moment) == 3
    tracked = started()
    for n in range(5):
        begun = EVENING + timedelta(minutes=n)
        tracked = again(with_resumed(tracked, begun))
        tracked = again(with_paused(tracked, begun + timedelta(seconds=20)))
    at = EVENING + timedelta(minutes=9)
    assert [each.minutes for each in with_stopped(tracked, at=at, now=at).sessions] == [1]


def test_a_timer_of_an_earlier_version_is_logged() -> None:
    """Pauses of which only the total is known shorten the session; `at` is refused."""
    tracked = started()
    timer = tracked.progress.timer
    assert timer is not None
    old = again(tracked.progress._replace(timer=timer._replace(rested_minutes=15)))
    at = EVENING + timedelta(minutes=60)
    assert end_timer(old, now=at, tz=BERLIN).sessions == (Session(EVENING, 45),)
    with pytest.raises(WrongUsage, match="paused for 15m, at an unknown time"):
        end_timer(old, Ending(time(19, 40)), now=at, tz=BERLIN)


def test_pauses_in_any_order_are_read() -> None:
    """Pauses written by hand may overlap, be out of order, or lie outside of the timer."""
    minutes = [EVENING + timedelta(minutes=n) for n in range(70)]
    pauses = (
        Interval(minutes[40], minutes[50]),
        Interval(minutes[10], minutes[20]),
        Interval(minutes[15], minutes[30]),
        Interval(minutes[65], minutes[69]),
    )
    timer = Timer(*KEY, EVENING, pauses=pauses)
    assert list_intervals(timer, minutes[60]) == [
        Interval(minutes[0], minutes[10]),
        Interval(minutes[30], minutes[40]),
        Interval(minutes[50], minutes[60]),
    ]


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
    progress, _, sessions, _ = with_stopped(tracked, at=before, now=before)
    assert sessions == ()
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
    stopped = end_timer(paused_over_night(), now=at + timedelta(hours=15), tz=BERLIN).progress
    assert get_running_timer(stopped._replace(timer=paused_over_night().progress.timer)) is None
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
        end_timer(started(), now=morning, tz=BERLIN)
    stopped = end_timer(started(), Ending(time(20, 5)), now=morning, tz=BERLIN)
    assert stopped.sessions == (Session(EVENING, 60),)


def test_a_discarded_timer_logs_nothing() -> None:
    """Discarding removes the timer and logs no session; without a timer it is refused."""
    discarded = discard_timer(started())
    assert (discarded.sessions, discarded.discarded, discarded.key) == ((), True, KEY)
    assert discarded.progress.timer is None
    with pytest.raises(NoTimer):
        discard_timer(progress_with())


@pytest.mark.parametrize(
    "before",
    [
        Entry(),
        Entry(state="todo", note="later", sessions=(Session(EVENING - timedelta(days=3), 20),)),
        Entry(state="skipped", reason="known", updated=EVENING - timedelta(days=2)),
        Entry(state="doing", started=EVENING - timedelta(days=2)),
        Entry(state="done", finished=EVENING - timedelta(days=2)),
    ],
    ids=lambda entry: entry.state,
)
@pytest.mark.parametrize("seconds", [None, 20])
def test_without_a_session_the_step_is_as_before(before: Entry, seconds: int | None) -> None:
    """Discarding, or stopping within 30 seconds, restores state, start and reason."""
    tracked = progress_with(entries=[(KEY, before)])
    running = again(with_started(tracked, KEY, EVENING))
    at = EVENING + timedelta(seconds=seconds or 0)
    stopped = discard_timer(running) if seconds is None else with_stopped(running, at=at, now=at)
    after = again(stopped.progress).entry(KEY)
    assert after._replace(updated=None) == before._replace(updated=None)
    assert stopped.progress.timer is None


def test_a_session_logged_meanwhile_keeps_the_step_in_progress() -> None:
    """Discarding the timer of a step that has a new session or another state changes neither."""
    session = Session(EVENING - timedelta(days=1), 45)
    logged = again(with_session(started(), KEY, session))
    entry = discard_timer(logged).progress.entries[KEY]
    assert (entry.state, entry.sessions) == ("doing", (session,))
    skipped = again(with_skipped(started(), [KEY], reason=None, now=EVENING))
    assert discard_timer(skipped).progress.entries[KEY].state == "skipped"


def test_a_restored_state_reaches_other_machines_but_wins_over_no_later_one() -> None:
    """The restored state wins over the start, which may be synced, and loses to a later `done`."""
    discarded = discard_timer(started()).progress
    assert merge_progress(discarded, started().progress).entries[KEY].state == "todo"
    later = EVENING + timedelta(minutes=10)
    done = with_done(progress_with(), [KEY], at=later, now=later)
    assert merge_progress(discarded, done).entries[KEY].state == "done"


def test_a_skip_on_another_path_is_restored() -> None:
    """A step whose work is skipped on another path is skipped again."""
    same = ("lightweight", "x")
    shared = bundled()._replace(shared={KEY: (KEY, same), same: (KEY, same)})
    entries = {same: Entry(state="skipped", reason="known", updated=EVENING - timedelta(days=1))}
    tracked = track_progress(shared, Progress(entries=entries))
    running = track_progress(shared, with_started(tracked, KEY, EVENING))
    assert running.entry(KEY).state == "doing"
    after = track_progress(shared, discard_timer(running).progress)
    assert (after.entry(KEY).state, after.entry(KEY).reason) == ("skipped", "known")


def test_of_two_versions_of_a_timer_the_later_one_stays() -> None:
    """The timer that was paused or resumed last wins a merge, on either side."""
    first, second = started().progress, paused_over_night().progress
    for one, other in ((first, second), (second, first)):
        assert merge_progress(one, other).timer == second.timer


def test_a_timer_of_an_orphan_is_logged() -> None:
    """A timer of a step that left the path is logged under its key."""
    gone = ("paper", "gone-with-the-edition")
    tracked = again(progress_with().progress._replace(timer=Timer(*gone, EVENING)))
    at = EVENING + timedelta(minutes=5)
    progress, _, sessions, _ = with_stopped(tracked, at=at, now=at)
    assert progress.entries[gone].sessions == sessions
    assert len(sessions) == 1


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
        progress, _, sessions, _ = with_stopped(tracked, at=stop, now=stop)
        assert not sessions or [each.minutes for each in sessions] == [max(1, elapsed)]
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
        sessions = list_timed_sessions(timer, now)
        total = sum(session.minutes for session in sessions)
        assert total == count_minutes_running(timer, now)
        starts = [to_utc(session.start) for session in sessions]
        assert starts == sorted(starts)
        assert all(each.start < each.end for each in list_intervals(timer, now))


@given(day=st.dates(), clock=st.times(), tz=zones)
def test_every_instant_shows_the_requested_time(day: date, clock: time, tz: tzinfo) -> None:
    """Each moment of `find_instants` shows the requested day and time."""
    for moment in find_instants(day, clock, tz):
        local = to_local(moment, tz)
        assert (local.date(), local.time().replace(fold=0)) == (day, clock)
