"""Progress on disk: reading, saving, and what is never written."""

import os
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest

from studypath.core.curriculum import Curriculum
from studypath.core.errors import SaveFailed, UnusableFile
from studypath.core.progress import Entry, Progress, Session
from studypath.files.journal import parse_journal
from studypath.storage.backups import list_backups
from studypath.storage.progress import load_other_progress, load_progress
from tests.storage.homes import BERT, GPT, NOW, Home

posix = pytest.mark.skipif(os.name != "posix", reason="files of POSIX")


@pytest.fixture
def context(tmp_path: Path) -> Home:
    """Return the places of a user without progress."""
    return Home(tmp_path)


def test_reading_writes_nothing(context: Home) -> None:
    """Without a file there is empty progress, and still no directory."""
    found = load_progress(context.places)
    assert (found.progress, found.warnings, found.digest) == (Progress(), (), "")
    assert not context.places.data.exists()


def test_a_command_is_one_save_and_returns_what_changed(context: Home) -> None:
    """The progress before and after is returned; there is a backup."""
    changed = context.done(BERT)
    assert changed.anything
    assert (changed.before.entry(BERT).state, changed.after.entry(BERT).state) == ("todo", "done")
    context.done(GPT)
    assert tomllib.loads(context.text)["paths"]["paper"]["bert"]["state"] == "done"
    (backup,) = list_backups(context.places.backups)
    assert b"gpt-1" not in backup.path.read_bytes()
    assert [each.words for each in parse_journal(context.places.journal.read_bytes()).commands] == [
        "done",
        "done",
    ]


def test_a_command_that_changes_nothing_saves_nothing(context: Home) -> None:
    """Neither file nor journal is touched."""
    context.done(BERT)
    before = (context.text, context.places.journal.read_bytes())
    assert not context.done(BERT).anything
    assert (context.text, context.places.journal.read_bytes()) == before


@pytest.mark.parametrize(
    "text", ["x = [", "format = 2\n", "[paths.p.s]\nstate = 1\n", "\x00", "[paths.p.s]\nnote = 'a"]
)
def test_a_file_that_cannot_be_used_is_never_written(context: Home, text: str) -> None:
    """Not TOML, of a newer format, of a wrong type: no command touches it."""
    context.done(BERT)
    context.done(GPT)
    context.undo()
    context.write(text)
    for command in (
        lambda: context.done(GPT),
        context.undo,
        context.redo,
        lambda: load_progress(context.places),
    ):
        with pytest.raises(UnusableFile, match=r"progress\.toml"):
            command()
        assert context.text == text


def test_unknown_keys_are_kept_through_commands(context: Home) -> None:
    """Unknown keys and steps are in the file after a change and an undo."""
    context.write(
        "x = nan\nmood = 'keen'\n[paths.gone.step]\nstate = 'done'\nstars = 5\n[paths.empty]\n"
    )
    context.done(BERT)
    context.undo()
    data = tomllib.loads(context.text)
    assert (data["mood"], data["paths"]["gone"]["step"]["stars"]) == ("keen", 5)
    assert data["paths"]["empty"] == {}


@posix
def test_a_linked_progress_file_is_followed(context: Home, tmp_path: Path) -> None:
    """The file that the link leads to is written, and the link stays."""
    target = tmp_path / "elsewhere" / "mine.toml"
    target.parent.mkdir(exist_ok=True)
    target.write_text("mood = 1\n")
    context.places.data.mkdir()
    context.places.progress.symlink_to(target)
    context.done(BERT)
    assert context.places.progress.is_symlink()
    assert tomllib.loads(target.read_text())["mood"] == 1
    context.undo()
    assert tomllib.loads(target.read_text()) == {"format": 1, "mood": 1}


def test_any_edit_is_seen_by_the_next_command(context: Home) -> None:
    """An edit of the same size at the same time is read, not the cache."""
    context.write("[paths.paper.bert]\nstate = 'done'\n")
    assert context.state() == "done"
    before = context.places.progress.stat()
    context.write("[paths.paper.bert]\nstate = 'todo'\n")
    os.utime(context.places.progress, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert context.state() == "todo"


def test_what_does_not_read_back_is_never_written(
    context: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A text that does not read back as the progress leaves file, journal and backups alone."""
    context.done(BERT)
    before = (context.text, context.places.journal.read_bytes())
    monkeypatch.setattr("studypath.files.progress.format_tables", lambda _: b"format = 1\n")
    with pytest.raises(ValueError, match="does not read back"):
        context.done(GPT)
    assert (context.text, context.places.journal.read_bytes()) == before
    assert list_backups(context.places.backups) == ()


def test_another_version_is_read_from_its_folder_or_beside_the_own(
    context: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bare name that is not here is looked for beside the own file."""
    monkeypatch.chdir(tmp_path)
    context.places.data.mkdir()
    (context.places.data / "copy.toml").write_text("active = 'paper'\n")
    assert load_other_progress(Path("copy.toml"), context.places).active == "paper"
    (tmp_path / "copy.toml").write_text("active = 'here'\n")
    assert load_other_progress(Path("copy.toml"), context.places).active == "here"
    assert load_other_progress(context.places.data / "copy.toml", context.places).active == "paper"
    with pytest.raises(UnusableFile, match=r"none\.toml"):
        load_other_progress(Path("none.toml"), context.places)


def test_a_conflict_copy_is_named_with_what_to_do(context: Home) -> None:
    """A conflict copy is named as long as it is there."""
    context.done(BERT)
    copy = context.places.data / "progress.sync-conflict-20261121-184000-ABC.toml"
    copy.write_text("")
    for _ in range(2):
        (warning,) = load_progress(context.places).warnings
        assert f"studypath merge '{copy.name}'" in warning
    copy.unlink()
    assert load_progress(context.places).warnings == ()


def test_a_file_in_place_of_the_folder_is_no_traceback(context: Home) -> None:
    """Reading returns empty progress, changing raises SaveFailed."""
    context.places.data.write_text("x")
    assert load_progress(context.places).progress == Progress()
    with pytest.raises(SaveFailed):
        context.done(BERT)


def test_a_history_that_shrinks_sharply_is_kept_apart(context: Home) -> None:
    """The larger version has a backup of its own, and a notice says so."""
    long = Entry(sessions=tuple(Session(NOW - timedelta(days=n), 5) for n in range(100)))
    context.change("log", lambda _: Progress(entries={BERT: long}))
    changed = context.change("reset", lambda _: Progress(active="paper"))
    assert "became much smaller" in changed.notices[0]
    assert any(each.large for each in list_backups(context.places.backups))


def test_a_cache_of_another_shape_is_ignored(
    context: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cached value is used only in the shape it was stored in."""
    context.done(BERT)
    for strange in ("text", (1, 2, 3, 4), ((), "", (), ()), 5):
        monkeypatch.setattr("studypath.storage.cache.load", lambda *_, kept=strange: kept)
        assert context.state() == "done"
        context.note(repr(strange))
    assert context.undo().is_saved


def test_the_curriculum_of_these_tests_is_the_bundled_one(context: Home) -> None:
    """The steps that these tests mark are bundled ones."""
    bundled: Curriculum = context.curriculum
    ids = {step.id for path in bundled.paths for step in path.steps}
    assert {BERT[1], GPT[1]} <= ids
