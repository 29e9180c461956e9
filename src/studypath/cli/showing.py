"""What `show` shows: the first of step, phase, path and concept that a word means."""

from __future__ import annotations

from studypath.cli.context import Context, find_existing_page
from studypath.cli.output import print_view, write_json
from studypath.core.curriculum import Concept, Path
from studypath.core.deepen import build_depth
from studypath.core.errors import UnknownReference, UnknownStep
from studypath.core.selection import Selection, resolve_concept
from studypath.core.status import build_path_status, build_step_status
from studypath.core.text import find_nearest, replace_controls


def show_anything(context: Context, word: str, *, as_json: bool) -> None:
    """Show what a word means: exact ids first, then parts of ids; UnknownReference for neither."""
    found = _meant(context, word)
    if isinstance(found, Path):
        _show_path(context, found, as_json=as_json)
    elif isinstance(found, Concept):
        _show_concept(context, found, as_json=as_json)
    elif found.phase is not None:
        _show_phase(context, found, as_json=as_json)
    else:
        _show_step(context, found, as_json=as_json)


def _meant(context: Context, word: str) -> Selection | Path | Concept:
    curriculum = context.tracked.curriculum
    wanted = word.strip().lower()
    step_ids = {step.id for path in curriculum.paths for step in path.steps}
    if wanted not in step_ids:
        exact = curriculum.path(wanted) or curriculum.concept(wanted)
        if exact is not None:
            return exact
    if any(work.id == wanted for path in curriculum.paths for work in path.deferred):
        return context.select(word)
    try:
        return context.select(word)
    except UnknownStep:
        pass
    try:
        return resolve_concept(curriculum, word)
    except UnknownReference:
        ids = [*step_ids, *(p.id for p in curriculum.paths), *(c.id for c in curriculum.concepts)]
        close = find_nearest(wanted, tuple(dict.fromkeys(ids)))
        hint = f"; near it: {', '.join(close)}" if close else ""
        msg = f"there is no step, phase, path or concept {word!r}{hint}"
        raise UnknownReference(replace_controls(msg), close) from None


def _show_step(context: Context, found: Selection, *, as_json: bool) -> None:
    answer = build_step_status(context.tracked, found.path, found.steps[0])
    wiki = find_existing_page(context.settings, answer.step.id)
    if as_json:
        from studypath.formats.show_json import show_step_to_json

        write_json(show_step_to_json(answer, wiki=wiki))
        return
    from studypath.views.show import render_step

    print_view(render_step(answer, wiki=wiki, estimates=context.settings.forecast))


def _show_phase(context: Context, found: Selection, *, as_json: bool) -> None:
    phases = build_path_status(context.tracked, found.path).phases
    answer = next(status for status in phases if status.phase is found.phase)
    if as_json:
        from studypath.formats.show_json import show_phase_to_json

        write_json(show_phase_to_json(answer))
        return
    from studypath.views.show import render_phase

    print_view(render_phase(answer, estimates=context.settings.forecast))


def _show_path(context: Context, path: Path, *, as_json: bool) -> None:
    answer = build_path_status(context.tracked, path)
    if as_json:
        from studypath.formats.show_json import show_path_to_json

        write_json(show_path_to_json(answer))
        return
    from studypath.views.show import render_path

    print_view(render_path(answer, estimates=context.settings.forecast))


def _show_concept(context: Context, concept: Concept, *, as_json: bool) -> None:
    answer = build_depth(context.tracked, concept)
    wiki = find_existing_page(context.settings, concept.id)
    if as_json:
        from studypath.formats.show_json import show_concept_to_json

        write_json(show_concept_to_json(answer, wiki=wiki))
        return
    from studypath.views.show import render_concept

    print_view(render_concept(answer, wiki=wiki, estimates=context.settings.forecast))
