"""One person's progress on disk: reading it, and changing it under a lock."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from studypath.core.errors import SaveFailed
from studypath.core.progress import Progress
from studypath.core.tracked import TrackedProgress, track_progress
from studypath.storage import cache, fingerprints
from studypath.storage.library import find_conflict_copies
from studypath.storage.reading import file_contains, read_if_there

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from studypath.core.curriculum import Curriculum, StepKey
    from studypath.core.progress import Entry
    from studypath.files.progress import FormattedProgress
    from studypath.storage.fingerprints import Fingerprint
    from studypath.storage.journal import Journal
    from studypath.storage.places import Places

NAME = "progress"
TEXT_NAME = "progress-text"


class StoredProgress(NamedTuple):
    """Progress as its file says it, what its owner should hear of, and what it stands on.

    `digest` names the very bytes that were read, "" where there is no file.
    """

    progress: Progress
    warnings: tuple[str, ...]
    stamps: tuple[Fingerprint, ...]
    digest: str = ""


class ProgressChange(NamedTuple):
    """What a command did to progress; `notices` is what its owner should hear of besides."""

    before: TrackedProgress
    after: TrackedProgress
    notices: tuple[str, ...] = ()

    @property
    def anything(self) -> bool:
        """Whether something was saved."""
        return self.before.progress is not self.after.progress


def load_progress(places: Places) -> StoredProgress:
    """Return the progress of this person; an empty one where there is no file yet.

    Raises UnusableFile where the file cannot be used; it is never written then.
    """
    key = os.fsencode(places.progress)
    kept = _of_kept(cache.load(places.cache, NAME, key)) if "cache" in places.found else None
    if kept is not None:
        return kept
    from studypath.files.toml import PROGRESS_LIMIT_BYTES

    source = read_if_there(places.progress, PROGRESS_LIMIT_BYTES)
    own = fingerprints.fingerprint_absent(places.progress) if source is None else source.stamp
    known = (own, fingerprints.fingerprint_names(places.data))
    warnings = find_conflict_copies(places.data)
    if source is None:
        return StoredProgress(Progress(), warnings, known)
    from studypath.files.progress import parse_progress

    found = parse_progress(source.content, str(places.progress))
    digest = compute_digest(source.content)
    record = StoredProgress(found.progress, (*found.warnings, *warnings), known, digest)
    _store(places, record)
    return record


def load_other_progress(file: Path, places: Places) -> Progress:
    """Return another version of this person's progress; one without a folder is beside the own.

    Raises UnusableFile where it cannot be used.
    """
    from studypath.files.progress import parse_progress
    from studypath.files.toml import PROGRESS_LIMIT_BYTES
    from studypath.storage.reading import read_regular

    beside = places.data / file
    # Of a name that no file can have, reading says so; asking os.path does not raise.
    there = os.path.exists(file) or not os.path.exists(beside)  # noqa: PTH110
    found = file if there or file.name != str(file) else beside
    return parse_progress(read_regular(found, PROGRESS_LIMIT_BYTES).content, str(found)).progress


def change_progress(
    places: Places,
    curriculum: Curriculum,
    words: str,
    now: datetime,
    make: Callable[[TrackedProgress], Progress],
    known: StoredProgress | None = None,
) -> ProgressChange:
    """Change progress by `make`, as one save and one undo; nothing new is not saved.

    `known` is what was read before the lock was taken: it is read again only if files changed.
    Raises Busy, SaveFailed and UnusableFile; then the file is as it was.
    """
    from studypath.core.undo import diff_progress
    from studypath.storage.journal import Command, usable_journal
    from studypath.storage.lock import hold_lock

    with hold_lock(places.lock):
        unchanged = known is not None and fingerprints.is_unchanged(known.stamps)
        record = known if known is not None and unchanged else load_progress(places)
        before = track_progress(curriculum, record.progress)
        progress = make(before)
        changes = diff_progress(record.progress, progress)
        if not changes:
            return ProgressChange(before, before)
        journal, notices = usable_journal(places.journal)
        command = Command(words, now.isoformat(timespec="seconds"), changes)
        text = format_changed(places, record, progress)
        after = journal.with_command(command, compute_digest(text.content))
        notices += save_after_journal(places, progress, text, (journal, after), now)
        return ProgressChange(before, track_progress(curriculum, progress), notices)


Kept = tuple[tuple[fingerprints.Fingerprint, ...], str, tuple[str, ...], Any]


def _of_kept(kept: object) -> StoredProgress | None:
    if kept is None:
        return None
    from studypath.files.packing import unpack_progress

    try:
        known, digest, warnings, row = cast("Kept", kept)
        if not fingerprints.is_unchanged(known):
            return None
        return StoredProgress(unpack_progress(row), warnings, known, digest)
    except (TypeError, ValueError, IndexError):
        return None


def _store(places: Places, record: StoredProgress) -> None:
    if "cache" not in places.found:
        return
    from studypath.files.packing import pack_progress

    value = (record.stamps, record.digest, record.warnings, pack_progress(record.progress))
    cache.store(places.cache, NAME, os.fsencode(places.progress), value)


def format_changed(places: Places, record: StoredProgress, progress: Progress) -> FormattedProgress:
    """Return the text of progress; entries that are as in the record's file keep their text."""
    from studypath.files.progress import format_progress

    return format_progress(progress, _known_texts(places, record))


def save_progress(
    places: Places, progress: Progress, text: FormattedProgress, now: datetime
) -> tuple[str, ...]:
    """Save progress under the lock, leave the caches fresh, and return what is to be said."""
    from studypath.files.progress import check_round_trip
    from studypath.storage.save import save_file

    saved = save_file(
        places.progress,
        text.content,
        check=lambda content: check_round_trip(content, progress, text.kept),
        backup_dir=places.backups,
        now=now,
    )
    fresh = (saved.stamp, fingerprints.fingerprint_names(places.data))
    digest = compute_digest(text.content)
    _store(places, StoredProgress(progress, find_conflict_copies(places.data), fresh, digest))
    if "cache" in places.found:
        texts = tuple((*key, piece) for key, (_, piece) in text.texts.items())
        cache.store(places.cache, TEXT_NAME, digest.encode(), texts)
    if saved.kept_apart is None:
        return ()
    return (f"the file became much smaller; the larger version is kept as {saved.kept_apart}",)


def save_after_journal(
    places: Places,
    progress: Progress,
    text: FormattedProgress,
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
        return save_progress(places, progress, text, now)
    except BaseException:
        if not file_contains(places.progress, text.content):
            with suppress(SaveFailed):
                save_journal(places.journal, before, now)
        raise


def _known_texts(places: Places, record: StoredProgress) -> dict[StepKey, tuple[Entry, str]]:
    """The text of each entry as the program wrote it, where the file is the very one it wrote."""
    entries = record.progress.entries
    texts = saved_texts(places, record.digest)
    return {key: (entries[key], text) for key, text in texts.items() if key in entries}


def saved_texts(places: Places, digest: str) -> dict[StepKey, str]:
    """Return the text of each entry in the file of that digest; none where it is not known."""
    if not digest or "cache" not in places.found:
        return {}
    kept = cache.load(places.cache, TEXT_NAME, digest.encode())
    try:
        return {(path, step): text for path, step, text in kept}  # type: ignore[attr-defined]
    except (TypeError, ValueError):
        return {}


def compute_digest(content: bytes) -> str:
    """Return what names the bytes of a progress file."""
    return f"{fingerprints.compute_crc(content):08x}-{len(content)}"
