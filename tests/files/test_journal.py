"""The undo journal: what it holds, and what it refuses."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from studypath.storage.journal import DEEPEST, Command, Journal, read_journal, save_journal

from studypath.core.errors import UnusableFile
from studypath.core.undo import ABSENT, Change

NOW = datetime(2026, 11, 21, 18, 40, tzinfo=UTC)


def command(words: str) -> Command:
    """A command that changed nothing."""
    return Command(words, NOW.isoformat(), ())


def test_a_journal_is_read_back_as_saved(tmp_path: Path) -> None:
    """Keys, absent values and values of every type come back."""
    changes = (
        Change(("active",), ABSENT, "paper"),
        Change(("paths", "p", "s", "updated"), NOW, ABSENT),
        Change(("paths", "p", "x"), [1, {"a": date(2026, 1, 1)}], {"\0moment": "ü\n"}),
        Change(("paths", "p", "s", "sessions"), [], 1.5),
    )
    journal = Journal((Command("done ü", NOW.isoformat(), changes), command("x")), 1, "abc")
    save_journal(tmp_path / "undo.json", journal, NOW)
    assert read_journal(tmp_path / "undo.json") == journal
    assert read_journal(tmp_path / "none.json") == Journal()


def test_what_is_undone_can_be_done_again_until_something_else_is_done() -> None:
    """Undo walks back, redo forward; a new command forgets what was undone."""
    journal = Journal()
    assert (journal.to_undo, journal.to_redo) == (None, None)
    one, two, three = map(command, ("one", "two", "three"))
    journal = journal.with_command(one, "").with_command(two, "")
    assert (journal.to_undo, journal.to_redo) == (two, None)
    journal = journal.moved(1, "")
    assert (journal.to_undo, journal.to_redo) == (one, two)
    assert journal.moved(1, "").to_undo is None
    assert journal.moved(1, "").to_redo is one
    assert journal.with_command(three, "").commands == (one, three)


def test_the_oldest_commands_are_forgotten() -> None:
    """At least twenty can be undone, and no journal grows without end."""
    journal = Journal()
    for n in range(DEEPEST + 5):
        journal = journal.with_command(command(str(n)), "")
    assert DEEPEST >= 20
    assert [each.words for each in journal.commands] == [str(n) for n in range(5, DEEPEST + 5)]


GOOD = {"format": 1, "undone": 0, "digest": "", "commands": []}
ONE = {"words": "w", "at": "a", "changes": []}


@pytest.mark.parametrize(
    "data",
    [
        *([], 5, None, {}, GOOD | {"format": 2}, GOOD | {"undone": 1}, GOOD | {"undone": -1}),
        *(GOOD | {"undone": "x"}, GOOD | {"undone": float("inf")}, GOOD | {"commands": 5}),
        GOOD | {"commands": [5]},
        GOOD | {"commands": [ONE | {"changes": [[["a", "b"], [], []]]}]},
        GOOD | {"commands": [ONE | {"changes": [[[], [], []]]}]},
        GOOD | {"commands": [ONE | {"changes": [[["a"], [{"\0moment": "x"}], []]]}]},
    ],
)
def test_what_is_no_journal_is_refused(tmp_path: Path, data: object) -> None:
    """Any other JSON is an unusable file, never a traceback."""
    file = tmp_path / "undo.json"
    file.write_text(json.dumps(data))
    with pytest.raises(UnusableFile, match="journal of undo cannot be read"):
        read_journal(file)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 100_000, b'{"a": 1' + b"0" * 5000])
def test_what_is_no_json_is_refused(tmp_path: Path, content: bytes) -> None:
    """Cut off, undecodable, too deep or too long: the file is named."""
    (tmp_path / "undo.json").write_bytes(content)
    with pytest.raises(UnusableFile, match=r"undo\.json"):
        read_journal(tmp_path / "undo.json")
