"""A changing command reports each step, the progress of its phase, and the next step."""

from __future__ import annotations

from datetime import timedelta

from studypath.core.changes import with_done, with_skipped
from studypath.core.curriculum import Curriculum, Path, Phase, Step, StepKey
from studypath.core.progress import Progress
from studypath.core.tracked import TrackedProgress, track_progress
from studypath.views.changes import MOST_STEPS_NAMED, format_change
from tests.progress_samples import MOMENT, keys_of, progress_with, studied


def _done(tracked: TrackedProgress, keys: list[StepKey]) -> list[str]:
    later = MOMENT + timedelta(days=30)
    after = track_progress(tracked.curriculum, with_done(tracked, keys, at=later, now=later))
    return format_change(tracked, after, keys, "done")


def test_done_reports_progress_and_next_step() -> None:
    """The lines are the step, its phase with the time left, and the next step."""
    assert _done(progress_with(), keys_of("lightweight", 1)) == [
        "done  1.1  3blue1brown-neural-networks  Neural networks (Deep Learning series)",
        "Step 1, Visual Intuition: 1 of 2 done, 50m–1h15m left",
        "next  1.2  karpathy-intro-to-llms  [1hr Talk] Intro to Large Language Models",
    ]


def test_unchanged_step_is_already_done() -> None:
    """Marking a finished step says that it was already done."""
    lines = _done(studied(), [("paper", "gpt-1")])
    assert lines[0].startswith("already done  2.1  gpt-1")


def test_step_of_another_path_names_it() -> None:
    """A step of another path names that path; the next step is of the active one."""
    lines = _done(studied(), [("lightweight", "illustrated-transformer")])
    assert lines[0].endswith("(on the path lightweight)")
    assert lines[1].startswith("Lightweight Path, Step 3, Key Blog Posts: 1 of 5 done")
    assert lines[-1].startswith("next  2.3  gpt-2")


def test_last_step_completes_phase_and_path() -> None:
    """The last step completes its phase and its path, and the next command is named."""
    before = progress_with(done=keys_of("lightweight", 9))
    assert _done(before, keys_of("lightweight")[-1:])[1:] == [
        "Step 4, Hands-On: complete",
        "Lightweight Path is complete: 10 of 10 done in 31 days",
        "logged 11h6m for 9 of 10 on 9 days; estimated 10h–15h (stated by the author) for all",
        "next path  studypath use paper  (Paper Path, 0 of 15 done)",
        "papers on what you learned: studypath deepen",
    ]


def test_the_same_work_elsewhere_is_named() -> None:
    """A work of two paths is done on both, and the other path is named."""
    step = Step("one", "1.1", "One", "paper", works=("arxiv:1",))
    paths = tuple(
        Path(name, name.title(), (Phase("p", "Phase 1", "P", 1, (step,)),), "f.toml")
        for name in ("here", "there")
    )
    shared = {("here", "one"): (("there", "one"),), ("there", "one"): (("here", "one"),)}
    tracked = track_progress(Curriculum(paths, (), shared), Progress(active="here"))
    assert "  the same work as there/one: done there too" in _done(tracked, [("here", "one")])


def test_many_steps_are_counted() -> None:
    """Marking a whole path names the first steps and counts the others without a noun."""
    keys = keys_of("paper") + keys_of("lightweight")
    lines = _done(progress_with(), keys)
    assert f"and {len(keys) - MOST_STEPS_NAMED} more" in lines


def test_phase_of_skipped_steps_is_skipped() -> None:
    """A phase whose steps are all skipped is called skipped, not complete."""
    before = progress_with()
    keys = keys_of("lightweight", 2)
    progress = with_skipped(before, keys, reason=None, now=MOMENT)
    after = track_progress(before.curriculum, progress)
    assert "Step 1, Visual Intuition: skipped" in format_change(before, after, keys, "skipped")
