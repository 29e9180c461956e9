"""Render the differences between two versions of a path in the learner's terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rich.console import Group, RenderableType

from studypath.core.path_diff import (
    ESTIMATE,
    MERGED,
    MOVED,
    PARTS,
    RENAMED,
    SHARE,
    STATE,
    LeftProgress,
    PathDiff,
    PhaseChange,
    StepChange,
)
from studypath.core.status import StepStatus
from studypath.core.text import replace_controls
from studypath.views.changes import format_step
from studypath.views.fields import Hanging
from studypath.views.layout import BLANK, LEAST_WIDTH_FOR_COLUMNS, Fitted, to_text
from studypath.views.parts import format_part_count
from studypath.views.path_effect import format_effect
from studypath.views.wording import (
    format_count,
    format_estimate,
    format_orphan,
    format_phase,
    format_state,
)

_TIMES = {ESTIMATE, SHARE}
_LABEL_WIDTH = 15


def render_path_diffs(diffs: Sequence[PathDiff], *, estimates: bool = True) -> RenderableType:
    """Return each path with its numbers before and after, and a line per change.

    Without `estimates` neither the remaining time nor changed estimates are shown.
    """

    def make(width: int) -> RenderableType:
        parts: list[RenderableType] = []
        for diff in diffs:
            parts += [BLANK] if parts else []
            parts += _render_diff(diff, width, estimates=estimates)
        return Group(*parts)

    return Fitted(make)


def _render_diff(diff: PathDiff, width: int, *, estimates: bool) -> Iterator[RenderableType]:
    yield to_text(_format_title(diff), "bold")
    if diff.is_empty:
        yield to_text("Nothing changes.")
        return
    effect = format_effect(diff.before, diff.after, estimates=estimates, is_total=True)
    yield to_text(f"{effect[:1].upper()}{effect[1:]}.")
    rows = [*_list_phase_rows(diff.phases), *_list_step_rows(diff.changes, estimates=estimates)]
    rows = [(kind, text) for kind, text in rows if estimates or kind.split()[-1] not in _TIMES]
    if rows:
        yield BLANK
    for kind, text in rows:
        yield _render_row(kind, text, width)
    if diff.left:
        yield BLANK
        yield from map(to_text, _list_left(diff.left))


def _render_row(label: str, text: str, width: int) -> RenderableType:
    if width < LEAST_WIDTH_FOR_COLUMNS:
        return to_text(f"{label}: {text}")
    return Hanging(f"{label:{_LABEL_WIDTH}} ", "dim", to_text(text))


def _format_title(diff: PathDiff) -> str:
    title = replace_controls(diff.new.title)
    if diff.old.title != diff.new.title:
        title += f" (was {replace_controls(diff.old.title)})"
    return title


def _list_phase_rows(changes: Iterable[PhaseChange]) -> Iterator[tuple[str, str]]:
    for kind, old, new in changes:
        label = f"phase {kind}"
        if old is None or new is None:
            phase = new or old
            yield label, format_phase(phase) if phase else ""
        elif kind == ESTIMATE:
            was = format_estimate(old.estimate, with_source=False)
            now = format_estimate(new.estimate, with_source=False)
            yield label, f"{format_phase(new)}: {now} (was {was})"
        else:
            was = old.title if old.title != new.title else old.id
            yield label, f"{format_phase(new)} (was {replace_controls(was)})"


def _list_step_rows(changes: Iterable[StepChange], *, estimates: bool) -> Iterator[tuple[str, str]]:
    # Shares of one phase change together.
    for (kind, phase), group in groupby(changes, key=_group_key):
        same = list(group)
        effect = format_effect(same[0].before, same[-1].after, estimates=estimates)
        tail = f": {effect}" if effect else ""
        if kind == SHARE and len(same) > 1:
            yield kind, f"{len(same)} in {phase}{tail}"
            continue
        for change in same:
            effect = format_effect(change.before, change.after, estimates=estimates)
            tail = f": {effect}" if effect else ""
            yield kind, f"{_describe(change)}{tail}"


def _group_key(change: StepChange) -> tuple[str, str]:
    if change.kind != SHARE or change.new is None:
        return change.kind, ""
    return change.kind, format_phase(change.new.phase)


def _describe(change: StepChange) -> str:
    kind, old, new = change[:3]
    step = new or old
    text = format_step(step.step) if step is not None else ""
    if old is None or new is None:
        return text
    was = {
        RENAMED: old.step.title if old.step.title != new.step.title else old.step.id,
        MOVED: f"{old.step.number} in {old.phase.title}",
        ESTIMATE: format_estimate(old.estimate, with_source=False),
        SHARE: format_estimate(old.estimate, with_source=False),
        PARTS: str(len(old.step.parts)),
        STATE: _format_entry(old),
    }
    now = {
        ESTIMATE: format_estimate(new.estimate, with_source=False),
        SHARE: format_estimate(new.estimate, with_source=False),
        PARTS: format_count(len(new.step.parts), "part"),
        STATE: _format_entry(new),
    }
    if kind == MERGED:
        return f"{text} replaces {format_step(old.step)}"
    middle = f", {now[kind]}" if kind in now else ""
    return f"{text}{middle} (was {replace_controls(was[kind])})"


def _format_entry(step: StepStatus) -> str:
    state = format_state(step.entry.state)
    if not step.left or not step.entry.parts_done:
        return state
    return f"{state}, {format_part_count(step.step, step.entry)}"


def _list_left(left: Iterable[LeftProgress]) -> Iterator[str]:
    yield "Progress that belongs to no step any more stays in the file. To move it:"
    for orphan, successor in left:
        name = replace_controls(successor.step.id) if successor is not None else "STEP"
        old = replace_controls(orphan.id)
        yield f"studypath progress move {old} {name}  ({format_orphan(orphan)})"
