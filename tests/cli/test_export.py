"""`export` and `merge`: progress on its way elsewhere, and another machine's coming in."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from pathlib import Path
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
    """A progress file with sessions, orphans and keys that the program does not know."""
    home.data.mkdir(parents=True)
    home.progress.write_text(PROGRESS, encoding="utf-8")
    return PROGRESS


def as_json(value: Any) -> Any:  # noqa: ANN401  a TOML document
    """A TOML document as JSON has it: moments as ISO 8601 text."""
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def test_json_is_lossless_and_versioned(cli: Cli, progress: str) -> None:
    """The export holds the whole progress file: unknown keys, sessions, orphans and all."""
    result = cli("export", "--format", "json")
    exported = result.json
    assert exported["format"] == 1
    assert exported["active"] == "paper"
    assert [path["id"] for path in exported["paths"]] == ["lightweight", "paper"]
    assert exported["progress"] == as_json(tomllib.loads(progress))


def test_csv_has_a_row_per_step(cli: Cli, progress: str) -> None:
    """`csv` has a head, a row for each step of every path, and one for each that left its path."""
    rows = list(csv.DictReader(io.StringIO(cli("export", "-f", "csv").out)))
    assert [row["id"] for row in rows if not row["number"]] == ["gone", "thing"]
    assert len(rows) == 27
    bert = next(row for row in rows if row["id"] == "bert")
    assert (bert["path"], bert["state"], bert["minutes_spent"]) == ("paper", "done", "120")
    assert bert["note"] == "masked LM: predict what was hidden"


def test_csv_ends_lines_alike_on_stdout_and_in_a_file(run: Run, home: Home) -> None:
    """Stdout and the file hold the same bytes."""
    file = home.root / "out.csv"
    run("export", "-f", "csv", "-o", file)
    assert b"\r\n" in file.read_bytes()
    assert run("export", "-f", "csv").stdout == file.read_text(encoding="utf-8")


def test_a_formula_is_defused_unless_raw(cli: Cli) -> None:
    """A note that a spreadsheet would run is defused in csv, and as it is with --raw."""
    cli("note", "1.1", '=HYPERLINK("http://x.example")')
    plain = next(csv.DictReader(io.StringIO(cli("export", "-f", "csv").out)))
    assert not plain["note"].startswith("=")
    raw = next(csv.DictReader(io.StringIO(cli("export", "-f", "csv", "--raw").out)))
    assert raw["note"] == '=HYPERLINK("http://x.example")'


def test_markdown_is_a_task_list(cli: Cli, progress: str) -> None:
    """`markdown` has a task for each step, checked where it is done, and a heading per phase."""
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
    """`-o` refuses a file that is there with exit 2; --force replaces it; stdout stays empty."""
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
    """A folder that is not there is named, and an unknown format exits 2."""
    assert "nowhere" in cli("export", "-o", home.root / "nowhere" / "x.json", code=4).err
    assert "markdown" in cli("export", "-f", "yaml", code=2).err


def other_version(home: Home, cli: Cli, name: str) -> Path:
    """Another machine's version: one step done later, another session, another note."""
    file = home.root / name
    file.write_text(
        'format = 1\n[paths.paper.bert]\nstate = "done"\n'
        "finished = 2026-11-20T20:00:00+00:00\nupdated = 2026-11-20T20:00:00+00:00\n"
        'note = "theirs"\nsessions = ["2026-11-20T19:00+00:00 1h"]\n'
        '[paths.paper.gpt-1]\nstate = "skipped"\nupdated = 2026-11-20T20:00:00+00:00\n',
        encoding="utf-8",
    )
    return file


def test_two_versions_merge_without_asking(cli: Cli, home: Home) -> None:
    """The later state wins, sessions unite, a note that differs is kept twice; twice is once."""
    cli("log", "bert", "30m", "--on", "2026-11-19", "--at", "10:00", at="2026-11-19T12:00:00+00:00")
    cli("note", "bert", "mine", at="2026-11-19T12:00:00+00:00")
    file = other_version(home, cli, "other.toml")
    result = cli("merge", file)
    assert result.out.strip()
    step = cli("show", "bert", "--json").json["step"]
    assert (step["state"], step["minutes_spent"]) == ("done", 90)
    assert "mine" in step["note"]
    assert "theirs" in step["note"]
    assert cli("show", "paper/gpt-1", "--json").json["step"]["state"] == "skipped"
    before = home.progress.read_bytes()
    cli("merge", file)
    assert home.progress.read_bytes() == before
    cli("undo")
    assert cli("show", "bert", "--json").json["step"]["minutes_spent"] == 30


def test_a_merge_says_what_came_besides_steps(cli: Cli, home: Home) -> None:
    """A timer and keys that belong to no step are named; only what is the same is nothing new."""
    file = home.root / "other.toml"
    timer = '[timer]\npath = "paper"\nstep = "bert"\nstarted = 2026-11-21T18:00:00Z\n'
    file.write_text(timer, encoding="utf-8")
    assert cli("merge", file).out == "timer  paper/bert\n"
    file.write_text(f"mine = 1\n{timer}", encoding="utf-8")
    assert "no step" in cli("merge", file).out
    assert "nothing new" in cli("merge", file).out


def test_it_does_not_matter_which_machine_goes_first(cli: Cli, home: Home) -> None:
    """Merging one into the other or the other into the one says the same in the end."""
    cli("done", "1.1", "--time", "1h", "--on", "2026-11-19")
    cli("note", "bert", "mine")
    mine = home.progress.read_bytes()
    theirs = other_version(home, cli, "other.toml").read_bytes()
    ends = []
    for first, second in ((mine, theirs), (theirs, mine)):
        home.progress.write_bytes(first)
        (home.root / "second.toml").write_bytes(second)
        cli("merge", "second.toml")
        ends.append(cli("export").json["progress"])
    assert ends[0]["paths"] == ends[1]["paths"]


def test_a_conflict_copy_is_named(cli: Cli, home: Home) -> None:
    """A copy that a synchronising program left is named on stderr with the command to take it."""
    cli("done", "1.1")
    copy = home.data / "progress (conflicted copy 2026-11-21).toml"
    other_version(home, cli, "other.toml").rename(copy)
    result = cli("status")
    assert result.err.count(str(copy)) == 1
    assert f"studypath merge '{copy.name}'" in result.err
    cli("merge", copy.name)
    assert cli("show", "bert", "--json").json["step"]["state"] == "done"


@pytest.mark.parametrize("content", ["format = 99\n", "format = 1\n[paths\n", "\x00"])
def test_what_cannot_be_merged_exits_4(cli: Cli, home: Home, content: str) -> None:
    """A version that cannot be used is named, and nothing is changed."""
    cli("done", "1.1")
    before = home.progress.read_bytes()
    (home.root / "bad.toml").write_text(content, encoding="utf-8")
    assert "bad.toml" in cli("merge", "bad.toml", code=4).err
    assert "nowhere.toml" in cli("merge", "nowhere.toml", code=4).err
    assert home.progress.read_bytes() == before
