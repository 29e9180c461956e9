"""Find the steps that a word matches without being an id or a number, and the one that is meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from studypath.core.curriculum import Curriculum, Path, Step, StepKey

_Match = tuple[Path, Step]


class Matches(NamedTuple):
    """The step that a word means, if one is certain, and all that it matches."""

    chosen: _Match | None
    candidates: list[_Match]


def find_matches(curriculum: Curriculum, paths: Sequence[Path], wanted: str) -> Matches:
    """Return what a normalized word matches: parts of ids, those it begins first, then titles.

    The only whole title is meant; else the only beginning of an id, part of an id or part of a
    title, in this order: on the first path, which is the active one, whatever else matches; on
    another path only if nothing else does, and not by one word in the middle, such as "all". A step
    that is the same work as another counts once.
    """
    in_ids = _find_parts(paths, wanted)
    candidates = _merge_works(curriculum, [*in_ids, *_find_titles(paths, wanted)])
    typed = _spell(wanted)
    whole = [each for each in candidates if _spell(each[1].title) == typed]
    if len(whole) == 1:
        return Matches(whole[0], candidates)
    parts = _merge_works(curriculum, in_ids)
    beginnings = [each for each in parts if each[1].id.startswith(wanted)]
    for matches in (beginnings, parts, candidates):
        if len(matches) != 1:
            continue
        path, step = matches[0]
        is_certain = "-" in wanted or step.id.startswith(wanted) or _begins(step, typed)
        if path.id == paths[0].id or (len(candidates) == 1 and is_certain):
            return Matches(matches[0], candidates)
    return Matches(None, parts if len(parts) > 1 else candidates)


def _begins(step: Step, typed: str) -> bool:
    return _spell(step.title).startswith(typed)


def _find_parts(paths: Iterable[Path], wanted: str) -> list[_Match]:
    """Return the steps whose id contains the word, those whose id begins with it first."""
    matches = [(p, s) for p in paths for s in p.steps if wanted and wanted in s.id]
    return sorted(matches, key=lambda match: not match[1].id.startswith(wanted))


def _find_titles(paths: Iterable[Path], wanted: str) -> list[_Match]:
    """Return the steps whose title contains the word from the beginning of a title's word on."""
    if not any(character.isalpha() for character in wanted):
        return []
    typed = f" {wanted.replace('-', ' ')}"
    return [(p, s) for p in paths for s in p.steps if typed in f" {_spell(s.title)}"]


def _spell(words: str) -> str:
    """Return words in small letters, with one space for spaces and hyphens."""
    return " ".join(words.lower().replace("-", " ").split())


def _merge_works(curriculum: Curriculum, candidates: list[_Match]) -> list[_Match]:
    """Drop a step that is the same work as one on an earlier path, or has its id."""
    merged: list[_Match] = []
    path_of: dict[StepKey, str] = {}
    ids: set[str] = set()
    for path, step in candidates:
        key = (path.id, step.id)
        work = curriculum.shared.get(key, (key,))[0]
        if step.id in ids or path_of.setdefault(work, path.id) != path.id:
            continue
        merged.append((path, step))
        ids.add(step.id)
    return merged
