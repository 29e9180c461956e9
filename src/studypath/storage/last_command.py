"""Find the command that was saved last, which no backup holds, and repeat it on the newest one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from studypath.core.errors import UnusableFile
from studypath.files.journal import LIMIT_BYTES, Command, Journal, parse_journal
from studypath.storage.backups import list_backups
from studypath.storage.fingerprints import compute_digest
from studypath.storage.progress import ProgressFile
from studypath.storage.reading import read_if_there

if TYPE_CHECKING:
    from studypath.core.backup import Backup
    from studypath.core.progress import Progress
    from studypath.storage.places import Places


class LastCommand(NamedTuple):
    """The words of the command that was saved after the newest backup.

    `progress` is the progress after it, None unless its bytes are those that were saved.
    """

    words: str
    progress: Progress | None


def load_journal(places: Places) -> Journal | None:
    """Return the undo journal; None if it is missing or cannot be read."""
    try:
        source = read_if_there(places.journal, LIMIT_BYTES)
        return parse_journal(source.content) if source is not None else None
    except (UnusableFile, ValueError):
        return None


def find_last_command(places: Places, backup: Backup) -> LastCommand | None:
    """Return the command that was saved after a backup, if it is the newest one."""
    newest = next(iter(list_backups(places.backups)), None)
    journal = load_journal(places)
    if newest is None or newest.path.name != backup.name or journal is None:
        return None
    command = _find_command(journal)
    if command is None:
        return None
    saved = journal.digests.get(command.file, "")
    return LastCommand(command.words, _repeat(places, command, backup.progress, saved))


def _find_command(journal: Journal) -> Command | None:
    """Return the newest command on progress; an undo is one that makes the reverse changes."""
    name = "progress"
    last, undone = journal.last, journal.to_redo
    if last is not None and last.undone > 0 and last.file == name and undone is not None:
        reverse = tuple(change.reverse() for change in undone.changes[::-1])
        return undone._replace(words="undo", changes=reverse)
    standing = journal.commands[: len(journal.commands) - journal.undone]
    return next((command for command in standing[::-1] if command.file == name), None)


def _repeat(
    places: Places, command: Command, progress: Progress | None, saved: str
) -> Progress | None:
    """Return the progress after the command; None unless it is what was saved, byte by byte."""
    if progress is None or command.detached:
        return None
    file = ProgressFile(places)
    after, conflicts, _ = file.apply(progress, command.changes)
    is_proved = not conflicts and compute_digest(file.format(after)) == saved
    return after if is_proved else None
