"""One process at a time."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import filelock
import pytest

import studypath
from studypath.core.errors import Busy, SaveFailed
from studypath.storage.lock import hold_lock

posix = pytest.mark.skipif(os.name != "posix", reason="files of POSIX")
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(studypath.__file__).parent.parent)}

HOLD = """
import sys, time
from pathlib import Path
from studypath.storage.lock import hold_lock
with hold_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""

COUNT = """
import sys
from pathlib import Path
from studypath.storage.lock import hold_lock
lock, counter = map(Path, sys.argv[1:])
for _ in range(20):
    with hold_lock(lock, 60):
        counter.write_text(str(int(counter.read_text()) + 1))
"""


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    """Where the lock is, in a directory that does not exist yet."""
    return tmp_path / "data" / "progress.lock"


def holder(lock: Path) -> subprocess.Popen[str]:
    """Start a process that holds the lock."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(lock)], stdout=subprocess.PIPE, text=True, env=ENVIRONMENT
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_it_is_held_and_given_back(lock: Path) -> None:
    """The body runs once it is held, and afterwards it can be had again at once."""
    for _ in range(2):
        with hold_lock(lock, 0):
            assert lock.exists()


@posix
def test_the_lock_file_is_private(lock: Path) -> None:
    """Nobody else can open it, and so nobody else can hold it."""
    with hold_lock(lock):
        assert lock.stat().st_mode & 0o777 == 0o600
        assert lock.parent.stat().st_mode & 0o777 == 0o700


def test_an_error_in_the_body_gives_it_back(lock: Path) -> None:
    """The body's error goes through, and the lock is free."""
    with pytest.raises(ZeroDivisionError), hold_lock(lock):
        _ = 1 / 0
    with hold_lock(lock, 0):
        pass


@posix
def test_a_held_lock_names_its_holder(lock: Path) -> None:
    """Who waits too long is told the process that holds it; a killed holder delays nobody."""
    process = holder(lock)
    try:
        for _ in range(2):  # asking does not wipe out the name
            with pytest.raises(Busy, match=f"process {process.pid} "), hold_lock(lock, 0.2):
                raise AssertionError
    finally:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()
    with hold_lock(lock, 0):
        pass


@posix
def test_without_a_pid_the_holder_is_another_process(lock: Path) -> None:
    """A lock file that holds something else makes no false claim."""
    process = holder(lock)
    try:
        lock.write_bytes(b"\xff?")
        with pytest.raises(Busy, match="another process"), hold_lock(lock, 0.1):
            raise AssertionError
    finally:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def test_nobody_waits_for_ever_by_default() -> None:
    """The time-out is five seconds."""
    assert hold_lock.__wrapped__.__defaults__ == (5.0,)  # type: ignore[attr-defined]


def test_two_writers_lose_nothing(lock: Path, tmp_path: Path) -> None:
    """Four processes that count up a file twenty times each, under the lock, reach eighty."""
    counter = tmp_path / "counter"
    counter.write_text("0")
    command = [sys.executable, "-c", COUNT, str(lock), str(counter)]
    processes = [subprocess.Popen(command, env=ENVIRONMENT) for _ in range(4)]
    assert [process.wait() for process in processes] == [0] * 4
    assert counter.read_text() == "80"


@posix
@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("link", "a link stands in its place"),
        ("pipe", "a named pipe stands in its place"),
        ("directory", "a directory stands in its place"),
    ],
)
def test_whatever_stands_in_its_place_is_named(lock: Path, kind: str, words: str) -> None:
    """A link, pipe or directory in place of the lock is an error at once, and stays."""
    lock.parent.mkdir()
    precious = lock.parent / "precious"
    precious.write_text("mine")
    if kind == "link":
        lock.symlink_to(precious)
    elif kind == "pipe":
        os.mkfifo(lock)
    else:
        lock.mkdir()
    began = time.monotonic()
    with pytest.raises(SaveFailed, match=words), hold_lock(lock):
        raise AssertionError
    assert time.monotonic() - began < 4
    assert precious.read_text() == "mine"


def test_a_file_in_place_of_the_directory_is_named(lock: Path) -> None:
    """Where no directory can be, there is no lock, and the message says why."""
    lock.parent.write_text("")
    with pytest.raises(SaveFailed, match="stands where a directory must be"), hold_lock(lock):
        raise AssertionError


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("ENOLCK", "no locks left"),
        ("EOPNOTSUPP", "has no locks"),
        ("ENOSYS", "has no locks"),
        ("ESTALE", "network file system"),
        ("EACCES", "permission is denied"),
        ("EROFS", "read-only"),
    ],
)
def test_a_file_system_without_locks_is_named(
    lock: Path, monkeypatch: pytest.MonkeyPatch, number: str, words: str
) -> None:
    """Each way in which a lock cannot be had has its own words."""

    def failing(*args: object, **kwargs: object) -> None:
        raise OSError(getattr(errno, number), "no")

    monkeypatch.setattr(filelock.FileLock, "acquire", failing)
    with pytest.raises(SaveFailed, match=words), hold_lock(lock):
        raise AssertionError


def test_a_lock_that_the_library_refuses_is_named(
    lock: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Older filelock raises NotImplementedError where flock is missing."""

    def failing(*args: object, **kwargs: object) -> None:
        raise NotImplementedError

    monkeypatch.setattr(filelock.FileLock, "acquire", failing)
    with pytest.raises(SaveFailed, match="has no locks"), hold_lock(lock):
        raise AssertionError
