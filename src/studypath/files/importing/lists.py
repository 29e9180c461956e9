"""Steps from lists and paragraphs."""

from __future__ import annotations

import re

from studypath.core.curriculum import Part
from studypath.core.parts import MOST_PARTS
from studypath.files.importing.items import Scope, build_drafts, build_paragraph_draft
from studypath.files.importing.links import (
    Use,
    is_mention,
    is_only_links,
    is_reference,
    list_uses,
)
from studypath.files.importing.people import find_owner
from studypath.files.importing.phrases import (
    REASON,
    clean_remark,
    clean_title,
    is_generic,
    is_optional,
    is_optional_heading,
    is_short_task,
)
from studypath.files.importing.table_drafts import build_table_drafts
from studypath.files.importing.times import find_time
from studypath.files.importing.values import (
    Block,
    Draft,
    Heading,
    Item,
    Link,
    Listing,
    Note,
    Paragraph,
    Table,
    Unplaced,
    Words,
)

_MOST_ALTERNATIVES = 50
_AFTER_LINK = re.compile(r"^[\s\])*_]*(?:$|[-–—:;,.(\[|•·]|by\s)")
_SHOWN_CHARACTERS = 100


class Collector:
    """Turns blocks into steps and keeps what could not be placed."""

    def __init__(self) -> None:
        self.unplaced: list[Unplaced] = []
        self.notes: list[Note] = []

    def blocks(self, blocks: tuple[Block, ...], scope: Scope) -> list[Draft]:
        """Return the steps of blocks in their order."""
        drafts: list[Draft] = []
        for block in blocks:
            if isinstance(block, Listing):
                # In a list with tasks or links, short items without are steps too.
                is_mixed = any(item.done is not None or item.words.links for item in block.items)
                inner = scope._replace(is_mixed=is_mixed)
                for item in block.items:
                    drafts += self.item(item, inner)
            elif isinstance(block, Table):
                drafts += build_table_drafts(block, scope, self.notes, self.unplaced)
            elif isinstance(block, Paragraph):
                drafts += self.paragraph(block, scope)
        return drafts

    def item(self, item: Item, scope: Scope) -> list[Draft]:
        """Return the steps of a list item and of the lists in it.

        An item that ends with a colon, or that has no link while the lists in it have, only
        names the group of the steps in it.
        """
        if item.done:
            scope = scope._replace(state="done")
        if is_optional(item.words.text) or (item.group and is_optional_heading(item.words.text)):
            scope = scope._replace(optional=REASON)
        use = list_uses(item.words, item.line, self.notes)
        has_own = bool(use.usable or use.relative)
        if use.anchors and not has_own:
            return self._linked_children(item, scope)
        hosts_only = all(not link.text for link, _ in use.usable)
        is_lead = item.words.text.rstrip().endswith((":", "\uff1a"))
        if _has_links(item.children) and hosts_only and not use.relative:
            return self._group(item, scope)
        names_group = item.group or (is_lead and item.done is None)
        if names_group and hosts_only and _has_lists(item.children):
            return self._group(item, scope)
        if not has_own and not self._is_step(item, scope):
            return []
        if scope.is_linked and item.done is None and is_mention(item.words, use):
            self._leave(item.line, item.words.text, "a link inside a text")
            return self._linked_children(item, scope)
        return self._step(item, scope, use)

    def paragraph(self, paragraph: Paragraph, scope: Scope) -> list[Draft]:
        """Return the steps of a paragraph: a numbered reference, or lines that begin with a link.

        Links inside sentences make no step and are reported.
        """
        words, line = paragraph.words, paragraph.line
        use = list_uses(words, line, self.notes)
        if not paragraph.aside:
            draft = build_paragraph_draft(words, line, scope, use)
            if draft is not None:
                return [draft]
            drafts = self._link_lines(words, line, scope) if use.usable else []
            if drafts:
                return drafts
        shown = [link for link, _ in use.usable if not link.badge]
        if shown:
            self._leave(line, words.text, "a link inside a text")
        return []

    def _link_lines(self, words: Words, line: int, scope: Scope) -> list[Draft]:
        drafts: list[Draft] = []
        rest: list[tuple[int, str]] = []
        for number, part in enumerate(_lines_of(words)):
            use = list_uses(part, line + number, [])
            if use.usable and is_only_links(part, use):
                drafts += build_drafts(part, line + number, scope, use, self.notes)
                continue
            first = use.usable[0][0] if use.usable else None
            leads = first is not None and not any(c.isalnum() for c in part.text[: first.start])
            if (
                first is not None
                and leads
                and not first.badge
                and not is_generic(first.text)
                and _AFTER_LINK.match(part.text[first.end :])
            ):
                drafts += build_drafts(part, line + number, scope, use, self.notes)
            elif any(not link.badge for link, _ in use.usable):
                rest.append((line + number, part.text))
        if drafts:
            for number, text in rest:
                self._leave(number, text, "a link inside a text")
        return drafts

    def _is_step(self, item: Item, scope: Scope) -> bool:
        if not any(c.isalnum() for c in item.words.text):
            return False
        if item.done is not None or not scope.is_linked or scope.is_labelled:
            return True
        if find_time(item.words.text) is not None:
            return True
        if scope.is_mixed and is_short_task(item.words.text):
            return True
        self._leave(item.line, item.words.text, "no link, where the other steps are links")
        return False

    def _group(self, item: Item, scope: Scope) -> list[Draft]:
        owner, _ = find_owner(item.words.text.strip())
        if owner:
            scope = scope._replace(creators=(owner,))
        return self.blocks(_without_headings(item.children), scope)

    def _linked_children(self, item: Item, scope: Scope) -> list[Draft]:
        return self.blocks(item.children, scope) if _has_links(item.children) else []

    def _step(self, item: Item, scope: Scope, use: Use) -> list[Draft]:
        drafts = build_drafts(item.words, item.line, scope, use, self.notes)
        if not drafts or not item.children:
            return drafts
        first, nested = drafts[0], list(drafts[1:])
        for child in item.children:
            if isinstance(child, Listing):
                for inner in child.items:
                    first = self._with_nested(first, inner, scope, nested)
            elif isinstance(child, Paragraph):
                first = self._with_paragraph(first, child)
            else:
                nested += self.blocks((child,), scope)
        return [first, *nested]

    def _with_nested(self, first: Draft, inner: Item, scope: Scope, nested: list[Draft]) -> Draft:
        """Give a step what a nested item says of it; items with links become steps."""
        use = list_uses(inner.words, inner.line, [])
        if _is_other_place(inner, use):
            urls = tuple(url for _, url in use.usable)
            if first.url is None:
                return first._replace(url=urls[0], alternatives=first.alternatives + urls[1:])
            alternatives = (*first.alternatives, *urls)[:_MOST_ALTERNATIVES]
            return first._replace(alternatives=alternatives)
        if use.usable or use.relative or _has_links(inner.children):
            nested += self.item(inner, scope)
            return first
        texts = list(_texts_of(inner))
        time = find_time(inner.words.text) if first.minutes is None else None
        if time is not None:
            first = first._replace(minutes=time.minutes)
        if first.url is not None and inner.done is None:
            remark = clean_remark("; ".join(filter(None, (first.focus, *texts))))
            return first._replace(focus=remark)
        parts = (*first.parts, *(Part(text) for text in texts if text))
        return first._replace(parts=parts[:MOST_PARTS])

    def _with_paragraph(self, first: Draft, paragraph: Paragraph) -> Draft:
        if paragraph.aside:
            lines = (" ".join(line.split()) for line in paragraph.words.text.splitlines())
            note = "\n".join(filter(None, (first.note, "\n".join(lines).strip())))
            return first._replace(note=note[:4000] or None)
        use = list_uses(paragraph.words, paragraph.line, self.notes)
        parts = tuple(
            Part(clean_title(link.text) or url, url) for link, url in use.usable if not link.badge
        )
        remark = clean_remark("; ".join(filter(None, (first.focus, paragraph.words.text))))
        return first._replace(focus=remark, parts=(first.parts + parts)[:MOST_PARTS])

    def _leave(self, line: int, text: str, reason: str) -> None:
        shown = " ".join(text.split())
        if len(shown) > _SHOWN_CHARACTERS:
            shown = shown[: _SHOWN_CHARACTERS - 1] + "…"
        self.unplaced.append(Unplaced(line, shown, reason))


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


def _is_other_place(item: Item, use: Use) -> bool:
    return (
        bool(use.usable)
        and not item.children
        and all(is_generic(link.text) for link, _ in use.usable)
        and is_generic(item.words.text)
    )


def _has_links(blocks: tuple[Block, ...]) -> bool:
    return any(
        _item_has_links(item)
        for block in blocks
        if isinstance(block, Listing)
        for item in block.items
    ) or any(isinstance(block, Table) for block in blocks)


def _item_has_links(item: Item) -> bool:
    return any(not link.url.startswith("#") for link in item.words.links) or _has_links(
        item.children
    )


def _has_lists(blocks: tuple[Block, ...]) -> bool:
    return any(isinstance(block, Listing | Table) for block in blocks)


def _without_headings(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return tuple(block for block in blocks if not isinstance(block, Heading))


def _texts_of(item: Item) -> list[str]:
    text = clean_title(item.words.text)
    texts = [text] if text else []
    for child in item.children:
        if isinstance(child, Listing):
            for inner in child.items:
                texts += _texts_of(inner)
    return texts


def _lines_of(words: Words) -> list[Words]:
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
        lines.append(Words(text, tuple(links)))
        start = end + 1
    return lines
