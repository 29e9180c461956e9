"""Measure a command: instructions if valgrind is installed, else time; and its memory."""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

ROUNDS = 25
"""How often each command is timed without valgrind."""

Environment = Mapping[str, str]


@dataclass(frozen=True)
class Case:
    """A command to measure, and what to do before each measurement.

    `at` returns additional environment for the nth measurement, such as a width not used before.
    """

    name: str
    command: Sequence[str]
    environment: Environment
    before: Callable[[], None] = lambda: None
    at: Callable[[int], Environment] = field(default=lambda _: {})


def has_valgrind() -> bool:
    """Return whether instructions can be counted."""
    return shutil.which("valgrind") is not None


def measure_costs(cases: Sequence[Case], *, counting: bool) -> list[float]:
    """Return the cost of each command in millions of instructions, else in milliseconds.

    Instructions repeat to within a few percent, so one run is enough. For times, the runs of all
    commands are interleaved, so that other load affects all of them, and the median counts.
    """
    if counting:
        return [_count_instructions(case) for case in cases]
    rounds = [[_measure_milliseconds(case, n) for case in cases] for n in range(ROUNDS)]
    return [statistics.median(times) for times in zip(*rounds, strict=True)]


def run(command: Sequence[str], environment: Environment) -> None:
    """Run a command; exit if it fails."""
    process = subprocess.run(command, env=dict(environment), capture_output=True, check=False)
    if process.returncode:
        sys.exit(f"{' '.join(command)} exited {process.returncode}:\n{process.stderr.decode()}")


def measure_peak_mb(command: Sequence[str], environment: Environment) -> float:
    """Return the peak memory of a command in MB (10**6 bytes)."""
    quiet = os.open(os.devnull, os.O_WRONLY)
    process = subprocess.Popen(command, env=dict(environment), stdout=quiet, stderr=quiet)
    os.close(quiet)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} exited {process.returncode}")
    # ru_maxrss is in KiB on Linux and in bytes on macOS.
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6


def _count_instructions(case: Case) -> float:
    case.before()
    valgrind = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
    process = subprocess.run(
        [*valgrind, *case.command],
        env={**case.environment, **case.at(0)},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    total = re.search(r"Collected : (\d+)", process.stderr)
    if process.returncode or total is None:
        sys.exit(f"{case.name} exited {process.returncode}:\n{process.stderr}")
    return int(total[1]) / 1e6


def _measure_milliseconds(case: Case, n: int) -> float:
    case.before()
    environment = {**case.environment, **case.at(n)}
    start = time.perf_counter()
    run(case.command, environment)
    return (time.perf_counter() - start) * 1000
