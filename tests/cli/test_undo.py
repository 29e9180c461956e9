"""`undo` and `redo`."""

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
    """Return the export without its time and without `updated`."""
    exported = cli("export").json
    return [exported["active"], exported["paths"], exported["progress"].get("timer")]


@pytest.mark.parametrize("change", CHANGES, ids=lambda args: args[0])
def test_every_change_is_one_undo_and_one_redo(cli: Cli, change: tuple[str, ...]) -> None:
    """Every changing command is undone by one `undo` and redone by one `redo`."""
    cli("done", "4.1", "--time", "30m", "--on", "2026-11-20")
    before = semantic(cli)
    cli(*change)
    after = semantic(cli)
    assert after != before
    assert cli("undo").out.startswith(f"undone  {change[0]}")
    assert semantic(cli) == before
    assert cli("redo").out.startswith(f"redone  {change[0]}")
    assert semantic(cli) == after


def test_undo_reaches_back_22_commands(cli: Cli) -> None:
    """Twenty-two commands are undone and redone one by one."""
    notes = [f"note {number}\n" for number in range(22)]
    for note in notes:
        cli("note", "1.1", note.strip())
    for note in reversed(notes[:-1]):
        cli("undo")
        assert cli("note", "1.1").out == note
    cli("undo")
    assert cli("undo").out == "nothing to undo\n"
    for note in notes:
        cli("redo")
        assert cli("note", "1.1").out == note
    assert cli("redo").out == "nothing to redo\n"


def test_a_new_command_clears_redo(cli: Cli) -> None:
    """After a new command there is nothing to redo."""
    cli("done", "1.1")
    cli("undo")
    cli("done", "1.2")
    assert cli("redo").out == "nothing to redo\n"


def test_a_command_without_a_change_is_no_undo(cli: Cli) -> None:
    """A command that changed nothing is not undone."""
    cli("done", "1.1")
    cli("done", "1.1")
    cli("reset", "2.1")
    cli("status")
    assert cli("undo").out.splitlines()[0] == "undone  done 1.1"


def test_a_hand_edit_in_between_is_named_and_kept(cli: Cli, home: Home) -> None:
    """An edit by hand after a command is named on stderr and survives `undo`."""
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
    assert result.out.splitlines()[0] == "undone  done 1.2"
    assert "was edited since the last command" in result.err
    assert "lightweight/3blue1brown-neural-networks" in result.err
    content = home.progress.read_text(encoding="utf-8")
    assert 'note = "by hand"' in content
    assert 'mood = "good"' in content


def test_a_value_edited_by_hand_is_not_undone(cli: Cli, home: Home) -> None:
    """A value that was edited since stays, and `undo` says so."""
    cli("note", "1.1", "typed")
    text = home.progress.read_text(encoding="utf-8")
    home.progress.write_text(text.replace("typed", "edited"), encoding="utf-8")
    result = cli("undo")
    assert "not undone  " in result.out
    assert 'note = "edited"' in home.progress.read_text(encoding="utf-8")


def test_a_hand_edit_is_named_once(cli: Cli, home: Home) -> None:
    """After the program saved again, an edit by hand is not named."""
    cli("done", "1.1")
    home.progress.write_text(home.progress.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    cli("done", "1.2")
    assert not cli("undo").err


def test_undo_of_stop_says_what_changed(cli: Cli) -> None:
    """The session that goes and the timer that runs again are named."""
    cli("start", "1.1", at="2026-11-21T18:00:00+00:00")
    cli("stop", at="2026-11-21T18:40:00+00:00")
    name = "3blue1brown-neural-networks"
    assert cli("undo").out.splitlines() == [
        "undone  stop",
        f"  {name}  removed 40m on 2026-11-21, 18:00–18:40",
        f"  timer: none → running since 2026-11-21 18:00 for {name}",
    ]
    assert cli("redo").out.splitlines() == [
        "redone  stop",
        f"  {name}  logged 40m on 2026-11-21, 18:00–18:40",
        f"  timer: running since 2026-11-21 18:00 for {name} → none",
    ]


@pytest.mark.parametrize(
    ("command", "lines"),
    [
        (("done", "bert"), ["paper/bert  done → todo"]),
        (("use", "paper"), ["active path: paper → lightweight"]),
        (("config", "hours_per_week", "5"), ["hours_per_week: 5 → not set"]),
        (("note", "1.2", "one\ntwo"), ["karpathy-intro-to-llms  note removed: one / two"]),
        (
            ("skip", "1.2", "--reason", "known"),
            [
                "karpathy-intro-to-llms  skipped → todo",
                "karpathy-intro-to-llms  reason removed: known",
            ],
        ),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else None,
)
def test_undo_says_what_changed(cli: Cli, command: tuple[str, ...], lines: list[str]) -> None:
    """Each change that an undo makes is a line: step, state, text, setting."""
    cli(*command)
    assert cli("undo").out.splitlines()[1:] == [f"  {line}" for line in lines]


def test_undo_of_much_is_summed_up(cli: Cli) -> None:
    """Of many changes the first twelve are named and the others counted."""
    cli("use", "paper")
    cli("done", *map(str, range(1, 6)))
    out = cli("undo").out.splitlines()
    assert len(out) == 14
    assert out[-1].startswith("  and ")
