"""The rows of the tables: each command, the state of its files, and its limit."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.speed.homes import Home, make_grown_home, make_home_for_others
from bench.speed.meters import Case, measure_costs, measure_peak_mb, run
from bench.speed.programs import Programs

SETTLING_SECONDS = 2.2
"""Every command reads a file again that was changed less than two seconds ago."""

BARE, WATSON = "python -c pass", "td-watson status"
COMPUTED_NEXT, COMPUTED_STATUS = "next, at a new width", "status, at a new width"
"""A width that was not used before is not in the answer cache."""
GROWTH_STEPS = (15, 100, 1000, 10000)
GROWTH_LIMITS = {"next": 1.5, "status": 4.0, "done": 12.0}
MEMORY_LIMIT_MB = 150


@dataclass(frozen=True)
class Limit:
    """At most `times` the cost of another row."""

    times: float
    row: str


class Tracker:
    """studypath in one home."""

    def __init__(self, programs: Programs, home: Home, *, done: str, shown: str) -> None:
        self.program = programs.command("studypath")
        self.home = home
        self.done, self.shown = done, shown
        self._widths = itertools.count(90)

    def run(self, *arguments: str) -> None:
        run([*self.program, *arguments], self.home.environment)

    def settle(self) -> None:
        """Wait until the files count as unchanged, then fill the caches."""
        time.sleep(SETTLING_SECONDS)
        for command in ("status", "next"):
            self.run(command)

    def edit_by_hand(self) -> None:
        """Append a blank to the progress file."""
        with self.home.progress.open("a") as file:
            file.write(" \n")

    def reset_done(self) -> None:
        """Set the step that `done` is measured with back to todo."""
        self.run("reset", self.done)

    def case(self, name: str, *arguments: str, before: Callable[[], None] = lambda: None) -> Case:
        return Case(name, [*self.program, *arguments], self.home.environment, before)

    def case_at_new_width(self, name: str, command: str) -> Case:
        return Case(
            name,
            [*self.program, command],
            self.home.environment,
            at=lambda _: {"COLUMNS": str(next(self._widths))},
        )

    def completion(self) -> Case:
        typed = {
            "_STUDYPATH_COMPLETE": "complete_bash",
            "COMP_WORDS": f"studypath done {self.shown[:2]}",
            "COMP_CWORD": "2",
        }
        return Case("completion of a step", self.program, {**self.home.environment, **typed})

    def unchanged(self) -> list[Case]:
        """Return the commands on unchanged files."""
        return [
            self.case("next", "next"),
            self.case_at_new_width(COMPUTED_NEXT, "next"),
            self.case("status", "status"),
            self.case_at_new_width(COMPUTED_STATUS, "status"),
            self.case("list", "list"),
            self.case("show STEP", "show", self.shown),
            self.completion(),
            self.case("done STEP", "done", self.done, before=self.reset_done),
        ]

    def after_edits(self) -> list[Case]:
        """Return the first and the second command after a hand edit."""

        def edit_and_read(command: str) -> Callable[[], None]:
            def prepare() -> None:
                self.edit_by_hand()
                self.run(command)

            return prepare

        return [
            self.case("next, right after a hand edit", "next", before=self.edit_by_hand),
            self.case("next, once more", "next", before=edit_and_read("next")),
            self.case("status, right after a hand edit", "status", before=self.edit_by_hand),
            self.case("status, once more", "status", before=edit_and_read("status")),
        ]


LIMITS = {
    "next": Limit(1.7, BARE),
    COMPUTED_NEXT: Limit(1.2, WATSON),
    "status": Limit(1.7, BARE),
    COMPUTED_STATUS: Limit(1.2, WATSON),
    "list": Limit(1.2, WATSON),
    "show STEP": Limit(1.2, WATSON),
    "completion of a step": Limit(1.2, WATSON),
    "done STEP": Limit(1.2, WATSON),
    "next, once more": Limit(1.7, BARE),
    "status, once more": Limit(1.7, BARE),
}


def make_bundled(programs: Programs, root: Path) -> Tracker:
    """Set up studypath with the bundled paths, three steps done and one session."""
    root.mkdir()
    tracker = Tracker(programs, Home(root), done="3.1", shown="bert")
    for arguments in (["done", "1.1", "--time", "50m"], ["done", "1.2"], ["done", "3.1"]):
        tracker.run(*arguments)
    tracker.settle()
    return tracker


def measure_bundled(
    programs: Programs, root: Path, *, counting: bool
) -> tuple[Tracker, dict[str, float]]:
    """Return the cost of each command with the bundled paths and of the other programs."""
    others = make_home_for_others(root / "others").environment
    tracker = make_bundled(programs, root / "bundled")
    parser = "import argparse; argparse.ArgumentParser().parse_args([])"
    baselines = [
        Case(BARE, [programs.python, "-c", "pass"], others),
        Case("argparse, no options", [programs.python, "-c", parser], others),
        Case(WATSON, [*programs.other_command("watson"), "status"], others),
        Case("todoman list", [*programs.other_command("todo"), "list"], others),
    ]
    for case in baselines:
        run(case.command, case.environment)
    cases = [*baselines, *tracker.unchanged()]
    costs = _measure_by_name(cases, counting=counting)
    return tracker, costs | _measure_by_name(tracker.after_edits(), counting=counting)


def _measure_by_name(cases: list[Case], *, counting: bool) -> dict[str, float]:
    names = [case.name for case in cases]
    return dict(zip(names, measure_costs(cases, counting=counting), strict=True))


def make_grown(programs: Programs, root: Path, steps: int) -> Tracker:
    """Set up studypath with a path of `steps` steps and filled caches."""
    home = make_grown_home(root / f"grown-{steps}", steps)
    last = f"s{steps - 1}"
    tracker = Tracker(programs, home, done=last, shown=last)
    # The first save replaces the layout of the generated file.
    tracker.run("done", last)
    tracker.settle()
    return tracker


def measure_growth(tracker: Tracker, *, counting: bool) -> dict[str, float]:
    """Return the cost of an unchanged `next`, a computed `status`, and `done`."""
    cases = [
        tracker.case("next", "next"),
        tracker.case_at_new_width("status", "status"),
        tracker.case("done", "done", tracker.done, before=tracker.reset_done),
    ]
    return _measure_by_name(cases, counting=counting)


def measure_memory(tracker: Tracker) -> dict[str, float]:
    """Return the peak memory of each command in MB."""
    commands: dict[str, list[str]] = {
        "next": ["next"],
        "next --json": ["next", "--json"],
        "status": ["status"],
        "status --json": ["status", "--json"],
        "list": ["list"],
        "list --json": ["list", "--json"],
        "show STEP": ["show", tracker.shown],
        "plan": ["plan", "--hours-per-week", "10"],
        "history": ["history"],
        "history --json": ["history", "--json"],
        "export, json": ["export", "--format", "json"],
        "export, csv": ["export", "--format", "csv"],
        "export, markdown": ["export", "--format", "markdown"],
        "log": ["log", tracker.shown, "30m"],
        "note": ["note", tracker.shown, "a remark"],
        "reset": ["reset", tracker.done],
        "done STEP": ["done", tracker.done],
        "undo": ["undo"],
        "redo": ["redo"],
        "where": ["where"],
    }
    program, environment = tracker.program, tracker.home.environment
    peaks = {
        name: measure_peak_mb([*program, *arguments], environment)
        for name, arguments in commands.items()
    }
    for name in ("next", "status", "done STEP", "undo"):
        if name == "done STEP":
            tracker.reset_done()
        tracker.edit_by_hand()
        peak = measure_peak_mb([*program, *commands[name]], environment)
        peaks[f"{name}, right after a hand edit"] = peak
    return peaks
