"""Places for tests of storage, and the bundled curriculum."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

from studypath.core.changes import with_done, with_note
from studypath.core.curriculum import Curriculum
from studypath.core.progress import Entry, Progress
from studypath.core.tracked import TrackedProgress
from studypath.storage.library import load_library
from studypath.storage.places import Places, find_places
from studypath.storage.progress import ProgressChange, change_progress, load_progress
from studypath.storage.undo import UndoResult, revert_command

NOW = datetime(2026, 11, 21, 18, 40, tzinfo=timezone(timedelta(hours=1)))
BERT = ("paper", "bert")
GPT = ("paper", "gpt-1")

OWN = """\
format = 1
[[path]]
id = "{0}"
title = "Mine"
[[path.phase]]
id = "one"
title = "One"
[[path.phase.step]]
id = "{0}-step"
title = "Step"
kind = "post"
"""


def places_in(root: Path) -> Places:
    """Return the three places below a directory; none of them needs to exist."""
    return find_places(
        {
            "STUDYPATH_DATA_DIR": str(root / "data"),
            "STUDYPATH_CONFIG_DIR": str(root / "config"),
            "STUDYPATH_CACHE_DIR": str(root / "cache"),
            "HOME": str(root),
        }
    )


def bundled(root: Path) -> Curriculum:
    """Return the bundled curriculum."""
    return load_library(places_in(root / "elsewhere")).curriculum


class Home:
    """The places of one user, and commands that change progress there."""

    def __init__(self, root: Path) -> None:
        self.places = places_in(root)
        self.curriculum = bundled(root)
        self.now = NOW

    def change(self, words: str, make: Callable[[TrackedProgress], Progress]) -> ProgressChange:
        """Run a command, a minute after the last."""
        self.now += timedelta(minutes=1)
        return change_progress(self.places, self.curriculum, words, self.now, make)

    def done(self, *keys: tuple[str, str]) -> ProgressChange:
        """Mark steps as done."""
        now = self.now + timedelta(minutes=1)
        return self.change("done", lambda tracked: with_done(tracked, keys, at=now, now=now))

    def note(self, note: str) -> ProgressChange:
        """Set the note of BERT."""
        return self.change("note", lambda tracked: with_note(tracked, BERT, note))

    def undo(self) -> UndoResult:
        """Undo the newest command."""
        return revert_command(self.places, self.now)

    def redo(self) -> UndoResult:
        """Redo the command that was undone last."""
        return revert_command(self.places, self.now, redo=True)

    def state(self, key: tuple[str, str] = BERT) -> str:
        """Return the state of a step in the file."""
        return load_progress(self.places).progress.entries.get(key, Entry()).state

    def write(self, text: str) -> None:
        """Edit the progress file by hand."""
        self.places.data.mkdir(exist_ok=True)
        self.places.progress.write_text(text, encoding="utf-8")

    @property
    def text(self) -> str:
        """The text of the progress file."""
        return self.places.progress.read_text(encoding="utf-8")
