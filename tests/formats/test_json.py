"""The JSON of reading commands has fixed keys, order and units, and null for unknown."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studypath.core.deepen import build_depth, build_depths
from studypath.core.next import find_next_step
from studypath.core.status import build_path_status, build_step_status
from studypath.core.text import has_control
from studypath.formats.json import (
    deepen_to_json,
    format_json,
    list_to_json,
    path_list_to_json,
    status_to_json,
    step_to_json,
    where_to_json,
)
from studypath.formats.next_json import next_to_json
from studypath.formats.show_json import (
    show_concept_to_json,
    show_path_to_json,
    show_phase_to_json,
    show_step_to_json,
)
from tests.progress_samples import (
    HOSTILE,
    bundled,
    hostile_progress,
    keys_of,
    path_of,
    progress_with,
    studied,
)

STEP_KEYS = [
    "id", "number", "title", "kind", "creators", "more_creators", "year", "url", "phase", "state",
    "reading",
    "focus", "takeaway", "concepts", "covers", "covered_by", "estimate", "minutes_spent",
    "started", "finished", "note", "parts",
]  # fmt: skip
STATUS_KEYS = [
    "format", "path", "done", "skipped", "total", "percent", "minutes_spent", "remaining",
    "forecast", "phases", "deferred", "orphans",
]  # fmt: skip


def _step(path_id: str, step_id: str) -> dict[str, Any]:
    path = path_of(path_id)
    step = next(step for step in path.steps if step.id == step_id)
    return step_to_json(build_step_status(studied(), path, step))


def test_step_has_every_key_in_order() -> None:
    """A step always has every key, in the documented order."""
    for path in bundled().paths:
        for status in build_path_status(studied(), path).steps:
            assert list(step_to_json(status)) == STEP_KEYS


def test_step_has_values_with_units() -> None:
    """Times have an offset, minutes are whole, the note is the user's, the reading the path's."""
    step = _step("paper", "gpt-1")
    assert step["phase"] == {
        "id": "phase-2",
        "label": "Phase 2",
        "title": "The Pretraining Paradigm",
    }
    assert step["estimate"] == {"low_minutes": 120, "high_minutes": 180, "source": "derived"}
    assert step["covered_by"] == ["karpathy-lets-build-gpt"]
    assert step["minutes_spent"] == 73
    assert step["started"] == step["finished"] == "2026-11-23T19:05:00+00:00"
    assert datetime.fromisoformat(step["finished"]).utcoffset() is not None
    assert _step("paper", "gpt-2")["note"] == "read [[Zero-shot]] again\nand the samples"
    assert _step("paper", "gpt-2")["reading"] == "skim"
    assert _step("lightweight", "rlhf-post")["reading"] is None


def test_next_is_null_on_a_complete_path() -> None:
    """On a complete path the step is null and nothing remains."""
    tracked = progress_with(done=keys_of("lightweight"))
    answer = next_to_json(find_next_step(tracked, path_of("lightweight")))
    assert answer == {
        "format": 1,
        "path": {"id": "lightweight", "title": "Lightweight Path"},
        "step": None,
        "part": None,
        "then": [],
        "remaining": {"low_minutes": 0, "high_minutes": 0},
        "summary": None,
    }


def test_status_has_every_key_in_order() -> None:
    """A status has every key in order, and its phases add up to the path."""
    answer = status_to_json(build_path_status(studied(), path_of("paper")))
    assert list(answer) == STATUS_KEYS
    assert answer["forecast"] is None
    assert (answer["done"], answer["skipped"], answer["total"], answer["percent"]) == (4, 1, 15, 28)
    for key in ("done", "skipped", "total", "minutes_spent"):
        assert sum(phase[key] for phase in answer["phases"]) == answer[key]
    assert [work["id"] for work in answer["deferred"]] == ["word2vec", "t5", "switch-transformer"]
    assert list(answer["deferred"][0]) == ["id", "title", "url", "reason", "revisit"]


def test_open_ended_phase_has_no_percentage() -> None:
    """An open-ended phase has no steps, and null for its percentage."""
    phases = status_to_json(build_path_status(studied(), path_of("lightweight")))["phases"]
    last = phases[-1]
    assert (last["open_ended"], last["total"], last["percent"]) == (True, 0, None)
    assert not any(phase["open_ended"] for phase in phases[:-1])


def test_orphans_are_reported() -> None:
    """Progress on a step that is no longer on the path has its state and minutes."""
    from studypath.core.progress import Entry, Session
    from tests.progress_samples import MOMENT

    entry = Entry(state="done", sessions=(Session(MOMENT, 50),))
    tracked = progress_with(entries=[(("paper", "gone"), entry)])
    answer = status_to_json(build_path_status(tracked, path_of("paper")))
    assert answer["orphans"] == [{"id": "gone", "state": "done", "minutes_spent": 50}]


def test_show_keeps_the_shape_of_a_step() -> None:
    """`show` has a step in its usual shape, and the rest under details."""
    path = path_of("lightweight")
    answer = show_step_to_json(build_step_status(studied(), path, path.steps[0]), wiki="page.md")
    assert list(answer) == ["format", "step", "details"]
    assert list(answer["step"]) == STEP_KEYS
    details = answer["details"]
    assert details["parts"][4]["minutes"] == 27
    assert details["alternatives"]
    assert details["caution"].startswith("The seven chapters")
    assert details["wiki"] == "page.md"


def test_show_of_phase_path_and_concept_have_their_key() -> None:
    """`show` has a phase, path or concept under that key, and the rest under details."""
    status = build_path_status(studied(), path_of("paper"))
    concept = bundled().concept("tokenization")
    assert concept is not None
    shown = {
        "phase": show_phase_to_json(status.phases[0]),
        "path": show_path_to_json(status),
        "concept": show_concept_to_json(build_depth(studied(), concept)),
    }
    for word, answer in shown.items():
        assert list(answer) == ["format", word, "details"]
    assert shown["concept"]["details"]["deepened_by"] == []


def test_every_answer_begins_with_its_format() -> None:
    """Every object begins with `"format": 1` and is read back unchanged."""
    status = build_path_status(studied(), path_of("paper"))
    for answer in (
        next_to_json(find_next_step(studied(), path_of("paper"))),
        status_to_json(status, {"remaining": None}),
        list_to_json(status.steps),
        deepen_to_json(build_depths(studied())),
        path_list_to_json([status], "paper"),
        where_to_json({"data": "/somewhere"}),
    ):
        assert next(iter(answer.items())) == ("format", 1)
        assert json.loads(format_json(answer)) == answer


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_unchanged_and_harmless(text: str) -> None:
    """Any object is read back unchanged, and its text has no control characters."""
    tracked = hostile_progress(text)
    status = build_path_status(tracked, tracked.active)
    for answer in (
        next_to_json(find_next_step(tracked, tracked.active)),
        status_to_json(status),
        show_step_to_json(status.steps[0], wiki=text),
        show_path_to_json(status),
        path_list_to_json([status], "hostile"),
        deepen_to_json(build_depths(tracked)),
    ):
        written = format_json(answer)
        assert json.loads(written) == answer
        assert not has_control(written, multiline=True)
        written.encode()


@given(st.text(st.characters(), max_size=60))
def test_any_text_round_trips(text: str) -> None:
    """Any text is read back unchanged, and can be encoded as UTF-8 or ASCII."""
    for encoding in ("utf-8", "ascii"):
        written = format_json({"format": 1, "text": text}, ascii=encoding == "ascii")
        written.encode(encoding)
        assert not has_control(written, multiline=True)
        assert json.loads(written)["text"] == text
