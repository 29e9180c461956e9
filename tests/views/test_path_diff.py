"""The differences between two versions of a path, as they are shown."""

from __future__ import annotations

import pytest

from studypath.core.curriculum import Estimate, Path, Step
from studypath.core.path_diff import PathDiff, diff_paths
from studypath.core.progress import Entry, Progress, Session
from studypath.core.text import has_control
from studypath.core.tracked import track_progress
from studypath.views.path_diff import render_path_diffs
from studypath.views.path_effect import format_path_news
from tests.core.sample import NOW, curriculum, path, step
from tests.progress_samples import HOSTILE
from tests.views.shown import shown


def hours(step_id: str, low: int, high: int, **fields: object) -> Step:
    """Return a step that takes these hours."""
    return step(step_id, estimate=Estimate(60 * low, 60 * high, "stated"), **fields)


DONE = Entry("done", sessions=(Session(NOW, 45),))
OLD = path("a", [hours("x", 1, 2), hours("y", 1, 2)], [hours("z", 2, 3), hours("w", 1, 1)])
NEW = path(
    "a",
    [hours("new", 1, 2, aliases=("x",)), hours("more", 1, 3)],
    [hours("w", 1, 1), hours("z", 2, 2)],
)


def diff(old: Path, new: Path) -> PathDiff:
    """Return the difference for a learner who has done x and y."""
    progress = Progress(entries={("a", "x"): DONE, ("a", "y"): DONE})
    one, other = (track_progress(curriculum(each), progress) for each in (old, new))
    return diff_paths(one, old, other, new)


def test_each_change_is_a_line_with_its_effect() -> None:
    """Percentage and hours are shown before and after, and what each change does to them."""
    assert shown(render_path_diffs([diff(OLD, NEW)]), 80).splitlines() == [
        "A",
        "25% done (was 50%), 4h–6h left (was 3h–4h).",
        "",
        "renamed         1.1  new  New (was X)",
        "removed         1.2  y  Y: 33% done (was 50%)",
        "added           1.2  more  More: 25% done (was 33%), 1h–3h more",
        "moved           2.1  w  W (was 2.2 in Phase 2)",
        "estimate        2.2  z  Z, 2h (was 2h–3h): 0m–1h less",
        "",
        "Progress that belongs to no step any more stays in the file. To move it:",
        "studypath progress move y STEP  (done, 45m)",
    ]


def test_without_estimates_no_time_is_shown() -> None:
    """Neither changed estimates nor remaining time are shown."""
    text = shown(render_path_diffs([diff(OLD, NEW)], estimates=False), 80)
    assert "estimate" not in text
    assert "left" not in text
    assert "1h" not in text


@pytest.mark.parametrize("width", [20, 40, 80])
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_titles_stay_text_within_the_width(text: str, width: int) -> None:
    """No control character is shown, and no line is wider than the terminal."""
    steps = [phase.steps for phase in NEW.phases]
    named = path("a", *([each._replace(title=text) for each in phase] for phase in steps))
    answer = diff(OLD._replace(title=text), named)
    for output in (
        shown(render_path_diffs([answer]), width),
        format_path_news(answer, command="studypath path diff"),
    ):
        assert not has_control(output, multiline=True)


def test_a_change_is_reported_in_three_lines() -> None:
    """The report counts the changes, gives the numbers, and names the command for details."""
    assert format_path_news(diff(OLD, NEW), command="studypath path diff").splitlines() == [
        "A has changed: 1 added, 1 removed, 1 renamed, 1 moved, 1 estimate changed",
        "25% done (was 50%), 4h–6h left (was 3h–4h)",
        "To see each change: studypath path diff",
    ]
