"""The summary of a finished path."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from studypath.core.completion import PathSummary, build_summary, has_become_complete
from studypath.core.curriculum import Estimate
from studypath.core.progress import Entry, Progress, Session
from studypath.core.status import build_path_status
from studypath.core.tracked import TrackedProgress, track_progress
from tests.core.sample import curriculum, path, step

HOURS = Estimate(60, 120, "stated")
WHOLE = Estimate(600, 900, "stated")
STEPS = [step("a", estimate=HOURS), step("b", estimate=HOURS), step("c")]
NIGHT = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)


def entry(day: int, *minutes: int, state: str = "done") -> Entry:
    """Return an entry finished at night, some days later, with sessions on that day and before."""
    at = NIGHT + timedelta(days=day)
    sessions = tuple(Session(at - timedelta(days=i), m) for i, m in enumerate(minutes))
    return Entry(state=state, finished=at if state == "done" else None, sessions=sessions)


def track(*paths: object, **entries: Entry) -> TrackedProgress:
    """Return progress on the first of these paths."""
    by_key = {("p", name): each for name, each in entries.items()}
    return track_progress(curriculum(*paths), Progress(entries=by_key))  # type: ignore[arg-type]


def summary(tracked: TrackedProgress, tz: timezone = UTC) -> PathSummary:
    """Return the summary of the first path."""
    status = build_path_status(tracked, tracked.curriculum.paths[0])
    return build_summary(tracked, status, UTC if tz is UTC else tz)


def test_days_span_from_the_first_work_to_the_last() -> None:
    """A session before the step was finished counts, and both ends do."""
    answer = summary(track(path("p", STEPS), a=entry(0, 30, 30), b=entry(5), c=entry(9, 45)))
    assert (answer.first_day, answer.last_day) == (date(2026, 11, 19), date(2026, 11, 29))
    assert (answer.days, answer.study_days, answer.timed) == (11, 3, 2)
    assert answer.status.minutes_spent == 105


def test_days_are_local() -> None:
    """Half past eleven at night in UTC is the next day in Berlin."""
    tracked = track(path("p", STEPS), a=entry(0), b=entry(0), c=entry(0))
    assert summary(tracked, timezone(timedelta(hours=1))).last_day == date(2026, 11, 21)


def test_without_times_there_are_no_days() -> None:
    """Entries that were written by hand may have a state only."""
    done = Entry(state="done")
    answer = summary(track(path("p", STEPS), a=done, b=done, c=done))
    assert (answer.first_day, answer.days, answer.study_days, answer.timed) == (None, None, 0, 0)


@pytest.mark.parametrize(
    ("whole", "last", "estimate"),
    [
        (WHOLE, "done", WHOLE),
        (WHOLE, "skipped", Estimate(120, 240, "derived")),
        (None, "done", Estimate(120, 240, "derived")),
    ],
)
def test_the_estimate_is_for_what_was_done(
    whole: Estimate | None, last: str, estimate: Estimate
) -> None:
    """The author's counts for the whole path only; skipped steps leave the sum of the others."""
    steps = path("p", STEPS, estimate=whole)
    answer = summary(track(steps, a=entry(0), b=entry(0), c=entry(0, state=last)))
    assert answer.estimate == estimate


def test_the_next_path_is_drawn_on_or_in_progress() -> None:
    """Then the order of the files decides; a finished path is not named."""
    done = {("p", each): Entry(state="done") for each in "abc"}
    first, other, third = path("p", STEPS), path("q", [step("d")]), path("r", [step("e")])
    open_ended = path("p", STEPS, None)
    drawing = open_ended._replace(
        phases=(open_ended.phases[0], open_ended.phases[1]._replace(draws_on=("r",)))
    )

    def find(*paths: object, **states: str) -> str | None:
        entries = done | {(key[0], key[2]): Entry(state=each) for key, each in states.items()}
        tracked = track_progress(curriculum(*paths), Progress(entries=entries))  # type: ignore[arg-type]
        answer = summary(tracked).next_path
        return answer.path.id if answer is not None else None

    assert find(first, other, third) == "q"
    assert find(first, other, third, r_e="doing") == "r"
    assert find(drawing, other, third) == "r"
    assert find(first, other, third, q_d="done") == "r"
    assert find(first, other, third, q_d="done", r_e="skipped") is None


def test_only_the_last_step_finishes_a_path() -> None:
    """A command that changes nothing, or skips every step, finishes nothing."""
    steps = path("p", [step("a"), step("b")])
    half = track(steps, a=entry(0))
    whole = track(steps, a=entry(0), b=entry(1))
    status = build_path_status(whole, whole.curriculum.paths[0])
    assert has_become_complete(half, whole, status)
    assert not has_become_complete(whole, whole, status)
    assert not has_become_complete(whole, track(steps, a=entry(2), b=entry(1)), status)
    skipped = track(steps, a=entry(0, state="skipped"), b=entry(0, state="skipped"))
    nothing = build_path_status(skipped, skipped.curriculum.paths[0])
    assert not has_become_complete(track(steps), skipped, nothing)
