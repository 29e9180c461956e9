"""Lay out headings and labelled fields: in columns, or one below the other if narrow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.segment import Segment
from rich.style import Style
from rich.text import Text

from studypath.core.text import replace_controls
from studypath.views.hyperlinks import Address, FileName
from studypath.views.layout import ACCENT, LEAST_WIDTH_FOR_COLUMNS, to_text

LABEL_WIDTH = 10
INDENT = 6

FieldValue = Text | Address | FileName | Group
"""The value of a labelled field."""

Field = tuple[str, FieldValue | str | None]
"""A label and its value; a field without a value is left out."""


class Hanging:
    """A label and a renderable whose lines all begin behind it."""

    __slots__ = ("content", "label", "style")

    def __init__(self, label: str, style: str, content: RenderableType) -> None:
        self.label = label
        self.style = style
        self.content = content

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        """Yield the lines, the first behind the label, the others behind as much space."""
        indent_width = cell_len(self.label)
        narrower = options.update(width=max(1, options.max_width - indent_width))
        label = Segment(self.label, Style.parse(self.style) if self.style else None)
        newline = Segment.line()
        for line in Segment.split_lines(console.render(self.content, narrower)):
            yield label
            yield from line
            yield newline
            label = Segment(" " * indent_width)


def indent(renderable: RenderableType, width: int) -> RenderableType:
    """Return a renderable indented like the title of a step, if the terminal is wide enough."""
    if width < LEAST_WIDTH_FOR_COLUMNS:
        return renderable
    return Hanging(" " * INDENT, "", renderable)


def render_heading(number: str, title: str, width: int) -> RenderableType:
    """Return a number and a title; wrapped lines of the title align with its first word."""
    number = replace_controls(number)
    if width < LEAST_WIDTH_FOR_COLUMNS:
        return Text.assemble((number, f"bold {ACCENT}"), "  ", (replace_controls(title), "bold"))
    return Hanging(f"{number:{INDENT - 2}}  ", f"bold {ACCENT}", to_text(title, "bold"))


def render_fields(rows: Iterable[Field], width: int) -> RenderableType:
    """Return labelled texts, one below the other, without those that are None."""
    fields = [
        (label, to_text(value) if isinstance(value, str) else value)
        for label, value in rows
        if value is not None
    ]
    if width < LEAST_WIDTH_FOR_COLUMNS:
        return Group(*(_label(label, value) for label, value in fields))
    margin = " " * INDENT
    return Group(
        *(Hanging(f"{margin}{label:{LABEL_WIDTH}}  ", "dim", value) for label, value in fields)
    )


def _label(label: str, value: FieldValue) -> RenderableType:
    """Return a value behind its label, in a narrow terminal."""
    if isinstance(value, Text):
        return Text.assemble((f"{label}: ", "dim"), value)
    if isinstance(value, FileName):
        return Hanging(f"{label}: ", "dim", value)
    return Group(Text(f"{label}:", style="dim"), value)
