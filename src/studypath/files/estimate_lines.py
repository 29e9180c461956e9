"""Find the lines of the estimates in a paths file."""

from __future__ import annotations

from studypath.core.path_stats import EstimateLine
from studypath.files.contradictions import iterate_steps, iterate_tables
from studypath.files.toml import read_toml


def find_estimate_lines(
    content: bytes, file: str, path_id: str, limit_bytes: int
) -> dict[str, EstimateLine]:
    """Return the line of the estimate of each step of a path by step id.

    Steps without one are left out. Raises UnusableFile for a file that is not TOML.
    """
    located = read_toml(content, file, limit_bytes)
    lines: dict[str, EstimateLine] = {}
    for p, path in iterate_tables(located.data, "path"):
        if path.get("id") != path_id:
            continue
        for loc, step in iterate_steps(path, ("path", p)):
            text, line = step.get("estimate"), located.line_of((*loc, "estimate"))
            if isinstance(text, str) and line is not None:
                lines[str(step.get("id"))] = EstimateLine(line, text)
    return lines
