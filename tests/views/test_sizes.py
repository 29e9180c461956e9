"""Views bear narrow terminals, poor encodings and paths of ten thousand steps."""

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
from studypath.views.show import render_path
from studypath.views.status import MOST_TABLE_ROWS, render_status
from tests.progress_samples import bundled, ledger_with, path_of, studied
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
    """A list of 10,000 steps is drawn without measuring a table, one line a step."""
    tracked = _long(100, 100)
    status = build_path_status(tracked, tracked.active)
    lines = shown(render_list(status.steps)).splitlines()
    assert len(lines) == 10_000
    assert lines[-1].startswith("100.100  ·  step-100-100  2 h 45–4 h  Sequence to Sequence")
    assert len({line.index("Sequence") for line in lines}) == 1


def test_many_phases_are_lines() -> None:
    """Beyond MOST_TABLE_ROWS phases the status is plain lines, and says the same."""
    tracked = _long(MOST_TABLE_ROWS + 1, 2)
    lines = shown(render_status(build_path_status(tracked, tracked.active))).splitlines()
    rows = [line.split() for line in lines if line.startswith(("Phase", "All"))]
    assert len(rows) == MOST_TABLE_ROWS + 2
    assert rows[0][:6] == ["Phase", "1", "Of", "many", "░" * 12, "0/2"]
    assert rows[-1][:3] == ["All", "░" * 12, f"0/{2 * (MOST_TABLE_ROWS + 1)}"]


@pytest.mark.parametrize("width", [38, 53, 54, 71, 72, 80, 200])
def test_lines_look_like_the_table(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing needs wrapping, the quick lines show what the Rich table would."""
    from studypath.views import status as module

    answer = build_path_status(studied(), path_of("lightweight"))
    lines = shown(module.render_phases(answer, width), width)
    monkeypatch.setattr(module, "_lines", lambda *cells_and_cut: module._table(*cells_and_cut[:3]))
    table = shown(module.render_phases(answer, width), width)
    assert [line.rstrip() for line in lines.splitlines()] == [
        line.rstrip() for line in table.splitlines()
    ]


def test_long_titles_are_wrapped_in_the_table() -> None:
    """A title that does not fit is wrapped between words, beside numbers that stay whole."""
    path = path_of("paper")
    title = "A phase whose title is far too long for the terminal that it is shown on"
    phases = (path.phases[0]._replace(title=title), *path.phases[1:])
    tracked = track_progress(Curriculum((path._replace(phases=phases),)), Progress())
    seen = shown(render_status(build_path_status(tracked, tracked.active)))
    assert " ".join(title.split()[:3]) in seen
    for word in title.split():
        assert word in seen
    assert "0/3" in seen


@pytest.mark.parametrize("width", [1, 2, 5, 10, 19])
def test_absurd_widths_print_something(width: int) -> None:
    """No width makes a view fail."""
    status = build_path_status(studied(), path_of("paper"))
    for view in (
        render_status(status, show_all=True),
        render_list(status.steps),
        render_path(status),
        render_next(find_next_step(studied(), path_of("paper"))),
    ):
        assert shown(view, width).strip()


def test_ascii_needs_no_other_character() -> None:
    """With `ascii` nothing beyond ASCII is drawn: what is left of it stands in the data."""
    path = path_of("lightweight")
    tracked = ledger_with(done=[("lightweight", "karpathy-intro-to-llms")])
    status = build_path_status(tracked, path)
    for view in (
        render_next(find_next_step(tracked, path)),
        render_status(status, show_all=True),
        render_list(status.steps),
        render_path(status),
    ):
        for width in (40, 80):
            assert shown(view, width).isascii()


def test_states_differ_without_colour() -> None:
    """Each state has a mark of its own, in both sets of characters."""
    from studypath.core.progress import STATES
    from studypath.views.wording import get_signs

    for sign in (get_signs(), get_signs()):
        assert len({sign.mark(state) for state in STATES}) == len(STATES)


def test_first_use_names_the_other_path() -> None:
    """Without any progress one line says that there is another path, and never again later."""
    fresh = shown(render_next(find_next_step(ledger_with(), path_of("lightweight"))))
    assert "studypath use paper" in fresh
    later = shown(render_next(find_next_step(studied(), path_of("lightweight"))))
    assert "studypath use" not in later


def test_empty_list_says_so() -> None:
    """A list of no steps is a sentence, not nothing."""
    assert shown(render_list(())) == "No step fits.\n"


def test_path_without_steps_is_no_fault() -> None:
    """A path of open-ended phases alone is shown, and nothing is divided by nothing."""
    path = Path("open", "Open", (Phase("p", "Phase 1", "Roam", 1, open_ended=True),), "f.toml")
    tracked = track_progress(Curriculum((path,)), Progress(active="open"))
    assert "no steps of its own" in shown(render_next(find_next_step(tracked, path)))
    assert "open-ended" in shown(render_status(build_path_status(tracked, path)))


@pytest.mark.parametrize("module", ["wording", "changes"])
def test_plain_lines_do_not_import_rich(module: str) -> None:
    """What `done` prints is made without Rich."""
    code = f"import sys, studypath.views.{module}; print('rich' in sys.modules)"
    answer = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    assert answer.stdout.strip() == "False"


def test_every_bundled_step_has_a_view() -> None:
    """Every step of the bundled paths can be the next one."""
    for path in bundled().paths:
        for status in build_path_status(ledger_with(), path).steps:
            answer = find_next_step(ledger_with(), path)._replace(step=status)
            assert status.step.title.split()[0] in shown(render_next(answer))
