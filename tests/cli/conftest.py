"""The program inside the test's own process: the same door, without the cost of starting one."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest

from studypath.cli.run import run as run_program
from tests.conftest import Home

NOW = "2026-11-21T18:40:00+00:00"


@dataclass(frozen=True, slots=True)
class Said:
    """What a command said: its exit code, stdout and stderr."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401  its shape is what the tests look at
        """Stdout as the JSON object that it is."""
        return json.loads(self.out)

    @property
    def words(self) -> str:
        """Stdout as one line, however it was wrapped."""
        return " ".join(self.out.split())


class Cli(Protocol):
    """Run a command in this process: arguments, then the time it takes place at."""

    def __call__(
        self, *args: str | Path, at: str = NOW, code: int | None = 0, **env: str | None
    ) -> Said:
        """Return what was said; the exit code must be `code` unless that is None."""
        ...


@pytest.fixture
def cli(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Cli]:
    """The program in that home and in this process, 80 columns wide and without colour."""
    for name in os.environ:
        if name.startswith(("STUDYPATH_", "_TYPER", "_STUDYPATH", "XDG_")):
            monkeypatch.delenv(name)
    for name, value in home.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(home.root)
    _adopt_zone()

    def said(*args: str | Path, at: str = NOW, code: int | None = 0, **env: str | None) -> Said:
        arguments = [str(argument) for argument in args]
        with monkeypatch.context() as here:
            here.setenv("STUDYPATH_NOW", at)
            here.setattr(sys, "argv", ["studypath", *arguments])
            for name, value in env.items():
                if value is None:
                    here.delenv(name, raising=False)
                else:
                    here.setenv(name, value)
            capsys.readouterr()
            result = run_program(arguments)
        streams = capsys.readouterr()
        answer = Said(result, streams.out, streams.err)
        assert code is None or answer.code == code, answer
        return answer

    yield said
    monkeypatch.undo()
    _adopt_zone()


def own_path(file: Path) -> Path:
    """Write the least path that there is."""
    file.write_text(
        'format = 1\n[[path]]\nid = "mine"\ntitle = "Mine"\n'
        '[[path.phase]]\nid = "first"\ntitle = "First"\n'
        '[[path.phase.step]]\nid = "alone"\ntitle = "Alone"\nkind = "book"\n',
        encoding="utf-8",
    )
    return file


def _adopt_zone() -> None:
    if hasattr(time, "tzset"):
        time.tzset()
