"""What a command changed, and how it is reverted."""

from datetime import timedelta

from hypothesis import given

from studypath.core.progress import Entry, Progress, Session
from studypath.core.undo import ABSENT, Change, apply_changes, diff_progress
from tests.core.sample import NOW, progresses

A = ("p", "a")
LATER = NOW + timedelta(hours=1)
TODAY, MORE = Session(NOW, 20), Session(LATER, 30)


def one(**fields: object) -> Progress:
    """Return the progress of one entry."""
    return Progress(entries={A: Entry(**fields)})  # type: ignore[arg-type]


def back(changes: tuple[Change, ...]) -> list[Change]:
    """Return the changes that revert changes."""
    return [change.reversed() for change in reversed(changes)]


def normalize(progress: Progress) -> Progress:
    """Return progress without empty tables of paths, and with the sessions of a step by time."""
    extra = {path: table for path, table in progress.path_extra.items() if table}
    entries = {
        key: entry._replace(sessions=tuple(sorted(entry.sessions, key=_sort_key)))
        for key, entry in progress.entries.items()
    }
    return progress._replace(entries=entries, path_extra=extra)


def _sort_key(session: Session) -> tuple[Session, str]:
    return session, str(session.start.utcoffset())


@given(progresses, progresses)
def test_changes_lead_from_one_progress_to_another_and_back(
    before: Progress, after: Progress
) -> None:
    """Applied they give what came after, reversed what was before, with nothing kept."""
    changes = diff_progress(before, after)
    done = apply_changes(before, changes)
    assert (normalize(done.progress), done.kept) == (normalize(after), ())
    undone = apply_changes(after, back(changes))
    assert (normalize(undone.progress), undone.kept) == (normalize(before), ())
    assert done.applied == changes
    assert undone.applied == tuple(back(changes))


@given(progresses, progresses)
def test_what_is_so_already_is_not_applied_again(before: Progress, after: Progress) -> None:
    """Changes applied to what they lead to change and keep nothing."""
    again = apply_changes(after, diff_progress(before, after))
    assert (again.progress, again.kept, again.applied) == (after, (), ())


@given(progresses)
def test_nothing_changes_between_the_same(progress: Progress) -> None:
    """Progress does not differ from itself."""
    assert diff_progress(progress, progress) == ()


@given(progresses, progresses, progresses)
def test_what_something_else_changed_is_never_discarded(
    before: Progress, after: Progress, now: Progress
) -> None:
    """A key at neither end of a change stays as it is and is named; sessions are never lost."""
    changes = diff_progress(before, after)
    result = apply_changes(now, changes)
    foreign = {c.key for c in diff_progress(now, result.progress)}
    for change in changes:
        if change.key[-1] != "sessions" and change.key in result.kept:
            assert change.key not in foreign - {(*change.key[:-1], "state")}
    for key, entry in now.entries.items():
        mine = set(before.entries.get(key, Entry()).sessions)
        left = result.progress.entries.get(key, Entry()).sessions
        assert set(entry.sessions) - mine <= set(left)


def test_a_key_changed_since_is_kept_and_named() -> None:
    """The note that was edited by hand stays; the rest is taken back."""
    changes = diff_progress(one(note="a"), one(note="b", state="done"))
    result = apply_changes(one(note="by hand", state="done"), back(changes))
    assert result.progress == one(note="by hand")
    assert result.kept == (("paths", "p", "a", "note"),)
    assert result.applied == (Change(("paths", "p", "a", "state"), "done", "todo"),)


def test_an_entry_taken_back_keeps_what_was_added_by_hand() -> None:
    """An entry that did not exist before stays for the key that somebody gave it."""
    changes = diff_progress(Progress(), one(state="done", updated=NOW))
    hand = one(state="done", updated=NOW, extra={"mood": 1})
    assert apply_changes(hand, back(changes)).progress == one(extra={"mood": 1})
    assert apply_changes(one(state="done", updated=NOW), back(changes)).progress == Progress()


def test_the_state_of_another_machine_is_not_taken_back() -> None:
    """Where `updated` is another command's, the whole state is, and it is named."""
    changes = diff_progress(one(), one(state="done", finished=NOW, updated=NOW, note="mine"))
    there = one(state="done", finished=LATER, updated=LATER, note="mine")
    result = apply_changes(there, back(changes))
    assert result.progress == one(state="done", finished=LATER, updated=LATER)
    assert {key[-1] for key in result.kept} == {"state", "finished", "updated"}


def test_sessions_are_taken_back_one_by_one() -> None:
    """Of sessions only those go that the command brought, as often as it brought them."""
    changes = diff_progress(one(sessions=(TODAY,)), one(sessions=(TODAY, TODAY)))
    result = apply_changes(one(sessions=(TODAY, TODAY, MORE)), back(changes))
    assert result.progress == one(sessions=(TODAY, MORE))
    assert result.kept == ()
    again = apply_changes(result.progress, changes)
    assert sorted(again.progress.entries[A].sessions) == [TODAY, TODAY, MORE]
    # A session that was removed by hand is not there to be removed again.
    gone = apply_changes(one(sessions=(MORE,)), back(diff_progress(one(), one(sessions=(TODAY,)))))
    assert gone.progress == one(sessions=(MORE,))
    assert (gone.kept, gone.applied) == ((), ())
    last = apply_changes(one(sessions=(TODAY,)), back(diff_progress(one(), one(sessions=(TODAY,)))))
    assert last.progress == one()
    lost = apply_changes(
        one(sessions=(TODAY,)),
        back(diff_progress(one(sessions=(MORE,)), one(sessions=(TODAY, MORE)))),
    )
    assert lost.progress == one()


def test_of_sessions_a_change_holds_only_those_that_differ() -> None:
    """The journal does not grow with the sessions that a step already has."""
    changes = diff_progress(one(sessions=(TODAY,)), one(sessions=(TODAY, MORE)))
    assert changes == (Change(("paths", "p", "a", "sessions"), (), (MORE,)),)


def test_sessions_of_another_number_are_kept_and_named() -> None:
    """Where a session stands more often than it can have been saved, it stays."""
    twice = diff_progress(one(sessions=(TODAY,)), one(sessions=(TODAY, TODAY)))
    result = apply_changes(one(), back(twice))
    assert result.progress == one()
    assert (result.kept, result.applied) == ((("paths", "p", "a", "sessions"),), ())


def test_one_and_true_are_different_values() -> None:
    """What is equal in Python and not in a file is a change."""
    changes = diff_progress(Progress(extra={"x": 1}), Progress(extra={"x": True}))
    assert changes == (Change(("x",), 1, True),)


def test_an_empty_table_of_a_path_stays() -> None:
    """Undo leaves a table alone that holds nothing."""
    before = Progress(path_extra={"p": {}})
    changes = diff_progress(before, Progress(active="q", path_extra={"p": {}}))
    assert (
        apply_changes(Progress(active="q", path_extra={"p": {}}), back(changes)).progress == before
    )


def test_absence_is_shown_as_such() -> None:
    """The value of a key that is not there has a name."""
    assert repr(ABSENT) == "ABSENT"
