"""Progress as a table for spreadsheets: RFC 4180, a row per step of every path."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from studypath.core.status import PathStatus, StepStatus, find_start
from studypath.core.text import replace_controls
from studypath.formats.json import time_to_json

COLUMNS = (
    "path",
    "phase",
    "number",
    "id",
    "title",
    "kind",
    "creators",
    "year",
    "url",
    "state",
    "low_minutes",
    "high_minutes",
    "minutes_spent",
    "started",
    "finished",
    "read",
    "note",
    "reason",
)

# What makes a spreadsheet take a cell for a formula, in the wide forms of East Asian input too.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def format_csv(statuses: Sequence[PathStatus], *, raw: bool = False) -> str:
    """Return a header and a row per step, then per step that has left its path.

    Cells that a spreadsheet would run as a formula begin with `'` and control characters are
    replaced, unless `raw` asks for the text as it is, for machines.
    """
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(COLUMNS)
    for row in _rows(statuses):
        writer.writerow([cell if raw else escape_cell(cell) for cell in row])
    return target.getvalue()


def escape_cell(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula and no terminal for a command."""
    shown = replace_controls(cell, multiline=True)
    if cell.startswith(FORMULA_STARTS) or cell.lstrip().startswith(FORMULA_STARTS):
        return f"'{shown}"
    return shown


def _rows(statuses: Sequence[PathStatus]) -> Iterable[list[str]]:
    for status in statuses:
        for step in status.steps:
            yield _row(step)
        for orphan in status.orphans:
            known = {
                "path": orphan.path_id,
                "id": orphan.id,
                "state": orphan.state,
                "minutes_spent": str(orphan.minutes_spent),
            }
            yield [known.get(column, "") for column in COLUMNS]


def _row(status: StepStatus) -> list[str]:
    step = status.step
    entry = status.entry
    low, high = "", ""
    if status.estimate is not None:
        low, high = str(status.estimate.low_minutes), str(status.estimate.high_minutes)
    return [
        status.path_id,
        f"{status.phase.label}: {status.phase.title}",
        step.number,
        step.id,
        step.title,
        step.kind,
        "; ".join(step.creators),
        "" if step.year is None else str(step.year),
        step.url or "",
        entry.state,
        low,
        high,
        str(entry.minutes_spent),
        time_to_json(find_start(entry)) or "",
        time_to_json(entry.finished) or "",
        entry.read or "",
        entry.note or "",
        entry.reason or "",
    ]
