"""`make bench`: measure the commands beside other programs and at growing sizes.

    python -m bench.speed [--write] [--only rows|growth]

`--write` puts the tables into docs/performance.md, between its two markers.
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
from bench.speed.programs import CHECKOUT, Programs, install
from bench.speed.rows import (
    BARE,
    COMPUTED_STATUS,
    GROWTH_LIMITS,
    GROWTH_STEPS,
    LIMITS,
    MEMORY_LIMIT_MB,
    WATSON,
    make_grown,
    measure_bundled,
    measure_growth,
    measure_memory,
)

PAGE = CHECKOUT / "docs" / "performance.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--write", action="store_true", help="write the tables to the docs")
    parser.add_argument("--only", choices=("rows", "growth"), help="measure one of the two parts")
    parser.add_argument(
        "--times", action="store_true", help="measure time even if valgrind is installed"
    )
    arguments = parser.parse_args()
    counting = has_valgrind() and not arguments.times
    programs = install(CHECKOUT / ".bench")
    root = Path(tempfile.mkdtemp(prefix="studypath-bench-"))
    try:
        tracker, costs = measure_bundled(programs, root, counting=counting)
        parts = [_describe_machine(programs, counting=counting)]
        if arguments.only != "growth":
            parts.append(format_rows(costs, counting=counting))
        if arguments.only != "rows":
            memory = measure_memory(tracker)
            parts += _measure_growth_tables(programs, root, costs, memory, counting=counting)
    finally:
        shutil.rmtree(root)
    text = "\n\n".join(parts)
    print(text)
    if arguments.write:
        _write(text)
    if "**miss**" in text:
        sys.exit("a limit is exceeded")


def format_rows(costs: dict[str, float], *, counting: bool) -> str:
    """Return the table of commands, compared with the bare interpreter and td-watson."""
    unit = "million instructions" if counting else "ms"
    lines = [
        f"| command | {unit} | × `{BARE}` | × `{WATSON}` | at most | |",
        "| --- | ---: | ---: | ---: | --- | --- |",
    ]
    for name, cost in costs.items():
        limit = LIMITS.get(name)
        bound, verdict = "", ""
        if limit is not None:
            bound = f"{limit.times:g} × {limit.row}"
            verdict = _verdict(cost, limit.times * costs[limit.row])
        ratios = f"{cost / costs[BARE]:.2f} | {cost / costs[WATSON]:.2f}"
        lines.append(f"| {name} | {cost:.0f} | {ratios} | {bound} | {verdict} |")
    return "\n".join(lines)


def _measure_growth_tables(
    programs: Programs,
    root: Path,
    costs: dict[str, float],
    own_memory: dict[str, float],
    *,
    counting: bool,
) -> list[str]:
    own = {
        "next": costs["next"],
        "status": costs[COMPUTED_STATUS],
        "done": costs["done STEP"],
    }
    lines = [
        "| steps | sessions | " + " | ".join(f"{name} | × bundled" for name in own) + " |",
        "| ---: | ---: |" + " ---: |" * 2 * len(own),
    ]
    memory: dict[str, float] = {}
    for steps in GROWTH_STEPS:
        tracker = make_grown(programs, root, steps)
        measured = measure_growth(tracker, counting=counting)
        cells = []
        for name, cost in measured.items():
            verdict = ""
            if steps == GROWTH_STEPS[-1]:
                verdict = " " + _verdict(cost, GROWTH_LIMITS[name] * own[name])
            cells.append(f"{cost:.0f} | {cost / own[name]:.2f}{verdict}")
        lines.append(f"| {steps:,} | {round(steps * 3.65):,} | " + " | ".join(cells) + " |")
        if steps == GROWTH_STEPS[-1]:
            memory = measure_memory(tracker)
    limits = ", ".join(f"`{name}` {times:g}" for name, times in GROWTH_LIMITS.items())
    return [
        f"Limits of the last row, × the bundled paths: {limits}. `status` is computed.",
        "\n".join(lines),
        format_memory(own_memory, memory),
    ]


def format_memory(own: dict[str, float], largest: dict[str, float]) -> str:
    """Return the table of peak memory, with the bundled paths and with the largest path."""
    lines = [
        f"| peak memory, MB | bundled | {GROWTH_STEPS[-1]:,} steps | at most {MEMORY_LIMIT_MB} |",
        "| --- | ---: | ---: | --- |",
    ]
    for name, peak in largest.items():
        verdict = _verdict(max(peak, own[name]), MEMORY_LIMIT_MB)
        lines.append(f"| {name} | {own[name]:.0f} | {peak:.0f} | {verdict} |")
    return "\n".join(lines)


def _verdict(measured: float, limit: float) -> str:
    return "holds" if measured <= limit else "**miss**"


def _describe_machine(programs: Programs, *, counting: bool) -> str:
    how = "instructions counted by callgrind, one run each"
    if not counting:
        how = f"milliseconds, median of {ROUNDS} interleaved runs"
    python = f"{platform.python_implementation()} {platform.python_version()}"
    day = datetime.now(UTC).date()
    system = f"{platform.system()} {platform.machine()}"
    return f"{day}, {system}, {python}; {how}. {', '.join(programs.list_versions())}."


def _write(text: str) -> None:
    page = PAGE.read_text(encoding="utf-8")
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        sys.exit(f"{PAGE} lacks the markers {BEGIN} and {END}")
    PAGE.write_text(f"{before}{begin}\n\n{text}\n\n{end}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
