"""Write a folder of notes without overwriting what the user changed."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, NamedTuple

from studypath.core.errors import UnusableFile, WrongUsage
from studypath.storage.output_files import check_output_file
from studypath.storage.reading import read_if_there
from studypath.storage.save import save_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from studypath.storage.places import Places

RECORD_FILE = ".studypath.json"
LIMIT_BYTES = 16 << 20


class VaultResult(NamedTuple):
    """How many notes were written, and the names of those left because the user changed them."""

    written: int
    left: tuple[str, ...]


def write_vault(
    directory: FilePath,
    notes: Mapping[str, str],
    places: Places,
    now: datetime,
    *,
    force: bool = False,
) -> VaultResult:
    """Write notes by their names with forward slashes; with `force` also over changed ones.

    A record in the folder holds a digest of each note as it was written last. A note with another
    digest was changed by the user and is left. Raises WrongUsage for a folder that is none or one
    of the program's own, SaveFailed if a note cannot be written.
    """
    check_output_file(directory / RECORD_FILE, places)
    if directory.exists() and not directory.is_dir():
        msg = f"{directory} is not a folder; name another one"
        raise WrongUsage(msg)
    record = _load_record(directory / RECORD_FILE)
    written, left = 0, []
    for name, text in notes.items():
        file = directory.joinpath(*name.split("/"))
        content = text.encode()
        present = read_if_there(file, LIMIT_BYTES)
        if present is not None and present.content == content:
            record[name] = _digest(content)
            continue
        if present is not None and not force and record.get(name) != _digest(present.content):
            left.append(name)
            continue
        save_file(file, content, backup_dir=None, now=now)
        record[name] = _digest(content)
        written += 1
    saved = json.dumps({"format": 1, "notes": dict(sorted(record.items()))}, indent=1).encode()
    save_file(directory / RECORD_FILE, saved, backup_dir=None, now=now)
    return VaultResult(written, tuple(left))


def _load_record(file: FilePath) -> dict[str, str]:
    """Return the digests of the last export; none if the record is missing or broken."""
    try:
        source = read_if_there(file, LIMIT_BYTES)
        notes = json.loads(source.content)["notes"] if source is not None else {}
        return {str(name): str(digest) for name, digest in notes.items()}
    except (UnusableFile, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
