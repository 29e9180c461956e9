"""What restoring a backup would bring back and remove."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given

from studypath.core.backup import (
    Amount,
    Backup,
    ComparedBackup,
    compare_backup,
    list_restored_changes,
    require_choice,
    select_backup,
    with_restored,
)
from studypath.core.errors import UnknownReference, UnusableFile, WrongUsage
from studypath.core.progress import Entry, Progress, Session, Timer
from studypath.core.undo import apply_changes, diff_progress
from tests.core.sample import NOW, progresses

AT = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
FINISHED = Entry(state="done", finished=AT, sessions=(Session(AT, 50),))


def backup(progress: Progress | None, number: int | None = 1) -> Backup:
    """Return a backup of a progress; None cannot be read."""
    fault = "broken" if progress is None else None
    return Backup(number, f"progress-{number:06}-x.toml", "/b/x.toml", AT, progress, fault)


def compared(progress: Progress | None, present: Progress, number: int = 1) -> ComparedBackup:
    """Return a backup compared with the progress of now."""
    return compare_backup(backup(progress, number), present)


def test_finished_parts_count_as_another_step() -> None:
    """A backup with more finished parts is useful; without them it is not restored unasked."""
    more = Progress(entries={("p", "a"): Entry(state="doing", parts_done=(1, 2))})
    less = Progress(entries={("p", "a"): Entry(state="doing", parts_done=(1,))})
    assert compared(more, less).is_useful
    assert compared(less, more).removes == Amount(others=1)
    assert not compared(less, more).is_useful
    done = Progress(entries={("p", "a"): Entry(state="done")})
    with_parts = Progress(entries={("p", "a"): Entry(state="done", parts_done=(1,))})
    assert compared(done, with_parts).removes == Amount()


def test_steps_minutes_and_other_steps_are_counted() -> None:
    """A finished step, a session and a note that are missing now would be brought back."""
    old = Progress(
        entries={
            ("p", "a"): FINISHED,
            ("p", "b"): Entry(state="done", note="kept"),
            ("p", "c"): Entry(state="skipped", reason="known"),
        }
    )
    now = Progress(entries={("p", "b"): Entry(state="done"), ("p", "d"): Entry(state="doing")})
    result = compared(old, now)
    assert result.holds == Amount(2, 50, 1)
    assert result.brings_back == Amount(1, 50, 2)
    assert result.removes == Amount(0, 0, 1)
    assert result.is_useful


@given(progresses, progresses)
def test_restoring_is_what_the_comparison_says(old: Progress, now: Progress) -> None:
    """What one way brings back the other way removes; afterwards only a running timer differs.

    The changes that `diff` shows are those that `restore` makes.
    """
    there, back = compared(old, now), compared(now, old)
    assert (there.brings_back, there.removes) == (back.removes, back.brings_back)
    restored = with_restored(now, old)
    again = compared(old, restored)
    assert (again.brings_back, again.removes) == (Amount(), Amount())
    assert restored.timer == (now.timer or old.timer)
    applied = apply_changes(now, list_restored_changes(now, backup(old)))
    assert not applied.conflicts
    assert not diff_progress(applied.progress, restored)


def test_the_newest_useful_backup_is_selected() -> None:
    """Without a word, backups that bring nothing back are passed over; a number selects any."""
    now = Progress()
    listed = [
        compared(None, now, 4),
        compared(Progress(), now, 3),
        compared(Progress(entries={("p", "a"): FINISHED}), now, 2),
        compared(Progress(entries={("p", "b"): FINISHED}), now, 1),
    ]
    assert select_backup(listed, None).backup.number == 2
    assert select_backup(listed, "3").backup.number == 3
    assert select_backup(listed[:2], None).backup.number == 4
    with pytest.raises(UnknownReference, match="No backup brings anything back"):
        select_backup(listed[:2], None, useful=True)
    with pytest.raises(UnknownReference, match="no backup '9'"):
        select_backup(listed, "9")
    with pytest.raises(UnknownReference, match="no backups yet"):
        select_backup([], None)


def test_an_unreadable_backup_has_no_changes() -> None:
    """It cannot be restored, and says why."""
    with pytest.raises(UnusableFile, match="cannot be used: broken"):
        list_restored_changes(Progress(), backup(None))


def test_what_removes_something_needs_its_name() -> None:
    """A backup that was not named is restored only if nothing is removed."""
    result = compared(Progress(), Progress(entries={("p", "a"): FINISHED}))
    with pytest.raises(WrongUsage, match="also removes something"):
        require_choice(result, None)
    require_choice(result, "1")
    require_choice(compared(Progress(), Progress()), None)


def test_a_running_timer_stays() -> None:
    """A timer that runs now goes on, one of the backup comes back if none runs."""
    running, older = Timer("p", "a", NOW), Timer("p", "b", AT)
    assert with_restored(Progress(timer=running), Progress(timer=older)).timer == running
    assert with_restored(Progress(), Progress(timer=older)).timer == older
