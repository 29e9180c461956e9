"""`make bench`: what the commands cost beside others, and how that grows.

    python -m bench.speed [--write] [--only rows|growth]

`--write` puts the tables into docs/performance.md, between its two marks.
"""

from __future__ import annotations

import argparse
import platform
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bench.speed.meters import ROUNDS, has_valgrind
from bench.speed.programs import CHECKOUT, Programs, installed
from bench.speed.rows import (
    BARE,
    GROWTH_LIMITS,
    GROWTH_STEPS,
    LIMITS,
    MEMORY_LIMIT_MB,
    WATSON,
    grown,
    measured_bundled,
    measured_growth,
    measured_memory,
)

PAGE = CHECKOUT / "docs" / "performance.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--write", action="store_true", help="put the tables into the docs")
    parser.add_argument("--only", choices=("rows", "growth"), help="one of the two parts")
    parser.add_argument("--times", action="store_true", help="time, even where valgrind is there")
    arguments = parser.parse_args()
    counting = has_valgrind() and not arguments.times
    programs = installed(CHECKOUT / ".bench")
    root = Path(tempfile.mkdtemp(prefix="studypath-bench-"))
    try:
        tracker, costs = measured_bundled(programs, root, counting=counting)
        parts = [_machine(programs, counting=counting)]
        if arguments.only != "growth":
            parts.append(rows_table(costs, counting=counting))
        if arguments.only != "rows":
            memory = measured_memory(tracker)
            parts += _grown_tables(programs, root, costs, memory, counting=counting)
    finally:
        shutil.rmtree(root)
    text = "\n\n".join(parts)
    print(text)
    if arguments.write:
        _write(text)
    if "**miss**" in text:
        sys.exit("a limit is missed")


def rows_table(costs: dict[str, float], *, counting: bool) -> str:
    """Return the commands beside the bare interpreter and td-watson."""
    unit = "million instructions" if counting else "ms"
    lines = [
        f"| command | {unit} | × `{BARE}` | × `{WATSON}` | at most | |",
        "| --- | ---: | ---: | ---: | --- | --- |",
    ]
    for name, cost in costs.items():
        limit = LIMITS.get(name)
        said, verdict = "", ""
        if limit is not None:
            said = f"{limit.times:g} × {limit.row}"
            verdict = _verdict(cost, limit.times * costs[limit.row])
        ratios = f"{cost / costs[BARE]:.2f} | {cost / costs[WATSON]:.2f}"
        lines.append(f"| {name} | {cost:.0f} | {ratios} | {said} | {verdict} |")
    return "\n".join(lines)


def _grown_tables(
    programs: Programs,
    root: Path,
    costs: dict[str, float],
    own_memory: dict[str, float],
    *,
    counting: bool,
) -> list[str]:
    own = {"next": costs["next"], "status": costs["status"], "done": costs["done STEP"]}
    lines = [
        "| steps | sittings | " + " | ".join(f"{name} | × bundled" for name in own) + " |",
        "| ---: | ---: |" + " ---: |" * 2 * len(own),
    ]
    memory: dict[str, float] = {}
    for steps in GROWTH_STEPS:
        tracker = grown(programs, root, steps)
        found = measured_growth(tracker, counting=counting)
        cells = []
        for name, cost in found.items():
            verdict = ""
            if steps == GROWTH_STEPS[-1]:
                verdict = " " + _verdict(cost, GROWTH_LIMITS[name] * own[name])
            cells.append(f"{cost:.0f} | {cost / own[name]:.2f}{verdict}")
        lines.append(f"| {steps:,} | {round(steps * 3.65):,} | " + " | ".join(cells) + " |")
        if steps == GROWTH_STEPS[-1]:
            memory = measured_memory(tracker)
    limits = ", ".join(f"`{name}` {times:g}" for name, times in GROWTH_LIMITS.items())
    return [
        f"At most, in the last line: {limits} times the bundled paths.",
        "\n".join(lines),
        memory_table(own_memory, memory),
    ]


def memory_table(own: dict[str, float], grown_to: dict[str, float]) -> str:
    """Return the peak memory of each command, with the bundled paths and with the longest."""
    lines = [
        f"| peak memory, MB | bundled | {GROWTH_STEPS[-1]:,} steps | at most {MEMORY_LIMIT_MB} |",
        "| --- | ---: | ---: | --- |",
    ]
    for name, peak in grown_to.items():
        verdict = _verdict(max(peak, own[name]), MEMORY_LIMIT_MB)
        lines.append(f"| {name} | {own[name]:.0f} | {peak:.0f} | {verdict} |")
    return "\n".join(lines)


def _verdict(found: float, limit: float) -> str:
    return "holds" if found <= limit else "**miss**"


def _machine(programs: Programs, *, counting: bool) -> str:
    how = "instructions counted by callgrind, one run each"
    if not counting:
        how = f"milliseconds, the median of {ROUNDS} runs that took turns"
    python = f"{platform.python_implementation()} {platform.python_version()}"
    day = datetime.now(UTC).date()
    system = f"{platform.system()} {platform.machine()}"
    return f"{day}, {system}, {python}; {how}. {', '.join(programs.versions())}."


def _write(text: str) -> None:
    page = PAGE.read_text(encoding="utf-8")
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        sys.exit(f"{PAGE} lacks the marks {BEGIN} and {END}")
    PAGE.write_text(f"{before}{begin}\n\n{text}\n\n{end}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
