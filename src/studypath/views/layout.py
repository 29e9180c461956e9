"""Lay out text for the width of the terminal: paragraphs, addresses and aligned columns.

All text passes through `core.text.replace_controls` and is never read as markup.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.segment import Segment
from rich.style import Style
from rich.text import Text

from studypath.core.text import replace_controls
from studypath.views.wording import ELLIPSIS

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType

BLANK = Text("")
# The one colour beside bold and dim; it never carries meaning alone. Themes leave the 256 colours
# as they are; this teal is readable on dark and light backgrounds, unlike ANSI cyan and blue.
ACCENT = "color(30)"
# In narrower terminals labels and headings precede their text instead of filling a column.
LEAST_WIDTH_FOR_COLUMNS = 60
# The fewest cells in which a shortened title is worth showing.
LEAST_TITLE = 16
# The overflow of a console that has no right edge, such as a pipe: rows are not cut to its width.
UNLIMITED = "ignore"
_NO_WIDTH = 1_000_000

Line = Sequence[tuple[str, str]]
"""The pieces of a line: text and style."""

Row = Sequence[str]
"""The cells of a row."""


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
    """A renderable that is made for the width of the console, in cells.

    Its rows take that width, its sentences that of the options, which may be less.
    """

    __slots__ = ("make",)

    def __init__(self, make: Callable[[int], RenderableType]) -> None:
        self.make = make

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> Iterator[RenderableType]:
        """Yield the renderable."""
        yield self.make(console.width)


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


class Rows:
    """Rows as aligned lines of at most `width` cells, below their headings if any.

    With `total` the last row is a sum and is drawn in bold. Each of `sections`, if there are any,
    is a row above as many of the rows as it says, which are indented.
    """

    __slots__ = ("columns", "rows", "section_columns", "sections", "total", "width")

    def __init__(
        self,
        rows: Sequence[Row],
        columns: Sequence[Column],
        width: int,
        total: bool = False,  # noqa: FBT001, FBT002
        sections: Sequence[tuple[Row, int]] = (),
        section_columns: Sequence[Column] = (),
    ) -> None:
        self.rows = rows
        self.columns = columns
        self.width = width
        self.total = total
        self.sections = sections
        self.section_columns = section_columns

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Lines]:
        """Yield the lines, whole if the console is unlimited."""
        width = _NO_WIDTH if options.overflow == UNLIMITED else self.width
        if not self.sections:
            yield Lines(_lay_out(self.rows, self.columns, width, total=self.total))
            return
        lines = iter(_lay_out(self.rows, self.columns, width - 2))
        headings = _lay_out([row for row, _ in self.sections], self.section_columns, width)
        yield Lines(
            [
                line
                for heading, (_, count) in zip(headings, self.sections, strict=True)
                for line in (heading, *([("  ", ""), *next(lines)] for _ in range(count)))
            ]
        )


class Capped:
    """The first `most` rows and how many more there are; all of them on an unlimited console."""

    __slots__ = ("more", "most", "rows")

    def __init__(self, rows: Rows, most: int, more: str) -> None:
        self.rows = rows
        self.most = most
        self.more = more

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> Iterator[RenderableType]:
        """Yield the rows, then the remark with the number of the others in place of {}."""
        rest = len(self.rows.rows) - self.most
        if rest <= 0 or options.overflow == UNLIMITED:
            yield self.rows
            return
        yield Rows(self.rows.rows[: self.most], self.rows.columns, self.rows.width)
        yield to_text(self.more.format(rest), "dim")


def to_text(words: str, style: str = "") -> Text:
    """Return words as text; a word that is longer than the line is folded."""
    return Text(replace_controls(words, multiline=True), style=style, overflow="fold")


def align(
    rows: Sequence[Row], columns: Sequence[Column], width: int, *, total: bool = False
) -> Rows:
    """Return rows as aligned lines of at most `width` cells, below their headings if any.

    With `total` the last row is a sum and is drawn in bold.
    """
    return Rows(rows, columns, width, total)


def align_sections(
    sections: Sequence[tuple[Row, Sequence[Row]]],
    section_columns: Sequence[Column],
    columns: Sequence[Column],
    width: int,
) -> Rows:
    """Return sections, each a row above its indented rows, which are aligned over all sections."""
    rows = [row for _, rows in sections for row in rows]
    counts = [(heading, len(rows)) for heading, rows in sections]
    return Rows(rows, columns, width, sections=counts, section_columns=section_columns)


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


def _lay_out(
    rows: Sequence[Row], columns: Sequence[Column], width: int, *, total: bool = False
) -> list[Line]:
    if not rows:
        return []
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
            lines[-1] = _strip_end(lines[-1])
    return lines


def _strip_end(line: Line) -> Line:
    """Return a line without the spaces at its end."""
    pieces = list(line)
    while pieces:
        piece, style = pieces.pop()
        if stripped := piece.rstrip(" "):
            return [*pieces, (stripped, style)]
    return pieces


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
