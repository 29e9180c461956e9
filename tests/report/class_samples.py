"""Classes to render: nobody, a dozen learners, hostile names and texts, and a thousand learners."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from studypath.core.cohort import Cohort, Learner, build_cohort
from studypath.core.curriculum import Curriculum, Path
from studypath.core.progress import Entry, Progress, Session
from tests.progress_samples import HOSTILE, hostile_progress, path_of

NOW = datetime(2026, 12, 20, 12, tzinfo=UTC)
TODAY = NOW.date()


def make_learner(path: Path, name: str, done: int, *, idle: int = 1, minutes: int = 60) -> Learner:
    """Return a learner with the first steps of a path done, the last one some days ago."""
    entries = {}
    for position, step in enumerate(path.steps[:done]):
        at = NOW - timedelta(days=idle + 2 * (done - 1 - position))
        sessions = (Session(at, minutes + 40 * (position % 5)),)
        entries[path.id, step.id] = Entry("done", finished=at, updated=at, sessions=sessions)
    return Learner(name, Progress(entries=entries))


def class_of(path: Path, learners: list[Learner]) -> Cohort:
    """Return a class on a path."""
    return build_cohort(Curriculum((path,)), path, learners, now=NOW)


def nobody() -> Cohort:
    """Return a class without learners."""
    return class_of(path_of("paper"), [])


def dozen() -> Cohort:
    """Return a class at all stages, four of them stuck."""
    path = path_of("paper")
    rows = [
        ("Ada", 15, 3, 70), ("Ben", 15, 9, 55), ("Chidi", 9, 2, 95), ("Dana", 8, 1, 120),
        ("Emre", 6, 20, 150), ("Farid", 6, 35, 110), ("Grace", 5, 4, 80), ("Hana", 4, 1, 45),
        ("Ivan", 3, 16, 200), ("Jo", 2, 63, 90), ("Kofi", 1, 1, 60), ("Lea", 0, 1, 60),
    ]  # fmt: skip
    learners = [
        make_learner(path, name, done, idle=idle, minutes=minutes)
        for name, done, idle, minutes in rows
    ]
    return class_of(path, learners)


def hostile() -> Cohort:
    """Return a class all of whose names and texts hold every hostile sample."""
    text = " ".join(HOSTILE.values())
    path = hostile_progress(text).curriculum.paths[0]
    learners = [
        make_learner(path, f"{text} {n}", done, idle=30) for n, done in enumerate((0, 1, 2, 3))
    ]
    return class_of(path, learners)


def large(count: int = 1000) -> Cohort:
    """Return a class of many learners, a third of them stuck."""
    path = path_of("paper")
    return class_of(
        path,
        [
            make_learner(
                path,
                f"begin{n}x learner with a long name from a folder of repositories end{n}x",
                n % 16,
                idle=1 if n % 3 else 15 + n % 50,
                minutes=30 + n % 90,
            )
            for n in range(count)
        ],
    )


CLASS_SAMPLES = {
    "class-nobody": nobody,
    "class-dozen": dozen,
    "class-hostile": hostile,
    "class-large": large,
}
