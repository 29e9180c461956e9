"""When the answer cache is bypassed, and where it looks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import platformdirs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studypath.storage import answers
from studypath.storage.places import find_places
from tests.conftest import Home, Run

ROOT = Path(__file__).parents[2]
PLACE = st.sampled_from((None, "", "  ", "/tmp/x", "relative", "~/cache", "~nobody/x", "/tmp/a b/"))


@given(override=PLACE, home=PLACE, xdg=PLACE)
def test_the_cache_is_looked_for_where_the_program_stores_it(
    override: str | None, home: str | None, xdg: str | None
) -> None:
    """In every environment it is the cache directory of the program, or none."""
    values = {"STUDYPATH_CACHE_DIR": override, "HOME": home, "XDG_CACHE_HOME": xdg}
    with pytest.MonkeyPatch.context() as patched:
        for name, value in values.items():
            patched.delenv(name, raising=False)
            if value is not None:
                patched.setenv(name, value)
        directory = answers.find_cache_dir()
        if directory is not None:
            assert Path(directory) == find_places(os.environ).found["cache"]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no answer cache on Windows")
def test_the_default_place_is_the_one_of_platformdirs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With nothing but a home, both name the same directory."""
    for name in ("STUDYPATH_CACHE_DIR", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert answers.find_cache_dir() == platformdirs.user_cache_dir("studypath", appauthor=False)


@pytest.fixture
def answered(run: Run, home: Home) -> Path:
    """Return the file of a stored answer."""
    run("done", "1.1")
    run("next")
    (file,) = home.cache.glob("*.answer")
    return file


def is_computed(run: Run, *words: str, **env: str | None) -> bool:
    """Return whether a command was computed instead of answered from the cache."""
    return "typer" in run(*(words or ("next",)), PYTHONPROFILEIMPORTTIME="1", **env).stderr


@pytest.mark.parametrize("word", ["next", "status"])
def test_an_unchanged_command_is_answered_from_the_cache(
    run: Run, answered: Path, word: str
) -> None:
    """Nothing changed: the stored answer is printed, the same as before."""
    first = run(word)
    assert not is_computed(run, word)
    assert run(word).stdout == first.stdout
    assert is_computed(run, word, "--json")


@pytest.mark.parametrize("word", ["next", "status"])
def test_an_answer_in_ascii_is_the_one_that_was_shown(run: Run, answered: Path, word: str) -> None:
    """Drawn characters are stored as they were written, not replaced by question marks."""
    shown = [run(word, PYTHONUTF8="0", PYTHONIOENCODING="ascii").stdout for _ in range(2)]
    assert shown[0] == shown[1]
    assert "#" in shown[0] or word == "next"


def test_status_is_computed_again_on_another_local_day(
    run: Run, answered: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer holds for the local day it was made on; `next` holds on any day."""
    run("status")
    assert not is_computed(run, "status")
    today = answers.build_cache_key(["status"], (2026, 11, 21))
    assert today != answers.build_cache_key(["status"], (2026, 11, 22))
    assert answers.build_cache_key(["next"], (2026, 11, 21)) == answers.build_cache_key(
        ["next"], (2026, 11, 22)
    )
    for now in ("2026-11-21T12:00:00Z", "2026-11-22T12:00:00Z"):
        assert is_computed(run, "status", STUDYPATH_NOW=now)
        assert not is_computed(run, "status", STUDYPATH_NOW=now)
    # A zone in which it is another day than here, or at least another zone: computed again.
    assert is_computed(run, "status", TZ="<+14>-14")


def test_the_cache_holds_a_bounded_number_of_answers(run: Run, home: Home, answered: Path) -> None:
    """Answers of terminals long closed are removed before there are too many."""
    for number in range(answers.MOST):
        (home.cache / f"{number:08x}.answer").touch()
    run("next", COLUMNS="71")
    assert len(list(home.cache.glob("*.answer"))) == 1
    assert not is_computed(run, COLUMNS="71")


class RecordingEnvironment(dict[str, str]):
    """An environment that records which variables are asked for."""

    def __init__(self, values: Mapping[str, str]) -> None:
        super().__init__(values)
        self.asked: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.asked.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:  # noqa: ANN401
        self.asked.add(name)
        return super().get(name, default)

    def __contains__(self, name: object) -> bool:
        self.asked.add(str(name))
        return super().__contains__(name)


RECORD = """
import json, os, sys
from tests.speed.test_answers_bypass import RecordingEnvironment
os.environ = recording = RecordingEnvironment(os.environ)
sys.argv = ["studypath", *sys.argv[1:]]
from studypath.cli.run import run
run(sys.argv[1:])
print(json.dumps(sorted(recording.asked)), file=sys.stderr)
"""
# These change no answer: plugins, how help is drawn, and how completion finds the shell.
WITHOUT_EFFECT = {
    "PYDANTIC_DISABLE_PLUGINS",
    "TYPER_USE_RICH",
    "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION",
}


@pytest.mark.parametrize("word", ["next", "status"])
def test_every_variable_that_is_read_is_in_the_key(home: Home, word: str) -> None:
    """A run that computes the answer asks the environment for no variable beside those."""
    done = subprocess.run(
        [sys.executable, "-c", RECORD, word],
        env={**home.environment, "PYTHONPATH": str(ROOT)},
        cwd=home.root,
        capture_output=True,
        text=True,
        check=True,
    )
    asked = set(json.loads(done.stderr.splitlines()[-1]))
    assert {"COLUMNS", "TERM", "STUDYPATH_NOW", "STUDYPATH_DATA_DIR"} <= asked
    assert asked - WITHOUT_EFFECT <= {*answers.ENVIRONMENT, *answers._COMPLETION}


@pytest.mark.parametrize("mode", [0o666, 0o620])
def test_an_answer_that_others_may_write_is_not_shown(run: Run, answered: Path, mode: int) -> None:
    """Another user could have written it."""
    honest = run("next").stdout
    answered.write_bytes(answered.read_bytes().replace(b"Then", b"THEN"))
    answered.chmod(mode)
    assert run("next").stdout == honest


def test_an_answer_in_a_directory_of_others_is_not_shown(
    run: Run, home: Home, answered: Path
) -> None:
    """A cache directory that everybody may write to is not trusted."""
    home.cache.chmod(0o777)
    assert is_computed(run)
    assert "Then" in run("next").stdout


@pytest.mark.parametrize(
    "changed", [{"COLUMNS": "70"}, {"NO_COLOR": None}, {"TERM": "dumb"}, {"STUDYPATH_DEBUG": "1"}]
)
def test_an_answer_for_one_terminal_is_not_shown_on_another(
    run: Run, home: Home, answered: Path, changed: dict[str, str | None]
) -> None:
    """Another width, colour or kind of terminal is computed, and then has its own answer."""
    assert is_computed(run, **changed)
    computed = run("next", **changed, STUDYPATH_CACHE_DIR=str(home.root / "empty"))
    assert not is_computed(run, **changed)
    assert run("next", **changed).stdout == computed.stdout
    assert not is_computed(run)


def test_no_answer_is_stored_while_a_timer_runs(run: Run, home: Home) -> None:
    """What depends on the clock is computed each time."""
    run("start", "1.1")
    run("next")
    run("status")
    assert not list(home.cache.glob("*.answer"))


def test_a_warning_is_shown_each_time(run: Run, home: Home) -> None:
    """A broken file of one's own is named by every `next`, not only by the first."""
    home.paths.mkdir(parents=True)
    (home.paths / "broken.toml").write_text("= \n")
    first, second = run("next"), run("next")
    assert "broken.toml" in first.stderr
    assert second.stderr == first.stderr
    assert second.stdout == first.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="descriptors are closed by a shell")
def test_a_closed_stdout_ends_quietly(home: Home, answered: Path) -> None:
    """Nobody listens: no traceback, cached or computed."""
    command = f"{sys.executable} -m studypath next >&-"
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        env=home.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert done.returncode in {0, 1}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_a_full_disk_is_named(home: Home, answered: Path) -> None:
    """Output that cannot be written ends with 1 and one sentence, cached or computed."""
    for name in ("next", "status"):
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(
                [sys.executable, "-m", "studypath", name],
                env=home.environment,
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
                check=False,
            )
        assert done.returncode == 1
        assert "could not be written" in done.stderr
        assert "Traceback" not in done.stderr
