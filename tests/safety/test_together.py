"""Many processes at once: what was acknowledged is there, nobody waits for the dead."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import tomli

from tests.conftest import Home

AT_ONCE = 8


def started(home: Home, *args: str) -> subprocess.CompletedProcess[str]:
    """Run the program as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "studypath", *args],
        capture_output=True,
        text=True,
        env=home.environment,
        cwd=home.root,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("count", [8, pytest.param(50, marks=pytest.mark.slow)])
def test_every_acknowledged_change_is_there(count: int, home: Home) -> None:
    """Processes that note and log at once: each that said it was done is in the file."""
    started(home, "use", "paper")
    numbers = [f"{phase}.{step}" for phase in range(1, 5) for step in range(1, 8)]
    listed = started(home, "list", "--json").stdout
    known = [number for number in numbers if f'"{number}"' in listed]

    def one(number: int) -> tuple[int, subprocess.CompletedProcess[str]]:
        step = known[number % len(known)]
        if number % 2:
            return number, started(home, "note", step, f"mark-{number}", "--append")
        return number, started(
            home, "log", step, f"{number + 1}m", "--on", "2026-01-05", "--at", f"{number % 20}:00"
        )

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(one, range(count)))
    text = home.progress.read_text()
    data = tomli.loads(text)
    lengths = [
        line.split()[-1]
        for step in data["paths"]["paper"].values()
        for line in step.get("sessions", [])
    ]
    done = 0
    for number, ran in answers:
        assert ran.returncode in (0, 5), ran
        if ran.returncode == 0:
            done += 1
            said = f"{number + 1}m"
            assert f"mark-{number}" in text if number % 2 else said in lengths or number >= 59
    assert done >= count // 2
    assert not list(home.root.rglob("*.tmp"))
    for _ in range(done):
        assert "undone" in started(home, "undo").stdout
    assert tomli.loads(home.progress.read_text()).get("paths", {}) == {}


@pytest.mark.slow
def test_marks_and_undos_at_once_stay_whole(home: Home) -> None:
    """Undos between the marks of others take back whole commands, never a part of one."""
    rng = random.Random(7)
    words = [("done", "1.1"), ("done", "2"), ("skip", "1.2"), ("undo",), ("redo",), ("reset", "2")]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(lambda _: started(home, *rng.choice(words)), range(50)))
    assert all(ran.returncode in (0, 5) for ran in answers), answers
    assert all("Traceback" not in ran.stderr for ran in answers)
    for _ in range(60):
        if "nothing to undo" in started(home, "undo").stdout:
            break
    assert tomli.loads(home.progress.read_text()).get("paths", {}) == {}


HOLDER = """
import sys, time
from pathlib import Path
from studypath.storage.lock import hold_lock
with hold_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def holder(home: Home) -> subprocess.Popen[str]:
    """Start a process that holds the lock."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(home.data / "progress.lock")],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_held_lock_is_busy_and_reading_never_waits(home: Home) -> None:
    """While another holds the lock a change ends with 5, naming it; reading goes on at once."""
    home.data.mkdir()
    process = holder(home)
    try:
        with ThreadPoolExecutor(1) as pool:
            begun = time.monotonic()
            changing = pool.submit(started, home, "done", "1.1")
            for args in (("next",), ("status", "--json"), ("list",), ("export",)):
                assert started(home, *args).returncode == 0
                assert not changing.done() or time.monotonic() - begun > 5
            busy = changing.result()
        waited = time.monotonic() - begun
    finally:
        process.kill()
        process.communicate()
    assert busy.returncode == 5, busy
    assert str(process.pid) in busy.stderr
    assert waited < 12  # 5 s and what two busy processors take to start
    assert not home.progress.exists()


def test_a_killed_holder_delays_nobody(home: Home) -> None:
    """The lock of a process that was killed is free at once."""
    home.data.mkdir()
    process = holder(home)
    process.kill()
    process.communicate()
    ran = started(home, "done", "1.1")
    assert (ran.returncode, ran.stderr) == (0, "")
