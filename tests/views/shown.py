"""Render a view as text at a width, and compare it with its golden file."""

from __future__ import annotations

import os
from io import StringIO
from pathlib import Path as FilePath

from rich.console import Console, RenderableType

GOLDEN = FilePath(__file__).resolve().parent / "golden"


def shown(view: RenderableType, width: int = 80, *, colour: bool = False) -> str:
    """Return a view as the program prints it, by default without colour."""
    console = Console(
        width=width,
        file=StringIO(),
        color_system="truecolor" if colour else None,
        force_terminal=colour,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        _environ={},
    )
    with console.capture() as captured:
        console.print(view, crop=False)
    return captured.get()


def assert_golden(name: str, text: str) -> None:
    """Compare a text with its golden file; STUDYPATH_UPDATE_GOLDEN=1 rewrites the file first.

    Spaces at the end of a line are ignored, as cli.output removes them.
    """
    actual = "".join(f"{line.rstrip()}\n" for line in text.splitlines())
    file = GOLDEN / f"{name}.txt"
    if os.environ.get("STUDYPATH_UPDATE_GOLDEN"):
        file.write_text(actual, "utf-8", newline="\n")
    assert file.read_text("utf-8") == actual
