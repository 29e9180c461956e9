"""The parts of a step: which are done, which is next, and the share of the step that is left.

A part is named by its number, counted from 1 in the order of the path file. A step that is done has
no part left, whatever its entry lists; numbers that the step no longer has are ignored.
"""

from __future__ import annotations

from typing import NamedTuple

from studypath.core.curriculum import Estimate, Part, Step
from studypath.core.errors import UnknownStep, WrongUsage
from studypath.core.progress import Entry
from studypath.core.text import replace_controls

LEAST_SHARE_LEFT = 0.1
"""The least share that remains of a step that is not done, although all its parts are."""

MOST_PARTS = 500
ROUNDED_MINUTES = 5
MOST_DIGITS = 3


class NumberedPart(NamedTuple):
    """A part of a step, its number, and how many parts the step has."""

    number: int
    part: Part
    total: int


def list_done_parts(step: Step, entry: Entry) -> tuple[int, ...]:
    """Return the numbers of the finished parts in order: all if the step is done."""
    if entry.state == "done":
        return tuple(range(1, len(step.parts) + 1))
    return tuple(number for number in entry.parts_done if number <= len(step.parts))


def list_parts_left(step: Step, entry: Entry) -> tuple[NumberedPart, ...]:
    """Return the parts that are not finished, in order."""
    done = set(list_done_parts(step, entry))
    total = len(step.parts)
    return tuple(
        NumberedPart(number, part, total)
        for number, part in enumerate(step.parts, 1)
        if number not in done
    )


def find_next_part(step: Step, entry: Entry) -> NumberedPart | None:
    """Return the first part that is not finished; None if there is none."""
    return next(iter(list_parts_left(step, entry)), None)


def compute_share_left(step: Step, entry: Entry) -> float:
    """Return the share of a step that its unfinished parts make up: 0.1 to 1.

    A part weighs as much as its duration; one without a duration as the mean of the others, and
    all weigh alike if none has one. A step without parts is left as a whole.
    """
    weights = _list_weights(step)
    if not weights:
        return 1.0
    left = sum(weights[part.number - 1] for part in list_parts_left(step, entry))
    return max(LEAST_SHARE_LEFT, left / sum(weights))


def estimate_parts(step: Step, estimate: Estimate | None) -> tuple[Estimate | None, ...]:
    """Return an estimate per part: its duration, else its share of the step's estimate."""
    weights = _list_weights(step)
    shares: list[Estimate | None] = []
    for part, weight in zip(step.parts, weights, strict=True):
        if part.minutes is not None:
            shares.append(Estimate(part.minutes, part.minutes, "stated"))
        elif estimate is None:
            shares.append(None)
        else:
            share = weight / sum(weights)
            low, high = (max(1, round(end * share)) for end in estimate[:2])
            shares.append(Estimate(low, high, "derived"))
    return tuple(shares)


def compute_estimate_left(estimate: Estimate | None, step: Step, entry: Entry) -> Estimate | None:
    """Return what is left of a step's estimate after its finished parts, to five minutes."""
    if estimate is None:
        return None
    share = compute_share_left(step, entry)
    low, high = (
        min(end, max(ROUNDED_MINUTES, ROUNDED_MINUTES * round(end * share / ROUNDED_MINUTES)))
        for end in estimate[:2]
    )
    return estimate._replace(low_minutes=low, high_minutes=high)


def split_part_word(word: str) -> tuple[str, tuple[int, ...]]:
    """Return a word without its parts, and their numbers: `1.1#2-4` is 1.1 with 2, 3 and 4.

    No numbers if the word does not end with parts. Raises WrongUsage for a range that runs
    backwards.
    """
    head, _, tail = word.rpartition("#")
    numbers: list[int] = []
    for item in tail.split(","):
        first, dash, last = (each.strip() for each in item.partition("-"))
        ends = (first, last) if dash else (first, first)
        if not all(end.isdecimal() and end.isascii() and len(end) <= MOST_DIGITS for end in ends):
            return word, ()
        low, high = map(int, ends)
        if low > high:
            msg = f"The parts {first}-{last} run backwards\nWrite the lower number first."
            raise WrongUsage(msg)
        numbers.extend(range(low, high + 1))
    return (head, tuple(sorted(set(numbers)))) if head.strip() else (word, ())


def check_parts(step: Step, numbers: tuple[int, ...], path_id: str, *, is_bundled: bool) -> None:
    """Raise WrongUsage if the step has no parts, UnknownStep if one of the numbers is not its.

    `path_id` is the id of the step's path. A bundled path cannot be edited, but copied.
    """
    total = len(step.parts)
    if not total:
        msg = f"{step.number} {step.id} has no parts\nTo define them, add [[path.phase.step.part]] "
        if is_bundled:
            msg += f"tables to a copy of the path: studypath path new my-{path_id} --from {path_id}"
        else:
            msg += f"tables to the step: studypath path edit {path_id}"
        raise WrongUsage(replace_controls(msg, multiline=True))
    unknown = [number for number in numbers if not 1 <= number <= total]
    if unknown:
        count = "1 part" if total == 1 else f"{total} parts"
        msg = f"{step.id} has {count}; there is no part {unknown[0]}\n"
        msg += f"To see them: studypath show {step.id}"
        raise UnknownStep(replace_controls(msg, multiline=True))


def _list_weights(step: Step) -> list[float]:
    lengths = [part.minutes for part in step.parts if part.minutes]
    mean = sum(lengths) / len(lengths) if lengths else 1.0
    return [part.minutes or mean for part in step.parts]
