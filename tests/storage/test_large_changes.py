"""A command of any size is one undo: large changes are in a file beside the journal."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from studypath.core.errors import SaveFailed, UnusableFile
from studypath.core.progress import Entry, Progress, Session
from studypath.core.tracked import TrackedProgress
from studypath.files.journal import LARGE_BYTES, LIMIT_BYTES, parse_journal
from studypath.storage import transaction
from studypath.storage.progress import load_progress
from tests.storage.homes import BERT, NOW, HomeWithCommands


@pytest.fixture
def home(tmp_path: Path) -> HomeWithCommands:
    """Return a home with one step done."""
    home = HomeWithCommands(tmp_path)
    home.done(BERT)
    return home


def add_sessions(count: int) -> object:
    """Return a change that adds so many sessions to a step of no path."""

    def change(tracked: TrackedProgress) -> Progress:
        sessions = tuple(Session(NOW + timedelta(minutes=n), 1) for n in range(count))
        entries = {**tracked.progress.entries, ("gone", "large"): Entry(sessions=sessions)}
        return tracked.progress._replace(entries=entries)

    return change


def add_note(length: int) -> object:
    """Return a change that adds a note of a length."""
    entry = Entry(note="n" * length)
    return lambda tracked: tracked.progress._replace(
        entries={**tracked.progress.entries, ("gone", "note"): entry}
    )


def list_files(home: HomeWithCommands) -> list[str]:
    """Return the names of the files with large changes."""
    directory = home.places.data / "undo"
    return sorted(file.name for file in directory.iterdir()) if directory.exists() else []


def walk(home: HomeWithCommands) -> Iterator[int]:
    """Undo and redo twice, and yield the number of files after each."""
    for _ in range(2):
        home.undo()
        yield len(list_files(home))
        home.redo()
        yield len(list_files(home))


@pytest.mark.slow
def test_a_command_larger_than_the_journal_is_undone_and_redone(home: HomeWithCommands) -> None:
    """What would have dropped every command from the journal drops none."""
    before = load_progress(home.places).progress
    changed = home.change("import", add_note(LIMIT_BYTES + 1))  # type: ignore[arg-type]
    assert changed.notices == ()
    after = load_progress(home.places).progress
    assert home.places.journal.stat().st_size < LARGE_BYTES
    assert home.undo().conflicts == ()
    assert load_progress(home.places).progress == before
    home.redo()
    assert load_progress(home.places).progress == after
    home.undo()
    home.undo()
    assert load_progress(home.places).progress == Progress()


@pytest.mark.parametrize("change", [add_sessions(LARGE_BYTES // 30), add_note(LARGE_BYTES + 1)])
def test_large_changes_have_a_private_file_as_long_as_the_journal_names_it(
    home: HomeWithCommands, change: object
) -> None:
    """It is replaced with the journal, and removed when the command can no longer be redone."""
    home.change("import", change)  # type: ignore[arg-type]
    (name,) = list_files(home)
    assert (home.places.data / "undo" / name).stat().st_mode & 0o777 == 0o600
    assert set(walk(home)) == {1}
    home.undo()
    home.note("another command")
    assert list_files(home) == []


def test_small_changes_need_no_file(home: HomeWithCommands) -> None:
    """The usual command writes the journal alone."""
    home.note("n" * 1000)
    home.undo()
    assert not (home.places.data / "undo").exists()


@pytest.mark.parametrize("damage", ["gone", "changed"])
def test_a_damaged_file_stops_the_undo_with_advice(home: HomeWithCommands, damage: str) -> None:
    """Nothing is half undone; the backups are named."""
    home.change("import x", add_note(LARGE_BYTES + 1))  # type: ignore[arg-type]
    file = home.places.data / "undo" / list_files(home)[0]
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes().replace(b"nnn", b"mmm", 1))
    before = home.text
    with pytest.raises(UnusableFile, match=r"import x cannot be undone.*backup list"):
        home.undo()
    assert home.text == before


def test_a_name_in_the_journal_leads_to_no_other_file(home: HomeWithCommands) -> None:
    """A journal edited by hand cannot name a path."""
    home.change("import", add_note(LARGE_BYTES + 1))  # type: ignore[arg-type]
    journal = parse_journal(home.places.journal.read_bytes())
    command = journal.commands[-1]._replace(detached="../../x")
    from studypath.files.journal import format_journal

    content, _ = format_journal(journal._replace(commands=(*journal.commands[:-1], command)))
    with pytest.raises(ValueError, match="x"):
        parse_journal(content)


def test_a_save_that_fails_leaves_a_file_that_the_next_one_removes(
    home: HomeWithCommands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is written ahead; if the command did not happen, nothing names it."""

    def fail(*_: object, **__: object) -> object:
        raise SaveFailed("full")

    with monkeypatch.context() as here:
        here.setattr(transaction, "_save", fail)
        with pytest.raises(SaveFailed):
            home.change("import", add_note(LARGE_BYTES + 1))  # type: ignore[arg-type]
    home.note("small")
    assert list_files(home) == []
    assert home.undo().conflicts == ()
