"""The values of the importer: text with links, blocks of a document, steps before they have ids."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from studypath.core.curriculum import Part, Path, StepKey
from studypath.core.progress import Entry

ReportShare = Callable[[float], None]
"""Called with the share of the file that was read, from 0 to 1."""


class Link(NamedTuple):
    """A link in a text: what it shows, where it leads, and its place in the text.

    A badge shows an image only; its text is the image's description.
    """

    text: str
    url: str
    start: int
    end: int
    badge: bool = False


class Words(NamedTuple):
    """Text without markup; `strong` and `struck` are the spans of bold and struck-out text."""

    text: str
    links: tuple[Link, ...] = ()
    strong: tuple[tuple[int, int], ...] = ()
    struck: tuple[tuple[int, int], ...] = ()


class Heading(NamedTuple):
    """A heading; `pseudo` marks a bold line or a `<summary>` that stands for one.

    `folds` is True for a `<summary>`, False for the end of its `<details>`.
    """

    level: int
    words: Words
    line: int
    pseudo: bool = False
    folds: bool | None = None


class Paragraph(NamedTuple):
    """A paragraph; an `aside` is quoted or HTML and makes no step."""

    words: Words
    line: int
    aside: bool = False


class Item(NamedTuple):
    """An item of a list; `done` is None where it is no task, `group` marks a heading in a list."""

    words: Words
    line: int
    done: bool | None = None
    group: bool = False
    children: tuple[Block, ...] = ()


class Listing(NamedTuple):
    """A list of items."""

    items: tuple[Item, ...]


class Row(NamedTuple):
    """A row of a table."""

    cells: tuple[Words, ...]
    line: int


class Table(NamedTuple):
    """A table with its header, which may be empty."""

    header: tuple[Words, ...]
    rows: tuple[Row, ...]


Block = Heading | Paragraph | Listing | Table


class Document(NamedTuple):
    """The blocks of a file in order, the title it states for itself, and what was changed.

    `banner` is what the picture at its top shows.
    """

    blocks: tuple[Block, ...]
    title: str | None = None
    notes: tuple[Note, ...] = ()
    banner: str | None = None


class Draft(NamedTuple):
    """A step before it has an id.

    `parts_done` holds the numbers of the ticked parts, from 1 on. `optional` holds the author's
    reason to leave it for later; `skip_reason` and `note` come from an export of this program;
    `week` is the value of a table's week column.
    """

    title: str
    line: int
    kind: str
    url: str | None = None
    creators: tuple[str, ...] = ()
    year: int | None = None
    minutes: tuple[int, int] | None = None
    arxiv: str | None = None
    doi: str | None = None
    venue: str | None = None
    reading: str | None = None
    focus: str | None = None
    parts: tuple[Part, ...] = ()
    parts_done: tuple[int, ...] = ()
    alternatives: tuple[str, ...] = ()
    state: str = "todo"
    skip_reason: str | None = None
    note: str | None = None
    optional: str | None = None
    week: str | None = None


class Unplaced(NamedTuple):
    """A line of the file that made no step, with the reason."""

    line: int
    text: str
    reason: str


class Note(NamedTuple):
    """Something the importer changed or left out; `line` is None for the whole file."""

    line: int | None
    message: str


class ImportResult(NamedTuple):
    """What was made of a file.

    `progress` holds the entries of steps that the file marks as done or skipped. `unplaced` and
    `notes` are sorted by line. `source` names the format that was read, "Markdown".
    """

    paths: tuple[Path, ...]
    progress: Mapping[StepKey, Entry] = MappingProxyType({})
    unplaced: tuple[Unplaced, ...] = ()
    notes: tuple[Note, ...] = ()
    source: str = ""
