"""What every test may use: a home of its own and the program as a real process."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from pathlib import Path

# Quick runs repeat exactly; the proofs look further each time and print how to repeat a find.
settings.register_profile("quick", max_examples=60, deadline=None, derandomize=True)
settings.register_profile(
    "prove",
    max_examples=1000,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

# What a process needs from the outside on each system; all else would make a test depend on the
# machine that it runs on.
_PASSED_ON = ("PATH", "SYSTEMROOT", "SYSTEMDRIVE", "PATHEXT", "COMSPEC", "TEMP", "TMP", "TMPDIR")


@dataclass(frozen=True, slots=True)
class Home:
    """An empty home: where its files live and the environment that leads there."""

    root: Path
    data: Path
    config: Path
    cache: Path
    environment: dict[str, str]

    @property
    def progress(self) -> Path:
        """The progress file, which may not exist yet."""
        return self.data / "progress.toml"

    @property
    def paths(self) -> Path:
        """The folder of the user's own paths, which may not exist yet."""
        return self.config / "paths"


class Run(Protocol):
    """Start studypath as a process: arguments, then environment; None removes a variable."""

    def __call__(
        self, *args: str | Path, stdin: str | None = None, **env: str | None
    ) -> subprocess.CompletedProcess[str]:
        """Return the finished process with its exit code, stdout and stderr as text."""
        ...


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home that nothing else uses and nothing is in."""
    root = tmp_path / "home"
    places = {
        "STUDYPATH_DATA_DIR": root / "data",
        "STUDYPATH_CONFIG_DIR": root / "config",
        "STUDYPATH_CACHE_DIR": root / "cache",
    }
    outside = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    root.mkdir()
    return Home(
        root=root,
        data=places["STUDYPATH_DATA_DIR"],
        config=places["STUDYPATH_CONFIG_DIR"],
        cache=places["STUDYPATH_CACHE_DIR"],
        environment=outside
        | {name: str(place) for name, place in places.items()}
        | {
            "HOME": str(root),
            "USERPROFILE": str(root),
            "APPDATA": str(root / "roaming"),
            "LOCALAPPDATA": str(root / "local"),
            "XDG_DATA_HOME": str(root / "xdg-data"),
            "XDG_CONFIG_HOME": str(root / "xdg-config"),
            "XDG_CACHE_HOME": str(root / "xdg-cache"),
            "COLUMNS": "80",
            "LINES": "24",
            "NO_COLOR": "1",
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "PYTHONUTF8": "1",
            "TZ": "UTC",
        },
    )


@pytest.fixture
def run(home: Home) -> Run:
    """The program as a real process in that home, 80 columns wide and without colour."""

    def started(
        *args: str | Path, stdin: str | None = None, **env: str | None
    ) -> subprocess.CompletedProcess[str]:
        environment: dict[str, str | None] = {**home.environment, **env}
        return subprocess.run(
            [sys.executable, "-m", "studypath", *map(str, args)],
            input=stdin or "",
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            env={name: value for name, value in environment.items() if value is not None},
            cwd=home.root,
            timeout=60,
            check=False,
        )

    return started
