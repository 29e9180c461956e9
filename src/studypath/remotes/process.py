"""Run a program with limits on time, output and, while it writes files, on their size."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, NamedTuple

_POLL_S = 0.05
_GRACE_S = 2.0
_ERRORS_SHOWN_BYTES = 64 * 1024


class Finished(NamedTuple):
    """A finished program: its exit code, all of its output, and the end of its error text."""

    code: int
    output: bytes
    errors: str


class Limits(NamedTuple):
    """What a program may use: seconds, and bytes of output and error text together.

    `is_too_large` is asked while the program runs; True ends it.
    """

    seconds: float
    output_bytes: int
    is_too_large: Callable[[], bool] | None = None


class LimitBroken(Exception):
    """A program was ended because it used more than it may; `str()` says what."""


class TimedOut(LimitBroken):
    """A program was ended because it took too long."""


def run_program(
    arguments: Sequence[str],
    *,
    environment: Mapping[str, str],
    directory: Path,
    stdin: bytes = b"",
    limits: Limits,
) -> Finished:
    """Run a program without a terminal and return how it finished.

    It gets a session of its own, so nothing in it can ask a question, and ends as a whole.
    Raises LimitBroken when it breaks a limit and OSError when it cannot be started.
    """
    # Files instead of pipes: a daemon that inherits a pipe would keep a reader waiting.
    with (
        tempfile.TemporaryFile() as source,
        tempfile.TemporaryFile() as output,
        tempfile.TemporaryFile() as errors,
    ):
        source.write(stdin)
        source.seek(0)
        process = subprocess.Popen(  # noqa: S603 - a list of arguments, no shell
            list(arguments),
            stdin=source,
            stdout=output,
            stderr=errors,
            env=dict(environment),
            cwd=directory,
            **_own_session(),
        )
        try:
            _wait(process, (output, errors), limits)
        except BaseException:
            _end(process)
            raise
        return Finished(process.returncode, _content(output), _end_of(errors))


def _wait(process: subprocess.Popen[bytes], files: Sequence[IO[bytes]], limits: Limits) -> None:
    deadline = time.monotonic() + limits.seconds
    while True:
        try:
            process.wait(_POLL_S)
        except subprocess.TimeoutExpired:
            if time.monotonic() >= deadline:
                msg = f"did not finish within {limits.seconds:g} s"
                raise TimedOut(msg) from None
        # Asked after the end too: a quick program is no exception.
        if sum(os.fstat(file.fileno()).st_size for file in files) > limits.output_bytes:
            msg = f"answered with more than {limits.output_bytes // 1024} KiB"
            raise LimitBroken(msg)
        if limits.is_too_large is not None and limits.is_too_large():
            msg = "sends more data than progress can be"
            raise LimitBroken(msg)
        if process.returncode is not None:
            return


def _own_session() -> dict[str, Any]:
    if os.name == "posix":
        return {"start_new_session": True}
    return {"creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)}


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ask the program and its children to end, then kill what is left of them."""
    _signal(process, signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_GRACE_S)
    _signal(process, getattr(signal, "SIGKILL", signal.SIGTERM))
    process.kill()
    process.wait(_GRACE_S)


def _signal(process: subprocess.Popen[bytes], number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if os.name == "posix":
            # The program leads its group, and a group outlives its leader.
            os.killpg(process.pid, number)
        else:
            process.terminate()


def _content(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()


def _end_of(file: IO[bytes]) -> str:
    size = os.fstat(file.fileno()).st_size
    file.seek(max(0, size - _ERRORS_SHOWN_BYTES))
    return file.read().decode("utf-8", "replace")
