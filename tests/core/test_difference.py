"""The difference of two versions of progress."""

from datetime import timedelta

from hypothesis import given

from studypath.core.difference import ProgressDifference, compare_progress
from studypath.core.progress import Entry, Progress, Session, Timer
from studypath.core.undo import diff_progress
from tests.core.sample import DAY, NOW, progresses

KEY = ("p", "a")
SESSION = Session(NOW, 30)


def test_the_same_version_has_no_difference() -> None:
    """Nothing differs between a version and itself."""
    progress = Progress("p", NOW, {KEY: Entry("done", sessions=(SESSION,))}, Timer("p", "a", NOW))
    assert compare_progress(progress, progress) == ProgressDifference()
    assert compare_progress(progress, progress).is_empty


def test_a_step_has_both_entries_its_sessions_and_what_else_differs() -> None:
    """Sessions are told apart by how often they occur; `updated` is not worth a word."""
    one = Entry("doing", note="n", sessions=(SESSION, SESSION))
    other = Entry(
        "done",
        finished=NOW,
        updated=NOW,
        sessions=(SESSION, Session(NOW + DAY, 20)),
        extra={"mood": 1},
    )
    (step,) = compare_progress(Progress(entries={KEY: one}), Progress(entries={KEY: other})).steps
    assert (step.key, step.before, step.after) == (KEY, one, other)
    assert step.sessions_added == (Session(NOW + DAY, 20),)
    assert step.sessions_removed == (SESSION,)
    assert step.notes == ("n", None)
    assert step.fields == ("finished", "mood")


def test_a_new_step_and_a_removed_step_have_one_entry() -> None:
    """The side without an entry is None."""
    full = Progress(entries={KEY: Entry("done", note="n")})
    (added,) = compare_progress(Progress(), full).steps
    (removed,) = compare_progress(full, Progress()).steps
    assert (added.before, removed.after) == (None, None)
    assert (added.notes, removed.notes) == ((None, "n"), ("n", None))


def test_what_belongs_to_no_step_is_named() -> None:
    """The active path and the timer have both values; other keys are named with their table."""
    timer = Timer("p", "a", NOW)
    after = Progress("p", NOW, timer=timer, extra={"x": 1}, path_extra={"p": {"y": 2}})
    difference = compare_progress(Progress(), after)
    assert difference.active == (None, "p")
    assert difference.timer == (None, timer)
    assert difference.others == (("x",), ("paths", "p", "y"))
    again = after._replace(switched=NOW + timedelta(seconds=1))
    assert compare_progress(after, again).others == (("switched",),)


@given(progresses, progresses)
def test_it_is_empty_exactly_if_nothing_would_be_saved(one: Progress, other: Progress) -> None:
    """No change is missing, so that "nothing new" is true."""
    assert compare_progress(one, other).is_empty == (not diff_progress(one, other))
