"""One person's progress on disk: reading it, and changing it under a lock."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from studypath.core.errors import SaveFailed
from studypath.core.ledger import Ledger, ledger_of
from studypath.core.progress import Progress
from studypath.storage import cache, stamps
from studypath.storage.files import holds, read_if_there
from studypath.storage.library import conflict_copies

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from studypath.core.curriculum import Curriculum, StepKey
    from studypath.core.progress import Entry
    from studypath.core.undo import Key
    from studypath.schema.progress import ProgressText
    from studypath.storage.journal import Command, Journal
    from studypath.storage.places import Places
    from studypath.storage.stamps import Stamp

NAME = "progress"
TEXT_NAME = "progress-text"


class Record(NamedTuple):
    """Progress as its file says it, what its owner should hear of, and what it stands on.

    `digest` names the very bytes that were read, "" where there is no file.
    """

    progress: Progress
    warnings: tuple[str, ...]
    stamps: tuple[Stamp, ...]
    digest: str = ""


class Changed(NamedTuple):
    """What a command did to progress; `notices` is what its owner should hear of besides."""

    before: Ledger
    after: Ledger
    notices: tuple[str, ...] = ()

    @property
    def anything(self) -> bool:
        """Whether something was saved."""
        return self.before.progress is not self.after.progress


class Reverted(NamedTuple):
    """What an undo or a redo did: the command it was for (None: there was none), and what it kept.

    `kept` are the keys that something else had changed since; `already` tells that the file said
    so before. `by_hand` tells that the file was edited since the program saved it last (None: it
    was not) and names the steps, as far as that is known.
    """

    changed: Changed
    command: Command | None
    kept: tuple[Key, ...] = ()
    already: bool = False
    by_hand: tuple[StepKey, ...] | None = None


def read_record(places: Places) -> Record:
    """Return the progress of this person; an empty one where there is no file yet.

    Raises UnusableFile where the file cannot be used; it is never written then.
    """
    key = os.fsencode(places.progress)
    kept = _of_kept(cache.load(places.cache, NAME, key)) if "cache" in places.found else None
    if kept is not None:
        return kept
    from studypath.schema.toml import PROGRESS_LIMIT_BYTES

    source = read_if_there(places.progress, PROGRESS_LIMIT_BYTES)
    own = stamps.stamp_of_absent(places.progress) if source is None else source.stamp
    known = (own, stamps.stamp_of_names(places.data))
    warnings = conflict_copies(places.data)
    if source is None:
        return Record(Progress(), warnings, known)
    from studypath.schema.progress import progress_of

    found = progress_of(source.content, str(places.progress))
    record = Record(found.progress, (*found.warnings, *warnings), known, _digest(source.content))
    _store(places, record)
    return record


def read_other(file: Path, places: Places) -> Progress:
    """Return another version of this person's progress; one without a folder is beside the own.

    Raises UnusableFile where it cannot be used.
    """
    from studypath.schema.progress import progress_of
    from studypath.schema.toml import PROGRESS_LIMIT_BYTES
    from studypath.storage.files import read_regular

    beside = places.data / file
    # Of a name that no file can have, reading says so; asking os.path does not raise.
    there = os.path.exists(file) or not os.path.exists(beside)  # noqa: PTH110
    found = file if there or file.name != str(file) else beside
    return progress_of(read_regular(found, PROGRESS_LIMIT_BYTES).content, str(found)).progress


def change(
    places: Places,
    curriculum: Curriculum,
    words: str,
    now: datetime,
    make: Callable[[Ledger], Progress],
    known: Record | None = None,
) -> Changed:
    """Change progress by `make`, as one save and one undo; nothing new is not saved.

    `known` is what was read before the lock was taken: it is read again only if files changed.
    Raises Busy, SaveFailed and UnusableFile; then the file is as it was.
    """
    from studypath.core.undo import changes_between
    from studypath.storage.journal import Command, usable_journal
    from studypath.storage.lock import held

    with held(places.lock):
        unchanged = known is not None and stamps.unchanged(known.stamps)
        record = known if known is not None and unchanged else read_record(places)
        before = ledger_of(curriculum, record.progress)
        progress = make(before)
        changes = changes_between(record.progress, progress)
        if not changes:
            return Changed(before, before)
        journal, notices = usable_journal(places.journal)
        command = Command(words, now.isoformat(timespec="seconds"), changes)
        text = _text(places, record, progress)
        after = journal.with_command(command, _digest(text.content))
        notices += _save_after_journal(places, progress, text, (journal, after), now)
        return Changed(before, ledger_of(curriculum, progress), notices)


def revert(
    places: Places, curriculum: Curriculum, now: datetime, *, redo: bool = False
) -> Reverted:
    """Take the newest command back, or do again the one that was taken back last.

    Only the keys it changed are touched, and of those none that something else changed since.
    """
    from studypath.core.undo import applied
    from studypath.storage.journal import save_journal, save_journal_after, usable_journal
    from studypath.storage.lock import held

    with held(places.lock):
        record = read_record(places)
        journal, notices = usable_journal(places.journal)
        command = journal.to_redo if redo else journal.to_undo
        before = ledger_of(curriculum, record.progress)
        if command is None:
            return Reverted(Changed(before, before, notices), None)
        changes = (
            command.changes if redo else tuple(c.reversed() for c in reversed(command.changes))
        )
        by_hand = _edited_since(places, record, journal)
        result = applied(record.progress, changes)
        after = before
        if result.applied:
            text = _text(places, record, result.progress)
            after = ledger_of(curriculum, result.progress)
            moved = journal.moved(-1 if redo else 1, _digest(text.content))
            if redo:
                notices += _save_after_journal(places, after.progress, text, (journal, moved), now)
            else:
                # The file first: killed in between, the same undo finds that it says so already.
                notices += _save(places, after.progress, text, now)
                save_journal_after(places.progress, places.journal, moved, now)
        else:
            moved = journal.moved(-1 if redo else 1, record.digest)
            save_journal(places.journal, moved, now)
        already = not result.applied and not result.kept
        return Reverted(Changed(before, after, notices), command, result.kept, already, by_hand)


Kept = tuple[tuple[stamps.Stamp, ...], str, tuple[str, ...], Any]


def _of_kept(kept: object) -> Record | None:
    if kept is None:
        return None
    from studypath.schema.compiled import progress_of_row

    try:
        known, digest, warnings, row = cast("Kept", kept)
        if not stamps.unchanged(known):
            return None
        return Record(progress_of_row(row), warnings, known, digest)
    except (TypeError, ValueError, IndexError):
        return None


def _store(places: Places, record: Record) -> None:
    if "cache" not in places.found:
        return
    from studypath.schema.compiled import progress_row

    value = (record.stamps, record.digest, record.warnings, progress_row(record.progress))
    cache.store(places.cache, NAME, os.fsencode(places.progress), value)


def _text(places: Places, record: Record, progress: Progress) -> ProgressText:
    from studypath.schema.progress import progress_text

    return progress_text(progress, _known_texts(places, record))


def _save(places: Places, progress: Progress, text: ProgressText, now: datetime) -> tuple[str, ...]:
    """Save progress under the lock, leave the caches fresh, and return what is to be said."""
    from studypath.schema.progress import check_says
    from studypath.storage.save import save

    saved = save(
        places.progress,
        text.content,
        check=lambda content: check_says(content, progress),
        backup_dir=places.backups,
        now=now,
    )
    fresh = (saved.stamp, stamps.stamp_of_names(places.data))
    digest = _digest(text.content)
    _store(places, Record(progress, conflict_copies(places.data), fresh, digest))
    if "cache" in places.found:
        texts = tuple((*key, piece) for key, (_, piece) in text.texts.items())
        cache.store(places.cache, TEXT_NAME, digest.encode(), texts)
    if saved.kept_apart is None:
        return ()
    return (f"the file became much smaller; the larger version is kept as {saved.kept_apart}",)


def _save_after_journal(
    places: Places,
    progress: Progress,
    text: ProgressText,
    journals: tuple[Journal, Journal],
    now: datetime,
) -> tuple[str, ...]:
    """Save what a command did; `journals` are the one before it and the one that knows of it.

    The journal first: a command that is in it but not in the file is seen as such by undo, while
    one that is only in the file could not be undone.
    """
    from contextlib import suppress

    from studypath.storage.journal import save_journal

    before, after = journals
    save_journal(places.journal, after, now)
    try:
        return _save(places, progress, text, now)
    except BaseException:
        if not holds(places.progress, text.content):
            with suppress(SaveFailed):
                save_journal(places.journal, before, now)
        raise


def _known_texts(places: Places, record: Record) -> dict[StepKey, tuple[Entry, str]]:
    """The text of each entry as the program wrote it, where the file is the very one it wrote."""
    entries = record.progress.entries
    texts = _saved_texts(places, record.digest)
    return {key: (entries[key], text) for key, text in texts.items() if key in entries}


def _saved_texts(places: Places, digest: str) -> dict[StepKey, str]:
    if not digest or "cache" not in places.found:
        return {}
    kept = cache.load(places.cache, TEXT_NAME, digest.encode())
    try:
        return {(path, step): text for path, step, text in kept}  # type: ignore[attr-defined]
    except (TypeError, ValueError):
        return {}


def _edited_since(places: Places, record: Record, journal: Journal) -> tuple[StepKey, ...] | None:
    """The steps whose entries are not as they were saved; None where the file is the same."""
    if journal.digest == record.digest or not journal.digest:
        return None
    saved = _saved_texts(places, journal.digest)
    if not saved:
        return ()
    from studypath.schema.progress import progress_text

    today = {key: text for key, (_, text) in progress_text(record.progress, {}).texts.items()}
    return tuple(key for key in dict.fromkeys((*saved, *today)) if saved.get(key) != today.get(key))


def _digest(content: bytes) -> str:
    return f"{stamps.digest_of(content):08x}-{len(content)}"
