"""HTML blocks inside Markdown as blocks: headings, lists, tables, `<details>`."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from studypath.files.importing.inline import WordsBuilder
from studypath.files.importing.values import (
    Block,
    Heading,
    Item,
    Listing,
    Paragraph,
    Row,
    Table,
    Words,
)

PSEUDO_LEVEL = 100
"""The level of a bold line or a `<summary>`: deeper than any heading."""

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SPACES = re.compile(r"\s+")
_HIDDEN = {"script", "style", "svg", "template", "head"}


def parse_html_blocks(html: str, line: int) -> list[Block]:
    """Return the blocks of a piece of HTML that begins at a line.

    A `<summary>` is a pseudo heading and `</details>` ends it. Lists are flat. Other text
    is an aside. Unclosed and unknown tags are fine.
    """
    reader = _Reader(line)
    reader.feed(html)
    reader.close()
    reader.finish()
    return reader.blocks


class _Reader(HTMLParser):
    def __init__(self, line: int) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._first = line
        self._text = WordsBuilder()
        self._items: list[Item] = []
        self._rows: list[tuple[bool, Row]] = []
        self._cells: list[Words] = []
        self._is_header = False
        self._hidden = ""
        self._begun: int | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in _HIDDEN:
            self._hidden = tag
        elif tag == "a":
            if values.get("href"):
                self._text.open_link(values["href"] or "")
        elif tag == "img":
            self._text.image(values.get("alt") or "")
        elif tag == "br":
            self._text.text("\n")
        elif tag in {"b", "strong"}:
            self._text.open_span("strong")
        elif tag in _HEADINGS or tag in {"li", "summary", "p", "tr", "td", "th"}:
            self._end_text()
            self._is_header = tag == "th" or (self._is_header and tag != "tr")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._hidden:
            self._hidden = ""
        elif tag == "a":
            self._text.close_link()
        elif tag in {"b", "strong"}:
            self._text.close_span("strong")
        elif tag in _HEADINGS:
            line, words = self._line(), self._taken()
            self.blocks.append(Heading(_HEADINGS[tag], words, line))
        elif tag == "summary":
            line, words = self._line(), self._taken()
            self.blocks.append(Heading(PSEUDO_LEVEL, words, line, pseudo=True, folds=True))
        elif tag == "details":
            self._end_text()
            end = Heading(PSEUDO_LEVEL, Words(""), self._line(), pseudo=True, folds=False)
            self.blocks.append(end)
        else:
            self._end_of_rows(tag)

    def _end_of_rows(self, tag: str) -> None:
        if tag == "li":
            line, words = self._line(), self._taken()
            self._items.append(Item(words, line))
        elif tag in {"ul", "ol"}:
            self._end_list()
        elif tag in {"td", "th"}:
            self._cells.append(self._taken())
        elif tag == "tr" and self._cells:
            self._rows.append((self._is_header, Row(tuple(self._cells), self._line())))
            self._cells = []
        elif tag == "table":
            self._end_table()
        elif tag in {"p", "div"}:
            self._end_text()

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            if data.strip() and self._begun is None:
                # The line of the text, not of the tag that ends it.
                blank = len(data) - len(data.lstrip())
                self._begun = self._line() + data.count("\n", 0, blank)
            self._text.text(_SPACES.sub(" ", data))

    def finish(self) -> None:
        """End whatever is still open."""
        self._end_text()
        self._end_list()
        self._end_table()

    def _line(self) -> int:
        return self._begun or self._first + self.getpos()[0] - 1

    def _taken(self) -> Words:
        self._begun = None
        words = self._text.words()
        self._text = WordsBuilder()
        return words

    def _end_text(self) -> None:
        line, words = self._line(), self._taken()
        if words.text.strip() or words.links:
            self.blocks.append(Paragraph(words, line, aside=True))

    def _end_list(self) -> None:
        if self._items:
            self.blocks.append(Listing(tuple(self._items)))
            self._items = []

    def _end_table(self) -> None:
        if not self._rows:
            return
        is_header, first = self._rows[0]
        header = first.cells if is_header else ()
        rows = tuple(row for _, row in self._rows[1 if is_header else 0 :])
        self.blocks.append(Table(header, rows))
        self._rows = []
