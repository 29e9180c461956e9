"""What a changing command says: what became of each step, what is left, what is next."""

from __future__ import annotations

from datetime import timedelta

from studypath.core.changes import with_done
from studypath.core.curriculum import Curriculum, Path, Phase, Step, StepKey
from studypath.core.progress import Progress
from studypath.core.tracked import TrackedProgress, track_progress
from studypath.views.changes import MOST_STEPS_NAMED, format_change
from tests.progress_samples import MOMENT, keys_of, ledger_with, studied


def _done(tracked: TrackedProgress, keys: list[StepKey]) -> list[str]:
    later = MOMENT + timedelta(days=30)
    after = track_progress(tracked.curriculum, with_done(tracked, keys, at=later, now=later))
    return format_change(tracked, after, keys, "done")


def test_done_says_what_is_left_and_next() -> None:
    """A step, its phase in numbers and minutes, and the next step by number, id and title."""
    assert _done(ledger_with(), keys_of("lightweight", 1)) == [
        "done  1.1  3blue1brown-neural-networks  Neural networks (Deep Learning series)",
        "Step 1, Visual Intuition: 1 of 2 done, 50–75 min to go",
        "next  1.2  karpathy-intro-to-llms  [1hr Talk] Intro to Large Language Models",
    ]


def test_what_was_so_already_is_said() -> None:
    """Doing a step twice is told as such."""
    lines = _done(studied(), [("paper", "gpt-1")])
    assert lines[0].startswith("already done  2.1  gpt-1")


def test_step_of_another_path_names_it() -> None:
    """A step that is not on the active path says where it was found; next stays on the active."""
    lines = _done(studied(), [("lightweight", "illustrated-transformer")])
    assert lines[0].endswith("(on the path lightweight)")
    assert lines[1].startswith("Lightweight Path, Step 3, Key Blog Posts: 1 of 5 done")
    assert lines[-1].startswith("next  2.3  gpt-2")


def test_finishing_a_phase_and_a_path_is_said() -> None:
    """The last step completes its phase and its path, and the way on is named."""
    before = ledger_with(done=keys_of("lightweight", 9))
    assert _done(before, keys_of("lightweight")[-1:])[1:] == [
        "Step 4, Hands-On: complete",
        "Lightweight Path is complete; studypath deepen shows where to go deep",
    ]


def test_the_same_work_elsewhere_is_named() -> None:
    """A work that stands on two paths is done on both, and that is said."""
    step = Step("one", "1.1", "One", "paper", works=("arxiv:1",))
    paths = tuple(
        Path(name, name.title(), (Phase("p", "Phase 1", "P", 1, (step,)),), "f.toml")
        for name in ("here", "there")
    )
    shared = {("here", "one"): (("there", "one"),), ("there", "one"): (("here", "one"),)}
    tracked = track_progress(Curriculum(paths, (), shared), Progress(active="here"))
    assert "  the same work as there/one: done there too" in _done(tracked, [("here", "one")])


def test_hundreds_of_steps_are_summed_up() -> None:
    """Marking a whole path names the first steps and counts the rest."""
    keys = keys_of("paper") + keys_of("lightweight")
    lines = _done(ledger_with(), keys)
    assert f"and {len(keys) - MOST_STEPS_NAMED} more steps" in lines


def test_lines_are_ascii_where_asked() -> None:
    """With `ascii` the ranges are written in ASCII."""
    tracked = ledger_with()
    keys = keys_of("lightweight", 1)
    assert all(line.isascii() for line in format_change(tracked, tracked, keys, "done"))
