"""Export progress as CSV (RFC 4180) for spreadsheets: a row per step of every path."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from studypath.core.status import PathStatus, StepStatus, find_start
from studypath.core.text import replace_controls
from studypath.formats.json import time_to_json

COLUMNS = (
    "path", "phase", "number", "id", "title", "kind", "creators", "year", "url", "state",
    "low_minutes", "high_minutes", "minutes_spent", "started", "finished", "read", "note", "reason",
)  # fmt: skip

# A cell that begins with one of these is a formula to a spreadsheet, in full-width form too.
FORMULA_STARTS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# A spreadsheet may take any of these for the separator, whatever the file uses.
SEPARATORS = ";,\t\n"

_FORMULA = re.compile(
    rf"(?<![\s\"{SEPARATORS}])[\s\"{SEPARATORS}]*+(?=[{''.join(map(re.escape, FORMULA_STARTS))}])"
)


def format_csv(statuses: Sequence[PathStatus], *, raw: bool = False) -> str:
    """Return a header, a row per step, and a row per step that is no longer on its path.

    Text is quoted, numbers are not. Text is made safe by `escape_cell` unless it is `raw`, for
    machines.
    """
    target = io.StringIO(newline="")
    writer = csv.writer(target, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(COLUMNS)
    for row in _list_rows(statuses):
        writer.writerow(
            [escape_cell(cell) if isinstance(cell, str) and not raw else cell for cell in row]
        )
    return target.getvalue()


def escape_cell(cell: str) -> str:
    """Return text that a spreadsheet never takes for a formula, nor a terminal for a command.

    A `'` precedes each character that begins a formula at the start of the text or after a
    separator: a spreadsheet that splits at `;` finds cells within a cell of this file. It also
    precedes a tab at the start, which some spreadsheets drop.
    """
    text = _FORMULA.sub(_neutralise, replace_controls(cell, multiline=True))
    return f"'{text}" if text.startswith(("\t", "\r")) else text


def _neutralise(match: re.Match[str]) -> str:
    starts_cell = not match.start() or any(character in SEPARATORS for character in match[0])
    return f"{match[0]}'" if starts_cell else match[0]


def _list_rows(statuses: Sequence[PathStatus]) -> Iterable[list[str | int]]:
    for status in statuses:
        for step in status.steps:
            yield _build_row(step)
        for orphan in status.orphans:
            cells: dict[str, str | int] = {
                "path": orphan.path_id,
                "id": orphan.id,
                "state": orphan.state,
                "minutes_spent": orphan.minutes_spent,
            }
            yield [cells.get(column, "") for column in COLUMNS]


def _build_row(status: StepStatus) -> list[str | int]:
    step, entry, estimate = status.step, status.entry, status.estimate
    return [
        status.path_id,
        f"{status.phase.label}: {status.phase.title}",
        step.number,
        step.id,
        step.title,
        step.kind,
        "; ".join(step.creators),
        step.year if step.year is not None else "",
        step.url or "",
        entry.state,
        estimate.low_minutes if estimate is not None else "",
        estimate.high_minutes if estimate is not None else "",
        entry.minutes_spent,
        time_to_json(find_start(entry)) or "",
        time_to_json(entry.finished) or "",
        entry.read or "",
        entry.note or "",
        entry.skip_reason or "",
    ]
