"""The rows of the tables: which command, in which state of its files, and its limit."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.speed.homes import Home, grown_home, home_for_others
from bench.speed.meters import Case, costs, peak_mb, run
from bench.speed.programs import Programs

SETTLING_SECONDS = 2.2
"""A file that was changed less than two seconds ago is read again by every command."""

BARE, WATSON = "python -c pass", "td-watson status"
GROWTH_STEPS = (15, 100, 1000, 10000)
GROWTH_LIMITS = {"next": 1.5, "status": 3.0, "done": 8.0}
MEMORY_LIMIT_MB = 150


@dataclass(frozen=True)
class Limit:
    """At most so many times what another row costs."""

    times: float
    row: str


class Tracker:
    """studypath in one home."""

    def __init__(self, programs: Programs, home: Home, *, done: str, shown: str) -> None:
        self.program = programs.ours_named("studypath")
        self.home = home
        self.done, self.shown = done, shown

    def run(self, *words: str) -> None:
        run([*self.program, *words], self.home.environment)

    def settle(self) -> None:
        """Fill the caches from files that have been left alone for long enough."""
        time.sleep(SETTLING_SECONDS)
        for command in ("status", "next"):
            self.run(command)

    def edited(self) -> None:
        """Edit progress by hand: one blank more at its end."""
        with self.home.progress.open("a") as file:
            file.write(" \n")

    def undone(self) -> None:
        """Let the step be to do that `done` is measured with."""
        self.run("reset", self.done)

    def case(self, name: str, *words: str, before: Callable[[], None] = lambda: None) -> Case:
        return Case(name, [*self.program, *words], self.home.environment, before)

    def never_used_width(self) -> Case:
        return Case(
            "next, at a width never used",
            [*self.program, "next"],
            self.home.environment,
            at=lambda n: {"COLUMNS": str(90 + n)},
        )

    def completion(self) -> Case:
        typed = {
            "_STUDYPATH_COMPLETE": "complete_bash",
            "COMP_WORDS": f"studypath done {self.shown[:2]}",
            "COMP_CWORD": "2",
        }
        return Case("completion of a step", self.program, {**self.home.environment, **typed})

    def unchanged(self) -> list[Case]:
        """The commands on files that nothing has changed."""
        return [
            self.case("next", "next"),
            self.never_used_width(),
            self.case("status", "status"),
            self.case("list", "list"),
            self.case("show STEP", "show", self.shown),
            self.completion(),
            self.case("done STEP", "done", self.done, before=self.undone),
        ]

    def after_edits(self) -> list[Case]:
        """The first command after a hand edit, and the second."""

        def edited_and_read() -> None:
            self.edited()
            self.run("next")

        return [
            self.case("next, right after a hand edit", "next", before=self.edited),
            self.case("next, once more", "next", before=edited_and_read),
            self.case("status, right after a hand edit", "status", before=self.edited),
            self.case("status, once more", "status", before=edited_and_read),
        ]


LIMITS = {
    "next": Limit(2.5, BARE),
    "next, at a width never used": Limit(1.5, WATSON),
    "status": Limit(1.5, WATSON),
    "list": Limit(1.5, WATSON),
    "show STEP": Limit(1.5, WATSON),
    "completion of a step": Limit(1.5, WATSON),
    "done STEP": Limit(1.5, WATSON),
    "next, once more": Limit(2.5, BARE),
    "status, once more": Limit(1.5, WATSON),
}


def bundled(programs: Programs, root: Path) -> Tracker:
    """Return studypath with the bundled paths, three steps done and one sitting."""
    root.mkdir()
    tracker = Tracker(programs, Home(root), done="3.1", shown="bert")
    for words in (["done", "1.1", "--time", "50m"], ["done", "1.2"], ["done", "3.1"]):
        tracker.run(*words)
    tracker.settle()
    return tracker


def measured_bundled(
    programs: Programs, root: Path, *, counting: bool
) -> tuple[Tracker, dict[str, float]]:
    """Return what each command costs with the bundled paths, beside what it is compared with."""
    others = home_for_others(root / "others").environment
    tracker = bundled(programs, root / "bundled")
    parser = "import argparse; argparse.ArgumentParser().parse_args([])"
    baselines = [
        Case(BARE, [programs.python, "-c", "pass"], others),
        Case("argparse, no options", [programs.python, "-c", parser], others),
        Case(WATSON, [*programs.other_named("watson"), "status"], others),
        Case("todoman list", [*programs.other_named("todo"), "list"], others),
    ]
    for case in baselines:
        run(case.command, case.environment)
    cases = [*baselines, *tracker.unchanged()]
    found = dict(zip((c.name for c in cases), costs(cases, counting=counting), strict=True))
    edits = tracker.after_edits()
    found.update(zip((c.name for c in edits), costs(edits, counting=counting), strict=True))
    return tracker, found


def grown(programs: Programs, root: Path, steps: int) -> Tracker:
    """Return studypath with a path of so many steps, caches filled."""
    home = grown_home(root / f"grown-{steps}", steps)
    left = f"s{steps - 1}"
    tracker = Tracker(programs, home, done=left, shown=left)
    # The first save after a hand edit writes every step anew; those after it only what changed.
    tracker.run("done", left)
    tracker.settle()
    return tracker


def measured_growth(tracker: Tracker, *, counting: bool) -> dict[str, float]:
    """Return what `next`, `status` and `done` cost there."""
    cases = [
        tracker.case("next", "next"),
        tracker.case("status", "status"),
        tracker.case("done", "done", tracker.done, before=tracker.undone),
    ]
    return dict(zip((c.name for c in cases), costs(cases, counting=counting), strict=True))


def measured_memory(tracker: Tracker) -> dict[str, float]:
    """Return the peak memory of each command in MB, from a hand edit to exports."""
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
    found = {name: peak_mb([*program, *words], environment) for name, words in commands.items()}
    for name in ("next", "status", "done STEP", "undo"):
        if name == "done STEP":
            tracker.undone()
        tracker.edited()
        words = commands[name]
        found[f"{name}, right after a hand edit"] = peak_mb([*program, *words], environment)
    return found
