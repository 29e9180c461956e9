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
from studypath.files.importing.link_texts import is_bare, is_generic
from studypath.files.importing.links import Use, is_only_links, is_reference
from studypath.files.importing.people import (
    Citation,
    find_authors_after,
    find_citation,
    find_dated_work,
    find_mark,
    find_names_and_year,
    find_owner,
    find_remark,
    find_year,
    split_leading_year,
)
from studypath.files.importing.phrases import (
    REASON,
    clean_remark,
    clean_title,
    find_kind_of_mark,
    find_reading,
    is_doing,
    is_optional,
    without_optional,
)
from studypath.files.importing.times import (
    Time,
    find_only_time,
    find_time,
    strip_time,
    without_time,
)
from studypath.files.importing.titles import (
    collect_text_after,
    find_emphasised_remark,
    find_linked_title,
    split_title,
    without_leading_time,
    without_links,
    without_mark,
)
from studypath.files.importing.values import Draft, Link, Note, Words

_STATE = re.compile(
    r"\((done|begun|in progress)(?:[ ,][^)]{0,80})?\)\s*$|\((skipped)(?::\s*([^\n]*))?\)\s*$"
)


class Scope(NamedTuple):
    """What surrounds an item: what the headings and the items above it say of it.

    `is_linked` marks a document whose steps are links, in which other items are remarks;
    `is_labelled` a section such as "Week 3", in which they are steps all the same; `is_mixed`
    a list in which some items are tasks or have links; `has_label` any section such as "Week 3".
    `group` is the item that names the group of this one.
    """

    is_linked: bool = False
    is_labelled: bool = False
    is_mixed: bool = False
    has_label: bool = False
    kind: str | None = None
    creators: tuple[str, ...] = ()
    state: str = "todo"
    optional: str | None = None
    group: str | None = None


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
        return [_linked(_slice(words, link), line, scope, [(_at_start(link), url)])
                for link, url in titled]  # fmt: skip
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
    return Words(text, (_at_start(link),))


def _at_start(link: Link) -> Link:
    return link._replace(start=0, end=link.end - link.start)


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
        focus=find_emphasised_remark(words, citation.title, citation.rest),
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
        text = without_links(words, links)
        bold_end = end if leads else 0
        work = find_dated_work(text, bold_end) or _titled(*split_title(text, bold_end))
    else:
        work = _linked_work(words, link, links)
    if not work.title or find_only_time(work.title):
        work = work._replace(title=link.text or url)
    return _draft(work, words, line, scope, others)


def _linked_work(words: Words, link: Link, links: list[tuple[Link, str]]) -> Citation:
    """Return the work whose title a link shows, with names and year before or after it."""
    lead = without_mark(words.text[: link.start])
    names = find_names_and_year(lead)
    if names is not None and not names.rest:
        return names._replace(title=link.text, rest=collect_text_after(words, link.end, links))
    title, end = find_linked_title(words, link, lead)
    after = collect_text_after(words, end, links)
    names = find_names_and_year(after)
    if names is not None:
        return names._replace(title=title)
    # A year and a colon before the link.
    year, _ = split_leading_year(f"{lead.strip()} {title}", None)
    return _titled(title, after)._replace(year=year)


def _titled(title: str, rest: str) -> Citation:
    return Citation(title, (), None, None, rest)


def _plain(words: Words, line: int, scope: Scope) -> Draft:
    text = without_mark(words.text).strip()
    owner, rest = find_owner(text)
    quoted = re.match(r"[“\"](.{2,300}?)[”\"]", rest)
    if quoted is not None:
        work = _titled(quoted[1], rest[quoted.end() :])
    else:
        bold_end = max((end for _, end in words.strong), default=0)
        work = _titled(*split_title(text, bold_end))
    scope = scope._replace(creators=(owner,)) if owner else scope
    return _draft(work, words, line, scope, ())


def _draft(
    work: Citation, words: Words, line: int, scope: Scope, links: tuple[tuple[Link, str], ...]
) -> Draft:
    """Return the step of a work, whose rest may name its authors and its year."""
    url = links[0][1] if links else None
    title, rest = work.title, work.rest
    creators, year = work.creators, work.year
    if not creators:
        creators, rest = find_authors_after(rest)
        stated = year or find_year(f"{title} {work.rest}"[:400])
        year, title = split_leading_year(title, stated)
        about = find_remark(work.rest)
        if about is not None:
            creators, year, rest = about
    in_title = find_time(title)
    time = in_title or find_time(words.text)
    arxiv = find_arxiv(url, words.text)
    remark = clean_remark(_without_used_time(without_leading_time(rest), time))
    shown = clean_title(without_optional(without_time(title, in_title))) or clean_title(title)
    if not shown:
        shown = url or "Untitled"
    if scope.group and is_bare(shown):
        shown = clean_title(f"{scope.group}: {shown}")
    return Draft(
        shown, line, _kind(url, words.text, scope, shown), url=url,
        creators=creators or scope.creators, year=year or find_arxiv_year(arxiv),
        minutes=time.minutes if time else None, arxiv=arxiv,
        doi=find_doi(url, words.text), reading=find_reading(remark), focus=remark,
        parts=_parts(links), alternatives=_alternatives(links), optional=_optional(words, scope),
        state=scope.state,
    )  # fmt: skip


def _without_used_time(remark: str, used: Time | None) -> str:
    """Return a remark without the duration that is the step's estimate."""
    time = find_time(remark)
    return strip_time(remark) if time and used and time.minutes == used.minutes else remark


def _minutes(text: str) -> tuple[int, int] | None:
    time = find_time(text)
    return time.minutes if time else None


def _optional(words: Words, scope: Scope) -> str | None:
    return REASON if is_optional(words.text) else scope.optional


def _kind(url: str | None, text: str, scope: Scope, title: str, default: str | None = None) -> str:
    named = find_kind_of_mark(text) or find_kind(url) or scope.kind or default
    if named:
        return named
    if url:
        return "article"
    return "exercise" if is_doing(title) else "task"


def _parts(links: tuple[tuple[Link, str], ...]) -> tuple[Part, ...]:
    return tuple(
        Part(clean_title(link.text) or url, url)
        for link, url in links[1:]
        if not link.badge and not is_generic(link.text)
    )


def _alternatives(links: tuple[tuple[Link, str], ...]) -> tuple[str, ...]:
    urls = (url for link, url in links[1:] if link.badge or is_generic(link.text))
    return tuple(dict.fromkeys(url for url in urls if url != links[0][1]))
