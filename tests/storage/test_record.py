"""Progress on disk: one save and one undo a command, and nothing lost in between."""

import os
import tomllib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from studypath.core.changes import with_active, with_done, with_note, with_session
from studypath.core.curriculum import Curriculum
from studypath.core.errors import SaveFailed, UnusableFile
from studypath.core.ledger import Ledger
from studypath.core.progress import Entry, Progress, Session
from studypath.storage import record as room
from studypath.storage.backups import list_backups
from studypath.storage.files import holds
from studypath.storage.journal import read_journal
from studypath.storage.places import Places
from studypath.storage.record import Changed, Reverted, change, read_other, read_record, revert
from tests.storage.homes import BERT, NOW, bundled, places_in

GPT = ("paper", "gpt-1")
posix = pytest.mark.skipif(os.name != "posix", reason="files of POSIX")


class Desk:
    """One person's home with commands that change progress in it."""

    def __init__(self, root: Path) -> None:
        self.places = places_in(root)
        self.curriculum = bundled(root)
        self.now = NOW

    def change(self, words: str, make: Callable[[Ledger], Progress]) -> Changed:
        """One command, a minute after the last."""
        self.now += timedelta(minutes=1)
        return change(self.places, self.curriculum, words, self.now, make)

    def done(self, *keys: tuple[str, str]) -> Changed:
        """Mark steps as done."""
        now = self.now + timedelta(minutes=1)
        return self.change("done", lambda ledger: with_done(ledger, keys, at=now, now=now))

    def note(self, note: str) -> Changed:
        """Keep a note with BERT."""
        return self.change("note", lambda ledger: with_note(ledger, BERT, note, now=self.now))

    def undo(self) -> Reverted:
        """Take the last command back."""
        return revert(self.places, self.curriculum, self.now)

    def redo(self) -> Reverted:
        """Do again what was taken back."""
        return revert(self.places, self.curriculum, self.now, redo=True)

    def state(self, key: tuple[str, str] = BERT) -> str:
        """The state of a step as the file says it."""
        return read_record(self.places).progress.entries.get(key, Entry()).state

    def write(self, text: str) -> None:
        """Edit the progress file by hand."""
        self.places.data.mkdir(exist_ok=True)
        self.places.progress.write_text(text, encoding="utf-8")

    @property
    def text(self) -> str:
        """What the progress file holds."""
        return self.places.progress.read_text(encoding="utf-8")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A home without progress."""
    return Desk(tmp_path)


def test_reading_writes_nothing(desk: Desk) -> None:
    """Without a file there is empty progress, and still no directory."""
    found = read_record(desk.places)
    assert (found.progress, found.warnings, found.digest) == (Progress(), (), "")
    assert not desk.places.data.exists()


def test_a_command_is_one_save_and_says_what_changed(desk: Desk) -> None:
    """Before and after are told; the version before is among the backups."""
    changed = desk.done(BERT)
    assert changed.anything
    assert (changed.before.entry(BERT).state, changed.after.entry(BERT).state) == ("todo", "done")
    desk.done(GPT)
    assert tomllib.loads(desk.text)["paths"]["paper"]["bert"]["state"] == "done"
    (backup,) = list_backups(desk.places.backups)
    assert b"gpt-1" not in backup.path.read_bytes()
    assert [each.words for each in read_journal(desk.places.journal).commands] == ["done", "done"]


def test_a_command_that_says_nothing_new_saves_nothing(desk: Desk) -> None:
    """Neither file nor journal is touched."""
    desk.done(BERT)
    before = (desk.text, desk.places.journal.read_bytes())
    assert not desk.done(BERT).anything
    assert (desk.text, desk.places.journal.read_bytes()) == before


@pytest.mark.parametrize("cached", [True, False])
def test_undo_and_redo_walk_through_all_commands(desk: Desk, cached: bool) -> None:
    """Each command is one step back and one forward; beyond the ends there is none."""
    if not cached:
        found = {kind: place for kind, place in desk.places.found.items() if kind != "cache"}
        desk.places = Places(found, {"cache": "none"}, {})
    commands: list[Callable[[], object]] = [lambda: desk.done(BERT), lambda: desk.note("n")]
    commands.append(lambda: desk.change("use", lambda x: with_active(x.progress, "paper", now=NOW)))
    versions = [read_record(desk.places).progress]
    for command in commands:
        command()
        versions.append(read_record(desk.places).progress)
    for version in reversed(versions[:-1]):
        assert desk.undo().kept == ()
        assert read_record(desk.places).progress == version
    assert desk.undo().command is None
    for version in versions[1:]:
        assert desk.redo().kept == ()
        assert read_record(desk.places).progress == version
    assert desk.redo().command is None


def test_a_new_command_forgets_what_was_undone(desk: Desk) -> None:
    """After an undo and another command there is nothing to do again."""
    desk.done(BERT)
    desk.undo()
    desk.done(GPT)
    assert desk.redo().command is None
    assert desk.state() == "todo"


def test_a_hand_edit_is_named_and_kept_by_undo(desk: Desk) -> None:
    """Undo takes back its own keys only, and says that and where the file was edited."""
    desk.done(BERT)
    desk.done(GPT)
    desk.note("mine")
    text = desk.text.replace('note = "mine"', 'note = "by hand"\nmood = 1')
    desk.write(f"weather = 'fine'\n{text}")
    result = desk.undo()
    assert result.by_hand == (BERT,)
    assert result.kept == (("paths", *BERT, "note"),)
    entry = read_record(desk.places).progress.entries[BERT]
    assert (entry.note, entry.extra) == ("by hand", {"mood": 1})
    assert desk.undo().by_hand is None
    data = tomllib.loads(desk.text)
    assert (data["weather"], list(data["paths"]["paper"])) == ("fine", ["bert"])


def test_a_hand_edit_is_named_without_a_cache_too(desk: Desk) -> None:
    """Where what was saved is not known any more, that there was an edit still is."""
    desk.done(BERT)
    for file in desk.places.cache.iterdir():
        file.unlink()
    desk.write(desk.text + "[paths.paper.gpt-2]\n")
    result = desk.undo()
    assert result.by_hand == ()
    assert list(read_record(desk.places).progress.entries) == [("paper", "gpt-2")]


def test_an_undo_that_undoes_nothing_says_what_it_kept(desk: Desk) -> None:
    """Where everything was changed since, the file is not written."""
    desk.note("mine")
    desk.write("[paths.paper.bert]\nstate = 'doing'\nnote = 'other'\n")
    before = desk.text
    result = desk.undo()
    assert {key[-1] for key in result.kept} >= {"note"}
    assert not result.already
    assert desk.text == before


@pytest.mark.parametrize(
    "text", ["x = [", "format = 2\n", "[paths.p.s]\nstate = 1\n", "\x00", "[paths.p.s]\nnote = 'a"]
)
def test_a_file_that_cannot_be_used_is_never_written(desk: Desk, text: str) -> None:
    """Not TOML, of a newer format, of a wrong type: no command touches it."""
    desk.done(BERT)
    desk.write(text)
    for command in (lambda: desk.done(GPT), desk.undo, desk.redo, lambda: read_record(desk.places)):
        with pytest.raises(UnusableFile, match=r"progress\.toml"):
            command()
        assert desk.text == text


def test_what_the_program_does_not_know_is_kept(desk: Desk) -> None:
    """Keys and steps of others are in the file after a change and an undo."""
    desk.write(
        "x = nan\nmood = 'keen'\n[paths.gone.step]\nstate = 'done'\nstars = 5\n[paths.empty]\n"
    )
    desk.done(BERT)
    desk.undo()
    data = tomllib.loads(desk.text)
    assert (data["mood"], data["paths"]["gone"]["step"]["stars"]) == ("keen", 5)
    assert data["paths"]["empty"] == {}


@posix
def test_a_linked_progress_file_is_followed(desk: Desk, tmp_path: Path) -> None:
    """The file that the link leads to is written, and the link stays."""
    target = tmp_path / "elsewhere" / "mine.toml"
    target.parent.mkdir(exist_ok=True)
    target.write_text("mood = 1\n")
    desk.places.data.mkdir()
    desk.places.progress.symlink_to(target)
    desk.done(BERT)
    assert desk.places.progress.is_symlink()
    assert tomllib.loads(target.read_text())["mood"] == 1
    desk.undo()
    assert tomllib.loads(target.read_text()) == {"format": 1, "mood": 1}


def test_any_edit_is_seen_by_the_next_command(desk: Desk) -> None:
    """An edit of the same size at the same time is read, not what the cache holds."""
    desk.write("[paths.paper.bert]\nstate = 'done'\n")
    assert desk.state() == "done"
    before = desk.places.progress.stat()
    desk.write("[paths.paper.bert]\nstate = 'todo'\n")
    os.utime(desk.places.progress, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert desk.state() == "todo"


def test_a_broken_journal_is_put_aside(desk: Desk) -> None:
    """It keeps nobody from marking a step; where it is now is said."""
    desk.done(BERT)
    desk.places.journal.write_text("{")
    changed = desk.done(GPT)
    assert changed.anything
    assert "undo.unreadable.json" in changed.notices[0]
    assert (desk.places.data / "undo.unreadable.json").read_text() == "{"
    assert desk.undo().command is not None
    assert desk.undo().command is None


def test_a_journal_that_cannot_be_moved_is_begun_anew(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it cannot be put aside there is nothing to undo, and no traceback."""
    desk.done(BERT)
    desk.places.journal.write_text("{")

    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(Path, "replace", refuse)
    assert desk.undo().command is None


