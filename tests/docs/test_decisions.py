"""The program does what docs/decisions says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Home, Run

PAGES = sorted((Path(__file__).parents[2] / "docs" / "decisions").glob("*.md"))
MORNING, NOON, EVENING = (f"2026-11-21T{hour}:00:00+00:00" for hour in ("09", "12", "18"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_decision_is_short_and_complete(page: Path) -> None:
    """A record gives the decision and the reason in at most 250 words."""
    text = page.read_text("utf-8")
    assert "\n**Decision.** " in text
    assert "\n**Reason.** " in text
    assert len(text.split()) <= 250


def test_decisions_are_numbered_without_a_gap() -> None:
    """Decisions are numbered from 1 without a gap."""
    assert [int(page.name[:4]) for page in PAGES] == list(range(1, len(PAGES) + 1))


@pytest.mark.parametrize(
    "words", [("note", "bert", "x"), ("log", "bert", "45m"), ("start", "bert")], ids=lambda w: w[0]
)
def test_done_elsewhere_survives_a_change_without_a_state(
    home: Home, run: Run, words: tuple[str, ...]
) -> None:
    """Decision 13: a later note, session or start on one machine keeps the `done` of another."""
    other = home.root / "other"
    assert run("done", "bert", STUDYPATH_NOW=NOON, STUDYPATH_DATA_DIR=str(other)).returncode == 0
    assert run(*words, STUDYPATH_NOW=EVENING).returncode == 0
    merging = run("merge", str(other / "progress.toml"), STUDYPATH_NOW=EVENING)
    assert merging.returncode == 0, merging.stderr
    assert json.loads(run("show", "bert", "--json").stdout)["step"]["state"] == "done"


def test_a_later_reset_wins_over_done_elsewhere(home: Home, run: Run) -> None:
    """Decision 13: `reset` sets a state, so it wins over an earlier `done`."""
    other = home.root / "other"
    assert run("done", "bert", STUDYPATH_NOW=NOON, STUDYPATH_DATA_DIR=str(other)).returncode == 0
    assert run("done", "bert", STUDYPATH_NOW=MORNING).returncode == 0
    assert run("reset", "bert", STUDYPATH_NOW=EVENING).returncode == 0
    assert run("merge", str(other / "progress.toml"), STUDYPATH_NOW=EVENING).returncode == 0
    assert json.loads(run("show", "bert", "--json").stdout)["step"]["state"] == "todo"


def test_time_is_for_one_remaining_step(run: Run) -> None:
    """Decision 8: `--time` is refused for two remaining steps and accepted for one."""
    assert run("done", "1", "--time", "50m").returncode == 2
    assert run("done", "1.1").returncode == 0
    assert run("done", "1", "--time", "50m").returncode == 0


def test_a_number_refers_to_the_active_path(run: Run) -> None:
    """Decision 7: step 2.2 of another path needs the name of its path."""
    assert run("show", "2.2").returncode == 3
    assert run("show", "paper/2.2").returncode == 0


@pytest.mark.parametrize("time", ["90m", "90min", "90 min", "1h30m", "1h30", "1.5h"])
def test_durations_of_the_readme_are_accepted(run: Run, time: str) -> None:
    """Each spelling of an hour and a half in the README means 90 minutes."""
    assert run("log", "bert", time).returncode == 0
    assert json.loads(run("show", "bert", "--json").stdout)["step"]["minutes_spent"] == 90
