"""Undo and redo on disk: across hand edits, broken journals and the end of the process."""

import tomllib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from studypath.core.changes import with_active, with_session
from studypath.core.errors import SaveFailed
from studypath.core.progress import Session
from studypath.storage import transaction
from studypath.storage.places import Places
from studypath.storage.progress import load_progress
from studypath.storage.settings import change_setting, load_settings
from tests.storage.homes import BERT, GPT, NOW, Home


@pytest.fixture
def context(tmp_path: Path) -> Home:
    """Return the places of a user without progress."""
    return Home(tmp_path)


@pytest.mark.parametrize("cached", [True, False])
def test_undo_and_redo_walk_through_all_commands(context: Home, cached: bool) -> None:
    """Each command is one undo and one redo; beyond the ends there is none."""
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


def test_a_new_command_drops_what_was_undone(context: Home) -> None:
    """After an undo and another command there is nothing to redo."""
    context.done(BERT)
    context.undo()
    context.done(GPT)
    assert context.redo().command is None
    assert context.state() == "todo"


def test_a_hand_edit_is_named_and_kept_by_undo(context: Home) -> None:
    """Undo reverts its own keys only, and names the steps that were edited."""
    context.done(BERT)
    context.done(GPT)
    context.note("mine")
    text = context.text.replace('note = "mine"', 'note = "by hand"\nmood = 1')
    context.write(f"weather = 'fine'\n{text}")
    result = context.undo()
    assert result.edited_steps == (BERT,)
    assert result.kept == (("paths", *BERT, "note"),)
    entry = load_progress(context.places).progress.entries[BERT]
    assert (entry.note, entry.extra) == ("by hand", {"mood": 1})
    assert context.undo().edited_steps is None
    data = tomllib.loads(context.text)
    assert (data["weather"], list(data["paths"]["paper"])) == ("fine", ["bert"])


def test_a_hand_edit_is_named_without_a_cache_too(context: Home) -> None:
    """Without the cache of the saved file the edit is still noticed, without its steps."""
    context.done(BERT)
    for file in context.places.cache.iterdir():
        file.unlink()
    context.write(context.text + "[paths.paper.gpt-2]\n")
    result = context.undo()
    assert result.edited_steps == ()
    assert list(load_progress(context.places).progress.entries) == [("paper", "gpt-2")]


def test_an_undo_that_reverts_nothing_names_what_it_kept(context: Home) -> None:
    """If everything was changed since, the file is not written."""
    context.note("mine")
    context.write("[paths.paper.bert]\nstate = 'doing'\nnote = 'other'\n")
    before = context.text
    result = context.undo()
    assert {key[-1] for key in result.kept} >= {"note"}
    assert not result.is_saved
    assert context.text == before


def test_a_broken_journal_is_moved_away(context: Home) -> None:
    """It stops no command; a notice names its new place."""
    context.done(BERT)
    context.places.journal.write_text("{")
    changed = context.done(GPT)
    assert changed.anything
    assert "undo.unreadable.json" in changed.notices[0]
    assert (context.places.data / "undo.unreadable.json").read_text() == "{"
    assert context.undo().command is not None
    assert context.undo().command is None


