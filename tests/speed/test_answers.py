"""A cached answer is what would be computed: byte for byte, whatever happened in between."""

from __future__ import annotations

import io
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from studypath.cli.run import run as run_command
from studypath.storage import answers
from tests.conftest import Home, Run

STEPS = ("1.1", "1.2", "2.1", "bert", "phase-3", "illustrated")
COMMANDS = st.one_of(
    st.tuples(st.sampled_from(("done", "skip", "reset")), st.sampled_from(STEPS)),
    st.tuples(st.just("note"), st.sampled_from(STEPS), st.sampled_from(("one", "two", ""))),
    st.tuples(st.just("log"), st.sampled_from(STEPS), st.just("30m")),
    st.tuples(st.just("use"), st.sampled_from(("paper", "lightweight", "mine"))),
    st.tuples(st.sampled_from(("undo", "redo", "status", "list"))),
    st.tuples(st.sampled_from(("start", "stop"))),
)
HOUR_NS = 3_600_000_000_000

Shown = tuple[int, bytes, bytes]
"""The exit code, stdout and stderr of a command."""


@contextmanager
def streams() -> Iterator[list[bytes]]:
    """Make stdout and stderr real files; the list holds both once the block has ended."""
    kept = sys.stdout, sys.stderr
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        wrapped = [io.TextIOWrapper(file, encoding="utf-8") for file in (out, err)]
        sys.stdout, sys.stderr = wrapped
        written: list[bytes] = []
        try:
            yield written
        finally:
            sys.stdout, sys.stderr = kept
            for each in wrapped:
                each.flush()
                file = each.detach()
                file.seek(0)
                written.append(file.read())


def shown_by(*words: str) -> tuple[bool, Shown]:
    """Run a command as `__main__` does; return whether the answer was cached, and the output."""
    before = sys.argv
    sys.argv = ["studypath", *words]
    try:
        with streams() as written:
            answer = answers.load_answer(list(words))
            if answer is None:
                code = run_command(list(words))
            else:
                code = 0
                sys.stdout.buffer.write(answer)
        return answer is not None, (code, written[0], written[1])
    finally:
        sys.argv = before


