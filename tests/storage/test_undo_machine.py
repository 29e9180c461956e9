"""Any sequence of commands and hand edits, undone and done again, in real files."""

import shutil
import tempfile
import tomllib
from datetime import datetime, timedelta
from pathlib import Path

import tomli_w
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from studypath.core.changes import (
    with_active,
    with_done,
    with_note,
    with_reset,
    with_session,
    with_skipped,
)
from studypath.core.merge import merge_progress
from studypath.core.progress import Entry, Progress, Session
from studypath.core.tracked import TrackedProgress
from studypath.files.progress import progress_to_tables
from studypath.storage.progress import change_progress, load_progress
from studypath.storage.undo import revert_command
from tests.core.sample import curriculum, path, step
from tests.storage.homes import NOW, places_in

KNOWN = curriculum(
    path("p", [step("a", works=("w",)), step("b", aliases=("old",))], [step("c")]),
    path("q", [step("d", works=("w",)), step("e")]),
)
STARTS = [
    None,
    "",
    "mood = 'keen'\n[paths.p.a]\nstate = 'doing'\nstars = 3\n[paths.gone.x]\nstate = 'done'\n",
    """\
active = 'q'
[paths.p.old]
note = 'n'
sessions = ['2026-01-01T10:00+01:00 5m']
[paths.q]
mood = 1
""",
]
keys = st.sampled_from([(one.id, each.id) for one in KNOWN.paths for each in one.steps])
minutes = st.integers(1, 3)
words = st.sampled_from(["x", "y", "ü\nz"])


class Commands(RuleBasedStateMachine):
    """`said` is what the file says, hand edits apart; `edits` is what was written by hand."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp())
        self.places = places_in(self.root)
        self.now: datetime = NOW
        self.versions: list[Progress] = []
        self.position = 0
        self.edits: dict[str, int] = {}

    def teardown(self) -> None:
        """Undo all of it, do all of it again, and clean up."""
        try:
            if self.versions:
                self.walk()
        finally:
            shutil.rmtree(self.root)

    @initialize(start=st.sampled_from(STARTS))
    def begin(self, start: str | None) -> None:
        """Start with a file of any kind, or none."""
        if start is not None:
            self.places.data.mkdir()
            self.places.progress.write_text(start, encoding="utf-8")
        self.versions = [self.read()]

    def read(self) -> Progress:
        """Return what the file says, without hand edits."""
        found = load_progress(self.places).progress
        extra = {k: v for k, v in found.extra.items() if k not in self.edits}
        rest = (found.active, found.switched, found.entries, found.timer)
        return Progress(*rest, extra=extra, path_extra=found.path_extra)

    def command(self, make: object) -> None:
        """One command; where it changes something it is the newest version."""
        changed = change_progress(self.places, KNOWN, "command", self.now, make)  # type: ignore[arg-type]
        if changed.anything:
            del self.versions[self.position + 1 :]
            self.versions.append(self.read())
            self.position += 1

    @rule(seconds=st.integers(-100, 10_000))
    def wait(self, seconds: int) -> None:
        """Time passes, or the clock is set back."""
        self.now += timedelta(seconds=seconds)

    @rule(key=st.lists(keys, max_size=2), length=st.none() | minutes, note=st.none() | words)
    def done(self, key: list[tuple[str, str]], length: int | None, note: str | None) -> None:
        """Mark steps, with a session and a note."""
        logged = {k: Session(self.now, length) for k in key} if length else None
        self.command(
            lambda led: with_done(led, key, at=self.now, now=self.now, sessions=logged, note=note)
        )

    @rule(key=keys, reason=st.none() | words)
    def skip(self, key: tuple[str, str], reason: str | None) -> None:
        """Leave a step out."""
        self.command(lambda led: with_skipped(led, [key], reason=reason, now=self.now))

    @rule(key=keys)
    def reset(self, key: tuple[str, str]) -> None:
        """Set a step back."""
        self.command(lambda led: with_reset(led, [key], now=self.now))

    @rule(key=keys, length=minutes)
    def log(self, key: tuple[str, str], length: int) -> None:
        """Book a session, perhaps one that is logged already."""
        self.command(lambda led: with_session(led, key, Session(self.now, length)))

    @rule(key=keys, note=st.none() | words, append=st.booleans())
    def note(self, key: tuple[str, str], note: str | None, append: bool) -> None:
        """Keep, add to or take away a note."""
        self.command(lambda led: with_note(led, key, note, append=append))

    @rule(path_id=st.sampled_from("pq"))
    def use(self, path_id: str) -> None:
        """Choose a path."""
        self.command(lambda led: with_active(led.progress, path_id, now=self.now))

    @rule(key=keys, state=st.sampled_from(["doing", "done"]), length=minutes, note=words)
    def merge(self, key: tuple[str, str], state: str, length: int, note: str) -> None:
        """Take in another machine's version."""
        sessions = (Session(self.now, length),)
        entry = Entry(state=state, updated=self.now, note=note, sessions=sessions)
        theirs = Progress(entries={key: entry, ("gone", "y"): Entry(note=note)}, extra={"from": 1})

        def make(tracked: TrackedProgress) -> Progress:
            return merge_progress(tracked.progress, theirs)

        self.command(make)

    @rule(key=st.sampled_from(["weather", "shoes"]), value=st.integers(0, 3))
    def by_hand(self, key: str, value: int) -> None:
        """Edit a key of one's own in any layout."""
        data: dict[str, object] = {}
        if self.places.progress.exists():
            data = tomllib.loads(self.places.progress.read_text(encoding="utf-8"))
        self.places.data.mkdir(exist_ok=True)
        self.edits[key] = value
        text = tomli_w.dumps({key: value, **{k: v for k, v in data.items() if k != key}})
        self.places.progress.write_text(text, encoding="utf-8")

    @rule()
    def undo(self) -> None:
        """Take the newest command back."""
        result = revert_command(self.places, self.now)
        assert (result.command is None) == (self.position == 0)
        assert result.conflicts == ()
        self.position -= result.command is not None

    @rule()
    def redo(self) -> None:
        """Do again what was taken back last."""
        result = revert_command(self.places, self.now, redo=True)
        assert (result.command is None) == (self.position == len(self.versions) - 1)
        assert result.conflicts == ()
        self.position += result.command is not None

    @invariant()
    def the_file_says_this_version(self) -> None:
        """Compare the file with the commands that stand, and with every hand edit."""
        if self.versions:
            assert progress_to_tables(self.read()) == progress_to_tables(
                self.versions[self.position]
            )
            extra = load_progress(self.places).progress.extra
            assert {key: extra[key] for key in self.edits} == self.edits

    def walk(self) -> None:
        """To the first version and back to the last, the hand edits kept all the way."""
        while self.position:
            self.undo()
            self.the_file_says_this_version()
        while self.position < len(self.versions) - 1:
            self.redo()
            self.the_file_says_this_version()


# Twelve runs of 25 commands in the quick suite, two hundred in the slow one.
Commands.TestCase.settings = settings(
    max_examples=settings().max_examples // 5, stateful_step_count=25, deadline=None
)
TestCommands = Commands.TestCase
