"""Which steps `done`, `skip` and `reset` mark, and what becomes of the timer."""

from datetime import UTC, date, datetime, timedelta

import pytest

from studypath.core.errors import WrongUsage
from studypath.core.mark import (
    DoneDetails,
    MarkedSteps,
    mark_done,
    mark_skipped,
    mark_todo,
    write_note,
)
from studypath.core.progress import Entry, Progress, Session, Timer
from studypath.core.selection import resolve_steps
from studypath.core.timer import StaleTimer
from studypath.core.tracked import TrackedProgress, track_progress
from tests.core.sample import curriculum, path, step

NOW = datetime(2026, 11, 21, 18, 40, tzinfo=UTC)
CURRICULUM = curriculum(path("p", [step("a"), step("b"), step("c"), step("d")], None))
A, B, C, D = (("p", each) for each in "abcd")


def track(timer: Timer | None = None, **states: str) -> TrackedProgress:
    """Return progress with these states and this timer."""
    entries = {("p", name): Entry(state=state) for name, state in states.items()}
    return track_progress(CURRICULUM, Progress(entries=entries, timer=timer))


def done(tracked: TrackedProgress, *words: str, **details: object) -> MarkedSteps:
    """Mark what these words name as done."""
    selections = resolve_steps(tracked, words)
    return mark_done(tracked, selections, DoneDetails(**details), now=NOW, tz=UTC)  # type: ignore[arg-type]


def states(marked: MarkedSteps) -> list[str]:
    """Return the states of all steps after marking."""
    after = track_progress(CURRICULUM, marked.progress)
    return [after.entry(key).state for key in (A, B, C, D)]


@pytest.mark.parametrize(
    ("words", "after"),
    [
        (("1",), ["done", "skipped", "done", "done"]),
        (("b",), ["done", "done", "todo", "doing"]),
        (("1", "b"), ["done", "done", "done", "done"]),
        (("a", "c"), ["done", "skipped", "done", "doing"]),
    ],
)
def test_a_phase_marks_its_remaining_steps(words: tuple[str, ...], after: list[str]) -> None:
    """A phase leaves skipped steps out; a step that is named itself is marked."""
    assert states(done(track(a="done", b="skipped", d="doing"), *words)) == after


def test_skip_leaves_done_steps_of_a_phase_out() -> None:
    """A phase skips its remaining steps; a done step that is named itself is refused."""
    tracked = track(a="done")
    marked = mark_skipped(tracked, resolve_steps(tracked, ["1"]), "known", now=NOW)
    assert states(marked) == ["done", "skipped", "skipped", "skipped"]
    assert marked.keys == (B, C, D)
    with pytest.raises(WrongUsage, match="a: already done"):
        mark_skipped(tracked, resolve_steps(tracked, ["1", "a"]), None, now=NOW)


def test_reset_marks_every_named_step() -> None:
    """A phase resets all of its steps."""
    tracked = track(a="done", b="skipped", d="doing")
    assert states(mark_todo(tracked, resolve_steps(tracked, ["1"]), now=NOW)) == ["todo"] * 4


def test_a_time_is_for_one_step() -> None:
    """Minutes are logged to the one remaining step of a phase, and refused for several."""
    marked = done(track(a="done", b="skipped", c="done"), "1", minutes=45)
    assert marked.progress.entries[D].sessions == (Session(NOW - timedelta(minutes=45), 45),)
    assert marked.progress.entries[A].sessions == ()
    with pytest.raises(WrongUsage, match="not for 2"):
        done(track(a="done", b="skipped"), "1", minutes=45)


def test_time_and_day_of_a_done_step_are_ignored() -> None:
    """Marking a done step again changes nothing and says which details were ignored."""
    tracked = track(a="done")
    marked = done(tracked, "a", minutes=45)
    assert marked.progress is tracked.progress
    assert marked.ignored_details == DoneDetails(minutes=45)
    assert not done(tracked, "a").ignored_details


def test_a_past_day_means_noon() -> None:
    """A step finished on a past day was finished at noon; today it is now."""
    yesterday = NOW.date() - timedelta(days=1)
    assert done(track(), "a", day=yesterday).progress.entries[A].finished == datetime(
        2026, 11, 20, 12, tzinfo=UTC
    )
    assert done(track(), "a", day=NOW.date()).progress.entries[A].finished == NOW


def test_the_timer_of_a_marked_step_is_logged() -> None:
    """The timer is stopped and logged for a marked step only, discarded if minutes are given."""
    tracked = track(Timer(*A, NOW - timedelta(minutes=30)), a="doing")
    marked = done(tracked, "a")
    assert marked.stopped is not None
    assert marked.stopped.sessions == (Session(NOW - timedelta(minutes=30), 30),)
    assert marked.progress.timer is None
    assert done(tracked, "b").stopped is None
    assert done(tracked, "b").progress.timer == tracked.progress.timer
    discarded = done(tracked, "a", minutes=20)
    assert discarded.stopped is not None
    assert discarded.stopped.discarded
    assert [each.minutes for each in discarded.progress.entries[A].sessions] == [20]


@pytest.mark.parametrize(
    ("timer", "details", "start"),
    [
        (timedelta(hours=20), {"minutes": 90}, timedelta(hours=20)),
        (timedelta(hours=20), {"minutes": 90, "day": date(2026, 11, 20)}, timedelta(hours=20)),
        (timedelta(minutes=40), {"minutes": 25}, timedelta(minutes=40)),
        (timedelta(minutes=40), {"minutes": 60}, timedelta(minutes=60)),
        (timedelta(hours=20), {"minutes": 90, "day": NOW.date()}, timedelta(minutes=90)),
    ],
    ids=["forgotten", "its day", "shorter", "longer than the timer", "another day"],
)
def test_minutes_begin_with_the_timer(
    timer: timedelta, details: dict[str, object], start: timedelta
) -> None:
    """Minutes given for a step with a timer begin when it started, unless another day is given."""
    marked = done(track(Timer(*A, NOW - timer), a="doing"), "a", **details)
    session = Session(NOW - start, int(str(details["minutes"])))
    assert marked.progress.entries[A].sessions == (session,)
    assert marked.logged == (A, session)


def test_minutes_for_a_done_step_leave_its_timer() -> None:
    """Minutes that are ignored do not discard the timer."""
    tracked = track(Timer(*A, NOW - timedelta(minutes=30)), a="done")
    assert done(tracked, "a", minutes=20).progress.timer == tracked.progress.timer


def test_a_stale_timer_is_refused_unless_minutes_are_given() -> None:
    """A timer of the day before is not logged silently."""
    tracked = track(Timer(*A, NOW - timedelta(days=1)), a="doing")
    with pytest.raises(StaleTimer, match="studypath stop --at"):
        done(tracked, "a")
    assert done(tracked, "a", minutes=20).progress.timer is None


def test_a_note_has_a_before_and_an_after() -> None:
    """Writing a note returns the notes before and after; an empty text removes it."""
    first = write_note(track(), A, "one", append=False)
    assert (first.before, first.after) == (None, "one")
    second = write_note(track_progress(CURRICULUM, first.progress), A, "two", append=True)
    assert (second.before, second.after) == ("one", "one\ntwo")
    third = write_note(track_progress(CURRICULUM, second.progress), A, "", append=False)
    assert third.after is None
