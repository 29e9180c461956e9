"""Times of steps, parts and whole documents, and the texts without them."""

from __future__ import annotations

import pytest

from studypath.core.curriculum import Part, Step
from tests.files.importing.shown import one_path, time_of


def _first_step(*lines: str) -> Step:
    """Import a list with these lines and return its first step."""
    items = "\n".join([*lines, "- [Other](https://example.org/other)"])
    return one_path(f"# Course\n\n## Week 1\n\n{items}\n").steps[0]


@pytest.mark.parametrize("link", ["[Watch MCMC (1h30)](https://e.org/a)", "Watch MCMC (1h30)"])
def test_hours_and_minutes_without_a_unit_are_a_time(link: str) -> None:
    """`1h30` is an hour and a half, and part of neither title nor id."""
    step = _first_step(f"- {link}")
    assert (step.id, step.title, time_of(step)) == ("watch-mcmc", "Watch MCMC", "1h30m")


def test_a_time_of_day_is_no_estimate() -> None:
    """`18h30` is when a lecture begins."""
    assert time_of(_first_step("- [Lecture](https://e.org/a) (18h30)")) is None


@pytest.mark.parametrize(
    ("after", "focus"),
    [
        (" - ~2 hours", None),
        (" — good talk, 2h", "good talk"),
        (" (2 hours)", None),
        (" - about 2 hours long. Read it twice", "Read it twice"),
        (" - 2h; read it twice", "read it twice"),
        (" - a talk (2h) with slides", "a talk with slides"),
        (" - a talk (with slides, 2h)", "a talk (with slides, 2h)"),
        (" - takes 2h to read, at least", "takes 2h to read, at least"),
    ],
)
def test_a_remark_does_not_repeat_the_estimate(after: str, focus: str | None) -> None:
    """The time is cut out of a remark unless it stands inside a sentence or among other words."""
    step = _first_step(f"- [Entropy](https://e.org/a){after}")
    assert (step.title, step.focus, time_of(step)) == ("Entropy", focus, "2h")


def test_a_nested_time_is_the_estimate_and_no_remark() -> None:
    """A time in a list below a step is its estimate."""
    step = _first_step("- [Entropy](https://e.org/a)", "  - ~2 hours", "  - with proofs")
    assert (step.focus, time_of(step)) == ("with proofs", "2h")


def test_parts_have_their_own_times() -> None:
    """The time after the name of a part is its duration; a step without one has their sum."""
    step = _first_step("- [ ] Do the project", "  - part a 1h", "  - part b (30m)")
    assert step.parts == (Part("part a", minutes=60), Part("part b", minutes=30))
    assert time_of(step) == "1h30m"
    step = _first_step("- [ ] Do the project (4h)", "  - part a 1h", "  - first 10 min", "  - 1-2h")
    assert step.parts == (Part("part a", minutes=60), Part("first 10 min"), Part("1-2h"))
    assert time_of(step) == "4h"


@pytest.mark.parametrize(
    "text", ["~30 hours", "Total: 30 hours", "Estimated time: **30h**", "(30h)"]
)
def test_a_time_alone_is_that_of_the_path(text: str) -> None:
    """A paragraph below the title that is only a time is the path's estimate, and no summary."""
    path = one_path(f"# Course\n\n{text}\n\n## Week 1\n\n~3 h\n\n- [A](https://e.org/a)\n")
    assert path.estimate is not None
    assert path.estimate[:3] == (1800, 1800, "stated")
    assert path.summary is None
    assert path.phases[0].estimate is not None
    assert path.phases[0].estimate[:3] == (180, 180, "stated")
    assert path.phases[0].advice is None
