"""When each session was logged, as the undo journal tells."""

from __future__ import annotations

from datetime import datetime

from studypath.core.errors import UnusableFile
from studypath.core.session_list import (
    LoggedSession,
    LoggedTime,
    LoggingCommand,
    collect_logged_times,
)
from studypath.files.journal import LIMIT_BYTES, parse_journal
from studypath.storage.places import Places
from studypath.storage.reading import read_if_there


def load_logged_times(places: Places) -> dict[LoggedSession, LoggedTime]:
    """Return when sessions were logged; nothing if the journal is missing or unreadable."""
    try:
        source = read_if_there(places.journal, LIMIT_BYTES)
        if source is None:
            return {}
        journal = parse_journal(source.content)
        commands = [
            LoggingCommand(command.words, datetime.fromisoformat(command.at), command.changes)
            for command in journal.commands[: len(journal.commands) - journal.undone]
        ]
    except (UnusableFile, ValueError):
        return {}
    return collect_logged_times(commands)
