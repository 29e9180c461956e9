"""Render the papers that go deep into a concept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType

from studypath.core.curriculum import Deferred, Path
from studypath.core.deepen import Depth, Depths, Paper
from studypath.core.status import StepStatus
from studypath.views.layout import (
    ACCENT,
    BLANK,
    LEAST_TITLE,
    Capped,
    Column,
    Fitted,
    align,
    to_text,
)
from studypath.views.listing import format_short_estimate, render_step_lines
from studypath.views.wording import MARKS, join_words

if TYPE_CHECKING:
    from rich.text import Text

NONE = to_text("none on these paths")
# So that the answer is one screen of 24 lines.
MOST_PAPERS = 15
MOST_WITHOUT = 12
_COLUMNS = (
    Column(ACCENT),
    Column("bold", "paper", fold=True),
    Column("dim", "estimate", right=True, drop=2),
    Column("", "title", least=2 * LEAST_TITLE, drop=3),
    Column("dim", "deepens", least=LEAST_TITLE, drop=1),
)


def render_deepen(depths: Depths, *, estimates: bool = True) -> RenderableType:
    """Return a row per paper with the concepts that it deepens, then the concepts without one."""

    def make(width: int) -> RenderableType:
        if not depths.concepts:
            return to_text("These paths introduce no concepts.")
        title = "Papers on the concepts you have met"
        if depths.all_concepts:
            title = "Papers on all concepts; you have not met any yet"
        rows = [_build_row(paper, estimates=estimates) for paper in depths.papers]
        table = Capped(align(rows, _COLUMNS, width), MOST_PAPERS, "and {} more: deepen --plain")
        parts: list[RenderableType] = [to_text(title, "bold"), BLANK, table if rows else NONE]
        without = [depth.concept.title for depth in depths.concepts if not _has_papers(depth)]
        if without:
            more = len(without) - MOST_WITHOUT
            tail = f" and {more} more" if more > 0 else ""
            words = f"No paper on these paths: {join_words(without[:MOST_WITHOUT])}{tail}."
            parts += [BLANK, to_text(words, "dim")]
        parts += [BLANK, to_text("One concept: studypath deepen CONCEPT", "dim")]
        return Group(*parts)

    return Fitted(make)


def render_one_concept(depths: Depths, *, estimates: bool = True) -> RenderableType:
    """Return a concept with the steps and deferred works that go deep into it, and its note."""

    def make(width: int) -> RenderableType:
        (depth,) = depths.concepts
        parts = render_depth(depth, width, estimates=estimates)
        note = depth.concept.note
        return Group(*parts, *([to_text(note)] if note is not None else []))

    return Fitted(make)


def render_depth(
    depth: Depth, width: int, *, whole: bool = False, estimates: bool = True
) -> list[RenderableType]:
    """Return a concept and what goes deep into it; with `whole` also what introduces it."""

    def render_steps(steps: Sequence[StepStatus]) -> RenderableType:
        if not steps:
            return NONE
        return render_step_lines(steps, width, with_path=True, estimates=estimates)

    title = to_text(depth.concept.title, "bold")
    title.append(f"  {to_text(depth.concept.id).plain}", "not bold dim")
    parts: list[RenderableType] = [title]
    if whole:
        parts += [to_text(depth.concept.note)] if depth.concept.note is not None else []
        parts += [BLANK, to_text("Introduced by", "dim"), render_steps(depth.introduced_by)]
        parts += [BLANK, to_text("In depth", "dim")]
    if depth.steps or not depth.deferred:
        parts.append(render_steps(depth.steps))
    return [*parts, *(_render_deferred(path, work) for path, work in depth.deferred)]


def _render_deferred(path: Path, work: Deferred) -> Text:
    line = to_text(f"{path.id}/{work.id}", "bold")
    line.append(f"  deferred: {to_text(work.reason).plain}", "not bold")
    return line


def _has_papers(depth: Depth) -> bool:
    return bool(depth.steps or depth.deferred)


def _build_row(paper: Paper, *, estimates: bool) -> tuple[str, ...]:
    path, work, concepts = paper
    titles = ", ".join(concept.title for concept in concepts)
    if isinstance(work, Deferred):
        return "", f"{path.id}/{work.id}", "deferred", work.title, titles
    return (
        MARKS.get(work.entry.state, "?"),
        f"{path.id}/{work.step.id}",
        format_short_estimate(work) if estimates else "",
        work.step.title,
        titles,
    )
