"""Steps from tables: the columns by their headers, a step per row."""

from __future__ import annotations

import re
from typing import NamedTuple

from studypath.core.curriculum import Part
from studypath.files.importing.addresses import find_arxiv, find_arxiv_year, find_doi
from studypath.files.importing.items import Scope, build_drafts
from studypath.files.importing.links import list_uses
from studypath.files.importing.people import find_authors_after, find_cited_authors
from studypath.files.importing.phrases import (
    REASON,
    clean_remark,
    clean_title,
    find_kind_in_words,
    is_generic,
    is_optional,
)
from studypath.files.importing.times import compute_effort
from studypath.files.importing.values import Draft, Link, Note, Row, Table, Unplaced, Words

_ROLES = (
    ("ignored", re.compile(r"discussion|chat|community|badge|stars?|downloads|price|cost|prereq"
                           r"|due|exams?|deadline|certificate", re.IGNORECASE)),
    ("effort", re.compile(r"effort|workload|hours?\s*(?:/|per|a)|commitment|weekly",
                          re.IGNORECASE)),
    ("duration", re.compile(r"duration|length|^weeks$|^times?$|^hours?$|estimate|how long|^mins?"
                            r"|minutes|study time", re.IGNORECASE)),
    ("week", re.compile(r"^(?:week|wk|module|unit|part|phase|month)\b\s*#?$", re.IGNORECASE)),
    ("date", re.compile(r"^(?:date|day|when)s?\b|^#$|^no\.?$|^nr\.?$|^№$|^id$", re.IGNORECASE)),
    ("state", re.compile(r"^(?:done|status|completed?|finished|progress|✓|✔|✅|☑)\??$",
                         re.IGNORECASE)),
    ("author", re.compile(r"^(?:authors?|by|instructors?|lecturers?|speakers?|creators?|teachers?"
                          r"|writers?)\b", re.IGNORECASE)),
    ("year", re.compile(r"^(?:year|published)$", re.IGNORECASE)),
    ("venue", re.compile(r"^(?:venue|conference|journal|publisher|provider|university|school"
                         r"|platform|institution|offered by)\b", re.IGNORECASE)),
    ("remark", re.compile(r"description|comments?|about|summary|remarks?|^why|^notes?$|abstract"
                          r"|details|keywords|contribution", re.IGNORECASE)),
)  # fmt: skip
_TITLES = (
    re.compile(r"^(?:courses?|titles?|names?|papers?|books?|notebooks?)(?: (?:title|name))?\b",
               re.IGNORECASE),
    re.compile(r"course|title|topics?|lectures?|subjects?|lessons?|paper|book|themes?",
               re.IGNORECASE),
    re.compile(r"resources?|projects?|articles?|videos?|content|what|sessions?|materials?"
               r"|readings?|links?|modules?|skills?|tutorials?|chapters?", re.IGNORECASE),
)  # fmt: skip
_DONE = re.compile(r"^\W*(?:\[[xX]\]|[xX]|✓|✔️?|✅|☑️?|yes|done|completed?|finished)\W*$")
_NO_STEP = re.compile(
    r"^\W*(?:no (?:class|lecture|session|meeting)|holiday|.{0,20}\bbreak|recess|thanksgiving"
    r"|labor day|memorial day|midterm|final exam|exams?|tba|tbd)\b[^:]{0,40}$",
    re.IGNORECASE,
)
_OPTIONAL_CELL = re.compile(r"^\W*(?:optional|elective)\W*$", re.IGNORECASE)
_SHOWN_CHARACTERS = 100


class Columns(NamedTuple):
    """Which column of a table holds what; the rest hold readings and other places."""

    title: int
    roles: tuple[str, ...]
    names: tuple[str, ...]


def build_table_drafts(
    table: Table, scope: Scope, notes: list[Note], unplaced: list[Unplaced]
) -> list[Draft]:
    """Return a step per row of a table; rows that name no work are reported."""
    columns = find_columns(table)
    kind = find_kind_in_words(columns.names[columns.title]) if columns.names else None
    scope = scope._replace(kind=kind or scope.kind)
    drafts: list[Draft] = []
    week: str | None = None
    for row in table.rows:
        cells = row.cells[: len(columns.roles)]
        week = _week(cells, columns) or week
        draft = _draft(row, columns, scope, notes)
        text = " | ".join(" ".join(cell.text.split()) for cell in row.cells if cell.text.strip())
        if draft is not None and not _NO_STEP.match(draft.title):
            drafts.append(draft._replace(week=week))
        elif text:
            unplaced.append(Unplaced(row.line, text[:_SHOWN_CHARACTERS], "a row without a work"))
    return drafts


def find_columns(table: Table) -> Columns:
    """Return the roles of a table's columns: by the header, else by what the cells hold."""
    width = max([len(table.header), *(len(row.cells) for row in table.rows)], default=0)
    names = [clean_title(cell.text) for cell in table.header]
    names += [""] * (width - len(names))
    roles = [next((role for role, form in _ROLES if form.search(name)), "") for name in names]
    title = next(
        (
            at
            for form in _TITLES
            for at, name in enumerate(names)
            if form.search(name) and roles[at] in {"", "week", "remark"}
        ),
        None,
    )
    if title is None:
        title = _title_by_cells(table, roles)
    if title < width:
        roles[title] = "title"
    return Columns(title, tuple(roles), tuple(names))