class Days(RuleBasedStateMachine):
    """Random days of one person: commands, edits, clocks, terminals, backups, broken caches."""

    cached: ClassVar = {"next": 0, "status": 0}

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp())
        self.environment = dict(os.environ)
        self.time_ns = time.time_ns
        for name in [name for name in os.environ if name.startswith("STUDYPATH_")]:
            del os.environ[name]
        for kind in ("data", "config", "cache"):
            os.environ[f"STUDYPATH_{kind.upper()}_DIR"] = str(self.root / kind)
        os.environ |= {"COLUMNS": "80", "TERM": "xterm-256color", "NO_COLOR": "1", "TZ": "UTC"}
        self.progress = self.root / "data" / "progress.toml"
        self.cache = self.root / "cache"
        self.own = self.root / "config" / "paths" / "mine.toml"

    def teardown(self) -> None:
        """Give the environment and the clock back."""
        time.time_ns = self.time_ns
        os.environ.clear()
        os.environ.update(self.environment)
        shutil.rmtree(self.root)

    @initialize()
    def begun(self) -> None:
        """Make some progress, and a cached answer."""
        shown_by("done", "1.1", "--time", "50m", "--note", "one")
        shown_by("next")

    @rule(words=COMMANDS)
    def command(self, words: tuple[str, ...]) -> None:
        """Run a command, which may change something or fail."""
        shown_by(*words)

    @rule(keep_times=st.booleans())
    def hand_edit_of_the_same_size(self, keep_times: bool) -> None:
        """Replace letters at once, perhaps with the old modification time."""
        if not self.progress.exists():
            return
        content = self.progress.read_bytes()
        status = self.progress.stat()
        turned = content.swapcase() if b"PAPER" in content else content.replace(b"one", b"eno")
        for a, b in ((b"done", b"todo"), (b"todo", b"done")):
            if a in content:
                turned = turned.replace(a, b)
                break
        self.progress.write_bytes(turned)
        if keep_times:
            os.utime(self.progress, ns=(status.st_atime_ns, status.st_mtime_ns))

    @rule(
        content=st.sampled_from((b"", b"= broken\n", b"format = 9\n", b'format = 1\nactive="x"\n'))
    )
    def other_progress(self, content: bytes) -> None:
        """Replace the whole file, perhaps by an unusable one."""
        self.progress.parent.mkdir(parents=True, exist_ok=True)
        self.progress.write_bytes(content)

    @rule(title=st.sampled_from(("Mine", "Enim", "= ", 'x"')), gone=st.booleans())
    def own_path(self, title: str, gone: bool) -> None:
        """Add a path of the user's own, change its title, break it or remove it."""
        if gone:
            self.own.unlink(missing_ok=True)
            return
        self.own.parent.mkdir(parents=True, exist_ok=True)
        self.own.write_text(
            f'format=1\n[[path]]\nid="mine"\ntitle="{title}"\n[[path.phase]]\nid="p"\n'
            'title="P"\n[[path.phase.step]]\nid="illustrated-s"\ntitle="S"\nkind="post"\n'
        )

    @rule(wiki=st.sampled_from(("", 'wiki = "https://x.test/{id}"\n', 'wiki = "WIKI"\n', "x = \n")))
    def settings_edited(self, wiki: str) -> None:
        """Name a wiki in the settings, or break them."""
        file = self.root / "config" / "config.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"format = 1\n{wiki}".replace("WIKI", str(self.root / "wiki")))

    @rule(page=st.sampled_from(("karpathy-intro-to-llms", "bert")), there=st.booleans())
    def wiki_page(self, page: str, there: bool) -> None:
        """Add or remove a page of the wiki."""
        (self.root / "wiki").mkdir(exist_ok=True)
        file = self.root / "wiki" / f"{page}.md"
        if there:
            file.write_text("x")
        else:
            file.unlink(missing_ok=True)

    @rule(hours=st.sampled_from((-24, -1, 0)), seconds=st.sampled_from((0.0, 1.5)))
    def clock_set(self, hours: int, seconds: float) -> None:
        """Set the clock back behind the times of the files, or a little ahead."""
        offset = hours * HOUR_NS + int(seconds * 1e9)
        genuine = self.time_ns
        time.time_ns = lambda: genuine() + offset

    @rule(now=st.sampled_from((None, "2026-11-21T18:40:00+01:00", "2031-01-01T00:00:00Z")))
    def now_set(self, now: str | None) -> None:
        """Set the time of now in the environment."""
        os.environ.pop("STUDYPATH_NOW", None)
        if now is not None:
            os.environ["STUDYPATH_NOW"] = now

    @rule(
        name=st.sampled_from(("COLUMNS", "NO_COLOR", "FORCE_COLOR", "TERM")),
        value=st.sampled_from((None, "", "1", "20", "61", "80", "100", "dumb")),
    )
    def terminal(self, name: str, value: str | None) -> None:
        """Change the terminal."""
        os.environ.pop(name, None)
        if value is not None:
            os.environ[name] = value

    @rule(times=st.booleans())
    def backup_restored(self, times: bool) -> None:
        """Put an older version back by hand, perhaps with its old times."""
        backups = sorted(self.root.glob("data/backups/*"))
        if backups:
            copy: Callable[..., Any] = shutil.copy2 if times else shutil.copy
            copy(backups[0], self.progress)

    @rule(what=st.sampled_from(("keep", "put back", "delete", "truncate", "flip")))
    def cache_meddled_with(self, what: str) -> None:
        """Delete or damage the cache, or put an old one back."""
        kept = self.root / "kept"
        if what == "keep":
            shutil.rmtree(kept, ignore_errors=True)
            shutil.copytree(self.cache, kept)
        elif what == "put back" and kept.exists():
            shutil.rmtree(self.cache)
            shutil.copytree(kept, self.cache)
        elif what == "delete":
            shutil.rmtree(self.cache)
            self.cache.mkdir(mode=0o700)
        for file in self.cache.iterdir() if what in {"truncate", "flip"} else ():
            content = bytearray(file.read_bytes())
            if what == "truncate":
                file.write_bytes(content[: len(content) // 2])
            else:
                content[-1] ^= 0xFF
                file.write_bytes(content)

    @invariant()
    def cached_is_computed(self) -> None:
        """Check that what is shown now, and once more, is what an empty cache gives."""
        if not self.progress.parent.exists():
            return
        for command in ("next", "status"):
            answers = [shown_by(command) for _ in range(2)]
            os.environ["STUDYPATH_CACHE_DIR"] = str(self.root / "empty")
            try:
                is_cached, wanted = shown_by(command)
            finally:
                os.environ["STUDYPATH_CACHE_DIR"] = str(self.cache)
                shutil.rmtree(self.root / "empty", ignore_errors=True)
            assert not is_cached
            for was_cached, shown in answers:
                Days.cached[command] += was_cached
                assert shown == wanted, command


@pytest.mark.slow
def test_a_cached_answer_is_what_would_be_computed() -> None:
    """Over random days both are the same bytes, and many answers are cached ones."""
    examples = settings.default.max_examples if settings.default is not None else 60
    few = settings(max_examples=max(5, examples // 10), stateful_step_count=12)
    run_state_machine_as_test(Days, settings=few)
    assert min(Days.cached.values()) > 20, Days.cached


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_cached_and_computed_answers_agree_between_processes(
    run: Run, home: Home, seed: int
) -> None:
    """The same holds of real processes: commands, quick edits of one size, restored backups."""
    chance = random.Random(seed)
    run("done", "1.1", "--note", "one")

    def edited() -> None:
        content = home.progress.read_bytes()
        home.progress.write_bytes(content.replace(b"done", b"todo", chance.randrange(1, 3)))

    def restored() -> None:
        for backup in sorted(home.data.glob("backups/*"))[:1]:
            shutil.copy2(backup, home.progress)

    actions: list[Callable[[], object]] = [
        lambda: run("done", chance.choice(STEPS)),
        lambda: run("reset", chance.choice(STEPS)),
        lambda: run("undo"),
        lambda: run("use", chance.choice(("paper", "lightweight"))),
        edited,
        restored,
        lambda: shutil.rmtree(home.cache, ignore_errors=True),
    ]
    for _ in range(20):
        chance.choice(actions)()
        columns = chance.choice(("80", "40"))
        shown = [run("next", COLUMNS=columns) for _ in range(2)]
        slow = run(
            "next", COLUMNS=columns, STUDYPATH_CACHE_DIR=str(home.root / f"{chance.random()}")
        )
        for each in shown:
            assert (each.returncode, each.stdout, each.stderr) == (
                slow.returncode,
                slow.stdout,
                slow.stderr,
            )
