"""Find what may be meant by a word that names nothing."""

from __future__ import annotations

from collections.abc import Sequence

from studypath.core.curriculum import Curriculum, Path
from studypath.core.errors import UnknownReference, WrongUsage
from studypath.core.selection import find_number, resolve_steps
from studypath.core.text import find_nearest, replace_controls
from studypath.core.tracked import TrackedProgress

_MOST_PATHS = 3


def find_close_steps(paths: Sequence[Path], wanted: str) -> tuple[str, ...]:
    """Return the words for steps that are nearest to one; the first path is the active one.

    For a number, those are the steps with this number on the other paths (`paper/2.3`), else the
    nearest numbers of the first path.
    """
    if not _is_number(wanted):
        return find_nearest(wanted, [step.id for path in paths for step in path.steps])
    elsewhere = [path.id for path in paths[1:] if find_number(path, wanted) is not None]
    if elsewhere:
        return tuple(f"{path_id}/{wanted}" for path_id in elsewhere[:_MOST_PATHS])
    return find_nearest(wanted, [step.number for step in paths[0].steps])


def find_close_ids(curriculum: Curriculum, active: Path, wanted: str) -> tuple[str, ...]:
    """Return the words for steps, paths and concepts that are nearest to one."""
    if _is_number(wanted):
        others = (path for path in curriculum.paths if path.id != active.id)
        return find_close_steps((active, *others), wanted)
    ids = [step.id for path in curriculum.paths for step in path.steps]
    ids += [path.id for path in curriculum.paths]
    ids += [concept.id for concept in curriculum.concepts]
    return find_nearest(wanted, ids)


def find_unknown(tracked: TrackedProgress, words: Sequence[str]) -> int:
    """Return the position of the first word that names nothing; their number if there is none."""
    for position, word in enumerate(words):
        try:
            resolve_steps(tracked, [word])
        except UnknownReference:
            return position
        except WrongUsage:
            continue
    return len(words)


def with_hint(error: UnknownReference, hint: str) -> UnknownReference:
    """Return the error with one more line on what the user may have meant."""
    message = replace_controls(f"{error}\n{hint}", multiline=True)
    return UnknownReference(message, error.nearest)


def _is_number(word: str) -> bool:
    return word[:1].isdigit() and not word.replace(".", "").strip("0123456789")
