"""Progress on disk: what is read, what a command saves, and what is never written."""

import os
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest
from studypath.storage.journal import read_journal

from studypath.core.curriculum import Curriculum
from studypath.core.errors import SaveFailed, UnusableFile
from studypath.core.progress import Entry, Progress, Session
from studypath.storage.backups import list_backups
from studypath.storage.progress import load_other_progress, load_progress
from studypath.storage.reading import file_contains
from tests.storage.homes import BERT, GPT, NOW, Desk

posix = pytest.mark.skipif(os.name != "posix", reason="files of POSIX")


@pytest.fixture
def context(tmp_path: Path) -> Desk:
    """A home without progress."""
    return Desk(tmp_path)


def test_reading_writes_nothing(context: Desk) -> None:
    """Without a file there is empty progress, and still no directory."""
    found = load_progress(context.places)
    assert (found.progress, found.warnings, found.digest) == (Progress(), (), "")
    assert not context.places.data.exists()


def test_a_command_is_one_save_and_says_what_changed(context: Desk) -> None:
    """Before and after are told; the version before is among the backups."""
    changed = context.done(BERT)
    assert changed.anything
    assert (changed.before.entry(BERT).state, changed.after.entry(BERT).state) == ("todo", "done")
    context.done(GPT)
    assert tomllib.loads(context.text)["paths"]["paper"]["bert"]["state"] == "done"
    (backup,) = list_backups(context.places.backups)
    assert b"gpt-1" not in backup.path.read_bytes()
    assert [each.words for each in read_journal(context.places.journal).commands] == [
        "done",
        "done",
    ]


def test_a_command_that_says_nothing_new_saves_nothing(context: Desk) -> None:
    """Neither file nor journal is touched."""
    context.done(BERT)
    before = (context.text, context.places.journal.read_bytes())
    assert not context.done(BERT).anything
    assert (context.text, context.places.journal.read_bytes()) == before


@pytest.mark.parametrize(
    "text", ["x = [", "format = 2\n", "[paths.p.s]\nstate = 1\n", "\x00", "[paths.p.s]\nnote = 'a"]
)
def test_a_file_that_cannot_be_used_is_never_written(context: Desk, text: str) -> None:
    """Not TOML, of a newer format, of a wrong type: no command touches it."""
    context.done(BERT)
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


def test_what_the_program_does_not_know_is_kept(context: Desk) -> None:
    """Keys and steps of others are in the file after a change and an undo."""
    context.write(
        "x = nan\nmood = 'keen'\n[paths.gone.step]\nstate = 'done'\nstars = 5\n[paths.empty]\n"
    )
    context.done(BERT)
    context.undo()
    data = tomllib.loads(context.text)
    assert (data["mood"], data["paths"]["gone"]["step"]["stars"]) == ("keen", 5)
    assert data["paths"]["empty"] == {}


@posix
def test_a_linked_progress_file_is_followed(context: Desk, tmp_path: Path) -> None:
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


def test_any_edit_is_seen_by_the_next_command(context: Desk) -> None:
    """An edit of the same size at the same time is read, not what the cache holds."""
    context.write("[paths.paper.bert]\nstate = 'done'\n")
    assert context.state() == "done"
    before = context.places.progress.stat()
    context.write("[paths.paper.bert]\nstate = 'todo'\n")
    os.utime(context.places.progress, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert context.state() == "todo"


def test_a_file_that_vanishes_while_it_is_saved_ends_no_undo(
    context: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the file holds the new version is False where it cannot be looked at."""
    context.places.progress.mkdir(parents=True)
    assert not file_contains(context.places.progress, b"x")


def test_another_version_is_read_from_its_folder_or_beside_the_own(
    context: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
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


def test_a_conflict_copy_is_named_with_what_to_do(context: Desk) -> None:
    """The copy of a synchronised folder is named as long as it is there."""
    context.done(BERT)
    copy = context.places.data / "progress.sync-conflict-20261121-184000-ABC.toml"
    copy.write_text("")
    for _ in range(2):
        (warning,) = load_progress(context.places).warnings
        assert f"studypath merge '{copy.name}'" in warning
    copy.unlink()
    assert load_progress(context.places).warnings == ()


def test_a_file_in_place_of_the_folder_is_no_traceback(context: Desk) -> None:
    """Reading answers with empty progress, changing says what is wrong."""
    context.places.data.write_text("x")
    assert load_progress(context.places).progress == Progress()
    with pytest.raises(SaveFailed):
        context.done(BERT)


def test_a_history_that_shrinks_sharply_is_kept_apart(context: Desk) -> None:
    """The larger version is kept under a name of its own, and the command says so."""
    long = Entry(sessions=tuple(Session(NOW - timedelta(days=n), 5) for n in range(100)))
    context.change("log", lambda _: Progress(entries={BERT: long}))
    changed = context.change("reset", lambda _: Progress(active="paper"))
    assert "became much smaller" in changed.notices[0]
    assert any(each.large for each in list_backups(context.places.backups))


def test_a_cache_of_another_shape_is_none(context: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the cache holds is believed only in the shape it was stored in."""
    context.done(BERT)
    for strange in ("text", (1, 2, 3, 4), ((), "", (), ()), 5):
        monkeypatch.setattr("studypath.storage.cache.load", lambda *_, kept=strange: kept)
        assert context.state() == "done"
        context.note(repr(strange))
    assert context.undo().changed.anything


def test_the_curriculum_of_these_tests_is_the_bundled_one(context: Desk) -> None:
    """The steps these tests mark are real ones."""
    known: Curriculum = context.curriculum
    ids = {step.id for path in known.paths for step in path.steps}
    assert {BERT[1], GPT[1]} <= ids
