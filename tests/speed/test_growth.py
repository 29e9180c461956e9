"""The cost of every command grows linearly with hostile files.

Costs are counted in bytecode instructions of this program, never in seconds. Between n, 2n and 4n
the increments of a linear cost double, those of a quadratic cost quadruple.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any, ClassVar

import pytest

import studypath
from studypath.cli.run import run
from studypath.core.curriculum import Curriculum
from studypath.core.history import list_sessions
from studypath.core.progress import Entry, Progress, Session
from studypath.core.session_list import find_last_sessions, list_logged
from studypath.core.sessions import with_unlogged
from studypath.core.status import build_path_status
from studypath.core.tracked import TrackedProgress, track_progress
from studypath.core.works import group_shared_steps
from tests.core.sample import path, step

SOURCE = str(Path(studypath.__file__).parent)
SMALL = 120
MOST_GROWTH = 2.4
NOW = datetime(2026, 11, 21, 18, 40, tzinfo=UTC)

COMMANDS = (
    ("path", "check", "FILE"),
    ("next",),
    ("status",),
    ("status", "--json"),
    ("list",),
    ("show", "p/a0"),
    ("show", "p/a0", "--json"),
    ("show", "c"),
    ("show", "nonexist"),
    ("next", "--time", "10m"),
    ("deepen",),
    ("deepen", "--json"),
    ("path", "list"),
    ("path", "list", "--json"),
    ("export",),
    ("export", "--format", "csv"),
    ("export", "--format", "markdown"),
    ("plan", "--hours-per-week", "100"),
    ("history",),
    ("history", "--by", "step", "--json"),
    ("log", "p/a0", "5m"),
    ("unlog",),
    ("done", "1"),
    ("reset", "1"),
    ("undo",),
)


def new_path(path_id: str) -> str:
    """Return the head of a path with one phase."""
    return f'[[path]]\nid="{path_id}"\ntitle="T"\n[[path.phase]]\nid="f"\ntitle="F"\n'


def new_step(step_id: str, more: str = "") -> str:
    """Return a step; `more` is further lines."""
    return f'[[path.phase.step]]\nid="{step_id}"\ntitle="T"\nkind="post"\nestimate="1h"\n{more}\n'


def steps(letter: str, n: int, more: str = "") -> str:
    """Return n steps; `{i}` and `{j}` in `more` are a step's number and the next one."""
    numbers = range(n)
    return "".join(new_step(f"{letter}{i}", more.format(i=i, j=i + 1)) for i in numbers)


