"""Convert core values to plain records for cut, fzf and awk: one per line, separated by tabs.

A record is a row of cells in a fixed order without a header. Later versions only add cells at the
end. `format_plain` turns rows into text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from studypath.core.curriculum import Deferred
from studypath.core.text import replace_controls

if TYPE_CHECKING:
    from studypath.core.cohort import Cohort
    from studypath.core.curriculum import Estimate
    from studypath.core.deepen import Depths
    from studypath.core.fitting import Fit
    from studypath.core.history import History
    from studypath.core.next import NextStep
    from studypath.core.path_diff import PathDiff
    from studypath.core.plan import Plan
    from studypath.core.settings import Settings
    from studypath.core.status import PathStatus, StepStatus

Cell = str | int | float | None
Rows = Iterable[Sequence[Cell]]
"""The cells of each record; None is an unknown value and becomes an empty cell."""

STEP = (
    "step", "number", "state", "kind", "low_minutes", "high_minutes", "minutes_spent", "title",
    "url",
)  # fmt: skip
# The cells of a record by the command that prints it.
COLUMNS: dict[str, tuple[str, ...]] = {
    "next": STEP,
    "list": STEP,
    "show": STEP,
    "deepen": (*STEP, "concepts"),
    "status": (
        "phase", "label", "done", "skipped", "total", "percent", "minutes_spent", "low_minutes",
        "high_minutes", "title",
    ),
    "history": ("start", "sessions", "minutes", "title"),
    "history --sessions": ("number", "start", "end", "minutes", "step", "title"),
    "plan": ("start", "minutes", "step", "number", "title"),
    "path list": (
        "path", "active", "done", "skipped", "total", "percent", "low_minutes", "high_minutes",
        "title", "file",
    ),
    "path diff": (
        "path", "kind", "old_step", "step", "number", "percent_before", "percent",
        "low_minutes_before", "high_minutes_before", "low_minutes", "high_minutes", "title",
    ),
    "class": (
        "learner", "phase", "done", "skipped", "percent", "minutes_spent", "pace", "stuck_step",
        "stuck_days",
    ),
    "backup list": (
        "backup", "replaced", "holds_steps", "holds_minutes", "brings_back_steps",
        "brings_back_minutes", "removes_steps", "removes_minutes", "file",
    ),
    "config": ("setting", "value"),
    "where": ("name", "path"),
}  # fmt: skip

_SPACES = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")


def format_plain(rows: Rows) -> str:
    """Return a line per record; a tab or a line break in a cell becomes a space."""
    return "".join("\t".join(map(_format_cell, row)) + "\n" for row in rows)


def next_to_plain(answer: NextStep) -> Rows:
    """Return the next step and those after it; nothing if the path is complete."""
    return steps_to_plain([answer.step, *answer.then] if answer.step is not None else [])


def path_diffs_to_plain(diffs: Iterable[PathDiff]) -> Rows:
    """Return a record per change of a step, with percentage and remaining time before and after."""
    for diff in diffs:
        for kind, old, new, before, after in diff.changes:
            shown = new or old
            yield (
                diff.new.id,
                kind,
                None if old is None else old.step.id,
                None if new is None else new.step.id,
                None if shown is None else shown.step.number,
                before.percent,
                after.percent,
                *before.remaining,
                *after.remaining,
                None if shown is None else shown.step.title,
            )


def fit_to_plain(fit: Fit | None) -> Rows:
    """Return the next step and those that fit after it; nothing if the path is complete."""
    return steps_to_plain([fit.step, *fit.following] if fit is not None else [])


def steps_to_plain(steps: Iterable[StepStatus]) -> Rows:
    """Return a record per step; its first cell is a STEP for every command."""
    return map(_build_step, steps)


def status_to_plain(status: PathStatus) -> Rows:
    """Return a record per phase; an open-ended phase has no percentage."""
    for phase in status.phases:
        yield (
            f"{status.path.id}/{phase.phase.id}",
            phase.phase.label,
            phase.done,
            phase.skipped,
            phase.total,
            phase.percent,
            phase.minutes_spent,
            *phase.remaining,
            phase.phase.title,
        )


def paths_to_plain(statuses: Iterable[PathStatus], active: str) -> Rows:
    """Return a record per path; `active` is the id of the active one, which is marked by `*`."""
    for status in statuses:
        path = status.path
        yield (
            path.id,
            "*" if path.id == active else None,
            status.done,
            status.skipped,
            status.total,
            status.percent,
            *_bounds(path.estimate),
            path.title,
            path.file,
        )


def deepen_to_plain(depths: Depths) -> Rows:
    """Return a record per paper with the concepts that it deepens; deferred works at the end."""
    for path, work, concepts in depths.papers:
        ids = ",".join(concept.id for concept in concepts)
        if isinstance(work, Deferred):
            name = f"{path.id}/{work.id}"
            yield name, None, "deferred", None, None, None, 0, work.title, work.url, ids
        else:
            yield (*_build_step(work), ids)


def history_to_plain(history: History) -> Rows:
    """Return a record per day, week or step; a day or week is named by its first date."""
    for group in history.groups:
        step = f"{group.path_id}/{group.step_id}"
        start = group.start.isoformat() if group.start is not None else step
        yield start, group.sessions, group.minutes, group.title


def sessions_to_plain(history: History) -> Rows:
    """Return a record per session, oldest first."""
    for each in history.sessions:
        start, end = (moment.isoformat(timespec="seconds") for moment in (each.start, each.end))
        step = f"{each.path_id}/{each.step_id}"
        yield each.number, start, end, each.minutes, step, each.title


def plan_to_plain(plan: Plan) -> Rows:
    """Return a record per step of each appointment, or of each week if there are none."""
    for start, parts in _list_planned(plan):
        for part in parts:
            step = part.step
            yield start, part.minutes, f"{plan.path.id}/{step.id}", step.number, step.title


def cohort_to_plain(cohort: Cohort) -> Rows:
    """Return a record per learner."""
    for learner in cohort.learners:
        stuck = learner.stuck
        yield (
            learner.id,
            learner.phase.label if learner.phase is not None else None,
            learner.done,
            learner.skipped,
            learner.percent,
            learner.minutes_spent,
            learner.pace,
            stuck.step.id if stuck is not None else None,
            stuck.days if stuck is not None else None,
        )


def settings_to_plain(settings: Settings, names: Iterable[str]) -> Rows:
    """Return a record per setting with its value as it is typed."""
    for name in names:
        value = getattr(settings, name)
        yield name, str(value).lower() if isinstance(value, bool) else value


def where_to_plain(places: Mapping[str, Any]) -> Rows:
    """Return a record per directory and file."""
    for kind, row in places.items():
        if kind != "files":
            yield kind, row["path"]
    yield from places["files"].items()


def _format_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{round(cell, 3):g}"
    return replace_controls(_SPACES.sub(" ", cell)) if isinstance(cell, str) else str(cell)


def _build_step(status: StepStatus) -> Sequence[Cell]:
    step = status.step
    return (
        f"{status.path_id}/{step.id}",
        step.number,
        status.entry.state,
        step.kind,
        *_bounds(status.estimate),
        status.entry.minutes_spent,
        step.title,
        step.url,
    )


def _list_planned(plan: Plan) -> Iterator[tuple[str, Iterable[Any]]]:
    if plan.appointments:
        for each in plan.appointments:
            yield _format_moment(each.start), each.parts
    else:
        for week in plan.weeks:
            yield week.start.isoformat(), week.steps


def _format_moment(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")


def _bounds(estimate: Estimate | None) -> tuple[Cell, Cell]:
    return (None, None) if estimate is None else (estimate.low_minutes, estimate.high_minutes)
