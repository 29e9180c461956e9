"""Changes of entries."""

from datetime import UTC, datetime, timedelta

import pytest

from studypath.core.changes import (
    with_active,
    with_done,
    with_note,
    with_reset,
    with_session,
    with_skipped,
)
from studypath.core.progress import Entry, Progress, Session
from studypath.core.tracked import TrackedProgress, track_progress
from tests.core.sample import DAY, NOW, curriculum, path, step

A, B = ("p", "a"), ("p", "b")
OTHER = ("q", "c")
KNOWN = curriculum(
    path("p", [step("a", works=("w",)), step("b", aliases=("old",))]),
    path("q", [step("c", works=("w",))]),
)
SESSION = Session(NOW - DAY, 50)


def track(progress: Progress) -> TrackedProgress:
    """Return progress with the curriculum of these tests."""
    return track_progress(KNOWN, progress)


def entry(state: str = "todo", **fields: object) -> TrackedProgress:
    """Return the entry of a step in the progress file."""
    return track(Progress(entries={A: Entry(state=state, **fields)}))  # type: ignore[arg-type]


def test_done_stores_time_reading_note_and_session() -> None:
    """A done step has its finish, reading, note and session."""
    after = with_done(
        entry("skipped", reason="known", note="first"),
        [A],
        at=NOW - DAY,
        now=NOW,
        sessions={A: SESSION},
        read="skim",
        note="second",
    ).entries[A]
    assert after == Entry(
        state="done",
        finished=NOW - DAY,
        updated=NOW,
        read="skim",
        note="first\nsecond",
        sessions=(SESSION,),
    )


@pytest.mark.parametrize("key", [A, OTHER])
def test_done_twice_is_no_change(key: tuple[str, str]) -> None:
    """A step that is done, here or as the same work, returns the same progress."""
    before = track(with_done(entry(), [key], at=NOW, now=NOW))
    assert with_done(before, [A], at=NOW + DAY, now=NOW + DAY, note="x") is before.progress


def test_done_moves_the_entry_of_a_former_id() -> None:
    """The entry under the former id goes, its content stays."""
    before = track(Progress(entries={("p", "old"): Entry(sessions=(SESSION,), note="kept")}))
    after = with_done(before, [B], at=NOW, now=NOW)
    assert list(after.entries) == [B]
    assert (after.entries[B].note, after.entries[B].sessions) == ("kept", (SESSION,))


def test_skipping_again_keeps_the_reason() -> None:
    """Skipping again without a reason, or with the same, changes nothing; a new one does."""
    before = track(with_skipped(entry(), [A], reason="known", now=NOW))
    assert before.entry(A).state == "skipped"
    assert with_skipped(before, [A], reason=None, now=NOW) is before.progress
    assert with_skipped(before, [A], reason="known", now=NOW) is before.progress
    assert with_skipped(before, [A], reason="dull", now=NOW).entries[A].reason == "dull"


def test_skip_removes_the_finish() -> None:
    """A skipped step is not finished."""
    assert with_skipped(entry("done", finished=NOW), [A], reason=None, now=NOW).entries[A] == Entry(
        state="skipped", updated=NOW
    )


def test_reset_keeps_sessions_notes_and_unknown_keys() -> None:
    """Only the state, its times, the reading and the reason go."""
    before = entry(
        "done",
        finished=NOW,
        started=NOW,
        read="skim",
        note="n",
        sessions=(SESSION,),
        extra={"x": 1},
    )
    after = with_reset(before, [A, B], now=NOW)
    assert after.entries == {A: Entry(updated=NOW, note="n", sessions=(SESSION,), extra={"x": 1})}


def test_reset_holds_for_the_work_on_every_path() -> None:
    """A work that is done on another path is to do again after a reset on this one."""
    before = track(with_done(entry(), [OTHER], at=NOW, now=NOW))
    after = track(with_reset(before, [A], now=NOW))
    assert (after.entry(A).state, after.entry(OTHER).state) == ("todo", "todo")


