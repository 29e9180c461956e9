"""The difference of two versions of progress, step by step."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from studypath.core.curriculum import StepKey
from studypath.core.progress import Entry, Progress, Session, Timer
from studypath.core.tracked import subtract_sessions
from studypath.core.undo import Key, diff_progress

_STEP_PARTS = len(("paths", "PATH", "STEP"))
_SHOWN_FIELDS = frozenset({"state", "sessions", "note", "updated"})


class StepDifference(NamedTuple):
    """One step in both versions; None stands for no entry.

    `fields` names the other keys that differ, in the order of the file; `updated` is left out.
    """

    key: StepKey
    before: Entry | None
    after: Entry | None
    sessions_added: tuple[Session, ...] = ()
    sessions_removed: tuple[Session, ...] = ()
    fields: tuple[str, ...] = ()

    @property
    def notes(self) -> tuple[str | None, str | None]:
        """The note in both versions."""
        one, other = self.before, self.after
        return (None if one is None else one.note), (None if other is None else other.note)


class ProgressDifference(NamedTuple):
    """Everything that differs: steps, the active path, the timer, and keys that belong to no step.

    `active` and `timer` hold the values of both versions, None if they are the same.
    """

    steps: tuple[StepDifference, ...] = ()
    active: tuple[str | None, str | None] | None = None
    timer: tuple[Timer | None, Timer | None] | None = None
    others: tuple[Key, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the versions are the same."""
        return not (self.steps or self.active or self.timer or self.others)


def compare_progress(before: Progress, after: Progress) -> ProgressDifference:
    """Return what leads from one version to another, in the order of paths and steps."""
    shown: set[Key] = {("active",), ("timer",)}
    if before.active != after.active:
        shown.add(("switched",))
    fields: dict[StepKey, list[str]] = {}
    others: list[Key] = []
    for change in diff_progress(before, after):
        if len(change.key) > _STEP_PARTS:
            fields.setdefault((change.key[1], change.key[2]), []).append(change.key[-1])
        elif change.key not in shown:
            others.append(change.key)
    return ProgressDifference(
        steps=tuple(_compare_step(before, after, key, fields[key]) for key in sorted(fields)),
        active=None if before.active == after.active else (before.active, after.active),
        timer=None if before.timer == after.timer else (before.timer, after.timer),
        others=tuple(others),
    )


def _compare_step(
    before: Progress, after: Progress, key: StepKey, fields: list[str]
) -> StepDifference:
    one, other = before.entries.get(key), after.entries.get(key)
    old = () if one is None else one.sessions
    new = () if other is None else other.sessions
    return StepDifference(
        key=key,
        before=one,
        after=other,
        sessions_added=subtract_sessions(new, Counter(old)),
        sessions_removed=subtract_sessions(old, Counter(new)),
        fields=tuple(name for name in fields if name not in _SHOWN_FIELDS),
    )
