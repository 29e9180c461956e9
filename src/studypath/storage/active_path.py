"""Report files of paths that cannot be used, and an active path that is missing because of it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import NamedTuple

from studypath.core.errors import StudypathError
from studypath.core.text import find_nearest


class MissingActivePath(StudypathError):
    """The active path cannot be read, so that a step of another path would be changed."""

    exit_code = 4


class MissingPath(NamedTuple):
    """An active path that is not in the curriculum.

    `reasons` are the files of paths that were left out with their faults: `left_out` of the
    library. `path_ids` are the paths that can be used, `directory` is that of the user's own paths.
    """

    path_id: str
    reasons: Sequence[tuple[str, str]]
    path_ids: Sequence[str]
    directory: str

    def list_warnings(self, fallback: str) -> list[str]:
        """Return a line per file that was left out, and one on the path used instead."""
        likely = self._find_likely()
        lines = list_left_out([each for each in self.reasons if each != likely])
        if likely is not None:
            what = f"The active path {self.path_id!r} cannot be read: {_first_line(likely[1])}"
        else:
            what = f"There is no path {self.path_id!r}"
        return [*lines, f"{what}; using {fallback} instead"]

    def build_error(self) -> MissingActivePath:
        """Return the error of a command that would change a step of the active path."""
        likely = self._find_likely()
        reasons = self.reasons if likely is None else (likely,)
        close = find_nearest(self.path_id, self.path_ids, 1)
        use = f"studypath use {close[0] if close else 'PATH'}"
        if reasons:
            advice = f"Correct the file, or choose another path: {use}"
            faults = [text for _, text in reasons]
            lines = [f"The active path {self.path_id!r} cannot be read", *faults]
        else:
            advice = f"Choose a path: {use}"
            lines = [f"There is no file of the active path {self.path_id!r} in {self.directory}"]
        return MissingActivePath("\n".join((*lines, f"Nothing was changed. {advice}")))

    def _find_likely(self) -> tuple[str, str] | None:
        """Return the only file left out, else the one named for the path."""
        if len(self.reasons) == 1:
            return self.reasons[0]
        named = [each for each in self.reasons if _stem(each[0]) == self.path_id]
        return named[0] if named else None


def list_left_out(reasons: Sequence[tuple[str, str]]) -> list[str]:
    """Return a line per file of paths that was left out."""
    return [f"{_first_line(text)}; this file is left out" for _, text in reasons]


def _first_line(text: str) -> str:
    first, *rest = text.splitlines() or [""]
    return f"{first} (and {len(rest)} more)" if rest else first


def _stem(file: str) -> str:
    return os.path.splitext(os.path.basename(file))[0]  # noqa: PTH119, PTH122 - the file is text
