"""Steps from tables: the columns by their headers, a step per row."""

from __future__ import annotations

import re

from studypath.core.curriculum import Part
from studypath.core.parts import MOST_PARTS
from studypath.files.importing.addresses import find_arxiv, find_arxiv_year, find_doi
from studypath.files.importing.items import Scope, build_drafts
from studypath.files.importing.link_texts import is_generic
from studypath.files.importing.links import list_uses
from studypath.files.importing.people import find_authors_after, find_cited_authors
from studypath.files.importing.phrases import (
    REASON,
    clean_remark,
    clean_title,
    find_kind_in_words,
    is_optional,
)
from studypath.files.importing.table_columns import Columns, find_columns, has_works
from studypath.files.importing.times import compute_effort
from studypath.files.importing.values import Draft, Link, Note, Row, Table, Unplaced, Words

_DONE = re.compile(r"^\W*(?:\[[xX]\]|[xX]|✓|✔️?|✅|☑️?|yes|done|completed?|finished)\W*$")
_NO_STEP = re.compile(
    r"^\W*(?:no (?:class|lecture|session|meeting)|holiday|.{0,20}\bbreak|recess|thanksgiving"
    r"|labor day|memorial day|midterm|final exam|exams?|tba|tbd)\b[^:]{0,40}$",
    re.IGNORECASE,
)
_OPTIONAL_CELL = re.compile(r"^\W*(?:optional|elective)\W*$", re.IGNORECASE)
_SHOWN_CHARACTERS = 100
_NUMERAL = re.compile(r"^\W*(?:\d{1,3}|[IVXLC]{1,6}|[A-Z])\W*$")
_DATE = re.compile(r"^\W*((?:19|20)\d\d)(?:[-/.]\d{1,2}){1,2}\W*$")
_NOTHING = re.compile(r"^\W*(?:none|n/a|tba|tbd|coming soon)?\W*$", re.IGNORECASE)
_FEW_WORDS = 6


def build_table_drafts(
    table: Table, scope: Scope, notes: list[Note], unplaced: list[Unplaced]
) -> list[Draft]:
    """Return a step per row of a table; rows that name no work are reported."""
    columns = find_columns(table)
    kind = find_kind_in_words(columns.names[columns.title]) if columns.names else None
    scope = scope._replace(kind=kind or scope.kind)
    drafts: list[Draft] = []
    week: str | None = None
    is_filled = has_works(table, columns) or not (scope.is_linked or columns.names[:1] == ("",))
    for row in table.rows:
        cells = row.cells[: len(columns.roles)]
        group = _group_title(row)
        if group is not None and len(columns.roles) > 1:
            week = group
            continue
        week = _week(cells, columns) or week
        draft = _draft(row, columns, scope, notes) if is_filled else None
        text = " | ".join(" ".join(cell.text.split()) for cell in row.cells if cell.text.strip())
        if draft is not None and not _NO_STEP.match(draft.title):
            drafts.append(draft._replace(week=week))
        elif text:
            unplaced.append(Unplaced(row.line, text[:_SHOWN_CHARACTERS], "a row without a work"))
    return drafts


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


def _group_title(row: Row) -> str | None:
    """Return the title of a row that heads those below it: one cell in bold beside a number."""
    filled = [cell for cell in row.cells if any(c.isalnum() for c in cell.text)]
    titles = [cell for cell in filled if not _NUMERAL.match(cell.text)]
    if len(titles) != 1 or not titles[0].strong:
        return None
    text, (start, end) = titles[0].text, titles[0].strong[0]
    return clean_title(text) if not any(c.isalnum() for c in text[:start] + text[end:]) else None


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
    date = _DATE.match(_first(cells, columns, "date") or "")
    if date is not None and draft.year is None:
        draft = draft._replace(year=int(date[1]))
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
        is_number = not columns.names[at] and _NUMERAL.match(cell.text)
        remark = None if is_number or _says_nothing(cell) else clean_remark(cell.text)
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
        parts=(*draft.parts, *parts)[:MOST_PARTS],
    )


def _says_nothing(cell: Words) -> bool:
    """Tell whether a cell holds a mark for nothing, or only links, which are kept as links."""
    outside = cell.text
    for link in cell.links:
        outside = outside.replace(cell.text[link.start : link.end], " ", 1)
    is_short = len(outside.split()) <= _FEW_WORDS
    return _NOTHING.match(cell.text) is not None or (bool(cell.links) and is_short)


def _week(cells: tuple[Words, ...], columns: Columns) -> str | None:
    """Return the week of a row as "Week 3", which several rows may share."""
    value = _first(cells, columns, "week")
    if value is None:
        group = _first(cells, columns, "group")
        return clean_title(group) if group else None
    name = columns.names[columns.roles.index("week")].strip(" #").capitalize()
    return f"{name} {value}" if value[0].isdigit() else clean_title(value)


def _first(cells: tuple[Words, ...], columns: Columns, role: str) -> str | None:
    for at, cell in enumerate(cells):
        if columns.roles[at] == role and any(c.isalnum() or c in "✓✔✅☑" for c in cell.text):
            return " ".join(cell.text.split())
    return None
