"""`path new`, `edit`, `add`, `remove` and `show`, as the user types them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import tomli

from tests.cli.conftest import Cli, own_path
from tests.conftest import Home

STEP = '[[path.phase.step]]\nid = "{0}"\ntitle = "{0}"\nkind = "post"\n'
TWO_PATHS = (
    "format = 1\n"
    '[[path]]\nid = "one"\ntitle = "One"\n[[path.phase]]\nid = "a"\ntitle = "A"\n'
    + STEP.format("first")
    + '[[path]]\nid = "two"\ntitle = "Two"\n[[path.phase]]\nid = "b"\ntitle = "B"\n'
    + STEP.format("second")
)


def install(cli: Cli, home: Home) -> Path:
    """Install the path `mine` and return its file."""
    cli("path", "add", own_path(home.root / "my.toml"))
    return home.paths / "mine.toml"


def test_a_new_path_is_valid_and_can_be_used_at_once(cli: Cli, home: Home) -> None:
    """`path new` writes a commented file with a schema, and says what to do next."""
    result = cli("path", "new", "rust-async", "--title", 'Rust "async"')
    file = home.paths / "rust-async.toml"
    assert [line.split()[-3:] for line in result.out.splitlines()[1:]] == [
        ["path", "edit", "rust-async"],
        ["path", "check", "rust-async"],
        ["studypath", "use", "rust-async"],
    ]
    text = file.read_text("utf-8")
    assert text.startswith("#:schema ./paths.schema.json\n")
    assert tomli.loads(text)["path"][0]["title"] == 'Rust "async"'
    assert "valid" in cli("path", "check", "rust-async").out
    cli("use", "rust-async")
    assert cli("next", "--json").json["step"]["id"] == "first-step"


def test_every_key_in_the_comments_of_a_new_file_is_valid(cli: Cli, home: Home) -> None:
    """Without the comment signs the file is still valid and has no unknown key."""
    cli("path", "new", "mine")
    lines = (home.paths / "mine.toml").read_text("utf-8").splitlines()
    keys = [line.removeprefix("# ") for line in lines if "=" in line or line.startswith("# [[")]
    headers = [line for line in lines if line.startswith("[[")]
    text = "\n".join(
        line for line in (x.removeprefix("# ") for x in lines) if line in keys + headers
    )
    file = home.root / "all.toml"
    file.write_text(text.replace('id = "mine"', 'id = "all"'), "utf-8")
    assert text.count(" = ") > 25
    result = cli("path", "check", file)
    assert "unknown" not in result.err
    assert result.out.endswith("valid\n")


def test_a_copy_of_a_bundled_path_can_be_changed(cli: Cli, home: Home) -> None:
    """`path new --from` copies phases, steps and estimates; works with an address are shared."""
    cli("done", "bert", "--time", "1h")
    cli("path", "new", "my-paper", "--from", "paper")
    status = cli("status", "--path", "my-paper", "--json").json
    assert (status["total"], status["done"]) == (15, 1)
    assert status["path"]["title"] == "Paper Path (copy)"
    assert "valid" in cli("path", "check", "my-paper").out


@pytest.mark.parametrize(
    ("path_id", "words"),
    [
        ("paper", ["bundled", "my-paper"]),
        ("Bad Id", ["is not an id", "bad-id"]),
        ("con", ["is not an id"]),
        ("../x", ["is not an id"]),
        ("mine", ["There is a path 'mine' already", "path edit mine"]),
    ],
)
def test_a_taken_or_invalid_id_is_refused_with_advice(
    cli: Cli, home: Home, path_id: str, words: list[str]
) -> None:
    """`path new` exits 2, suggests an id, and writes nothing."""
    install(cli, home)
    before = sorted(home.paths.iterdir())
    result = cli("path", "new", path_id, code=2)
    assert all(word in result.err for word in words), result.err
    assert sorted(home.paths.iterdir()) == before


def test_installing_is_one_undo(cli: Cli, home: Home) -> None:
    """`undo` removes what `path add` installed, `redo` installs it again."""
    file = install(cli, home)
    content = file.read_bytes()
    shown = cli("undo").out
    assert "undone  path add" in shown
    assert shown.endswith("  paths/mine.toml: removed\n")
    assert not file.exists()
    assert "mine" not in cli("path", "list").out
    assert cli("redo").out.endswith("  paths/mine.toml: written\n")
    assert file.read_bytes() == content


def test_undo_leaves_a_file_that_was_edited_since(cli: Cli, home: Home) -> None:
    """A path that was changed by hand after it was installed is not removed by undo."""
    file = install(cli, home)
    file.write_text(file.read_text("utf-8") + "# by hand\n", "utf-8")
    result = cli("undo")
    assert "not undone  paths/mine.toml: changed since" in result.out
    assert str(file) in result.err
    assert file.exists()


def test_removing_keeps_progress_and_can_be_undone(cli: Cli, home: Home) -> None:
    """`path remove` names the progress that stays; undo brings back the file with its bytes."""
    file = install(cli, home)
    content = file.read_bytes()
    cli("done", "mine/alone", "--time", "2h")
    result = cli("path", "remove", "mine", "--yes")
    assert "progress on 1 step of mine (2h) stays" in result.out
    assert not file.exists()
    assert "[paths.mine.alone]" in home.progress.read_text("utf-8")
    (backup,) = (home.config / "backups" / "paths").iterdir()
    assert backup.read_bytes() == content
    cli("undo")
    assert file.read_bytes() == content
    assert cli("status", "--path", "mine", "--json").json["done"] == 1


def test_removing_needs_a_confirmation_off_a_terminal(cli: Cli, home: Home) -> None:
    """Nothing is asked and nothing removed without `--yes`."""
    file = install(cli, home)
    assert "--yes" in cli("path", "remove", "mine", code=2).err
    assert file.exists()


def test_the_active_path_and_one_with_a_timer_are_not_removed(cli: Cli, home: Home) -> None:
    """The refusal says what to do first."""
    file = install(cli, home)
    cli("use", "mine")
    assert "studypath use lightweight" in cli("path", "remove", "mine", "--yes", code=2).err
    cli("use", "paper")
    cli("start", "mine/alone", at="2026-11-21T18:00:00+00:00")
    assert "studypath stop" in cli("path", "remove", "mine", "--yes", code=2).err
    assert file.exists()


def test_a_file_of_several_paths_is_removed_when_all_are_named(cli: Cli, home: Home) -> None:
    """One of two paths is refused with the command that removes both."""
    file = home.root / "both.toml"
    file.write_text(TWO_PATHS, "utf-8")
    cli("path", "add", file)
    error = cli("path", "remove", "one", "--yes", code=2).err
    assert "studypath path remove one two" in error
    cli("path", "remove", "two", "one", "--yes")
    assert not (home.paths / "one.toml").exists()


@pytest.mark.parametrize(("words", "code"), [(["paper"], 2), (["nonsuch"], 3), (["min"], 3)])
def test_only_own_paths_by_their_whole_id_are_removed(
    cli: Cli, home: Home, words: list[str], code: int
) -> None:
    """A bundled path is refused, and a part of an id is not completed."""
    install(cli, home)
    assert cli("path", "remove", *words, "--yes", code=code).err


def test_removing_a_bundled_path_is_refused_without_advice_to_copy_it(cli: Cli) -> None:
    """Somebody who removes a path does not want a copy of it."""
    error = cli("path", "remove", "lightweight", "--yes", code=2).err
    assert "lightweight is a bundled path; only paths of your own can be removed" in error
    assert "Copy" not in error


def test_adding_and_checking_name_the_same_faults_with_the_misspelt_keys(
    cli: Cli, home: Home
) -> None:
    """A missing key and the unknown one that was meant stand together in both commands."""
    file = own_path(home.root / "my.toml")
    file.write_text(file.read_text().replace("title", "titel"))
    added, checked = (cli("path", name, file, code=4).err for name in ("add", "check"))
    assert added == checked
    assert "title: is missing" in added
    assert "titel: is unknown and ignored; did you mean title?" in added


def test_steps_without_an_address_are_one_warning(cli: Cli, home: Home) -> None:
    """`path add` names their numbers in one line; exercises and tasks need no address."""
    steps = "".join(
        f'[[path.phase.step]]\nid = "{kind}-{n}"\ntitle = "{kind} {n}"\nkind = "{kind}"\n'
        'estimate = "1h"\n'
        for kind in ("exercise", "task", "paper")
        for n in (1, 2)
    )
    start = 'format = 1\n[[path]]\nid = "p"\ntitle = "P"\n[[path.phase]]\nid = "f"\ntitle = "F"\n'
    file = home.root / "p.toml"
    file.write_text(start + steps)
    lines = cli("path", "add", file).err.splitlines()
    assert len(lines) == 1
    assert "2 steps have no address: 1.5, 1.6; give each a url, arxiv or doi" in lines[0]


def test_a_broken_file_can_be_checked_and_removed_by_its_name(cli: Cli, home: Home) -> None:
    """A file that is left out has no path; its name stands for it."""
    file = install(cli, home)
    file.write_text("format = 1\n[[path]\n", "utf-8")
    assert f"{file}:2:" in cli("path", "check", "mine", code=4).err
    cli("path", "remove", "mine", "--yes")
    assert not file.exists()


def test_a_new_version_replaces_the_old_one_only_when_asked(cli: Cli, home: Home) -> None:
    """`path add --force` replaces an own path, keeps progress, and is one undo."""
    file = install(cli, home)
    cli("done", "mine/alone")
    newer = own_path(home.root / "newer.toml")
    newer.write_text(newer.read_text("utf-8") + STEP.format("more"), "utf-8")
    assert "--force" in cli("path", "add", newer, code=2).err
    cli("path", "add", newer, "--force")
    status = cli("status", "--path", "mine", "--json").json
    assert (status["done"], status["total"]) == (1, 2)
    cli("undo")
    assert cli("status", "--path", "mine", "--json").json["total"] == 1
    assert file.exists()


def test_force_never_loses_another_path_of_the_file(cli: Cli, home: Home) -> None:
    """A file with a second path is not replaced by one without it."""
    both = home.root / "both.toml"
    both.write_text(TWO_PATHS, "utf-8")
    cli("path", "add", both)
    one = home.root / "one.toml"
    one.write_text(TWO_PATHS[: TWO_PATHS.index('[[path]]\nid = "two"')], "utf-8")
    assert "'two'" in cli("path", "add", one, "--force", code=2).err
    assert "two" in cli("path", "list").out


def test_a_bundled_id_is_refused_with_line_and_advice(cli: Cli, home: Home) -> None:
    """Neither `path add` nor `--force` takes the id of a bundled path; the message suggests one."""
    file = own_path(home.root / "my.toml")
    file.write_text(file.read_text("utf-8").replace('"mine"', '"paper"'), "utf-8")
    for command in (("check", file), ("add", file), ("add", file, "--force")):
        error = cli("path", *command, code=4).err
        assert f"{file}:3:1: path[0].id: paper is the id of a bundled path" in error
        assert "my-paper" in error
        assert "another id" in error
    assert not home.paths.exists()


@pytest.mark.parametrize(
    "content",
    [b"\x00\x01\x02", b"", b"format = 1\n", b"\xff\xfe\x00", b"x" * (2 << 20), b"a" * 1000],
    ids=["binary", "empty", "no path", "utf-16", "large", "no toml"],
)
def test_a_file_that_is_no_path_is_refused(cli: Cli, home: Home, content: bytes) -> None:
    """`path add` exits 4 with the file's name, and nothing is installed."""
    file = home.root / "bad.toml"
    file.write_bytes(content)
    assert "bad.toml" in cli("path", "add", file, code=4).err
    assert not home.paths.exists()


