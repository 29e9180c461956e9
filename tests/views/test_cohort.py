"""The table of a class, as a teacher reads it."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from studypath.core.cohort import Learner, build_cohort
from studypath.core.curriculum import Estimate
from studypath.core.progress import Entry, Progress, Session
from studypath.views.cohort import render_cohort
from tests.core import sample
from tests.core.sample import DAY, NOW
from tests.formats.test_cohort import hostile_cohort

PATH = sample.path("p", [sample.step("a", estimate=Estimate(120, 165, "stated")), sample.step("b")])


def draw(renderable: object, width: int = 80) -> str:
    """Return what is shown at a width."""
    console = Console(file=io.StringIO(), width=width, markup=False, highlight=False)
    with console.capture() as captured:
        console.print(renderable)
    return "".join(f"{line.rstrip()}\n" for line in captured.get().splitlines())


def test_teacher_reads_phases_stuck_time_and_learners() -> None:
    """Each question of a teacher is a short table; durations are as they are typed."""
    start = NOW - 20 * DAY
    entry = Entry(state="done", finished=start, sessions=(Session(start, 190),))
    learners = [Learner("ada", Progress(entries={("p", "a"): entry})), Learner("bob", Progress())]
    text = draw(render_cohort(build_cohort(sample.curriculum(PATH), PATH, learners, now=NOW)))
    assert text == (
        "P\n"
        "2 learners, 0 through the path, median pace 1.3x the estimates.\n"
        "\n"
        "Phases\n"
        "now  finished  median  phase\n"
        "  2         0     25%  Phase 1: Phase 1\n"
        "\n"
        "Stuck\n"
        "  since   step  learner\n"
        "19 days  1.2 b  ada\n"
        "\n"
        "Time\n"
        " took  estimate  by  step\n"
        "3h10m  2h–2h45m   1  1.1 A\n"
        "\n"
        "Learners\n"
        "done    %  spent  pace  learner\n"
        "   1  50%  3h10m  1.3x  ada\n"
        "   0   0%     0m        bob\n"
    )


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_hostile_names_fit_and_steer_nothing(width: int) -> None:
    """No line is wider than the terminal, and no name moves its cursor."""
    text = draw(render_cohort(hostile_cohort()), width)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert all(len(line) <= width for line in text.splitlines())


def test_empty_class_has_no_tables() -> None:
    """Without learners only the counts are there."""
    text = draw(render_cohort(build_cohort(sample.curriculum(PATH), PATH, [], now=NOW)))
    assert "0 learners, 0 through the path." in text
