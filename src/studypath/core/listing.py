"""Steps by state, kind and topic: the answer to `list`."""

from __future__ import annotations

from collections.abc import Iterable

from studypath.core.curriculum import Path
from studypath.core.ledger import Ledger
from studypath.core.status import StepStatus, path_status


def listed_steps(
    ledger: Ledger,
    paths: Iterable[Path],
    *,
    state: str | None = None,
    kind: str | None = None,
    concept: str | None = None,
) -> tuple[StepStatus, ...]:
    """Return the steps of paths, in order, that fit all that is asked for; None asks nothing."""
    return tuple(
        step
        for path in paths
        for step in path_status(ledger, path).steps
        if (state is None or step.entry.state == state)
        and (kind is None or step.step.kind == kind)
        and (concept is None or concept in step.step.concepts)
    )