def test_use_of_an_unknown_path_suggests_to_add_it(cli: Cli, home: Home) -> None:
    """The id of a path that is not installed, or its file, gets the command that installs it."""
    assert "studypath path add FILE" in cli("use", "nonsuch", code=3).err
    file = own_path(home.root / "my.toml")
    assert f"studypath path add {file}" in cli("use", file, code=3).err


def test_a_path_without_estimates_says_that_the_time_left_is_unknown(cli: Cli) -> None:
    """`next`, `done` and `path show` print it as words, not as an amount."""
    cli("path", "new", "mine")
    for args in (("next", "mine"), ("done", "mine/first-step"), ("path", "show", "mine")):
        out = cli(*args).words
        assert "of 2 done, time left unknown" in out
        assert "unknown left" not in out


def test_path_show_has_phases_steps_estimates_and_the_file(cli: Cli, home: Home) -> None:
    """`path show` shows the active path or another one, also as JSON."""
    file = install(cli, home)
    assert "File" in cli("path", "show", "mine").out
    details = cli("path", "show", "mine", "--json").json["details"]
    assert details["file"] == str(file)
    assert [step["id"] for phase in details["phases"] for step in phase["steps"]] == ["alone"]
    assert cli("path", "show", "--json").json["path"]["id"] == "lightweight"
    assert "50m–1h15m" in cli("path", "show").out
    cli("path", "show", "nonsuch", code=3)


