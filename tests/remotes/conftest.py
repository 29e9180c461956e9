"""A real Learning Record Store on loopback, where its environment is there."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from studypath.remotes.lrs import Lrs, Patience
from studypath.remotes.lrs_account import LrsAccount

ROOT = Path(__file__).resolve().parent.parent.parent
SCRIPT = Path(__file__).with_name("ralph_store.py")
START_SECONDS = 60
QUICK = Patience(request_seconds=5, attempts=4, first_pause_seconds=0.01, longest_pause_seconds=2)


@dataclass(frozen=True, slots=True)
class Store:
    """A running store: its address, who may write, and the file behind it."""

    account: LrsAccount
    file: Path

    def connect(self) -> Lrs:
        """Return a connection with little patience."""
        return Lrs(self.account, QUICK)


@pytest.fixture(scope="session")
def ralph_python() -> str:
    """Return the Python of Ralph's environment; where it is missing, skip or fail as asked."""
    default = ROOT / ".ralph" / "bin" / "python"
    python = os.environ.get("STUDYPATH_RALPH", str(default))
    if Path(python).exists():
        return python
    message = f"{python} is not there: no Learning Record Store to test with (see CONTRIBUTING.md)"
    if os.environ.get("STUDYPATH_REQUIRE_LRS") == "1":
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture
def store(ralph_python: str, tmp_path: Path) -> Iterator[Store]:
    """Serve an empty store on loopback."""
    folder = tmp_path / "store"
    folder.mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [ralph_python, str(SCRIPT), str(port), str(folder), "teacher", "s3cret"],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=folder,
        )
    try:
        _wait_for(process, port, log)
        account = LrsAccount(f"http://127.0.0.1:{port}/xAPI/", "teacher", "s3cret")
        yield Store(account, folder / "statements.jsonl")
    finally:
        process.kill()
        process.wait()


def _wait_for(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail(f"the store did not start: {log.read_text()}")
