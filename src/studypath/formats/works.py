"""The works of paths as a reading list: what BibTeX and CSL JSON share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from studypath.core.curriculum import Deferred, Step
from studypath.core.status import PathStatus
from studypath.core.works import build_work_keys

CONFERENCE, JOURNAL, REPORT, PREPRINT = "conference", "journal", "report", "preprint"
BOOK, VIDEO, POST, PAGE = "book", "video", "post", "page"
DEFERRED = "deferred"

_PAPERS = frozenset({"paper", "article", "preprint"})
_KINDS = {
    "book": BOOK,
    "video": VIDEO,
    "video-series": VIDEO,
    "lecture": VIDEO,
    "talk": VIDEO,
    "blog-post": POST,
    "post": POST,
}
_JOURNAL = re.compile(
    r"(?i)\b(annals|journal|jmlr|letters|magazine|nature|review|science|tmlr|"
    r"transactions|vol)\b"
)


class Work(NamedTuple):
    """One work of a reading list.

    `key` is unique in the list, `type` is one of the constants above, `keywords` hold `studypath`
    and the state, or `deferred`.
    """

    key: str
    type: str
    title: str
    creators: tuple[str, ...]
    year: int | None
    venue: str | None
    arxiv: str | None
    doi: str | None
    url: str | None
    keywords: tuple[str, ...]


def list_works(statuses: Iterable[PathStatus]) -> list[Work]:
    """Return the works of paths in order; a work on several paths appears once."""
    works: list[Work] = []
    seen: set[str] = set()
    keys: set[str] = set()
    for source, state in _list_sources(statuses):
        same = build_work_keys(source.url, source.arxiv, source.doi)
        if not seen.isdisjoint(same):
            continue
        seen.update(same)
        works.append(_build_work(source, state, _choose_key(source.id, keys)))
    return works


def _list_sources(statuses: Iterable[PathStatus]) -> Iterator[tuple[Step | Deferred, str]]:
    for status in statuses:
        for step in status.steps:
            yield step.step, step.entry.state
        for work in status.path.deferred:
            yield work, DEFERRED


def _choose_key(step_id: str, keys: set[str]) -> str:
    base = re.sub(r"[^A-Za-z0-9-]", "", step_id) or "work"
    key, number = base, 2
    while key in keys:
        key, number = f"{base}-{number}", number + 1
    keys.add(key)
    return key


def _build_work(source: Step | Deferred, state: str, key: str) -> Work:
    return Work(
        key=key,
        type=_find_type(source.kind or "", source.venue, is_preprint=source.arxiv is not None),
        title=source.title,
        creators=source.creators,
        year=source.year,
        venue=source.venue,
        arxiv=source.arxiv,
        doi=source.doi,
        url=source.url,
        keywords=("studypath", state),
    )


def _find_type(kind: str, venue: str | None, *, is_preprint: bool) -> str:
    if kind not in _PAPERS:
        return _KINDS.get(kind, PAGE)
    if venue is None:
        return PREPRINT if is_preprint else PAGE
    if "arxiv" in venue.lower():
        return PREPRINT
    if "report" in venue.lower():
        return REPORT
    return JOURNAL if _JOURNAL.search(venue) else CONFERENCE


def is_web_address(url: str | None) -> bool:
    """Return whether an address may stand in a list that other programs open."""
    return url is not None and url.lower().startswith(("http://", "https://"))
