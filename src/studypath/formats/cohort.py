"""A class as a JSON object, and as a table for spreadsheets with a row per learner."""

from __future__ import annotations

import csv
import io
from typing import Any

from studypath.core.cohort import Cohort, LearnerStatus
from studypath.formats.csv import escape_cell
from studypath.formats.json import FORMAT, estimate_to_json, path_to_json

Object = dict[str, Any]

COLUMNS = (
    "learner",
    "phase",
    "done",
    "skipped",
    "percent",
    "minutes_spent",
    "pace",
    "stuck_step",
    "stuck_days",
)


def cohort_to_json(cohort: Cohort) -> Object:
    """Return the learners, and what phases and steps come to over all of them."""
    return {
        "format": FORMAT,
        "path": path_to_json(cohort.path),
        "learners": [_learner_to_json(learner) for learner in cohort.learners],
        "phases": [
            {
                "id": summary.phase.id,
                "label": summary.phase.label,
                "title": summary.phase.title,
                "finished": summary.finished,
                "current": summary.current,
                "median_percent": summary.median_percent,
            }
            for summary in cohort.phases
        ],
        "steps": [
            {
                "id": summary.step.id,
                "estimate": estimate_to_json(summary.estimate),
                "median_minutes": summary.median_minutes,
                "learners": summary.learners,
            }
            for summary in cohort.steps
        ],
        "median_pace": _round(cohort.median_pace),
    }


def format_cohort_csv(cohort: Cohort) -> str:
    """Return a header and a row per learner, RFC 4180; no cell is a formula."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(COLUMNS)
    for learner in cohort.learners:
        writer.writerow([escape_cell(cell) for cell in _list_cells(learner)])
    return target.getvalue()


def _learner_to_json(learner: LearnerStatus) -> Object:
    stuck = learner.stuck
    return {
        "id": learner.id,
        "done": learner.done,
        "skipped": learner.skipped,
        "percent": learner.percent,
        "minutes_spent": learner.minutes_spent,
        "pace": _round(learner.pace),
        "stuck": None if stuck is None else {"step": stuck.step.id, "days": stuck.days},
    }


def _list_cells(learner: LearnerStatus) -> list[str]:
    stuck = learner.stuck
    pace = _round(learner.pace)
    return [
        learner.id,
        "" if learner.phase is None else learner.phase.label,
        str(learner.done),
        str(learner.skipped),
        "" if learner.percent is None else str(learner.percent),
        str(learner.minutes_spent),
        "" if pace is None else str(pace),
        "" if stuck is None else stuck.step.id,
        "" if stuck is None else str(stuck.days),
    ]


def _round(factor: float | None) -> float | None:
    return None if factor is None else round(factor, 3)
