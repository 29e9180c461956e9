"""The result of checking a file of paths."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from studypath.core.curriculum import Path
from studypath.core.errors import Fault, UnusableFile

MOST_FAULTS = 1000
"""The faults of a file, and its warnings, that are named; the rest is counted."""


class CheckedFile(NamedTuple):
    """A file, its paths, and warnings for its author; one with faults has no paths.

    `advice` says what to do about the faults. `more_warnings` and `more_faults` count those that
    are not named.
    """

    file: str
    paths: tuple[Path, ...]
    warnings: tuple[Fault, ...]
    faults: tuple[Fault, ...] = ()
    advice: str = ""
    more_warnings: int = 0
    more_faults: int = 0


class FaultyPaths(UnusableFile):
    """A file of paths has faults; the message names each with line and column.

    Warnings, such as unknown keys, stand between them in the order of the file.
    """

    def __init__(
        self,
        faults: Sequence[Fault],
        more: int = 0,
        advice: str = "",
        warnings: Sequence[Fault] = (),
    ) -> None:
        super().__init__(tuple(faults), more, advice)
        # An unknown key may be the missing one, misspelt.
        lines = [format_fault(each) for each in sort_faults([*self.faults, *warnings])]
        lines += [f"and {self.more} more"] if self.more else []
        self.args = ("\n".join([*lines, *([advice] if advice else [])]),)


def require_valid(checked: CheckedFile) -> None:
    """Raise FaultyPaths if a checked file has a fault."""
    if checked.faults:
        raise FaultyPaths(checked.faults, checked.more_faults, checked.advice, checked.warnings)


def sort_faults(faults: Iterable[Fault]) -> list[Fault]:
    """Return faults in the order of the file."""
    return sorted(faults, key=lambda fault: (fault.line or 0, fault.column or 0))


def format_warnings(checked: CheckedFile) -> list[str]:
    """Return a line for each warning about a valid file; faults are shown with theirs."""
    return [] if checked.faults else [format_fault(each) for each in checked.warnings]


def format_fault(fault: Fault) -> str:
    """Return a fault in one line: `FILE:LINE:COLUMN: KEY: MESSAGE`."""
    if fault.line is None or fault.column is None:
        return str(fault)
    place = f"{fault.file}:{fault.line}:{fault.column}"
    # Faults of syntax are shown without a column elsewhere, and name it themselves.
    message = fault.message.removesuffix(f" (column {fault.column})")
    return f"{place}: {fault.key}: {message}" if fault.key else f"{place}: {message}"
