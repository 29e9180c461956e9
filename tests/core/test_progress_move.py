"""Progress of one step moves to another by the rules of a merge, and nothing else changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studypath.core.errors import AmbiguousStep, UnknownStep, WrongUsage
from studypath.core.merge import merge_entries
from studypath.core.progress import Entry, Progress, Session, Timer
from studypath.core.progress_move import move_progress, resolve_source
from studypath.core.tracked import TrackedProgress, track_progress
from studypath.core.undo import apply_changes, diff_progress, is_same_value
from tests.core.sample import DAY, NOW, curriculum, path, progresses, step

KNOWN = curriculum(
    path("p", [step("new-post", aliases=("newer",)), step("talk", works=("w",))]),
    path("q", [step("talk-elsewhere", works=("w",)), step("other")]),
)
DONE = Entry("done", finished=NOW, updated=NOW, note="mine", sessions=(Session(NOW, 45),))


def track(entries: dict[tuple[str, str], Entry], timer: Timer | None = None) -> TrackedProgress:
    """Return progress with these entries, in which `p` is the active path."""
    return track_progress(KNOWN, Progress(active="p", entries=entries, timer=timer))


def test_progress_of_a_removed_step_becomes_that_of_another() -> None:
    """State, sessions, note and times move; nothing stays behind."""
    moved = move_progress(track({("p", "old"): DONE}), ("p", "old"), ("p", "new-post"))
    assert moved.progress.entries == {("p", "new-post"): DONE}
    assert moved.moved == DONE


def test_progress_on_both_is_merged() -> None:
    """The later state wins, sessions unite, notes are both kept."""
    later = Entry("skipped", updated=NOW + DAY, note="theirs", sessions=(Session(NOW + DAY, 5),))
    tracked = track({("p", "old"): DONE, ("p", "new-post"): later})
    entry = move_progress(tracked, ("p", "old"), ("p", "new-post")).progress.entries[
        "p", "new-post"
    ]
    assert entry == merge_entries(DONE, later)
    assert (entry.state, len(entry.sessions)) == ("skipped", 2)


def test_former_ids_of_both_steps_are_moved_too() -> None:
    """Entries under an alias belong to the step."""
    tracked = track({("p", "newer"): DONE, ("q", "other"): Entry("doing")})
    there = move_progress(tracked, ("p", "new-post"), ("q", "other"))
    assert there.progress.entries == {("q", "other"): merge_entries(DONE, Entry("doing"))}
    back = move_progress(
        track({("p", "newer"): DONE, ("q", "x"): DONE}), ("q", "x"), ("p", "new-post")
    )
    assert back.progress.entries == {("p", "new-post"): DONE}


def test_a_running_timer_moves_with_its_step() -> None:
    """Its session is logged for the new step."""
    tracked = track({("p", "old"): DONE}, Timer("p", "old", NOW))
    timer = move_progress(tracked, ("p", "old"), ("q", "other")).progress.timer
    assert timer == Timer("q", "other", NOW)


def test_without_progress_nothing_changes() -> None:
    """A step that is done on another path only has no progress of its own."""
    tracked = track({("q", "talk-elsewhere"): DONE})
    moved = move_progress(tracked, ("p", "talk"), ("p", "new-post"))
    assert moved.progress is tracked.progress
    assert moved.moved is None


def test_a_step_does_not_move_to_itself() -> None:
    """Both words name the same step: an error of usage."""
    with pytest.raises(WrongUsage, match="the same step"):
        move_progress(track({}), ("p", "talk"), ("p", "talk"))


ORPHANS = {("p", "old"): DONE, ("q", "old"): DONE, ("gone", "thing"): DONE, ("p", "talk-1"): DONE}


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("old", ("p", "old")),
        ("OLD", ("p", "old")),
        ("q/old", ("q", "old")),
        ("thing", ("gone", "thing")),
        ("gone/thing", ("gone", "thing")),
        ("hin", ("gone", "thing")),
        ("talk", ("p", "talk")),
        ("1.1", ("p", "new-post")),
        ("newer", ("p", "new-post")),
        ("q/other", ("q", "other")),
        ("oth", ("q", "other")),
    ],
)
def test_a_word_names_progress_without_a_step_first(word: str, key: tuple[str, str]) -> None:
    """Whole ids of such progress, then steps, then parts of ids of such progress."""
    wanted = word.lower() if word == "OLD" else word
    assert resolve_source(track(ORPHANS), wanted) == key


def test_an_unclear_word_lists_what_it_may_mean() -> None:
    """A part that fits a step and progress without a step moves neither."""
    with pytest.raises(AmbiguousStep) as raised:
        resolve_source(track(ORPHANS), "tal")
    assert raised.value.nearest == ("p/talk-1", "p/talk")
    with pytest.raises(AmbiguousStep, match="a/x, b/x"):
        resolve_source(track({("a", "x"): DONE, ("b", "x"): DONE}), "x")
    with pytest.raises(AmbiguousStep, match="p/others, q/other"):
        resolve_source(track({("p", "others"): DONE}), "othe")


def test_an_unknown_word_suggests_progress_and_steps() -> None:
    """The nearest ids of both kinds are named."""
    with pytest.raises(UnknownStep, match="Did you mean old") as raised:
        resolve_source(track(ORPHANS), "odl")
    assert "old" in raised.value.nearest
    with pytest.raises(UnknownStep, match="studypath status"):
        resolve_source(track({}), "zzzz")


ANY = curriculum(path("p", [step("a"), step("b", aliases=("c",))]), path("q", [step("a")]))
KEYS = st.tuples(st.sampled_from("pq"), st.sampled_from("abc"))


@given(progresses, KEYS, st.sampled_from([("p", "a"), ("p", "b"), ("q", "a")]))
def test_a_move_loses_nothing_and_can_be_undone(
    progress: Progress, old: tuple[str, str], new: tuple[str, str]
) -> None:
    """All sessions stay, the other entries are untouched, and undo restores every value."""
    tracked = track_progress(ANY, progress)
    old = tracked.renamed.get(old, old)
    if old == new:
        return
    moved = move_progress(tracked, old, new)
    after = moved.progress
    gone = {old, *tracked.former.get(old, ()), *tracked.former.get(new, ())}
    for key in progress.entries.keys() - gone - {new}:
        assert after.entries[key] is progress.entries[key]
    if moved.moved is None:
        assert after is progress
        return
    assert not after.entries.keys() & (gone - {new})
    before = [
        s for key in (*gone, new) if key in progress.entries for s in progress.entries[key].sessions
    ]
    assert set(after.entries[new].sessions) == set(before)
    changes = tuple(change.reverse() for change in diff_progress(progress, after)[::-1])
    restored = apply_changes(after, changes).progress
    for key, entry in progress.entries.items():
        if entry != Entry():
            again = restored.entries[key]
            assert sorted(again.sessions) == sorted(entry.sessions)
            assert is_same_value(again._replace(sessions=()), entry._replace(sessions=()))
