"""The changes of a command, and how undo applies them."""

from datetime import UTC, timedelta

import pytest
from hypothesis import given

from studypath.core.progress import Entry, Progress, Session
from studypath.core.undo import ABSENT, Change, apply_changes, diff_progress, is_same_value
from tests.core.sample import NOW, progresses

A = ("p", "a")
LATER = NOW + timedelta(hours=1)
TODAY, MORE = Session(NOW, 20), Session(LATER, 30)


def build_progress(**fields: object) -> Progress:
    """Return the progress of one entry."""
    return Progress(entries={A: Entry(**fields)})  # type: ignore[arg-type]


def reverse(changes: tuple[Change, ...]) -> list[Change]:
    """Return the changes that revert changes."""
    return [change.reverse() for change in reversed(changes)]


def normalize(progress: Progress) -> Progress:
    """Sort sessions, as undo does, and drop empty tables of a path, which no change names."""
    entries = {
        key: entry._replace(sessions=tuple(sorted(entry.sessions, key=repr)))
        for key, entry in progress.entries.items()
    }
    path_extra = {path: table for path, table in progress.path_extra.items() if table}
    return progress._replace(entries=entries, path_extra=path_extra)


@given(progresses, progresses)
def test_changes_lead_from_one_progress_to_another_and_back(
    before: Progress, after: Progress
) -> None:
    """Applied they give what came after, reversed what was before, with nothing kept."""
    changes = diff_progress(before, after)
    done = apply_changes(before, changes)
    assert (normalize(done.progress), done.conflicts) == (normalize(after), ())
    undone = apply_changes(after, reverse(changes))
    assert (normalize(undone.progress), undone.conflicts) == (normalize(before), ())
    assert done.applied == changes
    assert list(undone.applied) == reverse(changes)


@given(progresses, progresses)
def test_changes_already_there_are_not_applied_again(before: Progress, after: Progress) -> None:
    """Changes applied to what they lead to change and keep nothing."""
    again = apply_changes(after, diff_progress(before, after))
    assert (again.progress, again.conflicts, again.applied) == (after, (), ())


@given(progresses)
def test_progress_does_not_differ_from_itself(progress: Progress) -> None:
    """There are no changes between equal values."""
    assert diff_progress(progress, progress) == ()
    copy = progress._replace(entries={key: e._replace() for key, e in progress.entries.items()})
    assert diff_progress(progress, copy) == ()


@given(progresses, progresses, progresses)
def test_what_something_else_changed_is_never_discarded(
    before: Progress, after: Progress, now: Progress
) -> None:
    """A key at neither end of a change stays as it is and is named; sessions are never lost."""
    changes = diff_progress(before, after)
    result = apply_changes(now, changes)
    foreign = {c.key for c in diff_progress(now, result.progress)}
    for change in changes:
        if change.key[-1] != "sessions" and change.key in result.conflicts:
            assert change.key not in foreign - {(*change.key[:-1], "state")}
    for key, entry in now.entries.items():
        mine = set(before.entries.get(key, Entry()).sessions)
        left = result.progress.entries.get(key, Entry()).sessions
        assert set(entry.sessions) - mine <= set(left)


def test_a_key_changed_since_is_kept_and_named() -> None:
    """The note that was edited by hand stays; the rest is taken back."""
    changes = diff_progress(build_progress(note="a"), build_progress(note="b", state="done"))
    result = apply_changes(build_progress(note="by hand", state="done"), reverse(changes))
    assert result.progress == build_progress(note="by hand")
    assert result.conflicts == (("paths", "p", "a", "note"),)
    assert [change.key[-1] for change in result.applied] == ["state"]


def test_an_entry_taken_back_keeps_what_was_added_by_hand() -> None:
    """An entry that did not exist before stays for the key that somebody gave it."""
    changes = diff_progress(Progress(), build_progress(state="done", updated=NOW))
    hand = build_progress(state="done", updated=NOW, extra={"mood": 1})
    assert apply_changes(hand, reverse(changes)).progress == build_progress(extra={"mood": 1})
    assert (
        apply_changes(build_progress(state="done", updated=NOW), reverse(changes)).progress
        == Progress()
    )


def test_the_state_of_another_machine_is_not_taken_back() -> None:
    """Where `updated` is another command's, the whole state is, and it is named."""
    changes = diff_progress(
        build_progress(), build_progress(state="done", finished=NOW, updated=NOW, note="mine")
    )
    there = build_progress(state="done", finished=LATER, updated=LATER, note="mine")
    result = apply_changes(there, reverse(changes))
    assert result.progress == build_progress(state="done", finished=LATER, updated=LATER)
    assert {key[-1] for key in result.conflicts} == {"state", "finished", "updated"}


