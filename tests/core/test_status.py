"""The status of paths, phases and steps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studypath.core.curriculum import Estimate
from studypath.core.estimates import Remaining
from studypath.core.listing import list_steps
from studypath.core.progress import Entry, Progress, Session
from studypath.core.status import (
    build_path_status,
    build_step_status,
    compute_percent,
    find_start,
    list_orphans,
)
from studypath.core.tracked import track_progress
from tests.core.sample import NOW, curriculum, path, step, tracked

HOUR = Estimate(60, 90, "stated")
KNOWN = curriculum(
    path(
        "p",
        [
            step("talk", covers=("post",), estimate=HOUR, introduces=("x",)),
            step("post", covered_by=("talk",), estimate=HOUR),
        ],
        [step("course", estimate=HOUR, deepens=("x",))],
        None,
    ),
    path("q", [step("elsewhere")]),
)
P = KNOWN.paths[0]


@pytest.mark.parametrize(
    ("done", "skipped", "total", "percent"),
    [
        (0, 0, 3, 0),
        (1, 0, 3, 33),
        (2, 0, 3, 66),
        (3, 0, 3, 100),
        (199, 0, 200, 99),
        (1, 1, 3, 50),
        (2, 1, 3, 100),
        (0, 3, 3, 100),
        (0, 0, 0, None),
    ],
)
def test_percent_is_rounded_down(done: int, skipped: int, total: int, percent: int | None) -> None:
    """Skipped steps leave the total; without steps the percentage is None."""
    assert compute_percent(done, skipped, total) == percent


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6))
def test_percent_is_100_only_if_nothing_remains(done: int, skipped: int, left: int) -> None:
    """A single remaining step keeps it below 100."""
    percent = compute_percent(done, skipped, done + skipped + left)
    assert (percent == 100) == (left == 0 and done + skipped > 0)


def test_a_path_sums_its_phases() -> None:
    """Done and skipped steps, remaining estimates and minutes spent are sums over phases."""
    entries = {
        ("p", "talk"): Entry(state="done", sessions=(Session(NOW, 70),)),
        ("p", "post"): Entry(state="skipped", sessions=(Session(NOW, 5),)),
        ("p", "gone"): Entry(state="done", sessions=(Session(NOW, 9),)),
        ("q", "gone"): Entry(),
    }
    known = track_progress(KNOWN, Progress(entries=entries))
    status = build_path_status(known, P)
    assert (status.done, status.skipped, status.total, status.percent) == (1, 1, 3, 50)
    assert (status.minutes_spent, status.remaining) == (75, Remaining(60, 90))
    assert not status.complete
    first, second, third = status.phases
    assert (first.done, first.skipped, first.total, first.percent) == (1, 1, 2, 100)
    assert (first.minutes_spent, first.remaining) == (75, Remaining(0, 0))
    assert (second.done, second.percent, second.remaining) == (0, 0, Remaining(60, 90))
    assert (third.total, third.percent, third.remaining) == (0, None, Remaining(0, 0))
    assert [(each.id, each.state, each.minutes_spent) for each in status.orphans] == [
        ("gone", "done", 9)
    ]
    assert [each.path_id for each in list_orphans(known, KNOWN.paths[1])] == ["q"]


def test_an_open_ended_phase_does_not_keep_a_path_below_100() -> None:
    """A path is complete if its steps are done or skipped."""
    status = build_path_status(tracked(KNOWN, talk="done", post="done", course="skipped"), P)
    assert (status.percent, status.complete) == (100, True)


def test_covered_holds_the_done_steps_that_cover() -> None:
    """A step in progress does not cover, and covering changes no state."""
    before = build_path_status(tracked(KNOWN, talk="doing"), P).steps[1]
    after = build_path_status(tracked(KNOWN, talk="done"), P).steps[1]
    assert (before.covered, after.covered, after.entry.state) == ((), ("talk",), "todo")
    for step_of in P.steps:
        known = tracked(KNOWN, talk="done")
        expected = next(s for s in build_path_status(known, P).steps if s.step == step_of)
        assert build_step_status(known, P, step_of) == expected


def test_the_start_is_started_or_the_first_session() -> None:
    """`started` comes first; without it the first session counts."""
    later, first = Session(NOW, 5), Session(NOW.replace(hour=9), 5)
    assert find_start(Entry(sessions=(later, first))) == first.start
    assert find_start(Entry(started=NOW, sessions=(first,))) == NOW
    assert find_start(Entry()) is None


def test_a_list_holds_the_steps_that_match_all_filters() -> None:
    """State, kind and concept each narrow the list; None matches every step."""
    known = tracked(KNOWN, talk="done")

    def ids(**asked: str | None) -> list[str]:
        return [each.step.id for each in list_steps(known, KNOWN.paths, **asked)]

    assert ids() == ["talk", "post", "course", "elsewhere"]
    assert ids(state="done") == ["talk"]
    assert ids(concept="x") == ["talk", "course"]
    assert ids(concept="x", state="todo") == ["course"]
    assert ids(kind="video") == []
