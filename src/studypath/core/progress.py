"""What one person has done: entries of steps, sessions, a running timer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from operator import itemgetter
from types import MappingProxyType
from typing import NamedTuple

from studypath.core.curriculum import StepKey

STATES = ("todo", "doing", "done", "skipped")


class Session(NamedTuple):
    """One sitting: an aware start and whole minutes."""

    start: datetime
    minutes: int


_MINUTES = itemgetter(Session._fields.index("minutes"))


class Entry(NamedTuple):
    """What is known of one person's work on one step.

    Times are aware. `updated` is when the entry last changed and decides between two versions;
    `read` is how the step was read; `reason` is why it was skipped; `extra` holds the keys
    of the file that the program does not know, as they were.
    """

    state: str = "todo"
    started: datetime | None = None
    finished: datetime | None = None
    updated: datetime | None = None
    read: str | None = None
    reason: str | None = None
    note: str | None = None
    sessions: tuple[Session, ...] = ()
    extra: Mapping[str, object] = MappingProxyType({})

    @property
    def minutes_spent(self) -> int:
        """The whole minutes of all sessions together."""
        return sum(map(_MINUTES, self.sessions))


EMPTY = Entry()


class Timer(NamedTuple):
    """A running sitting: the step it is for, its aware start, and a pause if it is in one.

    `paused` is since when it rests (None while it runs); `rested_minutes` is how long it rested
    before.
    """

    path: str
    step: str
    started: datetime
    paused: datetime | None = None
    rested_minutes: int = 0
    extra: Mapping[str, object] = MappingProxyType({})


class Progress(NamedTuple):
    """One person's progress: the active path, an entry a step, a timer, and what is not known.

    `switched` is when the active path was last chosen; `extra` holds unknown keys of the top,
    `path_extra` those of a `[paths.ID]` table, by path id.
    """

    active: str | None = None
    switched: datetime | None = None
    entries: Mapping[StepKey, Entry] = MappingProxyType({})
    timer: Timer | None = None
    extra: Mapping[str, object] = MappingProxyType({})
    path_extra: Mapping[str, Mapping[str, object]] = MappingProxyType({})
