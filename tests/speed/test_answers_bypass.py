"""When no cached answer is printed, and where the answer cache looks."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studypath.storage import answers
from studypath.storage.places import find_places
from tests.cache_forgery import forge
from tests.conftest import Home, Run

PLACE = st.sampled_from((None, "", "  ", "/tmp/x", "relative", "~/cache", "~nobody/x", "/tmp/a b/"))


@given(override=PLACE, home=PLACE, xdg=PLACE)
def test_answers_are_in_the_cache_directory_of_the_program(
    override: str | None, home: str | None, xdg: str | None
) -> None:
    """In every environment the answer cache uses the cache directory of the program, or none."""
    variables = {"STUDYPATH_CACHE_DIR": override, "HOME": home, "XDG_CACHE_HOME": xdg}
    with pytest.MonkeyPatch.context() as patched:
        for name, value in variables.items():
            patched.delenv(name, raising=False)
            if value is not None:
                patched.setenv(name, value)
        found = answers.find_cache_dir()
        if found is not None:
            assert Path(found) == find_places(os.environ).directories["cache"]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no answers on Windows")
def test_answers_are_in_the_default_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With nothing but a home, the answer cache is where platformdirs says."""
    for name in ("STUDYPATH_CACHE_DIR", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert answers.find_cache_dir() == platformdirs.user_cache_dir("studypath", appauthor=False)


@pytest.fixture
def answered(run: Run, home: Home) -> Path:
    """Return the file of a cached answer."""
    run("done", "1.1")
    run("next")
    (file,) = home.cache.glob("*.answer")
    return file


TRACED = {"PYTHONPROFILEIMPORTTIME": "1"}
"""Makes the interpreter list every import. A variable is part of the key of an answer."""


def is_computed(run: Run, **env: str | None) -> bool:
    """Return whether this `next` was computed."""
    ran = run("next", **TRACED, **env)
    assert (ran.returncode, "import time:" in ran.stderr) == (0, True)
    return "typer" in ran.stderr


@pytest.mark.parametrize("command", ["next", "status"])
def test_an_unchanged_command_prints_the_cached_answer(run: Run, home: Home, command: str) -> None:
    """Nothing changed: the cached answer is printed, the same bytes as before."""
    run("done", "1.1")
    first = run(command, **TRACED)
    again = run(command, **TRACED)
    assert ("typer" in first.stderr, "typer" in again.stderr) == (True, False)
    assert again.stdout == first.stdout == run(command).stdout


def test_a_changed_answer_in_the_cache_would_be_printed(run: Run, answered: Path) -> None:
    """An answer with a right checksum is printed: so the next tests prove that others are not."""
    forge(answered, b"Then", b"THEN")
    assert "THEN" in run("next").stdout


@pytest.mark.parametrize("mode", [0o666, 0o620])
def test_an_answer_that_others_may_write_is_not_shown(run: Run, answered: Path, mode: int) -> None:
    """An answer that another user could have written is computed again."""
    honest = run("next").stdout
    forge(answered, b"Then", b"THEN")
    answered.chmod(mode)
    assert run("next").stdout == honest


def test_an_answer_in_a_directory_of_others_is_not_shown(
    run: Run, home: Home, answered: Path
) -> None:
    """A cache directory that everybody may write to is not trusted."""
    honest = run("next").stdout
    forge(answered, b"Then", b"THEN")
    home.cache.chmod(0o777)
    assert run("next").stdout == honest
    assert [is_computed(run) for _ in range(2)] == [True, True]


@pytest.mark.parametrize(
    "changed", [{"COLUMNS": "70"}, {"NO_COLOR": None}, {"TERM": "dumb"}, {"STUDYPATH_DEBUG": "1"}]
)
def test_another_terminal_is_another_question(
    run: Run, answered: Path, changed: dict[str, str | None]
) -> None:
    """An answer for one terminal is not printed on another, which gets an answer of its own."""
    forge(answered, b"Then", b"THEN")
    first, again = (run("next", **changed) for _ in range(2))
    # A file in place of the cache directory: this answer is computed.
    computed = run("next", **changed, STUDYPATH_CACHE_DIR=str(answered))
    assert (first.returncode, first.stdout) == (0, computed.stdout)
    assert (again.returncode, again.stdout) == (0, computed.stdout)
    assert "THEN" in run("next").stdout


@pytest.mark.parametrize("command", ["next", "status"])
def test_no_answer_with_a_running_timer_is_cached(run: Run, home: Home, command: str) -> None:
    """What depends on the clock is computed each time."""
    run("start", "1.1")
    assert run(command).returncode == 0
    assert not list(home.cache.glob("*.answer"))
    run("stop", "--discard")
    assert run(command).returncode == 0
    assert len(list(home.cache.glob("*.answer"))) == 1


def test_a_warning_is_printed_each_time(run: Run, home: Home) -> None:
    """A broken file of one's own is named by every `next`, not by the first alone."""
    home.paths.mkdir(parents=True)
    (home.paths / "broken.toml").write_text("= \n")
    first, second = run("next"), run("next")
    assert "broken.toml" in first.stderr
    assert second.stderr == first.stderr
    assert second.stdout == first.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="descriptors are closed by a shell")
def test_a_closed_stdout_ends_quietly(home: Home, answered: Path) -> None:
    """Nobody listens: no traceback, whether the answer is cached or computed."""
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
def test_a_full_disk_is_reported(home: Home, answered: Path) -> None:
    """Output that cannot be written exits 1 with one sentence, cached (`next`) or computed."""
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
