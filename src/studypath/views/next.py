"""What to do now, for a person: the step, how to read it, what follows, how far one is."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from studypath.core.next import NextStep
from studypath.core.status import PathStatus, StepStatus
from studypath.core.text import replace_controls
from studypath.views.layout import (
    Fitted,
    align_columns,
    indent,
    render_fields,
    render_heading,
    to_text,
)
from studypath.views.wording import (
    BAR_WIDTH,
    draw_bar,
    format_byline,
    format_count,
    format_estimate,
    format_phase,
    format_reading,
    format_remaining,
    format_short_estimate,
    get_signs,
    join_words,
)

_BLANK = Text("")


def render_next(
    answer: NextStep,
    *,
    wiki: str | None = None,
    sentence: str | None = None,
    timer: str | None = None,
    estimates: bool = True,
) -> RenderableType:
    """Return the next step with all one needs to begin, what comes after, and the path's bar.

    `wiki` names the wiki page of the step, `sentence` is the forecast in words, `timer` says what
    is running; each is left out where it is None. Without `estimates` no time to go is shown.
    """
    said = (wiki, sentence, timer)
    return Fitted(lambda width: _view(answer, width, said, estimates=estimates))


def render_progress(status: PathStatus, width: int, *, estimates: bool = True) -> RenderableType:
    """Return one line on a path: its title, a bar, how many are done, how much is left."""
    counting = status.total - status.skipped
    words = f"{status.done} of {counting} done"
    if status.skipped:
        words += f", {status.skipped} skipped"
    if estimates and not status.complete:
        words += f", {format_remaining(status.remaining)} to go"
    percent = f"  {status.percent} %" if status.percent is not None else ""
    title = replace_controls(status.path.title)
    # Broken only between its parts: never a number torn from its unit while that can be helped.
    drawn = len(title) + 2 + BAR_WIDTH + len(percent)
    return Text.assemble(
        (title, "bold"),
        "  " if drawn <= width else "\n",
        (draw_bar(status.done, counting, width=min(BAR_WIDTH, width)), "green"),
        percent,
        "  " if drawn + 2 + len(words) <= width else "\n",
        words,
        overflow="fold",
    )


def list_step_fields(
    step: StepStatus, *, wiki: str | None = None, estimates: bool = True
) -> list[tuple[str, Text | str | None]]:
    """Return what one should know of a step before beginning it, label by label."""
    own = step.step
    return [
        ("Phase", format_phase(step.phase)),
        ("Read", format_reading(own.reading)),
        ("Advice", _advice(step)),
        ("Focus", own.focus),
        ("Takeaway", own.takeaway),
        ("Estimate", format_estimate(step.estimate) if estimates else None),
        ("Intuition", format_covered(step)),
        ("Mind", own.caution),
        ("Wiki", wiki),
        ("Your note", step.entry.note),
    ]


def format_covered(step: StepStatus) -> str | None:
    """Return which steps give the intuition of this one, and which of those are done."""
    if not step.step.covered_by:
        return None
    if step.covered:
        return f"you have it from {join_words(step.covered)} (done)"
    return f"{join_words(step.step.covered_by)} would give it (not done)"


def _view(
    answer: NextStep,
    width: int,
    said: tuple[str | None, str | None, str | None],
    *,
    estimates: bool,
) -> RenderableType:
    wiki, sentence, timer = said
    parts: list[RenderableType] = []
    if timer is not None:
        parts += [to_text(timer, "green"), _BLANK]
    if answer.step is None:
        parts += _complete(answer, width)
    else:
        known = list_step_fields(answer.step, wiki=wiki, estimates=estimates)
        parts += [*_head(answer.step, width), _BLANK, render_fields(known, width)]
        parts += _then(answer.then, width, estimates=estimates)
    parts += [_BLANK, render_progress(answer.status, width, estimates=estimates)]
    if sentence is not None:
        parts.append(to_text(sentence))
    if answer.first_use:
        parts += [_BLANK, _other_path(answer)]
    return Group(*parts)


def _head(
    step: StepStatus,
    width: int,
) -> list[RenderableType]:
    own = step.step
    about = to_text(format_byline(own))
    if step.entry.state == "doing":
        about.append("  (begun)", "green")
    under: list[RenderableType] = [about]
    if own.url is not None:
        under.append(to_text(own.url, "cyan"))
    under.append(to_text(own.id, "dim"))
    return [render_heading(own.number, own.title, width), indent(Group(*under), width)]


def _then(then: tuple[StepStatus, ...], width: int, *, estimates: bool) -> list[RenderableType]:
    if not then:
        return []
    rows = [
        (
            f"{step.step.number:4}",
            *((format_short_estimate(step),) if estimates else ()),
            step.step.title,
        )
        for step in then
    ]
    styles = ("cyan", "dim", "") if estimates else ("cyan", "")
    lines = align_columns(rows, styles, width, get_signs().cut)
    return [_BLANK, to_text("Then", "dim"), lines]


def _complete(answer: NextStep, width: int) -> list[RenderableType]:
    if not answer.status.total:
        said = f"{answer.path.title} has no steps of its own."
    elif answer.status.skipped:
        said = f"Nothing is left of {answer.path.title}: every step is done or skipped."
    else:
        said = f"{answer.path.title} is complete: every step is done."
    parts: list[RenderableType] = [to_text(said, "bold green")]
    if not answer.deepen:
        if answer.path.deferred:
            works = format_count(len(answer.path.deferred), "work")
            parts.append(to_text(f"{works} left for later: studypath status --all"))
        parts.append(to_text("What goes deep into what you have met: studypath deepen"))
        return parts
    phase = next(phase for phase in answer.path.phases if phase.open_ended)
    parts += [_BLANK, render_heading(phase.label, phase.title, width)]
    if phase.advice is not None:
        parts.append(to_text(phase.advice))
    parts += [_BLANK, to_text("Which papers go deep into what you have met: studypath deepen")]
    return parts


def _other_path(answer: NextStep) -> Text:
    other = "paper" if answer.path.id != "paper" else "lightweight"
    return Text.assemble(
        "For the other path, type ", (f"studypath use {other}", "bold"), overflow="fold"
    )


def _advice(step: StepStatus) -> str | None:
    """A phase's advice is said on entering it, and wherever nothing else says how to read."""
    first = step.phase.steps[:1] == (step.step,)
    return step.phase.advice if first or step.step.reading is None else None
