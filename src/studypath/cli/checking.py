"""What `path check` says of a file: its faults, or a summary and what its author should look at."""

from __future__ import annotations

from pathlib import Path as FilePath

from studypath.cli.output import print_note, write_json, write_lines
from studypath.core.curriculum import Path
from studypath.core.errors import UnusableFile
from studypath.files.curriculum import build_curriculum, find_unknown_references, parse_paths
from studypath.files.toml import PATHS_LIMIT_BYTES
from studypath.storage.library import BUNDLED_LIMIT_BYTES
from studypath.storage.places import find_bundled_paths
from studypath.storage.reading import read_regular

MOST_WARNINGS = 20


def check_file(file: FilePath, *, as_json: bool) -> None:
    """Check a paths file beside the bundled ones; UnusableFile (exit 4) with every fault."""
    source = read_regular(file, PATHS_LIMIT_BYTES)
    found = parse_paths(source.content, str(file))
    bundled_file = find_bundled_paths()
    bundled = parse_paths(
        read_regular(bundled_file, BUNDLED_LIMIT_BYTES).content,
        str(bundled_file),
        BUNDLED_LIMIT_BYTES,
    )
    if file.resolve() != bundled_file.resolve():
        _, faults = build_curriculum([bundled, found])
        if faults:
            raise UnusableFile(faults)
    warnings = [*found.warnings, *find_unknown_references(found.paths, bundled.paths)]
    for warning in warnings[:MOST_WARNINGS]:
        print_note(f"look at: {warning}")
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
    from studypath.core.text import replace_controls
    from studypath.views.wording import format_count

    write_lines(
        f"{replace_controls(str(file))}: {path.id}: {format_count(len(path.phases), 'phase')}, "
        f"{format_count(len(path.steps), 'step')}, {_hours(path)}; no faults"
        for path in found.paths
    )


def _summary(path: Path) -> dict[str, object]:
    return {"id": path.id, "phases": len(path.phases), "steps": len(path.steps)}


def _hours(path: Path) -> str:
    from studypath.core.estimates import spread_estimates, sum_estimates
    from studypath.views.wording import format_remaining

    estimates = spread_estimates(path).values()
    total = sum_estimates(estimates)
    return "no estimates" if total.low_minutes is None else format_remaining(total)
