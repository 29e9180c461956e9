"""A class, for its teacher: learners by phase, who is stuck, time against estimates, everyone."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from studypath.core.cohort import Cohort
from studypath.core.durations import format_duration, format_range
from studypath.views.layout import ACCENT, Column, Fitted, align, to_text
from studypath.views.wording import DASH, format_count

_BLANK = Text("")


def render_cohort(cohort: Cohort) -> RenderableType:
    """Return the tables of a class, the widest text last in each line."""

    def make(width: int) -> RenderableType:
        parts: list[RenderableType] = [
            to_text(cohort.path.title, "bold"),
            to_text(_format_sums(cohort)),
        ]
        for title, head, rows in (
            ("Phases", ("now", "finished", "median", "phase"), _list_phases(cohort)),
            ("Stuck", ("since", "step", "learner"), _list_stuck(cohort)),
            ("Time", ("took", "estimate", "by", "step"), _list_steps(cohort)),
            ("Learners", ("done", "%", "spent", "pace", "learner"), _list_learners(cohort)),
        ):
            if rows:
                parts += [_BLANK, to_text(title, "bold"), _align(head, rows, width)]
        return Group(*parts)

    return Fitted(make)


def format_pace(factor: float | None) -> str:
    """Return a pace as a factor on the estimates: `1.3x`; empty where none is known."""
    return "" if factor is None else f"{factor:.1f}x"


def _format_sums(cohort: Cohort) -> str:
    words = format_count(len(cohort.learners), "learner")
    complete = sum(learner.phase is None for learner in cohort.learners)
    words += f", {complete} through the path"
    if cohort.median_pace is not None:
        words += f", median pace {format_pace(cohort.median_pace)} the estimates"
    return f"{words}."


def _align(head: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> RenderableType:
    numbers = [Column(heading=heading, right=True) for heading in head[:-1]]
    return align(rows, [*numbers, Column(ACCENT, head[-1], least=16)], width)


def _list_phases(cohort: Cohort) -> list[tuple[str, ...]]:
    return [
        (
            str(each.current),
            str(each.finished),
            f"{each.median_percent}%",
            f"{each.phase.label}: {each.phase.title}",
        )
        for each in cohort.phases
        if each.median_percent is not None
    ]


def _list_stuck(cohort: Cohort) -> list[tuple[str, ...]]:
    stuck = [(row.stuck, row.id) for row in cohort.learners if row.stuck is not None]
    stuck.sort(key=lambda pair: (-pair[0].days, pair[1]))
    return [
        (format_count(each.days, "day"), f"{each.step.number} {each.step.id}", learner)
        for each, learner in stuck
    ]


def _list_steps(cohort: Cohort) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for each in cohort.steps:
        if each.median_minutes is None:
            continue
        estimate = each.estimate
        expected = "unknown"
        if estimate is not None:
            expected = format_range(estimate.low_minutes, estimate.high_minutes, DASH)
        rows.append(
            (
                format_duration(each.median_minutes),
                expected,
                str(each.learners),
                f"{each.step.number} {each.step.title}",
            )
        )
    return rows


def _list_learners(cohort: Cohort) -> list[tuple[str, ...]]:
    return [
        (
            str(each.done),
            "" if each.percent is None else f"{each.percent}%",
            format_duration(each.minutes_spent),
            format_pace(each.pace),
            each.id,
        )
        for each in cohort.learners
    ]
