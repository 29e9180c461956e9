"""Undo and redo on disk: across hand edits, broken journals and the end of the process."""

import tomllib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from studypath.core.changes import with_active, with_note, with_session
from studypath.core.errors import SaveFailed
from studypath.core.progress import Entry, Progress, Session
from studypath.core.tracked import TrackedProgress, track_progress
from studypath.storage.places import Places
from studypath.storage.progress import load_progress
from studypath.storage.save import save_file
from studypath.storage.settings import change_setting
from tests.storage.homes import BERT, GPT, NOW, HomeWithCommands


@pytest.fixture
def home(tmp_path: Path) -> HomeWithCommands:
    """Return a home without progress."""
    return HomeWithCommands(tmp_path)


@pytest.mark.parametrize("cached", [True, False])
def test_undo_and_redo_walk_through_all_commands(home: HomeWithCommands, cached: bool) -> None:
    """Each command is one step back and one forward; beyond the ends there is none."""
    if not cached:
        found = {kind: place for kind, place in home.places.directories.items() if kind != "cache"}
        home.places = Places(found, {"cache": "none"}, {})
    commands: list[Callable[[], object]] = [lambda: home.done(BERT), lambda: home.note("n")]
    commands.append(lambda: home.change("use", lambda x: with_active(x.progress, "paper", now=NOW)))
    versions = [load_progress(home.places).progress]
    for mark in commands:
        mark()
        versions.append(load_progress(home.places).progress)
    for version in reversed(versions[:-1]):
        assert home.undo().conflicts == ()
        assert load_progress(home.places).progress == version
    assert home.undo().command is None
    for version in versions[1:]:
        assert home.redo().conflicts == ()
        assert load_progress(home.places).progress == version
    assert home.redo().command is None


def test_a_new_command_forgets_what_was_undone(home: HomeWithCommands) -> None:
    """After an undo and another command there is nothing to do again."""
    home.done(BERT)
    home.undo()
    home.done(GPT)
    assert home.redo().command is None
    assert home.state() == "todo"


def test_a_hand_edit_is_named_and_kept_by_undo(home: HomeWithCommands) -> None:
    """Undo takes back its own keys only, and says that and where the file was edited."""
    home.done(BERT)
    home.done(GPT)
    home.note("mine")
    text = home.text.replace('note = "mine"', 'note = "by hand"\nmood = 1')
    home.write(f"weather = 'fine'\n{text}")
    result = home.undo()
    assert result.edited_steps == (BERT,)
    assert result.conflicts == (("paths", *BERT, "note"),)
    entry = load_progress(home.places).progress.entries[BERT]
    assert (entry.note, entry.extra) == ("by hand", {"mood": 1})
    assert home.undo().edited_steps is None
    data = tomllib.loads(home.text)
    assert (data["weather"], list(data["paths"]["paper"])) == ("fine", ["bert"])


def test_a_hand_edit_is_named_without_a_cache_too(home: HomeWithCommands) -> None:
    """Where what was saved is not known any more, that there was an edit still is."""
    home.done(BERT)
    for file in home.places.cache.iterdir():
        file.unlink()
    home.write(home.text + "[paths.paper.gpt-2]\n")
    result = home.undo()
    assert result.edited_steps == ()
    assert list(load_progress(home.places).progress.entries) == [("paper", "gpt-2")]


def test_an_undo_that_undoes_nothing_says_what_it_kept(home: HomeWithCommands) -> None:
    """Where everything was changed since, the file is not written."""
    home.note("mine")
    home.write("[paths.paper.bert]\nstate = 'doing'\nnote = 'other'\n")
    before = home.text
    result = home.undo()
    assert {key[-1] for key in result.conflicts} >= {"note"}
    assert not result.is_saved
    assert home.text == before


