"""BibTeX as a path."""

from __future__ import annotations

import logging
import re
from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from studypath.files.importing.decode import refuse
from studypath.files.importing.references import build_reference_draft, import_references
from studypath.files.importing.values import Draft, ImportResult, Unplaced

if TYPE_CHECKING:
    from bibtexparser.model import Entry

_MOST_ENTRIES = 10_000
_MOST_AUTHORS = 200
_FIELD_MOST = 4_000
_LATEX = re.compile(r"[\\{}~$]")


def import_bibtex(
    text: str, file_name: str, *, path_id: str | None, title: str | None
) -> ImportResult:
    """Return a path with a step per entry, in the order of the file.

    Entries without a title and blocks that are not BibTeX are reported. LaTeX in titles and
    names is decoded. Raises UnusableFile for a file without an entry or with too many.
    """
    blocks = text.count("@")
    if blocks > _MOST_ENTRIES + len(text) // 50:
        raise refuse(file_name, None, f"it consists mostly of @: {blocks}", "This is no BibTeX.")
    library = _library(text)
    drafts: list[Draft] = []
    unplaced: list[Unplaced] = []
    for block in library.failed_blocks:
        line = (block.start_line or 0) + 1
        shown = " ".join((block.raw or "").split())[:80]
        unplaced.append(Unplaced(line, shown, "an entry that cannot be read"))
    for entry in library.entries:
        line = (entry.start_line or 0) + 1
        fields = _fields(entry)
        if not fields.get("title", "").strip():
            unplaced.append(Unplaced(line, entry.key[:80], "an entry without a title"))
            continue
        drafts.append(build_reference_draft(fields, _names(entry), line))
    if len(drafts) > _MOST_ENTRIES:
        raise refuse(file_name, None, f"more than {_MOST_ENTRIES} entries", "Split the file.")
    name = PurePath(file_name).stem.replace("_", " ").replace("-", " ").strip().capitalize()
    return import_references(
        drafts, file_name, "BibTeX", unplaced, name=name or "References", path_id=path_id,
        title=title,
    )  # fmt: skip


def _library(text: str) -> Any:  # noqa: ANN401  # the library's own type is loaded here only
    from bibtexparser.entrypoint import parse_string

    # It writes every block that it cannot read to the log; they are reported as lines instead.
    logger = logging.getLogger("bibtexparser")
    before = logger.disabled, logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        return parse_string(text)
    finally:
        logger.setLevel(before[1])


def _fields(entry: Entry) -> dict[str, str]:
    fields = {"type": entry.entry_type.lower()}
    for field in entry.fields:
        name = field.key.lower()
        if name in {"abstract", "file", "author", "editor"}:
            continue
        value = str(field.value)[:_FIELD_MOST]
        is_address = name in {"url", "doi", "eprint"}
        fields[name] = value.replace("\\_", "_").strip("{} ") if is_address else _decoded(value)
    return fields


def _names(entry: Entry) -> tuple[str, ...]:
    fields = {field.key.lower(): str(field.value) for field in entry.fields}
    value = fields.get("author") or fields.get("editor") or ""
    names: list[str] = []
    for name in re.split(r"\s+and\s+", value[: _FIELD_MOST * 2])[:_MOST_AUTHORS]:
        decoded = " ".join(_decoded(name).split())
        if decoded.lower() == "others":
            names.append("et al.")
            continue
        last, comma, first = decoded.partition(", ")
        shown = f"{first} {last}".strip() if comma else decoded
        if shown and not _is_grouped(name):
            names.append(shown)
        elif shown:
            names.append(decoded)
    return tuple(names)


def _is_grouped(name: str) -> bool:
    """Tell whether a name is one word to BibTeX: "{World Health Organization}"."""
    name = name.strip()
    return name.startswith("{") and name.endswith("}") and "{" not in name[1:]


def _decoded(value: str) -> str:
    if _LATEX.search(value) is None:
        return value
    try:
        shown = _decoder().latex_to_text(value)
    except Exception:  # noqa: BLE001  # broken LaTeX raises a dozen kinds of errors
        shown = value
    return re.sub(r"[{}]", "", shown)


@cache
def _decoder() -> Any:  # noqa: ANN401  # the library has no types
    from pylatexenc.latex2text import LatexNodes2Text  # type: ignore[import-untyped]

    return LatexNodes2Text(math_mode="text", keep_comments=True)
