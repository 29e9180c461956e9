"""Collect what the report page shows about one or more paths."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, tzinfo
from typing import NamedTuple

from studypath.core.curriculum import Path
from studypath.core.deepen import Depth, build_depths
from studypath.core.history import SessionOfStep, list_sessions
from studypath.core.instants import find_local_day
from studypath.core.path_forecast import Forecast
from studypath.core.progress import Entry
from studypath.core.status import PathStatus, StepStatus, build_path_status
from studypath.core.tracked import TrackedProgress
from studypath.core.weeks import find_monday

CALENDAR_WEEKS = 53


class JournalEntry(NamedTuple):
    """A note or a reason with its step and the local day it belongs to, None if unknown."""

    day: date | None
    step: StepStatus
    text: str


class BurnUp(NamedTuple):
    """Minutes of study added up day by day: (day, minutes so far), oldest day first."""

    points: tuple[tuple[date, int], ...]


class Calendar(NamedTuple):
    """Minutes of study by local day, for whole weeks from `first` (a Monday) to `today`."""

    first: date
    today: date
    minutes: dict[date, int]


class PathReport(NamedTuple):
    """One path: the user's status, the next step, the forecast and the time spent."""

    status: PathStatus
    next_step: StepStatus | None
    forecast: Forecast | None
    burn_up: BurnUp


class Report(NamedTuple):
    """Everything on the page; `journal` is empty where notes are left out."""

    title: str
    today: date
    paths: tuple[PathReport, ...]
    calendar: Calendar
    journal: tuple[JournalEntry, ...]
    depths: tuple[Depth, ...]
    has_notes: bool


def build_report(
    tracked: TrackedProgress,
    paths: Sequence[tuple[Path, Forecast | None]],
    *,
    title: str | None,
    today: date,
    tz: tzinfo,
    has_notes: bool = True,
) -> Report:
    """Return what the page shows of these paths, each with its forecast.

    The calendar counts the sessions of all paths. Without `has_notes` no private text is in the
    value: neither notes nor reasons for skipping.
    """
    reports = tuple(_build_path(tracked, path, forecast, tz) for path, forecast in paths)
    if not has_notes:
        reports = tuple(map(_without_private_text, reports))
    steps = [step for report in reports for step in report.status.steps]
    met = build_depths(tracked)
    return Report(
        title=title or ", ".join(path.title for path, _ in paths),
        today=today,
        paths=reports,
        calendar=_build_calendar(list_sessions(tracked, None, tz), today),
        journal=_build_journal(steps, tz),
        depths=() if met.all_concepts else met.concepts,
        has_notes=has_notes,
    )


def _build_path(
    tracked: TrackedProgress, path: Path, forecast: Forecast | None, tz: tzinfo
) -> PathReport:
    status = build_path_status(tracked, path)
    ahead = [step for step in status.steps if step.left]
    doing = [step for step in ahead if step.entry.state == "doing"]
    return PathReport(
        status=status,
        next_step=next(iter([*doing, *ahead]), None),
        forecast=forecast,
        burn_up=_add_up(list_sessions(tracked, path, tz)),
    )


def _without_private_text(report: PathReport) -> PathReport:
    def clean(step: StepStatus) -> StepStatus:
        return step._replace(entry=step.entry._replace(note=None, reason=None))

    phases = tuple(
        phase._replace(steps=tuple(map(clean, phase.steps))) for phase in report.status.phases
    )
    next_step = clean(report.next_step) if report.next_step is not None else None
    return report._replace(status=report.status._replace(phases=phases), next_step=next_step)


def _add_up(sessions: Iterable[SessionOfStep]) -> BurnUp:
    points: dict[date, int] = {}
    total = 0
    for session in sessions:
        total += session.minutes
        points[session.start.date()] = total
    return BurnUp(tuple(points.items()))


def _build_calendar(sessions: Iterable[SessionOfStep], today: date) -> Calendar:
    monday = find_monday(today).toordinal()
    first = date.fromordinal(max(1, monday - 7 * (CALENDAR_WEEKS - 1)))
    minutes: dict[date, int] = {}
    for session in sessions:
        day = session.start.date()
        if first <= day <= today:
            minutes[day] = minutes.get(day, 0) + session.minutes
    return Calendar(first, today, minutes)


def _build_journal(steps: Iterable[StepStatus], tz: tzinfo) -> tuple[JournalEntry, ...]:
    """Return the notes of steps, newest day first; a work on two paths appears once."""
    entries: list[JournalEntry] = []
    seen: set[str] = set()
    for step in steps:
        if step.entry.note is None or not seen.isdisjoint(step.step.works):
            continue
        seen.update(step.step.works)
        entries.append(JournalEntry(_find_day(step.entry, tz), step, step.entry.note))
    return tuple(sorted(entries, key=lambda entry: entry.day or date.min, reverse=True))


def _find_day(entry: Entry, tz: tzinfo) -> date | None:
    moments = [entry.finished, *(session.start for session in entry.sessions[-1:]), entry.updated]
    moment = next((moment for moment in moments if moment is not None), None)
    return find_local_day(moment, tz) if moment is not None else None
