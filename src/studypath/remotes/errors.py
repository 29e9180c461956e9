"""Errors of remotes. Each class carries its exit code."""

from __future__ import annotations

from typing import ClassVar

from studypath.core.errors import StudypathError
from studypath.core.text import replace_controls

_SHOWN_CHARACTERS = 300


class RemoteFailed(StudypathError):
    """A remote cannot be used: it refuses, answers nonsense, or does not answer in time."""

    exit_code: ClassVar[int] = 4


class MissingTool(StudypathError):
    """A program or library that only this command needs is not installed."""

    exit_code: ClassVar[int] = 2


def shorten_foreign(text: str) -> str:
    """Return text that a remote sent as one short line without control characters."""
    line = " ".join(replace_controls(text, multiline=True).split())
    return line if len(line) <= _SHOWN_CHARACTERS else f"{line[:_SHOWN_CHARACTERS]}…"
