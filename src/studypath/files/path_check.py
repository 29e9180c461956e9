"""Check a file of paths: its faults and warnings at once, each with line and column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from studypath.core.curriculum import Path
from studypath.core.errors import UnusableFile
from studypath.core.path_check import CheckedFile
from studypath.core.path_review import Remark, review_paths
from studypath.files.covers import describe_cycle, find_covers_cycle
from studypath.files.curriculum import build_paths, validate_paths
from studypath.files.faults import FaultList, add_unknown_keys
from studypath.files.toml import PATHS_LIMIT_BYTES, read_toml

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
    warnings = FaultList(located, name)
    add_unknown_keys(warnings, PathsFile, located.data)
    paths: tuple[Path, ...] = ()
    if table is not None:
        paths = build_paths(table, name).paths
        advice = _add_clashes(faults, paths, bundled, others)
    if faults:
        return _build_checked(name, (), warnings, faults, advice)
    for remark in review_paths(paths, [*bundled, *others]):
        warnings.add(_locate(remark), remark.message)
    return _build_checked(name, paths, warnings, faults, "")


def _build_checked(
    name: str, paths: tuple[Path, ...], warnings: FaultList, faults: FaultList, advice: str
) -> CheckedFile:
    return CheckedFile(
        name, paths, warnings.sort(), faults.sort(), advice, warnings.more, faults.more
    )


def _add_clashes(
    faults: FaultList, own: Sequence[Path], bundled: Sequence[Path], others: Sequence[Path]
) -> str:
    """Add the faults of paths beside other files, and return advice."""
    bundled_ids = {path.id for path in bundled}
    file_of = {path.id: path.file for path in others}
    for p, path in enumerate(own):
        if path.id in bundled_ids:
            message = f"{path.id} is the id of a bundled path; did you mean my-{path.id}?"
            faults.add(("path", p, "id"), message)
        elif path.id in file_of:
            message = f"{path.id} is the id of a path in {file_of[path.id]}"
            faults.add(("path", p, "id"), message)
    advice = TAKEN if faults else ""
    beside = [*bundled, *others]
    if not find_covers_cycle(beside) and (cycle := find_covers_cycle([*beside, *own])):
        faults.add(_find_cycle_place(cycle, own), describe_cycle(cycle))
    return advice


def _find_cycle_place(cycle: Sequence[str], own: Sequence[Path]) -> Loc:
    ids = set(cycle)
    for p, path in enumerate(own):
        for f, phase in enumerate(path.phases):
            for s, step in enumerate(phase.steps):
                if step.id in ids and step.covers:
                    return ("path", p, "phase", f, "step", s, "covers")
    return ()


def _locate(remark: Remark) -> Loc:
    loc: Loc = ("path", remark.path)
    if remark.phase is not None:
        loc = (*loc, "phase", remark.phase)
    if remark.step is not None:
        loc = (*loc, "step", remark.step)
    return loc if remark.key is None else (*loc, remark.key)
