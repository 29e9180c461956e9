"""Finished steps as cards for Anki: a text file with Anki's header lines.

The header is described at https://docs.ankiweb.net/importing/text-files.html#file-headers.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from html import escape

from studypath.core.status import PathStatus, StepStatus
from studypath.core.text import replace_controls

_HEADER = (
    "#separator:tab",
    "#html:true",
    "#notetype:Basic",
    "#deck:studypath",
    "#columns:GUID\tFront\tBack\tTags",
    "#guid column:1",
    "#tags column:4",
)


def format_anki(statuses: Iterable[PathStatus], since: date | None = None) -> str:
    """Return one card per finished step, once per work, in the order of the paths.

    The front holds title and focus, the back takeaway and note. The GUID depends on path and step
    only, so that a second import updates a card. `since` leaves out what was finished before.
    """
    lines = list(_HEADER)
    seen: set[str] = set()
    for status in statuses:
        for step in status.steps:
            works = step.step.works
            if not _is_finished_since(step, since) or not seen.isdisjoint(works):
                continue
            seen.update(works)
            lines.append(_format_card(step))
    return "\n".join(lines) + "\n"


def _is_finished_since(step: StepStatus, since: date | None) -> bool:
    entry = step.entry
    if entry.state != "done":
        return False
    return since is None or (entry.finished is not None and entry.finished.date() >= since)


def _format_card(step: StepStatus) -> str:
    own = step.step
    front = _join_blocks(f"<b>{_to_html(own.title)}</b>", _to_html(own.focus))
    back = _join_blocks(_to_html(own.takeaway), _to_html(step.entry.note)) or _to_html(own.title)
    tags = ["studypath", f"studypath::{step.path_id}", *(f"concept::{c}" for c in own.concepts)]
    source = f"studypath/{step.path_id}/{own.id}"
    guid = sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:20]
    return "\t".join([guid, front, back, " ".join(tags)])


def _join_blocks(*blocks: str) -> str:
    return "<br><br>".join(block for block in blocks if block)


def _to_html(text: str | None) -> str:
    """Return text as HTML on one line without tabs or quotes, which would end the field."""
    shown = escape(replace_controls(text or "", multiline=True), quote=True)
    return "<br>".join(" ".join(line.split()) for line in shown.splitlines())