def in_terminal(
    home: Home, *args: str, editor: str = "", answers: str = "", command: str | None = None
) -> tuple[int, str]:
    """Run a command in a terminal; the editor is a program of Python that changes its file."""
    import pty

    script = home.root / "editor.py"
    script.write_text(f"import sys\nfrom pathlib import Path\nfile = Path(sys.argv[1])\n{editor}\n")
    ours, theirs = pty.openpty()
    environment = home.environment | {
        "STUDYPATH_NOW": "2026-11-21T18:40:00+00:00",
        "EDITOR": command or f"'{sys.executable}' '{script}'",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "studypath", *args],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment,
        cwd=home.root,
    )
    os.close(theirs)
    os.write(ours, answers.encode())
    shown = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:  # Linux: the other end is closed.
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    return process.wait(timeout=60), shown.decode("utf-8", "replace")


needs_terminal = pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals")


@needs_terminal
def test_a_new_path_is_opened_in_the_editor_and_checked(cli: Cli, home: Home) -> None:
    """On a terminal the editor gets the file; what it wrote is checked and can be undone."""
    change = "file.write_text(file.read_text().replace('First step', 'Begin here'))"
    code, shown = in_terminal(home, "path", "new", "mine", editor=change)
    assert (code, "valid" in shown) == (0, True), shown
    assert "Begin here" in cli("next", "--path", "mine").out
    cli("undo")
    assert "First step" in cli("next", "--path", "mine").out
    cli("undo")
    assert not (home.paths / "mine.toml").exists()


