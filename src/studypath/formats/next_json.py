"""Convert the answers of `next` to JSON: the next step, what fits, the summary of a path."""

from __future__ import annotations

from studypath.core.completion import PathSummary
from studypath.core.fitting import Fit
from studypath.core.next import NextStep
from studypath.formats.json import (
    FORMAT,
    Object,
    estimate_to_json,
    remaining_to_json,
    step_to_json,
)


def next_to_json(answer: NextStep, summary: PathSummary | None = None) -> Object:
    """Return the next step, its next part, the steps that follow, and the time remaining.

    `summary` is that of a finished path.
    """
    step = None if answer.step is None else step_to_json(answer.step)
    parts = [part for part in step["parts"] if not part["done"]] if step is not None else []
    return {
        "format": FORMAT,
        "path": {"id": answer.path.id, "title": answer.path.title},
        "step": step,
        "part": parts[0] if parts else None,
        "then": [step_to_json(step) for step in answer.then],
        "remaining": remaining_to_json(answer.status.remaining),
        "summary": None if summary is None else summary_to_json(summary),
    }


def summary_to_json(summary: PathSummary) -> Object:
    """Return what a finished path took, and the id of the path to follow next."""
    status = summary.status
    return {
        "done": status.done,
        "skipped": status.skipped,
        "first_day": summary.first_day and summary.first_day.isoformat(),
        "last_day": summary.last_day and summary.last_day.isoformat(),
        "days": summary.days,
        "study_days": summary.study_days,
        "minutes_spent": status.minutes_spent,
        "steps_with_time": summary.timed,
        "estimate": estimate_to_json(summary.estimate),
        "next_path": summary.next_path and summary.next_path.path.id,
    }


def fit_to_json(
    answer: NextStep, fit: Fit | None, minutes: int, summary: PathSummary | None = None
) -> Object:
    """Return the answer to `next --time`: that to `next`, and how much of the step fits."""
    fields = {
        "minutes": minutes,
        "how": fit.how if fit is not None else None,
        "low_minutes": fit.low_minutes if fit is not None else None,
        "high_minutes": fit.high_minutes if fit is not None else None,
        "parts": [part.number for part in fit.parts] if fit is not None else [],
        "following": [step.step.id for step in fit.following] if fit is not None else [],
        "others": [step.step.id for step in fit.others] if fit is not None else [],
    }
    chosen = answer._replace(step=fit.step if fit is not None else None)
    return {**next_to_json(chosen, summary), "fit": fields}
