"""A process that dies during a save leaves the old file or the new one, and nothing to clear up."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import tomli

from studypath.storage.backups import list_backups
from tests.conftest import Home
from tests.safety.commands import CHANGING, DONE, READING, Case
from tests.safety.conftest import NOW, Forked, Ran
from tests.safety.homes import (
    Template,
    brought_about,
    content_of,
    litter,
    said,
    snapshot,
    write_files,
)

MARK = "a note after the crash"
ids = [case.name for case in CHANGING]

# The others save in the same ways; they are proved with the slow ones.
QUICK = {"done", "undo", "redo", "config", "export", "export --force"}
cases = pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=case.name, marks=[] if case.name in QUICK else [pytest.mark.slow])
        for case in CHANGING
    ],
)


def acknowledged(case: Case, ran: Ran) -> str:
    """Return what the program reported: exports report on stderr, the others on stdout."""
    return ran.stderr if "-o" in case.args else ran.stdout


class Dead:
    """A case, its home before, and what a run to its end makes of the file."""

    def __init__(self, case: Case, home: Home, forked: Forked, apart: Path) -> None:
        self.case, self.home, self.forked = case, home, forked
        self.states = brought_about(case, home, forked)
        self.file = home.root / case.file
        self.old = content_of(self.file)
        self.template = Template(home, apart)
        operations = apart.with_name("operations")
        ended = forked(home, *case.args, ops=str(operations))
        assert ended.code == 0, ended
        self.operations = operations.read_text().split()
        self.new = content_of(self.file)
        assert self.new != self.old
        self.states.append(said(home.progress))
        self._judged: set[frozenset[tuple[str, bytes]]] = set()

    def check(self, acknowledgement: str) -> None:
        """Judge the files that a death has left, and what the commands after it make of them."""
        left = content_of(self.file)
        assert left in (self.old, self.new)
        assert not acknowledgement or left == self.new
        known = [content for content in (self.old, self.new) if content is not None]
        for backup in list_backups(self.home.data / "backups"):
            assert tomli.loads(backup.path.read_text())
        assert all(
            each.path.read_bytes() in known
            for each in list_backups(self.home.config / "backups", "config")
        )
        # Deaths before a sync, or one call later in the cache, leave the same files: once will do.
        traces = frozenset(traces_of(self.home))
        if traces not in self._judged:
            self._judged.add(traces)
            self._check_next_commands()

    def _check_next_commands(self) -> None:
        home, forked = self.home, self.forked
        shown = forked(home, "status", "--json")
        assert (shown.code, shown.stderr) == (0, "")
        before = said(home.progress)
        assert forked(home, "note", "2.1", MARK).code == 0
        again = forked(home, *self.case.args)
        # 2: what was asked for is so already; 3: what was to be removed is gone.
        removes = {"remove", "--delete"} & set(self.case.args)
        assert again.code in (0, 2, 3 if removes else 0), again
        assert forked(home, "undo").code == 0
        assert litter(home) == []
        if self.case.file == "data/progress.toml":
            self._check_journal(before)

    def _check_journal(self, before: object) -> None:
        """Undo and redo lead through states that there have been, and never through another."""
        allowed = [*self.states, before]
        for word in ("undo", "undo", "redo", "redo"):
            assert self.forked(self.home, word).code == 0
            assert without_mark(said(self.home.progress)) in allowed


def traces_of(home: Home) -> list[tuple[str, bytes]]:
    """Return each file's name and bytes; of the cache and the locks only the names."""
    traces = []
    for name, content in snapshot(home.root).items():
        kept = b"" if name.startswith("cache") or name.endswith(".lock") else content
        traces.append((re.sub(r"\.\d+-[0-9a-f]{8}\.tmp$", ".tmp", name), kept))
    return traces


def without_mark(state: object) -> object:
    """Return what a progress file holds besides the note after the crash."""
    assert isinstance(state, dict)
    paths = {
        path: {step: entry for step, entry in steps.items() if entry.get("note") != MARK}
        for path, steps in state.get("paths", {}).items()
    }
    rest = {path: steps for path, steps in paths.items() if steps}
    return {key: value for key, value in state.items() if key != "paths"} | (
        {"paths": rest} if rest else {}
    )


def test_commands_that_read_change_nothing(home: Home, forked: Forked) -> None:
    """The commands without a case of a crash leave every file but the cache as it was."""
    assert forked(home, *DONE).code == 0
    assert forked(home, "config", "hours_per_week", "5").code == 0
    write_files(home)
    before = without_cache(home)
    for args in READING:
        ran = forked(home, *args)
        assert (ran.code, bool(ran.stdout)) == (0, True), (args, ran)
        assert without_cache(home) == before, args


