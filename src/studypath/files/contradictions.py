"""Find the faults between the tables of a paths file: ids taken twice, cycles of covers.

They are found in the data as they were read, so that a file with faults in its values is checked
as well; whatever has another type is left to the models.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from studypath.files.covers import describe_cycle, find_cycle
from studypath.files.types import ID_MOST

if TYPE_CHECKING:
    from studypath.files.faults import FaultList, Loc

Table = Mapping[str, Any]


def add_contradictions(faults: FaultList, data: Table) -> None:
    """Add the faults between the tables of a file; without any, a cycle of `covers`."""
    _Checks(faults, data).run()


def iterate_steps(path: Table, loc: Loc) -> Iterator[tuple[Loc, Table]]:
    """Yield each step of the table of a path with its location; `loc` is that of the path."""
    for f, phase in iterate_tables(path, "phase"):
        for s, step in iterate_tables(phase, "step"):
            yield (*loc, "phase", f, "step", s), step


def iterate_tables(table: Table, key: str) -> Iterator[tuple[int, Table]]:
    """Yield the tables in the list of a key with their positions."""
    value = table.get(key)
    for index, item in enumerate(value if isinstance(value, list) else ()):
        if isinstance(item, dict):
            yield index, item


class _Checks:
    """The checks of the data of one file, which add to its faults."""

    def __init__(self, faults: FaultList, data: Table) -> None:
        self._faults = faults
        self._data = data

    def run(self) -> None:
        data, before = self._data, len(self._faults)
        self._check_unique(data, (), "concept")
        self._check_unique(data, (), "path")
        for p, path in iterate_tables(data, "path"):
            at: Loc = ("path", p)
            self._check_unique(path, at, "deferred")
            phases = [((*at, "phase", f), phase) for f, phase in iterate_tables(path, "phase")]
            self._check_ids("phase", phases)
            self._check_ids("step", iterate_steps(path, at))
            self._check_covers(path, at)
            for here, phase in phases:
                if phase.get("open_ended") is True and phase.get("step"):
                    message = "an open-ended phase cannot have steps"
                    self._faults.add((*here, "open_ended"), message)
        if len(self._faults) == before:
            self._check_cycle()

    def _check_unique(self, table: Table, loc: Loc, key: str) -> None:
        seen: set[str] = set()
        for index, item in iterate_tables(table, key):
            for table_id in _texts(item, "id"):
                if table_id in seen:
                    message = f"{table_id} is used twice in this file"
                    self._faults.add((*loc, key, index, "id"), message)
                seen.add(table_id)

    def _check_ids(self, noun: str, tables: Iterable[tuple[Loc, Table]]) -> None:
        """Check that each id and former id of a path's phases or steps is used once."""
        taken: dict[str, str] = {}
        for loc, table in tables:
            for key, role in (("id", "id"), ("aliases", "former id")):
                for each in _texts(table, key):
                    if each in taken:
                        self._faults.add(
                            (*loc, key), f"{each} is the {taken[each]} of another {noun}"
                        )
                    taken.setdefault(each, role)

    def _check_covers(self, path: Table, loc: Loc) -> None:
        for here, step in iterate_steps(path, loc):
            if step.get("id") in _texts(step, "covers"):
                self._faults.add((*here, "covers"), "a step cannot cover itself")

    def _check_cycle(self) -> None:
        steps = [
            (here, step_id, _texts(each, "covers"))
            for p, path in iterate_tables(self._data, "path")
            for here, each in iterate_steps(path, ("path", p))
            for step_id in _texts(each, "id")
        ]
        cycle = find_cycle((step_id, covers) for _, step_id, covers in steps)
        for here, step_id, covers in steps if cycle else ():
            if step_id == cycle[0] and covers:
                self._faults.add((*here, "covers"), describe_cycle(cycle))
                return


def _texts(table: Table, key: str) -> list[str]:
    """Return the id, or the ids in a list, that are not too long to be any."""
    value = [table.get(key)] if key == "id" else table.get(key)
    items = value if isinstance(value, list) else ()
    return [each for each in items if isinstance(each, str) and len(each) <= ID_MOST]
