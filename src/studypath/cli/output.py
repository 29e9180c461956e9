"""What leaves the program: data to stdout, everything else to stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from studypath.core.text import replace_controls

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

LEAST_WIDTH = 20
# Every character that views draw, and the one ASCII character that stands for it.
_ASCII_SIGNS = str.maketrans("█░✓▸·•–—…", "#-x>.*--~")

Answer = TypeVar("Answer")


def show_result(
    answer: Answer,
    *,
    as_json: bool,
    json: Callable[[Answer], Mapping[str, Any]],
    view: Callable[[Answer], RenderableType],
) -> str:
    """Write one answer to stdout, as JSON or as a person reads it, and return what was written."""
    if as_json:
        return write_json(json(answer))
    return print_view(view(answer))


def write_json(value: Mapping[str, Any]) -> str:
    """Write a JSON object to stdout."""
    from studypath.formats.json import format_json

    return write(format_json(value, ascii=_encoding() != "utf-8"))


def print_view(renderable: RenderableType) -> str:
    """Write a Rich renderable to stdout at the terminal's width, and return what was written."""
    console = stdout_console()
    with console.capture() as captured:
        console.print(renderable)
    # Rich fills lines with blanks, which a pipe or a copied text does not want.
    return write("".join(f"{line.rstrip(' ')}\n" for line in captured.get().splitlines()))


def write(text: str) -> str:
    """Write text to stdout, and return it; drawn characters become ASCII if they must."""
    text = text.translate(_ASCII_SIGNS) if is_ascii_only() else text
    if sys.stdout is not None:
        sys.stdout.write(text)
    return text


def write_lines(lines: Iterable[str]) -> None:
    """Write lines to stdout."""
    write("".join(f"{line}\n" for line in lines))


def print_note(text: str) -> None:
    """Write a remark to stderr; characters that could steer a terminal are made visible."""
    if sys.stderr is not None:
        sys.stderr.write(f"studypath: {replace_controls(text, multiline=True)}\n")


def stdout_console() -> Console:
    """Return the console of stdout: never narrower than LEAST_WIDTH, text never read as markup."""
    from rich.console import Console

    console = Console(markup=False, emoji=False, highlight=False, soft_wrap=False)
    if console.width < LEAST_WIDTH or os.environ.get("COLUMNS", "").strip() == "0":
        console.width = LEAST_WIDTH if console.width else 80
    return console


def is_ascii_only() -> bool:
    """Return whether stdout cannot show bars, check marks and dashes beyond ASCII."""
    try:
        "".join(map(chr, _ASCII_SIGNS)).encode(_encoding())
    except (UnicodeEncodeError, LookupError):
        return True
    return False


def _encoding() -> str:
    return (getattr(sys.stdout, "encoding", None) or "ascii").lower()


def ask(question: str) -> str:
    """Ask on stderr and return the answer; only where `is_interactive`."""
    sys.stderr.write(question)
    sys.stderr.flush()
    return sys.stdin.readline()


def is_interactive() -> bool:
    """Whether somebody is there to answer a question."""
    return bool(sys.stdin and sys.stdin.isatty() and sys.stderr and sys.stderr.isatty())
