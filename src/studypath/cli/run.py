"""Run a command: arguments in, exit code out."""

from __future__ import annotations

import contextlib
import errno
import os
import sys

from studypath.core.errors import StudypathError, UnusableFile, WrongUsage, format_error
from studypath.core.text import replace_controls


def run(arguments: list[str]) -> int:
    """Run the command that the arguments name and return its exit code.

    An expected error is a message on stderr and the code of its class. Any other is a fault of the
    program; STUDYPATH_DEBUG=1 shows its traceback.
    """
    _tolerate_encodings()
    try:
        code = _run_command(arguments)
    except StudypathError as error:
        _print_error(format_error(error, _build_advice(error, arguments)))
        code = error.exit_code
    except OSError as error:
        code = _report_unwritable(error)
    except Exception as error:
        if os.environ.get("STUDYPATH_DEBUG"):
            raise
        _print_error(
            f"Fault of the program: {type(error).__name__}: {error}\n"
            "To see where it happened, set STUDYPATH_DEBUG=1."
        )
        code = 1
    return _flush(code)


def _run_command(arguments: list[str]) -> int:
    _refuse_broken_text(arguments)
    from typer import Abort, BadParameter

    from studypath.cli.app import build_app

    # Typer exports only this subclass of the class of all usage errors.
    usage_error = BadParameter.__mro__[1]
    try:
        code = build_app().main(arguments, prog_name="studypath", standalone_mode=False)
    except Abort:
        return 1
    except SystemExit as leaving:
        # Typer exits so after completion, and with 1 after a broken pipe.
        if isinstance(leaving.__context__, BrokenPipeError):
            return _ignore_broken_pipe()
        return leaving.code if isinstance(leaving.code, int) else 0
    except Exception as error:
        if not isinstance(error, usage_error):
            raise
        raise WrongUsage(_format_usage_error(error, arguments)) from None
    return code if isinstance(code, int) else 0


def _format_usage_error(error: Exception, arguments: list[str]) -> str:
    """Return what is wrong on one line and what to do on the next."""
    message: str = error.format_message()  # type: ignore[attr-defined]
    what, _, advice = message.partition("\n")
    if possible := getattr(error, "possibilities", None):
        what, advice = str(error), f"Did you mean {' or '.join(possible)}?"
    words, not_one_of, choices = what.partition(" is not one of ")
    if not_one_of:
        choices = choices.replace("'", "").rstrip(".")
        what, advice = f"{words} is not a choice", f"Choose one of: {choices}."
    _, unexpected, extra = what.partition("Got unexpected extra argument")
    if unexpected:
        extra = extra.removeprefix("(s)").strip(" ()")
        what = f"Unexpected argument '{extra.partition(' ')[0]}'"
    context = getattr(error, "ctx", None)
    advice = advice or _suggest_help(arguments, context.command_path if context else None)
    return f"{what.rstrip('.')}\n{advice}"


def _build_advice(error: StudypathError, arguments: list[str]) -> str:
    """Return what to do after an error whose message does not say it."""
    if isinstance(error, UnusableFile):
        return "Correct the file and try again."
    return _suggest_help(arguments)


def _suggest_help(arguments: list[str], command: str | None = None) -> str:
    """Return where the typed command is explained."""
    from studypath.cli.app import COMMANDS

    typed = [word for word in arguments[:1] if word in COMMANDS]
    return f"See: {command or ' '.join(['studypath', *typed])} --help"


def _refuse_broken_text(arguments: list[str]) -> None:
    for argument in arguments:
        if any("\ud800" <= character <= "\udfff" for character in argument):
            msg = "An argument is not valid text in this terminal's encoding\nType it again."
            raise WrongUsage(msg)


def _tolerate_encodings() -> None:
    """Replace characters that a stream cannot encode, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _flush(code: int) -> int:
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        return _report_unwritable(error)
    return code


def _report_unwritable(error: OSError) -> int:
    if error.errno == errno.EPIPE:
        return _ignore_broken_pipe()
    _abandon_stdout()
    reason = error.strerror or error
    _print_error(f"The output could not be written: {reason}\nWrite it to another place.")
    return 1


def _ignore_broken_pipe() -> int:
    """Broken pipe: exit quietly."""
    _abandon_stdout()
    return 0


def _abandon_stdout() -> None:
    """Keep the interpreter from flushing into the closed output again."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _print_error(text: str) -> None:
    with contextlib.suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(f"studypath: {replace_controls(text, multiline=True)}\n")
        sys.stderr.flush()
