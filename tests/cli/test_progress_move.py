"""`progress move`: progress of a removed step goes to another one."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from tests.cli.conftest import Cli
from tests.conftest import Home

OLD = """\
format = 1

[paths.lightweight.old-talk]
state = "done"
finished = 2026-11-01T11:00:00+00:00
updated = 2026-11-01T11:00:00+00:00
note = "a good one"
mood = "calm"
sessions = ["2026-11-01T10:00+00:00 20m"]

[paths.gone.thing]
state = "doing"
"""


def read(home: Home) -> Any:  # noqa: ANN401 - tables of a file
    """Return the paths of the progress file."""
    return tomllib.loads(home.progress.read_text("utf-8")).get("paths")


@pytest.fixture(autouse=True)
def _old(home: Home) -> None:
    home.data.mkdir(parents=True)
    home.progress.write_text(OLD, "utf-8")


def test_status_names_what_can_be_moved(cli: Cli) -> None:
    """Progress without a step is shown with its state and the command that moves it."""
    result = cli("status").words
    assert "No longer on the path: old-talk (done, 20m), gone/thing (in progress)." in result
    assert "studypath progress move OLD NEW" in result


def test_state_sessions_and_note_move_to_the_new_step(cli: Cli, home: Home) -> None:
    """The step is done with the time spent; unknown keys move as well."""
    result = cli("progress", "move", "old-talk", "1.2")
    assert "moved lightweight/old-talk: done, 20m" in result.words
    assert "to 1.2 karpathy-intro-to-llms" in result.words
    assert "Lightweight Path: 1 of 10 done" in result.words
    tables = read(home)["lightweight"]
    old = tomllib.loads(OLD)["paths"]["lightweight"]["old-talk"]
    assert tables == {"karpathy-intro-to-llms": old}
    assert [each["id"] for each in cli("status", "--json").json["orphans"]] == ["thing"]


def test_a_move_is_one_undo(cli: Cli, home: Home) -> None:
    """Undo brings both entries back, redo moves again."""
    cli("log", "1.2", "30m")
    before = read(home)
    cli("progress", "move", "old-talk", "1.2")
    after = read(home)
    assert len(after["lightweight"]["karpathy-intro-to-llms"]["sessions"]) == 2
    cli("undo")
    assert read(home) == before
    cli("redo")
    assert read(home) == after


def test_progress_of_a_path_that_is_gone_moves(cli: Cli, home: Home) -> None:
    """`PATH/STEP` names it, also where the step belongs to another path now."""
    cli("progress", "move", "gone/thing", "paper/bert")
    assert read(home)["paper"]["bert"]["state"] == "doing"
    assert "gone" not in read(home)


def test_an_unknown_step_moves_nothing(cli: Cli, home: Home) -> None:
    """Unknown words exit 3 with the nearest, a phase and the same step 2."""
    assert "Did you mean old-talk" in cli("progress", "move", "old-tlak", "1.2", code=3).err
    assert "Did you mean bert" in cli("progress", "move", "old-talk", "bret", code=3).err
    assert "Name one step" in cli("progress", "move", "old-talk", "2", code=2).err
    assert "the same step" in cli("progress", "move", "1.2", "1.2", code=2).err
    assert home.progress.read_text("utf-8") == OLD


def test_a_step_without_progress_changes_nothing(cli: Cli, home: Home) -> None:
    """It is no error, and nothing is saved."""
    assert "no change lightweight/" in cli("progress", "move", "2.1", "1.2").words
    assert home.progress.read_text("utf-8") == OLD


def test_a_running_timer_moves(cli: Cli) -> None:
    """The timer of the old step then belongs to the new one."""
    cli("start", "2.1", at="2026-11-21T18:00:00+00:00")
    cli("progress", "move", "2.1", "1.2")
    assert "karpathy-intro-to-llms" in cli("stop").out
