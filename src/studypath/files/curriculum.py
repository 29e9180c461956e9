"""Build one curriculum from paths files, with the checks that span several tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from studypath.core.curriculum import Concept, Curriculum, Path
from studypath.core.errors import Fault
from studypath.core.works import group_shared_steps
from studypath.files.covers import describe_cycle, find_covers_cycle
from studypath.files.faults import FaultList, add_errors, build_unusable_file
from studypath.files.toml import PATHS_LIMIT_BYTES, read_toml

if TYPE_CHECKING:
    from studypath.files.paths_model import PathsFile
    from studypath.files.toml import Located

NEWER = "It was written for a newer studypath; update the program to read it."


class ParsedPaths(NamedTuple):
    """The content of a file."""

    paths: tuple[Path, ...]
    concepts: tuple[Concept, ...]


def parse_paths(content: bytes, file: str, limit_bytes: int = PATHS_LIMIT_BYTES) -> ParsedPaths:
    """Return the paths of a file after all checks that need no other file.

    Raises UnusableFile with the file, line and key of each fault (the first ten).
    """
    located = read_toml(content, file, limit_bytes)
    table, faults, advice = validate_paths(located, file)
    if table is None:
        raise build_unusable_file(faults, advice)
    return build_paths(table, file)


def validate_paths(located: Located, file: str) -> tuple[PathsFile | None, FaultList, str]:
    """Return the tables of a file, or None, its faults, and advice."""
    from pydantic import ValidationError

    from studypath.files.contradictions import add_contradictions
    from studypath.files.paths_model import FORMAT, PathsFile

    faults = FaultList(located, file)
    version = located.data.get("format")
    if type(version) is int and version > FORMAT:
        faults.add(("format",), f"is {version}; this program reads {FORMAT}")
        return None, faults, NEWER
    table = None
    try:
        table = PathsFile.model_validate(located.data)
    except ValidationError as error:
        add_errors(faults, error)
    add_contradictions(faults, located.data)
    return (None if faults else table), faults, ""


def build_paths(table: PathsFile, file: str) -> ParsedPaths:
    """Return the paths and concepts of a valid file."""
    from studypath.files.path_values import build_concept, build_path

    paths = tuple(build_path(path, file) for path in table.path)
    return ParsedPaths(paths, tuple(build_concept(c) for c in table.concept))


def build_curriculum(files: Sequence[ParsedPaths]) -> tuple[Curriculum, tuple[Fault, ...]]:
    """Return the curriculum of all files, and the faults of the files that are left out.

    A file is left out whole if it takes a path id of an earlier file or closes a cycle of
    `covers`. A concept that is named but not described gets its id as title.
    """
    accepted: list[Path] = []
    path_ids: set[str] = set()
    concepts: dict[str, Concept] = {}
    faults: list[Fault] = []
    has_cycle = bool(find_covers_cycle(path for file in files for path in file.paths))
    for file in files:
        taken = sorted(path_ids & {path.id for path in file.paths})
        messages = [
            f"another file has a path with the id {path_id}; give this one another id"
            for path_id in taken
        ]
        if has_cycle and not taken and (cycle := find_covers_cycle([*accepted, *file.paths])):
            messages = [describe_cycle(cycle)]
        if messages:
            name = file.paths[0].file
            faults.extend(Fault(name, None, "", message) for message in messages)
            continue
        accepted.extend(file.paths)
        path_ids.update(path.id for path in file.paths)
        for concept in file.concepts:
            concepts.setdefault(concept.id, concept)
    _add_named_concepts(accepted, concepts)
    paths = _with_covered_by(accepted)
    return Curriculum(paths, tuple(concepts.values()), group_shared_steps(paths)), tuple(faults)


def _add_named_concepts(paths: Iterable[Path], concepts: dict[str, Concept]) -> None:
    for path in paths:
        concept_ids = [c for step in path.steps for c in step.concepts]
        concept_ids.extend(c for work in path.deferred for c in work.deepens)
        for concept_id in concept_ids:
            if concept_id not in concepts:
                title = concept_id.replace("-", " ").capitalize()
                concepts[concept_id] = Concept(concept_id, title)


def _with_covered_by(paths: list[Path]) -> tuple[Path, ...]:
    coverers: dict[str, list[str]] = {}
    for path in paths:
        for step in path.steps:
            for other in step.covers:
                coverers.setdefault(other, []).append(step.id)
    if not coverers:
        return tuple(paths)
    covered_by = {step_id: tuple(dict.fromkeys(ids)) for step_id, ids in coverers.items()}
    return tuple(
        path._replace(
            phases=tuple(
                phase._replace(
                    steps=tuple(
                        step._replace(covered_by=covered_by[step.id])
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
