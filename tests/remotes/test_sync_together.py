"""Many syncs at once, and syncs that are killed at any point."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.remotes.machines import Machine, bare, git, start_process

BERT = ("paper", "bert")
STEPS = (BERT, ("paper", "gpt-1"), ("paper", "gpt-2"), ("lightweight", "3b1b-neural-networks"))
SYNCS = 20
MODULE = "tests.remotes.machines"


def test_machines_that_collide_all_arrive(tmp_path: Path) -> None:
    """Six machines that send at once lose nothing, and nobody's commit is overwritten."""
    remote = bare(tmp_path / "remote.git")
    machines = [Machine(tmp_path / f"m{n}") for n in range(6)]
    for number, machine in enumerate(machines):
        machine.pass_time(minutes=number)
        machine.log(BERT, 10 + number)
    with ThreadPoolExecutor(len(machines)) as pool:
        list(pool.map(lambda machine: machine.sync(remote), machines))
    last = Machine(tmp_path / "last")
    last.sync(remote)
    assert sorted(s.minutes for s in last.progress.entries[BERT].sessions) == list(range(10, 16))
    git(remote, "fsck", "--strict")


@pytest.mark.slow
def test_twenty_syncs_of_twenty_machines(tmp_path: Path) -> None:
    """Twenty machines at once: everyone's session is there in the end, exactly once."""
    remote = bare(tmp_path / "remote.git")
    machines = [Machine(tmp_path / f"m{n}") for n in range(SYNCS)]
    for number, machine in enumerate(machines):
        machine.log(STEPS[number % 4], 10 + number)
    with ThreadPoolExecutor(SYNCS) as pool:
        results = list(pool.map(lambda machine: machine.sync(remote), machines))
    assert all(result.offline is None for result in results)
    last = Machine(tmp_path / "last")
    last.sync(remote)
    sessions = [s for entry in last.progress.entries.values() for s in entry.sessions]
    assert sorted(s.minutes for s in sessions) == [10 + number for number in range(SYNCS)]


@pytest.mark.slow
def test_twenty_syncs_of_one_home(tmp_path: Path) -> None:
    """Twenty syncs at once in one home wait for each other and agree."""
    remote = bare(tmp_path / "remote.git")
    one = Machine(tmp_path / "one")
    one.done(BERT)
    one.sync(remote)
    other = Machine(tmp_path / "other")
    other.log(STEPS[1], 33)
    other.sync(remote)
    processes = [start_process(MODULE, str(one.root)) for _ in range(SYNCS)]
    answers = [process.communicate(timeout=120)[0].strip() for process in processes]
    assert set(answers) <= {"ok", "Busy"}
    assert answers.count("ok") > SYNCS // 2
    assert {key[1] for key in one.progress.entries} == {"bert", "gpt-1"}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
def test_killed_at_any_point(tmp_path: Path) -> None:
    """A sync killed with all of its git children, at thirty moments, never costs a session."""
    remote = bare(tmp_path / "remote.git")
    one, two = Machine(tmp_path / "one"), Machine(tmp_path / "two")
    one.sync(remote)
    two.sync(remote)
    moments = random.Random(12)
    minutes: list[int] = []
    for number in range(30):
        machine = (one, two)[number % 2]
        machine.pass_time(hours=1)
        machine.log(STEPS[number % 4], 10 + number)
        minutes.append(10 + number)
        _kill_sync(machine, moments.uniform(0.0, 0.25))
    one.sync()
    two.sync()
    one.sync()
    assert one.progress == two.progress
    sessions = [s for entry in one.progress.entries.values() for s in entry.sessions]
    assert sorted(session.minutes for session in sessions) == minutes
    git(remote, "fsck", "--strict")


def _kill_sync(machine: Machine, after_s: float) -> None:
    """Start a sync in a process of its own and kill it, with what it started, after a while."""
    with start_process(MODULE, str(machine.root)) as process:
        time.sleep(after_s)
        for child in _children(process.pid):
            os.killpg(child, signal.SIGKILL)
        process.kill()


def _children(pid: int) -> list[int]:
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    return [child for child in map(int, text.split()) if _leads_group(child)]


def _leads_group(pid: int) -> bool:
    try:
        return os.getpgid(pid) == pid
    except ProcessLookupError:
        return False
