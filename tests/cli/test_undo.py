"""`undo` and `redo`: one command is one step."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Cli
from tests.conftest import Home

CHANGES = [
    ("done", "1.1", "2.1"),
    ("done", "step-3"),
    ("skip", "1.2", "--reason", "known"),
    ("log", "4.1", "45m"),
    ("note", "1.1", "remember"),
    ("use", "paper"),
    ("start", "4.2"),
]


def semantic(cli: Cli) -> object:
    """All that the export says but the moment of exporting and `updated`."""
    exported = cli("export").json
    return [exported["active"], exported["paths"], exported["progress"].get("timer")]


@pytest.mark.parametrize("change", CHANGES, ids=lambda args: args[0])
def test_every_change_is_one_step_back_and_forth(cli: Cli, change: tuple[str, ...]) -> None:
    """Any command that changes something is taken back whole by one `undo`, redone by `redo`."""
    cli("done", "4.1", "--time", "30m", "--on", "2026-11-20")
    before = semantic(cli)
    cli(*change)
    after = semantic(cli)
    assert after != before
    assert cli("undo").out.startswith(f"undone  {change[0]}")
    assert semantic(cli) == before
    assert cli("redo").out.startswith(f"redone  {change[0]}")
    assert semantic(cli) == after


def test_undo_is_twenty_deep_and_more(cli: Cli) -> None:
    """Twenty-two commands are taken back one by one, and done again one by one."""
    notes = [f"note {number}\n" for number in range(22)]
    for note in notes:
        cli("note", "1.1", note.strip())
    for note in reversed(notes[:-1]):
        cli("undo")
        assert cli("note", "1.1").out == note
    cli("undo")
    assert cli("undo").out == "there is nothing to undo\n"
    for note in notes:
        cli("redo")
        assert cli("note", "1.1").out == note
    assert cli("redo").out == "there is nothing to redo\n"


def test_a_new_command_forgets_what_was_undone(cli: Cli) -> None:
    """After something new there is nothing to redo."""
    cli("done", "1.1")
    cli("undo")
    cli("done", "1.2")
    assert cli("redo").out == "there is nothing to redo\n"


def test_what_changed_nothing_is_no_step(cli: Cli) -> None:
    """A command that changed nothing is not what `undo` takes back."""
    cli("done", "1.1")
    cli("done", "1.1")
    cli("reset", "2.1")
    cli("status")
    assert cli("undo").out == "undone  done 1.1\n"


def test_a_hand_edit_in_between_is_named_and_kept(cli: Cli, home: Home) -> None:
    """An edit by hand after a command is named on stderr, and `undo` leaves it."""
    cli("done", "1.1")
    cli("done", "1.2")
    text = home.progress.read_text(encoding="utf-8")
    by_hand = text.replace(
        "[paths.lightweight.3blue1brown-neural-networks]\n",
        '[paths.lightweight.3blue1brown-neural-networks]\nnote = "by hand"\nmood = "good"\n',
    )
    assert by_hand != text
    home.progress.write_text(by_hand, encoding="utf-8")
    result = cli("undo")
    assert result.out == "undone  done 1.2\n"
    assert "was edited since the last command" in result.err
    assert "lightweight/3blue1brown-neural-networks" in result.err
    kept = home.progress.read_text(encoding="utf-8")
    assert 'note = "by hand"' in kept
    assert 'mood = "good"' in kept


def test_what_the_hand_edit_decided_is_not_taken_back(cli: Cli, home: Home) -> None:
    """Where the very value was edited since, the edit stays and is said to."""
    cli("note", "1.1", "typed")
    text = home.progress.read_text(encoding="utf-8")
    home.progress.write_text(text.replace("typed", "edited"), encoding="utf-8")
    result = cli("undo")
    assert "kept  " in result.out
    assert 'note = "edited"' in home.progress.read_text(encoding="utf-8")


def test_a_hand_edit_is_not_told_of_twice(cli: Cli, home: Home) -> None:
    """Once the program has saved again the edit is part of what it saved."""
    cli("done", "1.1")
    home.progress.write_text(home.progress.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    cli("done", "1.2")
    assert not cli("undo").err
