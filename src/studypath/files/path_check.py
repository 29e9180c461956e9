"""Check a file of paths: every fault at once, and warnings, each with line and column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from studypath.core.curriculum import Path
from studypath.core.errors import Fault, UnusableFile
from studypath.core.path_check import CheckedFile, sort_faults
from studypath.core.path_review import Remark, review_path
from studypath.files.covers import describe_cycle, find_covers_cycle
from studypath.files.curriculum import ParsedPaths, build_paths, validate_paths
from studypath.files.faults import build_fault, find_unknown_keys
from studypath.files.toml import PATHS_LIMIT_BYTES, Located, read_toml

if TYPE_CHECKING:
    from studypath.files.faults import Loc

TAKEN = "An id belongs to one path only. Give yours another id, and its progress starts anew."


def check_paths(
    content: bytes,
    name: str,
    bundled: Sequence[Path],
    others: Sequence[Path] = (),
    *,
    limit_bytes: int = PATHS_LIMIT_BYTES,
) -> CheckedFile:
    """Return the paths of a file beside the bundled ones and others, its faults and warnings.

    `name` is what the faults name the file.
    """
    from studypath.files.paths_model import PathsFile

    try:
        located = read_toml(content, name, limit_bytes)
    except UnusableFile as error:
        return CheckedFile(name, (), (), error.faults, error.advice)
    table, faults, advice = validate_paths(located, name)
    if table is None:
        unknown = find_unknown_keys(PathsFile, located.data, located, name)
        return CheckedFile(name, (), tuple(sort_faults(unknown)), tuple(faults), advice)
    own = build_paths(table, located, name)
    clashes = list(_list_clashes(own, located, name, bundled, others))
    if clashes:
        taken = any(fault.key.endswith(".id") for fault in clashes)
        return CheckedFile(name, (), own.warnings, tuple(clashes), TAKEN if taken else "")
    beside = [*own.paths, *bundled, *others]
    warnings = [
        _locate(remark, p, located, name)
        for p, path in enumerate(own.paths)
        for remark in review_path(path, beside)
    ]
    return CheckedFile(name, own.paths, tuple(sort_faults([*own.warnings, *warnings])))


def _list_clashes(
    own: ParsedPaths,
    located: Located,
    name: str,
    bundled: Sequence[Path],
    others: Sequence[Path],
) -> Iterator[Fault]:
    bundled_ids = {path.id for path in bundled}
    file_of = {path.id: path.file for path in others}
    for p, path in enumerate(own.paths):
        loc: Loc = ("path", p, "id")
        if path.id in bundled_ids:
            message = f"{path.id} is the id of a bundled path; did you mean my-{path.id}?"
            yield build_fault(located, name, loc, message)
        elif path.id in file_of:
            message = f"{path.id} is the id of a path in {file_of[path.id]}"
            yield build_fault(located, name, loc, message)
    beside = [*bundled, *others]
    if not find_covers_cycle(beside) and (cycle := find_covers_cycle([*beside, *own.paths])):
        yield _locate_cycle(cycle, own, located, name)


def _locate_cycle(cycle: Sequence[str], own: ParsedPaths, located: Located, name: str) -> Fault:
    for p, path in enumerate(own.paths):
        for f, phase in enumerate(path.phases):
            for s, step in enumerate(phase.steps):
                if step.id in cycle and step.covers:
                    loc = ("path", p, "phase", f, "step", s, "covers")
                    return build_fault(located, name, loc, describe_cycle(cycle))
    return build_fault(located, name, (), describe_cycle(cycle))


def _locate(remark: Remark, path: int, located: Located, name: str) -> Fault:
    loc: Loc = ("path", path)
    if remark.phase is not None:
        loc = (*loc, "phase", remark.phase)
    if remark.step is not None:
        loc = (*loc, "step", remark.step)
    if remark.key is not None:
        loc = (*loc, remark.key)
    return build_fault(located, name, loc, remark.message)
