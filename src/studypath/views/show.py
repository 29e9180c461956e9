"""Everything known about a step, a phase, a path or a concept, for a person."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from studypath.core.curriculum import Estimate, Part
from studypath.core.deepen import Depth
from studypath.core.status import PathStatus, PhaseStatus, StepStatus, find_start
from studypath.views.layout import Fitted, indent, render_fields, render_heading, to_text
from studypath.views.listing import render_step_lines
from studypath.views.next import format_covered, render_progress
from studypath.views.wording import (
    format_count,
    format_creators,
    format_estimate,
    format_kind,
    format_phase,
    format_reading,
    format_remaining,
    get_signs,
    join_words,
    minutes_words,
)

_BLANK = Text("")
_ALL = 1_000_000


def render_step(
    step: StepStatus, *, wiki: str | None = None, estimates: bool = True
) -> RenderableType:
    """Return everything known about a step; `wiki` names its wiki page.

    Without `estimates` all is shown but those, here and in the other views of this module.
    """

    def make(width: int) -> RenderableType:
        own = step.step
        mark = f"{get_signs().mark(step.entry.state)} {step.entry.state}"
        under = [to_text(mark, "green" if step.entry.state != "todo" else "")]
        under += [to_text(own.id, "dim")]
        if own.url is not None:
            under.insert(0, to_text(own.url, "cyan"))
        parts = [
            render_heading(own.number, own.title, width),
            indent(Group(*under), width),
            _BLANK,
            render_fields(_work(step, estimates=estimates), width),
            _BLANK,
            render_fields(_learning(step, wiki), width),
        ]
        mine = _mine(step)
        if any(value is not None for _, value in mine):
            parts += [_BLANK, render_fields(mine, width)]
        if own.parts:
            parts += [_BLANK, to_text("Parts", "dim"), *_parts(own.parts)]
        return Group(*parts)

    return Fitted(make)


def render_phase(status: PhaseStatus, *, estimates: bool = True) -> RenderableType:
    """Return everything known about a phase, with a line per step."""
    phase = status.phase

    def make(width: int) -> RenderableType:
        parts: list[RenderableType] = [
            to_text(format_phase(phase), "bold"),
            to_text(phase.id, "dim"),
        ]
        rows: list[tuple[str, Text | str | None]] = [
            ("Read", format_reading(phase.reading)),
            ("Advice", phase.advice),
            ("Stated", _stated(phase.estimate, estimates=estimates)),
        ]
        if status.steps:
            left = format_remaining(status.remaining) if estimates else None
            rows += [
                ("Done", _done_words(status)),
                ("Spent", minutes_words(status.minutes_spent)),
                ("To go", left),
            ]
        elif phase.open_ended:
            rows.append(("Open-ended", f"draws on {join_words(phase.draws_on) or 'other paths'}"))
        parts += [_BLANK, render_fields(rows, width)]
        if status.steps:
            parts += [
                _BLANK,
                render_step_lines(status.steps, width, estimates=estimates),
            ]
        return Group(*parts)

    return Fitted(make)


def render_path(status: PathStatus, *, estimates: bool = True) -> RenderableType:
    """Return everything known about a path, with a line per step under each phase."""
    from studypath.views.status import render_deferred

    path = status.path

    def make(width: int) -> RenderableType:
        rows: list[tuple[str, Text | str | None]] = [
            ("About", path.summary),
            ("Before it", join_words(path.prerequisites) or None),
            ("Not needed", join_words(path.not_needed) or None),
            ("Stated", _stated(path.estimate, estimates=estimates)),
            ("Span", path.span if estimates else None),
            ("Spent", minutes_words(status.minutes_spent) if status.minutes_spent else None),
            ("File", path.file),
        ]
        parts = [
            to_text(path.title, "bold"),
            to_text(path.id, "dim"),
            _BLANK,
            render_fields(rows, width),
        ]
        for phase in status.phases:
            parts += [_BLANK, to_text(format_phase(phase.phase), "bold")]
            if phase.steps:
                parts.append(render_step_lines(phase.steps, width, estimates=estimates))
            elif phase.phase.open_ended:
                parts.append(to_text(f"open-ended: {phase.phase.advice or 'draws on other paths'}"))
        if path.deferred:
            parts += [_BLANK, to_text("Left for later", "bold"), *render_deferred(path.deferred)]
        line = render_progress(status, width, estimates=estimates)
        return Group(*parts, _BLANK, line)

    return Fitted(make)


def render_concept(
    depth: Depth, *, wiki: str | None = None, estimates: bool = True
) -> RenderableType:
    """Return what introduces a concept and what goes deep into it; `wiki` names its page."""
    from studypath.views.deepen import render_depth

    def make(width: int) -> RenderableType:
        parts = render_depth(depth, width, whole=True, estimates=estimates)
        if wiki is not None:
            parts += [_BLANK, to_text(f"Wiki: {wiki}")]
        return Group(*parts)

    return Fitted(make)


def _work(step: StepStatus, *, estimates: bool) -> list[tuple[str, Text | str | None]]:
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
        ("Also at", "\n".join(own.alternatives) or None),
        ("Estimate", format_estimate(step.estimate) if estimates else None),
        ("Because", rule if estimates else None),
    ]


def _stated(estimate: Estimate | None, *, estimates: bool) -> str | None:
    return format_estimate(estimate) if estimates and estimate is not None else None


def _learning(step: StepStatus, wiki: str | None) -> list[tuple[str, Text | str | None]]:
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
        ("Mind", own.caution),
        ("Once named", join_words(own.aliases) or None),
        ("Wiki", wiki),
    ]


def _mine(step: StepStatus) -> list[tuple[str, Text | str | None]]:
    entry = step.entry
    started = find_start(entry)
    spent = None
    if entry.sessions:
        sittings = format_count(len(entry.sessions), "session")
        spent = f"{minutes_words(entry.minutes_spent)} in {sittings}"
    return [
        ("Started", f"{started:%Y-%m-%d}" if started is not None else None),
        ("Finished", f"{entry.finished:%Y-%m-%d}" if entry.finished is not None else None),
        ("Was read", entry.read),
        ("Spent", spent),
        ("Skipped", entry.reason),
        ("Your note", entry.note),
    ]


def _parts(parts: tuple[Part, ...]) -> list[RenderableType]:
    shown: list[RenderableType] = []
    for part in parts:
        line = to_text(part.title)
        if part.minutes is not None:
            line.append(f"  {minutes_words(part.minutes)}", "dim")
        shown.append(line)
        if part.url is not None:
            shown.append(to_text(part.url, "cyan"))
        if part.note is not None:
            shown.append(to_text(part.note, "dim"))
    return shown


def _done_words(status: PhaseStatus) -> str:
    words = f"{status.done} of {status.total - status.skipped}"
    return f"{words}, {status.skipped} skipped" if status.skipped else words
