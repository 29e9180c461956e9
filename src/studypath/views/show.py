"""Render everything about a step, a phase, a path or a concept."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType

from studypath.core.curriculum import Estimate
from studypath.core.deepen import Depth
from studypath.core.durations import format_duration
from studypath.core.parts import list_done_parts
from studypath.core.status import PathStatus, PhaseStatus, StepStatus, find_start
from studypath.views.fields import Field, Hanging, indent, render_fields, render_heading
from studypath.views.hyperlinks import Address, FileName
from studypath.views.layout import ACCENT, BLANK, Fitted, to_text
from studypath.views.listing import render_step_lines
from studypath.views.next import format_covered, render_progress
from studypath.views.wording import (
    MARKS,
    format_count,
    format_creators,
    format_estimate,
    format_kind,
    format_left,
    format_phase,
    format_progress,
    format_reading,
    format_state,
    join_words,
)

_Fields = list[Field]
_ALL = 1_000_000


def render_step(
    step: StepStatus, *, wiki: str | None = None, estimates: bool = True
) -> RenderableType:
    """Return everything about a step; `wiki` is its wiki page.

    `estimates` switches estimates and remaining times, in all views of this module.
    """

    def make(width: int) -> RenderableType:
        own = step.step
        state = step.entry.state
        mark = f"{MARKS.get(state, '?')} {format_state(state)}"
        under: list[RenderableType] = [Address(own.address)] if own.address is not None else []
        under.append(to_text(mark, ACCENT if state != "todo" else ""))
        under.append(to_text(own.id, "dim"))
        parts = [
            render_heading(own.number, own.title, width),
            indent(Group(*under), width),
            BLANK,
            render_fields(_list_work_fields(step, estimates=estimates), width),
            BLANK,
            render_fields(_list_learning_fields(step, wiki), width),
        ]
        own_fields = _list_progress_fields(step)
        if any(value is not None for _, value in own_fields):
            parts += [BLANK, render_fields(own_fields, width)]
        if own.parts:
            under_own = Group(to_text(_count_parts(step), "dim"), *_render_parts(step))
            parts += [BLANK, indent(under_own, width)]
        return Group(*parts)

    return Fitted(make)


def render_phase(status: PhaseStatus, *, estimates: bool = True) -> RenderableType:
    """Return everything about a phase, with a line per step."""
    phase = status.phase

    def make(width: int) -> RenderableType:
        parts: list[RenderableType] = [
            to_text(format_phase(phase), "bold"),
            to_text(phase.id, "dim"),
        ]
        rows: _Fields = [
            ("Read", format_reading(phase.reading)),
            ("Advice", phase.advice),
            ("Estimate", _format_stated(phase.estimate, estimates=estimates)),
        ]
        if status.steps:
            rows += [
                ("Progress", format_progress(status)),
                ("Spent", format_duration(status.minutes_spent)),
                ("Left", format_left(status) if estimates else None),
            ]
        elif phase.open_ended:
            rows.append(("Open-ended", f"draws on {join_words(phase.draws_on) or 'other paths'}"))
        parts += [BLANK, render_fields(rows, width)]
        if status.steps:
            parts += [BLANK, render_step_lines(status.steps, width, estimates=estimates)]
        return Group(*parts)

    return Fitted(make)


def render_path(status: PathStatus, *, estimates: bool = True) -> RenderableType:
    """Return everything about a path, with a line per step under each phase."""
    from studypath.views.status import render_deferred

    path = status.path

    def make(width: int) -> RenderableType:
        rows: _Fields = [
            ("About", path.summary),
            ("Requires", join_words(path.prerequisites) or None),
            ("Not needed", join_words(path.not_needed) or None),
            ("Estimate", _format_stated(path.estimate, estimates=estimates)),
            ("Span", path.span if estimates else None),
            ("Spent", format_duration(status.minutes_spent) if status.minutes_spent else None),
            ("File", FileName(path.file)),
        ]
        parts = [
            to_text(path.title, "bold"),
            to_text(path.id, "dim"),
            BLANK,
            render_fields(rows, width),
        ]
        for phase in status.phases:
            parts += [BLANK, to_text(format_phase(phase.phase), "bold")]
            if phase.steps:
                parts.append(render_step_lines(phase.steps, width, estimates=estimates))
            elif phase.phase.open_ended:
                parts.append(to_text(f"open-ended: {phase.phase.advice or 'draws on other paths'}"))
        if path.deferred:
            parts += [BLANK, to_text("Deferred", "bold"), *render_deferred(path.deferred)]
        return Group(*parts, BLANK, render_progress(status, width, estimates=estimates))

    return Fitted(make)


def render_concept(
    depth: Depth, *, wiki: str | None = None, estimates: bool = True
) -> RenderableType:
    """Return what introduces a concept and what goes deep into it; `wiki` is its page."""
    from studypath.views.deepen import render_depth

    def make(width: int) -> RenderableType:
        parts = render_depth(depth, width, whole=True, estimates=estimates)
        if wiki is not None:
            parts += [BLANK, to_text(f"Wiki: {wiki}")]
        return Group(*parts)

    return Fitted(make)


def _list_work_fields(step: StepStatus, *, estimates: bool) -> _Fields:
    own = step.step
    pages = None
    if own.pages is not None:
        pages = str(own.pages)
        if own.pages_to_read is not None and own.pages_to_read != own.pages:
            pages += f", {own.pages_to_read} of them to read"
    rule = step.estimate.rule if step.estimate is not None else None
    return [
        ("By", format_creators(own.creators, most=_ALL) or None),
        ("Year", str(own.year) if own.year is not None else None),
        ("Kind", format_kind(own.kind)),
        ("Venue", own.venue),
        ("Pages", pages),
        ("arXiv", own.arxiv),
        ("DOI", own.doi),
        ("Also at", Group(*map(Address, own.alternatives)) if own.alternatives else None),
        ("Estimate", format_estimate(step.estimate) if estimates else None),
        ("Basis", rule if estimates else None),
    ]


def _format_stated(estimate: Estimate | None, *, estimates: bool) -> str | None:
    return format_estimate(estimate) if estimates and estimate is not None else None


def _list_learning_fields(step: StepStatus, wiki: str | None) -> _Fields:
    own = step.step
    return [
        ("Phase", format_phase(step.phase)),
        ("Read", format_reading(own.reading)),
        ("Advice", step.phase.advice),
        ("Focus", own.focus),
        ("Takeaway", own.takeaway),
        ("Introduces", join_words(own.introduces) or None),
        ("Deepens", join_words(own.deepens) or None),
        ("Covers", f"{join_words(own.covers)}, for intuition" if own.covers else None),
        ("Intuition", format_covered(step)),
        ("Note", own.caution),
        ("Former ids", join_words(own.aliases) or None),
        ("Wiki", FileName(wiki) if wiki is not None else None),
    ]


def _list_progress_fields(step: StepStatus) -> _Fields:
    entry = step.entry
    started = find_start(entry)
    spent = None
    if entry.sessions:
        sessions = format_count(len(entry.sessions), "session")
        spent = f"{format_duration(entry.minutes_spent)} in {sessions}"
    return [
        ("Started", f"{started:%Y-%m-%d}" if started is not None else None),
        ("Finished", f"{entry.finished:%Y-%m-%d}" if entry.finished is not None else None),
        ("Read as", entry.read),
        ("Spent", spent),
        ("Skipped", entry.skip_reason),
        ("Your note", entry.note),
    ]


def _count_parts(step: StepStatus) -> str:
    done = list_done_parts(step.step, step.entry)
    return f"Parts, {len(done)} of {len(step.step.parts)} done"


def _render_parts(step: StepStatus) -> Iterator[RenderableType]:
    """Yield each part, with its address and its remark below its title."""
    done = list_done_parts(step.step, step.entry)
    digits = len(str(len(step.step.parts)))
    for number, part in enumerate(step.step.parts, 1):
        mark = MARKS["done" if number in done else "todo"]
        label = f"{mark} {number:{digits}}  "
        title = to_text(part.title)
        if part.minutes is not None:
            title.append(f"  {format_duration(part.minutes)}", "dim")
        lines: list[RenderableType] = [title]
        if part.url is not None:
            lines.append(Address(part.url))
        if part.note is not None:
            lines.append(to_text(part.note, "dim"))
        yield Hanging(label, "", Group(*lines))
