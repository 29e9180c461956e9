"""Undo and redo on disk: across hand edits, broken journals and the end of the process."""

import tomllib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from studypath.core.changes import with_active, with_session
from studypath.core.errors import SaveFailed
from studypath.core.progress import Session
from studypath.storage import progress as room
from studypath.storage.places import Places
from studypath.storage.progress import load_progress
from tests.storage.homes import BERT, GPT, NOW, Desk


@pytest.fixture
def context(tmp_path: Path) -> Desk:
    """A home without progress."""
    return Desk(tmp_path)


@pytest.mark.parametrize("cached", [True, False])
def test_undo_and_redo_walk_through_all_commands(context: Desk, cached: bool) -> None:
    """Each command is one step back and one forward; beyond the ends there is none."""
    if not cached:
        found = {kind: place for kind, place in context.places.found.items() if kind != "cache"}
        context.places = Places(found, {"cache": "none"}, {})
    commands: list[Callable[[], object]] = [lambda: context.done(BERT), lambda: context.note("n")]
    commands.append(
        lambda: context.change("use", lambda x: with_active(x.progress, "paper", now=NOW))
    )
    versions = [load_progress(context.places).progress]
    for command in commands:
        command()
        versions.append(load_progress(context.places).progress)
    for version in reversed(versions[:-1]):
        assert context.undo().kept == ()
        assert load_progress(context.places).progress == version
    assert context.undo().command is None
    for version in versions[1:]:
        assert context.redo().kept == ()
        assert load_progress(context.places).progress == version
    assert context.redo().command is None


def test_a_new_command_forgets_what_was_undone(context: Desk) -> None:
    """After an undo and another command there is nothing to do again."""
    context.done(BERT)
    context.undo()
    context.done(GPT)
    assert context.redo().command is None
    assert context.state() == "todo"


def test_a_hand_edit_is_named_and_kept_by_undo(context: Desk) -> None:
    """Undo takes back its own keys only, and says that and where the file was edited."""
    context.done(BERT)
    context.done(GPT)
    context.note("mine")
    text = context.text.replace('note = "mine"', 'note = "by hand"\nmood = 1')
    context.write(f"weather = 'fine'\n{text}")
    result = context.undo()
    assert result.by_hand == (BERT,)
    assert result.kept == (("paths", *BERT, "note"),)
    entry = load_progress(context.places).progress.entries[BERT]
    assert (entry.note, entry.extra) == ("by hand", {"mood": 1})
    assert context.undo().by_hand is None
    data = tomllib.loads(context.text)
    assert (data["weather"], list(data["paths"]["paper"])) == ("fine", ["bert"])


def test_a_hand_edit_is_named_without_a_cache_too(context: Desk) -> None:
    """Where what was saved is not known any more, that there was an edit still is."""
    context.done(BERT)
    for file in context.places.cache.iterdir():
        file.unlink()
    context.write(context.text + "[paths.paper.gpt-2]\n")
    result = context.undo()
    assert result.by_hand == ()
    assert list(load_progress(context.places).progress.entries) == [("paper", "gpt-2")]


def test_an_undo_that_undoes_nothing_says_what_it_kept(context: Desk) -> None:
    """Where everything was changed since, the file is not written."""
    context.note("mine")
    context.write("[paths.paper.bert]\nstate = 'doing'\nnote = 'other'\n")
    before = context.text
    result = context.undo()
    assert {key[-1] for key in result.kept} >= {"note"}
    assert not result.already
    assert context.text == before


def test_a_broken_journal_is_put_aside(context: Desk) -> None:
    """It keeps nobody from marking a step; where it is now is said."""
    context.done(BERT)
    context.places.journal.write_text("{")
    changed = context.done(GPT)
    assert changed.anything
    assert "undo.unreadable.json" in changed.notices[0]
    assert (context.places.data / "undo.unreadable.json").read_text() == "{"
    assert context.undo().command is not None
    assert context.undo().command is None


def test_a_journal_that_cannot_be_moved_is_begun_anew(
    context: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it cannot be put aside there is nothing to undo, and no traceback."""
    context.done(BERT)
    context.places.journal.write_text("{")

    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(Path, "replace", refuse)
    assert context.undo().command is None


class Killed(BaseException):
    """The end of the process between two operations."""


def test_a_command_that_reached_only_the_journal_is_told_as_such(
    context: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between journal and file: its undo says that it is so already and changes nothing."""
    context.done(BERT)

    def killed(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(room, "save_progress", killed)
        # Nor did the process live to take the journal back.
        patch.setattr(room, "file_contains", lambda *_: True)
        with pytest.raises(Killed):
            context.done(GPT)
    before = context.text
    result = context.undo()
    assert (result.already, result.kept, result.changed.anything) == (True, (), False)
    assert context.text == before
    assert not context.undo().already
    assert context.state() == "todo"


def test_a_save_that_fails_leaves_no_command_to_undo(
    context: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The journal is as it was, even where it cannot be written either."""
    context.done(BERT)
    before = (context.text, context.places.journal.read_bytes())

    def fails(*_: object, **__: object) -> None:
        raise SaveFailed("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(room, "save_progress", fails)
        with pytest.raises(SaveFailed):
            context.done(GPT)
        assert (context.text, context.places.journal.read_bytes()) == before
    with monkeypatch.context() as patch:
        patch.setattr("studypath.storage.journal.save_journal", fails)
        with pytest.raises(SaveFailed):
            context.done(GPT)
    assert context.text == before[0]


def test_a_save_that_only_failed_to_settle_can_be_undone(
    context: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the file holds the new version the journal holds the command."""
    context.done(BERT)
    save = room.save_progress

    def unsettled(*args: object) -> None:
        save(*args)  # type: ignore[arg-type]
        raise SaveFailed("written, but not settled")

    with monkeypatch.context() as patch:
        patch.setattr(room, "save_progress", unsettled)
        with pytest.raises(SaveFailed):
            context.done(GPT)
    assert context.state(GPT) == "done"
    assert not context.undo().already
    assert context.state(GPT) == "todo"


def test_a_sitting_is_saved_and_undone_beside_one_of_another_machine(context: Desk) -> None:
    """Of the sittings only the one of the command goes."""
    mine, theirs = Session(NOW, 20), Session(NOW + timedelta(hours=2), 30)
    context.change("log", lambda tracked: with_session(tracked, BERT, mine))
    line = '"2026-11-21T18:40+01:00 20m",'
    context.write(context.text.replace(line, f'{line} "2026-11-21T20:40+01:00 30m",'))
    context.undo()
    assert load_progress(context.places).progress.entries[BERT].sessions == (theirs,)
