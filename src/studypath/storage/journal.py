"""The undo journal: what each command changed, newest last, and how many of them are undone."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from studypath.core.errors import UnusableFile
from studypath.core.undo import ABSENT, Change
from studypath.files.packing import decode_toml_value, encode_toml_value
from studypath.storage.fingerprints import compute_crc
from studypath.storage.reading import read_if_there
from studypath.storage.save import save_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from studypath.storage.places import Places

FORMAT = 1
DEEPEST = 200
_PARTS_MOST = 4
_OF_SETTING = 2
LIMIT_BYTES = 64 * 1024 * 1024


class Command(NamedTuple):
    """One command that changed progress: its words, when (ISO 8601), and what it changed."""

    words: str
    at: str
    changes: tuple[Change, ...]


class Journal(NamedTuple):
    """The last commands; the `undone` newest of them are taken back and can be done again.

    `digest` names the bytes of the progress file that the program saved last, "" if unknown.
    """

    commands: tuple[Command, ...] = ()
    undone: int = 0
    digest: str = ""

    def with_command(self, command: Command, digest: str) -> Journal:
        """Return the journal with one more; what was undone before it is forgotten."""
        standing = self.commands[: len(self.commands) - self.undone]
        return Journal((*standing, command)[-DEEPEST:], 0, digest)

    @property
    def to_undo(self) -> Command | None:
        """The newest command that stands, or None."""
        position = len(self.commands) - self.undone
        return self.commands[position - 1] if position else None

    @property
    def to_redo(self) -> Command | None:
        """The command that was undone last, or None."""
        return self.commands[len(self.commands) - self.undone] if self.undone else None

    def moved(self, by: int, digest: str) -> Journal:
        """Return the journal with `by` more commands undone."""
        return self._replace(undone=self.undone + by, digest=digest)


def read_journal(file: Path) -> Journal:
    """Return the journal of a file, an empty one where there is none.

    Raises UnusableFile where it is broken.
    """
    from studypath.core.errors import Fault

    source = read_if_there(file, LIMIT_BYTES)
    if source is None:
        return Journal()
    try:
        return _journal_of(json.loads(source.content))
    except (ValueError, TypeError, KeyError, IndexError, RecursionError, OverflowError) as error:
        fault = Fault(str(file), None, "", "the journal of undo cannot be read")
        raise UnusableFile((fault,), advice="Move it away; undo then begins anew.") from error


def usable_journal(file: Path) -> tuple[Journal, tuple[str, ...]]:
    """Return the journal, and what is to be said of it.

    A broken one is put aside, since it must keep nobody from marking a step.
    """
    try:
        return read_journal(file), ()
    except UnusableFile:
        aside = file.with_name("undo.unreadable.json")
        try:
            file.replace(aside)
        except OSError:
            return Journal(), ()
        return Journal(), (f"the journal of undo could not be read; it is now {aside}",)


@contextmanager
def journaled(places: Places, command: Command, now: datetime) -> Iterator[None]:
    """Keep a command that changes no progress in the journal while the body makes its change.

    The caller holds the lock. Where there is no place for a journal there is no undo.
    """
    if "data" not in places.found:
        yield
        return
    journal, _ = usable_journal(places.journal)
    save_journal(places.journal, journal.with_command(command, journal.digest), now)
    try:
        yield
    except BaseException:
        save_journal(places.journal, journal, now)
        raise


def save_journal(file: Path, journal: Journal, now: datetime) -> None:
    """Save the journal; SaveFailed where it cannot be written."""
    data = {
        "format": FORMAT,
        "undone": journal.undone,
        "digest": journal.digest,
        "commands": [_row(command) for command in journal.commands],
    }
    content = _json({**data, "checksum": _checksum(data)})
    save_file(file, content, check=json.loads, backup_dir=None, now=now)


def _journal_of(data: dict[str, Any]) -> Journal:
    if data["format"] != FORMAT:
        raise ValueError(data["format"])
    commands = tuple(_command(item) for item in data["commands"])
    undone = int(data["undone"])
    if not 0 <= undone <= len(commands):
        raise ValueError(undone)
    # A damaged value may still be JSON, and undo would carry it into the progress file.
    if data["checksum"] != _checksum({key: data[key] for key in data if key != "checksum"}):
        raise ValueError(data["checksum"])
    return Journal(commands, undone, str(data["digest"]))


def _json(data: dict[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=True, separators=(",", ":")).encode()


def _checksum(data: dict[str, Any]) -> int:
    return compute_crc(_json(data))


def save_journal_after(saved: Path, file: Path, journal: Journal, now: datetime) -> None:
    """Save the journal when the progress file `saved` is written already; SaveFailed says so."""
    from studypath.core.errors import SaveFailed

    try:
        save_journal(file, journal, now)
    except SaveFailed as error:
        msg = f"{saved} is written, but the journal of undo is not: {error}"
        raise SaveFailed(msg) from error


def _row(command: Command) -> dict[str, Any]:
    # A value that is not there is no value in a list of none: a list of one holds a value.
    return {
        "words": command.words,
        "at": command.at,
        "changes": [
            [list(change.key), _held(change.before), _held(change.after)]
            for change in command.changes
        ],
    }


def _held(value: object) -> list[Any]:
    return [] if value is ABSENT else [encode_toml_value(value)]


def _command(item: dict[str, Any]) -> Command:
    changes = []
    for key, before, after in item["changes"]:
        # One part: a key of the top; two: a setting; three: a path's own key; four: an entry's.
        if not 1 <= len(key) <= _PARTS_MOST or (len(key) == _OF_SETTING and key[0] != "config"):
            raise ValueError(key)
        changes.append(Change(tuple(map(str, key)), _value(before), _value(after)))
    return Command(str(item["words"]), str(item["at"]), tuple(changes))


def _value(held: list[Any]) -> object:
    return decode_toml_value(held[0]) if held else ABSENT
