"""Machines of one person, each with a home of its own, and the repositories between them.

`python -m tests.remotes.machines HOME` says `ready`, syncs a machine once and says how it went.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from studypath.core.changes import with_done, with_note
from studypath.core.curriculum import Curriculum, StepKey
from studypath.core.errors import StudypathError
from studypath.core.exchange import SyncResult, SyncStatus
from studypath.core.progress import Progress
from studypath.core.sessions import with_logged
from studypath.core.tracked import TrackedProgress
from studypath.remotes.sync import (
    SyncPlace,
    read_sync_status,
    sync_progress,
)
from studypath.storage.places import Places
from studypath.storage.progress import ProgressChange, change_progress, load_progress
from tests.progress_samples import bundled
from tests.storage.homes import NOW, places_in

GIT_SECONDS = 60.0
ROOT = Path(__file__).resolve().parent.parent.parent


class Machine:
    """One machine: it changes progress, and it syncs."""

    def __init__(self, root: Path, *, ahead: timedelta = timedelta(0)) -> None:
        self.root = root
        root.mkdir(exist_ok=True)
        self.places: Places = places_in(root)
        self.curriculum: Curriculum = bundled()
        self.now: datetime = NOW + ahead
        self.environment: dict[str, str] = {"PATH": os.environ["PATH"], "HOME": str(root)}
        self.seconds = GIT_SECONDS

    @property
    def place(self) -> SyncPlace:
        """Where its copy lives and how it calls git."""
        return SyncPlace(
            self.places.data / "sync",
            self.environment,
            self.root,
            local_seconds=self.seconds,
            network_seconds=self.seconds,
        )

    @property
    def repository(self) -> Path:
        """The bare repository of its copy."""
        return self.places.data / "sync" / "repository"

    @property
    def progress(self) -> Progress:
        """What its progress file says."""
        return load_progress(self.places).progress

    def change(
        self, words: Sequence[str], make: Callable[[TrackedProgress], Progress]
    ) -> ProgressChange:
        """One command."""
        return change_progress(self.places, self.curriculum, " ".join(words), self.now, make)

    def pass_time(self, **length: float) -> None:
        """Let time pass."""
        self.now += timedelta(**length)

    def done(self, *keys: StepKey) -> None:
        """Mark steps as done."""
        self.change(("done",), lambda tracked: with_done(tracked, keys, at=self.now, now=self.now))

    def log(self, key: StepKey, minutes: int) -> None:
        """Log a session that ended now."""
        zone = self.now.tzinfo
        assert zone is not None
        self.change(
            ("log",),
            lambda tracked: with_logged(tracked, key, minutes, now=self.now, tz=zone)[0],
        )

    def note(self, key: StepKey, text: str) -> None:
        """Keep a note with a step."""
        self.change(("note",), lambda tracked: with_note(tracked, key, text))

    def sync(self, init: Path | str | None = None) -> SyncResult:
        """Sync, the first time with the remote's address."""
        name = None if init is None else str(init)
        return sync_progress(self.place, self.change, now=self.now, init=name)

    def status(self) -> SyncStatus:
        """Compare with the remote."""
        return read_sync_status(self.place, self.progress)


def git(where: Path, *arguments: str, **more: str) -> str:
    """Run git as a person would, with no configuration of this machine."""
    environment: Mapping[str, str] = {
        "PATH": os.environ["PATH"],
        "HOME": str(where),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "test",
        "GIT_AUTHOR_EMAIL": "test@localhost",
        "GIT_COMMITTER_NAME": "test",
        "GIT_COMMITTER_EMAIL": "test@localhost",
        **more,
    }
    return subprocess.run(
        ["git", *arguments],
        cwd=where,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
        timeout=GIT_SECONDS,
    ).stdout


def bare(folder: Path) -> Path:
    """Make an empty bare repository."""
    folder.mkdir(parents=True)
    git(folder, "init", "--quiet", "--bare", "-b", "main")
    return folder


def commit_file(remote: Path, work: Path, name: str, text: str) -> None:
    """Put one more file on the remote's branch main, from a clone of somebody else."""
    if not work.exists():
        work.mkdir()
        git(work, "clone", "--quiet", str(remote), ".")
    (work / name).write_text(text, encoding="utf-8")
    git(work, "add", "--all")
    git(work, "commit", "--quiet", "-m", "change")
    git(work, "push", "--quiet", "origin", "HEAD:main")


def remote_text(remote: Path) -> str:
    """Return the progress file on the remote's branch main."""
    return git(remote, "cat-file", "blob", "main:progress.toml")


def start_process(module: str, *arguments: str) -> subprocess.Popen[str]:
    """Start a module of these tests as a process, and return when it says that it is ready."""
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def main() -> None:
    """Sync a machine once."""
    machine = Machine(Path(sys.argv[1]))
    print("ready", flush=True)
    try:
        machine.sync()
    except StudypathError as error:
        print(type(error).__name__)
    else:
        print("ok")


if __name__ == "__main__":
    main()
