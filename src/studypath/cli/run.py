"""Run one command: the arguments in, the exit code out."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from typing import TextIO, cast

from studypath.core.errors import StudypathError, WrongUsage


def run(arguments: list[str]) -> int:
    """Run the command that the arguments name and return its exit code.

    Every expected failure is a sentence on stderr and the code of its kind; anything else is a
    fault of the program, said as such (STUDYPATH_DEBUG=1 shows the traceback).
    """
    _tolerate_encodings()
    try:
        code = _command_run(arguments)
    except StudypathError as error:
        _say(str(error))
        code = error.exit_code
    except OSError as error:
        code = _unwritable(error)
    except Exception as error:
        if os.environ.get("STUDYPATH_DEBUG"):
            raise
        _say(
            f"a fault of the program: {type(error).__name__}: {error}\n"
            "STUDYPATH_DEBUG=1 shows where it happened."
        )
        code = 1
    return _flushed(code)


def _command_run(arguments: list[str]) -> int:
    _refuse_broken_text(arguments)
    _steer_nothing(arguments)
    from studypath.cli.app import command

    try:
        command(arguments)(args=arguments, prog_name="studypath")
    except SystemExit as leaving:
        # Typer leaves so after every command, after a mistake in its use, and with 1 when the
        # reader of a pipe has gone.
        if isinstance(leaving.__context__, BrokenPipeError):
            return _quiet()
        return leaving.code if isinstance(leaving.code, int) else 0
    return 0


def _refuse_broken_text(arguments: list[str]) -> None:
    for argument in arguments:
        if any("\ud800" <= character <= "\udfff" for character in argument):
            msg = "an argument is not valid text in this terminal's encoding; nothing was done"
            raise WrongUsage(msg)


class _VisibleStream:
    """A stream on which everything that could steer a terminal is made visible."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        from studypath.core.text import replace_controls

        return self._stream.write(replace_controls(text, multiline=True))

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)


def _steer_nothing(arguments: list[str]) -> None:
    """A mistake in the use is told by Typer, which repeats the argument as it was typed."""
    from studypath.core.text import has_control

    if sys.stderr is not None and any(has_control(argument) for argument in arguments):
        os.environ["TERM"] = "dumb"  # Colours are control characters too.
        sys.stderr = cast("TextIO", _VisibleStream(sys.stderr))


def _tolerate_encodings() -> None:
    """A terminal that cannot show a character shows a replacement instead of ending the program."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _flushed(code: int) -> int:
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        return _unwritable(error)
    return code


def _unwritable(error: OSError) -> int:
    if error.errno == errno.EPIPE:
        return _quiet()
    _abandon_stdout()
    _say(f"the output could not be written: {error.strerror or error}")
    return 1


def _quiet() -> int:
    """The reader of a pipe has had enough: no error of anybody's."""
    _abandon_stdout()
    return 0


def _abandon_stdout() -> None:
    """Keep the interpreter from flushing into the closed output once more at its end."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(text: str) -> None:
    from studypath.core.text import replace_controls

    with contextlib.suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(f"studypath: {replace_controls(text, multiline=True)}\n")
        sys.stderr.flush()
