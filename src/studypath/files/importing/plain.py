"""Plain text with bullets as blocks: headings without marks, `- ` items, paragraphs."""

from __future__ import annotations

import re

from studypath.files.importing.inline import parse_words
from studypath.files.importing.sections import find_label
from studypath.files.importing.values import Block, Document, Heading, Item, Listing, Paragraph

_BULLET = re.compile(r"^([ \t]*)(?:[-*•‣◦·▪–—+]|\d{1,4}[.)])[ \t]+(?=\S)")
_TASK = re.compile(r"\[([ xX✓])\]\s+")
_MARKDOWN = re.compile(
    r"(?m)^#{1,6}[ \t]+\S|^[ \t]*+\|?[ \t]*+:?-{3,}+:?[ \t]*+\|"
    r"|^(?:={3,}|-{3,})[ \t]*$|\]\((?:https?:|#)|^```"
)
_LONGEST_HEADING = 90
_TITLE_LEVEL, _PATH_LEVEL, _PHASE_LEVEL = 1, 2, 3
_MOST_NESTING = 30
_TAB = "    "


class _Line:
    """A line that is not empty: a bullet with its indent, or other text."""

    __slots__ = ("bullet", "indent", "number", "text")

    def __init__(self, number: int, raw: str) -> None:
        self.number = number
        raw = raw.expandtabs(4).rstrip()
        match = _BULLET.match(raw)
        self.bullet = match is not None
        self.indent = len(match[1]) if match else len(raw) - len(raw.lstrip())
        self.text = raw[match.end() :] if match else raw.strip()


def is_markdown(text: str) -> bool:
    """Tell whether text uses marks of Markdown beyond bullets: headings, tables, links."""
    return bool(_MARKDOWN.search(text))


def read_plain(text: str) -> Document:
    """Return the blocks of plain text.

    A short line without a full stop is a heading: with a label ("Step 1") or before bullets
    it is a phase's, before other text a path's, and the first line is the title. A bullet
    that ends with a colon groups the ones after it that look alike.
    """
    lines = [_Line(n, raw) for n, raw in enumerate(text.split("\n"), 1) if raw.strip()]
    blocks: list[Block] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.bullet:
            end = at
            while end < len(lines) and (lines[end].bullet or lines[end].indent > line.indent):
                end += 1
            blocks.append(Listing(tuple(_grouped(_items(lines[at:end])))))
            at = end
            continue
        level = _heading_level(lines, at)
        if level is not None:
            blocks.append(Heading(level, parse_words(line.text), line.number))
        else:
            blocks.append(Paragraph(parse_words(line.text), line.number))
        at += 1
    return Document(tuple(blocks))


def _heading_level(lines: list[_Line], at: int) -> int | None:
    line = lines[at]
    text = line.text
    ends_sentence = text.rstrip("”\"’')").endswith((".", ";", ",", "!", "?"))
    if len(text) > _LONGEST_HEADING or ends_sentence or "://" in text:
        return None
    following = lines[at + 1] if at + 1 < len(lines) else None
    label, _ = find_label(text)
    if label is not None and " " in label:
        return _PHASE_LEVEL
    if following is None:
        return None
    if following.bullet:
        return _PHASE_LEVEL
    return _TITLE_LEVEL if at == 0 else _PATH_LEVEL


class _Open:
    """An item whose nested items are still being read."""

    __slots__ = ("done", "indent", "items", "line", "texts")

    def __init__(self, line: _Line) -> None:
        task = _TASK.match(line.text)
        self.done = None if task is None else task[1] != " "
        self.texts = [line.text[task.end() :] if task else line.text]
        self.indent = line.indent
        self.line = line.number
        self.items: list[Item] = []

    def closed(self) -> Item:
        words = parse_words(" ".join(self.texts))
        children = (Listing(tuple(_grouped(self.items))),) if self.items else ()
        return Item(words, self.line, self.done, children=children)


def _items(lines: list[_Line]) -> list[Item]:
    """Return nested items by their indent; a line without a bullet goes on with its item."""
    top: list[Item] = []
    stack: list[_Open] = []

    def close_to(indent: int) -> None:
        while stack and (stack[-1].indent >= indent or len(stack) > _MOST_NESTING):
            closed = stack.pop().closed()
            (stack[-1].items if stack else top).append(closed)

    for line in lines:
        if not line.bullet and stack:
            stack[-1].texts.append(line.text)
            continue
        close_to(line.indent)
        stack.append(_Open(line))
    close_to(-1)
    return top


def _grouped(items: list[Item]) -> list[Item]:
    """Put the items after one that ends with a colon into it, while they look alike."""
    grouped: list[Item] = []
    lead: Item | None = None
    quoted = False
    for item in items:
        text = item.words.text
        if lead is not None:
            inner = lead.children[0].items if lead.children else ()  # type: ignore[union-attr]
            if not inner:
                quoted = text[:1] in "“\"\u2018'"
            if (text[:1] in "“\"\u2018'") == quoted and not text.endswith(":"):
                lead = lead._replace(children=(Listing((*inner, item)),))
                grouped[-1] = lead
                continue
        grouped.append(item)
        lead = item if text.endswith(":") and not item.children else None
    return grouped
