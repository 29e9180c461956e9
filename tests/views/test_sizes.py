"""Views bear narrow terminals, poor encodings and paths of ten thousand steps."""

from __future__ import annotations

import subprocess
import sys

import pytest

from studypath.core.curriculum import Curriculum, Path, Phase
from studypath.core.ledger import Ledger, ledger_of
from studypath.core.next import next_step
from studypath.core.progress import Progress
from studypath.core.status import path_status
from studypath.views.listing import list_view
from studypath.views.next import next_view
from studypath.views.show import show_path
from studypath.views.status import MOST_TABLE_ROWS, status_view
from tests.ledgers import bundled, ledger_with, path_of, studied
from tests.views.shown import shown


def _long(phases: int, steps: int) -> Ledger:
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
    return ledger_of(Curriculum((path,)), Progress())


def test_ten_thousand_steps_are_a_line_each() -> None:
    """A list of 10,000 steps is drawn without measuring a table, one line a step."""
    ledger = _long(100, 100)
    status = path_status(ledger, ledger.active)
    lines = shown(list_view(status.steps)).splitlines()
    assert len(lines) == 10_000
    assert lines[-1].startswith("100.100  ·  step-100-100  2 h 45–4 h  Sequence to Sequence")
    assert len({line.index("Sequence") for line in lines}) == 1


def test_many_phases_are_lines() -> None:
    """Beyond MOST_TABLE_ROWS phases the status is plain lines, and says the same."""
    ledger = _long(MOST_TABLE_ROWS + 1, 2)
    lines = shown(status_view(path_status(ledger, ledger.active))).splitlines()
    rows = [line.split() for line in lines if line.startswith(("Phase", "All"))]
    assert len(rows) == MOST_TABLE_ROWS + 2
    assert rows[0][:6] == ["Phase", "1", "Of", "many", "░" * 12, "0/2"]
    assert rows[-1][:3] == ["All", "░" * 12, f"0/{2 * (MOST_TABLE_ROWS + 1)}"]


@pytest.mark.parametrize("width", [38, 53, 54, 71, 72, 80, 200])
def test_lines_look_like_the_table(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing needs wrapping, the quick lines show what the Rich table would."""
    from studypath.views import status as module

    answer = path_status(studied(), path_of("lightweight"))
    lines = shown(module.phases_table(answer, width), width)
    monkeypatch.setattr(module, "_lines", lambda *cells_and_cut: module._table(*cells_and_cut[:3]))
    table = shown(module.phases_table(answer, width), width)
    assert [line.rstrip() for line in lines.splitlines()] == [
        line.rstrip() for line in table.splitlines()
    ]


def test_long_titles_are_wrapped_in_the_table() -> None:
    """A title that does not fit is wrapped between words, beside numbers that stay whole."""
    path = path_of("paper")
    title = "A phase whose title is far too long for the terminal that it is shown on"
    phases = (path.phases[0]._replace(title=title), *path.phases[1:])
    ledger = ledger_of(Curriculum((path._replace(phases=phases),)), Progress())
    seen = shown(status_view(path_status(ledger, ledger.active)))
    assert " ".join(title.split()[:3]) in seen
    for word in title.split():
        assert word in seen
    assert "0/3" in seen


@pytest.mark.parametrize("width", [1, 2, 5, 10, 19])
def test_absurd_widths_print_something(width: int) -> None:
    """No width makes a view fail."""
    status = path_status(studied(), path_of("paper"))
    for view in (
        status_view(status, show_all=True),
        list_view(status.steps),
        show_path(status),
        next_view(next_step(studied(), path_of("paper"))),
    ):
        assert shown(view, width).strip()


def test_ascii_needs_no_other_character() -> None:
    """With `ascii` nothing beyond ASCII is drawn: what is left of it stands in the data."""
    path = path_of("lightweight")
    ledger = ledger_with(done=[("lightweight", "karpathy-intro-to-llms")])
    status = path_status(ledger, path)
    for view in (
        next_view(next_step(ledger, path), ascii=True),
        status_view(status, show_all=True, ascii=True),
        list_view(status.steps, ascii=True),
        show_path(status, ascii=True),
    ):
        for width in (40, 80):
            assert shown(view, width).isascii()


def test_states_differ_without_colour() -> None:
    """Each state has a mark of its own, in both sets of characters."""
    from studypath.core.progress import STATES
    from studypath.views.words import signs

    for sign in (signs(), signs(ascii=True)):
        assert len({sign.mark(state) for state in STATES}) == len(STATES)


def test_first_use_names_the_other_path() -> None:
    """Without any progress one line says that there is another path, and never again later."""
    fresh = shown(next_view(next_step(ledger_with(), path_of("lightweight"))))
    assert "studypath use paper" in fresh
    later = shown(next_view(next_step(studied(), path_of("lightweight"))))
    assert "studypath use" not in later


def test_empty_list_says_so() -> None:
    """A list of no steps is a sentence, not nothing."""
    assert shown(list_view(())) == "No step fits.\n"


def test_path_without_steps_is_no_fault() -> None:
    """A path of open-ended phases alone is shown, and nothing is divided by nothing."""
    path = Path("open", "Open", (Phase("p", "Phase 1", "Roam", 1, open_ended=True),), "f.toml")
    ledger = ledger_of(Curriculum((path,)), Progress(active="open"))
    assert "no steps of its own" in shown(next_view(next_step(ledger, path)))
    assert "open-ended" in shown(status_view(path_status(ledger, path)))


@pytest.mark.parametrize("module", ["words", "changes"])
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
        for status in path_status(ledger_with(), path).steps:
            answer = next_step(ledger_with(), path)._replace(step=status)
            assert status.step.title.split()[0] in shown(next_view(answer))