def test_sessions_are_taken_back_one_by_one() -> None:
    """Of sessions only those go that the command brought, as often as it brought them."""
    changes = diff_progress(
        build_progress(sessions=(TODAY,)), build_progress(sessions=(TODAY, TODAY))
    )
    result = apply_changes(build_progress(sessions=(TODAY, TODAY, MORE)), reverse(changes))
    assert result.progress == build_progress(sessions=(TODAY, MORE))
    assert result.conflicts == ()
    again = apply_changes(result.progress, changes)
    assert sorted(again.progress.entries[A].sessions) == [TODAY, TODAY, MORE]
    gone = apply_changes(
        build_progress(sessions=(MORE,)),
        reverse(diff_progress(build_progress(), build_progress(sessions=(TODAY,)))),
    )
    assert gone.progress == build_progress(sessions=(MORE,))
    assert (gone.conflicts, gone.applied) == ((), ())  # Removed by hand already.
    last = apply_changes(
        build_progress(sessions=(TODAY,)),
        reverse(diff_progress(build_progress(), build_progress(sessions=(TODAY,)))),
    )
    assert last.progress == build_progress()
    lost = apply_changes(
        build_progress(sessions=(TODAY,)),
        reverse(
            diff_progress(build_progress(sessions=(MORE,)), build_progress(sessions=(TODAY, MORE)))
        ),
    )
    assert lost.progress == build_progress()


def test_a_session_under_another_offset_is_a_change() -> None:
    """One instant under two offsets is equal in Python and different in the file."""
    moved = Session(NOW.astimezone(UTC), 20)
    assert moved == TODAY
    changes = diff_progress(
        build_progress(sessions=(TODAY,)), build_progress(sessions=(moved, MORE))
    )
    (change,) = changes
    assert change.key == ("paths", "p", "a", "sessions")
    sessions = (
        apply_changes(build_progress(sessions=(TODAY,)), changes).progress.entries[A].sessions
    )
    assert [session.start.utcoffset() for session in sessions] == [timedelta(0), timedelta(hours=1)]


def test_a_change_holds_only_the_sessions_that_differ() -> None:
    """One more session on a step with thousands is one session in the change."""
    many = tuple(Session(NOW + timedelta(minutes=n), 1) for n in range(3000))
    changes = diff_progress(
        build_progress(sessions=many), build_progress(sessions=(*many, Session(LATER, 7)))
    )
    assert changes == (Change(("paths", "p", "a", "sessions"), (), (Session(LATER, 7),)),)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (1, True, False),
        (1, 1.0, False),
        ([1], [True], False),
        ({"a": [1]}, {"a": [1.0]}, False),
        (float("nan"), float("nan"), True),
        ({"a": [float("nan")]}, {"a": [float("nan")]}, True),
        (0.0, -0.0, False),
        (NOW, NOW.astimezone(UTC), False),
        (ABSENT, None, False),
        ("a", "a", True),
    ],
)
def test_values_are_compared_as_the_file_holds_them(one: object, other: object, same: bool) -> None:
    """Values that Python calls equal differ in TOML, and nan is nan."""
    assert is_same_value(one, other) is same
    assert is_same_value(other, one) is same


def test_an_unknown_nan_does_not_break_undo() -> None:
    """A nan beside the command is no change, and one in a command is undone."""
    before = build_progress(extra={"x": float("nan")})
    after = build_progress(extra={"x": float("nan")}, note="n")
    changes = diff_progress(before, after)
    assert [change.key[-1] for change in changes] == ["note"]
    nan = diff_progress(Progress(), Progress(extra={"x": float("nan")}))
    assert apply_changes(Progress(extra={"x": float("nan")}), reverse(nan)).progress == Progress()


def test_an_empty_table_of_a_path_stays() -> None:
    """Undo leaves a table alone that holds nothing."""
    before = Progress(path_extra={"p": {}})
    changes = diff_progress(before, Progress(active="q", path_extra={"p": {}}))
    assert (
        apply_changes(Progress(active="q", path_extra={"p": {}}), reverse(changes)).progress
        == before
    )


def test_absence_is_shown_as_such() -> None:
    """The value of a key that is not there has a name."""
    assert repr(ABSENT) == "ABSENT"
