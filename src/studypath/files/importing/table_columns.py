"""The columns of a table: which holds titles, times, weeks and authors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from studypath.files.importing.link_texts import is_generic
from studypath.files.importing.phrases import clean_title
from studypath.files.importing.values import Table

_ROLES = (
    ("ignored", re.compile(r"discussion|chat|community|badge|stars?|downloads|price|cost|prereq"
                           r"|due|exams?|deadline|certificate|^events?$|^assigned$",
                           re.IGNORECASE)),
    ("effort", re.compile(r"effort|workload|hours?\s*(?:/|per|a)|commitment|weekly",
                          re.IGNORECASE)),
    ("duration", re.compile(r"duration|length|^weeks$|^times?$|^hours?$|estimate|how long|^mins?"
                            r"|minutes|study time", re.IGNORECASE)),
    ("week", re.compile(r"^(?:week|wk|module|unit|part|phase|month)\b\s*#?$", re.IGNORECASE)),
    ("date", re.compile(r"^(?:date|day|when)s?\b|^(?:\w{3,10} )?(?:#|no\.?|nr\.?|№|id|number)$",
                        re.IGNORECASE)),
    ("group", re.compile(r"^(?:(?:lesson )?grouping|section|category|area|track|block)$",
                         re.IGNORECASE)),
    ("state", re.compile(r"^(?:done|status|completed?|finished|progress|✓|✔|✅|☑)\??$",
                         re.IGNORECASE)),
    ("author", re.compile(r"^(?:authors?|by|instructors?|lecturers?|speakers?|creators?|teachers?"
                          r"|writers?)\b", re.IGNORECASE)),
    ("year", re.compile(r"^(?:year|published)$", re.IGNORECASE)),
    ("venue", re.compile(r"^(?:venue|conference|journal|publisher|provider|university|school"
                         r"|platform|institut\w*|organi[sz]ation|offered by)\b", re.IGNORECASE)),
    ("remark", re.compile(r"description|comments?|about|summary|remarks?|^why|^notes?$|abstract"
                          r"|details|keywords|contribution|objectives?", re.IGNORECASE)),
)  # fmt: skip
_TITLES = (
    re.compile(r"^(?:courses?|titles?|names?|papers?|books?|notebooks?)(?: (?:title|name))?$",
               re.IGNORECASE),
    re.compile(r"course(?! materials?)|title|topics?|lectures?|subjects?|lessons?|paper|book"
               r"|themes?", re.IGNORECASE),
    re.compile(r"resources?|projects?|articles?|videos?|content|what|sessions?|materials?"
               r"|readings?|links?|modules?|skills?|tutorials?|chapters?", re.IGNORECASE),
)  # fmt: skip
_SEVERAL = 3


class Columns(NamedTuple):
    """Which column of a table holds what; the rest hold readings and other places.

    `is_named` tells that a header says which column holds the titles.
    """

    title: int
    roles: tuple[str, ...]
    names: tuple[str, ...]
    is_named: bool = True


def find_columns(table: Table) -> Columns:
    """Return the roles of a table's columns: by the header, else by what the cells hold."""
    width = max([len(table.header), *(len(row.cells) for row in table.rows)], default=0)
    names = [clean_title(cell.text) for cell in table.header[:width]]
    names += [""] * (width - len(names))
    roles = [next((role for role, form in _ROLES if form.search(name)), "") for name in names]
    title = next((at for at in _title_columns(names, roles) if _names_works(table, at)), None)
    is_named = title is not None
    if title is None:
        title = _title_by_cells(table, roles)
    if title < width:
        roles[title] = "title"
    return Columns(title, tuple(roles), tuple(names), is_named)


def _title_columns(names: list[str], roles: list[str]) -> Iterator[int]:
    """Yield the columns that may hold titles, by their headers, the likeliest first."""
    *clear, vague = _TITLES
    free = {"", "week", "remark"}
    for form in clear:
        yield from (at for at, name in enumerate(names) if form.search(name) and roles[at] in free)
    if {"week", "date"} & set(roles):
        # A schedule describes what is done on a day.
        yield from (at for at, name in enumerate(names) if name.casefold() == "description")
    yield from (at for at, name in enumerate(names) if vague.search(name) and roles[at] in free)


def _names_works(table: Table, at: int) -> bool:
    """Tell whether the cells of a column are titles: not one word in all rows, not mostly links."""
    texts = [row.cells[at].text.strip().casefold() for row in table.rows if at < len(row.cells)]
    titles = [text for text in texts if text and not is_generic(text)]
    has_badges = any(cell.links for row in table.rows for cell in row.cells[at : at + 1])
    if len(titles) * 2 < len(texts) and has_badges and len(titles) < _SEVERAL:
        return False
    return len(titles) < _SEVERAL or len(set(titles)) > 1


def has_works(table: Table, columns: Columns) -> bool:
    """Tell whether the rows of a table are works; those of a comparison or a layout are not."""
    if columns.is_named:
        return True
    linked = sum(any(cell.links for cell in row.cells) for row in table.rows)
    is_mostly_linked = linked * 2 >= len(table.rows)
    has_corner = bool(columns.names) and not columns.names[0]
    return is_mostly_linked if len(columns.names) > 1 else not has_corner and is_mostly_linked


def _title_by_cells(table: Table, roles: list[str]) -> int:
    """Return the column with the most links, else the first with words."""
    free = [
        at for at, role in enumerate(roles) if role in {"", "remark"} and _names_works(table, at)
    ]
    free = free or [0]

    def count(at: int, *, links: bool) -> int:
        cells = (row.cells[at] for row in table.rows if at < len(row.cells))
        if links:
            return sum(bool(cell.links) and not cell.links[0].badge for cell in cells)
        return sum(any(c.isalpha() for c in cell.text) for cell in cells)

    linked = max(free, key=lambda at: count(at, links=True))
    if count(linked, links=True):
        return linked
    return max(free, key=lambda at: count(at, links=False))
