"""How things are said: durations, ranges, readings, creators, marks and bars. Without Rich."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from studypath.core.curriculum import Estimate, Phase, Step
from studypath.core.estimates import Remaining
from studypath.core.status import StepStatus
from studypath.core.text import replace_controls

BAR_WIDTH = 20

# Beyond this many minutes hours say more: "80–120 min", but "1 h 40 min – 2 h 30 min".
_MOST_PLAIN_MINUTES = 120

READING_WORDS = {
    "closely": "closely, line by line",
    "selectively": "selectively: the parts that serve the focus",
    "ideas": "for the ideas; pass over the experiments quickly",
    "skim": "skim, for the one idea",
}

SOURCE_WORDS = {"stated": "stated by the author", "derived": "derived"}


# Made at every start: a NamedTuple takes a quarter of the instructions that a dataclass does.
class Signs(NamedTuple):
    """The characters that views draw; output replaces them where the terminal knows only ASCII."""

    dash: str
    dot: str
    cut: str
    full: str
    empty: str
    marks: tuple[tuple[str, str], ...]

    def mark(self, state: str) -> str:
        """Return the mark of a state, which differs by shape and never by colour alone."""
        return dict(self.marks).get(state, "?")


_DRAWN = Signs(
    dash="–",
    dot="·",
    cut="…",
    full="█",
    empty="░",
    marks=(("todo", "·"), ("doing", "▸"), ("done", "✓"), ("skipped", "–")),
)


def get_signs() -> Signs:
    """Return the set of characters to draw with."""
    return _DRAWN


def minutes_words(minutes: int) -> str:
    """Return whole minutes as one says them: `45 min`, `1 h`, `1 h 30 min`."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def range_words(
    low: int | None,
    high: int | None,
) -> str:
    """Return a range of minutes as one says it: `50–75 min`, `10–15 h`, `1 h 40 min – 2 h`.

    Unknown ends give `unknown`.
    """
    if low is None or high is None:
        return "unknown"
    dash = get_signs().dash
    if low == high:
        return minutes_words(low)
    plain = high <= _MOST_PLAIN_MINUTES
    if not low % 60 and not high % 60 and (low or not plain):
        return f"{low // 60}{dash}{high // 60} h"
    if plain:
        return f"{low}{dash}{high} min"
    return f"{minutes_words(low)} {dash} {minutes_words(high)}"


def range_short(
    low: int | None,
    high: int | None,
) -> str:
    """Return a range for the column of a table: `50–75 min`, `10–15 h`, `1 h 40–2 h 30`."""
    if low is None or high is None:
        return "unknown"
    if low == high or high <= _MOST_PLAIN_MINUTES or not (low % 60 or high % 60):
        return range_words(low, high)
    return f"{minutes_short(low)}{get_signs().dash}{minutes_short(high)}"


def minutes_short(minutes: int) -> str:
    """Return whole minutes for the column of a table: `45 min`, `2 h`, `1 h 05`."""
    return _clock(minutes) if minutes // 60 else minutes_words(minutes)


def format_remaining(
    remaining: Remaining,
) -> str:
    """Return what is left, as a range; nothing left is `0 min`."""
    return range_words(remaining.low_minutes, remaining.high_minutes)


def format_estimate(
    estimate: Estimate | None,
) -> str:
    """Return an estimate with its source, or `unknown`."""
    if estimate is None:
        return "unknown"
    words = range_words(estimate.low_minutes, estimate.high_minutes)
    return f"{words} ({SOURCE_WORDS.get(estimate.source, replace_controls(estimate.source))})"


def format_short_estimate(
    step: StepStatus,
) -> str:
    """Return the estimate of a step for the column of a table; empty where there is none."""
    if step.estimate is None:
        return ""
    return range_short(step.estimate.low_minutes, step.estimate.high_minutes)


def format_creators(creators: tuple[str, ...], most: int = 3) -> str:
    """Return who made a work: all of up to `most`, else the first two and how many more."""
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


def format_reading(reading: str | None) -> str | None:
    """Return a reading mode in words, None where nothing is said."""
    return None if reading is None else READING_WORDS.get(reading, replace_controls(reading))


def format_phase(phase: Phase) -> str:
    """Return a phase by its label and title: `Step 1: Visual Intuition`."""
    return f"{replace_controls(phase.label)}: {replace_controls(phase.title)}"


def format_byline(
    step: Step,
) -> str:
    """Return who made a step, when, and what kind of work it is, in one line."""
    parts = [format_creators(step.creators), str(step.year or ""), format_kind(step.kind)]
    return f" {get_signs().dot} ".join(part for part in parts if part)


def format_count(number: int, word: str) -> str:
    """Return a number with its noun: `1 step`, `2 steps`."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def join_words(words: Iterable[str]) -> str:
    """Return words joined by commas, made visible."""
    return ", ".join(replace_controls(word) for word in words)


def draw_bar(done: int, counted_steps: int, *, width: int = BAR_WIDTH) -> str:
    """Return a bar of `width` cells: full only when all is done, begun as soon as anything is."""
    sign = get_signs()
    if counted_steps <= 0:
        return sign.full * width
    filled = done * width // counted_steps
    if done and not filled:
        filled = 1
    return sign.full * filled + sign.empty * (width - filled)


def _clock(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest:02}" if rest else f"{hours} h"
