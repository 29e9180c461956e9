"""Progress as a folder of linked Markdown notes, for Obsidian and similar programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from studypath.core.curriculum import Concept, Deferred
from studypath.core.durations import format_duration
from studypath.core.names import list_creators
from studypath.core.status import PathStatus, PhaseStatus, StepStatus
from studypath.core.text import replace_controls
from studypath.formats.json import time_to_json
from studypath.formats.markdown import escape, escape_address
from studypath.formats.works import is_web_address

INDEX_FILE = "studypath.md"


def build_vault(statuses: Sequence[PathStatus], concepts: Iterable[Concept]) -> dict[str, str]:
    """Return the notes of a vault: file name with forward slashes -> Markdown text.

    There is one note per step (`steps/PATH/STEP.md`) and per concept that these steps name
    (`concepts/CONCEPT.md`), and an index with task boxes per path.
    """
    steps = [step for status in statuses for step in status.steps]
    named = {concept_id for step in steps for concept_id in step.step.concepts}
    notes = {INDEX_FILE: _format_index(statuses)}
    for step in steps:
        notes[f"{_find_step_note(step)}.md"] = _format_step(step, steps)
    for concept in concepts:
        if concept.id in named:
            notes[f"concepts/{concept.id}.md"] = _format_concept(concept, steps)
    return notes


def _find_step_note(step: StepStatus) -> str:
    return f"steps/{step.path_id}/{step.step.id}"


def _format_index(statuses: Sequence[PathStatus]) -> str:
    lines: list[str] = []
    for status in statuses:
        lines += [f"# {escape(status.path.title)}", ""]
        for phase in status.phases:
            lines += [*_format_phase(phase), ""]
        if status.path.deferred:
            lines += ["## Deferred", "", *map(_format_deferred, status.path.deferred), ""]
    return "\n".join(lines).rstrip() + "\n"


def _format_phase(status: PhaseStatus) -> Iterator[str]:
    yield f"## {escape(status.phase.label)}: {escape(status.phase.title)}"
    yield ""
    if not status.steps and status.phase.advice:
        yield escape(status.phase.advice)
    for step in status.steps:
        box = {"done": "x", "skipped": "-", "doing": "/"}.get(step.entry.state, " ")
        yield f"- [{box}] {_link_step(step)}"


def _format_deferred(work: Deferred) -> str:
    title = escape(work.title)
    if work.url is not None and is_web_address(work.url):
        title = f"[{title}]({escape_address(work.url)})"
    return f"- {title}: {escape(work.reason)}"


def _format_step(step: StepStatus, steps: Sequence[StepStatus]) -> str:
    own, entry = step.step, step.entry
    front = {
        "id": own.id,
        "path": step.path_id,
        "number": own.number,
        "title": own.title,
        "kind": own.kind,
        "creators": list(list_creators(own.creators)[0]),
        "year": own.year,
        "url": own.url if is_web_address(own.url) else None,
        "state": entry.state,
        "finished": time_to_json(entry.finished),
        "spent": format_duration(entry.minutes_spent) if entry.minutes_spent else None,
        "tags": ["studypath", f"studypath/{step.path_id}"],
    }
    lines = [*_format_front_matter(front), f"# {escape(own.title)}", ""]
    for label, text in (
        ("Focus", own.focus),
        ("Takeaway", own.takeaway),
        ("Reason", entry.skip_reason),
    ):
        if text:
            lines += [f"**{label}:** {escape(text)}", ""]
    concepts = [f"[[concepts/{concept_id}]]" for concept_id in own.concepts]
    related = [
        _link_step(other)
        for other in steps
        if other is not step and (other.step.id in own.covers or other.step.id in own.covered_by)
    ]
    for label, links in (("Concepts", concepts), ("Related", related)):
        if links:
            lines += [f"**{label}:** {', '.join(links)}", ""]
    if entry.note:
        lines += ["## Note", "", *(escape(line) for line in entry.note.splitlines()), ""]
    return "\n".join(lines).rstrip() + "\n"


def _format_concept(concept: Concept, steps: Sequence[StepStatus]) -> str:
    front = {"id": concept.id, "title": concept.title, "tags": ["studypath/concept"]}
    lines = [*_format_front_matter(front), f"# {escape(concept.title)}", ""]
    if concept.note:
        lines += [escape(concept.note), ""]
    introducing = [step for step in steps if concept.id in step.step.introduces]
    deepening = [step for step in steps if concept.id in step.step.deepens]
    for label, listed in (("Introduced by", introducing), ("Explained in depth by", deepening)):
        if listed:
            lines += [f"## {label}", "", *(f"- {_link_step(step)}" for step in listed), ""]
    return "\n".join(lines).rstrip() + "\n"


def _format_front_matter(fields: Mapping[str, object]) -> list[str]:
    """Return YAML front matter; JSON values are YAML, whatever text they hold."""
    values = ((key, value) for key, value in fields.items() if value not in (None, []))
    return ["---", *(f"{key}: {_to_yaml(value)}" for key, value in values), "---", ""]


def _to_yaml(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_to_yaml, value))}]"
    shown = replace_controls(value) if isinstance(value, str) else value
    return json.dumps(shown, ensure_ascii=False)


def _link_step(step: StepStatus) -> str:
    # An alias ends at ]] and a table cell at |, so those characters cannot stand in it.
    alias = escape(step.step.title.translate(str.maketrans("[]|", "()/")))
    return f"[[{_find_step_note(step)}|{alias}]]"
