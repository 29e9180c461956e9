"""The changes of a large command in a file of their own, so that the journal stays small.

A file is named for the digest of its content. It is written ahead of the journal that names it, and
removed after the journal that names it no longer.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from studypath.core.errors import Fault, UnusableFile
from studypath.files.journal import Command, Journal, format_command, parse_command
from studypath.storage.atomic import remove_file
from studypath.storage.reading import read_regular
from studypath.storage.save import save_file

if TYPE_CHECKING:
    from datetime import datetime

    from studypath.storage.places import Places

DIRECTORY = "undo"
LIMIT_BYTES = 256 << 20


def store_changes(places: Places, command: Command, now: datetime) -> Command:
    """Save the changes of a command in a file of their own, and return the command without them."""
    content = format_command(command)
    name = sha256(content).hexdigest()
    save_file(_find_file(places, name), content, backup_dir=None, now=now)
    return command._replace(changes=(), detached=name)


def load_changes(places: Places, command: Command) -> Command:
    """Return a command with its changes; UnusableFile if their file is gone or damaged."""
    file = _find_file(places, command.detached)
    advice = f"{command.words} cannot be undone or redone. See: studypath backup list"
    try:
        content = read_regular(file, LIMIT_BYTES).content
    except UnusableFile as error:
        raise UnusableFile(error.faults, advice=advice) from error
    if sha256(content).hexdigest() != command.detached:
        raise UnusableFile((Fault(str(file), None, "", "is damaged"),), advice=advice)
    return command._replace(changes=parse_command(content).changes, detached="")


def sweep_changes(places: Places, journal: Journal) -> None:
    """Remove the files that the journal does not name."""
    names = {f"{name}.json" for name in journal.detached}
    try:
        files = list((places.data / DIRECTORY).iterdir())
    except OSError:
        return
    for file in files:
        if file.name not in names and file.suffix == ".json":
            remove_file(str(file))


def _find_file(places: Places, name: str) -> FilePath:
    return places.data / DIRECTORY / f"{name}.json"
