"""Render what to do now: the next step, how to read it, what follows, the path's progress."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from studypath.core.next import NextStep
from studypath.core.status import PathStatus, StepStatus
from studypath.core.text import replace_controls
from studypath.views.fields import INDENT, Field, indent, render_fields, render_heading
from studypath.views.hyperlinks import Address
from studypath.views.layout import ACCENT, BLANK, Column, Fitted, align, to_text
from studypath.views.listing import format_short_estimate
from studypath.views.wording import (
    BAR_WIDTH,
    draw_bar,
    format_byline,
    format_estimate,
    format_phase,
    format_progress,
    format_reading,
    format_time_left,
    is_all_skipped,
    join_words,
)

if TYPE_CHECKING:
    from studypath.core.completion import PathSummary

_COLUMNS = (Column(ACCENT), Column("dim", right=True, drop=1), Column(least=8))


def render_next(
    answer: NextStep,
    *,
    wiki: str | None = None,
    sentence: str | None = None,
    timer: str | None = None,
    summary: PathSummary | None = None,
    estimates: bool = True,
) -> RenderableType:
    """Return the next step with all that is needed to begin, what follows, and the progress.

    `wiki` is the wiki page of the step, `sentence` the forecast in words, `timer` describes the
    running timer, `summary` the finished path; each is left out if None. Without `estimates` no
    remaining time is shown.
    """

    def make(width: int) -> RenderableType:
        parts: list[RenderableType] = []
        if timer is not None:
            parts += [to_text(timer, ACCENT), BLANK]
        if answer.step is None:
            parts += _render_complete(answer, summary, width, estimates=estimates)
        else:
            fields = list_step_fields(answer.step, wiki=wiki, estimates=estimates)
            parts += [*_render_head(answer.step, width), BLANK, render_fields(fields, width)]
            parts += _render_then(answer.then, width, estimates=estimates)
        parts += [BLANK, render_progress(answer.status, width, estimates=estimates)]
        if sentence is not None:
            parts.append(to_text(sentence))
        if answer.first_use:
            other = "paper" if answer.path.id != "paper" else "lightweight"
            parts += [BLANK, to_text(f"To follow the other path: studypath use {other}", "dim")]
        return Group(*parts)

    return Fitted(make)


def render_progress(status: PathStatus, width: int, *, estimates: bool = True) -> RenderableType:
    """Return the title of a path, a bar, how many steps are done, and the time left."""
    left = ""
    if estimates and not status.complete:
        left = f", {format_time_left(status)}"
    return render_bar(status, width, title=replace_controls(status.path.title), left=left)


def render_bar(status: PathStatus, width: int, *, title: str = "", left: str = "") -> Text:
    """Return the progress on a path in one line, broken only between its parts if too long."""
    parts = [Text(title, "bold")] if title else []
    if status.percent is not None and not is_all_skipped(status):
        bar = draw_bar(status.done, status.total - status.skipped, width=min(BAR_WIDTH, width))
        parts.append(Text.assemble((bar, ACCENT), f"  {status.percent}%"))
    parts.append(Text(format_progress(status) + left))
    line, used = Text(overflow="fold"), 0
    for part in parts:
        fits = used + 2 + part.cell_len <= width
        if used:
            line.append("  " if fits else "\n")
        line.append_text(part)
        used = part.cell_len + (used + 2 if used and fits else 0)
    return line


def list_step_fields(
    step: StepStatus, *, wiki: str | None = None, estimates: bool = True
) -> list[Field]:
    """Return what to know about a step before beginning it, as labels and texts."""
    own = step.step
    # The advice of a phase is for its first step, and for steps that do not say how to read them.
    is_advised = step.phase.steps[:1] == (own,) or own.reading is None
    return [
        ("Part", _format_next_part(step) if own.parts else None),
        ("Phase", format_phase(step.phase)),
        ("Read", format_reading(own.reading)),
        ("Advice", step.phase.advice if is_advised else None),
        ("Focus", own.focus),
        ("Takeaway", own.takeaway),
        ("Estimate", format_estimate(step.estimate) if estimates else None),
        ("Intuition", format_covered(step)),
        ("Note", own.caution),
        ("Wiki", wiki),
        ("Your note", step.entry.note),
    ]


def format_covered(step: StepStatus) -> str | None:
    """Return which steps give the intuition of this one, and whether any of them is done."""
    if not step.step.covered_by:
        return None
    if step.covered:
        return f"from {join_words(step.covered)} (done)"
    return f"from {join_words(step.step.covered_by)} (not done)"


def _format_next_part(step: StepStatus) -> str | None:
    """Return the next part of a step, how many it has, and its address."""
    from studypath.core.parts import find_next_part
    from studypath.views.parts import format_part

    part = find_next_part(step.step, step.entry)
    if part is None:
        return f"all {len(step.step.parts)} are done; finish with: studypath done {step.step.id}"
    return "\n".join(filter(None, (format_part(part), part.part.url)))


def _render_head(step: StepStatus, width: int) -> list[RenderableType]:
    own = step.step
    byline = to_text(format_byline(own))
    if step.entry.state == "doing":
        byline.append("  (in progress)", ACCENT)
    url = [Address(own.address)] if own.address is not None else []
    under = Group(byline, *url, to_text(own.id, "dim"))
    return [render_heading(own.number, own.title, width), indent(under, width)]


def _render_then(
    then: tuple[StepStatus, ...], width: int, *, estimates: bool
) -> list[RenderableType]:
    if not then:
        return []
    rows = [
        (
            f"{step.step.number:{INDENT - 2}}",
            format_short_estimate(step) if estimates else "",
            step.step.title,
        )
        for step in then
    ]
    return [BLANK, to_text("Then", "dim"), align(rows, _COLUMNS, width)]


def _render_complete(
    answer: NextStep, summary: PathSummary | None, width: int, *, estimates: bool
) -> list[RenderableType]:
    from studypath.views.completion import format_summary, format_ways_on

    end = "is complete" if answer.status.total else "has no steps of its own"
    lines, ways_on = [f"{answer.path.title} {end}."], []
    if summary is not None:
        ways_on = format_ways_on(summary)
        if answer.status.done:
            lines = format_summary(summary, estimates=estimates)
    parts: list[RenderableType] = [to_text(lines[0], f"bold {ACCENT}"), *map(to_text, lines[1:])]
    if answer.deepen:
        phase = next(phase for phase in answer.path.phases if phase.open_ended)
        parts += [BLANK, render_heading(phase.label, phase.title, width)]
        parts += [to_text(phase.advice)] if phase.advice is not None else []
    parts += [BLANK, *map(to_text, ways_on)] if ways_on else []
    return parts
