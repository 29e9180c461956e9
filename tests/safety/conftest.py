"""What the proofs of safety share: quick real processes, and homes with something in them."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Home

NOW = "2026-11-21T18:40:00+01:00"
ROOT = Path(__file__).parent.parent.parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip these tests where processes cannot fork, be killed or be injected with errors."""
    if os.name != "posix":
        here = Path(__file__).parent
        for item in items:
            if here in item.path.parents and item.path.name != "test_promises.py":
                item.add_marker(pytest.mark.skip(reason="needs fork and signals"))


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """Return a directory in memory where there is one: thousands of saves would wait for a disk."""
    memory = Path("/dev/shm")
    parent = memory if memory.is_dir() and os.access(memory, os.W_OK) else None
    place = Path(tempfile.mkdtemp(prefix="studypath-", dir=parent))
    yield place
    shutil.rmtree(place, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Ran:
    """A process that has ended: its exit code (None: it hung), output, CPU seconds and memory."""

    code: int | None
    stdout: str
    stderr: str
    cpu: float
    rss_kib: int

    def json(self) -> Any:  # noqa: ANN401 - JSON is anything
        """Return stdout as JSON."""
        return json.loads(self.stdout)


class Forked:
    """Runs the program in `package` as forked processes, at a tenth of the price of new ones."""

    def __init__(self, outputs: Path, package: Path) -> None:
        self.package = package
        self._outputs = outputs
        self._numbers = itertools.count()
        self._parent = subprocess.Popen(
            [sys.executable, "-m", "tests.safety.forked"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(package)},
        )

    def __call__(
        self,
        home: Home,
        *args: str | Path,
        env: Mapping[str, str | None] | None = None,
        **more: Any,  # noqa: ANN401 - handed on
    ) -> Ran:
        """Run the program in a home; `more` goes to `tests.safety.forked` (die_at, limits, ...)."""
        number = next(self._numbers)
        out, err = self._outputs / f"out{number}", self._outputs / f"err{number}"
        # A fixed instant, so that two runs of one command write the very same bytes.
        environment = {"STUDYPATH_NOW": NOW, **home.environment, **(env or {})}
        request = {
            "args": [str(each) for each in args],
            "env": {name: value for name, value in environment.items() if value is not None},
            "cwd": str(home.root),
            "stdout": str(out),
            "stderr": str(err),
            **more,
        }
        parent = self._parent
        assert parent.stdin is not None
        assert parent.stdout is not None
        parent.stdin.write(json.dumps(request) + "\n")
        parent.stdin.flush()
        answered = json.loads(parent.stdout.readline())
        encoding = more.get("encoding", "utf-8")
        return Ran(
            answered["code"],
            self._text(out, encoding),
            self._text(err, encoding),
            answered["cpu"],
            answered["rss_kib"],
        )

    @staticmethod
    def _text(file: Path, encoding: str) -> str:
        if not file.exists():
            return ""
        content = file.read_bytes()
        file.unlink()
        return content.decode(encoding, "surrogateescape")

    def close(self) -> None:
        """End the parent of all."""
        assert self._parent.stdin is not None
        self._parent.stdin.close()
        self._parent.wait(30)
        assert self._parent.stdout is not None
        self._parent.stdout.close()


@pytest.fixture(scope="session")
def forked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forked]:
    """Return the program as a forked process."""
    place = tmp_path_factory.mktemp("outputs")
    place.chmod(0o777)
    # A copy that every user can read, laid out as in the wheel: the clone may be private.
    with tempfile.TemporaryDirectory(prefix="studypath-") as name:
        package = Path(name)
        package.chmod(0o755)
        shutil.copytree(ROOT / "src" / "studypath", package / "studypath")
        shutil.copytree(ROOT / "data", package / "studypath" / "data")
        for each in package.rglob("*"):
            each.chmod(0o755 if each.is_dir() else 0o644)
        running = Forked(place, package)
        yield running
        running.close()
