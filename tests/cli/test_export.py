"""`export` of JSON, CSV and Markdown."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from typing import Any

import pytest

from tests.cli.conftest import Cli
from tests.conftest import Home, Run

PROGRESS = """\
format = 1
active = "paper"
mood = "curious"

[paths.paper]
colour = "blue"

[paths.paper.bert]
state = "done"
finished = 2026-11-20T18:40:00+01:00
updated = 2026-11-20T18:40:00+01:00
read = "selectively"
note = "masked LM: predict what was hidden"
stars = 5
sessions = ["2026-11-19T19:05+01:00 50m", "2026-11-20T17:30+01:00 1h10m"]

[paths.paper.gone]
state = "done"
sessions = ["2026-11-01T10:00+00:00 20m"]

[paths.elsewhere.thing]
state = "skipped"
reason = "=SUM(A1)"
"""


@pytest.fixture
def progress(home: Home) -> str:
    """Write a progress file with sessions, orphans and unknown keys."""
    home.data.mkdir(parents=True)
    home.progress.write_text(PROGRESS, encoding="utf-8")
    return PROGRESS


def as_json(value: Any) -> Any:  # noqa: ANN401  a TOML document
    """Return a TOML document as its JSON, with times as ISO 8601 text."""
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def test_json_is_lossless_and_versioned(cli: Cli, progress: str) -> None:
    """The JSON export has everything in the progress file, also unknown keys and orphans."""
    result = cli("export", "--format", "json")
    exported = result.json
    assert exported["format"] == 1
    assert exported["active"] == "paper"
    assert [path["id"] for path in exported["paths"]] == ["lightweight", "paper"]
    assert exported["progress"] == as_json(tomllib.loads(progress))


def test_csv_has_a_row_per_step(cli: Cli, progress: str) -> None:
    """`csv` has a header, a row for each step of every path, and one for each orphan."""
    rows = list(csv.DictReader(io.StringIO(cli("export", "-f", "csv").out)))
    assert [row["id"] for row in rows if not row["number"]] == ["gone", "thing"]
    assert len(rows) == 27
    bert = next(row for row in rows if row["id"] == "bert")
    assert (bert["path"], bert["state"], bert["minutes_spent"]) == ("paper", "done", "120")
    assert bert["note"] == "masked LM: predict what was hidden"


def test_csv_ends_lines_alike_on_stdout_and_in_a_file(run: Run, home: Home) -> None:
    """CSV has the same bytes on stdout and in a file."""
    file = home.root / "out.csv"
    run("export", "-f", "csv", "-o", file)
    assert b"\r\n" in file.read_bytes()
    assert run("export", "-f", "csv").stdout == file.read_text(encoding="utf-8")


def test_a_formula_is_neutralised_unless_raw(cli: Cli) -> None:
    """A note that a spreadsheet would run is neutralised in CSV, except with --raw."""
    cli("note", "1.1", '=HYPERLINK("http://x.example")')
    plain = next(csv.DictReader(io.StringIO(cli("export", "-f", "csv").out)))
    assert not plain["note"].startswith("=")
    raw = next(csv.DictReader(io.StringIO(cli("export", "-f", "csv", "--raw").out)))
    assert raw["note"] == '=HYPERLINK("http://x.example")'


def test_markdown_is_a_task_list(cli: Cli, progress: str) -> None:
    """`markdown` has a heading per phase and a task per step, checked if it is done."""
    text = cli("export", "-f", "markdown").out
    tasks = re.findall(r"^- \[([ x])\] (.*)$", text, re.MULTILINE)
    assert len(tasks) == 25
    assert [title for mark, title in tasks if mark == "x"] == [
        title for mark, title in tasks if "BERT" in title
    ]
    assert "## Phase 2: The Pretraining Paradigm" in text
    assert "masked LM" in text


@pytest.mark.parametrize("form", ["json", "csv", "markdown"])
def test_a_file_is_never_overwritten_without_force(cli: Cli, home: Home, form: str) -> None:
    """`-o` exits 2 for an existing file; --force replaces it; stdout stays empty."""
    file = home.root / "out"
    result = cli("export", "-f", form, "-o", file)
    assert (result.out, str(file) in result.err) == ("", True)
    file.write_text("mine", encoding="utf-8")
    assert "--force" in cli("export", "-f", form, "-o", file, code=2).err
    assert file.read_text(encoding="utf-8") == "mine"
    cli("export", "-f", form, "-o", file, "--force")
    assert file.read_text(encoding="utf-8") != "mine"
    assert sorted(entry.name for entry in home.root.iterdir()) == ["cache", "out"]


def test_a_file_that_cannot_be_written_exits_4(cli: Cli, home: Home) -> None:
    """A missing directory exits 4 and is named; an unknown format exits 2."""
    assert "nowhere" in cli("export", "-o", home.root / "nowhere" / "x.json", code=4).err
    assert "markdown" in cli("export", "-f", "yaml", code=2).err
