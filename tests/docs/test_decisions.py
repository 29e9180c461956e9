"""What the pages in docs/decisions say the program does, it does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Home, Run

PAGES = sorted((Path(__file__).parents[2] / "docs" / "decisions").glob("*.md"))
MORNING, NOON, EVENING = (f"2026-11-21T{hour}:00:00+00:00" for hour in ("09", "12", "18"))


def test_decisions_are_numbered_without_a_gap() -> None:
    """Each decision has the number after the one before it."""
    assert [int(page.name[:4]) for page in PAGES] == list(range(1, len(PAGES) + 1))


@pytest.mark.parametrize(
    "words", [("note", "bert", "x"), ("log", "bert", "45m"), ("start", "bert")], ids=lambda w: w[0]
)
def test_a_state_said_elsewhere_outlives_what_says_none(
    home: Home, run: Run, words: tuple[str, ...]
) -> None:
    """Decision 13: a later note, session or start on one machine leaves the `done` of another."""
    other = home.root / "other"
    assert run("done", "bert", STUDYPATH_NOW=NOON, STUDYPATH_DATA_DIR=str(other)).returncode == 0
    assert run(*words, STUDYPATH_NOW=EVENING).returncode == 0
    merging = run("import", str(other / "progress.toml"), STUDYPATH_NOW=EVENING)
    assert merging.returncode == 0, merging.stderr
    assert json.loads(run("show", "bert", "--json").stdout)["step"]["state"] == "done"


def test_a_later_reset_outlives_a_done_elsewhere(home: Home, run: Run) -> None:
    """Decision 13: `reset` sets a state, so that the later one wins over an earlier `done`."""
    other = home.root / "other"
    assert run("done", "bert", STUDYPATH_NOW=NOON, STUDYPATH_DATA_DIR=str(other)).returncode == 0
    assert run("done", "bert", STUDYPATH_NOW=MORNING).returncode == 0
    assert run("reset", "bert", STUDYPATH_NOW=EVENING).returncode == 0
    assert run("import", str(other / "progress.toml"), STUDYPATH_NOW=EVENING).returncode == 0
    assert json.loads(run("show", "bert", "--json").stdout)["step"]["state"] == "todo"


def test_a_time_is_for_one_step_that_is_left(run: Run) -> None:
    """Decision 8: `--time` is refused with two steps left, and taken by a phase's last one."""
    assert run("done", "1", "--time", "50m").returncode == 2
    assert run("done", "1.1").returncode == 0
    assert run("done", "1", "--time", "50m").returncode == 0


def test_a_number_is_the_active_paths_alone(run: Run) -> None:
    """Decision 7: 2.2 of another path is asked for with its path."""
    assert run("show", "2.2").returncode == 3
    assert run("show", "paper/2.2").returncode == 0


@pytest.mark.parametrize("time", ["90m", "90min", "90 min", "1h30m", "1h30", "1.5h"])
def test_times_are_taken_as_the_readme_writes_them(run: Run, time: str) -> None:
    """Each spelling of an hour and a half in the README is that."""
    assert "1h30m" in run("log", "bert", time).stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("log", "bert", "1:30", "--on", "last friday", "--at", "1:30"),
            "1h30m on 2026-11-20, 01:30",
        ),
        (("log", "bert", "45m", "--on", "friday", "--at", "10pm"), "45m on 2026-11-20, 22:00"),
        (("log", "bert", "45m", "--on", "saturday"), "may mean today or 2026-11-14"),
        (("log", "bert", "45m", "--on", "01/02/2026"), "may mean 2026-01-02 or 2026-02-01"),
        (("log", "bert", "45m", "--on", "yesterday", "--at", "10"), "may mean 10:00 or 22:00"),
        (("log", "bert", "20-30h"), "is a range"),
    ],
    ids=lambda value: " ".join(value[2:]) if isinstance(value, tuple) else None,
)
def test_what_is_typed_has_one_meaning(run: Run, words: tuple[str, ...], said: str) -> None:
    """Decision 16: one meaning in each place; two are refused with both."""
    ran = run(*words, STUDYPATH_NOW=EVENING)
    assert said in ran.stdout + ran.stderr
    assert ran.returncode == (2 if ran.stderr else 0)
