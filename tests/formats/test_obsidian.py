"""The Obsidian vault: its links, its front matter read by PyYAML, and hostile text."""

from __future__ import annotations

import re

import pytest
import yaml  # type: ignore[import-untyped]
from markdown_it import MarkdownIt

from studypath.core.status import build_path_status
from studypath.core.text import replace_controls
from studypath.core.tracked import TrackedProgress
from studypath.formats.obsidian import INDEX_FILE, build_vault
from tests.progress_samples import HOSTILE, bundled, hostile_progress, studied

LINK = re.compile(r"\[\[([^\]|]+)(?:\|[^\]]*)?\]\]")


def vault(tracked: TrackedProgress) -> dict[str, str]:
    """Return the vault of all paths."""
    statuses = [build_path_status(tracked, path) for path in tracked.curriculum.paths]
    return build_vault(statuses, tracked.curriculum.concepts)


def test_every_step_and_every_named_concept_has_a_note() -> None:
    """One note per step of each path, one per concept that a step names, and the index."""
    notes = vault(studied())
    steps = {f"steps/{path.id}/{step.id}.md" for path in bundled().paths for step in path.steps}
    named = {c for path in bundled().paths for step in path.steps for c in step.concepts}
    assert set(notes) == steps | {f"concepts/{c}.md" for c in named} | {INDEX_FILE}


def test_every_link_leads_to_a_note() -> None:
    """Links between steps, concepts and the index name notes of the vault."""
    notes = vault(studied())
    for text in notes.values():
        for target in LINK.findall(text):
            assert f"{target}.md" in notes


def test_steps_and_concepts_link_to_each_other() -> None:
    """A step names its concepts; each of those concepts names the step."""
    notes = vault(studied())
    assert "[[concepts/attention]]" in notes["steps/paper/bahdanau-attention.md"]
    assert "[[steps/paper/bahdanau-attention|" in notes["concepts/attention.md"]


def test_the_index_has_a_task_box_per_step() -> None:
    """Done steps are ticked, in the order of the paths."""
    tracked = studied()
    boxes = re.findall(r"^- \[(.)\]", vault(tracked)[INDEX_FILE], re.MULTILINE)
    states = [
        step.entry.state
        for path in bundled().paths
        for step in build_path_status(tracked, path).steps
    ]
    marks = {"todo": " ", "doing": "/", "done": "x", "skipped": "-"}
    assert boxes == [marks[state] for state in states]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    """YAML reads the title back, no HTML comes through, and no link is opened or closed by text."""
    tracked = hostile_progress(text)
    status = build_path_status(tracked, tracked.curriculum.paths[0])
    # Ids and references to them are checked when a path is read.
    step = status.steps[0]
    step = step._replace(step=step.step._replace(covers=(), covered_by=()))
    phase = status.phases[0]._replace(steps=(step,))
    notes = build_vault([status._replace(phases=(phase,))], tracked.curriculum.concepts)
    for name, note in notes.items():
        body = note
        if name != INDEX_FILE:
            _, front, body = note.split("---\n", 2)
            assert yaml.safe_load(front)["title"] == replace_controls(text)
        assert "<script" not in MarkdownIt("commonmark").render(body)
        assert all(f"{target}.md" in notes for target in LINK.findall(body))
