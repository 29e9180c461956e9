"""Run commands inside the process of the test, which is faster than starting one."""

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
class Result:
    """The exit code, stdout and stderr of a command."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401  its shape is what the tests look at
        """Stdout parsed as JSON."""
        return json.loads(self.out)

    @property
    def words(self) -> str:
        """Stdout on one line, without wrapping."""
        return " ".join(self.out.split())


class Cli(Protocol):
    """Run a command in this process: its arguments, then the time of now."""

    def __call__(
        self, *args: str | Path, at: str = NOW, code: int | None = 0, **env: str | None
    ) -> Result:
        """Return the result; the exit code must be `code` unless that is None."""
        ...


@pytest.fixture
def cli(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Cli]:
    """Return a function that runs the program in `home`, 80 columns wide and without colour."""
    for name in os.environ:
        if name.startswith(("STUDYPATH_", "_TYPER", "_STUDYPATH", "XDG_")):
            monkeypatch.delenv(name)
    for name, value in home.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(home.root)
    _adopt_zone()

    def run_command(
        *args: str | Path, at: str = NOW, code: int | None = 0, **env: str | None
    ) -> Result:
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
            exit_code = run_program(arguments)
        streams = capsys.readouterr()
        result = Result(exit_code, streams.out, streams.err)
        assert code is None or result.code == code, result
        return result

    yield run_command
    monkeypatch.undo()
    _adopt_zone()


def own_path(file: Path) -> Path:
    """Write a minimal path."""
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
