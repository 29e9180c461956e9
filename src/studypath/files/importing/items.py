"""Steps from text: one item, one paragraph or one cell with its links."""

from __future__ import annotations

import re
from typing import NamedTuple

from studypath.core.curriculum import Part
from studypath.files.importing.addresses import (
    find_arxiv,
    find_arxiv_year,
    find_doi,
    find_kind,
)
from studypath.files.importing.links import Use, is_only_links, is_reference
from studypath.files.importing.people import (
    find_authors_after,
    find_citation,
    find_mark,
    find_owner,
    find_remark,
    find_year,
)
from studypath.files.importing.phrases import (
    REASON,
    clean_remark,
    clean_title,
    find_kind_of_mark,
    find_reading,
    is_doing,
    is_generic,
    is_optional,
    without_optional,
)
from studypath.files.importing.times import find_time, without_time
from studypath.files.importing.values import Draft, Link, Note, Words

_DASH = re.compile(r"\s+[—–-]{1,2}\s+|\s*—\s*|\s+//\s+")
_EMPTY_BRACKETS = re.compile(r"\[\s*\]|\(\s*\)")
_STATE = re.compile(
    r"\((done|begun|in progress)(?:[ ,][^)]{0,80})?\)\s*$|\((skipped)(?::\s*([^\n]*))?\)\s*$"
)
_LONGEST_PREFIX_WORDS = 2
_SHORT_NAME_WORDS = 6
_LONG_TITLE = 120


class Scope(NamedTuple):
    """What surrounds an item: what the headings and the items above it say of it.

    `is_linked` marks a document whose steps are links, in which other items are remarks;
    `is_labelled` a section such as "Week 3", in which they are steps all the same; `is_mixed`
    a list in which some items are tasks or have links.
    """

    is_linked: bool = False
    is_labelled: bool = False
    is_mixed: bool = False
    kind: str | None = None
    creators: tuple[str, ...] = ()
    state: str = "todo"
    optional: str | None = None


def build_drafts(words: Words, line: int, scope: Scope, use: Use, notes: list[Note]) -> list[Draft]:
    """Return the steps in a text with at least one link, or the step of one without.

    Links that only separators stand between are a step each. Else the first link that shows a
    title is the step's; links such as "pdf" are other places of it, all others its parts.
    """
    titled = [pair for pair in use.usable if not pair[0].badge and not is_generic(pair[0].text)]
    if titled:
        # The badge of a build or a licence is no place of the work; "Open in Colab" is.
        links = tuple(pair for pair in use.usable if not pair[0].badge or is_generic(pair[0].text))
        use = use._replace(usable=links)
    if len(titled) > 1 and is_only_links(words, use):
        return [_linked(_slice(words, pair[0]), line, scope, [pair]) for pair in titled]
    text, state, reason = _without_state(words, scope.state)
    words = words._replace(text=text)
    if not use.usable:
        if use.relative:
            shown = clean_title(use.relative[0].text)[:60]
            notes.append(Note(line, f"left out an address relative to the file of {shown}"))
        draft = _plain(words, line, scope)
    else:
        first = titled[0] if titled else use.usable[0]
        draft = _linked(words, line, scope, [first, *(p for p in use.usable if p != first)])
    return [draft._replace(state=state, skip_reason=reason)]


def build_paragraph_draft(words: Words, line: int, scope: Scope, use: Use) -> Draft | None:
    """Return the step of a paragraph that begins with a number such as `[1]`, else None."""
    if not is_reference(words):
        return None
    return (
        _linked(words, line, scope, list(use.usable))
        if use.usable
        else (_cited(words, line, scope, ()) or _plain(words, line, scope))
    )


def _slice(words: Words, link: Link) -> Words:
    text = words.text[link.start : link.end]
    return Words(text, (link._replace(start=0, end=len(text)),))


def _without_state(words: Words, state: str) -> tuple[str, str, str | None]:
    """Take the state that an export of this program writes from the end of a text."""
    match = _STATE.search(words.text)
    if match is None:
        return words.text, "skipped" if words.struck and state == "todo" else state, None
    text = words.text[: match.start()]
    if match[2]:
        return text, "skipped", match[3] or None
    return text, "done" if match[1] == "done" else "doing", None


def _cited(
    words: Words, line: int, scope: Scope, links: tuple[tuple[Link, str], ...]
) -> Draft | None:
    bold = [words.text[start:end] for start, end in words.strong]
    longest = max((b for b in bold if find_mark(b) is None), key=len, default=None)
    citation = find_citation(words.text, longest)
    is_marked = find_mark(words.text) is not None
    if citation is None or not (is_marked or citation.creators) or not clean_title(citation.title):
        return None
    url = links[0][1] if links else None
    arxiv = find_arxiv(url, citation.rest)
    return Draft(
        clean_title(citation.title), line, _kind(url, words.text, scope, citation.title, "paper"),
        url=url, creators=citation.creators or scope.creators,
        year=citation.year or find_arxiv_year(arxiv), minutes=_minutes(words.text), arxiv=arxiv,
        doi=find_doi(url, words.text), venue=citation.venue,
        focus=_emphasised_remark(words, citation.title, citation.rest),
        parts=_parts(links), alternatives=_alternatives(links), optional=_optional(words, scope),
    )  # fmt: skip


