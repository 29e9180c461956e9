"""What a command works with: places, time, curriculum, settings and progress."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Generic, NamedTuple, Protocol, TypeVar

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
        """Warnings about the files."""
        active = self.stored.progress.active
        warnings = (*self.library.warnings, *self.stored.warnings)
        if active is None or self.library.curriculum.path(active) is not None:
            return warnings
        return (*warnings, f"There is no path {active!r}; using {self.tracked.active.id} instead")

    @property
    def fingerprints(self) -> tuple[Fingerprint, ...]:
        """The fingerprints of all files that were read or looked for."""
        return (*self.library.fingerprints, *self.stored.fingerprints)

    def path(self, word: str | None) -> Path:
        """Return the path that a word names, or the active one."""
        return self.tracked.active if word is None else resolve_path(self.tracked.curriculum, word)

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


def open_context() -> Context:
    """Read all files and print warnings about them."""
    places = find_places(os.environ)
    library = load_library(places)
    stored = load_progress(places)
    tracked = track_progress(library.curriculum, stored.progress)
    context = Context(places, clock.now(), library, stored, tracked)
    print_notes(context.warnings)
    return context
