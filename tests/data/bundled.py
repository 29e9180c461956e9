"""The bundled paths as plain tables, read without the program."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Table = dict[str, Any]

PATHS_FILE = Path(__file__).parents[2] / "data" / "paths.toml"
DATA: Table = tomllib.loads(PATHS_FILE.read_text(encoding="utf-8"))

DURATION = re.compile(r"(?=\d)(?:(\d+)h)?(?:(\d+)m)?")


def minutes(text: str) -> tuple[int, int]:
    """Read a duration or a range of two as its low and high in minutes."""
    values = []
    for part in text.split("-"):
        match = DURATION.fullmatch(part)
        assert match, f"not a duration: {text!r}"
        values.append(60 * int(match[1] or 0) + int(match[2] or 0))
    assert len(values) <= 2, f"not a range: {text!r}"
    return values[0], values[-1]


def path(path_id: str) -> Table:
    """Find a path by its id."""
    table: Table = next(each for each in DATA["path"] if each["id"] == path_id)
    return table


def steps_with_phase(path_id: str) -> list[tuple[Table, Table]]:
    """List a path's steps in order, each with its phase."""
    return [(phase, step) for phase in path(path_id)["phase"] for step in phase.get("step", [])]


def step(step_id: str) -> Table:
    """Find a step of either path by its id."""
    return next(each for each in STEPS if each["id"] == step_id)


def tables() -> Iterator[tuple[str, Table]]:
    """Yield every table of the file with the name of its kind."""
    yield "", DATA
    for concept in DATA["concept"]:
        yield "concept", concept
    for one in DATA["path"]:
        yield "path", one
        for deferred in one.get("deferred", []):
            yield "deferred", deferred
        for phase in one["phase"]:
            yield "phase", phase
            for each in phase.get("step", []):
                yield "step", each
                for part in each.get("part", []):
                    yield "part", part


def texts(value: object) -> Iterator[str]:
    """Yield every string inside a value, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


STEPS: list[Table] = [each for kind, each in tables() if kind == "step"]
DEFERRED: list[Table] = [each for kind, each in tables() if kind == "deferred"]
WORKS = STEPS + DEFERRED
CONCEPTS = {concept["id"] for concept in DATA["concept"]}
