"""Progress joined with the curriculum: the user's entry for each step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby

from studypath.core.curriculum import Curriculum, Path, Step, StepKey
from studypath.core.progress import EMPTY, Entry, Progress, Session

DEFAULT_PATH = "lightweight"


class TrackedProgress:
    """Progress on the steps of a curriculum.

    `renamed` maps the keys of entries under a former id to the step's current key, `former` the
    current key to those keys. `orphans` are the keys of entries whose step is on no path.
    """

    def __init__(self, curriculum: Curriculum, progress: Progress) -> None:
        self.curriculum = curriculum
        self.progress = progress
        self.renamed: dict[StepKey, StepKey] = {}
        self.former: dict[StepKey, list[StepKey]] = {}
        self.orphans: list[StepKey] = []
        current: dict[StepKey, StepKey] = {}
        keys: set[StepKey] = set()
        for path in curriculum.paths:
            path_id = path.id
            for phase in path.phases:
                keys.update([(path_id, step.id) for step in phase.steps])
                for step in phase.steps:
                    for alias in step.aliases:
                        current[(path_id, alias)] = (path_id, step.id)
        for key in progress.entries:
            if key in keys:
                continue
            if key in current:
                self.renamed[key] = current[key]
                self.former.setdefault(current[key], []).append(key)
            else:
                self.orphans.append(key)

    def own_entry(self, key: StepKey) -> Entry:
        """Return the entry of a step on its own path, merged with those under former ids."""
        entries = self.progress.entries
        if not self.former:
            return entries.get(key, EMPTY)
        keys = (key, *self.former.get(key, ()))
        return _merge_all([entries[each] for each in keys if each in entries]) or EMPTY

    def entry(self, key: StepKey) -> Entry:
        """Return the entry of a step, merged with those of the same work on other paths."""
        return self._entries.get(key[0], {}).get(key[1], EMPTY)

    def entries_on(self, path: Path) -> Mapping[str, Entry]:
        """Return `entry` for the steps of a path by step id; steps without an entry are absent."""
        return self._entries.get(path.id, {})

    @cached_property
    def _entries(self) -> dict[str, dict[str, Entry]]:
        entries: dict[str, dict[str, Entry]] = {}
        for (path_id, step_id), entry in self.progress.entries.items():
            entries.setdefault(path_id, {})[step_id] = entry
        for path_id, step_id in self.former:
            entries[path_id][step_id] = self.own_entry((path_id, step_id))
        shared = self.curriculum.shared
        keys = shared.keys() & self.progress.entries.keys() | shared.keys() & self.former.keys()
        for work in {shared[key][0]: shared[key] for key in keys}.values():
            _share_entries(work, entries)
        return entries

    @cached_property
    def active(self) -> Path:
        """Return the chosen path, else `lightweight`, else the first path."""
        return (
            self.curriculum.path(self.progress.active or DEFAULT_PATH)
            or self.curriculum.path(DEFAULT_PATH)
            or self.curriculum.paths[0]
        )

    @cached_property
    def covering(self) -> frozenset[str]:
        """Return the ids of the done steps that cover others."""
        return frozenset(
            step.id
            for path in self.curriculum.paths
            for phase in path.phases
            for step in phase.steps
            if step.covers and self.entry((path.id, step.id)).state == "done"
        )

    @cached_property
    def orphans_by_path(self) -> dict[str, list[StepKey]]:
        """Return the orphans by path id; those of a path that is gone are with the active path."""
        path_ids = {path.id for path in self.curriculum.paths}
        by_path: dict[str, list[StepKey]] = {}
        for key in self.orphans:
            path_id = key[0] if key[0] in path_ids else self.active.id
            by_path.setdefault(path_id, []).append(key)
        return by_path

    def step(self, key: StepKey) -> Step | None:
        """Return the step with this current or former key, or None. Linear in steps."""
        path_id, step_id = self.renamed.get(key, key)
        path = self.curriculum.path(path_id)
        return next((s for s in path.steps if s.id == step_id), None) if path else None


def track_progress(curriculum: Curriculum, progress: Progress) -> TrackedProgress:
    """Return progress joined with a curriculum: current ids first, then former ids."""
    return TrackedProgress(curriculum, progress)


def iterate_own_sessions(
    tracked: TrackedProgress, keys: Iterable[StepKey]
) -> Iterator[tuple[StepKey, tuple[Session, ...]]]:
    """Yield each key with its sessions; those of a work on several paths once.

    Of the keys of one path, which must be adjacent, each yields the sessions that no key of the
    same work on an earlier path has.
    """
    shared = tracked.curriculum.shared
    seen: dict[StepKey, Counter[Session]] = {}
    for _, adjacent in groupby(keys, key=lambda key: key[0]):
        on_path: list[tuple[StepKey, tuple[Session, ...]]] = []
        for key in adjacent:
            sessions = tracked.own_entry(key).sessions
            if sessions and key in shared:
                work = shared[key][0]
                on_path.append((work, sessions))
                if work in seen:
                    sessions = subtract_sessions(sessions, seen[work])
            yield key, sessions
        for work, sessions in on_path:
            counts = seen.setdefault(work, Counter())
            for session, count in Counter(sessions).items():
                counts[session] = max(count, counts[session])


def subtract_sessions(
    sessions: Iterable[Session], counts: Mapping[Session, int]
) -> tuple[Session, ...]:
    """Return the multiset difference: each session without its first `counts[session]` copies."""
    left = dict(counts)
    remaining = []
    for session in sessions:
        if left.get(session, 0) > 0:
            left[session] -= 1
        else:
            remaining.append(session)
    return tuple(remaining)


def _share_entries(keys: Sequence[StepKey], entries: dict[str, dict[str, Entry]]) -> None:
    """Merge into the entry of each step of a work those of the work on other paths.

    `keys` are sorted. A merge per path from both ends gives each path the merge of all others.
    """
    steps_on = {path: [key[1] for key in on] for path, on in groupby(keys, key=lambda key: key[0])}
    merged: dict[str, Entry] = {}
    for path_id, steps in steps_on.items():
        on_path = entries.get(path_id, {})
        own = _merge_all([on_path[step] for step in steps if step in on_path])
        if own is not None:
            merged[path_id] = own
    others: dict[str, Entry | None] = {}
    total: Entry | None = None
    for order in (merged, reversed(merged)):
        total = None
        for path_id in order:
            others[path_id] = _merge_two(others.get(path_id), total)
            total = _merge_two(total, merged[path_id])
    for path_id, steps in steps_on.items():
        on_path = entries.setdefault(path_id, {})
        elsewhere = others.get(path_id, total)
        for step in steps:
            entry = total if len(steps) == 1 else _merge_two(on_path.get(step), elsewhere)
            if entry is not None:
                on_path[step] = entry


def _merge_all(entries: list[Entry]) -> Entry | None:
    """Merge pairwise, so that n entries cost n log n."""
    while len(entries) > 1:
        pairs = zip(entries[::2], [*entries[1::2], None], strict=False)
        entries = [entry for pair in pairs if (entry := _merge_two(*pair)) is not None]
    return entries[0] if entries else None


def _merge_two(one: Entry | None, other: Entry | None) -> Entry | None:
    if one is None or other is None:
        return other if one is None else one
    from studypath.core.merge import merge_entries

    return merge_entries(one, other)
