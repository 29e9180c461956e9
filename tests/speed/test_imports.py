"""Which modules a command imports: what is not imported costs nothing, on any machine."""

from __future__ import annotations

import pytest

from tests.conftest import Home, Run

HEAVY = ("typer", "click", "rich", "pydantic", "pydantic_core", "platformdirs", "filelock")
TOML = ("tomllib", "tomli", "tomli_w")
READING = (["status"], ["list"], ["show", "bert"], ["next", "--json"], ["next", "-n", "5"])


def imported(run: Run, *args: str, **env: str) -> set[str]:
    """Return the packages and modules that a command imported, as the interpreter reports them."""
    finished = run(*args, PYTHONPROFILEIMPORTTIME="1", **env)
    assert finished.returncode == 0, finished.stderr
    lines = [line for line in finished.stderr.splitlines() if line.startswith("import time:")]
    names = {line.rpartition("|")[2].strip() for line in lines}
    return names | {name.partition(".")[0] for name in names}


@pytest.fixture
def used(run: Run) -> Run:
    """Return a home with some progress, in which every file has been read before."""
    run("done", "1.1", "--time", "50m")
    run("status")
    run("next")
    return run


@pytest.mark.parametrize("command", ["next", "status"])
def test_a_cached_answer_imports_next_to_nothing(used: Run, command: str) -> None:
    """An unchanged command imports neither a library nor pathlib, dataclasses or json."""
    found = imported(used, command)
    assert "studypath.storage.answers" in found
    besides = {"pathlib", "dataclasses", "json", "datetime", "argparse", "inspect", "logging"}
    assert not found & {*HEAVY, *TOML, *besides}
    assert {name for name in found if name.startswith("studypath.")} == {
        "studypath.storage.answers",
        "studypath.storage",
        "studypath.storage.cache",
        "studypath.storage.fingerprints",
        "studypath.storage.atomic",
    }


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_unchanged_files_cost_neither_toml_nor_pydantic(used: Run, words: list[str]) -> None:
    """What was validated once is not read as TOML again, nor validated."""
    assert not imported(used, *words) & {"pydantic", "pydantic_core", *TOML, "filelock"}


def test_status_without_weekly_hours_imports_no_plan(used: Run) -> None:
    """The end of the plan is only computed where there is one."""
    found = imported(used, "status", COLUMNS="97")
    plan = {"studypath.core.planned_end", "studypath.core.appointments", "studypath.core.plan"}
    assert not found & plan
    assert used("config", "hours_per_week", "5").returncode == 0
    found = imported(used, "status", COLUMNS="97")
    assert "studypath.core.planned_end" in found
    assert "studypath.core.plan" not in found


def test_next_at_another_width_costs_neither_toml_nor_pydantic(used: Run) -> None:
    """A width that was never shown is drawn anew, from the same compiled values."""
    found = imported(used, "next", COLUMNS="97")
    assert "rich" in found
    assert not found & {"pydantic", "pydantic_core", *TOML}


@pytest.mark.parametrize("words", [["status"], ["next"], ["done", "1.2"]], ids=" ".join)
def test_paths_that_have_not_changed_are_not_compared(used: Run, words: list[str]) -> None:
    """A command on unchanged paths neither reads the version seen last nor compares anything."""
    found = imported(used, *words, COLUMNS="97")
    assert not found & {
        "studypath.storage.seen_paths",
        "studypath.core.path_diff",
        "studypath.cli.path_changes",
        "studypath.files.paths_text",
    }


def test_done_draws_nothing(used: Run) -> None:
    """`done` reads no TOML file and imports neither Rich nor pydantic; tomli proves the save."""
    found = imported(used, "done", "1.2")
    assert not {name for name in found if name.partition(".")[0] in {"pydantic", "pydantic_core"}}
    assert not {name for name in found if name.startswith(("rich.table", "rich.console"))}


@pytest.mark.parametrize("line", ["studypath done be", "studypath show be"])
def test_completion_draws_nothing(used: Run, line: str) -> None:
    """A step's id is completed without Rich, pydantic or TOML."""
    words = {"_STUDYPATH_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": "2"}
    found = imported(used, **words)
    assert not found & {"rich", "pydantic", "pydantic_core", *TOML}


@pytest.mark.parametrize("words", [["status"], ["next"], ["done", "1.2"]], ids=" ".join)
def test_a_hand_edit_is_validated_once(used: Run, home: Home, words: list[str]) -> None:
    """The command after a hand edit validates the file; the one after that does not again."""
    with home.progress.open("a", encoding="utf-8") as file:
        file.write("# a remark\n")
    assert "pydantic" in imported(used, *words)
    assert "pydantic" not in imported(used, *words)


def test_the_help_shows_every_command(run: Run) -> None:
    """The help imports all commands, since it names them all."""
    finished = run("--help")
    assert finished.returncode == 0
    for name in ("next", "done", "status", "log", "plan", "import", "undo"):
        assert name in finished.stdout.split()
