"""Convert the answers of commands on path files to JSON."""

from __future__ import annotations

from studypath.core.errors import Fault
from studypath.core.path_check import CheckedFile
from studypath.formats.json import FORMAT, Object


def path_check_to_json(checked: CheckedFile) -> Object:
    """Return the answer to `path check`; a file with faults has no paths."""
    return {
        "format": FORMAT,
        "file": checked.file,
        "valid": not checked.faults,
        "paths": [
            {"id": path.id, "phases": len(path.phases), "steps": len(path.steps)}
            for path in checked.paths
        ],
        "faults": [fault_to_json(fault) for fault in checked.faults],
        "warnings": [str(warning) for warning in checked.warnings],
        "located_warnings": [fault_to_json(warning) for warning in checked.warnings],
    }


def fault_to_json(fault: Fault) -> Object:
    """Return a fault or a warning with its place; line and column count from 1."""
    return {
        "line": fault.line,
        "column": fault.column,
        "key": fault.key,
        "message": fault.message,
    }
