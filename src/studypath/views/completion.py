"""Format the summary of a finished path in plain lines. Without Rich."""

from __future__ import annotations

from studypath.core.completion import PathSummary
from studypath.core.durations import format_duration
from studypath.core.text import replace_controls
from studypath.views.wording import format_count, format_estimate, format_progress


def format_summary(summary: PathSummary, *, estimates: bool = True) -> list[str]:
    """Return that a path is complete, how many days it took, and its hours against the estimate.

    Only time that was logged is counted, and for how many steps that holds is said.
    """
    status = summary.status
    days = f" in {format_count(summary.days, 'day')}" if summary.days is not None else ""
    title = replace_controls(status.path.title)
    lines = [f"{title} is complete: {format_progress(status)}{days}"]
    lines.append(_format_hours(summary, estimates=estimates))
    return [line for line in lines if line]


def format_ways_on(summary: PathSummary) -> list[str]:
    """Return the commands that go on after a finished path, one per line."""
    path = summary.status.path
    lines = []
    if summary.next_path is not None:
        other = summary.next_path
        lines.append(
            f"next path  studypath use {other.path.id}  "
            f"({replace_controls(other.path.title)}, {format_progress(other)})"
        )
    if path.deferred:
        works = format_count(len(path.deferred), "work")
        lines.append(f"deferred  {works}: studypath status --all --path {path.id}")
    if any(phase.open_ended for phase in path.phases):
        lines.append("papers on what you learned: studypath deepen")
    return lines or ["for the other paths: studypath path list"]


def _format_hours(summary: PathSummary, *, estimates: bool) -> str:
    status = summary.status
    estimate = f"estimated {format_estimate(summary.estimate)}" if summary.estimate else ""
    if not estimates:
        estimate = ""
    elif estimate and summary.timed < status.done:
        estimate += " for all"
    if not summary.timed:
        return f"no time was logged; {estimate}" if estimate else ""
    of_steps = f" for {summary.timed} of {status.done}" if summary.timed < status.done else ""
    logged = f"logged {format_duration(status.minutes_spent)}{of_steps}"
    logged += f" on {format_count(summary.study_days, 'day')}"
    return f"{logged}; {estimate}" if estimate else logged
