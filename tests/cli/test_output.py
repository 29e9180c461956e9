"""Output draws with the characters that the terminal can show."""

from __future__ import annotations

import io
import os
import re
import select
import subprocess
import sys

import pytest

from studypath.cli.output import print_view, write_lines
from studypath.core.next import find_next_step
from studypath.core.status import build_path_status
from studypath.views import wording
from studypath.views.changes import format_change
from studypath.views.listing import render_list
from studypath.views.next import render_next
from studypath.views.show import render_path
from studypath.views.status import render_status
from tests.conftest import Home, Run
from tests.progress_samples import keys_of, path_of, progress_with

DRAWN = {
    wording.DASH, wording.DOT, wording.ELLIPSIS, wording.FULL, wording.EMPTY,
    *wording.MARKS.values(),
}  # fmt: skip


class Stdout:
    """A stdout of an encoding, and what was written to it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
        self._buffer = io.BytesIO()
        stream = io.TextIOWrapper(self._buffer, encoding=encoding, newline="", write_through=True)
        monkeypatch.setattr(sys, "stdout", stream)
        self._encoding = encoding

    @property
    def text(self) -> str:
        """Return the text so far."""
        return self._buffer.getvalue().decode(self._encoding)


@pytest.mark.parametrize("width", [40, 80])
def test_ascii_terminal_gets_ascii(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    """Everything that views draw reaches a terminal without Unicode as ASCII."""
    monkeypatch.setenv("COLUMNS", str(width))
    stdout = Stdout(monkeypatch, "ascii")
    path = path_of("lightweight")
    tracked = progress_with(done=keys_of("lightweight", 2), skipped=keys_of("lightweight")[3:4])
    status = build_path_status(tracked, path)
    print_view(render_next(find_next_step(tracked, path)))
    print_view(render_status(status, show_all=True))
    print_view(render_list(status.steps))
    print_view(render_path(status))
    write_lines(format_change(tracked, tracked, keys_of("lightweight", 1), "done"))
    assert stdout.text.isascii()
    assert "##" in stdout.text


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8"])
def test_drawn_characters_are_replaced_one_by_one(
    monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    """Each drawn character becomes one ASCII character unless the terminal shows them all."""
    stdout = Stdout(monkeypatch, encoding)
    drawn = "".join(sorted(DRAWN))
    write_lines([drawn])
    line = stdout.text.rstrip("\n")
    assert len(line) == len(drawn)
    assert line == drawn if encoding == "utf-8" else line.isascii()


def test_alignment_survives_the_replacement(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replacing drawn characters keeps every column in its place."""
    monkeypatch.setenv("COLUMNS", "80")
    texts = []
    for encoding in ("ascii", "utf-8"):
        stdout = Stdout(monkeypatch, encoding)
        print_view(render_status(build_path_status(progress_with(), path_of("paper"))))
        texts.append([len(line) for line in stdout.text.splitlines()])
    assert texts[0] == texts[1]


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a pseudo-terminal")
@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_a_terminal_gets_rows_of_its_width_and_a_pipe_whole_ones(
    home: Home, run: Run, width: int
) -> None:
    """On a terminal no row is wider than it; in a pipe no title is cut unless COLUMNS is set."""
    titles = [step.title for step in path_of("paper").steps]
    piped = run("list", "--path", "paper", COLUMNS=None).stdout.splitlines()
    assert all(line.endswith(title) for line, title in zip(piped, titles, strict=True))
    fitted = run("list", "--path", "paper", COLUMNS=str(width)).stdout.splitlines()
    assert max(map(len, fitted)) <= width
    lines = _run_on_terminal(home, ["list", "--path", "paper"], width)
    assert max(map(len, lines)) <= width
    assert len(lines) == len(titles)
    if width == 200:
        assert lines == piped


def test_sentences_are_readable_in_a_wide_terminal(run: Run) -> None:
    """At 200 columns sentences are wrapped at 100, and rows take the whole width."""
    assert max(map(len, run("next", COLUMNS="200").stdout.splitlines())) <= 100
    rows = run("list", "--path", "paper", COLUMNS="200").stdout.splitlines()
    assert max(map(len, rows)) > 100


def _run_on_terminal(home: Home, args: list[str], width: int) -> list[str]:
    """Return the lines that a command prints on a terminal of this width."""
    outer, inner = os.openpty()
    environment = {name: text for name, text in home.environment.items() if name != "COLUMNS"}
    with os.fdopen(outer, "rb", buffering=0) as reader, os.fdopen(inner, "wb") as terminal:
        import termios

        termios.tcsetwinsize(inner, (24, width))
        command = [sys.executable, "-m", "studypath", *args]
        finished = subprocess.Popen(
            command, stdin=terminal, stdout=terminal, env=environment, cwd=home.root
        )
        output = b""
        while finished.poll() is None or select.select([reader], [], [], 0)[0]:
            if select.select([reader], [], [], 0.1)[0]:
                output += os.read(outer, 65536)
    return re.sub(r"\x1b\[[0-9;]*m", "", output.decode()).splitlines()
