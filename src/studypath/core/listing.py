"""Select steps by state, kind and concept, for `list`."""

from __future__ import annotations

from collections.abc import Iterable

from studypath.core.curriculum import Path
from studypath.core.status import StepStatus, build_path_status
from studypath.core.tracked import TrackedProgress


def list_steps(
    tracked: TrackedProgress,
    paths: Iterable[Path],
    *,
    state: str | None = None,
    kind: str | None = None,
    concept: str | None = None,
) -> tuple[StepStatus, ...]:
    """Return the steps of paths, in order, that match all filters; None matches every step."""
    return tuple(
        step
        for path in paths
        for step in build_path_status(tracked, path).steps
        if (state is None or step.entry.state == state)
        and (kind is None or step.step.kind == kind)
        and (concept is None or concept in step.step.concepts)
    )
