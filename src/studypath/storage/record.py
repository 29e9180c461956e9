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
    from studypath.schema.progress import ProgressText
    from studypath.storage.journal import Journal
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
    digest = digest_of_file(source.content)
    record = Record(found.progress, (*found.warnings, *warnings), known, digest)
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
        text = text_for(places, record, progress)
        after = journal.with_command(command, digest_of_file(text.content))
        notices += save_after_journal(places, progress, text, (journal, after), now)
        return Changed(before, ledger_of(curriculum, progress), notices)


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


def text_for(places: Places, record: Record, progress: Progress) -> ProgressText:
    """Return the text of progress; entries that are as in the record's file keep their text."""
    from studypath.schema.progress import progress_text

    return progress_text(progress, _known_texts(places, record))


def save_record(
    places: Places, progress: Progress, text: ProgressText, now: datetime
) -> tuple[str, ...]:
    """Save progress under the lock, leave the caches fresh, and return what is to be said."""
    from studypath.schema.progress import check_says
    from studypath.storage.save import save

    saved = save(
        places.progress,
        text.content,
        check=lambda content: check_says(content, progress, text.kept),
        backup_dir=places.backups,
        now=now,
    )
    fresh = (saved.stamp, stamps.stamp_of_names(places.data))
    digest = digest_of_file(text.content)
    _store(places, Record(progress, conflict_copies(places.data), fresh, digest))
    if "cache" in places.found:
        texts = tuple((*key, piece) for key, (_, piece) in text.texts.items())
        cache.store(places.cache, TEXT_NAME, digest.encode(), texts)
    if saved.kept_apart is None:
        return ()
    return (f"the file became much smaller; the larger version is kept as {saved.kept_apart}",)


def save_after_journal(
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
        return save_record(places, progress, text, now)
    except BaseException:
        if not holds(places.progress, text.content):
            with suppress(SaveFailed):
                save_journal(places.journal, before, now)
        raise


def _known_texts(places: Places, record: Record) -> dict[StepKey, tuple[Entry, str]]:
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


def digest_of_file(content: bytes) -> str:
    """Return what names the bytes of a progress file."""
    return f"{stamps.digest_of(content):08x}-{len(content)}"
