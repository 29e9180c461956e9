"""The links of a text: which may be used, and whether they name works or stand in sentences."""

from __future__ import annotations

import re
from typing import NamedTuple

from studypath.files.importing.addresses import Address, find_address
from studypath.files.importing.link_texts import is_generic
from studypath.files.importing.people import find_mark
from studypath.files.importing.phrases import clean_title
from studypath.files.importing.values import Link, Note, Words

_BETWEEN = re.compile(r"\W*(?:\b(?:and|or|und|oder)\b\W*)?")
_EXAMPLE = re.compile(r"\be\.\s?g\.|\bsuch as\b|\bfor example\b|\blike\s*$", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[:.;]\s+\w|[.!?]['\"”’]?\s*$")
_SMALL_SHARE = 6
_SHORT_PREFIX_WORDS, _PREFIX_WORDS, _LONG_PREFIX_WORDS = 2, 5, 12


class Use(NamedTuple):
    """The links of a text by what they are good for."""

    usable: tuple[tuple[Link, str], ...]
    relative: tuple[Link, ...]
    anchors: int


def list_uses(words: Words, line: int, notes: list[Note]) -> Use:
    """Return the links of a text; a hostile address gives a note and is left out."""
    usable: list[tuple[Link, str]] = []
    relative: list[Link] = []
    anchors = 0
    for link in words.links:
        address: Address = find_address(link.url)
        if address.url is not None:
            usable.append((link, address.url))
        elif address.is_anchor:
            anchors += 1
        elif "relative" in address.reason:
            relative.append(link)
        else:
            shown = clean_title(link.text)[:60] or "a link"
            notes.append(Note(line, f"left out {address.reason} of {shown}"))
    return Use(tuple(usable), tuple(relative), anchors)


def is_reference(words: Words) -> bool:
    """Tell whether a paragraph begins with a number in brackets, `[1]` or `(1)`."""
    mark = find_mark(words.text)
    return mark is not None and mark.strip()[0] in "[("


def is_mention(words: Words, use: Use) -> bool:
    """Tell whether a text is a sentence that mentions a link, not the title of a work."""
    links = [link for link, _ in use.usable] + list(use.relative)
    named = [link for link in links if not is_generic(link.text)]
    if links and not named and _stands_in_brackets(words, links[0]):
        return False
    first = min((link.start for link in links), default=None)
    if first is None:
        return False
    lead = words.text[:first]
    before = len(lead.split())
    outside = words.text[first:]
    for link in links:
        outside = outside.replace(words.text[link.start : link.end], " ", 1)
    after = len(re.findall(r"\w+", outside))
    if before >= _LONG_PREFIX_WORDS or (before > _SHORT_PREFIX_WORDS and _EXAMPLE.search(lead)):
        return True
    is_explained = before > _SHORT_PREFIX_WORDS and bool(_SENTENCE_END.search(lead))
    if is_explained or before >= _PREFIX_WORDS:
        return after > 1
    # "Check out the readings for books that sharpen your skills": a few words of many.
    shown = sum(len(link.text.split()) for link in named)
    return before > 1 and bool(named) and shown * _SMALL_SHARE < before + after


def _stands_in_brackets(words: Words, link: Link) -> bool:
    return words.text[: link.start].rstrip().endswith(("[", "(")) or link.text.startswith("[")


def is_only_links(words: Words, use: Use) -> bool:
    """Tell whether only separators stand between the links of a text, and none is a badge."""
    if any(link.badge for link, _ in use.usable):
        return False
    at = 0
    for link, _ in sorted(use.usable, key=lambda pair: pair[0].start):
        if not _BETWEEN.fullmatch(words.text, at, max(at, link.start)):
            return False
        at = link.end
    return bool(_BETWEEN.fullmatch(words.text, at))
