"""What can go wrong, as facts. Each class carries the exit code of its kind (design, "exit")."""

from __future__ import annotations

from typing import ClassVar


class StudypathError(Exception):
    """A fact that keeps a command from its answer; `str()` of it is fit to be shown."""

    exit_code: ClassVar[int] = 1


class WrongUsage(StudypathError):
    """An argument says something that cannot be meant: a future date, a negative time."""

    exit_code = 2


class UnknownReference(StudypathError):
    """No path, phase, step or concept answers to what was typed.

    `nearest` holds up to three ids that are close to it, best first.
    """

    exit_code = 3

    def __init__(self, message: str, nearest: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.nearest = nearest


class UnknownStep(UnknownReference):
    """No step or phase answers to what was typed."""


class AmbiguousStep(UnknownReference):
    """What was typed is part of several ids; `nearest` holds all of them."""


class UnknownPath(UnknownReference):
    """No path answers to what was typed."""


class UnknownConcept(UnknownReference):
    """No concept answers to what was typed."""


class Fault:
    """One fault of one file: where it stands and what it is.

    `file` is the name as the user knows it, `line` counts from 1 (None where no line can be
    named), `key` is a dotted TOML key such as `path[1].phase[0].step[2].url` ("" for the file).
    """

    __slots__ = ("file", "key", "line", "message")

    def __init__(self, file: str, line: int | None, key: str, message: str) -> None:
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
    """A file cannot be used: unreadable, invalid, or of a newer format.

    `faults` holds at most ten; `more` counts those beyond. `advice` says what to do next.
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
    """A file could not be written; what was there before is still there."""

    exit_code = 4


class NoPlace(StudypathError):
    """The platform names no directory for the files; the message names the override."""

    exit_code = 4


class Busy(StudypathError):
    """Another process held the lock for too long."""

    exit_code = 5
