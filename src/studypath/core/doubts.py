"""Find what is probably wrong with sessions just logged: too long, or overlapping others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time, tzinfo
from typing import NamedTuple

from studypath.core.curriculum import StepKey
from studypath.core.instants import find_instants, to_local, to_utc
from studypath.core.progress import Session
from studypath.core.session_list import LoggedSession, find_end, has_overlap, list_logged
from studypath.core.timer import LONGEST_HOURS
from studypath.core.tracked import TrackedProgress

DEEP_NIGHT = time(3)


class Doubt(NamedTuple):
    """A session that may be wrong: longer than 8 hours, at night, or overlapping others.

    `number` is its number in `history --sessions`.
    """

    logged: LoggedSession
    number: int | None
    is_long: bool
    is_at_night: bool
    overlaps: tuple[LoggedSession, ...]


def find_doubts(
    tracked: TrackedProgress, key: StepKey, sessions: Sequence[Session], tz: tzinfo
) -> tuple[Doubt, ...]:
    """Return the sessions of a step, among those that are logged, that may be wrong.

    Sessions overlap if they have at least a whole minute in common.
    """
    logged = list_logged(tracked)
    same = {key, *tracked.curriculum.others(key)}
    positions: dict[int, int] = {}
    for n, session in enumerate(sessions):
        for i, each in enumerate(logged):
            if i not in positions.values() and each.key in same and each.session == session:
                positions[n] = i
                break
    others = [each for i, each in enumerate(logged) if i not in positions.values()]
    doubts = []
    for n, session in enumerate(sessions):
        overlaps = tuple(other for other in others if has_overlap(session, other.session))
        is_long = session.minutes > LONGEST_HOURS * 60
        if is_long or overlaps:
            is_at_night = is_long and _covers_night(session, tz)
            number = len(logged) - positions[n] if n in positions else None
            one = LoggedSession(key, session)
            doubts.append(Doubt(one, number, is_long, is_at_night, overlaps))
    return tuple(doubts)


def _covers_night(session: Session, tz: tzinfo) -> bool:
    """Return whether a session covers three o'clock at night."""
    first = to_local(session.start, tz).date()
    last = to_local(find_end(session), tz).date()
    return any(
        to_utc(session.start) <= to_utc(moment) < find_end(session)
        for day in dict.fromkeys((first, last))
        for moment in find_instants(day, DEEP_NIGHT, tz)
    )
