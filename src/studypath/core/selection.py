"""Resolve the words of the command line to steps, phases, paths and concepts.

A word is tried as an id or a former id, a number (`2.3`), a phase (`2`, `phase-2`, `step-2`, its
id), then as a whole title, an unambiguous beginning or part of an id, or a part of one title. The
active path comes first; a beginning or a part on another path counts only if nothing else matches.
`PATH/STEP` searches one path only. `STEP#3` is the third part of a step.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from studypath.core.curriculum import Concept, Curriculum, Deferred, Path, Phase, Step, StepKey
from studypath.core.errors import (
    AmbiguousStep,
    UnknownConcept,
    UnknownPath,
    UnknownReference,
    UnknownStep,
    WrongUsage,
)
from studypath.core.next import find_next_step
from studypath.core.text import find_nearest, replace_controls
from studypath.core.tracked import TrackedProgress

_PHASE_PREFIXES = ("phase-", "step-")


class Selection(NamedTuple):
    """The steps of one path that a word names; `phase` is set if it names a whole phase.

    `parts` holds the numbers of the parts of the one step, if the word names parts.
    """

    path: Path
    steps: tuple[Step, ...]
    phase: Phase | None = None
    parts: tuple[int, ...] = ()

    @property
    def keys(self) -> tuple[StepKey, ...]:
        """The keys of the steps in progress."""
        return tuple((self.path.id, step.id) for step in self.steps)


class DeferredStep(UnknownStep):
    """The word names a work that a path defers, which is not a step."""

    def __init__(self, path: Path, work: Deferred) -> None:
        msg = f"{work.id} is not a step: the path {path.id} defers it\n"
        msg += f"To see the deferred works: studypath status --all --path {path.id}"
        super().__init__(replace_controls(msg, multiline=True))
        self.work = work


def resolve_steps(tracked: TrackedProgress, words: Iterable[str]) -> tuple[Selection, ...]:
    """Return what each word names; each selection has steps.

    Raises WrongUsage for a phase without steps, and what `resolve_word` raises.
    """
    selections = tuple(_resolve(tracked, word) for word in words)
    for selection in selections:
        if selection.phase is not None and not selection.steps:
            msg = f"{selection.phase.label} has no steps of its own\nName a step or another phase."
            raise WrongUsage(replace_controls(msg, multiline=True))
    return selections


def resolve_step(tracked: TrackedProgress, word: str | None) -> StepKey:
    """Return the key of the one step that a word names; None stands for the next step.

    Raises WrongUsage for a phase, UnknownStep if there is no next step, and what `resolve_word`
    raises.
    """
    if word is None:
        answer = find_next_step(tracked, tracked.active, count=1)
        if answer.step is None:
            msg = f"The path {answer.path.id} is complete\nName a step."
            raise UnknownStep(replace_controls(msg, multiline=True))
        return answer.step.path_id, answer.step.step.id
    selection = _resolve(tracked, word)
    if selection.phase is not None:
        msg = f"{word!r} means {len(selection.steps)} steps\nName one step, such as "
        msg += f"{selection.steps[0].number}." if selection.steps else "1.1."
        raise WrongUsage(replace_controls(msg, multiline=True))
    if selection.parts:
        msg = f"{word!r} names a part\nName the step: {selection.steps[0].number}"
        raise WrongUsage(replace_controls(msg, multiline=True))
    return selection.keys[0]


def resolve_any(tracked: TrackedProgress, word: str) -> Selection | Path | Concept:
    """Return the step, phase, path or concept that a word names: whole ids before parts of ids."""
    curriculum, wanted = tracked.curriculum, _normalize(word)
    exact = curriculum.path(wanted) or curriculum.concept(wanted)
    if exact is not None and wanted not in _step_ids(curriculum.paths):
        return exact
    try:
        return _resolve(tracked, word)
    except DeferredStep:
        raise
    except UnknownStep:
        pass
    try:
        return resolve_concept(curriculum, word)
    except UnknownConcept:
        from studypath.core.suggestion import find_close_ids

        close = find_close_ids(curriculum, tracked.active, wanted)
        raise UnknownReference(
            _unknown("step, phase, path or concept", word, close), close
        ) from None


def resolve_word(curriculum: Curriculum, active: Path, word: str) -> Selection:
    """Return the step or phase that a word names.

    Raises UnknownStep with the nearest ids, AmbiguousStep with all candidates, DeferredStep for a
    deferred work, and UnknownPath for an unknown `PATH/`.
    """
    wanted = _normalize(word)
    path_word, slash, rest = wanted.partition("/")
    if slash:
        paths: tuple[Path, ...] = (resolve_path(curriculum, path_word),)
        wanted = rest
    else:
        paths = (active, *(path for path in curriculum.paths if path.id != active.id))
    exact = _find_exact(paths, wanted)
    if exact is not None:
        return exact
    for path in paths:
        for work in path.deferred:
            if work.id == wanted:
                raise DeferredStep(path, work)
    from studypath.core.matches import find_matches

    chosen, candidates = find_matches(curriculum, paths, wanted)
    if chosen is not None:
        return Selection(chosen[0], (chosen[1],))
    if candidates:
        ids = tuple(s.id if p.id == active.id else f"{p.id}/{s.id}" for p, s in candidates)
        if len(ids) == 1:
            raise UnknownStep(_unknown("step", word, ids), ids)
        msg = f"{word!r} matches several steps: {', '.join(ids)}\nName one of them."
        raise AmbiguousStep(replace_controls(msg, multiline=True), ids)
    from studypath.core.suggestion import find_close_steps

    close = find_close_steps(paths, wanted)
    raise UnknownStep(_unknown("step", word, close), close)


def resolve_path(curriculum: Curriculum, word: str, *, whole: bool = False) -> Path:
    """Return the path with this id or unambiguous beginning; raises UnknownPath.

    With `whole` a beginning is not enough.
    """
    wanted = _normalize(word)
    exact = curriculum.path(wanted)
    if exact is not None:
        return exact
    matches = [path for path in curriculum.paths if wanted and path.id.startswith(wanted)]
    if len(matches) == 1 and not whole:
        return matches[0]
    close = find_nearest(wanted, [path.id for path in curriculum.paths])
    raise UnknownPath(_unknown("path", word, close, "studypath path list"), close)


def resolve_concept(curriculum: Curriculum, word: str) -> Concept:
    """Return the concept with this id or unambiguous part; raises UnknownConcept."""
    wanted = _normalize(word)
    exact = curriculum.concept(wanted)
    if exact is not None:
        return exact
    for matches in (str.startswith, str.__contains__):
        concepts = [c for c in curriculum.concepts if wanted and matches(c.id, wanted)]
        if len(concepts) == 1:
            return concepts[0]
    close = find_nearest(wanted, [concept.id for concept in curriculum.concepts])
    raise UnknownConcept(_unknown("concept", word, close, "studypath deepen"), close)


def format_suggestion(words: Sequence[str]) -> str:
    """Return the question after a mistyped word: `Did you mean a, b or c?`."""
    *first, last = words
    return f"Did you mean {', '.join(first)} or {last}?" if first else f"Did you mean {last}?"


def find_number(path: Path, wanted: str) -> Selection | None:
    """Return the step or phase of a path with this number: `2.3`, `2`, `phase-2`, `step-2`."""
    for prefix in _PHASE_PREFIXES:
        wanted = wanted.removeprefix(prefix)
    for phase in path.phases:
        if str(phase.position) == wanted:
            return Selection(path, phase.steps, phase)
        if wanted.startswith(f"{phase.position}."):
            for step in phase.steps:
                if step.number == wanted:
                    return Selection(path, (step,))
    return None


def _resolve(tracked: TrackedProgress, word: str) -> Selection:
    if "#" in word:
        from studypath.core.parts import check_parts, split_part_word

        head, numbers = split_part_word(word)
        if numbers:
            selection = resolve_word(tracked.curriculum, tracked.active, head)
            if selection.phase is not None:
                msg = f"{head!r} means {len(selection.steps)} steps\nOnly a step has parts."
                raise WrongUsage(replace_controls(msg, multiline=True))
            path = selection.path
            is_bundled = tracked.curriculum.is_bundled(path)
            check_parts(selection.steps[0], numbers, path.id, is_bundled=is_bundled)
            return selection._replace(parts=numbers)
    return resolve_word(tracked.curriculum, tracked.active, word)


def _normalize(word: str) -> str:
    return "-".join(word.lower().split())


def _step_ids(paths: Iterable[Path]) -> dict[str, None]:
    return dict.fromkeys(step.id for path in paths for step in path.steps)


def _unknown(what: str, word: str, close: Sequence[str], listing: str = "studypath list") -> str:
    advice = format_suggestion(close) if close else f"To see them all: {listing}"
    return replace_controls(f"There is no {what} {word!r}\n{advice}", multiline=True)


def _find_exact(paths: Sequence[Path], wanted: str) -> Selection | None:
    """Return the step or phase with this id or number; ids first, since an id may be a number.

    Only the first path's numbers count: a number of another path would mark an unexpected step.
    """
    for path in paths:
        for phase in path.phases:
            for step in phase.steps:
                if step.id == wanted or wanted in step.aliases:
                    return Selection(path, (step,))
            if phase.id == wanted:
                return Selection(path, phase.steps, phase)
        if path is paths[0]:
            numbered = find_number(path, wanted)
            if numbered is not None:
                return numbered
        # After the numbers: a former id `phase-2` must not hide the second phase.
        for phase in path.phases:
            if wanted in phase.aliases:
                return Selection(path, phase.steps, phase)
    return None
