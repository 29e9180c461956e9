"""Two versions of a path, compared in the learner's terms."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from studypath.core.curriculum import Estimate, Step
from studypath.core.path_diff import (
    ADDED,
    ESTIMATE,
    MOVED,
    REMOVED,
    RENAMED,
    TITLE,
    PathDiff,
    diff_paths,
)
from studypath.core.progress import STATES, Entry, Progress
from studypath.core.status import build_path_status
from studypath.core.tracked import TrackedProgress, track_progress
from tests.core.sample import curriculum, path, step


def track(phases: list[list[Step]], states: dict[str, str]) -> TrackedProgress:
    """Return progress on one path of these phases."""
    entries = {("a", step_id): Entry(state=state) for step_id, state in states.items()}
    return track_progress(curriculum(path("a", *phases)), Progress(entries=entries))


def diff(old: list[list[Step]], new: list[list[Step]], **states: str) -> PathDiff:
    """Return the difference of two versions for a learner with these states."""
    return diff_paths(track(old, states), track(new, states), "a")


def names(found: PathDiff) -> list[tuple[str, str]]:
    """Return kind and id of each change."""
    return [
        (change.kind, (change.new or change.old).step.id)  # type: ignore[union-attr]
        for change in found.changes
    ]


def test_an_added_step_lowers_the_percentage() -> None:
    """One of two done is 50 %; a third step makes it 33 %."""
    found = diff([[step("x"), step("y")]], [[step("x"), step("y"), step("z")]], x="done")
    assert names(found) == [(ADDED, "z")]
    assert (found.before.percent, found.after.percent) == (50, 33)


def test_a_removed_step_is_named_with_its_effect() -> None:
    """Removing a finished step takes it from the percentage."""
    found = diff([[step("x"), step("y")]], [[step("y")]], x="done")
    assert names(found) == [(REMOVED, "x")]
    assert (found.changes[0].before.percent, found.changes[0].after.percent) == (50, 0)


def test_a_renamed_step_keeps_its_progress() -> None:
    """An alias makes two ids one step: nothing is lost."""
    found = diff([[step("x"), step("y")]], [[step("z", aliases=("x",)), step("y")]], x="done")
    assert names(found) == [(RENAMED, "z"), (TITLE, "z")]
    assert found.before == found.after


def test_an_estimate_changes_the_time_left() -> None:
    """The time left changes by exactly the difference of the estimates."""
    old = [[step("x", estimate=Estimate(60, 120, "stated"))]]
    found = diff(old, [[step("x", estimate=Estimate(90, 180, "stated"))]])
    assert names(found) == [(ESTIMATE, "x")]
    assert found.before.remaining == (60, 120)
    assert found.after.remaining == (90, 180)


def test_only_the_step_that_changed_its_place_has_moved() -> None:
    """Taking the last step to the front moves one step, not all of them."""
    order = [step("a"), step("b"), step("c"), step("d")]
    found = diff([order], [[order[3], *order[:3]]])
    assert names(found) == [(MOVED, "d")]


def test_a_step_in_another_phase_has_moved() -> None:
    """A change of phase is a move even where the order is the same."""
    found = diff([[step("x"), step("y")], [step("z")]], [[step("x")], [step("y"), step("z")]])
    assert (MOVED, "y") in names(found)


IDS = st.sampled_from("abcdefgh")
PHASES = st.lists(
    st.builds(
        lambda step_id, low, more: step(
            step_id, estimate=None if low is None else Estimate(low, low + more, "stated")
        ),
        IDS,
        st.none() | st.integers(1, 300),
        st.integers(0, 60),
    ),
    max_size=8,
    unique_by=lambda each: each.id,
).map(lambda steps: [steps[: len(steps) // 2], steps[len(steps) // 2 :]])


@given(PHASES, PHASES, st.dictionaries(IDS, st.sampled_from(STATES)))
def test_the_changes_explain_the_percentage_exactly(
    old: list[list[Step]], new: list[list[Step]], states: dict[str, str]
) -> None:
    """Each change begins where the one before it ended, from the old status to the new one."""
    one, other = track(old, states), track(new, states)
    found = diff_paths(one, other, "a")
    befores = build_path_status(one, one.curriculum.paths[0])
    afters = build_path_status(other, other.curriculum.paths[0])
    assert found.before.percent == befores.percent
    assert found.after.percent == afters.percent
    assert found.after.remaining == afters.remaining
    effects = [found.before, *(change.after for change in found.changes)]
    assert [change.before for change in found.changes] == effects[:-1]
    assert effects[-1] == found.after


@given(PHASES, st.dictionaries(IDS, st.sampled_from(STATES)))
def test_a_version_does_not_differ_from_itself(
    phases: list[list[Step]], states: dict[str, str]
) -> None:
    """Comparing a path with itself finds nothing."""
    assert diff(phases, phases, **states).changes == ()
