"""The JSON export contains everything in the progress file, and a format version."""

from __future__ import annotations

import json
from datetime import date, time

from studypath.core.progress import Progress
from studypath.core.status import build_path_status
from studypath.files.progress import parse_progress, progress_to_tables
from studypath.files.tables import entry_from_table
from studypath.formats.export import export_to_json
from studypath.formats.json import format_json
from tests.progress_samples import MOMENT, bundled, studied

UNKNOWN = b"""
format = 1
mood = "curious"
day = 2026-11-20
hour = 07:30:00
much = inf

[paths.paper.gone]
state = "done"
finished = 2026-11-20T19:05:00+01:00
colour = [1, { deep = true }]
sessions = ["2026-11-20T19:05+01:00 50m"]

[paths.elsewhere]
loose = "kept"
"""


def _exported(progress: Progress) -> dict[str, object]:
    tracked = studied()
    statuses = [build_path_status(tracked, path) for path in bundled().paths]
    value = export_to_json(
        statuses, active="paper", exported=MOMENT, progress=progress_to_tables(progress)
    )
    read: dict[str, object] = json.loads(format_json(value))
    return read


def test_export_is_versioned_and_whole() -> None:
    """An export has a version, its time, the active path, every path, and the progress."""
    value = _exported(studied().progress)
    assert list(value) == ["format", "exported", "active", "paths", "progress", "types"]
    assert (value["format"], value["active"]) == (1, "paper")
    assert value["exported"] == "2026-11-20T19:05:00+00:00"
    paths = value["paths"]
    assert isinstance(paths, list)
    assert [path["id"] for path in paths] == ["lightweight", "paper"]
    steps = [step for path in paths for phase in path["phases"] for step in phase["steps"]]
    assert len(steps) == 25


def test_every_entry_can_be_read_back() -> None:
    """Every entry of the progress is read back unchanged from the export."""
    from datetime import datetime

    before = studied().progress
    progress = _exported(before)["progress"]
    assert isinstance(progress, dict)
    entries = {}
    for path, steps in progress["paths"].items():
        for step, table in steps.items():
            for key in ("started", "finished", "updated"):
                if key in table:
                    table[key] = datetime.fromisoformat(table[key])
            entries[(path, step)] = entry_from_table(table)
    assert entries == before.entries


def test_unknown_keys_are_exported() -> None:
    """Unknown keys and steps, and TOML values that JSON lacks, are in the export."""
    progress = _exported(parse_progress(UNKNOWN, "progress.toml").progress)["progress"]
    assert progress == {
        "format": 1,
        "mood": "curious",
        "day": date(2026, 11, 20).isoformat(),
        "hour": time(7, 30).isoformat(),
        "much": "inf",
        "paths": {
            "elsewhere": {"loose": "kept"},
            "paper": {
                "gone": {
                    "state": "done",
                    "finished": "2026-11-20T19:05:00+01:00",
                    "sessions": ["2026-11-20T19:05+01:00 50m"],
                    "colour": [1, {"deep": True}],
                }
            },
        },
    }
