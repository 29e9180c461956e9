"""What to do now: the first step of the path that is left, and what comes after it."""

from __future__ import annotations

from typing import NamedTuple

from studypath.core.curriculum import Path
from studypath.core.status import PathStatus, StepStatus, build_path_status, list_steps_ahead
from studypath.core.tracked import TrackedProgress


class NextStep(NamedTuple):
    """The next step of a path (None when nothing is left), what follows, and how far one is.

    `deepen` tells that the path ends in an open-ended phase to go to now. `first_use` tells that
    there is no progress yet, so that the other paths deserve a word.
    """

    status: PathStatus
    step: StepStatus | None
    then: tuple[StepStatus, ...]
    deepen: bool
    first_use: bool

    @property
    def path(self) -> Path:
        """The path the answer is about."""
        return self.status.path


def find_next_step(tracked: TrackedProgress, path: Path, *, count: int = 3) -> NextStep:
    """Return the next `count` steps of a path.

    The first step that is being done comes first, else the first to do; what follows are the
    steps left after it in the order of the path, then those left before it.
    """
    status = build_path_status(tracked, path)
    ordered = list_steps_ahead(status)
    return NextStep(
        status=status,
        step=ordered[0] if ordered else None,
        then=tuple(ordered[1:count]),
        deepen=not ordered and any(phase.open_ended for phase in path.phases),
        first_use=not tracked.progress.entries and tracked.progress.active is None,
    )
