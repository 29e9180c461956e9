"""Steps from lists and paragraphs."""

from __future__ import annotations

import re

from studypath.core.curriculum import Part
from studypath.core.durations import MOST_MINUTES
from studypath.core.parts import MOST_PARTS
from studypath.files.importing.addresses import find_arxiv, find_doi, find_kind
from studypath.files.importing.items import Scope, build_drafts, build_paragraph_draft
from studypath.files.importing.link_texts import is_generic
from studypath.files.importing.links import (
    Use,
    is_mention,
    is_only_links,
    list_uses,
)
from studypath.files.importing.list_contents import (
    has_links,
    has_lists,
    has_only_materials,
    is_lead_line,
    is_led_by_link,
    is_material_item,
    is_other_place,
    is_running_on,
    list_texts,
    split_lines,
    without_headings,
)
from studypath.files.importing.people import find_authors_after, find_owner
from studypath.files.importing.phrases import (
    REASON,
    clean_remark,
    clean_title,
    is_optional,
    is_optional_heading,
    is_short_task,
)
from studypath.files.importing.table_drafts import build_table_drafts
from studypath.files.importing.times import (
    find_only_time,
    find_time,
    split_time_at_end,
    strip_time,
)
from studypath.files.importing.values import (
    Block,
    Draft,
    Item,
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
                is_mixed = any(item.done is not None or is_led_by_link(item.words)
                               for item in block.items)  # fmt: skip
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
        has_own = bool(use.relative) or any(
            not link.badge or is_generic(link.text) for link, _ in use.usable
        )
        if use.anchors and not has_own:
            return self._linked_children(item, scope)
        if self._names_group(item, use):
            return self._group(item, scope)
        if has_links(item.children) and not has_own:
            return self._step(item, scope, use)
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
        is_running = False
        for number, part in enumerate(split_lines(words)):
            use = list_uses(part, line + number, [])
            was_running, is_running = is_running, is_running_on(part, use)
            if was_running:
                if use.usable:
                    rest.append((line + number, part.text))
                continue
            if use.usable and is_only_links(part, use):
                drafts += build_drafts(part, line + number, scope, use, self.notes)
                continue
            if scope.has_label and use.usable and is_lead_line(part):
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

    @staticmethod
    def _names_group(item: Item, use: Use) -> bool:
        hosts_only = all(not link.text for link, _ in use.usable)
        if not hosts_only:
            return False
        if has_links(item.children) and not use.relative:
            return item.group or not has_only_materials(item.children)
        is_lead = item.words.text.rstrip().endswith((":", "\uff1a"))
        return (item.group or (is_lead and item.done is None)) and has_lists(item.children)

    def _group(self, item: Item, scope: Scope) -> list[Draft]:
        owner, _ = find_owner(item.words.text.strip())
        scope = scope._replace(group=clean_title(item.words.text) or None)
        if owner:
            scope = scope._replace(creators=(owner,))
        return self.blocks(without_headings(item.children), scope)

    def _linked_children(self, item: Item, scope: Scope) -> list[Draft]:
        return self.blocks(item.children, scope) if has_links(item.children) else []

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
        return [_with_total_of_parts(first), *nested]

    def _with_nested(self, first: Draft, inner: Item, scope: Scope, nested: list[Draft]) -> Draft:
        """Give a step what a nested item says of it; items with links become steps."""
        use = list_uses(inner.words, inner.line, [])
        if is_other_place(inner, use) or is_material_item(inner, use):
            return _with_places(first, inner, use)
        is_remark = inner.done is None and not inner.children and is_mention(inner.words, use)
        if not is_remark and (use.usable or use.relative or has_links(inner.children)):
            nested += self.item(inner, scope)
            return first
        return _with_text(first, inner)

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


def _with_places(first: Draft, inner: Item, use: Use) -> Draft:
    """Give a step the links of a nested item: "pdf" is another place, "Slides" a part."""
    links = list(use.usable)
    if first.url is None:
        first = _with_url(first, links.pop(0)[1])
    if is_other_place(inner, use):
        alternatives = (*first.alternatives, *(url for _, url in links))
        return first._replace(alternatives=alternatives[:_MOST_ALTERNATIVES])
    parts = (*first.parts, *(Part(clean_title(link.text) or url, url) for link, url in links))
    return first._replace(parts=parts[:MOST_PARTS])


def _with_text(first: Draft, inner: Item) -> Draft:
    """Give a step the text of a nested item: its authors, its time, a remark or parts."""
    creators, rest = find_authors_after(inner.words.text)
    if creators and not first.creators:
        focus = clean_remark("; ".join(filter(None, (first.focus, rest))))
        return first._replace(creators=creators, focus=focus)
    texts = list_texts(inner)
    time = find_time(inner.words.text) if first.minutes is None else None
    is_remark = first.url is not None and inner.done is None
    if time is not None and (is_remark or find_only_time(inner.words.text)):
        first = first._replace(minutes=time.minutes)
        texts = [(strip_time(texts[0][0]), texts[0][1]), *texts[1:]] if texts else texts
        texts = [(text, done) for text, done in texts if text]
    if is_remark:
        remarks = (first.focus, *(text for text, _ in texts))
        return first._replace(focus=clean_remark("; ".join(filter(None, remarks))))
    parts = (*first.parts, *(_part(text) for text, _ in texts))
    ticked = (number for number, (_, done) in enumerate(texts, len(first.parts) + 1) if done)
    parts_done = (*first.parts_done, *(number for number in ticked if number <= MOST_PARTS))
    return first._replace(parts=parts[:MOST_PARTS], parts_done=parts_done)


def _part(text: str) -> Part:
    title, minutes = split_time_at_end(text)
    return Part(title, minutes=minutes)


def _with_total_of_parts(draft: Draft) -> Draft:
    """Return a step without a time with the sum of its parts', if all parts have one."""
    minutes = [part.minutes for part in draft.parts if part.minutes is not None]
    if draft.minutes is not None or not minutes or len(minutes) < len(draft.parts):
        return draft
    total = sum(minutes)
    return draft._replace(minutes=(total, total)) if total <= MOST_MINUTES else draft


def _with_url(draft: Draft, url: str) -> Draft:
    """Return a step with the address that a list below it gives."""
    kind = find_kind(url) or "article" if draft.kind == "task" else draft.kind
    return draft._replace(url=url, kind=kind, arxiv=find_arxiv(url), doi=find_doi(url))
