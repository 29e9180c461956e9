"""From paths files to one curriculum: what a single table cannot know is checked here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from studypath.core.curriculum import Concept, Curriculum, Path
from studypath.core.errors import Fault
from studypath.core.works import group_shared_steps
from studypath.files.faults import build_fault, build_unusable_file, find_unknown_keys, list_faults
from studypath.files.toml import PATHS_LIMIT_BYTES, read_toml

if TYPE_CHECKING:
    from studypath.files.faults import Loc
    from studypath.files.paths_model import PathsFile
    from studypath.files.toml import Located

NEWER = "It was written for a newer studypath; update the program to read it."


class ParsedPaths(NamedTuple):
    """What one file defines, and what its author should hear of (unknown keys and references)."""

    paths: tuple[Path, ...]
    concepts: tuple[Concept, ...]
    warnings: tuple[Fault, ...]


def parse_paths(content: bytes, file: str, limit_bytes: int = PATHS_LIMIT_BYTES) -> ParsedPaths:
    """Return the paths of a file, checked as far as the file alone allows.

    Raises UnusableFile with every fault's file, line and key (ten at most in full).
    """
    from pydantic import ValidationError

    from studypath.files.path_values import build_concept, build_path
    from studypath.files.paths_model import FORMAT, PathsFile

    located = read_toml(content, file, limit_bytes)
    version = located.data.get("format")
    if type(version) is int and version > FORMAT:
        raise build_unusable_file(
            [build_fault(located, file, ("format",), f"is {version}; this program reads 1")], NEWER
        )
    try:
        table = PathsFile.model_validate(located.data)
    except ValidationError as error:
        raise build_unusable_file(list_faults(error, located, file)) from None
    faults = _faults_between(table, located, file)
    if faults:
        raise build_unusable_file(faults)
    paths = tuple(build_path(path, file) for path in table.path)
    warnings = find_unknown_keys(PathsFile, located.data, located, file)
    return ParsedPaths(paths, tuple(build_concept(c) for c in table.concept), tuple(warnings))


def build_curriculum(files: Sequence[ParsedPaths]) -> tuple[Curriculum, tuple[Fault, ...]]:
    """Return the curriculum of all files, and the faults of those that had to be left out.

    A file that takes an id of an earlier one, or closes a cycle of `covers` with it, is left out
    whole. Topics that steps name but no file describes become concepts of their own.
    """
    paths: list[Path] = []
    concepts: dict[str, Concept] = {}
    faults: list[Fault] = []
    for file in files:
        taken = {path.id for path in paths} & {path.id for path in file.paths}
        if taken:
            name = file.paths[0].file
            faults.extend(
                Fault(name, None, "", f"the path id {path_id} is taken by another file")
                for path_id in sorted(taken)
            )
            continue
        cycle = find_covers_cycle([*paths, *file.paths])
        if cycle:
            faults.append(
                Fault(file.paths[0].file, None, "", f"covers goes in a circle: {' > '.join(cycle)}")
            )
            continue
        paths.extend(file.paths)
        for concept in file.concepts:
            concepts.setdefault(concept.id, concept)
    _add_named_concepts(paths, concepts)
    known = _with_covered_by(paths)
    return Curriculum(known, tuple(concepts.values()), group_shared_steps(known)), tuple(faults)


def find_covers_cycle(paths: Iterable[Path]) -> tuple[str, ...]:
    """Return the ids of a circle of `covers`, the first again at the end; empty without one."""
    covers: dict[str, tuple[str, ...]] = {}
    for path in paths:
        for step in path.steps:
            covers[step.id] = (*covers.get(step.id, ()), *step.covers)
    finished: set[str] = set()
    for start in covers:
        # Depth first without recursion: a file may chain thousands of steps.
        trail: list[str] = []
        on_trail: set[str] = set()
        pending: list[tuple[str, bool]] = [(start, False)]
        while pending:
            step_id, leaving = pending.pop()
            if leaving:
                on_trail.discard(trail.pop())
                finished.add(step_id)
                continue
            if step_id in on_trail:
                return (*trail[trail.index(step_id) :], step_id)
            if step_id in finished:
                continue
            trail.append(step_id)
            on_trail.add(step_id)
            pending.append((step_id, True))
            pending.extend((other, False) for other in covers.get(step_id, ()))
    return ()


def find_unknown_references(paths: Iterable[Path], known: Iterable[Path]) -> list[Fault]:
    """Return the `covers` of paths that name no step and the `draws_on` that name no path."""
    everything = [*paths, *known]
    steps = {step.id for path in everything for step in path.steps}
    path_ids = {path.id for path in everything}
    faults: list[Fault] = []
    for path in paths:
        for phase in path.phases:
            key = f"{path.id}.{phase.id}.draws_on"
            faults.extend(
                Fault(path.file, None, key, f"no path has the id {name}")
                for name in phase.draws_on
                if name not in path_ids
            )
            faults.extend(
                Fault(path.file, None, f"{path.id}.{step.id}.covers", f"no step has the id {name}")
                for step in phase.steps
                for name in step.covers
                if name not in steps
            )
    return faults


def _faults_between(table: PathsFile, located: Located, file: str) -> list[Fault]:
    """Duplicate ids, phases that contradict themselves, circles: what the tables together say."""
    faults: list[Fault] = []

    def note(loc: Loc, message: str) -> None:
        faults.append(build_fault(located, file, loc, message))

    _note_taken(note, ("concept",), [concept.id for concept in table.concept])
    _note_taken(note, ("path",), [path.id for path in table.path])
    for p, path in enumerate(table.path):
        at: Loc = ("path", p)
        _note_taken(note, (*at, "phase"), [phase.id for phase in path.phase])
        _note_taken(note, (*at, "deferred"), [work.id for work in path.deferred])
        taken: dict[str, str] = {}
        for f, phase in enumerate(path.phase):
            if phase.open_ended and phase.step:
                note((*at, "phase", f, "open_ended"), "an open-ended phase has no steps of its own")
            for s, step in enumerate(phase.step):
                here = (*at, "phase", f, "step", s)
                for key, ids in (("id", (step.id,)), ("aliases", tuple(step.aliases))):
                    for step_id in ids:
                        if step_id in taken:
                            note((*here, key), f"{step_id} is the {taken[step_id]} of another step")
                        taken.setdefault(step_id, "id" if key == "id" else "former id")
                if step.id in step.covers:
                    note((*here, "covers"), "a step cannot cover itself")
    return faults or _circle(table, located, file)


def _note_taken(note: object, loc: Loc, ids: list[str]) -> None:
    seen: set[str] = set()
    for index, table_id in enumerate(ids):
        if table_id in seen:
            note((*loc, index, "id"), f"{table_id} is taken already in this file")  # type: ignore[operator]
        seen.add(table_id)


def _circle(table: PathsFile, located: Located, file: str) -> list[Fault]:
    from studypath.files.path_values import build_path

    cycle = find_covers_cycle(build_path(path, file) for path in table.path)
    for p, path in enumerate(table.path if cycle else ()):
        for f, phase in enumerate(path.phase):
            for s, step in enumerate(phase.step):
                if step.id == cycle[0] and step.covers:
                    loc = ("path", p, "phase", f, "step", s, "covers")
                    circle = " > ".join(cycle)
                    return [build_fault(located, file, loc, f"covers goes in a circle: {circle}")]
    return []


def _add_named_concepts(paths: Iterable[Path], concepts: dict[str, Concept]) -> None:
    for path in paths:
        named = [c for step in path.steps for c in step.concepts]
        named.extend(c for work in path.deferred for c in work.deepens)
        for concept_id in named:
            if concept_id not in concepts:
                title = concept_id.replace("-", " ").capitalize()
                concepts[concept_id] = Concept(concept_id, title)


def _with_covered_by(paths: list[Path]) -> tuple[Path, ...]:
    covered_by: dict[str, list[str]] = {}
    for path in paths:
        for step in path.steps:
            for other in step.covers:
                covered_by.setdefault(other, []).append(step.id)
    if not covered_by:
        return tuple(paths)
    return tuple(
        path._replace(
            phases=tuple(
                phase._replace(
                    steps=tuple(
                        step._replace(covered_by=tuple(dict.fromkeys(covered_by[step.id])))
                        if step.id in covered_by
                        else step
                        for step in phase.steps
                    ),
                )
                for phase in path.phases
            ),
        )
        for path in paths
    )