def _title_by_cells(table: Table, roles: list[str]) -> int:
    """Return the column with the most links, else the first with words."""
    free = [at for at, role in enumerate(roles) if role in {"", "remark"}] or [0]

    def count(at: int, *, links: bool) -> int:
        cells = (row.cells[at] for row in table.rows if at < len(row.cells))
        if links:
            return sum(bool(cell.links) and not cell.links[0].badge for cell in cells)
        return sum(any(c.isalpha() for c in cell.text) for cell in cells)

    linked = max(free, key=lambda at: count(at, links=True))
    if count(linked, links=True):
        return linked
    return max(free, key=lambda at: count(at, links=False))


def _draft(row: Row, columns: Columns, scope: Scope, notes: list[Note]) -> Draft | None:
    cells = row.cells[: len(columns.roles)]
    if not cells or columns.title >= len(cells):
        return None
    others = [
        (at, cell)
        for at, cell in enumerate(cells)
        if columns.roles[at] in {"", "remark", "date", "venue", "duration"}
    ]
    title = cells[columns.title]
    if not any(c.isalnum() for c in title.text) and not title.links:
        spare = next((cell for at, cell in others if cell.links and not columns.roles[at]), None)
        if spare is None:
            return None
        title = spare
        others = [(at, cell) for at, cell in others if cell is not spare]
    use = list_uses(title, row.line, notes)
    if use.anchors and not use.usable and not use.relative and len(title.links) == use.anchors:
        title = title._replace(links=())
    drafts = build_drafts(title, row.line, scope, use, notes)
    draft = _merged(drafts)
    draft = _with_facts(draft, cells, columns)
    return _with_others(draft, others, columns, row.line, notes)


def _merged(drafts: list[Draft]) -> Draft:
    """Return one step of a cell that names several: the others are its parts."""
    first = drafts[0]
    more = tuple(Part(draft.title, draft.url) for draft in drafts[1:])
    return first._replace(parts=first.parts + more)


def _with_facts(draft: Draft, cells: tuple[Words, ...], columns: Columns) -> Draft:
    time = compute_effort(
        _first(cells, columns, "duration") or "", _first(cells, columns, "effort") or ""
    )
    if time is not None:
        draft = draft._replace(minutes=time.minutes)
    year = _first(cells, columns, "year")
    if year and re.fullmatch(r"(?:19|20)\d\d", year):
        draft = draft._replace(year=int(year))
    author = _first(cells, columns, "author")
    if author:
        creators = find_authors_after(f"by {author}")[0] or find_cited_authors(author)
        draft = draft._replace(creators=creators or draft.creators)
    if _DONE.match(_first(cells, columns, "state") or "-"):
        draft = draft._replace(state="done")
    texts = [cell.text for cell in cells]
    if any(_OPTIONAL_CELL.match(text) for text in texts) or any(map(is_optional, texts)):
        draft = draft._replace(optional=draft.optional or REASON)
    return draft


def _with_others(
    draft: Draft,
    others: list[tuple[int, Words]],
    columns: Columns,
    line: int,
    notes: list[Note],
) -> Draft:
    """Give a step the links and remarks of the other columns."""
    links: list[tuple[Link, str]] = []
    remarks = [draft.focus] if draft.focus else []
    for at, cell in others:
        links += list_uses(cell, line, notes).usable
        role = columns.roles[at]
        remark = clean_remark(cell.text)
        if remark and role == "venue" and not cell.links:
            draft = draft._replace(venue=remark[:400])
        elif remark and role == "remark":
            remarks.append(remark)
        elif remark and not role and not is_generic(cell.text):
            remarks.append(f"{columns.names[at]}: {remark}" if columns.names[at] else remark)
    titled = [pair for pair in links if not pair[0].badge and not is_generic(pair[0].text)]
    if draft.url is None and links and (len(titled) <= 1):
        link, url = titled[0] if titled else links[0]
        links.remove((link, url))
        arxiv = find_arxiv(url)
        draft = draft._replace(
            url=url, arxiv=arxiv, doi=find_doi(url), year=draft.year or find_arxiv_year(arxiv)
        )
    more = [url for link, url in links if link.badge or is_generic(link.text)]
    parts = [Part(clean_title(link.text) or url, url) for link, url in titled
             if (link, url) in links]  # fmt: skip
    return draft._replace(
        focus=clean_remark("; ".join(remarks)),
        alternatives=tuple(dict.fromkeys((*draft.alternatives, *more)))[:50],
        parts=(*draft.parts, *parts)[:500],
    )


def _week(cells: tuple[Words, ...], columns: Columns) -> str | None:
    """Return the week of a row as "Week 3", which several rows may share."""
    value = _first(cells, columns, "week")
    if value is None:
        return None
    name = columns.names[columns.roles.index("week")].strip(" #").capitalize()
    return f"{name} {value}" if value[0].isdigit() else clean_title(value)


def _first(cells: tuple[Words, ...], columns: Columns, role: str) -> str | None:
    for at, cell in enumerate(cells):
        if columns.roles[at] == role and any(c.isalnum() or c in "✓✔✅☑" for c in cell.text):
            return " ".join(cell.text.split())
    return None
