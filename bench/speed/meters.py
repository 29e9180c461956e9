"""How much a command costs: instructions where valgrind is there, else time; and its memory."""

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
"""How often each command is timed where there is no valgrind."""

Environment = Mapping[str, str]


@dataclass(frozen=True)
class Case:
    """A command to measure, and what is done before each measurement of it.

    `at` gives more of the environment for the nth measurement: a width that was never used.
    """

    name: str
    command: Sequence[str]
    environment: Environment
    before: Callable[[], None] = lambda: None
    at: Callable[[int], Environment] = field(default=lambda _: {})


def has_valgrind() -> bool:
    """Whether instructions can be counted here."""
    return shutil.which("valgrind") is not None


def costs(cases: Sequence[Case], *, counting: bool) -> list[float]:
    """Return what each command costs: millions of instructions, else milliseconds.

    Instructions repeat to within a few percent, so once is enough. Times do not: the commands
    take turns, so that whatever else the machine does falls on all of them, and the median counts.
    """
    if counting:
        return [_instructions(case) for case in cases]
    rounds = [[_milliseconds(case, n) for case in cases] for n in range(ROUNDS)]
    return [statistics.median(times) for times in zip(*rounds, strict=True)]


def run(command: Sequence[str], environment: Environment) -> None:
    """Run a command that only prepares; it must end well."""
    done = subprocess.run(command, env=dict(environment), capture_output=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr.decode()}")


def peak_mb(command: Sequence[str], environment: Environment) -> float:
    """Return the most memory that a command held at once, in MB of a million bytes."""
    quiet = os.open(os.devnull, os.O_WRONLY)
    process = subprocess.Popen(command, env=dict(environment), stdout=quiet, stderr=quiet)
    os.close(quiet)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    # Linux counts in KiB, macOS in bytes.
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6


def _instructions(case: Case) -> float:
    case.before()
    valgrind = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
    done = subprocess.run(
        [*valgrind, *case.command],
        env={**case.environment, **case.at(0)},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    found = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode or found is None:
        sys.exit(f"{case.name} ended with {done.returncode}:\n{done.stderr}")
    return int(found[1]) / 1e6


def _milliseconds(case: Case, n: int) -> float:
    case.before()
    environment = {**case.environment, **case.at(n)}
    begun = time.perf_counter()
    run(case.command, environment)
    return (time.perf_counter() - begun) * 1000
