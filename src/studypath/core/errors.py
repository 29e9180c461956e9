"""Errors shown to the user; each class has the exit code of its kind (see the README)."""

from __future__ import annotations

from typing import ClassVar

# Words that begin a sentence, unlike names of files and settings.
_PLAIN_WORDS = {"a", "an", "at", "give", "no", "progress", "study", "the", "there", "this"}


class StudypathError(Exception):
    """An error that ends a command; `str()` of it is the message to show."""

    exit_code: ClassVar[int] = 1


def format_error(error: StudypathError, advice: str) -> str:
    """Return what happened on one line and what to do on the next.

    The last sentence of a message in one line, or what follows its semicolon, is what to do;
    `advice` takes its place if there is none. It ends with a full stop unless it ends with a
    command or an example. Several faults are a line each.
    """
    message = str(error).strip()
    what, line_break, rest = message.partition("\n")
    if not line_break:
        what, separator, rest = message.rpartition(". ")
        if not separator:
            what, _, rest = message.partition("; ")
        is_sentence = rest[-1:].isalnum() and ": " not in rest and "studypath " not in rest
        rest = f"{rest[:1].upper()}{rest[1:]}{'.' if is_sentence else ''}"
    elif isinstance(error, UnusableFile) and not error.advice:
        rest += f"\n{advice}"
    first, _, others = what.partition(" ")
    if first in _PLAIN_WORDS:
        what = f"{first.capitalize()} {others}"
    return f"{what.rstrip('.')}\n{rest or advice}"


class WrongUsage(StudypathError):
    """An argument is invalid: a date in the future, a negative time."""

    exit_code = 2


class UnknownReference(StudypathError):
    """No path, phase, step or concept matches.

    `nearest` holds up to three similar ids, best first.
    """

    exit_code = 3

    def __init__(self, message: str, nearest: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.nearest = nearest


class UnknownStep(UnknownReference):
    """No step or phase matches."""


class AmbiguousStep(UnknownReference):
    """The word is part of several ids; `nearest` holds all of them."""


class UnknownPath(UnknownReference):
    """No path matches."""


class UnknownConcept(UnknownReference):
    """No concept matches."""


class Fault:
    """A fault in a file.

    `file` is the name to show, `line` and `column` count from 1 (None if unknown), `key` is a
    dotted TOML key such as `path[1].phase[0].step[2].url` ("" for the whole file).
    """

    __slots__ = ("column", "file", "key", "line", "message")

    def __init__(
        self, file: str, line: int | None, key: str, message: str, column: int | None = None
    ) -> None:
        self.column = column
        self.file = file
        self.line = line
        self.key = key
        self.message = message

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{where}: {self.key}: {self.message}" if self.key else f"{where}: {self.message}"

    def __repr__(self) -> str:
        return f"Fault({str(self)!r})"


class UnusableFile(StudypathError):
    """A file is unreadable, invalid, or of a newer format.

    `more` counts the faults that `faults` leaves out. `advice` says what to do next.
    """

    exit_code = 4

    def __init__(self, faults: tuple[Fault, ...], more: int = 0, advice: str = "") -> None:
        self.faults = faults
        self.more = more
        self.advice = advice
        lines = [str(fault) for fault in faults]
        if more:
            lines.append(f"and {more} more")
        if advice:
            lines.append(advice)
        super().__init__("\n".join(lines))


class SaveFailed(StudypathError):
    """A file could not be written; its old content is intact."""

    exit_code = 4


class NoPlace(StudypathError):
    """The platform has no directory for the files; the message names the variable to set."""

    exit_code = 4


class Busy(StudypathError):
    """Another process held the lock too long."""

    exit_code = 5
