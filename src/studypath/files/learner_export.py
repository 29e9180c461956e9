"""Read what a class needs of a JSON export, as strictly as the progress file itself is read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from studypath.core.errors import Fault, UnusableFile
from studypath.core.progress import Progress
from studypath.files.tables import ENTRY_KEYS

FORMAT = 1
_TIMES = ("started", "finished", "updated")


def parse_learner_export(content: bytes, file: str) -> Progress:
    """Return the entries in an export; UnusableFile where it is none.

    They go through the reader of the progress file: one set of rules holds for both. Keys that
    the program does not know are left out, so that they cost nothing.
    """
    import tomli_w

    from studypath.files.progress import parse_progress

    tables = _find_tables(content, file)
    try:
        text = tomli_w.dumps(_select(tables)).encode()
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


def _select(tables: Mapping[str, Any]) -> dict[str, Any]:
    """Return the format and the entries, with times as the progress file has them."""
    selected = {"format": tables["format"]} if "format" in tables else {}
    paths = tables.get("paths", {})
    if not isinstance(paths, dict):
        return {**selected, "paths": paths}
    return {**selected, "paths": {path: _select_steps(steps) for path, steps in paths.items()}}


def _select_steps(steps: object) -> object:
    if not isinstance(steps, dict):
        return steps
    return {step: _select_entry(table) for step, table in steps.items() if isinstance(table, dict)}


def _select_entry(table: Mapping[str, Any]) -> dict[str, Any]:
    entry = {key: table[key] for key in ENTRY_KEYS if key in table}
    for key in _TIMES:
        if isinstance(entry.get(key), str):
            # The reader names the key of a text that is no time.
            with suppress(ValueError):
                entry[key] = datetime.fromisoformat(entry[key])
    return entry


def _unusable(file: str, message: str) -> UnusableFile:
    return UnusableFile((Fault(file, None, "", message),))
