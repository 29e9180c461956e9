"""Markdown as blocks: headings, lists, tables and paragraphs with their line numbers."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from studypath.files.importing.decode import check_cost, refuse
from studypath.files.importing.html_blocks import PSEUDO_LEVEL, parse_html_blocks
from studypath.files.importing.inline import collect_words, parse_link_first, shorten_blank_runs
from studypath.files.importing.values import (
    Block,
    Document,
    Heading,
    Item,
    Listing,
    Paragraph,
    ReportShare,
    Row,
    Table,
    Words,
)

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

MOST_NESTING = 60
"""How deep blocks may lie within each other: a list in a list is two levels."""

_TASK = re.compile(r"\[([ xX])\](?:\s+|$)")
_TASK_WITHOUT_SPACE = re.compile(r"\[([ xX])\](?=\[)")
# "#2 Title" and "####### Title" are headings to their authors, not to CommonMark.
_LOOSE_HEADING = re.compile(r"(#{1,40})\s*(?=[^\s#])")
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FRONT_TITLE = re.compile(r"(?m)^title:[ \t]*(.+)$")
_BANNER = re.compile(
    r"""\A(?:\s|<(?:div|p|center|br|picture)[^>]{0,200}>)*<img\b[^>]{0,400}?\salt=["']([^"']{3,100})["']"""
)
_BADGE = re.compile(
    r"(?:banner|logo|header|image|badge|awesome|cover|build|licen[cs]e)\b", re.IGNORECASE
)
_TOP = 2_000
# Text without these has no markup.
_SPECIAL = re.compile(r"[\\`*_\[\]<&!~\n]|://")
_REPORT_EVERY = 2_000


def read_blocks(text: str, file: str, report_share: ReportShare | None = None) -> Document:
    """Return the blocks of Markdown text.

    Raises UnusableFile where blocks lie deeper within each other than MOST_NESTING levels and
    where the text consists of markup.
    """
    check_cost(text, file)
    text, title = _without_front_matter(text)
    parser = _parser()
    environment: dict[str, object] = {}
    tokens = parser.parse(text, environment)
    for token in tokens:
        if token.level >= MOST_NESTING - 1:
            line = token.map[0] + 1 if token.map else None
            message = f"blocks nested deeper than {MOST_NESTING // 2} levels"
            raise refuse(file, line, message, "Flatten the lists and repeat.")
    reader = _Reader(tokens, parser, environment, report_share)
    return Document(tuple(reader.collect_blocks_until("")), title, banner=_find_banner(text))


def _find_banner(text: str) -> str | None:
    """Return what the picture at the top of a document shows: often its title, in no heading."""
    match = _BANNER.search(text[:_TOP])
    if match is None or _BADGE.match(match[1]):
        return None
    return " ".join(match[1].split())


def _without_front_matter(text: str) -> tuple[str, str | None]:
    match = _FRONT_MATTER.match(text)
    if match is None:
        return text, None
    title = _FRONT_TITLE.search(match[1])
    # Blank lines in its place keep the line numbers.
    return "\n" * match[0].count("\n") + text[match.end() :], (
        title[1].strip().strip("\"'") if title else None
    )


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": MOST_NESTING})
    # Deeply indented text in curricula is a list item, not code.
    parser.enable(["table", "strikethrough"]).disable("code")
    # Inline text is parsed token by token: less memory, and progress can be shown.
    parser.core.ruler.disable(["inline", "text_join"])
    # Hostile addresses are dropped later, with a note.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    # They are checked there too, and encoding each anew is a tenth of the time.
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return parser


class _Reader:
    def __init__(
        self,
        tokens: list[Token],
        parser: MarkdownIt,
        environment: dict[str, object],
        report_share: ReportShare | None,
    ) -> None:
        self._tokens = tokens
        self._parser = parser
        self._environment = environment
        self._report_share = report_share
        self._at = 0
        self._line = 1

    def _next(self) -> Token:
        token = self._tokens[self._at]
        self._at += 1
        if token.map:
            self._line = token.map[0] + 1
        if self._report_share is not None and self._at % _REPORT_EVERY == 0:
            self._report_share(self._at / len(self._tokens))
        return token

    def _words(self, content: str) -> Words:
        if _SPECIAL.search(content) is None:
            return Words(shorten_blank_runs(content))
        words = parse_link_first(content)
        if words is not None:
            return words
        children: list[Token] = []
        self._parser.inline.parse(content, self._parser, self._environment, children)
        return collect_words(children)

    def collect_blocks_until(self, closing: str, *, aside: bool = False) -> list[Block]:
        """Return the blocks up to the token that closes, which is taken too."""
        blocks: list[Block] = []
        while self._at < len(self._tokens):
            token = self._next()
            kind = token.type
            if kind == closing:
                break
            line = self._line
            if kind == "heading_open":
                blocks.append(Heading(int(token.tag[1]), self._words(self._next().content), line))
            elif kind == "paragraph_open":
                blocks.append(self._paragraph(self._next().content, line, aside=aside))
            elif kind in {"bullet_list_open", "ordered_list_open"}:
                blocks.append(self._list(kind.replace("open", "close")))
            elif kind == "table_open":
                blocks.append(self._table())
            elif kind == "blockquote_open":
                blocks.extend(self.collect_blocks_until("blockquote_close", aside=True))
            elif kind == "html_block":
                blocks.extend(parse_html_blocks(token.content, line))
        return blocks

    def _paragraph(self, content: str, line: int, *, aside: bool) -> Heading | Paragraph:
        loose = _LOOSE_HEADING.match(content)
        if loose is not None and "\n" not in content and not aside:
            return Heading(len(loose[1]), self._words(content[loose.end() :]), line)
        words = self._words(content)
        if not aside and _is_bold_line(words):
            return Heading(PSEUDO_LEVEL, words, line, pseudo=True)
        return Paragraph(words, line, aside)

    def _list(self, closing: str) -> Listing:
        items: list[Item] = []
        while self._next().type != closing:
            items.append(self._item(self._line))
        return Listing(tuple(items))

    def _item(self, line: int) -> Item:
        token = self._tokens[self._at]
        words, done, group = Words(""), None, False
        if token.type in {"paragraph_open", "heading_open"}:
            self._next()
            content = self._next().content
            task = _TASK.match(content) or _TASK_WITHOUT_SPACE.match(content)
            done = None if task is None else task[1] != " "
            words = self._words(content[task.end() :] if task else content)
            group = token.type == "heading_open"
            self._next()
        children = self.collect_blocks_until("list_item_close")
        return Item(words, line, done, group, tuple(children))

    def _table(self) -> Table:
        header: tuple[Words, ...] = ()
        rows: list[Row] = []
        cells: list[Words] = []
        is_header = True
        line = self._line
        while (token := self._next()).type != "table_close":
            if token.type == "tr_open":
                cells, line = [], self._line
            elif token.type == "inline":
                cells.append(self._words(token.content))
            elif token.type == "thead_close":
                is_header, header = False, tuple(cells)
            elif token.type == "tr_close" and not is_header:
                rows.append(Row(tuple(cells), line))
        return Table(header, tuple(rows))


def _is_bold_line(words: Words) -> bool:
    """Whether a paragraph is one line in bold, apart from emoji and punctuation."""
    text = words.text.strip()
    if not words.strong or words.links or "\n" in text:
        return False
    start, end = words.strong[0][0], words.strong[-1][1]
    outside = words.text[:start] + words.text[end:]
    return len(words.strong) == 1 and not any(c.isalnum() for c in outside)
