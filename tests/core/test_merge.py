"""Two versions become one, in any order."""

from datetime import timedelta, timezone

from hypothesis import example, given

from studypath.core.merge import NOTE_BREAK, merge_entries, merge_progress, unite_sessions
from studypath.core.progress import Entry, Progress, Session
from tests.core.sample import NOW, entries, progresses


@given(progresses, progresses)
def test_it_does_not_matter_which_machine_goes_first(one: Progress, other: Progress) -> None:
    """Merging is commutative."""
    assert merge_progress(one, other) == merge_progress(other, one)


@given(progresses, progresses, progresses)
def test_it_does_not_matter_which_two_merge_first(a: Progress, b: Progress, c: Progress) -> None:
    """Merging is associative."""
    assert merge_progress(merge_progress(a, b), c) == merge_progress(a, merge_progress(b, c))


@given(progresses, progresses)
def test_merging_again_adds_nothing(one: Progress, other: Progress) -> None:
    """Merging is idempotent: with itself, and with what it was merged with."""
    assert merge_progress(one, one) == one
    both = merge_progress(one, other)
    assert merge_progress(both, other) == both


@given(entries, entries, entries)
@example(Entry(note="\n\n* * *"), Entry(note="a"), Entry(note="b"))
@example(Entry(note="* * *\n\n* * *"), Entry(note="x"), Entry(note="y\n"))
def test_entries_merge_in_any_order(a: Entry, b: Entry, c: Entry) -> None:
    """Commutative, associative and idempotent, notes with breaks of their own included."""
    assert merge_entries(a, b) == merge_entries(b, a)
    both = merge_entries(a, b)
    assert merge_entries(both, c) == merge_entries(a, merge_entries(b, c))
    assert merge_entries(both, a) == both


@given(progresses, progresses)
def test_no_session_and_no_step_is_lost(one: Progress, other: Progress) -> None:
    """Whatever either version holds is in the merged one."""
    both = merge_progress(one, other)
    for version in (one, other):
        for key, entry in version.entries.items():
            assert set(entry.sessions) <= set(both.entries[key].sessions)
            assert entry.extra.keys() <= both.entries[key].extra.keys()


def test_the_later_change_decides_the_state() -> None:
    """`updated` decides, and of equal ones the state further along."""
    later = Entry(state="todo", updated=NOW + timedelta(seconds=1))
    assert merge_entries(Entry(state="done", updated=NOW), later).state == "todo"
    assert merge_entries(Entry(state="doing"), Entry(state="done")).state == "done"


def test_a_note_that_differs_is_kept_twice() -> None:
    """Both notes stand, parted by a line; a third merge does not repeat them."""
    both = merge_entries(Entry(note="b"), Entry(note="a"))
    assert both.note == f"a{NOTE_BREAK}b"
    assert merge_entries(both, Entry(note="a")).note == both.note
    assert merge_entries(Entry(note="a"), Entry()).note == "a"


def test_equal_sessions_of_one_version_stay_two() -> None:
    """A session stands as often as in the version that has it most often."""
    session = Session(NOW, 20)
    assert unite_sessions([(session, session), (session,)]) == (session, session)


def test_one_session_under_two_offsets_is_one() -> None:
    """A sitting told in another zone is no second one, whichever versions merge first."""
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


def test_the_later_choice_of_a_path_stands() -> None:
    """`switched` decides the active path."""
    old, new = Progress("p", NOW), Progress("q", NOW + timedelta(seconds=1))
    assert merge_progress(new, old).active == "q"
    assert merge_progress(Progress(), Progress("p")).active == "p"
