"""What a command works with: places, time, curriculum, settings and progress."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Generic, NamedTuple, Protocol, TypeVar

from studypath.cli.output import print_notes
from studypath.core.curriculum import Path
from studypath.core.progress import Progress
from studypath.core.selection import resolve_path
from studypath.core.settings import Settings
from studypath.core.tracked import TrackedProgress, track_progress
from studypath.storage import clock
from studypath.storage.fingerprints import Fingerprint
from studypath.storage.library import Library, load_library
from studypath.storage.places import Places, find_places
from studypath.storage.progress import StoredProgress, change_progress, load_progress

if TYPE_CHECKING:
    from studypath.storage.active_path import MissingPath


class HasProgress(Protocol):
    """A value with new progress and what else a change did."""

    @property
    def progress(self) -> Progress:
        """The new progress."""
        ...


Outcome = TypeVar("Outcome", bound=Progress | HasProgress)


class Changed(NamedTuple, Generic[Outcome]):
    """Progress before and after a command, and the outcome of the change."""

    before: TrackedProgress
    after: TrackedProgress
    outcome: Outcome


class Context(NamedTuple):
    """All that was read for one command."""

    places: Places
    now: datetime
    library: Library
    stored: StoredProgress
    tracked: TrackedProgress

    @property
    def settings(self) -> Settings:
        """The user's settings."""
        return self.library.settings

    @property
    def warnings(self) -> tuple[str, ...]:
        """Warnings about the files, one line each."""
        warnings = (*self.library.warnings, *self.stored.warnings)
        missing = self._find_missing_path()
        if missing is not None:
            return (*warnings, *missing.list_warnings(self.tracked.active.id))
        if not self.library.left_out:
            return warnings
        from studypath.storage.active_path import list_left_out

        return (*list_left_out(self.library.left_out), *warnings)

    @property
    def fingerprints(self) -> tuple[Fingerprint, ...]:
        """The fingerprints of all files that were read or looked for."""
        return (*self.library.fingerprints, *self.stored.fingerprints)

    def path(self, word: str | None) -> Path:
        """Return the path that a word names, or the active one."""
        return self.tracked.active if word is None else resolve_path(self.tracked.curriculum, word)

    def require_active_path(self) -> None:
        """Raise MissingActivePath if another path stands in for the active one."""
        missing = self._find_missing_path()
        if missing is not None:
            raise missing.build_error()

    def _find_missing_path(self) -> MissingPath | None:
        active, curriculum = self.stored.progress.active, self.library.curriculum
        if active is None or curriculum.path(active) is not None:
            return None
        from studypath.storage.active_path import MissingPath

        path_ids = [path.id for path in curriculum.paths]
        config = self.places.directories.get("config", "the config directory")
        return MissingPath(active, self.library.left_out, path_ids, f"{config}/paths")

    def change(
        self, words: Sequence[str], make: Callable[[TrackedProgress], Outcome]
    ) -> Changed[Outcome]:
        """Change progress in one save and one undo; `words` are the command as typed.

        `make` gets the progress as it is under the lock.
        """
        outcomes: list[Outcome] = []

        def make_progress(tracked: TrackedProgress) -> Progress:
            outcome = make(tracked)
            outcomes.append(outcome)
            return outcome if isinstance(outcome, Progress) else outcome.progress

        changed = change_progress(
            self.places,
            self.tracked.curriculum,
            " ".join(words),
            self.now,
            make_progress,
            stored=self.stored,
        )
        print_notes(changed.notices)
        return Changed(changed.before, changed.after, outcomes[-1])


def open_context(*, resolves: bool = False) -> Context:
    """Read all files and print warnings about them.

    `resolves`: the command will change what a word or its absence means on the active path. It
    then raises MissingActivePath if that path cannot be read, since its fallback has other steps.
    """
    places = find_places(os.environ)
    library = load_library(places)
    stored = load_progress(places)
    tracked = track_progress(library.curriculum, stored.progress)
    context = Context(places, clock.now(), library, stored, tracked)
    if resolves:
        context.require_active_path()
    print_notes(context.warnings)
    return context
