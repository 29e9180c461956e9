"""Build one curriculum from paths files, with the checks that span several tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
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

CYCLE_SHOWN_MOST = 8
NEWER = "It was written for a newer studypath; update the program to read it."


class ParsedPaths(NamedTuple):
    """The content of a file; `warnings` are its unknown keys."""

    paths: tuple[Path, ...]
    concepts: tuple[Concept, ...]
    warnings: tuple[Fault, ...]


def parse_paths(content: bytes, file: str, limit_bytes: int = PATHS_LIMIT_BYTES) -> ParsedPaths:
    """Return the paths of a file after all checks that need no other file.

    Raises UnusableFile with the file, line and key of each fault (the first ten).
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
    faults = _list_contradictions(table, located, file)
    if faults:
        raise build_unusable_file(faults)
    paths = tuple(build_path(path, file) for path in table.path)
    warnings = find_unknown_keys(PathsFile, located.data, located, file)
    return ParsedPaths(paths, tuple(build_concept(c) for c in table.concept), tuple(warnings))


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
        messages = [f"another file has a path with the id {path_id}" for path_id in taken]
        if has_cycle and not taken and (cycle := find_covers_cycle([*accepted, *file.paths])):
            messages = [_describe_cycle(cycle)]
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


def find_covers_cycle(paths: Iterable[Path]) -> tuple[str, ...]:
    """Return the ids of a cycle of `covers`, the first again at the end; empty if there is none."""
    covers: dict[str, list[str]] = {}
    for path in paths:
        for step in path.steps:
            if step.covers:
                covers.setdefault(step.id, []).extend(step.covers)
    finished: set[str] = set()
    for start in covers:
        # Depth-first without recursion: a file may chain thousands of steps.
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


def find_unknown_references(paths: Iterable[Path], others: Iterable[Path]) -> list[Fault]:
    """Return the faults of `covers` that name no step and `draws_on` that name no path."""
    everything = [*paths, *others]
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


def _list_contradictions(table: PathsFile, located: Located, file: str) -> list[Fault]:
    """Return the faults between tables: duplicate ids, steps in open-ended phases, cycles."""
    faults: list[Fault] = []

    def add_fault(loc: Loc, message: str) -> None:
        faults.append(build_fault(located, file, loc, message))

    _check_unique(add_fault, ("concept",), [concept.id for concept in table.concept])
    _check_unique(add_fault, ("path",), [path.id for path in table.path])
    for p, path in enumerate(table.path):
        at: Loc = ("path", p)
        _check_unique(add_fault, (*at, "deferred"), [work.id for work in path.deferred])
        phase_ids, step_ids = _Taken("phase"), _Taken("step")
        for f, phase in enumerate(path.phase):
            phase_ids.add(add_fault, (*at, "phase", f), phase.id, phase.aliases)
            if phase.open_ended and phase.step:
                add_fault((*at, "phase", f, "open_ended"), "an open-ended phase cannot have steps")
            for s, step in enumerate(phase.step):
                here = (*at, "phase", f, "step", s)
                step_ids.add(add_fault, here, step.id, step.aliases)
                if step.id in step.covers:
                    add_fault((*here, "covers"), "a step cannot cover itself")
    return faults or _list_cycle(table, located, file)


class _Taken:
    """The ids and former ids of a path's phases or steps: each may be used once."""

    def __init__(self, noun: str) -> None:
        self._noun = noun
        self._roles: dict[str, str] = {}

    def add(
        self, add_fault: Callable[[Loc, str], None], loc: Loc, own_id: str, aliases: Iterable[str]
    ) -> None:
        """Take the id and the aliases of one table; report those that are taken."""
        for key, role, ids in (("id", "id", (own_id,)), ("aliases", "former id", aliases)):
            for each in ids:
                if each in self._roles:
                    owner = f"the {self._roles[each]} of another {self._noun}"
                    add_fault((*loc, key), f"{each} is {owner}")
                self._roles.setdefault(each, role)


def _check_unique(add_fault: Callable[[Loc, str], None], loc: Loc, ids: list[str]) -> None:
    seen: set[str] = set()
    for index, table_id in enumerate(ids):
        if table_id in seen:
            add_fault((*loc, index, "id"), f"{table_id} is used twice in this file")
        seen.add(table_id)


def _list_cycle(table: PathsFile, located: Located, file: str) -> list[Fault]:
    from studypath.files.path_values import build_path

    cycle = find_covers_cycle(build_path(path, file) for path in table.path)
    for p, path in enumerate(table.path if cycle else ()):
        for f, phase in enumerate(path.phase):
            for s, step in enumerate(phase.step):
                if step.id == cycle[0] and step.covers:
                    loc = ("path", p, "phase", f, "step", s, "covers")
                    return [build_fault(located, file, loc, _describe_cycle(cycle))]
    return []


def _describe_cycle(cycle: Sequence[str]) -> str:
    shown = cycle if len(cycle) <= CYCLE_SHOWN_MOST else (*cycle[:3], "...", cycle[-1])
    return f"covers forms a cycle: {' > '.join(shown)}"


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
