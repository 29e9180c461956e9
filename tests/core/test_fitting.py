"""What fits into the minutes at hand: a whole step where one does, else a sitting of the next."""

from datetime import UTC, datetime

import pytest

from studypath.core.curriculum import Curriculum, Estimate, Path, Phase, Step
from studypath.core.errors import WrongUsage
from studypath.core.fitting import IN_PART, PERHAPS, SURELY, Fit, find_fit
from studypath.core.progress import Entry, Progress, Session
from studypath.core.status import build_path_status, list_steps_ahead
from studypath.core.tracked import track_progress


def fit(*estimates: tuple[int, int] | None, minutes: int, spent: int = 0) -> Fit | None:
    """What fits of steps with these estimates at a pace of 1.5."""
    steps = tuple(
        Step(str(i), f"1.{i}", "S", "video", estimate=Estimate(*e, "stated") if e else None)
        for i, e in enumerate(estimates)
    )
    path = Path("p", "P", (Phase("one", "Phase 1", "One", 1, steps),), "p.toml")
    sitting = Session(datetime(2026, 11, 1, tzinfo=UTC), spent)
    entries = {("p", "0"): Entry(state="doing", sessions=(sitting,))} if spent else {}
    status = build_path_status(track_progress(Curriculum((path,)), Progress(entries=entries)), path)
    return find_fit(list_steps_ahead(status), minutes, 1.5)


def told(found: Fit | None) -> tuple[str, str]:
    """The step and how it fits."""
    assert found is not None
    assert found.how == IN_PART or found.passed_over == int(found.step.step.id)
    return found.step.step.id, found.how


def test_the_first_step_that_surely_fits_comes_first() -> None:
    """At a pace of 1.5, 20 to 30 minutes fit into 45 even at their high end."""
    assert told(fit((60, 90), (25, 40), (20, 30), (10, 20), minutes=45)) == ("2", SURELY)


def test_one_that_perhaps_fits_comes_next() -> None:
    """Where none fits at its high end, the first whose low end does."""
    assert told(fit((60, 90), (25, 40), minutes=45)) == ("1", PERHAPS)


def test_else_it_is_a_sitting_of_the_next_step() -> None:
    """A step too long is begun, and what it takes in all is said at the learner's pace."""
    found = fit((60, 90), (80, 90), minutes=45)
    assert told(found) == ("0", IN_PART)
    assert found is not None
    assert (found.low_minutes, found.high_minutes) == (90, 135)


def test_what_was_spent_counts() -> None:
    """The rest of a step that is nearly through fits where all of it would not."""
    assert told(fit((60, 60), minutes=30, spent=70)) == ("0", SURELY)


def test_nothing_known_or_left() -> None:
    """A step of unknown length is offered as a sitting; nothing left is None."""
    found = fit(None, minutes=45)
    assert told(found) == ("0", IN_PART)
    assert found is not None
    assert found.low_minutes is None
    assert find_fit([], 45, 1.2) is None


def test_no_minutes_are_wrong_usage() -> None:
    """Nothing fits into nothing."""
    with pytest.raises(WrongUsage):
        find_fit([], 0, 1.2)
