"""Find cycles of `covers`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from studypath.core.curriculum import Path

CYCLE_SHOWN_MOST = 8


def find_covers_cycle(paths: Iterable[Path]) -> tuple[str, ...]:
    """Return the ids of a cycle of `covers`, the first again at the end; empty if there is none."""
    return find_cycle((step.id, step.covers) for path in paths for step in path.steps)


def find_cycle(steps: Iterable[tuple[str, Sequence[str]]]) -> tuple[str, ...]:
    """Return what `find_covers_cycle` does for steps as pairs of an id and the ids it covers."""
    covers: dict[str, list[str]] = {}
    for step_id, covered in steps:
        if covered:
            covers.setdefault(step_id, []).extend(covered)
    finished: set[str] = set()
    for start in covers:
        # Depth-first without recursion: a file may chain thousands of steps.
        trail: list[str] = []
        on_trail: set[str] = set()
        pending: list[tuple[str, bool]] = [(start, False)]
        while pending:
            step_id, leaving = pending.pop()
            if leaving:
                on_trail.discard(trail.pop())
                finished.add(step_id)
                continue
            if step_id in on_trail:
                return (*trail[trail.index(step_id) :], step_id)
            if step_id in finished:
                continue
            trail.append(step_id)
            on_trail.add(step_id)
            pending.append((step_id, True))
            pending.extend((other, False) for other in covers.get(step_id, ()))
    return ()


def describe_cycle(cycle: Sequence[str]) -> str:
    """Return a cycle as a message; a long one is shortened."""
    shown = cycle if len(cycle) <= CYCLE_SHOWN_MOST else (*cycle[:3], "...", cycle[-1])
    return f"covers forms a cycle: {' > '.join(shown)}"
