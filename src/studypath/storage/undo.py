"""Undo and redo: the newest command taken back, or done again, and nothing else touched."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from studypath.core.tracked import track_progress
from studypath.storage.progress import (
    ProgressChange,
    compute_digest,
    format_changed,
    load_progress,
    save_after_journal,
    save_progress,
    saved_texts,
)
from studypath.storage.settings import CONFIG, revert_settings

if TYPE_CHECKING:
    from datetime import datetime

    from studypath.core.curriculum import Curriculum, StepKey
    from studypath.core.undo import Key
    from studypath.storage.journal import Command, Journal
    from studypath.storage.places import Places
    from studypath.storage.progress import StoredProgress


class UndoResult(NamedTuple):
    """What an undo or a redo did: the command it was for (None: there was none), and what it kept.

    `kept` are the keys that something else had changed since; `already` tells that the file said
    so before. `by_hand` tells that the file was edited since the program saved it last (None: it
    was not) and names the steps, as far as that is known. `settings` tells that the command was one
    of the settings, and that they were changed.
    """

    changed: ProgressChange
    command: Command | None
    kept: tuple[Key, ...] = ()
    already: bool = False
    by_hand: tuple[StepKey, ...] | None = None
    settings: bool = False

    @property
    def anything(self) -> bool:
        """Whether something was saved."""
        return self.changed.anything or self.settings


def revert_command(
    places: Places, curriculum: Curriculum, now: datetime, *, redo: bool = False
) -> UndoResult:
    """Take the newest command back, or do again the one that was taken back last.

    Only the keys it changed are touched, and of those none that something else changed since.
    """
    from studypath.core.undo import apply_changes
    from studypath.storage.journal import save_journal, save_journal_after, usable_journal
    from studypath.storage.lock import hold_lock

    with hold_lock(places.lock):
        record = load_progress(places)
        journal, notices = usable_journal(places.journal)
        command = journal.to_redo if redo else journal.to_undo
        before = track_progress(curriculum, record.progress)
        if command is None:
            return UndoResult(ProgressChange(before, before, notices), None)
        changes = command.changes if redo else tuple(c.reversed() for c in command.changes[::-1])
        by = -1 if redo else 1
        if all(change.key[0] == CONFIG and len(change.key) > 1 for change in changes):
            kept, done = revert_settings(places, changes, now)
            save_journal(places.journal, journal.moved(by, journal.digest), now)
            unchanged = ProgressChange(before, before, notices)
            return UndoResult(unchanged, command, kept, not done and not kept, settings=done)
        by_hand = _edited_since(places, record, journal)
        result = apply_changes(record.progress, changes)
        after = before
        if result.applied:
            text = format_changed(places, record, result.progress)
            after = track_progress(curriculum, result.progress)
            moved = journal.moved(by, compute_digest(text.content))
            if redo:
                notices += save_after_journal(places, after.progress, text, (journal, moved), now)
            else:
                # The file first: killed in between, the same undo finds that it says so already.
                # That it shrinks by what is taken back surprises nobody.
                save_progress(places, after.progress, text, now)
                save_journal_after(places.progress, places.journal, moved, now)
        else:
            moved = journal.moved(by, record.digest)
            save_journal(places.journal, moved, now)
        already = not result.applied and not result.kept
        return UndoResult(
            ProgressChange(before, after, notices), command, result.kept, already, by_hand
        )


def _edited_since(
    places: Places, record: StoredProgress, journal: Journal
) -> tuple[StepKey, ...] | None:
    """The steps whose entries are not as they were saved; None where the file is the same."""
    if journal.digest == record.digest or not journal.digest:
        return None
    saved = saved_texts(places, journal.digest)
    if not saved:
        return ()
    from studypath.files.progress import format_progress

    today = {key: text for key, (_, text) in format_progress(record.progress, {}).texts.items()}
    return tuple(key for key in dict.fromkeys((*saved, *today)) if saved.get(key) != today.get(key))
