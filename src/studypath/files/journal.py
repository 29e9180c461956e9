"""The undo journal: what each command changed, newest last, and how many of them are undone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from studypath.core.progress import Timer
from studypath.core.session_lines import session_from_line, session_to_line
from studypath.core.undo import ABSENT, Change, Key
from studypath.files.packing import decode_toml_value, encode_toml_value
from studypath.files.tables import timer_from_table, timer_to_table

FORMAT = 2
DEEPEST = 200
LIMIT_BYTES = 16 * 1024 * 1024
"""A journal beyond this loses its oldest commands; a larger file is not read."""

LARGE_BYTES = 1 << 20
"""About as many bytes of changes and more are in a file of their own, named by the journal."""

_OVERHEAD_BYTES = 4096
_BYTES_PER_ITEM = 40
_SEPARATOR = b',"journal":'
_NEW, _UNDO, _REDO = 0, 1, -1


class Command(NamedTuple):
    """One command: its words, its time (ISO 8601), the file it changed and how.

    `detached` names the file that holds the changes if they are large; `changes` is then empty.
    """

    words: str
    at: str
    file: str
    changes: tuple[Change, ...]
    detached: str = ""


class Move(NamedTuple):
    """The last step of the journal: a new command (0), an undo (1) or a redo (-1).

    `before` is the digest of the file when the step was written to the journal, ahead of the file.
    """

    undone: int
    file: str
    before: str


class Journal(NamedTuple):
    """The last commands; the newest `undone` of them are undone and can be redone.

    `digests` names the bytes that the program saved last, by file.
    """

    commands: tuple[Command, ...] = ()
    undone: int = 0
    digests: Mapping[str, str] = MappingProxyType({})
    last: Move | None = None

    @property
    def to_undo(self) -> Command | None:
        """The newest command that is not undone, or None."""
        position = len(self.commands) - self.undone
        return self.commands[position - 1] if position else None

    @property
    def detached(self) -> set[str]:
        """The names of the files that hold large changes."""
        return {command.detached for command in self.commands if command.detached}

    @property
    def to_redo(self) -> Command | None:
        """The command that was undone last, or None."""
        return self.commands[len(self.commands) - self.undone] if self.undone else None

    def with_command(self, command: Command, before: str, after: str) -> Journal:
        """Return the journal with one more command; undone ones can no longer be redone.

        `before` and `after` are the digests of the file that the command changes.
        """
        standing = self.commands[: len(self.commands) - self.undone]
        move = Move(_NEW, command.file, before)
        digests = {**self.digests, command.file: after}
        return Journal((*standing, command)[-DEEPEST:], 0, digests, move)

    def with_moved(self, command: Command, before: str, after: str, *, redo: bool) -> Journal:
        """Return the journal with its next command undone or redone, and replaced by `command`."""
        position = len(self.commands) - self.undone - (not redo)
        commands = (*self.commands[:position], command, *self.commands[position + 1 :])
        move = Move(_REDO if redo else _UNDO, command.file, before)
        digests = {**self.digests, command.file: after}
        return Journal(commands, self.undone + move.undone, digests, move)

    def settle(self, digest: str) -> Journal:
        """Return the journal without its last step if the file never got it.

        The journal is written ahead of the file. `digest` is that of the file now: if it is still
        the one from before, the process was killed, or the save failed, in between.
        """
        if self.last is None:
            return self
        moved, file, before = self.last
        if digest != before or before == self.digests.get(file):
            return self
        return Journal(
            self.commands if moved else self.commands[:-1],
            self.undone - moved,
            {**self.digests, file: before},
        )


def parse_journal(content: bytes) -> Journal:
    """Return the journal of a file; ValueError if it is damaged or of another format."""
    head, _, body = content.strip().removesuffix(b"}").partition(_SEPARATOR)
    try:
        # A damaged value may still be JSON, and undo would carry it into the progress file.
        if json.loads(head + b"}") != _build_head(body):
            raise ValueError(head)
        data = json.loads(body)
        last = Move(*data["last"]) if data["last"] else None
        commands = tuple(_parse_command(item) for item in data["commands"])
        if not 0 <= data["undone"] <= len(commands):
            raise ValueError(data["undone"])
        return Journal(commands, data["undone"], data["digests"], last)
    except (AttributeError, LookupError, TypeError, RecursionError, OverflowError) as error:
        raise ValueError(content[:40]) from error


def format_journal(journal: Journal) -> tuple[bytes, int]:
    """Return the bytes of a journal, and how many of its oldest commands had no room."""
    rows = [_dump(_command_to_item(command)) for command in journal.commands]
    size = sum(map(len, rows)) + _OVERHEAD_BYTES
    dropped = 0
    while size > LIMIT_BYTES and dropped < len(rows):
        size -= len(rows[dropped])
        dropped += 1
    data = {
        "undone": min(journal.undone, len(rows) - dropped),
        "digests": dict(journal.digests),
        "last": journal.last,
    }
    body = _dump(data).removesuffix(b"}") + b',"commands":[' + b",".join(rows[dropped:]) + b"]}"
    head = _dump(_build_head(body)).removesuffix(b"}")
    return head + _SEPARATOR + body + b"}\n", dropped


def is_large(changes: tuple[Change, ...]) -> bool:
    """Return whether changes, by a rough count, are too large for the journal itself."""
    size = 0
    for change in changes:
        for value in (change.before, change.after):
            if isinstance(value, str):
                size += len(value)
            elif isinstance(value, list | tuple | Mapping):
                size += _BYTES_PER_ITEM * len(value)
        size += 2 * _BYTES_PER_ITEM
    return size > LARGE_BYTES


def format_command(command: Command) -> bytes:
    """Return the bytes of a command alone, for a file of its own."""
    return _dump(_command_to_item(command._replace(detached="")))


def parse_command(content: bytes) -> Command:
    """Return the command in such a file."""
    return _parse_command(json.loads(content))


def _build_head(body: bytes) -> dict[str, int]:
    from zlib import crc32

    return {"format": FORMAT, "checksum": crc32(body)}


def _dump(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode()


def _command_to_item(command: Command) -> list[Any]:
    changes = [
        [list(key), _encode(key, before), _encode(key, after)]
        for key, before, after in command.changes
    ]
    row = [command.words, command.at, command.file, changes]
    return [*row, command.detached] if command.detached else row


def _parse_command(item: list[Any]) -> Command:
    words, at, file, rows, *detached = item
    changes = []
    for parts, before, after in rows:
        key = tuple(parts)
        changes.append(Change(key, _decode(key, before), _decode(key, after)))
    name = detached[0] if detached else ""
    if detached and not (name.isalnum() and name.isascii()):
        raise ValueError(name)
    return Command(words, at, file, tuple(changes), name)


def _encode(key: Key, value: Any) -> list[Any]:  # noqa: ANN401 - whatever a file holds
    """Return [] for an absent value, else [value]."""
    if value is ABSENT:
        return []
    if _is_sessions(key):
        return [[session_to_line(session) for session in value]]
    return [encode_toml_value(timer_to_table(value) if isinstance(value, Timer) else value)]


def _decode(key: Key, encoded: list[Any]) -> object:
    if not encoded:
        return ABSENT
    if _is_sessions(key):
        return tuple(session_from_line(line) for line in encoded[0])
    value = decode_toml_value(encoded[0])
    return timer_from_table(value) if key == ("timer",) else value


def _is_sessions(key: Key) -> bool:
    return key[-1] == "sessions" and len(key) == len(("paths", "PATH", "STEP", "sessions"))