def without_cache(home: Home) -> dict[str, bytes]:
    """Return each file outside the cache with its bytes."""
    files = snapshot(home.root).items()
    return {name: content for name, content in files if not name.startswith("cache")}


@cases
def test_death_before_any_file_operation_loses_nothing(
    case: Case, home: Home, forked: Forked, tmp_path: Path
) -> None:
    """Killed before each operation that changes the disk: old or new, whole, and it goes on."""
    dead = Dead(case, home, forked, tmp_path / "before")
    for number in range(1, len(dead.operations) + 1):
        dead.template.restore()
        ran = forked(home, *case.args, die_at=number)
        assert ran.code == -signal.SIGKILL, number
        dead.check(acknowledged(case, ran))


@cases
def test_death_in_the_middle_of_a_write_loses_nothing(
    case: Case, home: Home, forked: Forked, tmp_path: Path
) -> None:
    """Killed when half of a file is written: the half one is never in the file's place."""
    dead = Dead(case, home, forked, tmp_path / "before")
    for number, operation in enumerate(dead.operations, 1):
        if operation == "write":
            dead.template.restore()
            ran = forked(home, *case.args, die_at=number, tear=True)
            assert ran.code == -signal.SIGKILL
            dead.check(acknowledged(case, ran))


# The calls that change something on disk, under all the names that a system gives them.
CALLS = (
    "openat,write,fsync,fdatasync,rename,renameat,renameat2,link,linkat,unlink,unlinkat,"
    "mkdir,mkdirat,fchmod,chmod,fchmodat,ftruncate,flock"
)
_TRACED = re.compile(r"^(?:\d+ +)?(\w+)\(")


def has_strace() -> bool:
    """Whether strace is here and may trace."""
    if shutil.which("strace") is None:
        return False
    tried = subprocess.run(
        ["strace", "-f", "-o", "/dev/null", "true"], capture_output=True, check=False
    )
    return tried.returncode == 0


def strace(package: Path, home: Home, case: Case, out: Path, *options: str) -> Ran:
    """Run the program in `package`, as `forked` does, under strace as a process of its own."""
    ran = subprocess.run(
        ["strace", "-o", str(out), *options, sys.executable, "-m", "studypath", *case.args],
        capture_output=True,
        text=True,
        env={
            **home.environment,
            "STUDYPATH_NOW": NOW,
            "PYTHONHASHSEED": "0",
            "PYTHONPATH": str(package),
        },
        cwd=home.root,
        timeout=60,
        check=False,
    )
    return Ran(ran.returncode, ran.stdout, ran.stderr, 0, 0)


def points(trace: str, first: str) -> list[tuple[str, int]]:
    """Return each changing call from the one that names `first` on: its name and count so far."""
    counts: dict[str, int] = {}
    found: list[tuple[str, int]] = []
    begun = False
    for line in trace.splitlines():
        matched = _TRACED.match(line)
        if matched is None:
            continue
        name = matched[1]
        counts[name] = counts.get(name, 0) + 1
        begun = begun or first in line
        reads = name == "openat" and not re.search(r"O_(CREAT|WRONLY|RDWR)", line)
        if begun and not reads:
            found.append((name, counts[name]))
    return found


@pytest.mark.slow
@pytest.mark.skipif(not has_strace(), reason="strace is not here or may not trace")
@pytest.mark.parametrize("case", CHANGING, ids=ids)
def test_death_at_any_system_call_loses_nothing(
    case: Case, home: Home, forked: Forked, tmp_path: Path
) -> None:
    """Killed by the system at each call of the save: old or new, whole, and it goes on."""
    dead = Dead(case, home, forked, tmp_path / "before")
    trace = tmp_path / "trace"
    # The first run may compile modules, which are calls that the next ones do not make.
    for _ in range(2):
        dead.template.restore()
        assert strace(forked.package, home, case, trace, "-e", f"trace={CALLS}").code == 0
    # Commands that only write a file of the user's choice take no lock.
    first = "progress.lock" if case.file.startswith(("data/", "config/")) else ".tmp"
    calls = points(trace.read_text(), first)
    assert len(calls) > 3
    died = 0
    for name, count in calls:
        dead.template.restore()
        ran = strace(
            forked.package, home, case, trace, "-e", f"inject={name}:signal=KILL:when={count}"
        )
        died += ran.code in (-signal.SIGKILL, 128 + signal.SIGKILL)
        dead.check(acknowledged(case, ran))
    assert died >= len(calls) - 2
