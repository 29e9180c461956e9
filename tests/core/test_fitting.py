"""What of the next step fits into the time at hand."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studypath.core.curriculum import Curriculum, Estimate, Part, Path, Phase, Step
from studypath.core.errors import WrongUsage
from studypath.core.fitting import IN_PART, MOST_NAMED, PERHAPS, SURELY, Fit, find_fit
from studypath.core.progress import Entry, Progress, Session
from studypath.core.status import build_path_status, list_steps_ahead
from studypath.core.tracked import track_progress

PACE = 1.5


def fit(
    *estimates: tuple[int, int] | None,
    minutes: int,
    spent: int = 0,
    parts: tuple[int | None, ...] = (),
    done: tuple[int, ...] = (),
) -> Fit:
    """Return the fit of steps with these estimates; the first has parts of these minutes."""
    steps = tuple(
        Step(
            str(i), f"1.{i}", "S", "video",
            estimate=Estimate(*e, "stated") if e else None,
            parts=tuple(Part("P", minutes=m) for m in parts) if not i else (),
        )
        for i, e in enumerate(estimates)
    )  # fmt: skip
    path = Path("p", "P", (Phase("one", "Phase 1", "One", 1, steps),), "p.toml")
    sessions = (Session(datetime(2026, 11, 1, tzinfo=UTC), spent),) if spent else ()
    entry = Entry(state="doing", sessions=sessions, parts_done=done)
    entries = {("p", "0"): entry} if spent or done else {}
    status = build_path_status(track_progress(Curriculum((path,)), Progress(entries=entries)), path)
    found = find_fit(list_steps_ahead(status), minutes, PACE)
    assert found is not None
    return found


def ids(steps: tuple[object, ...]) -> list[str]:
    """Return the ids of steps."""
    return [each.step.id for each in steps]  # type: ignore[attr-defined]


def test_the_next_step_is_never_passed_over() -> None:
    """A later step that would fit as a whole is named separately, the next one comes in part."""
    answer = fit((60, 90), (25, 40), (20, 30), (10, 20), minutes=45)
    assert (answer.step.step.id, answer.how) == ("0", IN_PART)
    assert ids(answer.others) == ["2", "3"]
    assert (answer.low_minutes, answer.high_minutes) == (90, 135)


@given(
    st.lists(
        st.none() | st.tuples(st.integers(1, 90), st.integers(90, 200)), min_size=1, max_size=6
    ),
    st.integers(1, 400),
    st.lists(st.none() | st.integers(1, 60), max_size=4).map(tuple),
)
def test_what_is_offered_fits(
    estimates: list[tuple[int, int] | None], minutes: int, parts: tuple[int | None, ...]
) -> None:
    """The first step is offered for any time, and nothing that is offered takes longer."""
    answer = fit(*estimates, minutes=minutes, parts=parts)
    assert answer.step.step.id == "0"
    assert answer.parts_minutes <= minutes
    assert [part.number for part in answer.parts] == list(range(1, len(answer.parts) + 1))
    if answer.how == SURELY:
        assert answer.high_minutes is not None
        assert answer.high_minutes <= minutes
    assert not (answer.how != IN_PART and (answer.parts or answer.others))
    assert len(answer.following) <= MOST_NAMED


def test_a_step_fits_surely_or_perhaps() -> None:
    """At a pace of 1.5, 20 to 30 minutes surely fit into 45, and perhaps into 30."""
    assert fit((20, 30), minutes=45).how == SURELY
    assert fit((20, 30), minutes=30).how == PERHAPS
    assert fit((20, 30), minutes=29).how == IN_PART


def test_steps_follow_in_order_while_there_is_time() -> None:
    """The first one that does not fit ends the row, whatever comes after it."""
    answer = fit((20, 20), (20, 20), (60, 60), (10, 10), minutes=90)
    assert (answer.how, ids(answer.following)) == (SURELY, ["1"])


def test_parts_are_offered_where_the_step_does_not_fit() -> None:
    """From the next part on, as many as fit by their durations, which no pace changes."""
    answer = fit((60, 90), minutes=45, parts=(20, 21, 19, 30))
    assert ([part.number for part in answer.parts], answer.parts_minutes) == ([1, 2], 41)
    answer = fit((60, 90), minutes=45, parts=(20, 21, 19, 30), done=(1, 3))
    assert [part.number for part in answer.parts] == [2]


def test_parts_without_a_duration_take_their_share_at_the_pace() -> None:
    """A third of 90 minutes at a pace of 1.5 is 45 minutes."""
    answer = fit((80, 90), minutes=100, parts=(None, None, None))
    assert ([part.number for part in answer.parts], answer.parts_minutes) == ([1, 2], 90)


def test_a_step_takes_at_least_its_parts() -> None:
    """Videos of two hours do not fit into an hour, however low the estimate is."""
    answer = fit((20, 30), minutes=60, parts=(40, 40, 40))
    assert (answer.how, answer.low_minutes) == (IN_PART, 120)
    assert [part.number for part in answer.parts] == [1]


def test_time_spent_is_subtracted() -> None:
    """The rest of a step in progress fits although the whole step does not."""
    assert fit((60, 60), minutes=30, spent=70).how == SURELY


def test_a_step_without_an_estimate_fits_in_part() -> None:
    """Its remaining minutes are None; without steps the result is None."""
    answer = fit(None, (10, 10), minutes=45)
    assert (answer.how, answer.low_minutes, ids(answer.others)) == (IN_PART, None, ["1"])
    assert find_fit([], 45, 1.2) is None


def test_zero_minutes_raise() -> None:
    """The time must be at least one minute."""
    with pytest.raises(WrongUsage):
        find_fit([], 0, 1.2)
