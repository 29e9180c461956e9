"""How far one is: the answers to `status`, `list` and `show`, and the parts of `next`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from studypath.core.curriculum import Estimate, Path, Phase, Step
from studypath.core.estimates import Remaining, spread_estimates, sum_estimates
from studypath.core.progress import EMPTY, Entry
from studypath.core.tracked import TrackedProgress


class StepStatus(NamedTuple):
    """A step as this person stands to it.

    `estimate` is the step's own or its share of the stated range. `covered_by` holds the ids of
    the steps that give its intuition, `covered` those of them that are done.
    """

    path_id: str
    phase: Phase
    step: Step
    entry: Entry
    estimate: Estimate | None
    covered: tuple[str, ...] = ()

    @property
    def left(self) -> bool:
        """Whether it still is to be finished."""
        return self.entry.state in {"todo", "doing"}


class PhaseStatus(NamedTuple):
    """A phase as this person stands to it; minutes are whole."""

    phase: Phase
    steps: tuple[StepStatus, ...]
    done: int
    skipped: int
    percent: int | None
    minutes_spent: int
    remaining: Remaining

    @property
    def total(self) -> int:
        """All steps of the phase, skipped ones included."""
        return len(self.steps)


class Orphan(NamedTuple):
    """Progress on a step that no path has any more."""

    path_id: str
    id: str
    state: str
    minutes_spent: int


class PathStatus(NamedTuple):
    """A path as this person stands to it."""

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
        """The steps of all phases, in order."""
        return tuple(step for phase in self.phases for step in phase.steps)

    @property
    def complete(self) -> bool:
        """Whether nothing is left of it."""
        return self.done + self.skipped == self.total


def build_path_status(tracked: TrackedProgress, path: Path) -> PathStatus:
    """Return how far this person is on a path; skipped steps leave the total."""
    estimates = spread_estimates(path)
    covering = find_covering_steps(tracked)
    entries = tracked.entries_on(path)
    phases = tuple(
        _phase_status(phase, path.id, estimates, entries, covering) for phase in path.phases
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
        remaining=_remaining(phases),
        orphans=_orphans_on(tracked, path),
    )


def _remaining(phases: Iterable[PhaseStatus]) -> Remaining:
    """What is left of all phases: unknown only where something is left and nothing is known."""
    left = [phase for phase in phases if phase.done + phase.skipped < phase.total]
    known = [phase.remaining for phase in left if phase.remaining.low_minutes is not None]
    if left and not known:
        return Remaining(None, None)
    return Remaining(
        sum(each.low_minutes or 0 for each in known),
        sum(each.high_minutes or 0 for each in known),
    )


def compute_percent(done: int, skipped: int, total: int) -> int | None:
    """Return whole percent, rounded down: 100 only when nothing is left, None without steps."""
    if not total:
        return None
    counted = total - skipped
    return done * 100 // counted if counted else 100


def list_orphans(tracked: TrackedProgress) -> tuple[Orphan, ...]:
    """Return the progress whose step has left the curriculum, in the order of the file."""
    entries = tracked.progress.entries
    return tuple(
        Orphan(*key, entries[key].state, entries[key].minutes_spent) for key in tracked.orphans
    )


def _orphans_on(tracked: TrackedProgress, path: Path) -> tuple[Orphan, ...]:
    """The orphans of a path; those whose whole path is gone are reported with the active one."""
    paths = tracked.curriculum.paths
    gone = path.id == tracked.active.id
    return tuple(
        orphan
        for orphan in list_orphans(tracked)
        if orphan.path_id == path.id or (gone and all(p.id != orphan.path_id for p in paths))
    )


def build_step_status(tracked: TrackedProgress, path: Path, step: Step) -> StepStatus:
    """Return how this person stands to one step."""
    phase = next(phase for phase in path.phases if step in phase.steps)
    estimate = step.estimate or spread_estimates(path)[step.id]
    entry = tracked.entry((path.id, step.id))
    covering = find_covering_steps(tracked) if step.covered_by else frozenset()
    return StepStatus(path.id, phase, step, entry, estimate, _covered(step, covering))


def find_covering_steps(tracked: TrackedProgress) -> frozenset[str]:
    """Return the ids of the done steps that give the intuition of others."""
    return frozenset(
        step.id
        for path in tracked.curriculum.paths
        for phase in path.phases
        for step in phase.steps
        if step.covers and tracked.entry((path.id, step.id)).state == "done"
    )


def _covered(step: Step, covering: frozenset[str]) -> tuple[str, ...]:
    return tuple(other for other in step.covered_by if other in covering)


def list_steps_ahead(status: PathStatus) -> list[StepStatus]:
    """Return the remaining steps in the order of `next`.

    The first step in progress, else the first to do, leads; the steps before it come last.
    """
    remaining = [step for step in status.steps if step.left]
    first = next((i for i, step in enumerate(remaining) if step.entry.state == "doing"), 0)
    return remaining[first:] + remaining[:first]


def find_start(entry: Entry) -> datetime | None:
    """Return when work on a step began: as said, else the start of its first session."""
    if entry.started is not None or not entry.sessions:
        return entry.started
    return min(session.start for session in entry.sessions)


def _phase_status(
    phase: Phase,
    path_id: str,
    estimates: dict[str, Estimate | None],
    entries: dict[str, Entry],
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
                _covered(step, covering) if step.covered_by else (),
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
        remaining=sum_estimates([step.estimate for step in steps if step.left]),
    )
