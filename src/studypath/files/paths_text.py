"""Paths as the TOML of a paths file that a person wants to edit."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from studypath.core.curriculum import Deferred, Estimate, Part, Path, Phase, Step
from studypath.core.durations import format_duration, format_range

SCHEMA_FILE_NAME = "paths.schema.json"
SCHEMA_LINE = f"#:schema ./{SCHEMA_FILE_NAME}"
"""The first line of a paths file: editors complete and check it by the JSON Schema beside it."""

_LINE = 100
_Value = str | int | bool | Sequence[str]


def format_paths(paths: Iterable[Path], *, remark: str | None = None) -> str:
    """Return the text of a paths file: its schema, `format = 1`, each path with phases and steps.

    Only fields that are set are written, a blank line stands between tables, a rule of dashes
    above each path. `remark` is a comment for the top.
    """
    remarks = [f"# {_one_line(line)}".rstrip() for line in (remark or "").splitlines()]
    lines = [SCHEMA_LINE, *remarks, "", "format = 1", ""]
    for path in paths:
        lines += [f"# {'-' * 76} {path.id}", "", "[[path]]", *_pairs(_path_fields(path)), ""]
        for phase in path.phases:
            lines += ["[[path.phase]]", *_pairs(_phase_fields(phase)), ""]
            for step in phase.steps:
                lines += ["[[path.phase.step]]", *_pairs(_step_fields(step, phase)), ""]
                for part in step.parts:
                    lines += ["[[path.phase.step.part]]", *_pairs(_part_fields(part)), ""]
        for work in path.deferred:
            lines += ["[[path.deferred]]", *_pairs(_deferred_fields(work)), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


_Fields = Iterator[tuple[str, _Value | None]]


def _path_fields(path: Path) -> _Fields:
    yield "id", path.id
    yield "title", path.title
    yield "summary", path.summary
    yield "prerequisites", path.prerequisites
    yield "not_needed", path.not_needed
    yield "estimate", _range(path.estimate)
    yield "span", path.span


def _phase_fields(phase: Phase) -> _Fields:
    yield "id", phase.id
    yield "label", None if phase.label == f"Phase {phase.position}" else phase.label
    yield "title", phase.title
    yield "reading", phase.reading
    yield "advice", phase.advice
    yield "estimate", _range(phase.estimate)
    yield "open_ended", phase.open_ended or None
    yield "draws_on", phase.draws_on
    yield "aliases", phase.aliases


def _step_fields(step: Step, phase: Phase) -> _Fields:
    yield "id", step.id
    yield "title", step.title
    yield "kind", step.kind
    yield "creators", step.creators
    yield "year", step.year
    yield "venue", step.venue
    yield "url", step.url
    yield "alternatives", step.alternatives
    yield "arxiv", step.arxiv
    yield "doi", step.doi
    yield "pages", step.pages
    yield "pages_to_read", step.pages_to_read
    yield "estimate", _range(step.estimate)
    if step.estimate is not None:
        yield "estimate_source", None if step.estimate.source == "stated" else step.estimate.source
        yield "estimate_rule", step.estimate.rule
    yield "reading", None if step.reading == phase.reading else step.reading
    yield "focus", step.focus
    yield "takeaway", step.takeaway
    yield "introduces", step.introduces
    yield "deepens", step.deepens
    yield "covers", step.covers
    yield "aliases", step.aliases
    yield "note", step.caution


def _part_fields(part: Part) -> _Fields:
    yield "title", part.title
    yield "url", part.url
    yield "duration", None if part.minutes is None else format_duration(part.minutes)
    yield "note", part.note


def _deferred_fields(work: Deferred) -> _Fields:
    yield "id", work.id
    yield "title", work.title
    yield "reason", work.reason
    yield "revisit", work.revisit
    yield "kind", work.kind
    yield "creators", work.creators
    yield "year", work.year
    yield "venue", work.venue
    yield "url", work.url
    yield "arxiv", work.arxiv
    yield "doi", work.doi
    yield "deepens", work.deepens
    yield "note", work.caution


def _pairs(fields: _Fields) -> Iterator[str]:
    for key, value in fields:
        if value is None or value == ():
            continue
        yield f"{key} = {_value_text(key, value)}"


def _value_text(key: str, value: _Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return _multi_line(value) if "\n" in value else quote_text(value)
    texts = [quote_text(each) for each in value]
    line = f"[{', '.join(texts)}]"
    if len(line) + len(key) + 3 <= _LINE:
        return line
    return "\n".join(["[", *(f"    {text}," for text in texts), "]"])


def quote_text(text: str) -> str:
    """Return a text as TOML's basic string on one line."""
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    # JSON's escapes are those of TOML's basic strings; it leaves DEL as it is, TOML must not.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _multi_line(text: str) -> str:
    lines = [quote_text(line)[1:-1] for line in text.split("\n")]
    # A line feed after the opening quotes is not part of the text; a quote at the end is escaped.
    return '"""\n' + "\n".join(lines) + '"""'


def _range(estimate: Estimate | None) -> str | None:
    return None if estimate is None else format_range(estimate.low_minutes, estimate.high_minutes)


def _one_line(text: str) -> str:
    return "".join(c for c in text if c.isprintable())
