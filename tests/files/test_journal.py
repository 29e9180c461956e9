"""The undo journal: what it holds, how it grows, and what it refuses."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studypath.core.progress import Progress, Session, Timer
from studypath.core.undo import ABSENT, Change, diff_progress
from studypath.files.journal import (
    DEEPEST,
    LIMIT_BYTES,
    Command,
    Journal,
    format_journal,
    parse_journal,
)
from tests.core.sample import progresses

NOW = datetime(2026, 11, 21, 18, 40, tzinfo=timezone(timedelta(hours=1)))
FILE = "progress"


def command(words: str, *changes: Change) -> Command:
    """Return a command with these changes to the progress file."""
    return Command(words, NOW.isoformat(), FILE, changes)


def journal_of(*words: str) -> Journal:
    """Return the journal of commands that changed nothing; the digests are numbers."""
    journal = Journal()
    for number, each in enumerate(words):
        journal = journal.with_command(command(each), str(number), str(number + 1))
    return journal


def with_moved(journal: Journal, *, redo: bool) -> Journal:
    """Return the journal after an undo or a redo."""
    moved = journal.to_redo if redo else journal.to_undo
    assert moved is not None
    return journal.with_moved(moved, "a", "b", redo=redo)


def test_a_journal_is_read_back_as_written() -> None:
    """Keys, absent values, sessions, timers and values of every type come back."""
    changes = (
        Change(("active",), ABSENT, "paper"),
        Change(("timer",), Timer("p", "s", NOW, rested_minutes=5, extra={"at": "home"}), ABSENT),
        Change(("paths", "p", "s", "updated"), NOW.astimezone(UTC), ABSENT),
        Change(("paths", "p", "x"), [1, {"a": date(2026, 1, 1)}], {"\0moment": "ü\n"}),
        Change(("paths", "p", "s", "sessions"), (), (Session(NOW, 20), Session(NOW, 20))),
        Change(("paths", "p", "sessions"), ["not a list of sessions"], 1.5),
    )
    journal = Journal().with_command(command("done ü", *changes), "abc", "def")
    journal = with_moved(journal.with_command(command("x"), "def", "ghi"), redo=False)
    content, dropped = format_journal(journal)
    assert (parse_journal(content), dropped) == (journal, 0)
    assert parse_journal(format_journal(Journal())[0]) == Journal()


@given(progresses, progresses)
def test_any_changes_are_read_back_as_written(before: Progress, after: Progress) -> None:
    """Whatever leads from one progress to another comes back."""
    journal = Journal().with_command(command("x", *diff_progress(before, after)), "a", "b")
    assert parse_journal(format_journal(journal)[0]) == journal


def test_a_command_can_be_redone_until_another_one_runs() -> None:
    """Undo walks back, redo forward; a new command drops what was undone."""
    assert (Journal().to_undo, Journal().to_redo) == (None, None)
    journal = journal_of("one", "two")
    one, two = journal.commands
    assert (journal.to_undo, journal.to_redo) == (two, None)
    journal = with_moved(journal, redo=False)
    assert (journal.to_undo, journal.to_redo) == (one, two)
    assert (with_moved(journal, redo=False).to_undo, journal.undone) == (None, 1)
    assert with_moved(with_moved(journal, redo=False), redo=True) == journal._replace(
        last=with_moved(journal, redo=True).last
    )
    three = command("three")
    assert journal.with_command(three, "b", "c").commands == (one, three)


def test_an_undone_command_is_replaced_by_what_the_undo_reverted() -> None:
    """A redo repeats the changes that took effect, in the place of the command."""
    journal = journal_of("one", "two")
    smaller = command("two", Change(("active",), ABSENT, "p"))
    moved = journal.with_moved(smaller, "2", "3", redo=False)
    assert (moved.to_redo, moved.to_undo) == (smaller, journal.commands[0])
    assert moved.digests == {FILE: "3"}


@pytest.mark.parametrize("step", ["command", "undo", "redo"])
def test_a_step_that_the_file_never_got_is_dropped(step: str) -> None:
    """The digest from before means that the step did not happen, any other that it did."""
    before = with_moved(journal_of("one", "two", "three"), redo=False)
    if step == "command":
        after = before.with_command(command("new"), "b", "c")
        dropped = before._replace(commands=before.commands[:-1], undone=0, last=None)
    else:
        moved = before.to_redo if step == "redo" else before.to_undo
        assert moved is not None
        after = before.with_moved(moved, "b", "c", redo=step == "redo")
        dropped = before._replace(last=None)
    assert after.settled("b") == dropped
    assert after.settled("c") == after.settled("by hand") == after
    assert Journal().settled("b") == Journal()


def test_a_step_that_left_the_file_as_it_was_stays() -> None:
    """An undo that finds nothing to revert leaves the digest alone, and is a step all the same."""
    journal = journal_of("one")
    moved = journal.with_moved(journal.commands[0], "1", "1", redo=False)
    assert moved.settled("1") == moved


def test_only_the_latest_commands_are_kept() -> None:
    """At least twenty commands can be undone, and their number is bounded."""
    journal = journal_of(*map(str, range(DEEPEST + 5)))
    assert DEEPEST >= 20
    assert [each.words for each in journal.commands] == [str(n) for n in range(5, DEEPEST + 5)]


def test_a_journal_beyond_its_limit_loses_its_oldest_commands(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The bytes stay below the limit, and the number of lost commands is returned."""
    limit_bytes = 40_000
    monkeypatch.setattr("studypath.files.journal.LIMIT_BYTES", limit_bytes)
    assert limit_bytes < LIMIT_BYTES
    change = Change(("paths", "p", "s", "note"), ABSENT, "n" * 10_000)
    journal = Journal()
    for number in range(6):
        journal = journal.with_command(command(str(number), change), "a", "b")
    for _ in range(5):
        journal = with_moved(journal, redo=False)
    content, dropped = format_journal(journal)
    assert len(content) <= limit_bytes
    parsed = parse_journal(content)
    assert [each.words for each in parsed.commands] == ["3", "4", "5"]
    assert (dropped, parsed.undone, parsed.to_undo) == (3, 3, None)


