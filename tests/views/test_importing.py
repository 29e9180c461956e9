"""The summary of an import: phase by phase, then what had no place, then what was changed."""

from __future__ import annotations

from studypath.core.curriculum import Deferred, Estimate, Path, Phase, Step
from studypath.core.text import has_control
from studypath.views.importing import format_import
from tests.progress_samples import HOSTILE, hostile_progress

STATED = Estimate(60, 120, "stated")
PATH = Path(
    "plan",
    "The Plan",
    (
        Phase(
            "one", "Week 1", "Start", 1,
            (Step("a", "1.1", "A", "task", estimate=STATED), Step("b", "1.2", "B", "task")),
        ),
        Phase("two", "Week 10", "Go on", 2, (Step("c", "2.1", "C", "task"),),
              estimate=Estimate(45, 45, "stated")),
        Phase("three", "Week 11", "Rest", 3, open_ended=True, advice="Rest."),
    ),
    "plan.md",
    estimate=Estimate(600, 900, "stated"),
    deferred=tuple(Deferred(f"d{i}", f"D{i}", "later") for i in range(7)),
)  # fmt: skip


def test_phase_by_phase() -> None:
    """A line per path and phase with counts and stated times, then the deferred works."""
    assert format_import([PATH], [], []) == [
        "plan  The Plan: 3 phases, 3 steps, 7 for later, 10h–15h",
        "  Week 1   Start: 2 steps, 1h–2h for 1 of them",
        "  Week 10  Go on: 1 step, 45m",
        "  Week 11  Rest: open-ended",
        "  later    D0, D1, D2, D3, D4 and 2 more",
    ]


def test_what_was_not_placed_and_what_was_changed() -> None:
    """Lines with number, text and reason, as many as asked for; notes with their line."""
    unplaced = [(line, f"text {line}", "no link") for line in range(1, 5)]
    notes = [(None, "read as UTF-16"), (7, "left out a file: address of X")]
    assert format_import([], unplaced, notes, states=["done", "done", "skipped"], most=3) == [
        "",
        "progress in the file: 2 done, 1 skipped",
        "",
        "not placed: 4 lines",
        "  line 1: text 1 (no link)",
        "  line 2: text 2 (no link)",
        "  line 3: text 3 (no link)",
        "  and 1 more",
        "",
        "notes:",
        "  read as UTF-16",
        "  line 7: left out a file: address of X",
    ]


def test_hostile_text_stays_text() -> None:
    """No text of a file reaches the terminal with a control character."""
    for text in HOSTILE.values():
        path = hostile_progress(text).curriculum.paths[0]
        for line in format_import([path], [(1, text, "why")], [(2, text)]):
            assert not has_control(line)
