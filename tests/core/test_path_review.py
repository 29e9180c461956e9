"""Remarks for the author of a path."""

from __future__ import annotations

from studypath.core.curriculum import Estimate, Path
from studypath.core.path_review import Remark, review_path
from tests.core.sample import path, step
from tests.progress_samples import bundled

HOUR = Estimate(60, 60, "stated")


def messages(own: Path) -> list[str]:
    """Return the messages for a path."""
    return [remark.message for remark in review_path(own)]


def test_the_bundled_paths_are_without_remark() -> None:
    """Nothing is reported where nothing is wrong."""
    assert [remark for own in bundled().paths for remark in review_path(own)] == []


def test_a_path_without_any_estimate_is_reported() -> None:
    """Without estimates there is no forecast."""
    assert "has no estimate anywhere" in messages(path("a", [step("x", url="https://e.org")]))[0]


def test_a_step_without_an_address_is_reported() -> None:
    """An arXiv id or a DOI is an address too."""
    steps = [step("x", estimate=HOUR), step("y", arxiv="1706.03762"), step("z", doi="10.1/2")]
    assert review_path(path("a", steps)) == [Remark("a", "x", "has no address (url)")]


def test_equal_titles_are_reported_with_the_first_step() -> None:
    """Case and blanks do not make titles different."""
    steps = [
        step("x", url="https://e.org/1", estimate=HOUR)._replace(title="A  title"),
        step("y", url="https://e.org/2", estimate=HOUR)._replace(title="a Title"),
    ]
    assert review_path(path("a", steps)) == [Remark("a", "y", "has the same title as x")]


def test_sums_that_miss_the_stated_estimate_are_reported() -> None:
    """Two steps of an hour in a path of three hours do not fit; 10 % off is no fault."""
    steps = [step(name, url=f"https://e.org/{name}", estimate=HOUR) for name in "xy"]
    assert messages(path("a", steps, estimate=Estimate(180, 240, "stated"))) == [
        "the steps of the path sum to 2h, the estimate is 3h-4h"
    ]
    assert messages(path("a", steps, estimate=Estimate(115, 125, "stated"))) == []
    unknown = [*steps, step("z", url="https://e.org/z")]
    assert messages(path("a", unknown, estimate=Estimate(180, 240, "stated"))) == []
