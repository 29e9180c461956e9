"""Format single values as text: estimates, readings, creators, states, bars. Without Rich."""

from __future__ import annotations

from collections.abc import Iterable

from studypath.core.curriculum import Estimate, Phase, Step
from studypath.core.durations import format_duration, format_range
from studypath.core.estimates import Remaining
from studypath.core.status import Orphan, PathStatus, PhaseStatus
from studypath.core.text import replace_controls

# cli.output replaces these if the terminal shows only ASCII.
DASH, DOT, ELLIPSIS = "–", "·", "…"
FULL, EMPTY = "█", "░"
# The marks differ by shape, never by colour alone.
MARKS = {"todo": "·", "doing": "▸", "done": "✓", "skipped": "–"}
BAR_WIDTH = 20
_LEAST_MINUTES_IN_HOURS = 4 * 60

READING_WORDS = {
    "closely": "closely, line by line",
    "selectively": "selectively: the parts that serve the focus",
    "ideas": "for the ideas; skim the experiments",
    "skim": "skim for the main idea",
}


def format_minutes(low_minutes: int | None, high_minutes: int | None) -> str:
    """Return a range of minutes such as `2h45m–4h`, or `unknown`."""
    if low_minutes is None or high_minutes is None:
        return "unknown"
    return format_range(low_minutes, high_minutes, DASH)


def format_remaining(remaining: Remaining) -> str:
    """Return the remaining time as a range; `0m` if nothing remains."""
    return format_minutes(*remaining)


def format_left(status: PhaseStatus | PathStatus) -> str:
    """Return the time left on a phase or path as a range; that of a single step is its estimate."""
    low, high = status.remaining
    if low is None or high is None or status.total - status.done - status.skipped == 1:
        return format_remaining(status.remaining)
    return format_minutes(round_minutes(low), round_minutes(high))


def format_time_left(status: PhaseStatus | PathStatus) -> str:
    """Return the time left in a sentence: `3h–4h left`, or `time left unknown`."""
    if status.remaining.low_minutes is None:
        return "time left unknown"
    return f"{format_left(status)} left"


def round_minutes(minutes: int) -> int:
    """Return minutes no more precisely than one can know: quarter hours, hours from 4h on."""
    unit = 15 if minutes < _LEAST_MINUTES_IN_HOURS else 60
    return max(unit, (minutes + unit // 2) // unit * unit) if minutes else 0


def format_estimate(estimate: Estimate | None, *, with_source: bool = True) -> str:
    """Return an estimate and its source: `50m–1h15m (derived)`, or `unknown`."""
    if estimate is None:
        return "unknown"
    length = format_minutes(estimate.low_minutes, estimate.high_minutes)
    if not with_source:
        return length
    by_author = " by the author" if estimate.source == "stated" else ""
    return f"{length} ({replace_controls(estimate.source)}{by_author})"


def format_creators(creators: tuple[str, ...], most: int = 3) -> str:
    """Return up to `most` creators, else the first two and the number of the others."""
    names = [replace_controls(name) for name in creators]
    if len(names) > 1 and names[-1].rstrip(".").casefold() in {"et al", "and others"}:
        return f"{', '.join(names[:-1])} and others"
    if len(names) > most:
        return f"{', '.join(names[:2])} and {len(names) - 2} more"
    if len(names) > 1:
        return f"{', '.join(names[:-1])} and {names[-1]}"
    return "".join(names)


def format_kind(kind: str) -> str:
    """Return a kind of step in words: `video series`."""
    return replace_controls(kind.replace("-", " "))


def format_state(state: str) -> str:
    """Return a state in words: `in progress` for `doing`."""
    return "in progress" if state == "doing" else replace_controls(state)


def format_orphan(orphan: Orphan) -> str:
    """Return the state of progress without a step, and its time: `done, 45m`."""
    spent = f", {format_duration(orphan.minutes_spent)}" if orphan.minutes_spent else ""
    return f"{format_state(orphan.state)}{spent}"


def format_reading(reading: str | None) -> str | None:
    """Return a reading in words, or None."""
    return None if reading is None else READING_WORDS.get(reading, replace_controls(reading))


def format_phase(phase: Phase) -> str:
    """Return the label and title of a phase: `Step 1: Visual Intuition`."""
    return f"{replace_controls(phase.label)}: {replace_controls(phase.title)}"


def format_byline(step: Step) -> str:
    """Return creators, year and kind of a step in one line."""
    parts = [format_creators(step.creators), str(step.year or ""), format_kind(step.kind)]
    return f" {DOT} ".join(part for part in parts if part)


def format_count(number: int, noun: str) -> str:
    """Return a number with its noun: `1 step`, `2 steps`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def join_words(words: Iterable[str]) -> str:
    """Return words joined by commas, with control characters replaced."""
    return ", ".join(replace_controls(word) for word in words)


def is_all_skipped(status: PhaseStatus | PathStatus) -> bool:
    """Return whether a phase or path has steps and every one is skipped."""
    return 0 < status.total == status.skipped


def format_progress(status: PhaseStatus | PathStatus) -> str:
    """Return how many steps are done: `1 of 10 done, 2 skipped`, or `skipped` if all are.

    There is no noun: in some paths "Step" is the label of a phase.
    """
    if is_all_skipped(status):
        return "skipped"
    skipped = f", {status.skipped} skipped" if status.skipped else ""
    return f"{status.done} of {status.total - status.skipped} done{skipped}"


def draw_bar(done: int, total: int, *, width: int = BAR_WIDTH) -> str:
    """Return a bar of `width` cells: full only if all is done, empty only if nothing is."""
    if total <= 0:
        return FULL * width
    filled = max(done * width // total, 1 if done else 0)
    return FULL * filled + EMPTY * (width - filled)
