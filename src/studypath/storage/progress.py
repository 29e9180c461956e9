"""The user's progress on disk."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from studypath.core.progress import Progress
from studypath.core.tracked import TrackedProgress, track_progress
from studypath.storage import cache, fingerprints

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from studypath.core.curriculum import Curriculum, StepKey
    from studypath.core.undo import Change, Key
    from studypath.storage.fingerprints import Fingerprint
    from studypath.storage.places import Places
    from studypath.storage.save import SavedFile

NAME = "progress"
"""The cache of the file as it was read or saved last."""

SAVED_NAME = "saved"
"""The cache of the file as the program saved it last: it tells which steps were edited by hand."""


class StoredProgress(NamedTuple):
    """The progress in the file, with warnings and source fingerprints.

    `digest` names the bytes of the file, "" if there is none.
    """

    progress: Progress
    warnings: tuple[str, ...]
    fingerprints: tuple[Fingerprint, ...]
    digest: str = ""


class ProgressChange(NamedTuple):
    """The progress before and after a command, and notices for the user."""

    before: TrackedProgress
    after: TrackedProgress
    notices: tuple[str, ...] = ()

    @property
    def anything(self) -> bool:
        """Whether something was saved."""
        return self.before.progress is not self.after.progress


def load_progress(places: Places) -> StoredProgress:
    """Return the user's progress; empty if there is no file yet.

    Raises UnusableFile if the file cannot be used; it is then never written.
    """
    names = fingerprints.fingerprint_names(places.data)
    stored = _load_cached(places) or _read(places)
    if stored.progress.entries or not os.path.isdir(places.backups):  # noqa: PTH112 - text is fast
        return stored._replace(fingerprints=(*stored.fingerprints, names))
    from studypath.storage.lost import list_losses

    warnings = (*stored.warnings, *list_losses(places, stored.digest))
    return stored._replace(warnings=warnings, fingerprints=(*stored.fingerprints, names))


def change_progress(
    places: Places,
    curriculum: Curriculum,
    words: str,
    now: datetime,
    make: Callable[[TrackedProgress], Progress],
    stored: StoredProgress | None = None,
) -> ProgressChange:
    """Change progress by `make`, as one save and one undo; nothing new is not saved.

    `stored` is what was read before the lock was taken; if the files have changed since, they are
    read again. Raises Busy, SaveFailed and UnusableFile; the file is then unchanged.
    """
    from studypath.storage.transaction import run_transaction

    before, after, notices = run_transaction(
        places,
        ProgressFile(places, stored),
        words,
        now,
        lambda progress: make(track_progress(curriculum, progress)),
    )
    tracked = track_progress(curriculum, before)
    if after is before:
        return ProgressChange(tracked, tracked)
    return ProgressChange(tracked, track_progress(curriculum, after), notices)


class ProgressFile:
    """The progress file in a transaction."""

    def __init__(self, places: Places, stored: StoredProgress | None = None) -> None:
        self.name = "progress"
        self.path = places.progress
        self.backup_dir = places.backups
        self._places = places
        self._stored = stored

    def load(self) -> tuple[Progress, str]:
        """Return the progress and the digest of the file."""
        stored = self._stored
        if stored is None or not fingerprints.is_unchanged(stored.fingerprints):
            stored = load_progress(self._places)
        return stored.progress, stored.digest

    def diff(self, before: Progress, after: Progress) -> tuple[Change, ...]:
        """Return the changes from one progress to another."""
        from studypath.core.undo import diff_progress

        return diff_progress(before, after)

    def apply(
        self, value: Progress, changes: tuple[Change, ...]
    ) -> tuple[Progress, tuple[Key, ...], tuple[Change, ...]]:
        """Return the changed progress, the keys left alone, and the changes that took effect."""
        from studypath.core.undo import apply_changes

        return apply_changes(value, changes)

    def format(self, value: Progress) -> bytes:
        """Return the bytes of the file; raise ValueError unless they read back as the progress."""
        from studypath.files.progress import check_round_trip, format_tables, progress_to_tables

        tables = progress_to_tables(value)
        content = format_tables(tables)
        check_round_trip(content, tables)
        return content

    def find_edits(self, value: Progress, saved_digest: str) -> tuple[StepKey, ...]:
        """Return the steps that differ from the file saved under a digest; none if not cached."""
        from studypath.core.undo import is_same_value

        if "cache" not in self._places.directories:
            return ()
        saved = _unpack(cache.load(self._places.cache, SAVED_NAME, saved_digest.encode()))
        if saved is None:
            return ()
        old, new = saved.entries, value.entries
        keys = dict.fromkeys((*old, *new))
        return tuple(key for key in keys if not is_same_value(old.get(key), new.get(key)))

    def store(self, value: Progress, content: bytes, saved: SavedFile) -> None:
        """Cache the progress just saved."""
        digest = fingerprints.compute_digest(content)
        row = _store(self._places, StoredProgress(value, (), (saved.fingerprint,), digest))
        if row is not None:
            cache.store(self._places.cache, SAVED_NAME, digest.encode(), row)


def _load_cached(places: Places) -> StoredProgress | None:
    if "cache" not in places.directories:
        return None
    cached = cache.load(places.cache, NAME, os.fsencode(places.progress))
    try:
        fingerprint, digest, warnings, row = cast("tuple[Any, ...]", cached)
        if not fingerprints.is_unchanged((fingerprint,)):
            return None
    except (TypeError, ValueError):
        return None
    progress = _unpack(row)
    return progress and StoredProgress(progress, warnings, (fingerprint,), digest)


def _unpack(row: Any) -> Progress | None:  # noqa: ANN401 - whatever the cache holds
    from studypath.files.packing import unpack_progress

    try:
        return unpack_progress(row)
    except (TypeError, ValueError, IndexError, KeyError):
        return None


def _read(places: Places) -> StoredProgress:
    from studypath.core.errors import UnusableFile
    from studypath.files.toml import PROGRESS_LIMIT_BYTES
    from studypath.storage.reading import read_if_there

    source = read_if_there(places.progress, PROGRESS_LIMIT_BYTES)
    if source is None:
        absent = fingerprints.fingerprint_absent(places.progress)
        return StoredProgress(Progress(), (), (absent,))
    from studypath.files.progress import parse_progress

    try:
        parsed = parse_progress(source.content, str(places.progress))
    except UnusableFile as error:
        from studypath.storage.lost import with_backup_advice

        raise with_backup_advice(error, places) from None
    digest = fingerprints.compute_digest(source.content)
    stored = StoredProgress(parsed.progress, parsed.warnings, (source.fingerprint,), digest)
    _store(places, stored)
    return stored


def _store(places: Places, stored: StoredProgress) -> Any:  # noqa: ANN401 - a row of the cache
    """Cache what the file holds, and return the row of the progress; None without a cache."""
    if "cache" not in places.directories:
        return None
    from studypath.files.packing import pack_progress

    row = pack_progress(stored.progress)
    value = (stored.fingerprints[0], stored.digest, stored.warnings, row)
    cache.store(places.cache, NAME, os.fsencode(places.progress), value)
    return row
