"""Homes to measure in: the bundled paths with some progress, and paths of any length."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

SESSIONS_PER_STEP = 3.65
"""36,500 sessions on 10,000 steps: ten a day for ten years."""


@dataclass(frozen=True)
class Home:
    """A home and its environment, without anything from the caller's."""

    root: Path

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PATH": "/usr/bin:/bin",
            "HOME": str(self.root),
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "COLUMNS": "80",
            "LINES": "24",
            "TZ": "UTC",
            "STUDYPATH_DATA_DIR": str(self.root / "data"),
            "STUDYPATH_CONFIG_DIR": str(self.root / "config"),
            "STUDYPATH_CACHE_DIR": str(self.root / "cache"),
            "WATSON_DIR": str(self.root / "watson"),
            "TODOMAN_CONFIG": str(self.root / "todoman.py"),
            "XDG_CACHE_HOME": str(self.root / "xdg-cache"),
        }

    @property
    def progress(self) -> Path:
        return self.root / "data" / "progress.toml"


def make_home_for_others(root: Path) -> Home:
    """Make a home with the one task list that td-watson and todoman need."""
    tasks = root / "tasks" / "study"
    tasks.mkdir(parents=True)
    (root / "watson").mkdir()
    for number in range(3):
        (tasks / f"{number}.ics").write_text(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//studypath//bench//EN\r\nBEGIN:VTODO\r\n"
            f"UID:{number}\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:read paper {number}\r\n"
            "STATUS:NEEDS-ACTION\r\nEND:VTODO\r\nEND:VCALENDAR\r\n"
        )
    settings = f'path = "{root}/tasks/*"\ncache_path = "{root}/todo.sqlite"\n'
    (root / "todoman.py").write_text(settings)
    return Home(root)


def make_grown_home(root: Path, steps: int) -> Home:
    """Make a home with a path of `steps` steps, half of them done, with sessions on those."""
    home = Home(root)
    (root / "config" / "paths").mkdir(parents=True)
    home.progress.parent.mkdir(parents=True)
    with (root / "config" / "paths" / "grown.toml").open("w") as file:
        file.write('format=1\n[[path]]\nid="grown"\ntitle="Grown"\n')
        for number in range(steps):
            if number % 100 == 0:
                file.write(f'[[path.phase]]\nid="p{number}"\ntitle="Phase"\n')
            file.write(
                f'[[path.phase.step]]\nid="s{number}"\ntitle="Step {number}"\n'
                'kind="post"\nestimate="30m-1h"\n'
            )
    sessions = round(steps * SESSIONS_PER_STEP)
    done = max(1, steps // 2)
    with home.progress.open("w") as file:
        file.write('format = 1\nactive = "grown"\n')
        for number in range(done):
            first, past = number * sessions // done, (number + 1) * sessions // done
            finished = f"2026-{1 + number % 10:02}-{1 + number % 28:02}T18:40:00+01:00"
            file.write(
                f'\n[paths.grown.s{number}]\nstate = "done"\nfinished = {finished}\n'
                f"updated = {finished}\nsessions = [\n"
            )
            for session in range(first, past):
                day = f"{2017 + session % 10}-{1 + session % 12:02}-{1 + session % 28:02}"
                file.write(f'    "{day}T{6 + session % 16:02}:05+01:00 {10 + session % 50}m",\n')
            file.write("]\n")
    return home
