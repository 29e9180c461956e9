"""Undo and redo on disk: across hand edits, broken journals and the end of the process."""

import tomllib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from studypath.core.changes import with_active, with_session
from studypath.core.errors import SaveFailed
from studypath.core.progress import Session
from studypath.storage import record as room
from studypath.storage.places import Places
from studypath.storage.record import read_record
from tests.storage.homes import BERT, GPT, NOW, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A home without progress."""
    return Desk(tmp_path)


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
        patch.setattr(room, "save_record", killed)
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
        patch.setattr(room, "save_record", fails)
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
    save = room.save_record

    def unsettled(*args: object) -> None:
        save(*args)  # type: ignore[arg-type]
        raise SaveFailed("written, but not settled")

    with monkeypatch.context() as patch:
        patch.setattr(room, "save_record", unsettled)
        with pytest.raises(SaveFailed):
            desk.done(GPT)
    assert desk.state(GPT) == "done"
    assert not desk.undo().already
    assert desk.state(GPT) == "todo"


def test_a_sitting_is_saved_and_undone_beside_one_of_another_machine(desk: Desk) -> None:
    """Of the sittings only the one of the command goes."""
    mine, theirs = Session(NOW, 20), Session(NOW + timedelta(hours=2), 30)
    desk.change("log", lambda ledger: with_session(ledger, BERT, mine))
    line = '"2026-11-21T18:40+01:00 20m",'
    desk.write(desk.text.replace(line, f'{line} "2026-11-21T20:40+01:00 30m",'))
    desk.undo()
    assert read_record(desk.places).progress.entries[BERT].sessions == (theirs,)
