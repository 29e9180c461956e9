"""Views work in narrow terminals and with paths of ten thousand steps."""

from __future__ import annotations

import subprocess
import sys

import pytest

from studypath.core.curriculum import Curriculum, Path, Phase
from studypath.core.next import find_next_step
from studypath.core.progress import Progress
from studypath.core.status import build_path_status
from studypath.core.tracked import TrackedProgress, track_progress
from studypath.views.listing import render_list
from studypath.views.next import render_next
from studypath.views.paths import render_paths
from studypath.views.show import render_path
from studypath.views.status import render_status
from tests.progress_samples import bundled, keys_of, path_of, progress_with, studied
from tests.views.shown import shown


def _long(phases: int, steps: int) -> TrackedProgress:
    step = path_of("paper").steps[0]
    path = Path(
        "long",
        "Long",
        tuple(
            Phase(
                f"phase-{p}",
                f"Phase {p}",
                "Of many",
                p,
                tuple(
                    step._replace(id=f"step-{p}-{s}", number=f"{p}.{s}")
                    for s in range(1, steps + 1)
                ),
            )
            for p in range(1, phases + 1)
        ),
        "long.toml",
    )
    return track_progress(Curriculum((path,)), Progress())


def test_ten_thousand_steps_are_a_line_each() -> None:
    """A list of 10,000 steps has one aligned line per step."""
    tracked = _long(100, 100)
    status = build_path_status(tracked, tracked.active)
    lines = shown(render_list(status.steps)).splitlines()
    assert len(lines) == 10_000
    assert lines[-1].startswith("100.100  ·  step-100-100  2h45m–4h  Sequence to Sequence")
    assert len({line.index("Sequence") for line in lines}) == 1


def test_many_phases_have_a_row_each() -> None:
    """A status of 1,000 phases has a row for each and one for the total."""
    tracked = _long(1_000, 2)
    lines = shown(render_status(build_path_status(tracked, tracked.active))).splitlines()
    rows = [line.split() for line in lines if line.startswith(("Phase", "Total"))]
    assert len(rows) == 1_001
    assert rows[0][:6] == ["Phase", "1", "Of", "many", "░" * 12, "0/2"]
    assert rows[-1][:3] == ["Total", "░" * 12, "0/2000"]


def test_long_titles_give_way_to_numbers() -> None:
    """A phase title that does not fit is shortened; the numbers beside it stay whole."""
    path = path_of("paper")
    title = "A phase whose title is far too long for the terminal that it is shown on"
    phases = (path.phases[0]._replace(title=title), *path.phases[1:])
    tracked = track_progress(Curriculum((path._replace(phases=phases),)), Progress())
    text = shown(render_status(build_path_status(tracked, tracked.active)))
    row = next(line for line in text.splitlines() if "A phase whose title" in line)
    assert "…" in row
    assert row.split()[-3:] == ["0/3", "–", "9h–13h"]


@pytest.mark.parametrize("width", [20, 30, 40, 80])
def test_ids_are_never_cut(width: int) -> None:
    """Every character of an id is shown at every width: an id continues on the next line."""
    status = build_path_status(studied(), path_of("paper"))
    text = shown(render_list(status.steps, with_path=True), width)
    joined = "".join(line[8:].strip() if width < 40 else line for line in text.splitlines())
    for step in status.steps:
        assert f"paper/{step.step.id}" in joined


@pytest.mark.parametrize("width", [20, 40, 80])
def test_phase_of_skipped_steps_says_so(width: int) -> None:
    """A phase whose steps are all skipped has the word instead of a full bar and 0/0."""
    tracked = progress_with(skipped=keys_of("lightweight", 2))
    text = shown(render_status(build_path_status(tracked, path_of("lightweight"))), width)
    row = next(line for line in text.splitlines() if line.startswith("Step 1"))
    assert "skipped" in row
    assert "█" not in row
    assert "0/0" not in text


def test_path_of_skipped_steps_says_so() -> None:
    """A path whose steps are all skipped is called skipped in every view."""
    tracked = progress_with(skipped=keys_of("lightweight"))
    status = build_path_status(tracked, path_of("lightweight"))
    for view in (
        render_status(status),
        render_path(status),
        render_paths([status], "paper"),
        render_next(find_next_step(tracked, path_of("lightweight"))),
    ):
        text = shown(view)
        assert "skipped" in text
        assert "100%" not in text
        assert "0 of 0" not in text


def test_nothing_left_is_printed_once() -> None:
    """A complete path says once that nothing is left, with and without the forecast."""
    tracked = progress_with(done=keys_of("lightweight"))
    status = build_path_status(tracked, path_of("lightweight"))
    for sentence in (None, "Nothing is left to do."):
        assert shown(render_status(status, sentence=sentence)).count("Nothing is left") == 1


@pytest.mark.parametrize("width", [1, 2, 5, 10, 19])
def test_tiny_widths_print_something(width: int) -> None:
    """No width makes a view fail."""
    status = build_path_status(studied(), path_of("paper"))
    for view in (
        render_status(status, show_all=True),
        render_list(status.steps),
        render_path(status),
        render_next(find_next_step(studied(), path_of("paper"))),
    ):
        assert shown(view, width).strip()


def test_first_use_names_the_other_path() -> None:
    """One line names the other path while there is no progress."""
    fresh = shown(render_next(find_next_step(progress_with(), path_of("lightweight"))))
    assert "studypath use paper" in fresh
    later = shown(render_next(find_next_step(studied(), path_of("lightweight"))))
    assert "studypath use" not in later


def test_empty_list_says_so() -> None:
    """A list without steps is a sentence."""
    assert shown(render_list(())) == "No step matches.\n"


def test_path_without_steps_is_shown() -> None:
    """A path of open-ended phases alone has views without a division by zero."""
    path = Path("open", "Open", (Phase("p", "Phase 1", "Roam", 1, open_ended=True),), "f.toml")
    tracked = track_progress(Curriculum((path,)), Progress(active="open"))
    assert "no steps of its own" in shown(render_next(find_next_step(tracked, path)))
    assert "open-ended" in shown(render_status(build_path_status(tracked, path)))


@pytest.mark.parametrize("module", ["wording", "changes"])
def test_plain_lines_do_not_import_rich(module: str) -> None:
    """The lines of `done` import no Rich."""
    code = f"import sys, studypath.views.{module}; print('rich' in sys.modules)"
    answer = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    assert answer.stdout.strip() == "False"


def test_every_bundled_step_has_a_view() -> None:
    """Every step of the bundled paths can be shown as the next one."""
    for path in bundled().paths:
        for status in build_path_status(progress_with(), path).steps:
            answer = find_next_step(progress_with(), path)._replace(step=status)
            assert status.step.title.split()[0] in shown(render_next(answer))
