"""Fixtures for every test: an empty home, and the program as a real process."""

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

# Quick runs are deterministic; slow ones try new examples and print how to repeat a failure.
settings.register_profile("quick", max_examples=60, deadline=None, derandomize=True)
settings.register_profile(
    "prove",
    max_examples=1000,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

# The variables that a process needs on each system; others would make tests depend on the machine.
_INHERITED = ("PATH", "SYSTEMROOT", "SYSTEMDRIVE", "PATHEXT", "COMSPEC", "TEMP", "TMP", "TMPDIR")


@dataclass(frozen=True, slots=True)
class Home:
    """An empty home: its directories and its environment."""

    root: Path
    data: Path
    config: Path
    cache: Path
    environment: dict[str, str]

    @property
    def progress(self) -> Path:
        """Return the progress file, which may not exist yet."""
        return self.data / "progress.toml"

    @property
    def paths(self) -> Path:
        """Return the directory of the user's own paths, which may not exist yet."""
        return self.config / "paths"


class Run(Protocol):
    """Run studypath with arguments and environment variables; None removes a variable."""

    def __call__(
        self, *args: str | Path, stdin: str | None = None, **env: str | None
    ) -> subprocess.CompletedProcess[str]:
        """Return the finished process, with output as text."""
        ...


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Return an empty home for one test."""
    root = tmp_path / "home"
    directories = {
        "STUDYPATH_DATA_DIR": root / "data",
        "STUDYPATH_CONFIG_DIR": root / "config",
        "STUDYPATH_CACHE_DIR": root / "cache",
    }
    inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    root.mkdir()
    return Home(
        root=root,
        data=directories["STUDYPATH_DATA_DIR"],
        config=directories["STUDYPATH_CONFIG_DIR"],
        cache=directories["STUDYPATH_CACHE_DIR"],
        environment=inherited
        | {name: str(directory) for name, directory in directories.items()}
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
    """Return a function that runs the program in that home, 80 columns wide and without colour."""

    def run_process(
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

    return run_process
