"""docs/format.md matches the program: every key, every example, every shape."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from studypath.core.settings import SETTINGS
from studypath.files.path_check import check_paths
from studypath.files.paths_model import (
    ConceptTable,
    DeferredTable,
    PartTable,
    PathsFile,
    PathTable,
    PhaseTable,
    StepTable,
)
from studypath.files.progress import parse_progress
from studypath.files.progress_model import EntryTable, ProgressTable, TimerTable
from studypath.files.settings import parse_settings
from studypath.files.settings_model import SettingsModel
from studypath.formats.csv import COLUMNS
from tests.conftest import Home, Run

PAGE = (Path(__file__).parents[2] / "docs" / "format.md").read_text("utf-8")

TABLES: dict[str, type[BaseModel]] = {
    "The file": PathsFile,
    "`[[concept]]`": ConceptTable,
    "`[[path]]`": PathTable,
    "`[[path.phase]]`": PhaseTable,
    "`[[path.phase.step]]`": StepTable,
    "`[[path.phase.step.part]]`": PartTable,
    "`[[path.deferred]]`": DeferredTable,
    "The top": ProgressTable,
    "`[timer]`": TimerTable,
    "`[paths.PATH.STEP]`": EntryTable,
    "Settings": SettingsModel,
}


def _warnings(format_: str, content: bytes) -> tuple[object, ...]:
    if format_ == "paths":
        warnings = check_paths(content, "example.toml", []).warnings
        return tuple(each for each in warnings if "is unknown" in each.message)
    if format_ == "progress":
        return parse_progress(content, "example.toml").warnings
    return parse_settings(content, "example.toml").warnings


FORMATS = ("paths", "progress", "config")


def _rows(heading: str) -> list[tuple[str, bool]]:
    """Return the keys of the first table under a heading and whether each is required."""
    section = PAGE.split(f"\n### {heading}\n", 1)[1].split("\n#", 1)[0]
    rows = re.findall(r"^\| `(\w+)`( \*)? \|", section, re.MULTILINE)
    return [(key, bool(required)) for key, required in rows]


def _blocks(kind: str) -> list[str]:
    return re.findall(rf"(?ms)^```{kind}\n(.*?)^```$", PAGE)


def _answers() -> list[tuple[str, list[str]]]:
    section = PAGE.split("\n## JSON\n", 1)[1].split("\n## ", 1)[0]
    rows = re.findall(r"^\| `([^`]+)` \| (`.+`) \|$", section, re.MULTILINE)
    return [(command, re.findall(r"`(\w+)`", fields)) for command, fields in rows]


@pytest.mark.parametrize("heading", TABLES)
def test_table_names_every_key_and_no_other(heading: str) -> None:
    """A table lists exactly the keys of its model and marks the required ones."""
    model = TABLES[heading]
    rows = _rows(heading)
    assert sorted(key for key, _ in rows) == sorted(model.model_fields)
    required = {key for key, is_required in rows if is_required}
    assert required == {key for key, field in model.model_fields.items() if field.is_required()}


def test_every_setting_is_described() -> None:
    """Each setting is in the table of config.toml."""
    assert set(SETTINGS) <= {key for key, _ in _rows("Settings")}


@pytest.mark.parametrize(
    ("format_", "text"),
    [(format_, text) for format_ in FORMATS for text in _blocks(f"toml complete-{format_}")],
)
def test_complete_example_is_accepted(format_: str, text: str) -> None:
    """A complete example is read without faults and without unknown keys."""
    assert _warnings(format_, text.encode()) == ()


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_has_a_complete_example(format_: str) -> None:
    """Each TOML format has at least one complete example."""
    assert _blocks(f"toml complete-{format_}")


def test_faulty_example_gets_the_faults_that_are_shown(home: Home, run: Run) -> None:
    """`path check` prints the faults shown for the faulty example and exits 4."""
    (faulty,), (faults,) = _blocks("toml faulty"), _blocks("text faults")
    (home.root / "my-path.toml").write_text(faulty, "utf-8")
    answer = run("path", "check", "my-path.toml")
    assert answer.returncode == 4
    assert answer.stderr.removeprefix("studypath: ") == faults


@pytest.mark.parametrize(("command", "fields"), _answers(), ids=lambda value: str(value)[:30])
def test_answer_has_the_fields_that_are_shown(
    home: Home, run: Run, command: str, fields: list[str]
) -> None:
    """Each command's JSON has the fields of the page in that order."""
    (home.root / "my-path.toml").write_text(_blocks("toml complete-paths")[0], "utf-8")
    (home.root / "progress.json").write_text('{"format": 1, "progress": {}}', "utf-8")
    if command.startswith("backup"):
        run("done", "1.1")
        run("reset", "1.1")
    answer = run(*command.split(), "--json")
    assert answer.returncode == 0, answer.stderr
    assert list(json.loads(answer.stdout)) == fields


def test_step_has_the_fields_that_are_shown(run: Run) -> None:
    """A step in JSON has the fields of the page in that order."""
    shape = PAGE.split("\n    step      ", 1)[1].split("\n    phase ", 1)[0]
    outer = re.sub(r":\{[^}]*\}", "", shape.split("\n    part ", 1)[0])
    step = json.loads(run("next", "--json").stdout)["step"]
    assert list(step) == re.findall(r'"(\w+)"', outer)


def test_csv_columns_are_those_that_are_shown() -> None:
    """The page lists the columns of the CSV export in order."""
    assert _blocks("text csv-columns") == [",".join(COLUMNS) + "\n"]