def test_a_journal_that_cannot_be_moved_starts_anew(
    context: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If it cannot be moved there is nothing to undo, and no traceback."""
    context.done(BERT)
    context.places.journal.write_text("{")

    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(Path, "replace", refuse)
    assert context.undo().command is None


class Killed(BaseException):
    """The end of the process between two operations."""


def kill(*_: object, **__: object) -> None:
    """End the process instead of saving the file; the journal is already saved."""
    raise Killed


def test_a_command_that_reached_only_the_journal_is_dropped(
    context: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between journal and file, a command did not happen: undo reverts the one before."""
    context.done(BERT)
    before = (context.text, context.places.journal.read_bytes())
    with monkeypatch.context() as patch:
        patch.setattr(transaction, "_save", kill)
        with pytest.raises(Killed):
            context.done(GPT)
    assert context.text == before[0]
    assert context.places.journal.read_bytes() != before[1]
    result = context.undo()
    assert (result.kept, result.is_saved, result.edited_steps) == ((), True, None)
    assert context.state() == "todo"
    assert context.undo().command is None
    assert context.redo().is_saved
    assert context.redo().command is None
    assert (context.state(), context.state(GPT)) == ("done", "todo")


@pytest.mark.parametrize("redo", [False, True])
def test_an_undo_that_reached_only_the_journal_is_repeated(
    context: Home, monkeypatch: pytest.MonkeyPatch, redo: bool
) -> None:
    """Killed between journal and file, an undo or redo did not happen and can be repeated."""
    context.done(BERT)
    context.done(GPT)
    if redo:
        context.undo()
    run = context.redo if redo else context.undo
    before = context.text
    with monkeypatch.context() as patch:
        patch.setattr(transaction, "_save", kill)
        with pytest.raises(Killed):
            run()
    assert context.text == before
    result = run()
    assert (result.kept, result.is_saved, result.edited_steps) == ((), True, None)
    assert (context.state(), context.state(GPT)) == ("done", "done" if redo else "todo")


def test_a_save_that_fails_leaves_no_command_to_undo(
    context: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether file or journal cannot be saved: the file stays, and undo reverts the one before."""
    context.done(BERT)
    before = context.text
    for function in ("_save", "_save_journal"):
        with monkeypatch.context() as patch:
            patch.setattr(transaction, function, fail)
            with pytest.raises(SaveFailed):
                context.done(GPT)
        assert context.text == before
    assert context.undo().is_saved
    assert context.state() == "todo"
    assert context.undo().command is None


def fail(*_: object, **__: object) -> None:
    """Fail as a full disk does."""
    raise SaveFailed("disk full")


def test_a_save_that_was_only_not_synced_can_be_undone(
    context: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the file holds the new version, the journal holds the command."""
    context.done(BERT)
    save: Callable[..., object] = transaction._save

    def save_and_fail(*args: object) -> None:
        save(*args)
        raise SaveFailed("written, but not synced")

    with monkeypatch.context() as patch:
        patch.setattr(transaction, "_save", save_and_fail)
        with pytest.raises(SaveFailed):
            context.done(GPT)
    assert context.state(GPT) == "done"
    assert context.undo().is_saved
    assert (context.state(), context.state(GPT)) == ("done", "todo")


def test_progress_and_settings_share_one_journal(context: Home) -> None:
    """Undo reverts the newest command, whichever file it changed; unknown settings stay."""
    config = context.places.config_file
    context.done(BERT)
    change_setting(context.places, "hours_per_week", "5", context.now)
    config.write_bytes(config.read_bytes() + b"mine = 1\n")
    result = context.undo()
    assert result.command is not None
    assert result.command.file == "config"
    assert result.edited_steps == ()
    assert tomllib.loads(config.read_text(encoding="utf-8")) == {"format": 1, "mine": 1}
    assert context.state() == "done"
    context.undo()
    assert context.state() == "todo"
    context.redo()
    context.redo()
    assert context.state() == "done"
    assert load_settings(context.places).hours_per_week == 5


def test_a_setting_changed_since_is_kept_and_named(context: Home) -> None:
    """Undo leaves a setting alone that was edited by hand."""
    change_setting(context.places, "hours_per_week", "5", context.now)
    context.places.config_file.write_text("hours_per_week = 7\n")
    result = context.undo()
    assert (result.kept, result.is_saved) == ((("config", "hours_per_week"),), False)
    assert load_settings(context.places).hours_per_week == 7


def test_a_session_is_undone_beside_one_of_another_machine(context: Home) -> None:
    """Only the session of the command is removed."""
    mine, theirs = Session(NOW, 20), Session(NOW + timedelta(hours=2), 30)
    context.change("log", lambda tracked: with_session(tracked, BERT, mine))
    line = '"2026-11-21T18:40+01:00 20m",'
    context.write(context.text.replace(line, f'{line} "2026-11-21T20:40+01:00 30m",'))
    context.undo()
    assert load_progress(context.places).progress.entries[BERT].sessions == (theirs,)
