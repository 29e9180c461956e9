"""What `show` shows: the first of step, phase, path and concept that a word means."""

from __future__ import annotations

from studypath.cli.desk import Desk, shown_page
from studypath.cli.terminal import ascii_only, draw, write_json
from studypath.core.curriculum import Concept, Path
from studypath.core.deepen import depth_of
from studypath.core.errors import UnknownReference, UnknownStep
from studypath.core.selection import Selection, concept_named
from studypath.core.status import path_status, step_status
from studypath.core.text import nearest, visible


def show_anything(desk: Desk, word: str, *, as_json: bool) -> None:
    """Show what a word means: exact ids first, then parts of ids; UnknownReference for neither."""
    found = _meant(desk, word)
    if isinstance(found, Path):
        _show_path(desk, found, as_json=as_json)
    elif isinstance(found, Concept):
        _show_concept(desk, found, as_json=as_json)
    elif found.phase is not None:
        _show_phase(desk, found, as_json=as_json)
    else:
        _show_step(desk, found, as_json=as_json)


def _meant(desk: Desk, word: str) -> Selection | Path | Concept:
    curriculum = desk.ledger.curriculum
    wanted = word.strip().lower()
    step_ids = {step.id for path in curriculum.paths for step in path.steps}
    if wanted not in step_ids:
        exact = curriculum.path(wanted) or curriculum.concept(wanted)
        if exact is not None:
            return exact
    if any(work.id == wanted for path in curriculum.paths for work in path.deferred):
        return desk.select(word)
    try:
        return desk.select(word)
    except UnknownStep:
        pass
    try:
        return concept_named(curriculum, word)
    except UnknownReference:
        ids = [*step_ids, *(p.id for p in curriculum.paths), *(c.id for c in curriculum.concepts)]
        close = nearest(wanted, tuple(dict.fromkeys(ids)))
        msg = f"there is no step, phase, path or concept {word!r}; near it: {', '.join(close)}"
        raise UnknownReference(visible(msg), close) from None


def _show_step(desk: Desk, found: Selection, *, as_json: bool) -> None:
    answer = step_status(desk.ledger, found.path, found.steps[0])
    wiki = shown_page(desk.settings, answer.step.id)
    if as_json:
        from studypath.formats.show import show_step_json

        write_json(show_step_json(answer, wiki=wiki))
        return
    from studypath.views.show import show_step

    draw(show_step(answer, ascii=ascii_only(), wiki=wiki, estimates=desk.settings.forecast))


def _show_phase(desk: Desk, found: Selection, *, as_json: bool) -> None:
    phases = path_status(desk.ledger, found.path).phases
    answer = next(status for status in phases if status.phase is found.phase)
    if as_json:
        from studypath.formats.show import show_phase_json

        write_json(show_phase_json(answer))
        return
    from studypath.views.show import show_phase

    draw(show_phase(answer, ascii=ascii_only(), estimates=desk.settings.forecast))


def _show_path(desk: Desk, path: Path, *, as_json: bool) -> None:
    answer = path_status(desk.ledger, path)
    if as_json:
        from studypath.formats.show import show_path_json

        write_json(show_path_json(answer))
        return
    from studypath.views.show import show_path

    draw(show_path(answer, ascii=ascii_only(), estimates=desk.settings.forecast))


def _show_concept(desk: Desk, concept: Concept, *, as_json: bool) -> None:
    answer = depth_of(desk.ledger, concept)
    wiki = shown_page(desk.settings, concept.id)
    if as_json:
        from studypath.formats.show import show_concept_json

        write_json(show_concept_json(answer, wiki=wiki))
        return
    from studypath.views.show import show_concept

    draw(show_concept(answer, ascii=ascii_only(), wiki=wiki, estimates=desk.settings.forecast))
