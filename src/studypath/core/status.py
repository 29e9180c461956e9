"""Build the state of paths, phases and steps, as `status`, `list`, `show` and `next` show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from studypath.core.curriculum import Estimate, Path, Phase, Step
from studypath.core.estimates import Remaining, spread_estimates, sum_estimates
from studypath.core.progress import EMPTY, Entry
from studypath.core.tracked import TrackedProgress


class StepStatus(NamedTuple):
    """A step with the user's progress.

    `estimate` is the step's own, or its share of the phase's or path's. `covered` holds the ids
    in the step's `covered_by` that are done.
    """

    path_id: str
    phase: Phase
    step: Step
    entry: Entry
    estimate: Estimate | None
    covered: tuple[str, ...] = ()

    @property
    def left(self) -> bool:
        """Return whether the step is neither done nor skipped."""
        return self.entry.state in {"todo", "doing"}


class PhaseStatus(NamedTuple):
    """A phase with the user's progress."""

    phase: Phase
    steps: tuple[StepStatus, ...]
    done: int
    skipped: int
    percent: int | None
    minutes_spent: int
    remaining: Remaining

    @property
    def total(self) -> int:
        """Return the number of steps, skipped ones included."""
        return len(self.steps)


class Orphan(NamedTuple):
    """Progress on a step that no path has."""

    path_id: str
    id: str
    state: str
    minutes_spent: int


class PathStatus(NamedTuple):
    """A path with the user's progress."""

    path: Path
    phases: tuple[PhaseStatus, ...]
    done: int
    skipped: int
    total: int
    percent: int | None
    minutes_spent: int
    remaining: Remaining
    orphans: tuple[Orphan, ...]

    @property
    def steps(self) -> tuple[StepStatus, ...]:
        """Return the steps of all phases in order."""
        return tuple(step for phase in self.phases for step in phase.steps)

    @property
    def complete(self) -> bool:
        """Return whether every step is done or skipped."""
        return self.done + self.skipped == self.total


def build_path_status(tracked: TrackedProgress, path: Path) -> PathStatus:
    """Return a path with the user's progress; skipped steps leave the total."""
    estimates = spread_estimates(path)
    entries = tracked.entries_on(path)
    phases = tuple(
        _build_phase_status(phase, path.id, estimates, entries, tracked.covering)
        for phase in path.phases
    )
    done = sum(phase.done for phase in phases)
    skipped = sum(phase.skipped for phase in phases)
    total = sum(phase.total for phase in phases)
    return PathStatus(
        path=path,
        phases=phases,
        done=done,
        skipped=skipped,
        total=total,
        percent=compute_percent(done, skipped, total),
        minutes_spent=sum(phase.minutes_spent for phase in phases),
        remaining=_sum_remaining(phases),
        orphans=list_orphans(tracked, path),
    )


def _sum_remaining(phases: Iterable[PhaseStatus]) -> Remaining:
    """Return the sum over phases; unknown only if steps remain and no phase has an estimate."""
    remaining = [phase.remaining for phase in phases if phase.done + phase.skipped < phase.total]
    estimated = [each for each in remaining if each.low_minutes is not None]
    if remaining and not estimated:
        return Remaining(None, None)
    return Remaining(
        sum(each.low_minutes or 0 for each in estimated),
        sum(each.high_minutes or 0 for each in estimated),
    )


def compute_percent(done: int, skipped: int, total: int) -> int | None:
    """Return the percentage rounded down: 100 only if nothing remains, None without steps."""
    if not total:
        return None
    counted = total - skipped
    return done * 100 // counted if counted else 100


def list_orphans(tracked: TrackedProgress, path: Path) -> tuple[Orphan, ...]:
    """Return the orphans of a path, and with the active path those whose whole path is gone."""
    entries = tracked.progress.entries
    return tuple(
        Orphan(*key, entries[key].state, entries[key].minutes_spent)
        for key in tracked.orphans_by_path.get(path.id, ())
    )


def build_step_status(tracked: TrackedProgress, path: Path, step: Step) -> StepStatus:
    """Return a step of a path with the user's progress. Costs as much as the whole path."""
    steps = build_path_status(tracked, path).steps
    return next(status for status in steps if status.step.id == step.id)


def list_steps_ahead(status: PathStatus) -> list[StepStatus]:
    """Return the remaining steps in the order of `next`.

    The first step in progress, else the first to do, leads; the steps before it come last.
    """
    remaining = [step for step in status.steps if step.left]
    first = next((i for i, step in enumerate(remaining) if step.entry.state == "doing"), 0)
    return remaining[first:] + remaining[:first]


def find_start(entry: Entry) -> datetime | None:
    """Return `started`, else the start of the first session, else None."""
    if entry.started is not None or not entry.sessions:
        return entry.started
    return min(session.start for session in entry.sessions)


def _build_phase_status(
    phase: Phase,
    path_id: str,
    estimates: dict[str, Estimate | None],
    entries: Mapping[str, Entry],
    covering: frozenset[str],
) -> PhaseStatus:
    steps = tuple(
        [
            StepStatus(
                path_id,
                phase,
                step,
                entries.get(step.id, EMPTY),
                estimates[step.id],
                tuple([other for other in step.covered_by if other in covering])
                if step.covered_by
                else (),
            )
            for step in phase.steps
        ]
    )
    states = [step.entry.state for step in steps]
    done, skipped = states.count("done"), states.count("skipped")
    return PhaseStatus(
        phase=phase,
        steps=steps,
        done=done,
        skipped=skipped,
        percent=compute_percent(done, skipped, len(steps)),
        minutes_spent=sum([s.entry.minutes_spent for s in steps if s.entry.sessions]),
        remaining=sum_estimates(
            [
                _compute_estimate_left(step) if step.entry.parts_done else step.estimate
                for step in steps
                if step.left
            ]
        ),
    )


def _compute_estimate_left(status: StepStatus) -> Estimate | None:
    from studypath.core.parts import compute_estimate_left

    return compute_estimate_left(status.estimate, status.step, status.entry)
