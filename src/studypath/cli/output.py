"""Write to the terminal: data to stdout, all else to stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from studypath.core.text import replace_controls

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from studypath.core.path_check import CheckedFile
    from studypath.formats.records import Rows

LEAST_WIDTH = 20
MOST_WIDTH = 1000
# Longer lines of a sentence are hard to read; rows may be longer.
MOST_TEXT_WIDTH = 100
MOST_NOTES = 20
LEAST_ITEMS_FOR_BAR = 50
LEAST_SECONDS_FOR_BAR = 0.5
# Each drawn character and its replacement in ASCII.
_ASCII_SIGNS = str.maketrans("█░✓▸·•–—…", "#-x>.*--~")

Value = TypeVar("Value")
Item = TypeVar("Item")


def show_result(
    value: Value,
    *,
    view: Callable[[Value], RenderableType | list[str]],
    to_json: Callable[[Value], Mapping[str, Any]] | None = None,
    to_plain: Callable[[Value], Rows] | None = None,
    as_json: bool = False,
    as_plain: bool = False,
) -> str:
    """Write a result to stdout, as JSON, as plain records or as a view, and return the text.

    A view is plain lines or a Rich renderable, which is drawn at the terminal's width.
    """
    if as_json and to_json is not None:
        from studypath.formats.json import format_json

        return write(format_json(to_json(value), ascii=_encoding() != "utf-8"))
    if as_plain and to_plain is not None:
        from studypath.formats.records import format_plain

        return write(format_plain(to_plain(value)))
    shown = view(value)
    return write_lines(shown) if isinstance(shown, list) else print_view(shown)


def print_view(renderable: RenderableType) -> str:
    """Write a Rich renderable to stdout at the terminal's width, and return the text.

    In a pipe or a file sentences are wrapped, but no row is cut unless COLUMNS gives a width.
    """
    console = build_console()
    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    has_width = is_terminal or bool(os.environ.get("COLUMNS"))
    with console.capture() as captured:
        # Views fit the width themselves; only addresses are longer.
        console.print(
            renderable,
            overflow=None if has_width else "ignore",
            crop=False,
            width=min(console.width, MOST_TEXT_WIDTH),
        )
    # Rich pads lines with spaces.
    return write_lines([line.rstrip(" ") for line in captured.get().splitlines()])


def write_lines(lines: list[str]) -> str:
    """Write lines to stdout, and return the text."""
    return write("".join(f"{line}\n" for line in lines))


def write(text: str) -> str:
    """Write text to stdout, with ASCII for drawn characters that it cannot encode; return it."""
    text = text.translate(_ASCII_SIGNS) if is_ascii_only() else text
    if sys.stdout is not None:
        sys.stdout.write(text)
    return text


def print_note(text: str) -> None:
    """Write a remark to stderr without control characters."""
    if sys.stderr is not None:
        sys.stderr.write(f"studypath: {replace_controls(text, multiline=True)}\n")


def print_notes(notices: Iterable[str]) -> None:
    """Write remarks to stderr, one per line."""
    for notice in notices:
        print_note(notice)


def print_some_notes(label: str, notices: Sequence[object], unit: str, more: int = 0) -> None:
    """Write the first remarks after a label to stderr, and how many more of the unit there are.

    `more` is the number of those that are not among the remarks.
    """
    print_notes(f"{label}: {notice}" for notice in notices[:MOST_NOTES])
    more += max(0, len(notices) - MOST_NOTES)
    if more:
        print_note(f"{label}: {more} more {unit}")


def print_path_warnings(checked: CheckedFile) -> None:
    """Write the warnings about a valid file of paths to stderr; faults are shown with theirs."""
    from studypath.core.path_check import format_warnings

    more = 0 if checked.faults else checked.more_warnings
    print_some_notes("warning", format_warnings(checked), "warnings", more)


def show_progress_bar(items: Iterable[Item], total: int) -> Iterator[Item]:
    """Yield the items, with a progress bar on stderr if it is a terminal and it takes a while."""
    if not is_interactive() or total < LEAST_ITEMS_FOR_BAR:
        yield from items
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        yield from progress.track(items, total=total)


@contextmanager
def show_share(label: str) -> Iterator[Callable[[float], None]]:
    """Give a function that shows a share from 0 to 1 on stderr, if that is a terminal.

    The bar appears after half a second.
    """
    if not is_interactive():
        yield lambda _share: None
        return
    from time import monotonic

    from rich.console import Console
    from rich.progress import Progress

    begin = monotonic()
    progress = Progress(console=Console(stderr=True), transient=True)
    task = progress.add_task(label, total=1.0)

    def report(share: float) -> None:
        if monotonic() - begin > LEAST_SECONDS_FOR_BAR:
            progress.start()
        progress.update(task, completed=share)

    try:
        yield report
    finally:
        progress.stop()


def build_console() -> Console:
    """Return Rich's console for stdout, of a sensible width and without markup."""
    from rich.console import Console

    console = Console(markup=False, emoji=False, highlight=False, soft_wrap=False)
    if console.width < LEAST_WIDTH or os.environ.get("COLUMNS", "").strip() == "0":
        console.width = LEAST_WIDTH if console.width else 80
    console.width = min(console.width, MOST_WIDTH)
    return console


def is_ascii_only() -> bool:
    """Return whether stdout cannot encode the drawn characters."""
    try:
        "".join(map(chr, _ASCII_SIGNS)).encode(_encoding())
    except (UnicodeEncodeError, LookupError):
        return True
    return False


def ask(question: str) -> str:
    """Ask on stderr and return the answer; only if `is_interactive`."""
    sys.stderr.write(replace_controls(question, multiline=True))
    sys.stderr.flush()
    return sys.stdin.readline()


def is_interactive() -> bool:
    """Return whether the user can be asked."""
    return bool(sys.stdin and sys.stdin.isatty() and sys.stderr and sys.stderr.isatty())


def _encoding() -> str:
    return (getattr(sys.stdout, "encoding", None) or "ascii").lower()
