"""The CSV export: RFC 4180, one row a step, no formula and no control character."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studypath.core.progress import Entry, Session
from studypath.core.status import build_path_status
from studypath.core.text import has_control, replace_controls
from studypath.formats.csv import COLUMNS, FORMULA_STARTS, escape_cell, format_csv
from tests.progress_samples import (
    HOSTILE,
    MOMENT,
    bundled,
    hostile_ledger,
    keys_of,
    ledger_with,
    path_of,
    studied,
)


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_every_step_has_a_row() -> None:
    """All paths, all steps, in their order; what was done carries its times and minutes."""
    tracked = studied()
    rows = _rows(format_csv([build_path_status(tracked, path) for path in bundled().paths]))
    keys = keys_of("lightweight") + keys_of("paper")
    assert [(row["path"], row["id"]) for row in rows] == keys
    done = rows[keys.index(("paper", "gpt-1"))]
    assert (done["state"], done["minutes_spent"]) == ("done", "73")
    assert (done["low_minutes"], done["high_minutes"]) == ("120", "180")
    assert done["finished"] == "2026-11-23T19:05:00+00:00"
    assert done["phase"] == "Phase 2: The Pretraining Paradigm"
    assert rows[keys.index(("paper", "bert"))]["reason"] == "known already"


def test_lines_end_as_the_standard_says() -> None:
    """RFC 4180: CRLF after every record, the header first."""
    text = format_csv([build_path_status(ledger_with(), path_of("paper"))])
    assert text.startswith(",".join(COLUMNS) + "\r\n")
    assert text.endswith("\r\n")
    assert text.replace("\r\n", "").count("\n") == 0


def test_progress_without_a_step_has_a_row() -> None:
    """Progress on a step that has left its path is exported too."""
    entry = Entry(state="done", sessions=(Session(MOMENT, 50),))
    tracked = ledger_with(entries=[(("paper", "gone"), entry)])
    last = _rows(format_csv([build_path_status(tracked, path_of("paper"))]))[-1]
    assert (last["path"], last["id"], last["state"]) == ("paper", "gone", "done")
    assert last["minutes_spent"] == "50"


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_neither_formula_nor_command(text: str) -> None:
    """No cell starts a formula, no character steers a terminal, and every row has its columns."""
    tracked = hostile_ledger(text)
    written = format_csv([build_path_status(tracked, tracked.active)])
    assert not has_control(written.replace("\r\n", "\n"), multiline=True)
    rows = _rows(written)
    assert len(rows) == 4
    for row in rows:
        assert list(row) == list(COLUMNS)
        assert not any(cell.lstrip().startswith(FORMULA_STARTS) for cell in row.values())
    assert rows[0]["title"].removeprefix("'") == replace_controls(text, multiline=True)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_raw_keeps_every_character(text: str) -> None:
    """For machines the text comes back as it is."""
    tracked = hostile_ledger(text)
    row = _rows(format_csv([build_path_status(tracked, tracked.active)], raw=True))[0]
    assert (row["title"], row["note"], row["creators"]) == (text, text, f"{text}; {text}")


@given(st.text(st.characters(), max_size=40))
def test_safe_cells_lose_nothing_visible(text: str) -> None:
    """A safe cell is the visible text, behind one apostrophe where it could be a formula."""
    cell = escape_cell(text)
    seen = replace_controls(text, multiline=True)
    assert cell in {seen, f"'{seen}"}
    assert not cell.lstrip().startswith(FORMULA_STARTS)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), min_size=1))
def test_raw_round_trips_any_title(titles: list[str]) -> None:
    """Whatever titles hold, a strict reader gives them back."""
    tracked = ledger_with()
    status = build_path_status(tracked, path_of("lightweight"))
    phase = status.phases[0]
    steps = tuple(
        phase.steps[0]._replace(step=phase.steps[0].step._replace(title=title)) for title in titles
    )
    changed = status._replace(phases=(phase._replace(steps=steps),))
    assert [row["title"] for row in _rows(format_csv([changed], raw=True))] == titles
