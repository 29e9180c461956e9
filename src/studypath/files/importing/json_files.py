"""JSON as paths: CSL JSON as Zotero writes it, and the exports of this program."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import unescape
from pathlib import PurePath
from typing import Any

from studypath.files.importing.decode import refuse
from studypath.files.importing.exports import import_export
from studypath.files.importing.references import build_reference_draft, import_references
from studypath.files.importing.values import Draft, ImportResult, Unplaced

_MOST_ENTRIES = 10_000
_TAG = re.compile(r"</?(?:i|b|sub|sup|span|sc)(?:\s[^<>]{0,100})?>", re.IGNORECASE)
_CSL_FIELDS = {
    "type": "type", "title": "title", "URL": "url", "DOI": "doi", "container-title": "journal",
    "publisher": "publisher", "keyword": "keywords", "note": "note", "annote": "annote",
    "arxivId": "eprint", "number": "eprint",
}  # fmt: skip


def import_json(
    text: str, file_name: str, *, path_id: str | None, title: str | None
) -> ImportResult:
    """Return the paths of a JSON file: an export of this program, else a list of references.

    Raises UnusableFile for text that is no JSON, with its line, and for other JSON.
    """
    data = _loaded(text, file_name)
    if isinstance(data, dict) and isinstance(data.get("paths"), list):
        return import_export(data, file_name, path_id=path_id, title=title)
    if isinstance(data, dict) and isinstance(data.get("phases"), list):
        path = {**_table(data.get("path")), "phases": data["phases"],
                "deferred": data.get("deferred")}  # fmt: skip
        whole = {"format": data.get("format"), "paths": [path]}
        return import_export(whole, file_name, path_id=path_id, title=title)
    entries = data.get("items") if isinstance(data, dict) else data
    if not isinstance(entries, list):
        raise refuse(
            file_name, None, "neither CSL JSON nor an export of this program",
            "CSL JSON is a list of references; `studypath export` writes the other.",
        )  # fmt: skip
    drafts: list[Draft] = []
    unplaced: list[Unplaced] = []
    for number, entry in enumerate(entries[:_MOST_ENTRIES], 1):
        draft = _draft(entry, number)
        if draft is None:
            shown = json.dumps(entry, ensure_ascii=False)[:80]
            unplaced.append(Unplaced(number, shown, "an entry without a title"))
        else:
            drafts.append(draft)
    name = PurePath(file_name).stem.replace("_", " ").replace("-", " ").strip().capitalize()
    return import_references(
        drafts, file_name, "CSL JSON", unplaced, name=name or "References", path_id=path_id,
        title=title,
    )  # fmt: skip


def _loaded(text: str, file_name: str) -> Any:  # noqa: ANN401  # JSON holds anything
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        message = f"not JSON: {error.msg} in column {error.colno}"
        raise refuse(file_name, error.lineno, message, "Export the file again.") from None
    except (RecursionError, ValueError):
        raise refuse(file_name, None, "JSON nested too deeply or with too long a number") from None


def _table(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _draft(entry: object, number: int) -> Draft | None:
    table = _table(entry)
    fields = {
        ours: " ".join(_without_tags(value).split())[:4000]
        for theirs, ours in _CSL_FIELDS.items()
        if isinstance(value := table.get(theirs), str)
    }
    if not fields.get("title"):
        return None
    # "number" is an arXiv id in Zotero's preprints and an issue in all else.
    if not fields.get("eprint", "").replace("arXiv:", ""):
        fields.pop("eprint", None)
    fields["eprint"] = fields.get("eprint", "").removeprefix("arXiv:")
    fields["year"] = _year(table.get("issued"))
    fields["type"] = fields.get("type", "").lower()
    return build_reference_draft(fields, _names(table.get("author") or table.get("editor")), number)


def _without_tags(text: str) -> str:
    """Return text without the tags for italics and the like that Zotero allows in titles."""
    return unescape(_TAG.sub("", text)) if "<" in text or "&" in text else text


def _year(issued: object) -> str:
    table = _table(issued)
    parts = table.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0]:
        return str(parts[0][0])[:10]
    return str(table.get("raw") or table.get("literal") or "")[:40]


def _names(people: object) -> tuple[str, ...]:
    names: list[str] = []
    for person in people[:200] if isinstance(people, list) else ():
        table = _table(person)
        pieces = [table.get("given"), table.get("non-dropping-particle"), table.get("family")]
        words = [piece for piece in pieces if isinstance(piece, str)]
        literal = table.get("literal")
        name = literal if isinstance(literal, str) else " ".join(words)
        if name.strip():
            names.append(" ".join(name.split())[:200])
    return tuple(names)