def test_a_broken_journal_is_put_aside(home: HomeWithCommands) -> None:
    """It keeps nobody from marking a step; where it is now is said."""
    home.done(BERT)
    home.places.journal.write_text("{")
    changed = home.done(GPT)
    assert changed.anything
    assert "undo.unreadable.json" in changed.notices[0]
    assert (home.places.data / "undo.unreadable.json").read_text() == "{"
    assert home.undo().command is not None
    assert home.undo().command is None


def test_a_journal_that_cannot_be_moved_is_begun_anew(
    home: HomeWithCommands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it cannot be put aside there is nothing to undo, and no traceback."""
    home.done(BERT)
    home.places.journal.write_text("{")

    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(Path, "replace", refuse)
    assert home.undo().command is None


class Killed(BaseException):
    """The end of the process between two operations."""


@pytest.mark.parametrize("end", [Killed, SaveFailed])
@pytest.mark.parametrize("word", ["done", "undo", "redo"])
def test_a_command_that_reached_only_the_journal_did_not_happen(
    home: HomeWithCommands, monkeypatch: pytest.MonkeyPatch, word: str, end: type[BaseException]
) -> None:
    """Killed, or failing, between journal and file: undo and redo go on from the file's version."""
    versions = [load_progress(home.places).progress]
    marks: tuple[Callable[[], object], ...] = (
        lambda: home.done(BERT),
        lambda: home.note("n"),
        lambda: home.done(GPT),
    )
    for mark in marks:
        mark()
        versions.append(load_progress(home.places).progress)
    home.undo()

    def save_only_the_journal(path: Path, *args: object, **kwargs: object) -> object:
        if path == home.places.progress:
            raise end("stopped")
        return save_file(path, *args, **kwargs)  # type: ignore[arg-type]

    commands: dict[str, Callable[[], object]] = {
        "done": lambda: home.done(("paper", "t5")),
        "undo": home.undo,
        "redo": home.redo,
    }
    with monkeypatch.context() as patch:
        patch.setattr("studypath.storage.transaction.save_file", save_only_the_journal)
        with pytest.raises(end):
            commands[word]()
    assert load_progress(home.places).progress == versions[2]
    assert home.undo().is_saved
    assert load_progress(home.places).progress == versions[1]
    assert home.undo().is_saved
    assert load_progress(home.places).progress == versions[0]
    assert home.undo().command is None
    for version in versions[1 : 3 if word == "done" else 4]:
        assert home.redo().is_saved
        assert load_progress(home.places).progress == version
    assert home.redo().command is None


def test_a_setting_that_reached_only_the_journal_did_not_happen(
    home: HomeWithCommands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next command on the other file drops it from the journal."""
    home.done(BERT)

    def save_only_the_journal(path: Path, *args: object, **kwargs: object) -> object:
        if path == home.places.config_file:
            raise Killed
        return save_file(path, *args, **kwargs)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr("studypath.storage.transaction.save_file", save_only_the_journal)
        with pytest.raises(Killed):
            change_setting(home.places, "hours_per_week", "5", NOW)
    home.done(GPT)
    words = [home.undo().command, home.undo().command, home.undo().command]
    assert [command and command.words for command in words] == ["done", "done", None]


def test_a_journal_that_cannot_be_written_changes_nothing(
    home: HomeWithCommands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is written first, so the progress is as it was."""
    home.done(BERT)
    before = (home.text, home.places.journal.read_bytes())

    def fails(*_: object, **__: object) -> None:
        raise SaveFailed("disk full")

    monkeypatch.setattr("studypath.storage.transaction.save_file", fails)
    with pytest.raises(SaveFailed):
        home.done(GPT)
    assert (home.text, home.places.journal.read_bytes()) == before


def test_a_save_that_was_only_not_synced_can_be_undone(
    home: HomeWithCommands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the file holds the new version, the journal holds the command."""
    home.done(BERT)

    def save_unsynced(path: Path, *args: object, **kwargs: object) -> object:
        saved = save_file(path, *args, **kwargs)  # type: ignore[arg-type]
        if path == home.places.progress:
            raise SaveFailed("written, but not synced")
        return saved

    with monkeypatch.context() as patch:
        patch.setattr("studypath.storage.transaction.save_file", save_unsynced)
        with pytest.raises(SaveFailed):
            home.done(GPT)
    assert home.state(GPT) == "done"
    assert home.undo().is_saved
    assert home.state(GPT) == "todo"


def test_a_session_is_undone_beside_one_of_another_machine(home: HomeWithCommands) -> None:
    """Of the sessions only the one of the command goes."""
    mine, theirs = Session(NOW, 20), Session(NOW + timedelta(hours=2), 30)
    home.change("log", lambda tracked: with_session(tracked, BERT, mine))
    line = '"2026-11-21T18:40+01:00 20m",'
    home.write(home.text.replace(line, f'{line} "2026-11-21T20:40+01:00 30m",'))
    home.undo()
    assert load_progress(home.places).progress.entries[BERT].sessions == (theirs,)


def test_redo_does_not_restore_a_session_removed_by_hand(home: HomeWithCommands) -> None:
    """Undo had nothing to revert, so redo repeats nothing; other keys of a command are redone."""
    mine = Session(NOW, 20)

    def log(tracked: TrackedProgress) -> Progress:
        return with_note(with_tracked(tracked, with_session(tracked, BERT, mine)), BERT, "n")

    home.change("log", log)
    home.write(home.text.replace('    "2026-11-21T18:40+01:00 20m",\n', ""))
    home.undo()
    home.redo()
    entry = load_progress(home.places).progress.entries[BERT]
    assert (entry.note, entry.sessions) == ("n", ())


def with_tracked(tracked: TrackedProgress, progress: Progress) -> TrackedProgress:
    """Return the same curriculum with other progress."""
    return track_progress(tracked.curriculum, progress)


def test_an_unknown_nan_does_not_break_undo(home: HomeWithCommands) -> None:
    """It stays through commands, undo and redo, and is no hand edit."""
    home.write("[paths.paper.bert]\nx = nan\ny = [nan]\n")
    home.note("one")
    home.done(BERT)
    for revert in (home.undo, home.undo, home.redo, home.redo):
        result = revert()
        assert (result.conflicts, result.is_saved, result.edited_steps) == ((), True, None)
    assert "x = nan" in home.text
    assert home.state() == "done"


def test_a_thousand_sessions_on_one_step_keep_the_journal_small(home: HomeWithCommands) -> None:
    """The journal holds what each command changed: a session more, not all sessions twice."""
    sessions = tuple(Session(NOW + timedelta(minutes=n), 1) for n in range(1000))
    home.change("log", lambda _: Progress(entries={BERT: Entry(sessions=sessions)}))
    first = home.places.journal.stat().st_size
    for n in range(5):
        later = Session(NOW + timedelta(days=1, minutes=n), 1)
        home.change("log", lambda tracked, later=later: with_session(tracked, BERT, later))  # type: ignore[misc]
    assert home.places.journal.stat().st_size - first < 5 * 400
    for _ in range(5):
        home.undo()
    assert load_progress(home.places).progress.entries[BERT].sessions == sessions


def test_a_journal_beyond_its_limit_drops_its_oldest_commands_and_says_so(
    home: HomeWithCommands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The newest commands can still be undone, and the file is never larger than what is read."""
    limit = 16 * 1024
    monkeypatch.setattr("studypath.files.journal.LIMIT_BYTES", limit)
    monkeypatch.setattr("studypath.storage.transaction.LIMIT_BYTES", limit)
    notices = [home.note("n" * 1000 + str(n)).notices for n in range(12)]
    assert notices[0] == ()
    assert "oldest commands can no longer be undone" in notices[-1][0]
    assert home.places.journal.stat().st_size <= limit
    undone = 0
    while home.undo().is_saved:
        undone += 1
    assert 3 <= undone < 12
