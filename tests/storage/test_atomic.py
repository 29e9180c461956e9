"""Temporary files: what is swept and what stays, where the system does not answer as usual."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from studypath.storage import atomic
from studypath.storage.atomic import remove_file, sweep_temporaries

NAME = ".progress.toml.4194999-0123abcd.tmp"


@pytest.fixture
def left_behind(tmp_path: Path) -> Path:
    """Create a fresh temporary file of a process that may or may not be there."""
    path = tmp_path / NAME
    path.touch()
    return path


@pytest.mark.skipif(os.name != "posix", reason="processes of POSIX")
@pytest.mark.parametrize(
    ("answer", "stays"),
    [
        (None, True),
        (PermissionError(), True),
        (OverflowError(), True),
        (ProcessLookupError(), False),
    ],
)
def test_only_a_process_that_is_surely_gone_leaves_litter(
    left_behind: Path, monkeypatch: pytest.MonkeyPatch, answer: Exception | None, *, stays: bool
) -> None:
    """A process that we may not signal is alive; only one that does not exist is gone."""

    def kill(pid: int, signal: int) -> None:
        assert (pid, signal) == (4194999, 0)
        if answer:
            raise answer

    monkeypatch.setattr(os, "kill", kill)
    sweep_temporaries(str(left_behind.with_name("progress.toml")))
    assert left_behind.exists() is stays


def test_where_processes_cannot_be_asked_only_the_age_decides(
    left_behind: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without POSIX no process is signalled: a fresh file stays, one an hour old goes."""

    def never(pid: int, signal: int) -> None:
        raise AssertionError

    monkeypatch.setattr(os, "kill", never)
    monkeypatch.setattr(atomic, "_POSIX", False)
    sweep_temporaries(str(left_behind.with_name("progress.toml")))
    assert left_behind.exists()
    os.utime(left_behind, (0, 0))
    sweep_temporaries(str(left_behind.with_name("progress.toml")))
    assert not left_behind.exists()


def test_the_file_of_another_user_stays(left_behind: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What belongs to somebody else is never removed, however old."""
    os.utime(left_behind, (0, 0))
    monkeypatch.setattr(atomic, "is_own_file", lambda status: False)
    sweep_temporaries(str(left_behind.with_name("progress.toml")))
    assert left_behind.exists()


def test_what_cannot_be_swept_is_no_error(
    left_behind: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A directory that is gone, a file that goes meanwhile or cannot be removed: no error."""
    sweep_temporaries(str(left_behind.parent / "absent" / "progress.toml"))
    remove_file(str(left_behind.with_name("absent")))

    def gone(path: str) -> os.stat_result:
        raise FileNotFoundError(path)

    monkeypatch.setattr(os, "lstat", gone)
    sweep_temporaries(str(left_behind.with_name("progress.toml")))
    monkeypatch.undo()
    assert left_behind.exists()
