"""A reading list for LaTeX: BibTeX, one entry per work."""

from __future__ import annotations

import re
from collections.abc import Iterable

from studypath.core.names import Name, list_creators, split_name
from studypath.core.status import PathStatus
from studypath.core.text import replace_controls
from studypath.formats.works import (
    BOOK,
    CONFERENCE,
    JOURNAL,
    REPORT,
    Work,
    is_web_address,
    list_works,
)

_ENTRY_TYPES = {BOOK: "book", CONFERENCE: "inproceedings", JOURNAL: "article", REPORT: "techreport"}
_VENUE_FIELDS = {
    BOOK: "publisher",
    CONFERENCE: "booktitle",
    JOURNAL: "journal",
    REPORT: "institution",
}
# BibTeX counts braces even behind a backslash, so they are named instead.
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "$&%#_"},
}


def format_bibtex(statuses: Iterable[PathStatus]) -> str:
    """Return the works of paths as BibTeX in UTF-8; the state is a keyword.

    The key of an entry is the step's id. Text is escaped for LaTeX; addresses stay as they are.
    """
    return "\n".join(_format_entry(work) for work in list_works(statuses))


def _format_entry(work: Work) -> str:
    fields = {
        "author": _format_authors(work),
        # The outer braces keep the capitals that a bibliography style would change.
        "title": f"{{{_escape(work.title)}}}",
        "year": str(work.year) if work.year is not None else None,
        _VENUE_FIELDS.get(work.type, "howpublished"): work.venue and _escape(work.venue),
        "eprint": work.arxiv and _escape_address(work.arxiv),
        "archiveprefix": "arXiv" if work.arxiv else None,
        "doi": work.doi and _escape_address(work.doi),
        "url": _escape_address(work.url) if work.url and is_web_address(work.url) else None,
        "keywords": ", ".join(map(_escape, work.keywords)),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    entry_type = _ENTRY_TYPES.get(work.type, "misc")
    return "\n".join([f"@{entry_type}{{{work.key},", *lines, "}", ""])


def _format_authors(work: Work) -> str:
    creators, has_others = list_creators(work.creators)
    names = [_format_name(split_name(creator, work.venue)) for creator in creators]
    return " and ".join([*names, *(["others"] if has_others else [])])


def _format_name(name: Name) -> str:
    if name.literal:
        return f"{{{_escape(name.literal)}}}"
    family = f"{name.particle} {name.family}".strip()
    return ", ".join(_escape_name(part) for part in (family, name.suffix, name.given) if part)


def _escape_name(part: str) -> str:
    """Escape a part of a name; braces keep a comma or the word `and` from splitting the list."""
    escaped = _escape(part)
    return f"{{{escaped}}}" if re.search(r"(?i),|(^|\s)and(\s|$)", part) else escaped


def _escape(text: str) -> str:
    shown = " ".join(replace_controls(text, multiline=True).split())
    return "".join(_SPECIAL.get(character, character) for character in shown)


def _escape_address(url: str) -> str:
    """Percent-encode what would end the field; the url command prints the rest as it is."""
    return re.sub(r"[\\{}\s\"]", lambda match: f"%{ord(match[0]):02X}", replace_controls(url))
