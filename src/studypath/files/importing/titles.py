"""Titles and remarks within the text of an item."""

from __future__ import annotations

import re

from studypath.files.importing.link_texts import is_generic
from studypath.files.importing.people import find_mark
from studypath.files.importing.phrases import clean_remark
from studypath.files.importing.times import find_time
from studypath.files.importing.values import Link, Words

_DASH = re.compile(r"\s+[—–-]{1,2}\s+|\s*—\s*|\s+//\s+")
_EMPTY_BRACKETS = re.compile(r"\[[\s,;/|&]*\]|\([\s,;/|&]*\)")
_LONGEST_PREFIX_WORDS = 2
_SHORT_NAME_WORDS = 6
_LONG_TITLE = 120
_CODE_WORDS = 3


def find_linked_title(words: Words, link: Link, lead: str) -> tuple[str, int]:
    """Return the title of a link and where it ends in the text.

    Several words before a link belong to its title, and so does the bold text after the code of
    a course: "[CS 61B] **Data Structures**".
    """
    bold = next((span for span in words.strong if span[0] >= link.end), None)
    is_code = len(link.text.split()) <= _CODE_WORDS and any(c.isdigit() for c in link.text)
    if is_code and bold is not None and len(words.text[link.end : bold[0]].split()) <= _CODE_WORDS:
        code = words.text[link.start : bold[0]].strip(" :-–—")
        return f"{code}: {words.text[bold[0] : bold[1]]}", bold[1]
    before = _DASH.split(lead)[0].strip(" \n([“\"'*:")
    is_lead = words.text[: link.start].rstrip(" \n([“\"'*").endswith((":", "-", "–", "—"))
    if len(before.split()) > _LONGEST_PREFIX_WORDS and not is_lead:
        return f"{before} {link.text}", link.end
    return link.text, link.end


def without_mark(text: str) -> str:
    """Return a text without the number in brackets that it begins with."""
    mark = find_mark(text)
    return text[len(mark) :] if mark and mark.strip()[0] in "[(" else text


def split_title(text: str, bold_end: int = 0) -> tuple[str, str]:
    """Split a text into title and remark, at a dash or at the colon after bold text."""
    text = text.strip()
    colon = re.match(r"\s*:\s*", text[bold_end:]) if bold_end else None
    if colon is not None or (bold_end and text[:bold_end].endswith(":")):
        at = bold_end + (colon.end() if colon else 0)
        rest = _DASH.split(text[at:].strip())[0]
        if len(rest.split()) > _SHORT_NAME_WORDS or not rest:
            return text[:bold_end].strip(" :"), text[at:]
    dash = _DASH.search(text)
    if dash is not None and dash.start() > 0:
        return text[: dash.start()], text[dash.end() :]
    if len(text) > _LONG_TITLE:
        sentence = re.search(r"[.!?;:]\s", text)
        if sentence is not None:
            return text[: sentence.start()], text[sentence.end() :]
    first, _, rest = text.partition("\n")
    return first, rest


def collect_text_after(words: Words, end: int, links: list[tuple[Link, str]]) -> str:
    """Return the text after a title without the words of links such as "pdf"."""
    pieces: list[str] = []
    at = end
    for link, _ in sorted(links, key=lambda pair: pair[0].start):
        if link.start >= at and is_generic(link.text):
            pieces.append(words.text[at : link.start])
            at = link.end
    pieces.append(words.text[at:])
    return "".join(pieces)


def without_links(words: Words, links: list[tuple[Link, str]]) -> str:
    """Return a text without the words of its links and the brackets around them."""
    pieces: list[str] = []
    at = 0
    for link, _ in sorted(links, key=lambda pair: pair[0].start):
        pieces.append(words.text[at : link.start])
        at = max(at, link.end)
    pieces.append(words.text[at:])
    return _EMPTY_BRACKETS.sub("", "".join(pieces))


def find_emphasised_remark(words: Words, title: str, rest: str) -> str | None:
    """Return the bold text after the title of a citation: "(VAE)"."""
    bold = [words.text[start:end].strip(" ()") for start, end in words.strong]
    remarks = [text for text in bold if text and text in rest and text not in title]
    return clean_remark("; ".join(remarks))


def without_leading_time(text: str) -> str:
    """Cut a duration in parentheses from the start of a remark: "(~1hr YouTube) — ..."."""
    leading = re.match(r"\s*\([^()]{1,40}\)", text)
    if leading is None or find_time(leading[0]) is None:
        return text
    return text[leading.end() :]
