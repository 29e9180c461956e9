"""Merges of two versions of progress."""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone

from hypothesis import example, given
from hypothesis import strategies as st

from studypath.core.merge import NOTE_BREAK, merge_entries, merge_progress, unite_sessions
from studypath.core.progress import Entry, Interval, Progress, Session, Timer
from tests.core.sample import NOW, entries, part_numbers, progresses

NAN = float("nan")
OFFSETS = [timezone(timedelta(hours=hours)) for hours in (0, 1, 9)]
# Values that Python calls equal, or unequal to themselves, are different ones in a file.
alike = st.sampled_from([0, 1, True, False, 1.0, 0.0, -0.0, NAN, "1", NOW, [1], [True], {"a": 1}])
alike_times = st.none() | st.sampled_from([NOW.astimezone(offset) for offset in OFFSETS])
alike_extras = st.dictionaries(st.sampled_from(["x", "y"]), alike, max_size=2)
alike_sessions = st.lists(st.builds(Session, alike_times.filter(bool), st.just(5)), max_size=3)
alike_entries = st.builds(
    Entry,
    state=st.sampled_from(["todo", "done"]),
    started=alike_times,
    finished=alike_times,
    updated=alike_times,
    read=st.sampled_from([None, "skim"]),
    reason=st.sampled_from([None, ""]),
    note=st.sampled_from([None, "", "n"]),
    parts_done=part_numbers,
    sessions=alike_sessions.map(tuple),
    extra=alike_extras,
)
alike_pauses = st.lists(
    st.builds(Interval, alike_times.filter(bool), alike_times.filter(bool)), max_size=2
)
alike_progresses = st.builds(
    Progress,
    active=st.sampled_from([None, "", "p"]),
    switched=alike_times,
    entries=st.dictionaries(st.just(("p", "a")), alike_entries),
    timer=st.none()
    | st.builds(
        Timer,
        st.just("p"),
        st.just("a"),
        alike_times.filter(bool),
        alike_times,
        rested_minutes=st.sampled_from([0, 5]),
        pauses=alike_pauses.map(tuple),
        former=st.none() | alike_entries,
        extra=alike_extras,
    ),
    extra=alike_extras,
    path_extra=st.dictionaries(st.just("p"), alike_extras),
)


def spell(value: object) -> object:
    """Return a text that is equal only for values that a file spells alike."""
    if isinstance(value, Mapping):
        return repr(sorted((key, spell(inner)) for key, inner in value.items()))
    if isinstance(value, list | tuple):
        return repr([spell(inner) for inner in value])
    return value.isoformat() if isinstance(value, datetime) else repr(value)


@given(progresses | alike_progresses, progresses | alike_progresses)
@example(Progress(extra={"x": 1}), Progress(extra={"x": True}))
def test_it_does_not_matter_which_machine_goes_first(one: Progress, other: Progress) -> None:
    """The order of two versions does not matter."""
    assert spell(merge_progress(one, other)) == spell(merge_progress(other, one))


@given(progresses | alike_progresses, progresses | alike_progresses, progresses | alike_progresses)
def test_merging_is_associative(a: Progress, b: Progress, c: Progress) -> None:
    """Which two of three versions are merged first does not matter."""
    left = merge_progress(merge_progress(a, b), c)
    assert spell(left) == spell(merge_progress(a, merge_progress(b, c)))


@given(progresses | alike_progresses, progresses | alike_progresses)
def test_merging_is_idempotent(one: Progress, other: Progress) -> None:
    """Merging a version with itself or once more changes nothing."""
    assert spell(merge_progress(one, one)) == spell(one)
    both = merge_progress(one, other)
    assert spell(merge_progress(both, other)) == spell(both)


