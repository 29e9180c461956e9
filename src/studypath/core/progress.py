"""The user's progress: entries of steps, sessions, a running timer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from operator import itemgetter
from types import MappingProxyType
from typing import NamedTuple

from studypath.core.curriculum import StepKey

STATES = ("todo", "doing", "done", "skipped")


class Session(NamedTuple):
    """One stretch of study: an aware start and whole minutes."""

    start: datetime
    minutes: int


_MINUTES = itemgetter(Session._fields.index("minutes"))


class Entry(NamedTuple):
    """The user's work on one step.

    Times are aware. `updated` is when the state was last set and decides which state wins a merge;
    notes, sessions and parts do not change it. `read` is how the step was read, `reason` why it
    was skipped, `parts_done` holds the numbers of its finished parts in order, from 1 on; `extra`
    holds the unknown keys of the file.
    """

    state: str = "todo"
    started: datetime | None = None
    finished: datetime | None = None
    updated: datetime | None = None
    read: str | None = None
    reason: str | None = None
    note: str | None = None
    parts_done: tuple[int, ...] = ()
    sessions: tuple[Session, ...] = ()
    extra: Mapping[str, object] = MappingProxyType({})

    @property
    def skip_reason(self) -> str | None:
        """The reason of a step that is skipped; after a merge another state may have one too."""
        return self.reason if self.state == "skipped" else None

    @property
    def minutes_spent(self) -> int:
        """The minutes of all sessions."""
        return sum(map(_MINUTES, self.sessions))


EMPTY = Entry()


class Interval(NamedTuple):
    """The time between two aware moments."""

    start: datetime
    end: datetime


class Timer(NamedTuple):
    """The time being measured for a step, since an aware start.

    `paused` is the start of the current pause (None while the timer runs), `pauses` are those
    before it. Earlier versions stored only their total, `rested_minutes`. `former` has the state
    and the sessions of the step before the timer changed its state; None if it did not.
    """

    path: str
    step: str
    started: datetime
    paused: datetime | None = None
    rested_minutes: int = 0
    pauses: tuple[Interval, ...] = ()
    former: Entry | None = None
    extra: Mapping[str, object] = MappingProxyType({})


class Progress(NamedTuple):
    """The content of a progress file: the active path, one entry per step, the timer.

    `switched` is when the active path was last chosen. `extra` holds the unknown top-level keys,
    `path_extra` those of each `[paths.ID]` table, by path id.
    """

    active: str | None = None
    switched: datetime | None = None
    entries: Mapping[StepKey, Entry] = MappingProxyType({})
    timer: Timer | None = None
    extra: Mapping[str, object] = MappingProxyType({})
    path_extra: Mapping[str, Mapping[str, object]] = MappingProxyType({})
