"""Compute which change of the learner's rhythm would bring the finish day forward the most."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from studypath.core.finish import DayRange, Rhythm, finish_at_rhythm

EXTRA_DAY, LONGER_DAYS = "extra_day", "longer_days"

EXTRA_DAYS_PER_WEEK = 1
LONGER_MINUTES = 30


class Lever(NamedTuple):
    """A change, and by how many days it brings the median finish day forward.

    `change` is `extra_day` (one more study day a week) or `longer_days` (30 minutes more on each
    study day).
    """

    change: str
    days_gained: int


def find_strongest_lever(
    rhythm: Rhythm,
    remaining_minutes: float | Sequence[float],
    today: int = 0,
    pauses: Iterable[DayRange] = (),
) -> Lever | None:
    """Return the change that gains the most days at the median; None where none gains a day.

    Both changes are computed with the learner's own rhythm, everything else unchanged. An extra
    day is not offered where each day is a study day already.
    """
    away = tuple(pauses)
    usual = finish_at_rhythm(rhythm, remaining_minutes, today, away).p50
    levers = [
        Lever(change, usual - finish_at_rhythm(changed, remaining_minutes, today, away).p50)
        for change, changed in _changes(rhythm)
    ]
    best = max(levers, key=lambda lever: lever.days_gained)
    return best if best.days_gained > 0 else None


def _changes(rhythm: Rhythm) -> Iterable[tuple[str, Rhythm]]:
    """Yield each change with the rhythm that it leads to; the break so far slows it as before."""
    share = min(1.0, rhythm.share + EXTRA_DAYS_PER_WEEK / 7)
    slowed_alike = rhythm.break_days * rhythm.share / share
    yield EXTRA_DAY, rhythm._replace(share=share, break_days=slowed_alike)
    yield LONGER_DAYS, rhythm._replace(day_minutes=rhythm.day_minutes + LONGER_MINUTES)
