"""Find the next step of a path."""

from __future__ import annotations

from typing import NamedTuple

from studypath.core.curriculum import Path
from studypath.core.status import PathStatus, StepStatus, build_path_status, list_steps_ahead
from studypath.core.tracked import TrackedProgress


class NextStep(NamedTuple):
    """The next step of a path, None if the path is complete, and the steps after it.

    `deepen`: the path is complete and has an open-ended phase. `first_use`: there is no progress.
    """

    status: PathStatus
    step: StepStatus | None
    then: tuple[StepStatus, ...]
    deepen: bool
    first_use: bool

    @property
    def path(self) -> Path:
        """The path of the steps."""
        return self.status.path


def find_next_step(tracked: TrackedProgress, path: Path, *, count: int = 3) -> NextStep:
    """Return the next `count` steps of a path in the order of `list_steps_ahead`."""
    status = build_path_status(tracked, path)
    ahead = list_steps_ahead(status)
    return NextStep(
        status=status,
        step=ahead[0] if ahead else None,
        then=tuple(ahead[1:count]),
        deepen=not ahead and any(phase.open_ended for phase in path.phases),
        first_use=not tracked.progress.entries and tracked.progress.active is None,
    )
