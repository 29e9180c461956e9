"""The JSON Schema of paths files, generated from their models; editors complete and check by it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic.json_schema import GenerateJsonSchema

from studypath.files.paths_model import FORMAT, PathsFile

if TYPE_CHECKING:
    from pydantic_core import core_schema

DIALECT = "http://json-schema.org/draft-07/schema#"

# What an editor shows beside a key: the column "meaning" of docs/format.md, as a test checks.
DESCRIPTIONS: dict[str, dict[str, str]] = {
    "PathsFile": {
        "format": "version: 1",
        "path": "the paths",
        "concept": "concepts described in this file",
    },
    "ConceptTable": {
        "id": "unique among the concepts of the file",
        "title": "default: the id in words",
        "note": "a remark",
    },
    "PathTable": {
        "id": "unique over all files; a later file with the same id is left out",
        "title": "title",
        "summary": "what the path is for",
        "prerequisites": "assumed knowledge",
        "not_needed": "knowledge that is not needed",
        "estimate": "time stated by the author for the whole path",
        "span": 'the author\'s words for the duration, such as "a weekend"',
        "phase": "phases, in order",
        "deferred": "works to leave for later",
    },
    "PhaseTable": {
        "id": "unique in its path, aliases included",
        "title": "title",
        "label": 'what the path calls it, such as "Step 1"; default "Phase N"',
        "reading": "how to read its steps",
        "advice": "how to approach it",
        "estimate": "time stated by the author for the whole phase",
        "open_ended": "no steps of its own, excluded from the percentage; default false",
        "draws_on": "the paths that an open-ended phase refers to",
        "aliases": "former ids; commands still understand them",
        "step": "steps, in order",
    },
    "StepTable": {
        "id": "unique in its path, aliases included",
        "title": "the title of the work",
        "kind": "paper, video, exercise, or your own word",
        "creators": "authors",
        "year": "year of publication",
        "url": "where it is",
        "alternatives": "other addresses of the work",
        "estimate": "how long it takes",
        "estimate_source": "whether the path's author states it; default stated",
        "estimate_rule": "how it was derived",
        "reading": "overrides the phase's",
        "focus": "what to look at",
        "takeaway": "what to leave with",
        "introduces": "concepts it introduces",
        "concepts": "another name for introduces",
        "deepens": "concepts it covers in depth",
        "covers": "steps of any path whose intuition it gives; no cycles",
        "aliases": "former ids; their progress counts for this step",
        "arxiv": "1706.03762",
        "doi": "10.18653/v1/N19-1423",
        "venue": "where it was published",
        "pages": "number of pages",
        "pages_to_read": "number of pages to read",
        "note": "where it differs from what the path says",
        "part": "chapters, in order",
    },
    "PartTable": {
        "title": "title of the chapter",
        "url": "where it is",
        "duration": "length",
        "note": "a remark",
    },
    "DeferredTable": {
        "id": "unique among the deferred works of its path",
        "title": "the title of the work",
        "reason": "why it can wait",
        "revisit": "when to come back to it",
        "kind": "as in a step",
        "creators": "authors",
        "year": "year of publication",
        "url": "where it is",
        "arxiv": "as in a step",
        "doi": "as in a step",
        "venue": "where it was published",
        "deepens": "concepts it covers in depth",
        "note": "a remark",
    },
}


def build_paths_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 7) of a paths file.

    Unlike the program, which warns of them, it refuses unknown keys: an editor shows no warnings.
    """
    schema = PathsFile.model_json_schema(
        schema_generator=_TomlSchema, ref_template="#/definitions/{model}"
    )
    definitions = schema.pop("$defs")
    schema["properties"]["format"]["maximum"] = FORMAT
    tables = {PathsFile.__name__: schema, **definitions}
    for name, table in tables.items():
        table.pop("title", None)
        table["additionalProperties"] = False
        for key, field in table["properties"].items():
            field.pop("title", None)
            described = DESCRIPTIONS.get(name, {}).get(key)
            if described is not None:
                field["description"] = described
    _forbid_steps_of_open_ended(definitions["PhaseTable"])
    head = {"$schema": DIALECT, "title": "A studypath paths file"}
    return {**head, **schema, "definitions": definitions}


def format_paths_schema() -> bytes:
    """Return the JSON Schema as the bytes of a file."""
    return (json.dumps(build_paths_schema(), indent=2, ensure_ascii=False) + "\n").encode()


def _forbid_steps_of_open_ended(phase: dict[str, Any]) -> None:
    phase["if"] = {"properties": {"open_ended": {"const": True}}, "required": ["open_ended"]}
    phase["then"] = {"properties": {"step": {"maxItems": 0}}}


class _TomlSchema(GenerateJsonSchema):
    """JSON Schema of what TOML can hold: no null, and only defaults worth showing."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> dict[str, Any]:
        """Return the schema of the value: a key without one is left out."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> dict[str, Any]:
        """Return the schema with its default, unless that stands for a missing key."""
        inner = self.generate_inner(schema["schema"])
        default = schema.get("default")
        return inner if default is None or default == [] else {**inner, "default": default}
