"""What an exchange of progress with a remote did, as values."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from studypath.core.curriculum import Curriculum
from studypath.core.progress import Progress


class SyncResult(NamedTuple):
    """What a sync did.

    `before` and `after` are the progress on this machine; `sent_steps` counts the steps whose
    entry went out. `offline` says why the remote was not reached (None: it was); then the version
    waits as a local commit. `is_first` is True where the remote was empty, `attempts` counts tries.
    """

    remote: str
    before: Progress
    after: Progress
    sent_steps: int
    offline: str | None
    is_first: bool
    attempts: int

    @property
    def received_steps(self) -> int:
        """The number of steps whose entry changed on this machine."""
        return count_differences(self.before, self.after)


class SyncStatus(NamedTuple):
    """How this machine and the remote differ; nothing was changed.

    `offline` says why the remote was not reached; then the numbers compare with what was seen
    last. `last_change` is when the remote's version was made, None where it has none.
    """

    remote: str
    offline: str | None
    steps_to_send: int
    steps_to_receive: int
    last_change: datetime | None


class PushResult(NamedTuple):
    """What a push did: statements sent now and before, and those the store has in other words."""

    endpoint: str
    sent: int
    sent_before: int
    conflicts: int


def count_differences(one: Progress, other: Progress) -> int:
    """Count the steps whose entries differ."""
    keys = {*one.entries, *other.entries}
    return sum(one.entries.get(key) != other.entries.get(key) for key in keys)


def list_missing_paths(result: SyncResult, curriculum: Curriculum) -> list[str]:
    """Return the ids of the paths of received steps that this machine does not have."""
    keys = (key for key in result.after.entries if key not in result.before.entries)
    return sorted({path for path, _ in keys if curriculum.path(path) is None})
