"""What the removal of a path leaves behind, and when it is refused."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from studypath.core.curriculum import Path
from studypath.core.errors import WrongUsage
from studypath.core.tracked import TrackedProgress


class KeptProgress(NamedTuple):
    """The entries and minutes that stay in the progress file after a path is removed."""

    entries: int
    minutes: int


def require_unused(tracked: TrackedProgress, paths: Iterable[Path]) -> None:
    """Raise WrongUsage for the active path, and for one on which a timer runs."""
    path_ids = {path.id for path in paths}
    timer = tracked.progress.timer
    if timer is not None and timer.path in path_ids:
        msg = f"the timer runs on {timer.path}/{timer.step}\nStop it first: studypath stop"
        raise WrongUsage(msg)
    if tracked.active.id in path_ids:
        other = next(
            (each.id for each in tracked.curriculum.paths if each.id not in path_ids), "PATH"
        )
        msg = f"{tracked.active.id} is the active path\n"
        raise WrongUsage(f"{msg}Choose another one first: studypath use {other}")


def count_kept_progress(tracked: TrackedProgress, path: Path) -> KeptProgress:
    """Return how much progress there is under the id of a path."""
    entries = [entry for key, entry in tracked.progress.entries.items() if key[0] == path.id]
    return KeptProgress(len(entries), sum(entry.minutes_spent for entry in entries))
