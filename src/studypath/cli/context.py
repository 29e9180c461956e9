"""What a command works with: the places, the time, the library and this person's ledger."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path as FilePath
from typing import NamedTuple

from studypath.cli.output import print_note
from studypath.core.curriculum import Path
from studypath.core.errors import UnknownStep
from studypath.core.progress import Progress
from studypath.core.selection import Selection, resolve_path, resolve_steps
from studypath.core.settings import Settings
from studypath.core.text import replace_controls
from studypath.core.tracked import TrackedProgress, track_progress
from studypath.storage import clock, fingerprints
from studypath.storage.library import Library, load_library
from studypath.storage.places import Places, find_places
from studypath.storage.progress import (
    ProgressChange,
    StoredProgress,
    change_progress,
    load_progress,
)


class Context(NamedTuple):
    """All that was read for one command."""

    places: Places
    now: datetime
    library: Library
    record: StoredProgress
    tracked: TrackedProgress

    @property
    def settings(self) -> Settings:
        """The lasting settings."""
        return self.library.settings

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the owner of the files should hear of."""
        return (*self.library.warnings, *self.record.warnings, *self._unknown_active)

    @property
    def _unknown_active(self) -> tuple[str, ...]:
        active = self.record.progress.active
        if active is None or self.library.curriculum.path(active) is not None:
            return ()
        shown = self.tracked.active.id
        return (f"the active path {active!r} is not there; {shown} is shown in its place",)

    @property
    def stamps(self) -> tuple[fingerprints.Fingerprint, ...]:
        """The stamps of all that was read or looked for."""
        return (*self.library.fingerprints, *self.record.fingerprints)

    def path(self, word: str | None) -> Path:
        """Return the path of that name, else the active one."""
        return self.tracked.active if word is None else resolve_path(self.tracked.curriculum, word)

    def select(self, word: str) -> Selection:
        """Return the steps that a word means; a work left for later is said to be no step."""
        try:
            return resolve_steps(self.tracked.curriculum, self.tracked.active, word)
        except UnknownStep as error:
            reason = _left_for_later(self.tracked.curriculum.paths, word)
            if reason is None:
                raise
            raise UnknownStep(reason, error.nearest) from None

    def change(
        self, words: Sequence[str], make: Callable[[TrackedProgress], Progress]
    ) -> ProgressChange:
        """Change progress as one save and one undo; `words` are the command as it was typed."""
        said = " ".join(words)
        changed = change_progress(
            self.places, self.tracked.curriculum, said, self.now, make, known=self.record
        )
        for notice in changed.notices:
            print_note(notice)
        return changed


def open_context() -> Context:
    """Read everything once, and tell on stderr what its owner should hear of."""
    found = find_places(os.environ)
    shelf = load_library(found)
    record = load_progress(found)
    context = Context(
        found, clock.now(), shelf, record, track_progress(shelf.curriculum, record.progress)
    )
    for warning in context.warnings:
        print_note(warning)
    return context


def _left_for_later(paths: Iterable[Path], word: str) -> str | None:
    wanted = word.strip().lower().rpartition("/")[2]
    for path in paths:
        for work in path.deferred:
            if work.id == wanted:
                return replace_controls(
                    f"{work.id} is no step: the path {path.id} leaves it for later. "
                    f"What there is on it: studypath status --all --path {path.id}"
                )
    return None


class WikiPage(NamedTuple):
    """A page of the user's wiki: where it would be, and whether it is there (None: an address)."""

    target: str
    exists: bool | None


def find_wiki_page(settings: Settings, page_id: str) -> WikiPage | None:
    """Return the wiki page of a step or concept; None where no wiki is set."""
    wiki = settings.wiki
    if wiki is None:
        return None
    if "://" in wiki:
        return WikiPage(wiki.replace("{id}", page_id), None)
    # These two answer where pathlib raises: for a `~name` unknown here, a folder one may not enter.
    file = FilePath(os.path.expanduser(wiki)) / f"{page_id}.md"  # noqa: PTH111
    return WikiPage(str(file), os.path.isfile(file))  # noqa: PTH113


def find_existing_page(settings: Settings, page_id: str) -> str | None:
    """Return where the wiki page is, if it is there as far as that can be known."""
    page = find_wiki_page(settings, page_id)
    return page.target if page is not None and page.exists is not False else None
