"""What an import made of a file, in plain lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from studypath.core.curriculum import Estimate, Path, Phase
from studypath.core.durations import format_duration
from studypath.core.text import replace_controls
from studypath.views.wording import format_state

MOST_LINES = 20


def format_import(
    paths: Iterable[Path],
    unplaced: Sequence[tuple[int, str, str]],
    notes: Sequence[tuple[int | None, str]],
    *,
    states: Iterable[str] = (),
    most: int = MOST_LINES,
) -> list[str]:
    """Return a line per path and phase, then what could not be placed and what was changed.

    `unplaced` holds line number, text and reason; `notes` line number and message; `states` the
    states of the steps with progress. At most `most` lines of either list are shown.
    """
    lines: list[str] = []
    for path in paths:
        lines += _path_lines(path)
    marked = list(states)
    if marked:
        counts = ", ".join(
            f"{marked.count(state)} {format_state(state)}" for state in dict.fromkeys(marked)
        )
        lines += ["", f"progress in the file: {counts}"]
    if unplaced:
        lines += ["", f"not placed: {_counted(len(unplaced), 'line')}"]
        lines += [f"  line {line}: {replace_controls(text)} ({reason})" for line, text, reason in
                  unplaced[:most]]  # fmt: skip
        lines += _rest(len(unplaced), most)
    if notes:
        lines += ["", "notes:"]
        for line, message in notes[:most]:
            place = "" if line is None else f"line {line}: "
            lines.append(f"  {place}{replace_controls(message)}")
        lines += _rest(len(notes), most)
    return lines


def _path_lines(path: Path) -> list[str]:
    facts = [_counted(len(path.phases), "phase"), _counted(len(path.steps), "step")]
    if path.deferred:
        facts.append(f"{len(path.deferred)} for later")
    if path.estimate is not None:
        facts.append(_range(path.estimate))
    lines = [f"{path.id}  {replace_controls(path.title)}: {', '.join(facts)}"]
    width = max((len(phase.label) for phase in path.phases), default=0)
    lines += [
        f"  {replace_controls(phase.label).ljust(width)}  {_phase(phase)}" for phase in path.phases
    ]
    if path.deferred:
        titles = ", ".join(replace_controls(work.title) for work in path.deferred[:5])
        more = f" and {len(path.deferred) - 5} more" if len(path.deferred) > 5 else ""  # noqa: PLR2004
        lines.append(f"  {'later'.ljust(width)}  {titles}{more}")
    return lines


def _phase(phase: Phase) -> str:
    title = replace_controls(phase.title)
    if phase.open_ended:
        return f"{title}: open-ended"
    timed = [step.estimate for step in phase.steps if step.estimate is not None]
    facts = [_counted(len(phase.steps), "step")]
    if phase.estimate is not None:
        facts.append(_range(phase.estimate))
    elif timed:
        low = sum(estimate.low_minutes for estimate in timed)
        high = sum(estimate.high_minutes for estimate in timed)
        missing = len(phase.steps) - len(timed)
        total = _range(Estimate(low, high, "stated"))
        facts.append(f"{total} for {len(timed)} of them" if missing else total)
    return f"{title}: {', '.join(facts)}"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _range(estimate: Estimate) -> str:
    low, high = format_duration(estimate.low_minutes), format_duration(estimate.high_minutes)
    return low if low == high else f"{low}–{high}"


def _rest(count: int, most: int) -> list[str]:
    return [f"  and {count - most} more"] if count > most else []