SHARED = 'url="https://example.org/a"'
FAMILIES: dict[str, Callable[[int], str]] = {
    "plain": lambda n: new_path("p") + steps("a", n),
    "one work on two paths": lambda n: (
        new_path("p") + steps("a", n // 2, SHARED) + new_path("q") + steps("b", n // 2, SHARED)
    ),
    "one work on every path": lambda n: (
        new_path("p")
        + steps("a", 1, SHARED)
        + "".join(new_path(f"q{i}") + new_step("b", SHARED) for i in range(n))
    ),
    "one concept": lambda n: (
        new_path("p") + steps("a", n // 2, 'introduces=["c"]') + steps("b", n // 2, 'deepens=["c"]')
    ),
    "a concept per step": lambda n: (
        new_path("p") + new_step("a", 'introduces=["c"]') + steps("a", n, 'introduces=["c{i}"]')
    ),
    "a path per step": lambda n: (
        new_path("p") + steps("a", 1) + "".join(new_path(f"q{i}") + new_step("b") for i in range(n))
    ),
    "a phase per step": lambda n: (
        new_path("p")
        + steps("a", 1)
        + "".join(f'[[path.phase]]\nid="g{i}"\ntitle="G"\n' + new_step(f"b{i}") for i in range(n))
    ),
    "a chain of covers": lambda n: new_path("p") + steps("a", n, 'covers=["a{j}"]'),
    "one covered step": lambda n: new_path("p") + steps("a", n, 'covers=["b0"]') + steps("b", 1),
    "deferred works": lambda n: (
        new_path("p")
        + steps("a", 1, 'introduces=["c"]')
        + "".join(
            f'[[path.deferred]]\nid="d{i}"\ntitle="D"\nreason="R"\ndeepens=["c"]\n'
            for i in range(n)
        )
    ),
    "former ids": lambda n: new_path("p") + steps("a", n, 'aliases=["old{i}"]'),
}


def progress_of(name: str, n: int) -> str:
    """Return a progress file that has an entry for every step of a family."""
    keys = {
        "one work on every path": [("p", "a0"), *((f"q{i}", "b") for i in range(n))],
        "a path per step": [("p", "a0"), *((f"q{i}", "b") for i in range(n))],
        "a phase per step": [("p", "a0"), *(("p", f"b{i}") for i in range(n))],
        "former ids": [("p", f"old{i}") for i in range(n)],
    }.get(name, [("p", f"a{i}") for i in range(0, n, 2)])
    entries = (
        f'[paths.{path_id}.{step_id}]\nstate="{"done" if i % 2 else "doing"}"\n'
        f'sessions=["2026-01-{1 + i % 28:02}T09:00Z 5m"]\n'
        for i, (path_id, step_id) in enumerate(keys)
    )
    return 'format=1\nactive="p"\n' + "".join(entries)


def count_instructions(call: Callable[[], object]) -> int:
    """Return how many bytecode instructions of this program a call executes."""
    count = 0

    def trace_line(_frame: FrameType, event: str, _argument: object) -> Any:  # noqa: ANN401
        nonlocal count
        count += event == "opcode"
        return trace_line

    def trace_call(frame: FrameType, _event: str, _argument: object) -> Any:  # noqa: ANN401
        if not frame.f_code.co_filename.startswith(SOURCE):
            return None
        frame.f_trace_opcodes = True
        frame.f_trace_lines = False
        return trace_line

    before = sys.gettrace()
    sys.settrace(trace_call)
    try:
        call()
    finally:
        sys.settrace(before)
    return count


def _run_into(codes: list[int], arguments: list[str]) -> None:
    codes.append(run(arguments))


def measure_commands(root: Path, name: str, n: int, patch: pytest.MonkeyPatch) -> list[int]:
    """Return the instructions of each command in a new home with n steps of a family."""
    for place in ("data", "config", "cache"):
        (root / place).mkdir(parents=True, mode=0o700)
        patch.setenv(f"STUDYPATH_{place.upper()}_DIR", str(root / place))
    patch.setenv("STUDYPATH_NOW", NOW.isoformat())
    file = root / "check.toml"
    file.write_text("format=1\n" + FAMILIES[name](n))
    (root / "config" / "paths").mkdir()
    (root / "config" / "paths" / "own.toml").write_bytes(file.read_bytes())
    (root / "data" / "progress.toml").write_text(progress_of(name, n))
    counts = []
    for command in COMMANDS:
        arguments = [str(file) if word == "FILE" else word for word in command]
        codes: list[int] = []
        counts.append(count_instructions(partial(_run_into, codes, arguments)))
        # Only some families have the concept `c`, and none has `nonexist`.
        assert codes[0] in ((0, 3) if command[0] == "show" else (0,)), command
    return counts


def find_growth(small: int, middle: int, large: int) -> float:
    """Return the ratio of the increments between n, 2n and 4n: 2 if linear, 4 if quadratic."""
    return (large - middle) / max(middle - small, 1000)


@pytest.mark.slow
@pytest.mark.parametrize("name", FAMILIES)
def test_no_command_grows_faster_than_its_files(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The instructions of each command double with the size of the files."""
    measure_commands(tmp_path / "imports", name, 2, monkeypatch)
    rows = [
        measure_commands(tmp_path / str(n), name, n, monkeypatch)
        for n in (SMALL, 2 * SMALL, 4 * SMALL)
    ]
    capsys.readouterr()
    growth = {
        " ".join(command): round(find_growth(*counts), 2)
        for command, *counts in zip(COMMANDS, *rows, strict=True)
    }
    assert {name: ratio for name, ratio in growth.items() if ratio > MOST_GROWTH} == {}


class CountedSession(Session):
    """A session that counts comparisons, which C code makes without any instruction."""

    comparisons: ClassVar[int] = 0

    def __eq__(self, other: object) -> bool:
        CountedSession.comparisons += 1
        return tuple.__eq__(self, other)

    __hash__ = Session.__hash__


def build_shared(n: int) -> TrackedProgress:
    """Return two shared steps with n sessions each, half of them equal."""
    paths = (path("p", [step("a", works=("w",))]), path("q", [step("b", works=("w",))]))

    def entry(first: int) -> Entry:
        hours = range(first, first + n)
        return Entry(
            "doing", sessions=tuple(CountedSession(NOW - timedelta(hours=h), 5) for h in hours)
        )

    entries = {("p", "a"): entry(0), ("q", "b"): entry(n // 2)}
    return track_progress(
        Curriculum(paths, (), group_shared_steps(paths)), Progress(entries=entries)
    )


@pytest.mark.parametrize(
    "answer",
    [
        lambda tracked: build_path_status(tracked, tracked.active),
        list_sessions,
        lambda tracked: list_sessions(tracked, tracked.active),
        lambda tracked: find_last_sessions(tracked, None, 1),
        lambda tracked: find_last_sessions(tracked, ("q", "b"), 1),
        lambda tracked: with_unlogged(tracked, find_last_sessions(tracked, None, 1), now=NOW),
        lambda tracked: with_unlogged(tracked, list_logged(tracked), now=NOW),
    ],
    ids=[
        "status",
        "history",
        "history of a path",
        "last of all",
        "last of a step",
        "unlog",
        "unlog all",
    ],
)
def test_sessions_of_a_shared_work_are_compared_linearly(
    answer: Callable[[TrackedProgress], object],
) -> None:
    """Twice the sessions need about twice the comparisons."""
    counts = []
    for n in (200, 400, 800):
        tracked = build_shared(n)
        CountedSession.comparisons = 0
        answer(tracked)
        counts.append(CountedSession.comparisons)
    assert find_growth(*counts) <= MOST_GROWTH
    assert counts[-1] <= 20 * 800


@pytest.mark.parametrize("per_path", [1, 1000])
def test_shared_steps_are_stored_once_per_work(per_path: int) -> None:
    """2,000 steps of one work are one tuple, not a tuple of the others for each."""
    ids = range(2000 // per_path)
    paths = tuple(
        path(f"p{i}", [step(f"s{k}", works=("w",)) for k in range(per_path)]) for i in ids
    )
    shared = group_shared_steps(paths)
    assert len(shared) == 2000
    assert sum(map(len, {id(keys): keys for keys in shared.values()}.values())) == 2000


def list_keys(paths: Iterable[Any]) -> list[tuple[str, str]]:
    """Return the keys of all steps."""
    return [(each.id, own.id) for each in paths for own in each.steps]


@pytest.mark.parametrize("per_path", [1, 200])
def test_entries_of_one_work_are_merged_linearly(per_path: int) -> None:
    """The status of every path with a work on many steps costs in proportion to the steps."""

    def measure(n: int) -> int:
        ids = range(n // per_path)
        paths = tuple(
            path(f"p{i}", [step(f"s{k}", works=("w",)) for k in range(per_path)]) for i in ids
        )
        curriculum = Curriculum(paths, (), group_shared_steps(paths))
        entries = {key: Entry("done", updated=NOW) for key in list_keys(paths)}

        def build() -> None:
            tracked = track_progress(curriculum, Progress(entries=entries))
            for each in paths:
                build_path_status(tracked, each)

        build()
        return count_instructions(build)

    assert find_growth(*(measure(n) for n in (400, 800, 1600))) <= MOST_GROWTH
