"""Progress on disk: what is read, what a command saves, and what is never written."""

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
from studypath.storage.progress import load_progress
from tests.storage.homes import BERT, GPT, NOW, HomeWithCommands

posix = pytest.mark.skipif(os.name != "posix", reason="files of POSIX")


@pytest.fixture
def home(tmp_path: Path) -> HomeWithCommands:
    """Return a home without progress."""
    return HomeWithCommands(tmp_path)


def test_reading_writes_nothing(home: HomeWithCommands) -> None:
    """Without a file there is empty progress, and still no directory."""
    stored = load_progress(home.places)
    assert (stored.progress, stored.warnings, stored.digest) == (Progress(), (), "")
    assert not home.places.data.exists()


def test_a_command_is_one_save_with_the_states_before_and_after(home: HomeWithCommands) -> None:
    """Before and after are told; the version before is among the backups."""
    changed = home.done(BERT)
    assert changed.anything
    assert (changed.before.entry(BERT).state, changed.after.entry(BERT).state) == ("todo", "done")
    home.done(GPT)
    assert tomllib.loads(home.text)["paths"]["paper"]["bert"]["state"] == "done"
    (backup,) = list_backups(home.places.backups)
    assert b"gpt-1" not in backup.path.read_bytes()
    assert [each.words for each in parse_journal(home.places.journal.read_bytes()).commands] == [
        "done",
        "done",
    ]


def test_a_command_that_says_nothing_new_saves_nothing(home: HomeWithCommands) -> None:
    """Neither file nor journal is touched."""
    home.done(BERT)
    before = (home.text, home.places.journal.read_bytes())
    assert not home.done(BERT).anything
    assert (home.text, home.places.journal.read_bytes()) == before


@pytest.mark.parametrize(
    "text", ["x = [", "format = 2\n", "[paths.p.s]\nstate = 1\n", "\x00", "[paths.p.s]\nnote = 'a"]
)
def test_a_file_that_cannot_be_used_is_never_written(home: HomeWithCommands, text: str) -> None:
    """Not TOML, of a newer format, of a wrong type: no command touches it."""
    home.done(BERT)
    home.note("n")
    home.undo()
    home.write(text)
    for command in (
        lambda: home.done(GPT),
        home.undo,
        home.redo,
        lambda: load_progress(home.places),
    ):
        with pytest.raises(UnusableFile, match=r"progress\.toml"):
            command()
        assert home.text == text


def test_what_the_program_does_not_know_is_kept(home: HomeWithCommands) -> None:
    """Keys and steps of others are in the file after a change and an undo."""
    home.write(
        "x = nan\nmood = 'keen'\n[paths.gone.step]\nstate = 'done'\nstars = 5\n[paths.empty]\n"
    )
    home.done(BERT)
    home.undo()
    data = tomllib.loads(home.text)
    assert (data["mood"], data["paths"]["gone"]["step"]["stars"]) == ("keen", 5)
    assert data["paths"]["empty"] == {}


@posix
def test_a_linked_progress_file_is_followed(home: HomeWithCommands, tmp_path: Path) -> None:
    """The file that the link leads to is written, and the link stays."""
    target = tmp_path / "elsewhere" / "mine.toml"
    target.parent.mkdir(exist_ok=True)
    target.write_text("mood = 1\n")
    home.places.data.mkdir()
    home.places.progress.symlink_to(target)
    home.done(BERT)
    assert home.places.progress.is_symlink()
    assert tomllib.loads(target.read_text())["mood"] == 1
    home.undo()
    assert tomllib.loads(target.read_text()) == {"format": 1, "mood": 1}


def test_any_edit_is_seen_by_the_next_command(home: HomeWithCommands) -> None:
    """An edit of the same size at the same time is read, not what the cache holds."""
    home.write("[paths.paper.bert]\nstate = 'done'\n")
    assert home.state() == "done"
    before = home.places.progress.stat()
    home.write("[paths.paper.bert]\nstate = 'todo'\n")
    os.utime(home.places.progress, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert home.state() == "todo"


def test_a_file_that_vanishes_while_it_is_read_is_named(
    home: HomeWithCommands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Removed between the look and the reading: an error, and nothing is saved."""
    home.done(BERT)
    for file in home.places.cache.iterdir():
        file.unlink()
    real = os.open

    def open_late(path: object, *args: int) -> int:
        if str(path) == str(home.places.progress):
            home.places.progress.unlink(missing_ok=True)
        return real(path, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", open_late)
    with pytest.raises(
        UnusableFile, match=r"progress\.toml: cannot be read: there is no such file"
    ):
        home.done(GPT)
    monkeypatch.undo()
    assert not home.places.progress.exists()
    assert load_progress(home.places).progress == Progress()


def test_a_file_in_place_of_the_folder_is_no_traceback(home: HomeWithCommands) -> None:
    """Reading answers with empty progress, changing says what is wrong."""
    home.places.data.write_text("x")
    assert load_progress(home.places).progress == Progress()
    with pytest.raises(SaveFailed):
        home.done(BERT)


def test_a_history_that_shrinks_sharply_is_kept_apart(home: HomeWithCommands) -> None:
    """The larger version is kept under a name of its own, and the command says so."""
    long = Entry(sessions=tuple(Session(NOW - timedelta(days=n), 5) for n in range(100)))
    home.change("log", lambda _: Progress(entries={BERT: long}))
    changed = home.change("reset", lambda _: Progress(active="paper"))
    assert "became much smaller" in changed.notices[0]
    assert any(each.large for each in list_backups(home.places.backups))


def test_a_cache_of_another_shape_is_none(
    home: HomeWithCommands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the cache holds is believed only in the shape it was stored in."""
    home.done(BERT)
    for strange in ("text", (1, 2, 3, 4), (("x",), "", (), ()), 5):
        monkeypatch.setattr("studypath.storage.cache.load", lambda *_, value=strange: value)
        assert home.state() == "done"
        home.note(repr(strange))
    assert home.undo().is_saved


def test_the_curriculum_of_these_tests_is_the_bundled_one(home: HomeWithCommands) -> None:
    """The steps these tests mark are real ones."""
    curriculum: Curriculum = home.curriculum
    ids = {step.id for path in curriculum.paths for step in path.steps}
    assert {BERT[1], GPT[1]} <= ids


def test_a_stray_file_costs_no_reading_of_toml(
    home: HomeWithCommands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file beside the progress file changes the directory, not the progress."""
    home.done(BERT)
    home.undo()
    (home.places.data / "notes.txt").write_text("x")

    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("studypath.files.progress.parse_progress", never)
    assert home.state() == "todo"
