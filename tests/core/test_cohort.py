"""Where the learners of a class are: phases, pace, who is stuck, time against estimates."""

from __future__ import annotations

from datetime import timedelta

import pytest

from studypath.core.cohort import Cohort, Learner, build_cohort
from studypath.core.curriculum import Estimate
from studypath.core.progress import Entry, Progress, Session
from tests.core import sample
from tests.core.sample import DAY, NOW

HOUR = Estimate(60, 60, "stated")
PATH = sample.path(
    "p",
    [sample.step("a", estimate=HOUR), sample.step("b", estimate=HOUR)],
    [sample.step("c")],
    None,
)
CURRICULUM = sample.curriculum(PATH)


def learner(learner_id: str, **entries: Entry) -> Learner:
    """Return a learner with entries on the path."""
    return Learner(learner_id, Progress(entries={("p", key): e for key, e in entries.items()}))


def done(days_ago: int, minutes: int) -> Entry:
    """Return an entry that was finished a while ago in one session."""
    end = NOW - days_ago * DAY
    start = end - timedelta(minutes=minutes)
    return Entry(state="done", finished=end, updated=end, sessions=(Session(start, minutes),))


def cohort(*learners: Learner, **options: int) -> Cohort:
    """Return the class of these learners."""
    return build_cohort(CURRICULUM, PATH, iter(learners), now=NOW, **options)


def test_learners_by_phase() -> None:
    """A learner is in the phase of the next step; a phase through is finished, skipped or done."""
    skipped = Entry(state="skipped", updated=NOW)
    answer = cohort(
        learner("new"),
        learner("half", a=done(1, 60)),
        learner("second", a=done(1, 60), b=skipped),
        learner("through", a=done(1, 60), b=done(1, 60), c=done(1, 30)),
    )
    assert [(each.current, each.finished) for each in answer.phases] == [(2, 2), (1, 1), (0, 0)]
    assert [each.median_percent for each in answer.phases] == [75, 0, None]
    assert [each.percent for each in answer.learners] == [0, 33, 50, 100]
    assert [each.phase and each.phase.label for each in answer.learners] == [
        "Phase 1",
        "Phase 1",
        "Phase 2",
        None,
    ]


def test_stuck_is_a_rest_without_a_sign_of_work() -> None:
    """Fourteen days without a session, a beginning or an end; who never began is not stuck."""
    answer = cohort(
        learner("new"),
        learner("fresh", a=done(13, 60)),
        learner("stuck", a=done(14, 60)),
        learner("busy", a=done(40, 60), b=Entry(state="doing", sessions=(Session(NOW, 30),))),
        learner("noted", a=done(40, 60)._replace(note="still thinking", updated=NOW)),
        learner("through", a=done(90, 60), b=done(90, 60), c=done(90, 60)),
    )
    rests = {
        each.id: each.stuck and (each.stuck.step.id, each.stuck.days) for each in answer.learners
    }
    assert rests == {
        "new": None,
        "fresh": None,
        "stuck": ("b", 14),
        "busy": None,
        "noted": ("b", 40),
        "through": None,
    }
    assert cohort(learner("fresh", a=done(13, 60)), stuck_days=7).learners[0].stuck


def test_future_times_are_no_rest() -> None:
    """A clock that runs ahead makes nobody stuck."""
    assert cohort(learner("ahead", a=done(-30, 60))).learners[0].stuck is None


def test_minutes_against_estimates() -> None:
    """The median is over those who finished the step and logged time, as many as it says."""
    doing = Entry(state="doing", sessions=(Session(NOW - DAY, 500),))
    untimed = Entry(state="done", finished=NOW)
    answer = cohort(
        learner("one", a=done(1, 50)),
        learner("two", a=done(1, 91)),
        learner("three", a=doing),
        learner("four", a=untimed),
    )
    first, second, _ = answer.steps
    assert (first.median_minutes, first.learners, first.estimate) == (70, 2, HOUR)
    assert (second.median_minutes, second.learners) == (None, 0)


def test_pace_is_the_forecasts() -> None:
    """Slow learners have the greater factor; without a timed step there is none."""
    answer = cohort(
        learner("new"), learner("slow", a=done(1, 180)), learner("quick", a=done(1, 30))
    )
    new, slow, quick = answer.learners
    assert new.pace is None
    assert slow.pace is not None
    assert quick.pace is not None
    assert slow.pace > 1 > quick.pace
    assert answer.median_pace == pytest.approx((slow.pace + quick.pace) / 2)


def test_nobody_is_a_class_too() -> None:
    """Without learners there are phases and steps without numbers."""
    answer = cohort()
    assert answer.learners == ()
    assert answer.median_pace is None
    assert {each.median_percent for each in answer.phases} == {None}


def test_shared_and_renamed_steps_count() -> None:
    """A work finished on another path, or under a former id, is finished here."""
    other = sample.path("q", [sample.step("x", works=("arxiv:1",))])
    path = sample.path(
        "p", [sample.step("a", works=("arxiv:1",)), sample.step("b", aliases=("old",))]
    )
    entries = {("q", "x"): Entry(state="done"), ("p", "old"): Entry(state="done")}
    answer = build_cohort(
        sample.curriculum(path, other), path, [Learner("l", Progress(entries=entries))], now=NOW
    )
    assert answer.learners[0].done == 2