class Killed(BaseException):
    """The end of the process between two operations."""


def test_a_command_that_reached_only_the_journal_is_told_as_such(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between journal and file: its undo says that it is so already and changes nothing."""
    desk.done(BERT)

    def killed(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(room, "_save", killed)
        # Nor did the process live to take the journal back.
        patch.setattr(room, "holds", lambda *_: True)
        with pytest.raises(Killed):
            desk.done(GPT)
    before = desk.text
    result = desk.undo()
    assert (result.already, result.kept, result.changed.anything) == (True, (), False)
    assert desk.text == before
    assert not desk.undo().already
    assert desk.state() == "todo"


def test_a_save_that_fails_leaves_no_command_to_undo(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The journal is as it was, even where it cannot be written either."""
    desk.done(BERT)
    before = (desk.text, desk.places.journal.read_bytes())

    def fails(*_: object, **__: object) -> None:
        raise SaveFailed("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(room, "_save", fails)
        with pytest.raises(SaveFailed):
            desk.done(GPT)
        assert (desk.text, desk.places.journal.read_bytes()) == before
    with monkeypatch.context() as patch:
        patch.setattr("studypath.storage.journal.save_journal", fails)
        with pytest.raises(SaveFailed):
            desk.done(GPT)
    assert desk.text == before[0]


def test_a_save_that_only_failed_to_settle_can_be_undone(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the file holds the new version the journal holds the command."""
    desk.done(BERT)
    save = room._save

    def unsettled(*args: object) -> None:
        save(*args)  # type: ignore[arg-type]
        raise SaveFailed("written, but not settled")

    with monkeypatch.context() as patch:
        patch.setattr(room, "_save", unsettled)
        with pytest.raises(SaveFailed):
            desk.done(GPT)
    assert desk.state(GPT) == "done"
    assert not desk.undo().already
    assert desk.state(GPT) == "todo"


def test_a_file_that_vanishes_while_it_is_saved_ends_no_undo(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the file holds the new version is False where it cannot be looked at."""
    desk.places.progress.mkdir(parents=True)
    assert not holds(desk.places.progress, b"x")


def test_another_version_is_read_from_its_folder_or_beside_the_own(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bare name that is not here is looked for beside the own file."""
    monkeypatch.chdir(tmp_path)
    desk.places.data.mkdir()
    (desk.places.data / "copy.toml").write_text("active = 'paper'\n")
    assert read_other(Path("copy.toml"), desk.places).active == "paper"
    (tmp_path / "copy.toml").write_text("active = 'here'\n")
    assert read_other(Path("copy.toml"), desk.places).active == "here"
    assert read_other(desk.places.data / "copy.toml", desk.places).active == "paper"
    with pytest.raises(UnusableFile, match=r"none\.toml"):
        read_other(Path("none.toml"), desk.places)


def test_a_conflict_copy_is_named_with_what_to_do(desk: Desk) -> None:
    """The copy of a synchronised folder is named as long as it is there."""
    desk.done(BERT)
    copy = desk.places.data / "progress.sync-conflict-20261121-184000-ABC.toml"
    copy.write_text("")
    for _ in range(2):
        (warning,) = read_record(desk.places).warnings
        assert f"studypath merge '{copy.name}'" in warning
    copy.unlink()
    assert read_record(desk.places).warnings == ()


def test_a_file_in_place_of_the_folder_is_no_traceback(desk: Desk) -> None:
    """Reading answers with empty progress, changing says what is wrong."""
    desk.places.data.write_text("x")
    assert read_record(desk.places).progress == Progress()
    with pytest.raises(SaveFailed):
        desk.done(BERT)


def test_a_history_that_shrinks_sharply_is_kept_apart(desk: Desk) -> None:
    """The larger version is kept under a name of its own, and the command says so."""
    long = Entry(sessions=tuple(Session(NOW - timedelta(days=n), 5) for n in range(100)))
    desk.change("log", lambda _: Progress(entries={BERT: long}))
    changed = desk.change("reset", lambda _: Progress(active="paper"))
    assert "became much smaller" in changed.notices[0]
    assert any(each.large for each in list_backups(desk.places.backups))


def test_a_cache_of_another_shape_is_none(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the cache holds is believed only in the shape it was stored in."""
    desk.done(BERT)
    for strange in ("text", (1, 2, 3, 4), ((), "", (), ()), 5):
        monkeypatch.setattr("studypath.storage.cache.load", lambda *_, kept=strange: kept)
        assert desk.state() == "done"
        desk.note(repr(strange))
    assert desk.undo().changed.anything


def test_a_sitting_is_saved_and_undone_beside_one_of_another_machine(desk: Desk) -> None:
    """Of the sittings only the one of the command goes."""
    mine, theirs = Session(NOW, 20), Session(NOW + timedelta(hours=2), 30)
    desk.change("log", lambda ledger: with_session(ledger, BERT, mine, now=desk.now))
    line = '"2026-11-21T18:40+01:00 20m",'
    desk.write(desk.text.replace(line, f'{line} "2026-11-21T20:40+01:00 30m",'))
    desk.undo()
    assert read_record(desk.places).progress.entries[BERT].sessions == (theirs,)


def test_the_curriculum_of_these_tests_is_the_bundled_one(desk: Desk) -> None:
    """The steps these tests mark are real ones."""
    known: Curriculum = desk.curriculum
    ids = {step.id for path in known.paths for step in path.steps}
    assert {BERT[1], GPT[1]} <= ids
