"""A lost or broken progress file is reported, and backups are listed, compared and restored."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli import shapes
from tests.cli.conftest import Cli
from tests.conftest import Home

TIMES = [f"2026-11-{day}T19:00:00+00:00" for day in (17, 18, 19, 20)]
BROKEN = {
    "syntax": ("format = 1\n[paths.paper.bert]\nstate = \n", "progress.toml:3"),
    "value": ('format = 1\n[paths.paper.bert]\nstate = "finished"\n', "progress.toml:3"),
    "binary": ("\x00\x01", "progress.toml"),
}


@pytest.fixture
def studied(cli: Cli, home: Home) -> bytes:
    """Finish two steps, skip a third; return the file. Backup 1 holds one step, backup 2 two."""
    cli("done", "1.1", "--time", "50m", at=TIMES[0])
    cli("done", "1.2", "--time", "1h", "--note", "seen", at=TIMES[1])
    cli("skip", "2.1", at=TIMES[2])
    return home.progress.read_bytes()


@pytest.mark.parametrize("content", [None, "", "# nothing\n", "format = 1\n"], ids=repr)
@pytest.mark.parametrize("args", [("next",), ("status",)], ids=" ".join)
def test_a_lost_file_is_reported_with_its_backup(
    cli: Cli, home: Home, studied: bytes, content: str | None, args: tuple[str, ...]
) -> None:
    """A deleted or emptied file beside backups is one line on stderr with what to do."""
    home.progress.unlink()
    if content is not None:
        home.progress.write_text(content)
    for _ in range(2):
        (line,) = cli(*args).err.splitlines()
        assert line.startswith(f"studypath: {home.progress} {'is gone' if content is None else ''}")
        assert "To restore the backup of 2026-11-19 19:00 (2 finished steps, 1h50m)" in line
        assert line.endswith(" and repeat 'skip 2.1': studypath backup restore")


def test_undo_says_that_the_file_was_removed(cli: Cli, home: Home, studied: bytes) -> None:
    """A deleted file was not edited, and nothing "already matches"; the backup is named."""
    home.progress.unlink()
    result = cli("undo")
    lost, removed = result.err.splitlines()
    assert lost.endswith(": studypath backup restore")
    assert removed == f"studypath: {home.progress} was removed since the last command"
    assert result.out == "no change  skip 2.1\n"
    cli("backup", "restore")
    assert home.progress.exists()


def test_a_new_start_is_not_reported(cli: Cli, home: Home) -> None:
    """An empty home, and progress that `undo` emptied, are no loss."""
    assert not cli("next").err
    cli("done", "1.1")
    cli("undo")
    assert home.progress.exists()
    assert not cli("status").err
    assert not cli("next").err


@pytest.mark.parametrize("kind", BROKEN)
def test_an_error_in_the_file_offers_the_backup(
    cli: Cli, home: Home, studied: bytes, kind: str
) -> None:
    """The error names the line, and the backup that could be restored."""
    content, place = BROKEN[kind]
    home.progress.write_text(content)
    error = cli("next", code=4).err
    assert place in error
    assert (
        "restore the backup of 2026-11-19 19:00 (2 finished steps, 1h50m) and repeat 'skip 2.1': "
        "studypath backup restore"
    ) in error


def test_a_list_says_what_each_backup_would_bring_back(
    cli: Cli, home: Home, studied: bytes
) -> None:
    """The list has steps and minutes; nothing is brought back while nothing is lost."""
    out = cli("backup", "list").out.splitlines()
    assert [line.split() for line in out[1:3]] == [
        ["2", "2026-11-19", "19:00", "2", "1h50m", "–", "1", "other", "step"],
        ["1", "2026-11-18", "19:00", "1", "50m", "–", "1", "done,", "1h,", "1", "other", "step"],
    ]
    assert "differ in state or note" in out[4]
    home.progress.unlink()
    first, second = cli("backup", "list", "--json").json["backups"]
    assert first["number"] == 2
    assert first["brings_back"] == {"steps": 2, "minutes": 110, "other_steps": 0}
    assert first["removes"] == {"steps": 0, "minutes": 0, "other_steps": 0}
    assert second["brings_back"] == {"steps": 1, "minutes": 50, "other_steps": 0}


def test_the_shapes_are_those_that_are_documented(cli: Cli, studied: bytes) -> None:
    """`list`, `show` and `diff` have exactly the documented keys."""
    assert not shapes.problems(cli("backup", "list", "--json").json, shapes.BACKUPS)
    assert not shapes.problems(cli("backup", "show", "1", "--json").json, shapes.BACKUP_SHOW)
    assert not shapes.problems(cli("backup", "diff", "--json").json, shapes.BACKUP_DIFF)


def test_show_and_diff_write_nothing_but_caches(cli: Cli, home: Home, studied: bytes) -> None:
    """Looking at backups leaves the data directory as it was."""
    before = {each: each.read_bytes() for each in home.data.rglob("*") if each.is_file()}
    for args in (("list",), ("show",), ("show", "1"), ("diff",), ("diff", "1")):
        cli("backup", *args)
    assert before == {each: each.read_bytes() for each in home.data.rglob("*") if each.is_file()}


def test_a_diff_names_each_change(cli: Cli, studied: bytes) -> None:
    """`diff` has a line per change that restoring would make."""
    out = cli("backup", "diff", "1").out
    assert "removes      1 finished step, 1h, state or note of 1 other step" in out
    assert "karpathy-intro-to-llms  done → todo" in out
    assert "karpathy-intro-to-llms  removed 1h on 2026-11-18, 18:00–19:00" in out
    assert "karpathy-intro-to-llms  note removed: seen" in out
    assert "karpathy-lets-build-gpt  skipped → todo" in out


def test_show_lists_the_steps(cli: Cli, studied: bytes) -> None:
    """`show` names each step in a backup with its day and time."""
    out = cli("backup", "show", "2").out
    assert "backup 2 (until 2026-11-19 19:00): 2 finished steps, 1h50m" in out
    assert "✓ 2026-11-18     1h  lightweight/karpathy-intro-to-llms" in out


def test_a_lost_file_is_restored(cli: Cli, home: Home, studied: bytes) -> None:
    """Without a number, the newest backup that brings something back is restored."""
    home.progress.unlink()
    out = cli("backup", "restore", at=TIMES[3]).out
    assert "restored  backup 2 (until 2026-11-19 19:00)" in out
    assert "brought back  2 finished steps, 1h50m" in out
    status = cli("status", "--json")
    assert not status.err
    assert (status.json["done"], status.json["minutes_spent"]) == (2, 110)


@pytest.mark.parametrize(
    "command",
    [("log", "bert", "1h", "--on", "yesterday"), ("note", "1.1", "è"), ("undo",), ("use", "paper")],
    ids=" ".join,
)
def test_the_last_command_is_repeated_exactly(
    cli: Cli, home: Home, studied: bytes, command: tuple[str, ...]
) -> None:
    """The last command is in no backup: with the newest one it is repeated, byte by byte."""
    cli(*command, at=TIMES[3])
    saved = home.progress.read_bytes()
    home.progress.unlink()
    out = cli("backup", "restore", at=TIMES[3]).out
    assert f"\nrepeated: studypath {command[0]}" in out
    assert home.progress.read_bytes() == saved
    cli("undo")
    assert cli("status", "--json").json["done"] == 0


def test_a_numbered_backup_of_a_lost_file_is_restored_as_it_is(
    cli: Cli, home: Home, studied: bytes
) -> None:
    """With its number the backup alone is restored, and the last command is named."""
    home.progress.unlink()
    out = cli("backup", "restore", "2", at=TIMES[3]).out
    assert "this backup is from before: studypath skip 2.1" in out
    assert cli("status", "--json").json["skipped"] == 0


def test_a_command_that_does_not_give_what_was_saved_is_named_only(
    cli: Cli, home: Home, studied: bytes
) -> None:
    """If the newest backup is not the version before the last command, nothing is repeated."""
    (newest,) = (home.data / "backups").glob("progress-000002-*")
    newest.write_bytes(newest.read_bytes().replace(b"seen", b"SEEN"))
    home.progress.unlink()
    assert "(2 finished steps, 1h50m), from before 'skip 2.1'" in cli("status").err
    out = cli("backup", "restore", at=TIMES[3]).out
    assert "this backup is from before: studypath skip 2.1" in out
    assert cli("note", "1.2").out == "SEEN\n"


@pytest.mark.parametrize("kind", BROKEN)
def test_a_file_that_cannot_be_read_is_restored_and_kept(
    cli: Cli, home: Home, studied: bytes, kind: str
) -> None:
    """The unreadable file is kept under a name that no later save removes."""
    content, place = BROKEN[kind]
    home.progress.write_text(content)
    result = cli("backup", "restore", at=TIMES[3])
    assert place in result.err
    kept = home.data / "backups" / "unreadable-progress-2026-11-20T190000Z.toml"
    assert f"the unreadable file is kept as {kept}" in result.out
    assert kept.read_text() == content
    assert cli("status", "--json").json["done"] == 2
    for number in range(30):
        cli("note", "1.1", f"save {number}")
    assert kept.read_text() == content
    assert kept.stat().st_mode & 0o077 == 0 or os.name != "posix"


def test_a_second_unreadable_file_is_kept_beside_the_first(
    cli: Cli, home: Home, studied: bytes
) -> None:
    """Two broken versions at the same time of the clock are both kept."""
    for content in ("one = [", "two = ["):
        home.progress.write_text(content)
        cli("backup", "restore", at=TIMES[3])
    kept = sorted((home.data / "backups").glob("unreadable-*"))
    assert {each.read_text() for each in kept} == {"one = [", "two = ["}


def test_restoring_is_one_undo_and_keeps_the_replaced_version(
    cli: Cli, home: Home, studied: bytes
) -> None:
    """`undo` brings the replaced version back, and it is a backup as well."""
    out = cli("backup", "restore", "1", at=TIMES[3]).out
    assert "removed       1 finished step, 1h, state or note of 1 other step" in out
    assert cli("status", "--json").json["done"] == 1
    (kept,) = (home.data / "backups").glob("progress-000003-*")
    assert f"the replaced version is kept as {kept}" in out
    assert kept.read_bytes() == studied
    assert "undone  backup restore 1" in cli("undo").out
    assert home.progress.read_bytes() == studied
    cli("redo")
    assert cli("status", "--json").json["done"] == 1


def test_a_backup_that_removes_something_is_not_chosen_without_its_number(
    cli: Cli, home: Home, studied: bytes
) -> None:
    """Where nobody can be asked, progress made since is not removed unless one names the backup."""
    home.progress.unlink()
    cli("done", "4", at=TIMES[3])
    before = home.progress.read_bytes()
    assert "also removes something" in cli("backup", "restore", code=2).err
    assert home.progress.read_bytes() == before
    cli("backup", "restore", "2")
    cli("undo")
    cli("backup", "restore", "--yes")
    assert cli("status", "--json").json["done"] == 2


def test_nothing_to_restore_exits_3(cli: Cli, home: Home, studied: bytes) -> None:
    """Without a loss, without backups, and for an unknown number there is nothing to restore."""
    assert "No backup brings anything back" in cli("backup", "restore", code=3).err
    assert "There is no backup '77'" in cli("backup", "restore", "77", code=3).err
    for each in (home.data / "backups").iterdir():
        each.unlink()
    assert "There are no backups yet" in cli("backup", "restore", code=3).err
    assert "No backups yet" in cli("backup", "list").out


def test_a_name_is_as_good_as_a_number(cli: Cli, home: Home, studied: bytes) -> None:
    """A file name, with or without its folder or suffix, names a backup; so do zeros."""
    (file,) = (home.data / "backups").glob("progress-000001-*")
    for word in ("1", "000001", file.name, file.stem, str(file)):
        assert cli("backup", "show", word, "--json").json["backup"]["number"] == 1


def test_a_broken_backup_is_listed_and_refused(cli: Cli, home: Home, studied: bytes) -> None:
    """A backup that cannot be read is named as such and never restored."""
    (file,) = (home.data / "backups").glob("progress-000002-*")
    file.write_text("format = [")
    assert "cannot be used" in cli("backup", "list").out
    assert "cannot be used" in cli("backup", "show", "2").out
    assert str(file) in cli("backup", "restore", "2", code=4).err
    home.progress.unlink()
    assert "restored  backup 1" in cli("backup", "restore").out


def test_a_file_of_a_newer_version_is_not_replaced(cli: Cli, home: Home, studied: bytes) -> None:
    """The program that wrote it can read it: it is refused with advice, as everywhere."""
    home.progress.write_text("format = 2\n")
    assert "newer studypath" in cli("backup", "restore", "2", code=4).err
    assert home.progress.read_text() == "format = 2\n"


def test_a_running_timer_goes_on(cli: Cli, home: Home, studied: bytes) -> None:
    """Restoring does not take the time of a session that is being studied."""
    cli("start", "3.1", at="2026-11-20T18:00:00+00:00")
    cli("backup", "restore", "1", at=TIMES[3])
    assert "logged 1h on 2026-11-20" in cli("stop", at=TIMES[3]).out


@pytest.mark.parametrize(("answer", "done"), [("y\n", 2), ("\n", 0), ("no\n", 0)])
@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_terminal_is_asked(cli: Cli, home: Home, studied: bytes, answer: str, done: int) -> None:
    """On a terminal the question says what would come back; only yes restores."""
    home.progress.unlink()
    shown = _type_on_terminal(home, ("backup", "restore"), answer)
    assert "brings back  2 finished steps, 1h50m" in shown
    assert "Restore it? [y/N]" in shown
    assert cli("status", "--json").json["done"] == done


def _type_on_terminal(home: Home, args: tuple[str, ...], answer: str) -> str:
    """Run the program on a pseudo-terminal, type an answer, and return what was shown."""
    ours, theirs = os.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "studypath", *args],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=home.environment,
        cwd=Path(home.root),
    ) as process:
        os.close(theirs)
        os.write(ours, answer.encode())
        shown = b""
        while select.select([ours], [], [], 30)[0]:
            try:
                piece = os.read(ours, 65536)
            except OSError:
                break
            if not piece:
                break
            shown += piece
        process.wait(30)
    os.close(ours)
    return shown.decode().replace("\r\n", "\n")