@given(entries | alike_entries, entries | alike_entries, entries | alike_entries)
@example(Entry(note="\n\n* * *"), Entry(note="a"), Entry(note="b"))
@example(Entry(note="* * *\n\n* * *"), Entry(note="x"), Entry(note="y\n"))
@example(Entry(extra={"x": 1}), Entry(extra={"x": True}), Entry(extra={"x": 1.0}))
def test_entries_merge_in_any_order(a: Entry, b: Entry, c: Entry) -> None:
    """Merging entries is commutative, associative and idempotent."""
    assert spell(merge_entries(a, b)) == spell(merge_entries(b, a))
    both = merge_entries(a, b)
    assert spell(merge_entries(both, c)) == spell(merge_entries(a, merge_entries(b, c)))
    assert spell(merge_entries(both, a)) == spell(both)


@given(progresses, progresses)
def test_no_session_and_no_step_is_lost(one: Progress, other: Progress) -> None:
    """Sessions and unknown keys of both versions are in the merge."""
    both = merge_progress(one, other)
    for version in (one, other):
        for key, entry in version.entries.items():
            assert set(entry.sessions) <= set(both.entries[key].sessions)
            assert entry.extra.keys() <= both.entries[key].extra.keys()


@given(entries, entries)
def test_no_finished_part_is_lost(one: Entry, other: Entry) -> None:
    """The parts of a merge are those finished in either version, in order."""
    both = merge_entries(one, other).parts_done
    assert both == tuple(sorted({*one.parts_done, *other.parts_done}))


def test_the_later_change_decides_the_state() -> None:
    """The later `updated` wins; if equal, the state further along."""
    later = Entry(state="todo", updated=NOW + timedelta(seconds=1))
    assert merge_entries(Entry(state="done", updated=NOW), later).state == "todo"
    assert merge_entries(Entry(state="doing"), Entry(state="done")).state == "done"


def test_a_note_that_differs_is_kept_twice() -> None:
    """Both notes are kept with a line between them; a third merge does not repeat them."""
    both = merge_entries(Entry(note="b"), Entry(note="a"))
    assert both.note == f"a{NOTE_BREAK}b"
    assert merge_entries(both, Entry(note="a")).note == both.note
    assert merge_entries(Entry(note="a"), Entry()).note == "a"


def test_equal_sessions_of_one_version_are_kept() -> None:
    """The multiset union keeps the higher count."""
    session = Session(NOW, 20)
    assert unite_sessions([(session, session), (session,)]) == (session, session)


def test_one_session_under_two_offsets_is_one() -> None:
    """The same instant in another zone is the same session, in any order of merges."""
    here = Session(NOW, 60)
    there = Session(NOW.astimezone(timezone(timedelta(hours=9))), 60)
    assert unite_sessions([(here,), (there,)]) == (here,)
    texts = {
        unite_sessions(pair)[0].start.isoformat()
        for pair in ([(here,), (there,)], [(there,), (here,)])
    }
    assert len(texts) == 1
    one, other = Entry(note="n", sessions=(here,)), Entry(note="n", sessions=(there,))
    third = Entry(note="m")
    assert merge_entries(one, merge_entries(other, third)).minutes_spent == 60


def test_the_later_choice_of_a_path_wins() -> None:
    """The later `switched` decides the active path."""
    old, new = Progress("p", NOW), Progress("q", NOW + timedelta(seconds=1))
    assert merge_progress(new, old).active == "q"
    assert merge_progress(Progress(), Progress("p")).active == "p"


def test_a_reason_that_differs_is_kept_twice_and_shown_while_skipped() -> None:
    """The later `done` of another machine decides the state and leaves the reason in the file."""
    skipped = Entry("skipped", updated=NOW, reason="known")
    again = Entry("skipped", updated=NOW + timedelta(seconds=1), reason="dull")
    done = Entry("done", updated=NOW + timedelta(seconds=2))
    assert merge_entries(skipped, again).skip_reason == f"dull{NOTE_BREAK}known"
    both = merge_entries(skipped, done)
    assert (both.state, both.reason, both.skip_reason) == ("done", "known", None)
