"""How an answer is laid out: made for the width it gets, labelled fields, aligned lines.

Everything shown is text, never markup, and passes through `core.text.visible`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from rich.cells import cell_len, set_cell_size
from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.segment import Segment
from rich.style import Style
from rich.text import Text

from studypath.core.text import replace_controls

# Narrower than this, a label stands before its text instead of in a column of its own.
LEAST_WIDTH_FOR_COLUMNS = 60
LABEL_WIDTH = 10
INDENT = 6
LEAST_LAST_COLUMN = 16

Line = Sequence[tuple[str, str]]
"""Pieces of one line: text and style."""


class Fitted:
    """A renderable that is made when its width is known, in columns."""

    __slots__ = ("make",)

    def __init__(self, make: Callable[[int], RenderableType]) -> None:
        self.make = make

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> Iterator[RenderableType]:
        """Yield what is made for the width at hand."""
        yield self.make(options.max_width)


class Lines:
    """Lines that are as long as they should be: no wrapping, so that thousands are quick."""

    __slots__ = ("lines",)

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        """Yield each piece as it is, cut at the width."""
        newline = Segment.line()
        for line in self.lines:
            for piece, style in line:
                yield Segment(piece, Style.parse(style) if style else None)
            yield newline


class Hung:
    """Something behind a label: all of its lines begin where the first one does."""

    __slots__ = ("content", "label", "style")

    def __init__(self, label: str, style: str, content: RenderableType) -> None:
        self.label = label
        self.style = style
        self.content = content

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        """Yield the lines of the content, each behind the label or as much space."""
        taken = cell_len(self.label)
        narrower = options.update(width=max(1, options.max_width - taken))
        label = Segment(self.label, Style.parse(self.style) if self.style else None)
        newline = Segment.line()
        for line in console.render_lines(self.content, narrower, pad=False):
            yield label
            yield from line
            yield newline
            label = Segment(" " * taken)


def to_text(words: str, style: str = "") -> Text:
    """Return words as visible text that is folded where a word is longer than the line."""
    return Text(replace_controls(words, multiline=True), style=style, overflow="fold")


def indent(renderable: RenderableType, width: int) -> RenderableType:
    """Return something under the title of a step, moved in where there is room for that."""
    if width < LEAST_WIDTH_FOR_COLUMNS:
        return renderable
    return Hung(" " * INDENT, "", renderable)


def render_heading(number: str, title: str, width: int) -> RenderableType:
    """Return a number and a title; wrapped lines of the title stand below its first word."""
    if width < LEAST_WIDTH_FOR_COLUMNS:
        return Text.assemble(
            (replace_controls(number), "bold cyan"), "  ", (replace_controls(title), "bold")
        )
    return Hung(f"{replace_controls(number):{INDENT - 2}}  ", "bold cyan", to_text(title, "bold"))


def render_fields(rows: Iterable[tuple[str, Text | str | None]], width: int) -> RenderableType:
    """Return labelled texts below each other, those that are None left out."""
    shown = [
        (label, to_text(value) if isinstance(value, str) else value)
        for label, value in rows
        if value is not None
    ]
    if width < LEAST_WIDTH_FOR_COLUMNS:
        return Group(*(Text.assemble((f"{label}: ", "dim"), value) for label, value in shown))
    margin = " " * INDENT
    return Group(
        *(Hung(f"{margin}{label:{LABEL_WIDTH}}  ", "dim", value) for label, value in shown)
    )


def align_columns(
    rows: Sequence[Sequence[str]], styles: Sequence[str], width: int, cut: str
) -> Lines:
    """Return rows as lines of aligned columns; the last one takes what is left and is cut there.

    `cut` is the sign of a cut. Columns before the last are dropped from the right until the last
    one has LEAST_LAST_COLUMN cells: a line is never longer than `width`.
    """
    if not rows:
        return Lines(())
    seen = [tuple(replace_controls(cell) for cell in row) for row in rows]
    last = len(styles) - 1
    widths = [max(cell_len(row[i]) for row in seen) for i in range(last)]
    kept = last
    while kept and width - sum(widths[:kept]) - 2 * kept < LEAST_LAST_COLUMN:
        kept -= 1
    room = width - sum(widths[:kept]) - 2 * kept
    lines: list[Line] = []
    for row in seen:
        line = [(set_cell_size(row[i], widths[i]) + "  ", styles[i]) for i in range(kept)]
        lines.append([*line, (shorten(row[last], room, cut), styles[last])])
    return Lines(lines)


def shorten(words: str, width: int, cut: str) -> str:
    """Return words cut to `width` cells, at a space where there is one in the second half."""
    if cell_len(words) <= width:
        return words
    if width <= cell_len(cut):
        return set_cell_size(words, max(0, width))
    kept = set_cell_size(words, width - cell_len(cut)).rstrip()
    space = kept.rfind(" ")
    if space > len(kept) // 2:
        kept = kept[:space]
    return kept.rstrip(" ,;:") + cut
