"""Remarks for the author of a path."""

from __future__ import annotations

from studypath.core.curriculum import Estimate, Path, Step
from studypath.core.path_review import Remark, review_paths
from tests.core.sample import path, step
from tests.progress_samples import bundled

HOUR = Estimate(60, 60, "stated")


def messages(own: Path) -> list[str]:
    """Return the messages for a path."""
    return [remark.message for remark in review_paths([own])]


def test_the_bundled_paths_are_without_remark() -> None:
    """Nothing is reported where nothing is wrong."""
    paths = bundled().paths
    assert list(review_paths(paths)) == []


def test_a_path_without_any_estimate_is_reported() -> None:
    """Without estimates there is no forecast."""
    assert "has no estimate anywhere" in messages(path("a", [step("x", url="https://e.org")]))[0]


def test_a_step_without_an_address_is_reported() -> None:
    """An arXiv id or a DOI is an address too."""
    steps = [step("x", estimate=HOUR), step("y", arxiv="1706.03762"), step("z", doi="10.1/2")]
    message = "x has no address; give it a url, arxiv or doi"
    assert list(review_paths([path("a", steps)])) == [Remark(message, None, 0, 0)]


def test_many_steps_without_an_address_are_one_remark() -> None:
    """The first twenty are named; a step whose kind is a task or an exercise needs no address."""
    steps = [
        step(f"x{n}", estimate=HOUR)._replace(number=f"1.{n}", title=f"T{n}") for n in range(1, 24)
    ]
    steps[0] = steps[0]._replace(kind="task")
    (remark,) = review_paths([path("a", steps)])
    assert remark.message.startswith("22 steps have no address: 1.2, 1.3, ")
    assert remark.message.endswith(", 1.21 and 2 more; give each a url, arxiv or doi")


def test_equal_titles_are_reported_with_the_first_step() -> None:
    """Case and blanks do not make titles different."""
    steps = [
        step("x", url="https://e.org/1", estimate=HOUR)._replace(title="A  title"),
        step("y", url="https://e.org/2", estimate=HOUR)._replace(title="a Title"),
    ]
    assert list(review_paths([path("a", steps)])) == [
        Remark("is the title of x too", "title", 0, 1)
    ]


def test_sums_that_miss_the_stated_estimate_are_reported() -> None:
    """Two steps of an hour in a path of three hours do not fit; 10 % off is no fault."""
    steps = [step(name, url=f"https://e.org/{name}", estimate=HOUR) for name in "xy"]
    assert messages(path("a", steps, estimate=Estimate(180, 240, "stated"))) == [
        "is 3h-4h, but the steps of the path sum to 2h"
    ]
    assert messages(path("a", steps, estimate=Estimate(115, 125, "stated"))) == []
    unknown = [*steps, step("z", url="https://e.org/z")]
    assert messages(path("a", unknown, estimate=Estimate(180, 240, "stated"))) == []


def test_known_estimates_that_exceed_the_stated_one_are_reported() -> None:
    """Steps without an estimate share nothing if the others need more than there is."""
    steps = [step("x", url="https://e.org/x", estimate=HOUR), step("y", url="https://e.org/y")]
    assert messages(path("a", steps, estimate=Estimate(30, 45, "stated"))) == [
        "is 30m-45m, but those of the steps of the path that have one sum to 1h"
    ]


def test_phases_that_do_not_sum_to_the_path_are_reported() -> None:
    """A phase counts with its own estimate, else with the sum of its steps."""
    own = path("a", [step("x", url="https://e.org/x")], estimate=Estimate(600, 600, "stated"))
    phases = tuple(phase._replace(estimate=HOUR) for phase in own.phases)
    assert messages(own._replace(phases=phases)) == ["is 10h, but the phases of the path sum to 1h"]


def test_unknown_references_get_the_nearest_id() -> None:
    """`covers` names steps of any path, `draws_on` paths; others are reported."""
    own = path("a", [step("x", url="https://e.org/x", estimate=HOUR, covers=("brt", "y"))])
    phases = tuple(phase._replace(draws_on=("papr", "b")) for phase in own.phases)
    other = path("b", [step("y"), step("bert")])
    paper = path("paper", [step("z")])
    assert list(review_paths([own._replace(phases=phases)], [other, paper])) == [
        Remark("no path has the id papr; did you mean paper?", "draws_on", 0),
        Remark("no step has the id brt; did you mean bert?", "covers", 0, 0),
    ]


def test_each_path_of_a_file_has_its_own_remarks() -> None:
    """A remark names its path; a path may refer to the others of its file."""
    own = path("a", [step("x", url="https://e.org/x", estimate=HOUR, covers=("y",))])
    other = path("b", [step("y", url="https://e.org/y", estimate=HOUR, covers=("no",))])
    message = "no step has the id no"
    assert list(review_paths([own, other])) == [Remark(message, "covers", 0, 0, path=1)]


def test_the_ids_of_a_file_are_collected_once() -> None:
    """The cost of many paths in one file grows with their number, not with its square."""
    reads = 0

    class CountedPath(Path):
        @property
        def steps(self) -> tuple[Step, ...]:
            nonlocal reads
            reads += 1
            return super().steps

    paths = [CountedPath(*path(f"a{n}", [step(f"x{n}")])) for n in range(50)]
    assert len(list(review_paths(paths))) == 100
    assert reads <= 2 * len(paths)