def document(data: object, **head: object) -> bytes:
    """Return the bytes of a journal with any body and, unless told otherwise, a right head."""
    body = json.dumps(data, separators=(",", ":")).encode()
    top = json.dumps({"format": 2, "checksum": crc32(body), **head}, separators=(",", ":"))
    return top.removesuffix("}").encode() + b',"journal":' + body + b"}\n"


GOOD = {"undone": 0, "digests": {}, "last": None, "commands": []}
ROW = ["words", "at", "progress"]


@pytest.mark.parametrize(
    "data",
    [
        *([], 5, None, {}, GOOD | {"undone": 1}, GOOD | {"undone": -1}, GOOD | {"undone": "x"}),
        *(GOOD | {"last": 5}, GOOD | {"last": [1]}, GOOD | {"commands": 5}),
        *(GOOD | {"commands": [5]}, GOOD | {"commands": [ROW]}),
        GOOD | {"commands": [[*ROW, [[["a", "b"], []]]]]},
        GOOD | {"commands": [[*ROW, [[[], ["x"], []]]]]},
        GOOD | {"commands": [[*ROW, [[["a"], [{"\0moment": "x"}], []]]]]},
        GOOD | {"commands": [[*ROW, [[["timer"], [{"path": "p"}], []]]]]},
        GOOD | {"commands": [[*ROW, [[["paths", "p", "s", "sessions"], [["x"]], []]]]]},
    ],
)
def test_another_shape_is_refused(data: object) -> None:
    """Any other JSON is a ValueError, even under a right checksum."""
    assert parse_journal(document(GOOD)) == Journal()
    with pytest.raises(ValueError, match=r"."):
        parse_journal(document(data))


@pytest.mark.parametrize("head", [{"format": 1}, {"format": 3}, {"checksum": 1}, {"more": 1}])
def test_another_format_or_checksum_is_refused(head: dict[str, object]) -> None:
    """Neither an older journal nor a newer or damaged one is read."""
    with pytest.raises(ValueError, match=r"."):
        parse_journal(document(GOOD, **head))


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff", b"[" * 100_000, b'{"a": 1' + b"0" * 5000, b'{"format":2}']
)
def test_what_is_no_json_is_refused(content: bytes) -> None:
    """Cut off, undecodable, too deep or too long is a ValueError."""
    with pytest.raises(ValueError, match=r"."):
        parse_journal(content)


def _cut(content: bytes, place: int, _bit: int) -> bytes:
    return content[:place]


def _flip(content: bytes, place: int, bit: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 1 << bit]) + content[place + 1 :]


@given(
    damage=st.sampled_from([_cut, _flip]),
    share=st.floats(0, 1, exclude_max=True),
    bit=st.integers(0, 7),
)
def test_a_damaged_journal_is_refused_or_means_the_same(
    damage: Callable[[bytes, int, int], bytes], share: float, bit: int
) -> None:
    """A cut or a flipped bit never makes another journal."""
    change = Change(("paths", "p", "s", "note"), "old", "new")
    journal = Journal().with_command(command("note", change), "a", "b")
    content, _ = format_journal(journal)
    damaged = damage(content, int(share * len(content)), bit)
    try:
        parsed = parse_journal(damaged)
    except ValueError:
        return
    assert parsed == journal
