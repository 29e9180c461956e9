"""Which steps a word on the command line means.

An id or a former id, a number (`2.3`), a phase (`2`, `phase-2`, `step-2`, its own id), then an
unambiguous beginning or part of an id. The active path is asked first, then the others; `PATH/STEP`
asks one path only.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from studypath.core.curriculum import Concept, Curriculum, Path, Phase, Step, StepKey
from studypath.core.errors import AmbiguousStep, UnknownConcept, UnknownPath, UnknownStep
from studypath.core.text import find_nearest, replace_controls

_PHASE_WORDS = ("phase-", "step-")


class Selection(NamedTuple):
    """What a word means: steps of one path; `phase` where it named a phase as a whole."""

    path: Path
    steps: tuple[Step, ...]
    phase: Phase | None = None

    @property
    def keys(self) -> tuple[StepKey, ...]:
        """The keys of the steps in progress."""
        return tuple((self.path.id, step.id) for step in self.steps)


def resolve_steps(curriculum: Curriculum, active: Path, word: str) -> Selection:
    """Return what `word` means.

    Raises UnknownStep with the three nearest ids, AmbiguousStep with all candidates, and
    UnknownPath for an unknown `PATH/`.
    """
    wanted = word.strip().lower()
    path_word, slash, rest = wanted.partition("/")
    if slash:
        paths: tuple[Path, ...] = (resolve_path(curriculum, path_word),)
        wanted = rest
    else:
        paths = (active, *(path for path in curriculum.paths if path.id != active.id))
    exact = _exact(paths, wanted)
    if exact is not None:
        return exact
    found = _parts(paths, wanted)
    begun = _one_piece_of_work(curriculum, [f for f in found if f[1].id.startswith(wanted)])
    alike = _one_piece_of_work(curriculum, found)
    for likely in (begun, alike):
        if len(likely) == 1:
            path, step = likely[0]
            return Selection(path, (step,))
    if alike:
        ids = _ids(alike, active)
        msg = f"{word!r} is part of several steps: {', '.join(ids)}"
        raise AmbiguousStep(replace_controls(msg), tuple(ids))
    raise _unknown_step(paths, word, wanted)


def resolve_path(curriculum: Curriculum, word: str) -> Path:
    """Return the path of that id or unambiguous beginning; UnknownPath with the nearest three."""
    wanted = word.strip().lower()
    exact = curriculum.path(wanted)
    if exact is not None:
        return exact
    begun = [path for path in curriculum.paths if wanted and path.id.startswith(wanted)]
    if len(begun) == 1:
        return begun[0]
    ids = tuple(path.id for path in curriculum.paths)
    close = find_nearest(wanted, ids)
    msg = f"there is no path {word!r}; there is {', '.join(close or ids[:3])}"
    raise UnknownPath(replace_controls(msg), close)


def resolve_concept(curriculum: Curriculum, word: str) -> Concept:
    """Return the concept of that id or unambiguous part; UnknownConcept with the nearest three."""
    wanted = word.strip().lower()
    exact = curriculum.concept(wanted)
    if exact is not None:
        return exact
    for fits in (str.startswith, str.__contains__):
        found = [c for c in curriculum.concepts if wanted and fits(c.id, wanted)]
        if len(found) == 1:
            return found[0]
    close = find_nearest(wanted, tuple(concept.id for concept in curriculum.concepts))
    hint = f"; near it: {', '.join(close)}" if close else ""
    msg = f"there is no concept {word!r}{hint}"
    raise UnknownConcept(replace_controls(msg), close)


def _exact(paths: Iterable[Path], wanted: str) -> Selection | None:
    """Ids before numbers: a path may call a phase `2`.

    A number is one of the first path's own: one that wandered on to another path would mark a
    step that nobody had in mind.
    """
    for asked, path in enumerate(paths):
        for phase in path.phases:
            for step in phase.steps:
                if step.id == wanted or wanted in step.aliases:
                    return Selection(path, (step,))
            if phase.id == wanted:
                return Selection(path, phase.steps, phase)
        numbered = None if asked else _numbered(path, wanted)
        if numbered is not None:
            return numbered
    return None


def _numbered(path: Path, wanted: str) -> Selection | None:
    for begin in _PHASE_WORDS:
        wanted = wanted.removeprefix(begin)
    for phase in path.phases:
        if str(phase.position) == wanted:
            return Selection(path, phase.steps, phase)
        if wanted.startswith(f"{phase.position}."):
            for step in phase.steps:
                if step.number == wanted:
                    return Selection(path, (step,))
    return None


def _parts(paths: Iterable[Path], wanted: str) -> list[tuple[Path, Step]]:
    """The steps whose id holds what is wanted; those that begin with it first."""
    if not wanted:
        return []
    found = [(path, step) for path in paths for step in path.steps if wanted in step.id]
    return sorted(found, key=lambda each: not each[1].id.startswith(wanted))


def _one_piece_of_work(
    curriculum: Curriculum, found: list[tuple[Path, Step]]
) -> list[tuple[Path, Step]]:
    """Leave out a step that is the same work, or of the same id, as one found before it."""
    kept: list[tuple[Path, Step]] = []
    kept_on: dict[StepKey, str] = {}
    ids: set[str] = set()
    for path, step in found:
        key = (path.id, step.id)
        work = curriculum.shared.get(key, (key,))[0]
        if step.id in ids or kept_on.setdefault(work, path.id) != path.id:
            continue
        kept.append((path, step))
        ids.add(step.id)
    return kept


def _ids(found: list[tuple[Path, Step]], active: Path) -> list[str]:
    return [step.id if path.id == active.id else f"{path.id}/{step.id}" for path, step in found]


def _unknown_step(paths: Iterable[Path], word: str, wanted: str) -> UnknownStep:
    several = tuple(paths)
    ids = dict.fromkeys(step.id for path in several for step in path.steps)
    if wanted[:1].isdigit() and not wanted.replace(".", "").strip("0123456789"):
        # What looks like a number is meant as one of the first path's.
        ids = dict.fromkeys(step.number for step in several[0].steps)
    close = find_nearest(wanted, tuple(ids))
    hint = f"; near it: {', '.join(close)}" if close else ""
    return UnknownStep(replace_controls(f"there is no step {word!r}{hint}"), close)
