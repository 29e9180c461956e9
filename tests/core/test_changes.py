"""Changes: what each leaves, and when it changes nothing."""

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


def seen(progress: Progress) -> TrackedProgress:
    """Progress beside the curriculum of these tests."""
    return track_progress(KNOWN, progress)


def entry(state: str = "todo", **fields: object) -> TrackedProgress:
    """The progress of one entry for the first step."""
    return seen(Progress(entries={A: Entry(state=state, **fields)}))  # type: ignore[arg-type]


def test_done_says_when_how_and_books_the_session() -> None:
    """A done step holds when it was finished, how it was read, the note and the session."""
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
    """A step that is done here, or as the same work elsewhere, gives the very same progress."""
    before = seen(with_done(entry(), [key], at=NOW, now=NOW))
    assert with_done(before, [A], at=NOW + DAY, now=NOW + DAY, note="x") is before.progress


def test_done_moves_what_stood_under_a_former_id() -> None:
    """The entry under the former id goes, and what it held stays."""
    before = seen(Progress(entries={("p", "old"): Entry(sessions=(SESSION,), note="kept")}))
    after = with_done(before, [B], at=NOW, now=NOW)
    assert list(after.entries) == [B]
    assert (after.entries[B].note, after.entries[B].sessions) == ("kept", (SESSION,))


def test_skip_keeps_its_reason_and_says_it_once() -> None:
    """Skipping again without a reason, or with the same, is no change; a new reason is one."""
    before = seen(with_skipped(entry(), [A], reason="known", now=NOW))
    assert before.entry(A).state == "skipped"
    assert with_skipped(before, [A], reason=None, now=NOW) is before.progress
    assert with_skipped(before, [A], reason="known", now=NOW) is before.progress
    assert with_skipped(before, [A], reason="dull", now=NOW).entries[A].reason == "dull"


def test_skip_takes_a_finish_back() -> None:
    """A skipped step was not finished."""
    assert with_skipped(entry("done", finished=NOW), [A], reason=None, now=NOW).entries[A] == Entry(
        state="skipped", updated=NOW
    )


def test_reset_keeps_sessions_notes_and_unknown_keys() -> None:
    """Nothing goes but the state, its times, the reading and the reason."""
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
    """A work done on another path is to do again when it is reset on this one."""
    before = seen(with_done(entry(), [OTHER], at=NOW, now=NOW))
    after = seen(with_reset(before, [A], now=NOW))
    assert (after.entry(A).state, after.entry(OTHER).state) == ("todo", "todo")


def test_a_session_begins_a_step_and_leaves_another_state() -> None:
    """A step to do is then being done since that session; a done one stays done."""
    begun = with_session(entry(), A, SESSION).entries[A]
    assert (begun.state, begun.started, begun.sessions) == ("doing", SESSION.start, (SESSION,))
    done = with_session(entry("done", sessions=(Session(NOW, 5),)), A, SESSION).entries[A]
    assert (done.state, done.sessions) == ("done", (SESSION, Session(NOW, 5)))


@pytest.mark.parametrize("state", ["done", "skipped", "doing"])
def test_what_is_booked_or_noted_here_leaves_the_state_said_elsewhere(state: str) -> None:
    """A later entry of the same work repeats the state, so that it is not undone by it."""
    there = Entry(state=state, finished=NOW, reason="r", updated=NOW)
    before = seen(Progress(entries={OTHER: there}))
    booked = seen(with_session(before, A, SESSION))
    noted = seen(with_note(before, A, "n"))
    for after in (booked, noted):
        assert after.entry(A).state == after.entry(OTHER).state == state
        assert (after.own_entry(A).finished, after.own_entry(A).reason) == (NOW, "r")


def test_a_note_of_the_same_work_elsewhere_is_the_note_that_is_replaced() -> None:
    """Two paths share one note: what replaces it leaves none of it, and the states stay."""
    there = Entry(state="done", finished=NOW, note="old", updated=NOW)
    before = seen(Progress(entries={OTHER: there}))
    assert with_note(before, A, "old") is before.progress
    for text in ("new", ""):
        after = seen(with_note(before, A, text))
        assert after.entry(A).note == after.entry(OTHER).note == (text or None)
        assert after.entry(A).state == after.entry(OTHER).state == "done"
        assert after.own_entry(OTHER).finished == NOW


def test_a_note_is_replaced_added_to_or_taken_away() -> None:
    """An empty note takes the note away; the same note is no change."""
    before = entry(note="first")
    assert with_note(before, A, "second").entries[A].note == "second"
    assert with_note(before, A, "second", append=True).entries[A].note == "first\nsecond"
    assert with_note(before, A, "").entries[A].note is None
    assert with_note(before, A, "first") is before.progress
    assert with_note(before, A, "first", append=True) is before.progress
    assert with_note(entry(), A, "n", append=True).entries[A].note == "n"


def test_the_active_path_is_chosen_once() -> None:
    """Choosing another path says when; choosing the same is no change."""
    after = with_active(Progress(), "q", now=NOW)
    assert (after.active, after.switched) == ("q", NOW)
    assert with_active(after, "q", now=NOW + DAY) is after
    back = with_active(after, "p", now=NOW - DAY)
    assert back.switched == NOW + timedelta(seconds=1)


def test_updated_rises_even_when_the_clock_was_set_back() -> None:
    """A later change has a later `updated`, whatever the clock says, on every path of a work."""
    before = seen(with_done(entry(), [OTHER], at=NOW, now=NOW))
    after = seen(with_reset(before, [A], now=NOW - DAY))
    assert after.own_entry(A).updated == NOW + timedelta(seconds=1)
    again = with_done(after, [A], at=NOW, now=NOW - 2 * DAY)
    assert again.entries[A].updated == NOW + timedelta(seconds=2)


def test_the_end_of_time_ends_no_command() -> None:
    """After the last second of the last year there is no later one."""
    last = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    after = with_note(entry(updated=last), A, "n")
    assert after.entries[A].updated == last


def test_a_stored_time_has_whole_seconds() -> None:
    """What is saved is what reading it gives."""
    now = NOW.replace(microsecond=999)
    assert with_skipped(entry(), [A], reason=None, now=now).entries[A].updated == NOW


def test_nothing_named_is_nothing_changed() -> None:
    """No steps, no change."""
    before = entry()
    assert with_done(before, [], at=NOW, now=NOW) is before.progress