@needs_terminal
def test_a_new_path_without_an_editor_is_written_all_the_same(cli: Cli, home: Home) -> None:
    """An editor that cannot be started is named; the path is there."""
    code, shown = in_terminal(home, "path", "new", "mine", command="no-such-editor --wait")
    assert (code, "no-such-editor could not be started" in shown) == (0, True), shown
    assert (home.paths / "mine.toml").exists()
    code, shown = in_terminal(home, "path", "new", "other", "--no-edit", command="no-such-editor")
    assert (code, "editor" in shown) == (0, False), shown


@needs_terminal
def test_faults_after_an_edit_are_named_and_the_edit_can_be_undone(cli: Cli, home: Home) -> None:
    """`path edit` names each fault, asks to edit again, exits 4, and undo restores the file."""
    file = install(cli, home)
    content = file.read_bytes()
    spoil = "file.write_text(file.read_text().replace('book', 'Book Of'))"
    code, shown = in_terminal(home, "path", "edit", "mine", editor=spoil, answers="n\n")
    assert code == 4, shown
    assert "mine.toml:11:1: path[0].phase[0].step[0].kind" in shown.replace("\r\n", "")
    assert "Edit it again?" in shown
    cli("undo")
    assert file.read_bytes() == content


@needs_terminal
def test_an_edit_is_repeated_until_the_file_is_valid(cli: Cli, home: Home) -> None:
    """The answer yes opens the editor again; the whole is one undo."""
    file = install(cli, home)
    content = file.read_bytes()
    twice = (
        "text = file.read_text()\n"
        "text = text.replace('?', '') if '?' in text else text.replace('\"book\"', '\"tale?\"')\n"
        "file.write_text(text)"
    )
    code, shown = in_terminal(home, "path", "edit", "mine", editor=twice, answers="\n")
    assert (code, b'"tale"' in file.read_bytes()) == (0, True), shown
    cli("undo")
    assert file.read_bytes() == content


@needs_terminal
def test_removing_asks_on_a_terminal(cli: Cli, home: Home) -> None:
    """No removes nothing, yes removes the file."""
    file = install(cli, home)
    code, shown = in_terminal(home, "path", "remove", "mine", answers="n\n")
    assert (code, file.exists()) == (0, True), shown
    assert "\ufffd" not in shown
    code, shown = in_terminal(home, "path", "remove", "mine", answers="y\n")
    assert (code, file.exists()) == (0, False), shown


def test_an_edit_off_a_terminal_names_the_file(cli: Cli, home: Home) -> None:
    """No editor is started without a terminal; a bundled path is refused with advice."""
    file = install(cli, home)
    assert str(file) in cli("path", "edit", "mine", code=2).err
    assert "path new my-paper --from paper" in cli("path", "edit", "paper", code=2).err
    assert "path new my-lightweight" in cli("path", "edit", code=2).err
