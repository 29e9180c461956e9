"""When the fast lane steps aside, and that it looks where everybody else does."""

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
from tests.conftest import Home, Run

PLACE = st.sampled_from((None, "", "  ", "/tmp/x", "relative", "~/cache", "~nobody/x", "/tmp/a b/"))


@given(override=PLACE, home=PLACE, xdg=PLACE)
def test_the_lane_looks_where_the_program_keeps(
    override: str | None, home: str | None, xdg: str | None
) -> None:
    """In every environment the lane names the cache directory of the program, or none."""
    told = {"STUDYPATH_CACHE_DIR": override, "HOME": home, "XDG_CACHE_HOME": xdg}
    with pytest.MonkeyPatch.context() as patched:
        for name, value in told.items():
            patched.delenv(name, raising=False)
            if value is not None:
                patched.setenv(name, value)
        found = answers.find_cache_dir()
        if found is not None:
            assert Path(found) == find_places(os.environ).found["cache"]


@pytest.mark.skipif(sys.platform == "win32", reason="the lane is not taken on Windows")
def test_the_lane_knows_the_ordinary_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With nothing but a home, the lane looks where platformdirs says."""
    for name in ("STUDYPATH_CACHE_DIR", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert answers.find_cache_dir() == platformdirs.user_cache_dir("studypath", appauthor=False)


@pytest.fixture
def answered(run: Run, home: Home) -> Path:
    """The file of a kept answer."""
    run("done", "1.1")
    run("next")
    (file,) = home.cache.glob("next-*.answer")
    return file


def slow(run: Run, **env: str | None) -> bool:
    """Whether `next` went the long way."""
    return "import time:" in run("next", PYTHONPROFILEIMPORTTIME="1", **env).stderr and (
        "typer" in run("next", PYTHONPROFILEIMPORTTIME="1", **env).stderr
    )


def test_an_unchanged_next_takes_the_lane(run: Run, answered: Path) -> None:
    """Nothing changed: the kept answer is shown, the same as before."""
    first = run("next")
    assert not slow(run)
    assert run("next").stdout == first.stdout


@pytest.mark.parametrize("mode", [0o666, 0o620])
def test_an_answer_that_others_may_write_is_not_shown(run: Run, answered: Path, mode: int) -> None:
    """Somebody else could have written it."""
    honest = run("next").stdout
    answered.write_bytes(answered.read_bytes().replace(b"Then", b"THEN"))
    answered.chmod(mode)
    assert run("next").stdout == honest


def test_an_answer_in_a_directory_of_others_is_not_shown(
    run: Run, home: Home, answered: Path
) -> None:
    """A cache directory that everybody may write to is not believed."""
    home.cache.chmod(0o777)
    assert slow(run)
    assert "Then" in run("next").stdout


@pytest.mark.parametrize(
    "changed", [{"COLUMNS": "70"}, {"NO_COLOR": None}, {"TERM": "dumb"}, {"STUDYPATH_DEBUG": "1"}]
)
def test_another_terminal_is_another_question(
    run: Run, answered: Path, changed: dict[str, str | None]
) -> None:
    """An answer for one terminal is not shown on another."""
    before = answered.read_bytes()
    assert run("next", **changed).returncode == 0
    again = run("next", **changed)
    assert again.stdout == run("next", **changed, STUDYPATH_CACHE_DIR=str(answered)).stdout
    assert before


def test_a_running_timer_keeps_answers_from_being_kept(run: Run, home: Home) -> None:
    """What depends on the clock is told anew each time."""
    run("start", "1.1")
    run("next")
    assert not list(home.cache.glob("next-*.answer"))


def test_a_warning_is_told_each_time(run: Run, home: Home) -> None:
    """A broken file of one's own is named by every `next`, not by the first alone."""
    home.paths.mkdir(parents=True)
    (home.paths / "broken.toml").write_text("= \n")
    first, second = run("next"), run("next")
    assert "broken.toml" in first.stderr
    assert second.stderr == first.stderr
    assert second.stdout == first.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="descriptors are closed by a shell")
def test_a_closed_stdout_ends_quietly(home: Home, answered: Path) -> None:
    """Nobody listens: no traceback, from the fast lane as from the slow one."""
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
def test_a_full_disk_is_said(home: Home, answered: Path) -> None:
    """Output that cannot be written ends with 1 and one sentence, on both lanes."""
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