def test_a_session_starts_a_step() -> None:
    """A step to do is in progress since its first session; a done one stays done."""
    started = with_session(entry(), A, SESSION).entries[A]
    assert (started.state, started.started, started.sessions) == (
        "doing",
        SESSION.start,
        (SESSION,),
    )
    done = with_session(entry("done", sessions=(Session(NOW, 5),)), A, SESSION).entries[A]
    assert (done.state, done.sessions) == ("done", (SESSION, Session(NOW, 5)))


@pytest.mark.parametrize("state", ["done", "skipped", "doing"])
def test_a_session_or_note_leaves_the_state_of_the_work(state: str) -> None:
    """A newer entry of the same work repeats the state of the other path."""
    there = Entry(state=state, finished=NOW, reason="r", updated=NOW)
    before = track(Progress(entries={OTHER: there}))
    logged = track(with_session(before, A, SESSION))
    noted = track(with_note(before, A, "n"))
    for after in (logged, noted):
        assert after.entry(A).state == after.entry(OTHER).state == state
        assert (after.own_entry(A).finished, after.own_entry(A).reason) == (NOW, "r")


def test_a_note_is_replaced_on_every_path_of_its_work() -> None:
    """Replacing a note replaces it on every path of the work; the states stay."""
    there = Entry(state="done", finished=NOW, note="old", updated=NOW)
    before = track(Progress(entries={OTHER: there}))
    assert with_note(before, A, "old") is before.progress
    for text in ("new", ""):
        after = track(with_note(before, A, text))
        assert after.entry(A).note == after.entry(OTHER).note == (text or None)
        assert after.entry(A).state == after.entry(OTHER).state == "done"
        assert after.own_entry(OTHER).finished == NOW


def test_a_note_is_replaced_appended_or_removed() -> None:
    """An empty note removes the note; the same note is no change."""
    before = entry(note="first")
    assert with_note(before, A, "second").entries[A].note == "second"
    assert with_note(before, A, "second", append=True).entries[A].note == "first\nsecond"
    assert with_note(before, A, "").entries[A].note is None
    assert with_note(before, A, "first") is before.progress
    assert with_note(before, A, "first", append=True) is before.progress
    assert with_note(entry(), A, "n", append=True).entries[A].note == "n"


def test_the_active_path_changes_once() -> None:
    """Another path stores when it became active; the same one changes nothing."""
    after = with_active(Progress(), "q", now=NOW)
    assert (after.active, after.switched) == ("q", NOW)
    assert with_active(after, "q", now=NOW + DAY) is after
    back = with_active(after, "p", now=NOW - DAY)
    assert back.switched == NOW + timedelta(seconds=1)


def test_updated_rises_even_when_the_clock_was_set_back() -> None:
    """A later change has a later `updated`, whatever the clock says, on every path of a work."""
    before = track(with_done(entry(), [OTHER], at=NOW, now=NOW))
    after = track(with_reset(before, [A], now=NOW - DAY))
    assert after.own_entry(A).updated == NOW + timedelta(seconds=1)
    again = with_done(after, [A], at=NOW, now=NOW - 2 * DAY)
    assert again.entries[A].updated == NOW + timedelta(seconds=2)


def test_the_last_second_of_the_calendar_is_no_error() -> None:
    """After the last second of the last year `updated` stays."""
    last = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    after = with_note(entry(updated=last), A, "n")
    assert after.entries[A].updated == last


def test_a_stored_time_has_whole_seconds() -> None:
    """A saved time is the same when read again."""
    now = NOW.replace(microsecond=999)
    assert with_skipped(entry(), [A], reason=None, now=now).entries[A].updated == NOW


def test_no_steps_are_no_change() -> None:
    """Marking no steps returns the same progress."""
    before = entry()
    assert with_done(before, [], at=NOW, now=NOW) is before.progress