def _linked(words: Words, line: int, scope: Scope, links: list[tuple[Link, str]]) -> Draft:
    link, url = links[0]
    others = tuple(links)
    if link.badge or is_generic(link.text):
        cited = _cited(words, line, scope, others)
        if cited is not None:
            return cited
        start, end = words.strong[0] if words.strong else (0, 0)
        leads = end and not any(c.isalnum() for c in words.text[:start])
        title, after = _split(_without_links(words, links), bold_end=end if leads else 0)
    else:
        title, after = link.text, _after(words, link, links)
        before = _DASH.split(_cut_mark(words.text[: link.start]))[0].strip(" \n([“\"'*:")
        is_lead = words.text[: link.start].rstrip(" \n([“\"'*").endswith((":", "-", "–", "—"))
        if len(before.split()) > _LONGEST_PREFIX_WORDS and not is_lead:
            title = f"{before} {link.text}"
    return _draft(title or link.text or url, after, words, line, scope, others)


def _plain(words: Words, line: int, scope: Scope) -> Draft:
    text = _cut_mark(words.text).strip()
    owner, rest = find_owner(text)
    quoted = re.match(r"[“\"](.{2,300}?)[”\"]", rest)
    if quoted is not None:
        title, after = quoted[1], rest[quoted.end() :]
    else:
        title, after = _split(text, bold_end=max((end for _, end in words.strong), default=0))
    scope = scope._replace(creators=(owner,)) if owner else scope
    return _draft(title, after, words, line, scope, ())


def _draft(
    title: str,
    after: str,
    words: Words,
    line: int,
    scope: Scope,
    links: tuple[tuple[Link, str], ...],
) -> Draft:
    url = links[0][1] if links else None
    creators, rest = find_authors_after(after)
    about = find_remark(after)
    year = find_year(f"{title} {after}"[:400])
    if about is not None:
        creators, year, rest = about
    time = find_time(title)
    arxiv = find_arxiv(url, words.text)
    remark = clean_remark(_without_leading_time(rest))
    shown = clean_title(without_optional(without_time(title, time))) or clean_title(title)
    if not shown:
        shown = url or "Untitled"
    return Draft(
        shown, line, _kind(url, words.text, scope, shown), url=url,
        creators=creators or scope.creators, year=year or find_arxiv_year(arxiv),
        minutes=time.minutes if time else _minutes(words.text), arxiv=arxiv,
        doi=find_doi(url, words.text), reading=find_reading(remark), focus=remark,
        parts=_parts(links), alternatives=_alternatives(links), optional=_optional(words, scope),
        state=scope.state,
    )  # fmt: skip


def _without_leading_time(text: str) -> str:
    """Cut a duration in parentheses from the start of a remark: "(~1hr YouTube) — ..."."""
    leading = re.match(r"\s*\([^()]{1,40}\)", text)
    if leading is None or find_time(leading[0]) is None:
        return text
    return text[leading.end() :]


def _minutes(text: str) -> tuple[int, int] | None:
    time = find_time(text)
    return time.minutes if time else None


def _optional(words: Words, scope: Scope) -> str | None:
    return REASON if is_optional(words.text) else scope.optional


def _kind(url: str | None, text: str, scope: Scope, title: str, default: str | None = None) -> str:
    named = find_kind_of_mark(text) or find_kind(url) or scope.kind or default
    if named:
        return named
    if is_doing(title):
        return "exercise"
    return "article" if url else "task"


def _cut_mark(text: str) -> str:
    mark = find_mark(text)
    return text[len(mark) :] if mark and mark.strip()[0] in "[(" else text


def _split(text: str, bold_end: int = 0) -> tuple[str, str]:
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


def _after(words: Words, first: Link, links: list[tuple[Link, str]]) -> str:
    """Return the text after a link without the words of links such as "pdf"."""
    pieces: list[str] = []
    at = first.end
    for link, _ in sorted(links, key=lambda pair: pair[0].start):
        if link.start >= at and is_generic(link.text):
            pieces.append(words.text[at : link.start])
            at = link.end
    pieces.append(words.text[at:])
    return "".join(pieces)


def _without_links(words: Words, links: list[tuple[Link, str]]) -> str:
    pieces: list[str] = []
    at = 0
    for link, _ in sorted(links, key=lambda pair: pair[0].start):
        pieces.append(words.text[at : link.start])
        at = max(at, link.end)
    pieces.append(words.text[at:])
    return _EMPTY_BRACKETS.sub("", "".join(pieces))


def _emphasised_remark(words: Words, title: str, rest: str) -> str | None:
    """Return the bold text after the title of a citation: "(VAE)"."""
    bold = [words.text[start:end].strip(" ()") for start, end in words.strong]
    remarks = [text for text in bold if text and text in rest and text not in title]
    return clean_remark("; ".join(remarks))


def _parts(links: tuple[tuple[Link, str], ...]) -> tuple[Part, ...]:
    return tuple(
        Part(clean_title(link.text) or url, url)
        for link, url in links[1:]
        if not link.badge and not is_generic(link.text)
    )


def _alternatives(links: tuple[tuple[Link, str], ...]) -> tuple[str, ...]:
    urls = (url for link, url in links[1:] if link.badge or is_generic(link.text))
    return tuple(dict.fromkeys(url for url in urls if url != links[0][1]))
