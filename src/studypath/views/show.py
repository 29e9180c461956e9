"""Everything known about a step, a phase, a path or a concept, for a person."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from studypath.core.curriculum import Estimate, Part
from studypath.core.deepen import Depth
from studypath.core.status import PathStatus, PhaseStatus, StepStatus, first_started
from studypath.views.layout import Fitted, fields, headed, indented, text
from studypath.views.listing import step_lines
from studypath.views.next import covered_words, progress_line
from studypath.views.words import (
    counted,
    creators_words,
    estimate_words,
    kind_words,
    listed,
    minutes_words,
    phase_words,
    reading_words,
    remaining_words,
    signs,
)

_BLANK = Text("")
_ALL = 1_000_000


def show_step(
    step: StepStatus, *, ascii: bool = False, wiki: str | None = None, estimates: bool = True
) -> RenderableType:
    """Return everything known about a step; `wiki` names its wiki page.

    Without `estimates` all is shown but those, here and in the other views of this module.
    """

    def make(width: int) -> RenderableType:
        own = step.step
        mark = f"{signs(ascii=ascii).mark(step.entry.state)} {step.entry.state}"
        under = [text(mark, "green" if step.entry.state != "todo" else "")]
        under += [text(own.id, "dim")]
        if own.url is not None:
            under.insert(0, text(own.url, "cyan"))
        parts = [
            headed(own.number, own.title, width),
            indented(Group(*under), width),
            _BLANK,
            fields(_work(step, ascii=ascii, estimates=estimates), width),
            _BLANK,
            fields(_learning(step, wiki), width),
        ]
        mine = _mine(step)
        if any(value is not None for _, value in mine):
            parts += [_BLANK, fields(mine, width)]
        if own.parts:
            parts += [_BLANK, text("Parts", "dim"), *_parts(own.parts)]
        return Group(*parts)

    return Fitted(make)


def show_phase(
    status: PhaseStatus, *, ascii: bool = False, estimates: bool = True
) -> RenderableType:
    """Return everything known about a phase, with a line per step."""
    phase = status.phase

    def make(width: int) -> RenderableType:
        parts: list[RenderableType] = [text(phase_words(phase), "bold"), text(phase.id, "dim")]
        rows: list[tuple[str, Text | str | None]] = [
            ("Read", reading_words(phase.reading)),
            ("Advice", phase.advice),
            ("Stated", _stated(phase.estimate, ascii=ascii, estimates=estimates)),
        ]
        if status.steps:
            left = remaining_words(status.remaining, ascii=ascii) if estimates else None
            rows += [
                ("Done", _done_words(status)),
                ("Spent", minutes_words(status.minutes_spent)),
                ("To go", left),
            ]
        elif phase.open_ended:
            rows.append(("Open-ended", f"draws on {listed(phase.draws_on) or 'other paths'}"))
        parts += [_BLANK, fields(rows, width)]
        if status.steps:
            parts += [_BLANK, step_lines(status.steps, width, ascii=ascii, estimates=estimates)]
        return Group(*parts)

    return Fitted(make)


def show_path(status: PathStatus, *, ascii: bool = False, estimates: bool = True) -> RenderableType:
    """Return everything known about a path, with a line per step under each phase."""
    from studypath.views.status import deferred_parts

    path = status.path

    def make(width: int) -> RenderableType:
        rows: list[tuple[str, Text | str | None]] = [
            ("About", path.summary),
            ("Before it", listed(path.prerequisites) or None),
            ("Not needed", listed(path.not_needed) or None),
            ("Stated", _stated(path.estimate, ascii=ascii, estimates=estimates)),
            ("Span", path.span if estimates else None),
            ("Spent", minutes_words(status.minutes_spent) if status.minutes_spent else None),
            ("File", path.file),
        ]
        parts = [text(path.title, "bold"), text(path.id, "dim"), _BLANK, fields(rows, width)]
        for phase in status.phases:
            parts += [_BLANK, text(phase_words(phase.phase), "bold")]
            if phase.steps:
                parts.append(step_lines(phase.steps, width, ascii=ascii, estimates=estimates))
            elif phase.phase.open_ended:
                parts.append(text(f"open-ended: {phase.phase.advice or 'draws on other paths'}"))
        if path.deferred:
            parts += [_BLANK, text("Left for later", "bold"), *deferred_parts(path.deferred)]
        line = progress_line(status, width, ascii=ascii, estimates=estimates)
        return Group(*parts, _BLANK, line)

    return Fitted(make)


def show_concept(
    depth: Depth, *, ascii: bool = False, wiki: str | None = None, estimates: bool = True
) -> RenderableType:
    """Return what introduces a concept and what goes deep into it; `wiki` names its page."""
    from studypath.views.deepen import depth_parts

    def make(width: int) -> RenderableType:
        parts = depth_parts(depth, width, ascii=ascii, whole=True, estimates=estimates)
        if wiki is not None:
            parts += [_BLANK, text(f"Wiki: {wiki}")]
        return Group(*parts)

    return Fitted(make)


def _work(step: StepStatus, *, ascii: bool, estimates: bool) -> list[tuple[str, Text | str | None]]:
    own = step.step
    pages = None
    if own.pages is not None:
        pages = str(own.pages)
        if own.pages_to_read is not None and own.pages_to_read != own.pages:
            pages += f", {own.pages_to_read} of them to read"
    rule = step.estimate.rule if step.estimate is not None else None
    return [
        ("By", creators_words(own.creators, most=_ALL) or None),
        ("Year", str(own.year) if own.year is not None else None),
        ("Kind", kind_words(own.kind)),
        ("Venue", own.venue),
        ("Pages", pages),
        ("arXiv", own.arxiv),
        ("DOI", own.doi),
        ("Also at", "\n".join(own.alternatives) or None),
        ("Estimate", estimate_words(step.estimate, ascii=ascii) if estimates else None),
        ("Because", rule if estimates else None),
    ]


def _stated(estimate: Estimate | None, *, ascii: bool, estimates: bool) -> str | None:
    return estimate_words(estimate, ascii=ascii) if estimates and estimate is not None else None


def _learning(step: StepStatus, wiki: str | None) -> list[tuple[str, Text | str | None]]:
    own = step.step
    return [
        ("Phase", phase_words(step.phase)),
        ("Read", reading_words(own.reading)),
        ("Advice", step.phase.advice),
        ("Focus", own.focus),
        ("Takeaway", own.takeaway),
        ("Introduces", listed(own.introduces) or None),
        ("Deepens", listed(own.deepens) or None),
        ("Covers", f"{listed(own.covers)}, for intuition" if own.covers else None),
        ("Intuition", covered_words(step)),
        ("Mind", own.caution),
        ("Once named", listed(own.aliases) or None),
        ("Wiki", wiki),
    ]


def _mine(step: StepStatus) -> list[tuple[str, Text | str | None]]:
    entry = step.entry
    started = first_started(entry)
    spent = None
    if entry.sessions:
        sittings = counted(len(entry.sessions), "session")
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
        line = text(part.title)
        if part.minutes is not None:
            line.append(f"  {minutes_words(part.minutes)}", "dim")
        shown.append(line)
        if part.url is not None:
            shown.append(text(part.url, "cyan"))
        if part.note is not None:
            shown.append(text(part.note, "dim"))
    return shown


def _done_words(status: PhaseStatus) -> str:
    words = f"{status.done} of {status.total - status.skipped}"
    return f"{words}, {status.skipped} skipped" if status.skipped else words
