"""What lists and their items hold: links, materials of a work, lines."""

from __future__ import annotations

import re

from studypath.files.importing.link_texts import is_generic, is_material
from studypath.files.importing.links import Use, is_only_links, is_reference, list_uses
from studypath.files.importing.phrases import clean_title
from studypath.files.importing.values import (
    Block,
    Heading,
    Item,
    Link,
    Listing,
    Paragraph,
    Table,
    Words,
)

_SENTENCE_ENDS = (".", ":", "!", "?", "\uff1a")
_FEW_WORDS = 2
_LEAD = re.compile(r"\W*[^\W\d]\w{2,20}(?: \w{2,20})?:\s")
_NO_WORK = re.compile(
    r"\W*(?:note|due|deadline|goals?|objectives?|prerequisites?|instructors?|office|time|where)\b",
    re.IGNORECASE,
)
_LEAD_MOST_WORDS = 25


def count_links(blocks: tuple[Block, ...]) -> tuple[int, int]:
    """Return how many list items and table rows have links of their own, and how many have none.

    Tasks, items that only name a group and items that only lead to an anchor do not count.
    """
    linked = plain = 0
    for block in blocks:
        if isinstance(block, Listing):
            for item in block.items:
                inner_linked, inner_plain = count_links(item.children)
                linked += inner_linked
                if any(not link.url.startswith("#") and link.text for link in item.words.links):
                    linked += 1
                elif item.words.links or item.done is not None or inner_linked or item.group:
                    continue
                else:
                    plain += 1 + inner_plain
        elif isinstance(block, Table):
            linked += sum(1 for row in block.rows if any(cell.links for cell in row.cells))
        elif isinstance(block, Paragraph) and not block.aside and block.words.links:
            linked += is_reference(block.words)
    return linked, plain


def is_led_by_link(words: Words) -> bool:
    """Tell whether a link stands at the start of a text, after two words at most."""
    return bool(words.links) and len(words.text[: words.links[0].start].split()) <= _FEW_WORDS


def is_material_item(item: Item, use: Use) -> bool:
    """Tell whether an item only leads to material of the work above it: "Lecture notes"."""
    return (
        bool(use.usable)
        and not use.relative
        and not item.children
        and item.done is None
        and is_only_links(item.words, use)
        and all(is_material(link.text) or is_generic(link.text) for link, _ in use.usable)
    )


def has_only_materials(blocks: tuple[Block, ...]) -> bool:
    """Tell whether all links in lists lead to material of the work above them."""
    items = [item for block in blocks if isinstance(block, Listing) for item in block.items]
    uses = [(item, list_uses(item.words, item.line, [])) for item in items]
    linked = [(item, use) for item, use in uses if use.usable or item.children]
    return bool(linked) and all(
        is_material_item(item, use) or is_other_place(item, use) for item, use in linked
    )


def is_other_place(item: Item, use: Use) -> bool:
    """Tell whether an item only leads to another place of the work above it: "pdf"."""
    return (
        bool(use.usable)
        and not item.children
        and all(is_generic(link.text) for link, _ in use.usable)
        and is_generic(item.words.text)
    )


def has_links(blocks: tuple[Block, ...]) -> bool:
    """Tell whether lists have links other than anchors, or a table stands among blocks."""
    return any(
        _item_has_links(item)
        for block in blocks
        if isinstance(block, Listing)
        for item in block.items
    ) or any(isinstance(block, Table) for block in blocks)


def _item_has_links(item: Item) -> bool:
    return any(not link.url.startswith("#") for link in item.words.links) or has_links(
        item.children
    )


def has_lists(blocks: tuple[Block, ...]) -> bool:
    """Tell whether a list or a table stands among blocks."""
    return any(isinstance(block, Listing | Table) for block in blocks)


def without_headings(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return blocks without the headings among them."""
    return tuple(block for block in blocks if not isinstance(block, Heading))


def list_texts(item: Item) -> list[tuple[str, bool]]:
    """Return the text of an item and of those nested in it, and whether each is ticked."""
    text = clean_title(item.words.text)
    texts = [(text, item.done is True)] if text else []
    for child in item.children:
        if isinstance(child, Listing):
            for inner in child.items:
                texts += list_texts(inner)
    return texts


def is_lead_line(line: Words) -> bool:
    """Tell whether a line begins with a word and a colon, "Homework:", and holds little more."""
    lead = _LEAD.match(line.text)
    if lead is None or _NO_WORK.match(line.text):
        return False
    rest = line.text[lead.end() :]
    return len(rest.split()) <= _LEAD_MOST_WORDS


def is_running_on(line: Words, use: Use) -> bool:
    """Tell whether a line is text that the next line continues."""
    text = line.text.rstrip()
    return not use.usable and any(c.isalnum() for c in text) and not text.endswith(_SENTENCE_ENDS)


def split_lines(words: Words) -> list[Words]:
    """Return each line of a text with the links that begin in it."""
    pending = sorted(words.links, key=lambda link: link.start, reverse=True)
    lines: list[Words] = []
    start = 0
    for text in words.text.split("\n"):
        end = start + len(text)
        links: list[Link] = []
        while pending and pending[-1].start <= end:
            link = pending.pop()
            links.append(link._replace(start=link.start - start, end=min(link.end, end) - start))
        strong = [(a - start, b - start) for a, b in words.strong if start <= a and b <= end]
        lines.append(Words(text, tuple(links), tuple(strong)))
        start = end + 1
    return lines
