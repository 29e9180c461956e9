"""A reading list for Zotero and citation processors: CSL JSON, one item per work."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from studypath.core.names import Name, list_creators, split_name
from studypath.core.status import PathStatus
from studypath.core.text import replace_controls
from studypath.formats.works import (
    BOOK,
    CONFERENCE,
    JOURNAL,
    PAGE,
    POST,
    PREPRINT,
    REPORT,
    VIDEO,
    Work,
    is_web_address,
    list_works,
)

_TYPES = {
    BOOK: "book",
    CONFERENCE: "paper-conference",
    JOURNAL: "article-journal",
    PAGE: "webpage",
    POST: "post-weblog",
    PREPRINT: "article",
    REPORT: "report",
    VIDEO: "motion_picture",
}


def format_csl_json(statuses: Iterable[PathStatus]) -> str:
    """Return the works of paths as a CSL JSON array in reading order; the state is a keyword."""
    items = [_build_item(work) for work in list_works(statuses)]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _build_item(work: Work) -> dict[str, Any]:
    fields = {
        "id": work.key,
        "type": _TYPES[work.type],
        "title": _clean(work.title),
        "author": _build_authors(work),
        "issued": {"date-parts": [[work.year]]} if work.year is not None else None,
        "container-title": _clean(work.venue) if work.venue else None,
        "number": f"arXiv:{work.arxiv}" if work.arxiv else None,
        "DOI": work.doi,
        "URL": work.url if is_web_address(work.url) else None,
        "keyword": ", ".join(work.keywords),
    }
    return {key: value for key, value in fields.items() if value}


def _build_authors(work: Work) -> list[dict[str, str]]:
    # CSL has no field for "and others", and a style would print it as the name of a person.
    creators, _ = list_creators(work.creators)
    return [_build_name(split_name(creator, work.venue)) for creator in creators]


def _build_name(name: Name) -> dict[str, str]:
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
        "literal": name.literal,
    }
    return {key: _clean(part) for key, part in parts.items() if part}


def _clean(text: str) -> str:
    return " ".join(replace_controls(text, multiline=True).split())
