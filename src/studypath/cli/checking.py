"""What `path check` says of a file: its faults, or a summary and what its author should look at."""

from __future__ import annotations

from pathlib import Path as FilePath

from studypath.cli.terminal import tell, write_json, write_lines
from studypath.core.curriculum import Path
from studypath.core.errors import UnusableFile
from studypath.schema.curriculum import curriculum_of, paths_of, unknown_references
from studypath.schema.toml import PATHS_LIMIT_BYTES
from studypath.storage.files import read_regular
from studypath.storage.library import BUNDLED_LIMIT_BYTES
from studypath.storage.places import bundled_paths

MOST_WARNINGS = 20


def check_file(file: FilePath, *, as_json: bool) -> None:
    """Check a paths file beside the bundled ones; UnusableFile (exit 4) with every fault."""
    source = read_regular(file, PATHS_LIMIT_BYTES)
    found = paths_of(source.content, str(file))
    bundled_file = bundled_paths()
    bundled = paths_of(
        read_regular(bundled_file, BUNDLED_LIMIT_BYTES).content,
        str(bundled_file),
        BUNDLED_LIMIT_BYTES,
    )
    if file.resolve() != bundled_file.resolve():
        _, faults = curriculum_of([bundled, found])
        if faults:
            raise UnusableFile(faults)
    warnings = [*found.warnings, *unknown_references(found.paths, bundled.paths)]
    for warning in warnings[:MOST_WARNINGS]:
        tell(f"look at: {warning}")
    if as_json:
        write_json(
            {
                "format": 1,
                "file": str(file),
                "paths": [_summary(path) for path in found.paths],
                "warnings": [str(warning) for warning in warnings],
            }
        )
        return
    from studypath.core.text import visible
    from studypath.views.words import counted

    write_lines(
        f"{visible(str(file))}: {path.id}: {counted(len(path.phases), 'phase')}, "
        f"{counted(len(path.steps), 'step')}, {_hours(path)}; no faults"
        for path in found.paths
    )


def _summary(path: Path) -> dict[str, object]:
    return {"id": path.id, "phases": len(path.phases), "steps": len(path.steps)}


def _hours(path: Path) -> str:
    from studypath.core.estimates import remaining_of, step_estimates
    from studypath.views.words import remaining_words

    estimates = step_estimates(path).values()
    total = remaining_of(estimates)
    return "no estimates" if total.low_minutes is None else remaining_words(total, ascii=True)
