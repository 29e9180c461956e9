"""The CSV export is RFC 4180 with a row per step, no formula and no control character."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studypath.core.progress import Entry, Session
from studypath.core.status import PathStatus, build_path_status
from studypath.core.text import has_control, replace_controls
from studypath.formats.csv import COLUMNS, FORMULA_STARTS, SEPARATORS, escape_cell, format_csv
from tests.progress_samples import (
    HOSTILE,
    MOMENT,
    bundled,
    hostile_progress,
    keys_of,
    path_of,
    progress_with,
    studied,
)


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def _titled(titles: list[str]) -> PathStatus:
    """Return a path whose only phase has a step for each title."""
    status = build_path_status(progress_with(), path_of("lightweight"))
    phase = status.phases[0]
    steps = tuple(
        phase.steps[0]._replace(step=phase.steps[0].step._replace(title=title)) for title in titles
    )
    return status._replace(phases=(phase._replace(steps=steps),))


def _without_quotes(text: str) -> str:
    return replace_controls(text, multiline=True).replace("'", "")


def _formulas(titles: list[str], delimiter: str) -> list[str]:
    """Return the cells that a reader with this delimiter would run."""
    text = format_csv([_titled(titles)])
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [
        cell for row in rows for cell in row if cell.lstrip(' \t\r\n"').startswith(FORMULA_STARTS)
    ]


def test_every_step_has_a_row() -> None:
    """Steps of all paths come in order; a done step has its times and minutes."""
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
    """The header comes first, and CRLF ends every record, as in RFC 4180."""
    text = format_csv([build_path_status(progress_with(), path_of("paper"))])
    assert text.startswith(",".join(f'"{column}"' for column in COLUMNS) + "\r\n")
    assert text.endswith("\r\n")
    assert text.replace("\r\n", "").count("\n") == 0


def test_progress_without_a_step_has_a_row() -> None:
    """Progress on a step that is no longer on its path is exported too."""
    entry = Entry(state="done", sessions=(Session(MOMENT, 50),))
    tracked = progress_with(entries=[(("paper", "gone"), entry)])
    last = _rows(format_csv([build_path_status(tracked, path_of("paper"))]))[-1]
    assert (last["path"], last["id"], last["state"]) == ("paper", "gone", "done")
    assert last["minutes_spent"] == "50"


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_neither_formula_nor_command(text: str) -> None:
    """No cell is a formula, no character controls a terminal, and every row is complete."""
    tracked = hostile_progress(text)
    written = format_csv([build_path_status(tracked, tracked.active)])
    assert not has_control(written.replace("\r\n", "\n"), multiline=True)
    rows = _rows(written)
    assert len(rows) == 4
    for row in rows:
        assert list(row) == list(COLUMNS)
        assert not any(cell.lstrip().startswith(FORMULA_STARTS) for cell in row.values())
    assert rows[0]["title"].replace("'", "") == _without_quotes(text)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_raw_keeps_every_character(text: str) -> None:
    """With `raw` every text comes back unchanged."""
    tracked = hostile_progress(text)
    row = _rows(format_csv([build_path_status(tracked, tracked.active)], raw=True))[0]
    assert (row["title"], row["note"], row["creators"]) == (text, text, f"{text}; {text}")


@given(st.text(st.characters(), max_size=40))
def test_escaping_adds_apostrophes_only(text: str) -> None:
    """An escaped cell is the visible text with apostrophes added, and begins no formula."""
    cell = escape_cell(text)
    assert cell.replace("'", "") == _without_quotes(text)
    assert not cell.lstrip().startswith(FORMULA_STARTS)


def test_numbers_are_not_quoted() -> None:
    """Minutes and years are numbers to a spreadsheet, all text is quoted."""
    line = format_csv([build_path_status(studied(), path_of("paper"))]).splitlines()[1]
    assert line.startswith('"paper","Phase 1: Core Architecture","1.1","seq2seq",')
    assert ',2014,"https://' in line
    assert ",165,240,70," in line


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("separator", SEPARATORS)
def test_no_separator_opens_a_formula(separator: str, delimiter: str) -> None:
    """A formula behind a separator stays text, whichever delimiter the reader splits at."""
    title = f"a{separator}=cmd|'/C calc'!A0{separator}{separator} \"+1{separator}"
    assert not _formulas([title, title], delimiter)


@given(
    st.lists(st.text(st.sampled_from("=+-@;,\t\n\r\" 'a\uff1d"), max_size=12), min_size=1),
    st.sampled_from(",;\t"),
)
def test_no_text_becomes_a_formula_for_any_delimiter(titles: list[str], delimiter: str) -> None:
    """Whatever titles hold, no reader finds a cell that begins a formula."""
    assert not _formulas(titles, delimiter)


def test_escaping_is_linear() -> None:
    """A megabyte of separators and blanks is escaped within the test's time limit."""
    assert escape_cell("\t; " * 350_000 + "=").endswith("'=")


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), min_size=1))
def test_raw_round_trips_any_title(titles: list[str]) -> None:
    """Whatever titles hold, a strict reader of a raw export gives them back."""
    assert [row["title"] for row in _rows(format_csv([_titled(titles)], raw=True))] == titles
