"""CSL JSON, checked against the rules of the CSL data schema that the export uses."""

from __future__ import annotations

import json

import jsonschema  # type: ignore[import-untyped]
import pytest

from studypath.core.status import build_path_status
from studypath.formats.csl_json import format_csl_json
from tests.progress_samples import HOSTILE, bundled, hostile_progress, path_of, studied

STRING = {"type": "string"}
NAME = {
    "type": "object",
    "properties": dict.fromkeys(
        ("family", "given", "non-dropping-particle", "suffix", "literal"), STRING
    ),
    "additionalProperties": False,
}
# https://github.com/citation-style-language/schema, csl-data: the part that an export may use.
SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["type", "id"],
        "additionalProperties": False,
        "properties": {
            "type": {
                "enum": [
                    *("article", "article-journal", "book", "motion_picture", "paper-conference"),
                    *("post-weblog", "report", "webpage"),
                ]
            },
            "id": STRING,
            "title": STRING,
            "author": {"type": "array", "items": NAME},
            "issued": {
                "type": "object",
                "properties": {
                    "date-parts": {
                        "type": "array",
                        "maxItems": 2,
                        "items": {"type": "array", "items": {"type": "integer"}, "minItems": 1},
                    }
                },
                "additionalProperties": False,
            },
            **dict.fromkeys(("container-title", "number", "DOI", "URL", "keyword"), STRING),
        },
    },
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_the_export_keeps_the_rules_of_the_schema(text: str) -> None:
    """Bundled and hostile paths give nothing that the schema does not allow."""
    for tracked in (studied(), hostile_progress(text)):
        statuses = [build_path_status(tracked, path) for path in tracked.curriculum.paths]
        jsonschema.validate(json.loads(format_csl_json(statuses)), SCHEMA)


def test_items_are_in_reading_order_with_structured_names() -> None:
    """Zotero gets family and given names, type, year, DOI, arXiv number and the state."""
    items = json.loads(format_csl_json([build_path_status(studied(), path_of("paper"))]))
    path = path_of("paper")
    assert [item["id"] for item in items[: len(path.steps)]] == [step.id for step in path.steps]
    bert = next(item for item in items if item["id"] == "bert")
    assert bert["type"] == "paper-conference"
    assert bert["author"][0] == {"family": "Devlin", "given": "Jacob"}
    assert bert["issued"] == {"date-parts": [[2018]]}
    assert bert["number"] == "arXiv:1810.04805"
    assert bert["keyword"].startswith("studypath, ")


def test_deferred_works_have_a_keyword() -> None:
    """A deferred work has the keyword `deferred` instead of a state."""
    items = json.loads(format_csl_json([build_path_status(studied(), path_of("paper"))]))
    deferred = [item["id"] for item in items if item["keyword"] == "studypath, deferred"]
    assert deferred == [work.id for work in path_of("paper").deferred]


def test_videos_and_posts_have_types_of_their_own() -> None:
    """A blog post is a post-weblog, a video a motion picture, a course a web page."""
    status = build_path_status(studied(), bundled().paths[0])
    types = {item["id"]: item["type"] for item in json.loads(format_csl_json([status]))}
    assert types["illustrated-transformer"] == "post-weblog"
    assert types["karpathy-intro-to-llms"] == "motion_picture"
