"""Read the progress in a JSON export, strictly, as the progress file itself is read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from studypath.core.errors import Fault, UnusableFile
from studypath.core.progress import Progress

FORMAT = 1
_TIMES = ("started", "finished", "updated", "paused", "switched")


def parse_export(content: bytes, file: str) -> Progress:
    """Return the progress in an export; UnusableFile where it is none.

    The tables go through the reader of the progress file: one set of rules holds for both.
    """
    import tomli_w

    from studypath.files.progress import parse_progress

    tables = _find_tables(content, file)
    try:
        text = tomli_w.dumps(_restore_times(tables)).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise _unusable(file, "its progress holds a value that no progress file can") from error
    try:
        return parse_progress(text, file).progress
    except UnusableFile as error:
        # Lines are those of the made text and would lead nowhere.
        faults = tuple(Fault(f.file, None, f.key, f.message) for f in error.faults)
        raise UnusableFile(faults, error.more) from None


def _find_tables(content: bytes, file: str) -> Mapping[str, Any]:
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise _unusable(file, "is not JSON") from error
    tables = document.get("progress") if isinstance(document, dict) else None
    if not isinstance(tables, dict) or type(document.get("format")) is not int:
        raise _unusable(file, "is not an export of studypath: it has no progress in it")
    if document["format"] > FORMAT:
        message = f"is an export of format {document['format']}; this program reads {FORMAT}"
        raise UnusableFile((Fault(file, None, "format", message),), advice="Update the program.")
    return tables


def _restore_times(tables: Mapping[str, Any]) -> dict[str, Any]:
    """Return the tables with times at the keys that hold times in the progress file."""
    paths = tables.get("paths", {})
    restored = _restore_table(tables)
    if isinstance(tables.get("timer"), dict):
        restored["timer"] = _restore_table(tables["timer"])
    if isinstance(paths, dict):
        restored["paths"] = {
            path: {
                step: _restore_table(entry) if isinstance(entry, dict) else entry
                for step, entry in steps.items()
            }
            if isinstance(steps, dict)
            else steps
            for path, steps in paths.items()
        }
    return restored


def _restore_table(table: Mapping[str, Any]) -> dict[str, Any]:
    restored = dict(table)
    for key in _TIMES:
        value = restored.get(key)
        if isinstance(value, str):
            try:
                restored[key] = datetime.fromisoformat(value)
            except ValueError:
                continue  # The reader names the key.
    return restored


def _unusable(file: str, message: str) -> UnusableFile:
    return UnusableFile((Fault(file, None, "", message),))
