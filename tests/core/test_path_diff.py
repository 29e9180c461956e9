"""Two versions of a path, compared in the learner's terms."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from studypath.core.curriculum import Curriculum, Estimate, Part, Path, Phase, Step
from studypath.core.path_diff import (
    ADDED,
    ESTIMATE,
    MERGED,
    MOVED,
    PARTS,
    REMOVED,
    RENAMED,
    SHARE,
    STATE,
    LeftProgress,
    PathDiff,
    diff_paths,
)
from studypath.core.path_pairs import pair_phases
from studypath.core.progress import STATES, Entry, Progress
from studypath.core.status import Orphan, build_path_status
from studypath.core.tracked import TrackedProgress, track_progress
from studypath.core.works import with_path
from tests.core.sample import NOW, curriculum, path, step


def estimate(low: int, high: int) -> Estimate:
    """Return a stated estimate."""
    return Estimate(low, high, "stated")


def track(version: Path, states: dict[str, str]) -> TrackedProgress:
    """Return progress on one path with these states."""
    entries = {("a", step_id): Entry(state=state) for step_id, state in states.items()}
    return track_progress(curriculum(version), Progress(entries=entries))


def diff(old: list[list[Step]] | Path, new: list[list[Step]] | Path, **states: str) -> PathDiff:
    """Return the difference of two versions for a learner with these states."""
    olds, news = (each if isinstance(each, Path) else path("a", *each) for each in (old, new))
    return diff_paths(track(olds, states), olds, track(news, states), news)


def names(answer: PathDiff) -> list[tuple[str, str]]:
    """Return kind and id of each change."""
    return [
        (change.kind, (change.new or change.old).step.id)  # type: ignore[union-attr]
        for change in answer.changes
    ]


def test_an_added_step_lowers_the_percentage() -> None:
    """One of two done is 50 %; a third step makes it 33 %."""
    answer = diff([[step("x"), step("y")]], [[step("x"), step("y"), step("z")]], x="done")
    assert names(answer) == [(ADDED, "z")]
    assert (answer.before.percent, answer.after.percent) == (50, 33)


def test_a_removed_step_is_named_with_its_effect_and_its_progress() -> None:
    """Removing a finished step takes it from the percentage and leaves its progress."""
    answer = diff([[step("x"), step("y")]], [[step("y")]], x="done")
    assert names(answer) == [(REMOVED, "x")]
    (change,) = answer.changes
    assert (change.before.percent, change.after.percent) == (50, 0)
    assert answer.left == (LeftProgress(Orphan("a", "x", "done", 0), None),)


def test_a_removed_step_without_progress_leaves_nothing() -> None:
    """Only progress becomes an orphan."""
    assert diff([[step("x"), step("y")]], [[step("y")]], y="done").left == ()


def test_progress_under_a_former_id_that_is_dropped_is_left() -> None:
    """A step that no longer names a former id is where its progress belongs."""
    answer = diff([[step("x", aliases=("o",))]], [[step("x")]], o="done")
    assert names(answer) == [(STATE, "x")]
    (left,) = answer.left
    assert left.orphan == Orphan("a", "o", "done", 0)
    assert left.successor is not None
    assert left.successor.step.id == "x"


def test_a_renamed_step_keeps_its_progress() -> None:
    """An alias makes two ids one step: nothing is lost."""
    answer = diff([[step("x"), step("y")]], [[step("z", aliases=("x",)), step("y")]], x="done")
    assert names(answer) == [(RENAMED, "z")]
    assert answer.before == answer.after


def test_a_step_replaced_without_an_alias_names_its_successor() -> None:
    """An added step with the same work or title as a removed one seems to replace it."""
    work = ("url:example.org/a",)
    answer = diff([[step("x", works=work)]], [[step("new", works=work)]], x="done")
    assert names(answer) == [(REMOVED, "x"), (ADDED, "new")]
    successor = answer.left[0].successor
    assert successor is not None
    assert successor.step.id == "new"


def test_two_steps_that_became_one_are_merged() -> None:
    """A step that replaces two has the progress of both, in one change."""
    new = [[step("z", aliases=("x", "y")), step("w")]]
    answer = diff([[step("x"), step("y"), step("w")]], new, y="done")
    assert names(answer) == [(RENAMED, "z"), (MERGED, "z")]
    merged = answer.changes[1]
    assert (merged.before.percent, merged.after.percent) == (33, 50)


def test_an_estimate_changes_the_time_left() -> None:
    """The time left changes by exactly the difference of the estimates."""
    old = [[step("x", estimate=estimate(60, 120))]]
    answer = diff(old, [[step("x", estimate=estimate(90, 180))]])
    assert names(answer) == [(ESTIMATE, "x")]
    assert answer.before.remaining == (60, 120)
    assert answer.after.remaining == (90, 180)


def test_an_added_step_takes_its_share_of_the_authors_estimate() -> None:
    """A new step without an estimate leaves the stated total as it was."""
    old = path("a", [step("x"), step("y")], estimate=estimate(60, 120))
    new = path("a", [step("x"), step("y"), step("z")], estimate=estimate(60, 120))
    answer = diff(old, new)
    assert names(answer) == [(ADDED, "z"), (SHARE, "x"), (SHARE, "y")]
    assert answer.before.remaining == answer.after.remaining == (60, 120)


def test_parts_change_what_is_left_of_a_step() -> None:
    """A third part makes a step of which one of two is done longer."""
    parts = tuple(Part(f"Part {n}", minutes=30) for n in range(3))
    old, new = (
        path("a", [step("x", estimate=estimate(60, 60), parts=parts[:count])]) for count in (2, 3)
    )
    progress = Progress(entries={("a", "x"): Entry(state="doing", parts_done=(1,))})
    one, two = (track_progress(curriculum(each), progress) for each in (old, new))
    answer = diff_paths(one, old, two, new)
    assert names(answer) == [(PARTS, "x")]
    assert (answer.before.remaining, answer.after.remaining) == ((30, 30), (40, 40))


def test_another_source_of_an_estimate_is_no_change() -> None:
    """The same minutes are the same estimate, whoever stated them."""
    old = [[step("x", estimate=Estimate(60, 60, "derived", "a rule"))]]
    assert diff(old, [[step("x", estimate=estimate(60, 60))]]).is_empty


def test_a_new_address_can_make_a_step_done() -> None:
    """A step that is the same work as a finished one on another path changes its state."""
    entries = {("b", "other"): Entry(state="done", updated=NOW)}
    other = path("b", [step("other", works=("w",))])
    old, new = path("a", [step("x")]), path("a", [step("x", works=("w",))])
    one, two = (track_progress(curriculum(e, other), Progress(entries=entries)) for e in (old, new))
    answer = diff_paths(one, old, two, new)
    assert names(answer) == [(STATE, "x")]
    assert (answer.before.percent, answer.after.percent) == (0, 100)


def test_only_the_step_that_changed_its_place_has_moved() -> None:
    """Taking the last step to the front moves one step, not all of them."""
    order = [step("a"), step("b"), step("c"), step("d")]
    answer = diff([order], [[order[3], *order[:3]]])
    assert names(answer) == [(MOVED, "d")]


def test_a_step_in_another_phase_has_moved() -> None:
    """A change of phase is a move even where the order is the same."""
    answer = diff([[step("x"), step("y")], [step("z")]], [[step("x")], [step("y"), step("z")]])
    assert names(answer) == [(MOVED, "y")]


def test_the_steps_of_a_renamed_phase_have_not_moved() -> None:
    """A phase under another id is the same one by its alias, its title or its steps."""
    old = path("a", [step("x")], [step("y"), step("z")])
    first, second = old.phases
    for changes in (
        {"id": "new", "title": "New", "aliases": ("a-2",), "steps": second.steps[:1]},
        {"id": "new", "steps": second.steps[1:]},
        {"id": "new", "title": "New"},
    ):
        new = old._replace(phases=(first, second._replace(**changes)))
        answer = diff(old, new)
        assert [change.kind for change in answer.phases] == [RENAMED]
        assert MOVED not in {kind for kind, _ in names(answer)}


def test_added_and_removed_phases_and_new_estimates_are_listed() -> None:
    """Phases are compared as well."""
    old = path("a", [step("x")], [step("y")])
    first, second = old.phases
    changed = first._replace(estimate=estimate(60, 60))
    added = second._replace(id="more", title="More", steps=(step("z")._replace(number="2.1"),))
    answer = diff(old, old._replace(phases=(changed, added)))
    kinds = [(each.kind, (each.new or each.old).id) for each in answer.phases]  # type: ignore[union-attr]
    assert kinds == [(ESTIMATE, "a-1"), (ADDED, "more"), (REMOVED, "a-2")]


class Situation(NamedTuple):
    """Two versions of the path `a`, beside a path `b` of which it shares works, and progress."""

    old: Curriculum
    new: Curriculum
    progress: Progress


IDS = "abcdefgh"
ESTIMATES = st.none() | st.builds(
    lambda low, more: estimate(low, low + more), st.integers(1, 300), st.integers(0, 60)
)
WORKS = st.lists(st.sampled_from(["w1", "w2", "w3"]), max_size=2, unique=True).map(tuple)
ENTRIES = st.builds(
    lambda state, hours, parts: Entry(
        state=state,
        updated=None if hours is None else NOW + timedelta(hours=hours),
        parts_done=tuple(sorted(parts)),
    ),
    st.sampled_from(STATES),
    st.none() | st.integers(0, 3),
    st.sets(st.integers(1, 4), max_size=2),
)
PARTS_OF_STEPS = st.lists(
    st.builds(
        lambda n, minutes: Part(f"Part {n}", minutes=minutes),
        st.integers(1, 2),
        st.none() | st.integers(1, 60),
    ),
    max_size=3,
).map(tuple)


@st.composite
def versions(draw: st.DrawFn) -> Path:
    """Return a version of the path `a` in which every id and alias is used once."""
    names = draw(st.lists(st.sampled_from(IDS), unique=True, max_size=8))
    phases: list[list[Step]] = [[], [], []]
    while names:
        own, *aliases = names[: draw(st.integers(1, 3))]
        del names[: 1 + len(aliases)]
        made = step(
            own,
            aliases=tuple(aliases),
            estimate=draw(ESTIMATES),
            works=draw(WORKS),
            parts=draw(PARTS_OF_STEPS),
            covers=tuple(draw(st.sets(st.sampled_from(IDS), max_size=1)) - {own}),
        )
        phases[draw(st.integers(0, 2))].append(made)
    version = path("a", *phases, estimate=draw(ESTIMATES))
    ids = draw(st.permutations(["one", "two", "three"]))
    return version._replace(
        phases=tuple(
            phase._replace(id=phase_id, estimate=draw(ESTIMATES))
            for phase, phase_id in zip(version.phases, ids, strict=True)
        )
    )


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    """Return two versions of a path and progress on their steps and on shared works."""
    works = draw(st.lists(WORKS, max_size=3))
    other = path("b", [step(f"o{n}", works=each) for n, each in enumerate(works)])
    keys = st.sampled_from([("a", each) for each in IDS] + [("b", f"o{n}") for n in range(3)])
    progress = Progress(entries=draw(st.dictionaries(keys, ENTRIES, max_size=8)))
    old, new = draw(versions()), draw(versions())
    base = curriculum(old, other)
    return Situation(base, with_path(base, new), progress)


@given(situations())
def test_the_changes_explain_percentage_and_hours_exactly(situation: Situation) -> None:
    """Each change begins where the one before it ended, from the old status to the new one."""
    one, other = (track_progress(each, situation.progress) for each in situation[:2])
    answer = diff_paths(one, one.curriculum.paths[0], other, other.curriculum.paths[0])
    for effect, tracked in ((answer.before, one), (answer.after, other)):
        status = build_path_status(tracked, tracked.curriculum.paths[0])
        shown = (status.done, status.skipped, status.total, status.percent, status.remaining)
        assert effect == shown
    effects = [answer.before, *(change.after for change in answer.changes)]
    assert [change.before for change in answer.changes] == effects[:-1]
    assert effects[-1] == answer.after


@given(situations())
def test_no_progress_disappears(situation: Situation) -> None:
    """Progress that counted for a step and no longer does is listed."""
    one, other = (track_progress(each, situation.progress) for each in situation[:2])
    answer = diff_paths(one, one.curriculum.paths[0], other, other.curriculum.paths[0])
    left = {each.orphan[:2] for each in answer.left}
    assert left == set(other.orphans) - set(one.orphans)


@given(situations())
def test_a_version_does_not_differ_from_itself(situation: Situation) -> None:
    """Comparing a path with itself finds nothing."""
    one = track_progress(situation.old, situation.progress)
    assert diff_paths(one, one.curriculum.paths[0], one, one.curriculum.paths[0]).is_empty


def test_phases_with_one_title_pair_in_order_and_each_title_is_looked_up_once() -> None:
    """The cost of pairing grows with the number of phases, not with its square."""
    compared = 0

    class CountedTitle(str):
        __slots__ = ()

        def __eq__(self, other: object) -> bool:
            nonlocal compared
            compared += 1
            return str.__eq__(self, other)

        __hash__ = str.__hash__

    def build(prefix: str, titles: list[str]) -> Path:
        phases = tuple(
            Phase(f"{prefix}{n}", "", CountedTitle(title), n) for n, title in enumerate(titles)
        )
        return path("a")._replace(phases=phases)

    old = build("x", ["Same", "Same", *(f"Old {n}" for n in range(100))])
    new = build("y", ["Same", "Same", *(f"New {n}" for n in range(100))])
    pairs = [(p.old.id, p.new.id) for p in pair_phases(old, new, []) if p.old and p.new]
    assert pairs == [("x0", "y0"), ("x1", "y1")]
    assert compared < 4 * 102
