"""Lay out text for the width of the terminal: labelled fields and aligned columns.

All text passes through `core.text.replace_controls` and is never read as markup.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.segment import Segment
from rich.style import Style
from rich.text import Text

from studypath.core.text import replace_controls
from studypath.views.wording import ELLIPSIS

BLANK = Text("")
# The one colour beside bold and dim; it never carries meaning alone.
ACCENT = "cyan"
# In narrower terminals a label precedes its text instead of filling a column.
LEAST_WIDTH_FOR_COLUMNS = 60
LABEL_WIDTH = 10
INDENT = 6
# The fewest cells in which a shortened title is worth showing.
LEAST_TITLE = 16

Line = Sequence[tuple[str, str]]
"""The pieces of a line: text and style."""


class Column(NamedTuple):
    """A column of `align`.

    A column with `least` may be shortened to that many cells. Columns with `drop` are left out
    if there is no room, the highest number first, and empty columns always. Text in a column with
    `fold` continues on the next line instead of being cut.
    """

    style: str = ""
    heading: str = ""
    right: bool = False
    least: int = 0
    drop: int = 0
    fold: bool = False


class Fitted:
    """A renderable that is made for the width at hand, in cells."""

    __slots__ = ("make",)

    def __init__(self, make: Callable[[int], RenderableType]) -> None:
        self.make = make

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> Iterator[RenderableType]:
        """Yield the renderable."""
        yield self.make(options.max_width)


class Lines:
    """Lines that Rich neither measures nor wraps: ten thousand of them are fast."""

    __slots__ = ("lines",)

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        """Yield each piece as a segment."""
        newline = Segment.line()
        for line in self.lines:
            for piece, style in line:
                yield Segment(piece, Style.parse(style) if style else None)
            yield newline


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
        for line in console.render_lines(self.content, narrower, pad=False):
            yield label
            yield from line
            yield newline
            label = Segment(" " * indent_width)


def to_text(words: str, style: str = "") -> Text:
    """Return words as text; a word that is longer than the line is folded."""
    return Text(replace_controls(words, multiline=True), style=style, overflow="fold")


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


def render_fields(rows: Iterable[tuple[str, Text | str | None]], width: int) -> RenderableType:
    """Return labelled texts, one below the other, without those that are None."""
    fields = [
        (label, to_text(value) if isinstance(value, str) else value)
        for label, value in rows
        if value is not None
    ]
    if width < LEAST_WIDTH_FOR_COLUMNS:
        return Group(*(Text.assemble((f"{label}: ", "dim"), value) for label, value in fields))
    margin = " " * INDENT
    return Group(
        *(Hanging(f"{margin}{label:{LABEL_WIDTH}}  ", "dim", value) for label, value in fields)
    )


def align(
    rows: Sequence[Sequence[str]], columns: Sequence[Column], width: int, *, total: bool = False
) -> Lines:
    """Return rows as aligned lines of at most `width` cells, below their headings if any.

    With `total` the last row is a sum and is drawn in bold.
    """
    if not rows:
        return Lines(())
    headings = [column.heading for column in columns]
    cells = [[replace_controls(cell) for cell in row] for row in rows]
    if any(headings):
        cells.insert(0, headings)
    shown, widths = _fit(columns, measure(rows, columns), width)
    lines: list[Line] = []
    for number, row in enumerate(cells):
        is_heading = not number and any(headings)
        bold = " bold" if total and number == len(cells) - 1 else ""
        styles = ["dim" if is_heading else f"{columns[i].style}{bold}".strip() for i in shown]
        pieces = [_split(row[i], columns[i], size) for i, size in zip(shown, widths, strict=True)]
        for k in range(max(map(len, pieces), default=0)):
            texts = [piece[k] if k < len(piece) else "" for piece in pieces]
            lines.append(
                [
                    (_pad(text, size, right=columns[i].right) + "  ", style)
                    for text, i, size, style in zip(texts, shown, widths, styles, strict=True)
                ]
            )
            last, style = lines[-1][-1]
            lines[-1] = [*lines[-1][:-1], (last.rstrip(" "), style)]
    return Lines(lines)


def measure(rows: Sequence[Sequence[str]], columns: Sequence[Column]) -> list[int]:
    """Return the width that each column needs; 0 if all of its cells are empty."""
    widths = [max(cell_len(replace_controls(row[i])) for row in rows) for i in range(len(columns))]
    return [
        max(width, cell_len(column.heading)) if width else 0
        for width, column in zip(widths, columns, strict=True)
    ]


def shorten(words: str, width: int) -> str:
    """Return words cut to `width` cells, at a space if there is one in the second half."""
    if cell_len(words) <= width:
        return words
    if width <= cell_len(ELLIPSIS):
        return set_cell_size(words, max(0, width))
    cut = set_cell_size(words, width - cell_len(ELLIPSIS)).rstrip()
    space = cut.rfind(" ")
    if space > len(cut) // 2:
        cut = cut[:space]
    return cut.rstrip(" ,;:") + ELLIPSIS


def _fit(
    columns: Sequence[Column], natural: Sequence[int], width: int
) -> tuple[list[int], list[int]]:
    """Return the indices of the columns that fit, and their widths."""
    shown = [i for i, size in enumerate(natural) if size]
    while True:
        excess = sum(natural[i] for i in shown) + 2 * (len(shown) - 1) - width
        slack = sum(max(0, natural[i] - columns[i].least) for i in shown if columns[i].least)
        droppable = [i for i in shown if columns[i].drop]
        if excess <= slack or not droppable:
            break
        shown.remove(max(droppable, key=lambda i: columns[i].drop))
    widths = {i: natural[i] for i in shown}
    for i in reversed(shown):
        if excess > 0 and columns[i].least:
            taken = min(excess, max(0, natural[i] - columns[i].least))
            widths[i] -= taken
            excess -= taken
    for i in shown:
        if excess > 0 and columns[i].fold:
            taken = min(excess, widths[i] - 1)
            widths[i] -= taken
            excess -= taken
    return shown, list(widths.values())


def _split(cell: str, column: Column, size: int) -> list[str]:
    if column.fold and cell_len(cell) > size:
        return chop_cells(cell, size)
    return [shorten(cell, size)]


def _pad(cell: str, size: int, *, right: bool) -> str:
    space = " " * (size - cell_len(cell))
    return space + cell if right else cell + space
