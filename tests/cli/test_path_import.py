"""`path import` and `path add`, as the user types them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.conftest import Home

COURSE = """\
# My course

## Week 1
- [x] [Intro](https://example.org/1) (45 min)
- [ ] [Attention](https://example.org/2) (~2 hours)

## Week 2
- [Transformers](https://example.org/3)
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Return a Markdown file of three steps."""
    file = tmp_path / "course.md"
    file.write_text(COURSE, "utf-8")
    return file


def test_a_markdown_file_becomes_a_path_in_one_command(cli: Cli, course: Path) -> None:
    """It is shown phase by phase, installed, and can be used at once."""
    result = cli("path", "import", course, "--id", "mine")
    assert "Week 1: 2 steps, 2h45m" in result.out
    assert "studypath use mine" in result.out
    cli("use", "mine")
    assert cli("next", "--json").json["step"]["title"] == "Intro"
    assert cli("status", "--json").json["total"] == 3


def test_ticked_boxes_become_progress_when_asked(cli: Cli, course: Path) -> None:
    """With `--with-progress` the first step is done, and one undo takes that back."""
    cli("path", "import", course, "--id", "mine", "--with-progress")
    assert cli("status", "--path", "mine", "--json").json["done"] == 1
    cli("undo")
    assert cli("status", "--path", "mine", "--json").json["done"] == 0


def test_ticked_parts_become_parts_that_are_done(cli: Cli, tmp_path: Path) -> None:
    """Boxes without links below a step are its parts; `next` shows the first that is left."""
    file = tmp_path / "nested.md"
    boxes = (
        "- [ ] Arrays\n  - [x] Read\n  - [x] Write\n  - [ ] Measure\n- [x] Trees\n  - [x] Draw\n"
    )
    file.write_text(f"# Course\n\n{boxes}")
    out = cli("path", "import", file, "--id", "mine", "--with-progress").out
    assert "progress in the file: 1 in progress, 1 done" in out
    cli("use", "mine")
    assert "3 of 3: Measure" in cli("next").out
    cli("done", "arrays#3")
    assert cli("status", "--json").json["percent"] == 100


def test_a_dry_run_installs_nothing(cli: Cli, home: Home, course: Path) -> None:
    """The summary is shown and the paths folder stays as it was."""
    assert "3 steps" in cli("path", "import", course, "--dry-run").out
    assert not (home.config / "paths").exists()


def test_a_file_is_written_instead_and_is_valid(cli: Cli, tmp_path: Path, course: Path) -> None:
    """`-o` writes TOML that `path check` accepts and `path add` installs."""
    file = tmp_path / "mine.toml"
    cli("path", "import", course, "--id", "mine", "-o", file)
    assert "valid" in cli("path", "check", file).out
    assert "studypath use mine" in cli("path", "add", file).out
    cli("use", "mine")


def test_progress_with_a_written_file_is_refused_before_it_is_written(
    cli: Cli, tmp_path: Path, course: Path
) -> None:
    """There is no path that could have this progress, so that nothing is done."""
    file = tmp_path / "out.toml"
    cli("path", "import", course, "--with-progress", "-o", file, code=2)
    assert not file.exists()


@pytest.mark.parametrize("command", [("path", "import"), ("path", "add")])
def test_a_taken_id_is_refused_with_advice(
    cli: Cli, home: Home, tmp_path: Path, course: Path, command: tuple[str, ...]
) -> None:
    """An id of a bundled path cannot be taken; nothing is installed."""
    file = course
    if command[1] == "add":
        file = tmp_path / "paper.toml"
        cli("path", "import", course, "--id", "paper", "-o", file)
        cli("path", "add", file, code=4)
    else:
        assert cli("path", "import", course, "--id", "paper", code=None).code in {2, 4}
    assert not (home.config / "paths").exists()


@pytest.mark.parametrize("content", [b"\x00\x01binary", b"no list here", b"# Title\n\ntext\n"])
def test_a_file_without_steps_is_a_clear_error(
    cli: Cli, home: Home, tmp_path: Path, content: bytes
) -> None:
    """Exit 4 with the reason; nothing is installed."""
    file = tmp_path / "bad.md"
    file.write_bytes(content)
    result = cli("path", "import", file, code=4)
    assert "bad.md" in result.err
    assert not (home.config / "paths").exists()
