"""Addresses and names of files: lines that are never broken, so that they can be copied."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.segment import ControlType, Segment
from rich.style import Style

from studypath.core.text import replace_controls
from studypath.views.layout import ACCENT

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions


class FileName:
    """The name of a file on a line of its own, whole at any width."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = replace_controls(name)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        """Yield the name; the terminal wraps it."""
        yield Segment(self.name)
        yield Segment.line()


class Address:
    """An address on a line of its own: whole at any width, and a link in terminals with links."""

    __slots__ = ("url",)

    def __init__(self, url: str) -> None:
        self.url = replace_controls(url)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        """Yield the address; the terminal wraps it, so that it can be copied.

        The link is written as OSC 8 without an id: Rich gives each link a random one, so that two
        equal answers would differ.
        """
        is_link = console.is_terminal and console.color_system and not options.legacy_windows
        if is_link:
            yield _control(f"\x1b]8;;{_encode_url(self.url)}\x1b\\")
        yield Segment(self.url, Style.parse(ACCENT))
        if is_link:
            yield _control("\x1b]8;;\x1b\\")
        yield Segment.line()


def _control(code: str) -> Segment:
    """Return a code for the terminal that takes no space."""
    return Segment(code, None, [(ControlType.BELL,)])


def _encode_url(url: str) -> str:
    """Return an address in ASCII, as terminals expect it in a link."""
    if url.isascii():
        return url
    from urllib.parse import quote

    return quote(url, safe="!#$%&'()*+,/:;=?@[]~")
