"""Read what a class needs of a JSON export, as strictly as the progress file itself is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from studypath.core.progress import Progress
from studypath.files.export_file import (
    find_progress_tables,
    load_document,
    parse_tables,
    restore_entry_times,
)
from studypath.files.recognition import describe_json
from studypath.files.tables import ENTRY_KEYS


def parse_learner_export(content: bytes, file: str) -> Progress:
    """Return the entries in an export; UnusableFile where it is none.

    They go through the reader of the progress file: one set of rules holds for both. Keys that
    the program does not know are left out, so that they cost nothing.
    """
    document = load_document(content, file)
    tables = find_progress_tables(document, file)
    if tables is None:
        raise describe_json(document, file)
    return parse_tables(_select(tables), file)


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
    restore_entry_times(entry)
    return entry
