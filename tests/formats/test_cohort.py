"""A class as JSON and CSV: the shape of the design, and hostile names as text."""

from __future__ import annotations

import csv
import io
import json

from studypath.core.cohort import Cohort, Learner, build_cohort
from studypath.core.progress import Entry, Progress, Session
from studypath.formats.cohort import COLUMNS, cohort_to_json, format_cohort_csv
from studypath.formats.json import format_json
from tests.core import sample
from tests.core.sample import DAY, NOW

HOSTILE = ("=cmd|' /C calc'!A0", "@x", "\x1b[2J", "a\nb", 'say "hi", no', "\u202ereverse")


def hostile_cohort() -> Cohort:
    """Return a class of learners with hostile names, each stuck at a step."""
    path = sample.path("p", [sample.step("a"), sample.step("b")])
    start = NOW - 20 * DAY
    entry = Entry(state="done", finished=start, sessions=(Session(start, 90),))
    learners = [Learner(name, Progress(entries={("p", "a"): entry})) for name in HOSTILE]
    return build_cohort(sample.curriculum(path), path, learners, now=NOW)


def test_json_has_the_shape_of_the_design() -> None:
    """Every field is there, minutes and percents are whole, unknown is null."""
    answer = json.loads(format_json(cohort_to_json(hostile_cohort())))
    assert answer["format"] == 1
    assert answer["learners"][0] == {
        "id": HOSTILE[0],
        "done": 1,
        "skipped": 0,
        "percent": 50,
        "minutes_spent": 90,
        "pace": None,
        "stuck": {"step": "b", "days": 19},
    }
    assert answer["phases"] == [
        {
            "id": "p-1",
            "label": "Phase 1",
            "title": "Phase 1",
            "finished": 0,
            "current": 6,
            "median_percent": 50,
        }
    ]
    assert answer["steps"][0] == {"id": "a", "estimate": None, "median_minutes": 90, "learners": 6}
    assert answer["steps"][1]["median_minutes"] is None


def test_csv_is_read_back_and_runs_nothing() -> None:
    """A row per learner; no cell is a formula or steers a terminal."""
    rows = list(csv.reader(io.StringIO(format_cohort_csv(hostile_cohort()), newline="")))
    assert rows[0] == list(COLUMNS)
    assert [row[1:] for row in rows[1:]] == [
        ["Phase 1", "1", "0", "50", "90", "", "b", "19"] for _ in HOSTILE
    ]
    for cell in (cell for row in rows for cell in row):
        assert not cell.startswith(("=", "+", "-", "@"))
        assert "\x1b" not in cell
        assert "\u202e" not in cell
