"""The order and the numbers of sessions."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studypath.core.doubts import find_doubts
from studypath.core.history import build_history
from studypath.core.progress import Entry, Progress, Session
from studypath.core.session_list import (
    LoggedSession,
    LoggingCommand,
    UnknownSession,
    collect_logged_times,
    find_last_sessions,
    find_numbered,
    list_logged,
)
from studypath.core.tracked import TrackedProgress, track_progress
from studypath.core.undo import Change
from tests.core.sample import curriculum, path, sessions, step

NOW = datetime(2026, 11, 21, 18, 40, tzinfo=UTC)
# The steps a of both paths are one work.
SHARED = curriculum(
    path("p", [step("a", works=("w",)), step("b")]),
    path("q", [step("a", works=("w",))]),
)
A, B, OTHER_A = ("p", "a"), ("p", "b"), ("q", "a")
EARLY = Session(NOW - timedelta(days=3), 30)
LATE = Session(NOW - timedelta(hours=9), 540)


def tracked(**by_step: tuple[Session, ...]) -> TrackedProgress:
    """Return progress with these sessions; `p_a` means the step a of the path p."""
    entries = {(name[0], name[2]): Entry("doing", sessions=each) for name, each in by_step.items()}
    return track_progress(SHARED, Progress(entries=entries))


def logging(words: str, key: tuple[str, str], before: object, after: object) -> LoggingCommand:
    """Return a command that changed the sessions of a step."""
    return LoggingCommand(words, NOW, (Change(("paths", *key, "sessions"), before, after),))


@given(st.lists(sessions, min_size=3, max_size=3), st.sampled_from(["p", "q"]))
def test_numbers_are_those_of_all_sessions(
    by_step: list[tuple[Session, ...]], path_id: str
) -> None:
    """Every number names one session, and a path's list has the same numbers as all."""
    progress = tracked(p_a=by_step[0], p_b=by_step[1], q_a=by_step[2])
    today = NOW.date()
    everything = build_history(progress, today=today, tz=UTC).sessions
    assert [each.number for each in everything] == list(range(len(everything), 0, -1))
    for each in everything:
        logged = find_numbered(progress, each.number).session
        assert logged == Session(each.start, each.minutes)
    of_path = build_history(progress, SHARED.path(path_id), today=today, tz=UTC).sessions
    expected = {each.number: (each.start, each.minutes) for each in everything}
    assert len({each.number for each in of_path}) == len(of_path)
    assert all(expected[each.number] == (each.start, each.minutes) for each in of_path)


def test_an_unknown_number_is_refused() -> None:
    """Numbers go from 1 to the number of sessions."""
    for number in (0, 2):
        with pytest.raises(UnknownSession, match="The numbers go up to 1"):
            find_numbered(tracked(p_a=(EARLY,)), number)
    with pytest.raises(UnknownSession, match="No session is logged"):
        find_numbered(tracked(), 1)


def test_the_command_decides_what_was_logged_last() -> None:
    """The last command that logged counts, whatever the day of the session."""
    progress = tracked(p_a=(LATE,), p_b=(EARLY,))
    times = collect_logged_times(
        [logging("stop", A, (), (LATE,)), logging("log b 30m", B, (), (EARLY,))]
    )
    assert find_last_sessions(progress, None, 2, times) == ((B, EARLY), (A, LATE))
    assert find_last_sessions(progress, None, 1) == ((A, LATE),)


def test_an_edit_keeps_the_time_and_a_merge_has_none() -> None:
    """An edited session counts as logged before; one that a merge brought when it ended."""
    edited = Session(EARLY.start, 45)
    times = collect_logged_times(
        [
            logging("log a 30m", A, (), (EARLY,)),
            logging("log b 9h", B, (), (LATE,)),
            logging("log --edit a", A, (EARLY,), (edited,)),
            logging("log --edit b", B, (EARLY,), (EARLY,)),
            logging("import other.toml", B, (), (EARLY,)),
        ]
    )
    assert times[LoggedSession(A, edited)] == (NOW, 0)
    assert times[LoggedSession(B, LATE)] == (NOW, 1)
    assert LoggedSession(B, EARLY) not in times


def test_a_session_of_a_shared_work_has_its_time_on_any_path() -> None:
    """The time is found whichever path lists the session."""
    times = collect_logged_times([logging("stop", OTHER_A, (), (EARLY,))])
    progress = tracked(p_a=(EARLY,), p_b=(LATE,), q_a=(EARLY,))
    assert find_last_sessions(progress, None, 1, times) == ((A, EARLY),)
    assert [each.session for each in list_logged(progress)] == [EARLY, LATE]


@pytest.mark.parametrize(
    ("start", "minutes", "is_overlap"),
    [(0, 30, True), (-29, 30, True), (-30, 30, False), (29, 5, True), (30, 5, False)],
)
def test_sessions_overlap_from_a_minute_on(start: int, minutes: int, is_overlap: bool) -> None:
    """A session that ends when another begins does not overlap it."""
    session = Session(EARLY.start + timedelta(minutes=start), minutes)
    doubts = find_doubts(tracked(p_a=(session,), p_b=(EARLY,)), A, [session], UTC)
    assert [doubt.overlaps for doubt in doubts] == ([((B, EARLY),)] if is_overlap else [])


def test_a_copy_on_another_path_is_no_overlap() -> None:
    """A session of a shared work that both paths store is one; two equal ones overlap."""
    assert find_doubts(tracked(p_a=(EARLY,), q_a=(EARLY,)), A, [EARLY], UTC) == ()
    (doubt,) = find_doubts(tracked(p_a=(EARLY, EARLY)), A, [EARLY], UTC)
    assert (doubt.overlaps, doubt.number) == (((A, EARLY),), 2)


@pytest.mark.parametrize(
    ("hour", "minutes", "doubt"),
    [(9, 480, None), (9, 481, (True, False)), (20, 481, (True, True)), (0, 400, None)],
)
def test_more_than_eight_hours_are_doubtful(
    hour: int, minutes: int, doubt: tuple[bool, bool] | None
) -> None:
    """A session of more than eight hours is, and is at night if it covers three o'clock."""
    session = Session(datetime(2026, 11, 20, hour, tzinfo=UTC), minutes)
    doubts = find_doubts(tracked(p_a=(session,)), A, [session], UTC)
    assert [(each.is_long, each.is_at_night) for each in doubts] == ([doubt] if doubt else [])
