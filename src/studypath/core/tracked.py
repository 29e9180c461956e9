"""Curriculum and progress side by side: what this person did, step by step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from studypath.core.curriculum import Curriculum, Path, Step, StepKey
from studypath.core.progress import EMPTY, Entry, Progress

DEFAULT_PATH = "lightweight"


class TrackedProgress(NamedTuple):
    """One person's entries seen through the curriculum.

    `renamed` maps the keys of entries under a former id to the step's key of today; `orphans` are
    the keys of entries whose step no path has any more.
    """

    curriculum: Curriculum
    progress: Progress
    renamed: Mapping[StepKey, StepKey]
    orphans: tuple[StepKey, ...]
    former: Mapping[StepKey, tuple[StepKey, ...]]

    def own_entry(self, key: StepKey) -> Entry:
        """Return the entry of a step in its own path, former ids included."""
        entry = self.progress.entries.get(key)
        for old in self.former.get(key, ()):
            found = self.progress.entries[old]
            entry = found if entry is None else _merged(entry, found)
        return entry or EMPTY

    def entry(self, key: StepKey) -> Entry:
        """Return the entry of a step with all that other paths say of the same work."""
        shared = self.curriculum.shared.get(key)
        if shared is None and not self.former:
            return self.progress.entries.get(key, EMPTY)
        entry = self.own_entry(key)
        for other in shared or ():
            found = self.own_entry(other)
            if found is not EMPTY:
                entry = found if entry is EMPTY else _merged(entry, found)
        return entry

    def entries_on(self, path: Path) -> dict[str, Entry]:
        """Return what `entry` gives for the steps of a path, by id; those without one are left out.

        Made at once, since asking step by step costs most of `status` on a long path.
        """
        found = {
            step: entry for (on, step), entry in self.progress.entries.items() if on == path.id
        }
        for key in (*self.curriculum.shared, *self.former):
            if key[0] == path.id:
                found[key[1]] = self.entry(key)
        return found

    @property
    def active(self) -> Path:
        """The path of `active`, else `lightweight`, else the first there is."""
        wanted = self.progress.active or DEFAULT_PATH
        return (
            self.curriculum.path(wanted)
            or self.curriculum.path(DEFAULT_PATH)
            or self.curriculum.paths[0]
        )

    def step(self, key: StepKey) -> Step | None:
        """Return the step of that key or of that former id, or None."""
        path_id, step_id = self.renamed.get(key, key)
        path = self.curriculum.path(path_id)
        return next((s for s in path.steps if s.id == step_id), None) if path else None


def track_progress(curriculum: Curriculum, progress: Progress) -> TrackedProgress:
    """Lay progress beside the curriculum: today's ids first, then former ones, the rest orphans."""
    aliases: dict[StepKey, StepKey] = {}
    known: set[StepKey] = set()
    for path in curriculum.paths:
        path_id = path.id
        for phase in path.phases:
            known.update([(path_id, step.id) for step in phase.steps])
            for step in phase.steps:
                for alias in step.aliases:
                    aliases[(path_id, alias)] = (path_id, step.id)
    renamed: dict[StepKey, StepKey] = {}
    orphans: list[StepKey] = []
    former: dict[StepKey, tuple[StepKey, ...]] = {}
    for key in progress.entries:
        if key in known:
            continue
        today = aliases.get(key)
        if today is None:
            orphans.append(key)
        else:
            renamed[key] = today
            former[today] = (*former.get(today, ()), key)
    return TrackedProgress(curriculum, progress, renamed, tuple(orphans), former)


def _merged(one: Entry, other: Entry) -> Entry:
    from studypath.core.merge import merge_entries

    return merge_entries(one, other)
