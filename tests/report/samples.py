"""Reports to render: no progress, some, all, no estimates, hostile text, and a thousand steps."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from studypath.core.changes import with_done
from studypath.core.curriculum import Curriculum, Estimate, Path, Phase, Step
from studypath.core.path_forecast import forecast_path
from studypath.core.progress import Entry, Progress, Session
from studypath.core.report import Report, build_report
from studypath.core.status import build_path_status
from studypath.core.tracked import TrackedProgress, track_progress
from tests.progress_samples import HOSTILE, MOMENT, bundled, hostile_progress, studied

TODAY = date(2026, 12, 20)


def report_on(
    tracked: TrackedProgress, *path_ids: str, has_notes: bool = True, title: str | None = None
) -> Report:
    """Return the report on these paths, or on all of them."""
    paths = [path for path in tracked.curriculum.paths if not path_ids or path.id in path_ids]
    forecasts = [
        forecast_path(
            tracked, build_path_status(tracked, path), hours_per_week=5, today=TODAY, tz=UTC
        )
        for path in paths
    ]
    return build_report(
        tracked,
        list(zip(paths, forecasts, strict=True)),
        title=title,
        today=TODAY,
        tz=UTC,
        has_notes=has_notes,
    )


def fresh() -> Report:
    """Return the report on the lightweight path before any progress."""
    return report_on(track_progress(bundled(), Progress()), "lightweight")


def middle() -> Report:
    """Return the report on the paper path with some progress."""
    return report_on(studied(), "paper")


def complete() -> Report:
    """Return the report on both bundled paths with every step done."""
    tracked = studied()
    keys = [(path.id, step.id) for path in bundled().paths for step in path.steps]
    return report_on(
        track_progress(bundled(), with_done(tracked, keys, at=MOMENT, now=MOMENT, note="fine"))
    )


def without_estimates() -> Report:
    """Return the report on a path without any estimate."""
    phases = tuple(
        phase._replace(
            estimate=None, steps=tuple(step._replace(estimate=None) for step in phase.steps)
        )
        for phase in bundled().paths[1].phases
    )
    path = bundled().paths[1]._replace(phases=phases, estimate=None)
    return report_on(track_progress(Curriculum((path,)), studied().progress))


def hostile() -> Report:
    """Return the report on a path all of whose texts hold every hostile sample."""
    return report_on(hostile_progress(" ".join(HOSTILE.values())))


def large(steps: int = 1000, sessions: int = 10_000) -> Report:
    """Return the report on a path of many steps, half of them done, with many sessions."""
    path = _large_path(steps)
    begin = datetime(2024, 1, 1, 19, tzinfo=UTC)
    entries = {}
    for number, step in enumerate(path.steps[: steps // 2]):
        own = tuple(
            Session(begin + timedelta(hours=12 * i), 25)
            for i in range(number, sessions, steps // 2)
        )
        entries["large", step.id] = Entry(
            state="done", finished=own[-1].start, note=f"a note on step {number}", sessions=own
        )
    return report_on(track_progress(Curriculum((path,)), Progress(entries=entries)))


def _large_path(steps: int) -> Path:
    phases = [
        Phase(
            id=f"phase-{p}",
            label=f"Phase {p}",
            title=f"The phase with number {p}",
            position=p,
            steps=tuple(
                Step(
                    id=f"step-{p}-{n}",
                    number=f"{p}.{n}",
                    title=f"begin{p}x{n} a step whose title is long enough to fill two lines of a "
                    f"page of paper and more than that end{p}x{n}",
                    kind="post",
                    url=f"https://example.org/{p}/{n}",
                    estimate=Estimate(60, 90, "stated"),
                    takeaway="One sentence that says what to leave with.",
                )
                for n in range(1, 51)
            ),
        )
        for p in range(1, steps // 50 + 1)
    ]
    return Path("large", "A large path", tuple(phases), "sample.toml")


SAMPLES = {
    "fresh": fresh,
    "middle": middle,
    "complete": complete,
    "without-estimates": without_estimates,
    "hostile": hostile,
    "large": large,
}
