"""Logging, editing and removing sessions."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studypath.core.curriculum import StepKey
from studypath.core.errors import WrongUsage
from studypath.core.instants import find_local_day, to_utc
from studypath.core.placing import NOT_GIVEN, When, place_session
from studypath.core.progress import Progress, Session
from studypath.core.session_list import find_last_sessions, has_overlap
from studypath.core.sessions import Edited, Unlogged, with_edited, with_logged, with_unlogged
from studypath.core.tracked import TrackedProgress, track_progress
from tests.progress_samples import bundled, keys_of, progress_with

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 22, 18, 0, tzinfo=BERLIN)
FRIDAY = date(2026, 11, 20)
KEY, OTHER = keys_of("paper", 2)


def again(progress: Progress) -> TrackedProgress:
    """Return the new progress with the curriculum."""
    return track_progress(bundled(), progress)


def logged(
    tracked: TrackedProgress, minutes: int, when: When = NOT_GIVEN
) -> tuple[TrackedProgress, Session]:
    """Return progress with a session on the first paper, and the session."""
    progress, _, session = with_logged(tracked, KEY, minutes, when, now=NOW, tz=BERLIN)
    return again(progress), session


def unlogged(tracked: TrackedProgress, key: StepKey | None, n: int = 1) -> Unlogged:
    """Return progress without the last sessions of a step or of all."""
    return with_unlogged(tracked, find_last_sessions(tracked, key, n), now=NOW)


def edited(
    tracked: TrackedProgress,
    key: StepKey | None,
    minutes: int | None = None,
    when: When = NOT_GIVEN,
) -> Edited:
    """Return progress with the last session of a step or of all changed."""
    last = next(iter(find_last_sessions(tracked, key, 1)), None)
    return with_edited(tracked, last, minutes=minutes, when=when, now=NOW, tz=BERLIN)


def test_without_a_time_a_session_ends_now() -> None:
    """A session of 45 minutes logged at 18:00 started at 17:15; the step is in progress."""
    tracked, session = logged(progress_with(), 45)
    assert session == Session(datetime(2026, 11, 22, 17, 15, tzinfo=BERLIN), 45)
    assert tracked.entry(KEY).state == "doing"


def test_every_session_starts_on_a_whole_minute() -> None:
    """Seconds are dropped; a session ends where the one that is in its place starts."""
    now = NOW.replace(second=47)
    first = place_session(45, NOT_GIVEN, now=now, tz=BERLIN)
    assert first.start == datetime(2026, 11, 22, 17, 15, tzinfo=BERLIN)
    second = place_session(45, NOT_GIVEN, now=now, tz=BERLIN, existing=[first])
    assert second.start == datetime(2026, 11, 22, 16, 30, tzinfo=BERLIN)
    timed = Session(datetime(2026, 11, 20, 12, 3, 20, tzinfo=BERLIN), 10)
    after = place_session(45, When(FRIDAY), now=now, tz=BERLIN, existing=[timed])
    assert after.start == datetime(2026, 11, 20, 12, 14, tzinfo=BERLIN)


def test_with_a_day_alone_a_session_starts_at_noon() -> None:
    """With a day alone the first session starts at noon, the next one after it."""
    tracked, first = logged(progress_with(), 45, When(FRIDAY))
    tracked, second = logged(tracked, 45, When(FRIDAY))
    assert first.start == datetime(2026, 11, 20, 12, 0, tzinfo=BERLIN)
    assert second.start == datetime(2026, 11, 20, 12, 45, tzinfo=BERLIN)
    assert tracked.entry(KEY).minutes_spent == 90


def test_a_morning_session_does_not_move_noon() -> None:
    """Only sessions since noon move the next one."""
    tracked, _ = logged(progress_with(), 60, When(FRIDAY, time(8)))
    assert logged(tracked, 45, When(FRIDAY))[1].start.hour == 12


def test_with_a_time_a_session_starts_then() -> None:
    """A day and a time are used as given; a time alone means today."""
    _, session = logged(progress_with(), 45, When(FRIDAY, time(19)))
    assert session.start == datetime(2026, 11, 20, 19, 0, tzinfo=BERLIN)
    _, session = logged(progress_with(), 45, When(clock=time(9)))
    assert session.start == datetime(2026, 11, 22, 9, 0, tzinfo=BERLIN)


def test_today_before_noon_a_session_ends_now() -> None:
    """In the morning a session of today ends now."""
    now = datetime(2026, 11, 22, 9, 0, tzinfo=BERLIN)
    session = place_session(45, When(now.date()), now=now, tz=BERLIN)
    assert session.start == datetime(2026, 11, 22, 8, 15, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("minutes", "when"),
    [
        (45, When(date(2026, 11, 23))),
        (45, When(clock=time(18, 30))),
        (45, When(clock=time(17, 30))),
        (24 * 60, When(date(2026, 11, 22))),
        (0, NOT_GIVEN),
        (600_001, NOT_GIVEN),
        (45, When(date(2026, 3, 29), time(2, 30))),
    ],
)
def test_impossible_times_are_refused(minutes: int, when: When) -> None:
    """A future day, a time not over, no minutes and a skipped hour raise WrongUsage."""
    with pytest.raises(WrongUsage):
        place_session(minutes, when, now=NOW, tz=BERLIN)


def test_sessions_without_a_time_do_not_overlap() -> None:
    """40m, 50m and 1h30m logged in a row end one where the other starts; a gap is filled."""
    tracked, first = logged(progress_with(), 40)
    tracked, second = logged(tracked, 50)
    tracked, third = logged(tracked, 90)
    starts = [(each.start.hour, each.start.minute) for each in (first, second, third)]
    assert starts == [(17, 20), (16, 30), (15, 0)]
    tracked, early = logged(tracked, 60, When(clock=time(13)))
    assert logged(tracked, 60)[1].start.hour == 14
    assert logged(tracked, 61)[1].start == early.start - timedelta(minutes=61)


def test_with_a_day_alone_a_session_follows_one_that_covers_noon() -> None:
    """A session since 11:30 that covers noon moves the next one behind its end."""
    tracked, _ = logged(progress_with(), 60, When(FRIDAY, time(11, 30)))
    assert logged(tracked, 45, When(FRIDAY))[1].start.strftime("%H:%M") == "12:30"


def test_a_full_day_is_refused_with_a_command() -> None:
    """A day without a free place for a session raises WrongUsage, which names `log --at`."""
    tracked, _ = logged(progress_with(), 24 * 60, When(FRIDAY, time(0)))
    with pytest.raises(WrongUsage, match=r"studypath log STEP 45m --on 2026-11-20 --at 09:00"):
        logged(tracked, 45, When(FRIDAY))


@given(
    zone=st.sampled_from(["Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia", "UTC"]),
    ago=st.integers(0, 9000),
    lengths=st.lists(
        st.tuples(st.integers(1, 600), st.sampled_from(["day", "now"])), min_size=1, max_size=8
    ),
)
def test_placed_sessions_keep_their_day_and_do_not_overlap(
    zone: str, ago: int, lengths: list[tuple[int, str]]
) -> None:
    """Any number of sessions of one day, or of now, end by now and do not overlap."""
    tz: tzinfo = ZoneInfo(zone)
    day = find_local_day(NOW, tz) - timedelta(days=ago)
    sessions: list[Session] = []
    for minutes, kind in lengths:
        when = When(day) if kind == "day" else NOT_GIVEN
        try:
            session = place_session(minutes, when, now=NOW, tz=tz, existing=sessions)
        except WrongUsage:
            assert kind == "day"
            assert not has_free_place(day, minutes, tz, sessions)
            continue
        assert kind == "now" or find_local_day(session.start, tz) == day
        assert to_utc(session.start) + timedelta(minutes=minutes) <= NOW + timedelta(minutes=1)
        assert not any(has_overlap(session, other) for other in sessions)
        sessions.append(session)


def has_free_place(day: date, minutes: int, tz: tzinfo, sessions: list[Session]) -> bool:
    """Return whether a session that starts at any minute of a day overlaps none, and is over."""
    first = to_utc(datetime.combine(day, time(0), tz)) - timedelta(hours=2)
    starts = (first + timedelta(minutes=n) for n in range(28 * 60))
    return any(
        find_local_day(start, tz) == day
        and start + timedelta(minutes=minutes) <= NOW
        and not any(has_overlap(Session(start, minutes), other) for other in sessions)
        for start in starts
    )


def test_unlog_removes_the_sessions_that_ended_last() -> None:
    """The session that ended last goes first, of one step or of all; of none, none is removed."""
    tracked, early = logged(progress_with(), 30, When(FRIDAY, time(9)))
    tracked, late = logged(tracked, 45)
    progress, _, other = with_logged(tracked, OTHER, 20, When(FRIDAY, time(20)), now=NOW, tz=BERLIN)
    tracked = again(progress)
    _, taken = unlogged(tracked, None, 2)
    assert [(s.key, s.session) for s in taken] == [(KEY, late), (OTHER, other)]
    progress, taken = unlogged(tracked, KEY, 5)
    assert [s.session for s in taken] == [late, early]
    assert progress.entries[KEY].sessions == ()
    assert progress.entries[OTHER].sessions == (other,)
    empty = progress_with()
    assert unlogged(empty, None, 1) == (empty.progress, ())


def test_unlog_restores_the_state() -> None:
    """A step that only the session started is to do again; a done one stays done."""
    tracked, _ = logged(progress_with(), 30)
    progress, _ = unlogged(tracked, KEY, 1)
    assert (progress.entries[KEY].state, progress.entries[KEY].started) == ("todo", None)
    tracked = progress_with(done=[KEY])
    progress, _ = unlogged(tracked, KEY, 1)
    assert progress.entries[KEY].state == "done"


def test_one_of_two_equal_sessions_is_removed() -> None:
    """Two equal sessions count twice; removing one leaves one."""
    session = Session(datetime(2026, 11, 20, 9, 0, tzinfo=UTC), 30)
    tracked = progress_with()
    for _ in range(2):
        from studypath.core.changes import with_session

        tracked = again(with_session(tracked, KEY, session))
    progress, _ = unlogged(tracked, KEY, 1)
    assert progress.entries[KEY].sessions == (session,)
    progress, _ = unlogged(tracked, KEY, 2)
    assert progress.entries[KEY].sessions == ()


def test_edit_changes_only_what_is_given() -> None:
    """A new length keeps the start, a new day the time, a new time the day."""
    tracked, before = logged(progress_with(), 30, When(FRIDAY, time(9)))
    _, _, after = edited(tracked, KEY, minutes=50)
    assert after == Session(before.start, 50)
    saturday = When(date(2026, 11, 21))
    progress, session, after = edited(tracked, None, when=saturday)
    assert session.session == before
    assert after == Session(datetime(2026, 11, 21, 9, 0, tzinfo=BERLIN), 30)
    assert progress.entries[KEY].sessions == (after,)
    assert progress.entries[KEY].started == after.start
    _, _, after = edited(tracked, KEY, when=When(clock=time(7, 30)))
    assert after == Session(datetime(2026, 11, 20, 7, 30, tzinfo=BERLIN), 30)


def test_a_longer_session_does_not_end_in_the_future() -> None:
    """A session that ended now and becomes longer starts earlier."""
    tracked, _ = logged(progress_with(), 30)
    _, _, after = edited(tracked, KEY, minutes=60)
    assert after == Session(NOW - timedelta(hours=1), 60)


def test_edit_without_a_session_or_a_change() -> None:
    """Editing no session raises WrongUsage; no change returns the same progress."""
    with pytest.raises(WrongUsage):
        edited(progress_with(), None, minutes=5)
    tracked, _ = logged(progress_with(), 30)
    assert edited(tracked, KEY, minutes=30)[0] is tracked.progress
