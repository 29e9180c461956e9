"""What a terminal and a pipe get: one readable accent, links, whole rows, one screen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rich.color import Color
from rich.console import Console
from rich.style import Style

from studypath.core.curriculum import Deferred
from studypath.core.deepen import build_depths, build_single_depth
from studypath.core.next import find_next_step
from studypath.core.status import build_path_status, build_step_status
from studypath.views.deepen import render_deepen, render_one_concept
from studypath.views.hyperlinks import Address
from studypath.views.layout import ACCENT
from studypath.views.listing import render_list
from studypath.views.next import render_next
from studypath.views.show import render_step
from studypath.views.wording import format_left, round_minutes
from tests.progress_samples import bundled, keys_of, path_of, progress_with, studied
from tests.views.shown import shown

# Backgrounds of common terminal themes: xterm, VS Code, Solarized, Gruvbox, Dracula, GNOME.
BACKGROUNDS = [
    "#000000", "#1e1e1e", "#002b36", "#282828", "#282a36", "#300a24",
    "#ffffff", "#f3f3f3", "#fdf6e3", "#fbf1c7", "#eeeeec",
]  # fmt: skip
LEAST_CONTRAST = 3.0


def _luminance(hexadecimal: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    channels = [int(hexadecimal[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _unlimited(view: object) -> str:
    """Return a view as a pipe gets it, at 40 columns."""
    console = Console(width=40, color_system=None, markup=False, highlight=False, _environ={})
    with console.capture() as captured:
        console.print(view, overflow="ignore", crop=False)
    return captured.get()


@pytest.mark.parametrize("background", BACKGROUNDS)
def test_the_accent_is_readable_on_every_background(background: str) -> None:
    """Its contrast is at least 3 on dark and on light themes, which do not change it."""
    colour = Color.parse(ACCENT)
    assert colour.number is not None
    assert colour.number >= 16
    accent = _luminance(colour.get_truecolor().hex)
    lighter, darker = sorted((accent, _luminance(background)), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= LEAST_CONTRAST


def test_sixteen_colours_get_an_accent_too() -> None:
    """A terminal of sixteen colours shows the accent as one of them."""
    console = Console(color_system="standard", force_terminal=True, _environ={})
    with console.capture() as captured:
        console.print("x", style=Style(color=ACCENT))
    assert re.search(r"\x1b\[(3|9)[0-7]m", captured.get())


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_an_address_is_whole_and_a_link(width: int) -> None:
    """At any width an address is on one line, and a link to itself in a terminal with colour."""
    path = path_of("paper")
    step = path.steps[0]
    assert step.url is not None
    for view in (
        render_next(find_next_step(progress_with(), path)),
        render_step(build_step_status(progress_with(), path, step)),
    ):
        assert any(line.strip() == step.url for line in shown(view, width).splitlines())
        coloured = shown(view, width, colour=True)
        assert f"\x1b]8;;{step.url}\x1b\\" in coloured
        # The same answer is the same bytes, so that it can be cached.
        assert shown(view, width, colour=True) == coloured


def test_a_link_is_ascii() -> None:
    """Terminals expect an encoded address in a link; what is read stays as it is."""
    text = shown(Address("https://example.org/é?a=b%20c#d"), colour=True)
    assert ";https://example.org/%C3%A9?a=b%20c#d\x1b" in text
    assert "https://example.org/é?a=b%20c#d" in text


def test_a_pipe_gets_whole_rows() -> None:
    """Rows are neither cut nor without columns in a pipe; a terminal of the width cuts them."""
    steps = build_path_status(studied(), path_of("paper")).steps
    lines = _unlimited(render_list(steps)).splitlines()
    assert len(lines) == len(steps)
    assert all(step.step.title in line for step, line in zip(steps, lines, strict=True))
    assert all(step.step.title not in shown(render_list(steps), 40) for step in steps[:2])


def test_deepen_lists_each_paper_once_on_one_screen() -> None:
    """At 80 columns the papers on all concepts are at most 23 lines, each paper on one of them."""
    depths = build_depths(progress_with())
    lines = shown(render_deepen(depths)).splitlines()
    assert len(lines) <= 23
    assert max(map(len, lines)) <= 80
    for paper in depths.papers:
        work = paper.work if isinstance(paper.work, Deferred) else paper.work.step
        name = f"{paper.path.id}/{work.id}"
        assert sum(name in line.split() for line in lines) == 1


def test_deepen_begins_with_the_concepts_of_the_active_path() -> None:
    """The first concepts are those that a step of the active path introduces or deepens."""
    for active in ("lightweight", "paper"):
        depths = build_depths(progress_with(active=active))
        own = {concept for step in path_of(active).steps for concept in step.concepts}
        flags = [depth.concept.id in own for depth in depths.concepts]
        assert flags == sorted(flags, reverse=True)


def test_many_papers_are_counted_on_a_terminal_and_listed_in_a_pipe() -> None:
    """Beyond one screen the number of the others and how to see them is named."""
    depths = build_depths(progress_with())
    many = depths._replace(papers=depths.papers * 3)
    assert "and 27 more: deepen --plain" in shown(render_deepen(many))
    assert _unlimited(render_deepen(many)).count("paper/bert") == 3


def test_one_concept_shows_its_note() -> None:
    """`deepen CONCEPT` has the titles of its papers, or the note on where else to look."""
    concepts = {concept.id: concept for concept in bundled().concepts}
    text = shown(render_one_concept(build_single_depth(progress_with(), concepts["tokenization"])))
    assert "none on these paths" in text
    assert "Hugging Face" in text


@pytest.mark.parametrize(
    ("minutes", "rounded"),
    [
        (0, 0),
        (1, 15),
        (22, 15),
        (23, 30),
        (175, 180),
        (239, 240),
        (240, 240),
        (269, 240),
        (270, 300),
    ],
)
def test_forecasts_are_rounded(minutes: int, rounded: int) -> None:
    """Quarter hours below four hours, hours from there on."""
    assert round_minutes(minutes) == rounded


def test_the_time_left_is_rounded_but_for_a_single_step() -> None:
    """The time left on several steps is a sum; that on one step is its estimate."""
    path = path_of("lightweight")
    fresh = build_path_status(progress_with(), path)
    assert format_left(fresh.phases[0]) == "1h45m–2h30m"
    one = build_path_status(progress_with(done=keys_of("lightweight", 1)), path)
    assert format_left(one.phases[0]) == "50m–1h15m"


def test_no_view_names_a_colour_but_the_accent() -> None:
    """Bold, dim and the accent are the only styles of all views."""
    colours = re.compile(
        r'"(?:bold |dim |not bold )*(black|red|green|yellow|blue|magenta|cyan|white)\b'
    )
    for module in sorted((Path(__file__).parents[2] / "src/studypath/views").glob("*.py")):
        assert not colours.search(module.read_text("utf-8")), module.name
