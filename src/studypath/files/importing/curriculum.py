"""The entry of the importer: the bytes of a file become paths."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath

from studypath.files.importing.blocks import read_blocks
from studypath.files.importing.build import build_paths
from studypath.files.importing.decode import decode_text, refuse
from studypath.files.importing.placement import place_document
from studypath.files.importing.plain import is_markdown, read_plain
from studypath.files.importing.values import Document, ImportResult, Note, ReportShare, Unplaced
from studypath.files.paths_text import format_paths
from studypath.files.toml import PATHS_LIMIT_BYTES

MARKDOWN, PLAIN, BIBTEX, JSON = "Markdown", "plain text", "BibTeX", "JSON"
_SUFFIXES = {
    ".md": MARKDOWN, ".markdown": MARKDOWN, ".mdown": MARKDOWN, ".mkd": MARKDOWN,
    ".bib": BIBTEX, ".bibtex": BIBTEX, ".json": JSON,
}  # fmt: skip
_BIBTEX = re.compile(r"^\s*@[A-Za-z]{3,30}\s*[{(]", re.MULTILINE)


def import_curriculum(
    content: bytes,
    file_name: str,
    *,
    path_id: str | None = None,
    title: str | None = None,
    report_share: ReportShare | None = None,
) -> ImportResult:
    """Return the paths that a file of another format holds.

    The suffix of `file_name` chooses the reader; without one ("-") and for `.txt` the content
    does. `path_id` and `title` name the path. `report_share` is called with the share read so
    far. Raises UnusableFile for a file that is too large, binary, in another encoding or
    without a step.
    """
    with _collector_paused():
        return _imported(content, file_name, path_id, title, report_share)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Pause the search for reference cycles: it takes a third of the time and finds none."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _imported(
    content: bytes,
    file_name: str,
    path_id: str | None,
    title: str | None,
    report_share: ReportShare | None,
) -> ImportResult:
    text, notes = decode_text(content, file_name)
    source = find_source(text, file_name)
    if source == BIBTEX:
        from studypath.files.importing.bibtex_reader import import_bibtex

        result = import_bibtex(text, file_name, path_id=path_id, title=title)
    elif source == JSON:
        from studypath.files.importing.json_files import import_json

        result = import_json(text, file_name, path_id=path_id, title=title)
    else:
        read = read_plain(text) if source == PLAIN else read_blocks(text, file_name, report_share)
        result = import_document(read, file_name, source, path_id=path_id, title=title)
    return result._replace(notes=_sorted_notes((*notes, *result.notes)))


def format_imported(result: ImportResult, file_name: str) -> bytes:
    """Return the content of the paths file of an import; raises UnusableFile where it is too large.

    Markdown of one megabyte gives TOML of one to two and a half.
    """
    content = format_paths(result.paths).encode()
    if len(content) > PATHS_LIMIT_BYTES:
        size = f"{len(content) / (1 << 20):.1f} MiB of TOML"
        message = f"it becomes {size}, more than the {PATHS_LIMIT_BYTES >> 20} MiB of a path file"
        raise refuse(file_name, None, message, "Split the file at a heading and import each part.")
    return content


def find_source(text: str, file_name: str) -> str:
    """Return the format of a text, by the suffix of its name, else by what it holds."""
    source = _SUFFIXES.get(PurePath(file_name).suffix.lower())
    if source is not None:
        return source
    start = text.lstrip()[:1]
    if start in {"{", "["} and re.match(r"\s*(?:\[\s*[\[{\]]|\{\s*[\"}])", text):
        return JSON
    if _BIBTEX.search(text[:1000]):
        return BIBTEX
    return MARKDOWN if is_markdown(text) else PLAIN


def import_document(
    document: Document, file_name: str, source: str, *, path_id: str | None, title: str | None
) -> ImportResult:
    """Return the paths of a document that was read; raises UnusableFile without a step."""
    placed = place_document(document)
    if not placed.paths or not any(phase.drafts for path in placed.paths for phase in path.phases):
        raise refuse(
            file_name, None, "no list, table or reference in it that could be a step",
            "A curriculum needs list items, table rows or links below its headings.",
        )  # fmt: skip
    built = build_paths(
        placed.paths, file=file_name, name=find_name(file_name), path_id=path_id, title=title
    )
    return ImportResult(
        built.paths,
        built.progress,
        _sorted_lines(placed.unplaced),
        _sorted_notes((*document.notes, *placed.notes, *built.notes)),
        source,
    )


def find_name(file_name: str) -> str:
    """Return a title for a path from the name of its file, for a README of its directory."""
    file = PurePath(file_name)
    named = file.parent.name if file.stem.casefold() in {"readme", "index"} else ""
    stem = (named or file.stem).replace("_", " ").replace("-", " ").strip()
    return stem[:200].capitalize() if any(c.isalnum() for c in stem) else "Imported path"


def _sorted_lines(unplaced: tuple[Unplaced, ...]) -> tuple[Unplaced, ...]:
    return tuple(sorted(unplaced, key=lambda each: each.line))


def _sorted_notes(notes: tuple[Note, ...]) -> tuple[Note, ...]:
    return tuple(sorted(notes, key=lambda note: note.line or 0))
