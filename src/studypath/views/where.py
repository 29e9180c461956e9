"""Show where the files are. Without Rich."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from studypath.core.text import replace_controls


def format_where(places: Mapping[str, Any]) -> list[str]:
    """Return a line for each directory and file, and the variables that override them."""
    rows = {kind: row for kind, row in places.items() if kind != "files"}
    lines = []
    for kind, row in rows.items():
        directory = row["path"] or f"none; set {row['override']}"
        note = f"  (set by {row['override']})" if row["overridden"] else ""
        lines.append(f"{kind:9} {replace_controls(directory)}{note}")
    lines += [f"{name:9} {replace_controls(file)}" for name, file in places["files"].items()]
    return [*lines, "Override: " + ", ".join(row["override"] for row in rows.values())]
