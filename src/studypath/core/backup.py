"""Compare a backup with the progress of now: what restoring it brings back and what it removes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from studypath.core.curriculum import StepKey
from studypath.core.errors import Fault, UnknownReference, UnusableFile, WrongUsage
from studypath.core.progress import EMPTY, Entry, Progress
from studypath.core.text import replace_controls
from studypath.core.tracked import subtract_sessions
from studypath.core.undo import Change, diff_progress


class Amount(NamedTuple):
    """Finished steps, minutes of sessions, and other steps.

    In a comparison the others are steps that differ in something else: in progress, skipped, noted.
    """

    steps: int = 0
    minutes: int = 0
    others: int = 0


class Backup(NamedTuple):
    """A version of the progress file as it was until `replaced`, when a save replaced it.

    `number` is None in names of the first version of the program. `progress` is None if the file
    cannot be read; `fault` then says why.
    """

    number: int | None
    name: str
    file: str
    replaced: datetime
    progress: Progress | None
    fault: str | None = None


class ComparedBackup(NamedTuple):
    """A backup, what it holds, and what restoring it would bring back and remove."""

    backup: Backup
    holds: Amount
    brings_back: Amount
    removes: Amount

    @property
    def is_useful(self) -> bool:
        """Whether restoring it brings anything back."""
        return any(self.brings_back)


def count_progress(progress: Progress) -> Amount:
    """Return the finished steps and the minutes of a progress, and its other steps."""
    entries = progress.entries.values()
    done = sum(entry.state == "done" for entry in entries)
    return Amount(done, sum(entry.minutes_spent for entry in entries), len(entries) - done)


def compare_backup(backup: Backup, present: Progress) -> ComparedBackup:
    """Compare a backup with the progress of now; one that cannot be read brings nothing back."""
    if backup.progress is None:
        return ComparedBackup(backup, Amount(), Amount(), Amount())
    return ComparedBackup(
        backup,
        count_progress(backup.progress),
        _count_missing(backup.progress, present),
        _count_missing(present, backup.progress),
    )


def select_backup(
    backups: Iterable[ComparedBackup], word: str | None, *, useful: bool = False
) -> ComparedBackup:
    """Return the backup with this number or name; None stands for the newest useful one.

    If none is useful, None stands for the newest one, unless it must be `useful`. Raises
    UnknownReference if there is none.
    """
    wanted = (word or "").strip()
    newest: ComparedBackup | None = None
    for each in backups:
        newest = newest or each
        if each.is_useful if word is None else wanted in _list_words(each.backup):
            return each
    if word is None and newest is not None and not useful:
        return newest
    if word is not None:
        msg = f"There is no backup {wanted!r}\nTo see them all: studypath backup list"
    elif newest is not None:
        msg = "No backup brings anything back\nTo see them all: studypath backup list"
    else:
        msg = "There are no backups yet\nEach command that changes your progress keeps one."
    raise UnknownReference(replace_controls(msg, multiline=True))


def require_choice(chosen: ComparedBackup, word: str | None) -> None:
    """Raise WrongUsage if a backup that was not named would remove something."""
    if word is None and any(chosen.removes):
        msg = "Which backup? The newest that brings something back also removes something\n"
        number = chosen.backup.number if chosen.backup.number is not None else chosen.backup.name
        raise WrongUsage(f"{msg}See: studypath backup diff {number}; then name its number.")


def require_readable(backup: Backup) -> Progress:
    """Return the progress in a backup; raise UnusableFile if it cannot be read."""
    if backup.progress is None:
        fault = Fault(backup.file, None, "", f"cannot be used: {backup.fault}")
        raise UnusableFile((fault,), advice="Choose another: studypath backup list")
    return backup.progress


def list_restored_changes(present: Progress, backup: Backup) -> tuple[Change, ...]:
    """Return the changes that restoring a backup would make; raises UnusableFile."""
    return diff_progress(present, with_restored(present, require_readable(backup)))


def with_restored(present: Progress, backup: Progress) -> Progress:
    """Return the progress of a backup; a timer that runs now goes on."""
    return backup if present.timer is None else backup._replace(timer=present.timer)


def list_steps_of(progress: Progress) -> tuple[tuple[StepKey, Entry], ...]:
    """Return the steps of a progress with their entries, sorted by path, then by finishing time."""

    def order(item: tuple[StepKey, Entry]) -> tuple[str, bool, float, str]:
        (path, step), entry = item
        at = entry.finished or entry.started
        return path, at is None, at.timestamp() if at is not None else 0.0, step

    return tuple(sorted(progress.entries.items(), key=order))


def _list_words(backup: Backup) -> tuple[str, ...]:
    """Return the words that name a backup: its number, its file name with and without suffix."""
    number = () if backup.number is None else (str(backup.number), f"{backup.number:06}")
    return (*number, backup.name, backup.name.removesuffix(".toml"), backup.file)


def _count_missing(one: Progress, other: Progress) -> Amount:
    """Count what one progress has and the other does not."""
    steps = minutes = others = 0
    for key, entry in one.entries.items():
        against = other.entries.get(key, EMPTY)
        if entry is against:
            continue
        left = subtract_sessions(entry.sessions, Counter(against.sessions))
        minutes += sum(session.minutes for session in left)
        if entry.state == "done" != against.state:
            steps += 1
        elif not left and _has_more(entry, against):
            others += 1
    return Amount(steps, minutes, others + _has_other_settings(one, other))


def _has_more(entry: Entry, against: Entry) -> bool:
    """Return whether an entry has a state, a part, a text or an unknown key the other lacks."""
    fields = ("read", "reason", "note", "started")
    return (
        (entry.state in {"doing", "skipped"} and against.state != entry.state)
        or any(getattr(entry, name) not in {None, getattr(against, name)} for name in fields)
        or (against.state != "done" and not set(entry.parts_done) <= set(against.parts_done))
        or any(name not in against.extra for name in entry.extra)
    )


def _has_other_settings(one: Progress, other: Progress) -> bool:
    return any(name not in other.extra for name in one.extra)
