"""The step chosen for the time at hand."""

from datetime import UTC, datetime

import pytest

from studypath.core.curriculum import Curriculum, Estimate, Path, Phase, Step
from studypath.core.errors import WrongUsage
from studypath.core.fitting import IN_PART, PERHAPS, SURELY, Fit, find_fit
from studypath.core.progress import Entry, Progress, Session
from studypath.core.status import build_path_status, list_steps_ahead
from studypath.core.tracked import track_progress


def fit(*estimates: tuple[int, int] | None, minutes: int, spent: int = 0) -> Fit | None:
    """Return the fit of steps with these estimates at a pace of 1.5."""
    steps = tuple(
        Step(str(i), f"1.{i}", "S", "video", estimate=Estimate(*e, "stated") if e else None)
        for i, e in enumerate(estimates)
    )
    path = Path("p", "P", (Phase("one", "Phase 1", "One", 1, steps),), "p.toml")
    session = Session(datetime(2026, 11, 1, tzinfo=UTC), spent)
    entries = {("p", "0"): Entry(state="doing", sessions=(session,))} if spent else {}
    status = build_path_status(track_progress(Curriculum((path,)), Progress(entries=entries)), path)
    return find_fit(list_steps_ahead(status), minutes, 1.5)


def outcome(result: Fit | None) -> tuple[str, str]:
    """Return the id of the step and how it fits."""
    assert result is not None
    assert result.how == IN_PART or result.passed_over == int(result.step.step.id)
    return result.step.step.id, result.how


def test_the_first_step_that_surely_fits_comes_first() -> None:
    """At a pace of 1.5, 20 to 30 minutes fit into 45 at their high end."""
    assert outcome(fit((60, 90), (25, 40), (20, 30), (10, 20), minutes=45)) == ("2", SURELY)


def test_a_step_that_perhaps_fits_comes_next() -> None:
    """If none fits at its high end, the first that fits at its low end is chosen."""
    assert outcome(fit((60, 90), (25, 40), minutes=45)) == ("1", PERHAPS)


def test_otherwise_the_first_step_is_chosen_in_part() -> None:
    """Its remaining minutes are at the user's pace."""
    result = fit((60, 90), (80, 90), minutes=45)
    assert outcome(result) == ("0", IN_PART)
    assert result is not None
    assert (result.low_minutes, result.high_minutes) == (90, 135)


def test_time_spent_is_subtracted() -> None:
    """The rest of a step in progress fits although the whole step does not."""
    assert outcome(fit((60, 60), minutes=30, spent=70)) == ("0", SURELY)


def test_a_step_without_an_estimate_fits_in_part() -> None:
    """Its remaining minutes are None; without steps the result is None."""
    result = fit(None, minutes=45)
    assert outcome(result) == ("0", IN_PART)
    assert result is not None
    assert result.low_minutes is None
    assert find_fit([], 45, 1.2) is None


def test_zero_minutes_raise() -> None:
    """The time must be at least one minute."""
    with pytest.raises(WrongUsage):
        find_fit([], 0, 1.2)
