"""The undo journal: what it holds, and what it refuses."""

import json
import zlib
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studypath.core.progress import Entry, Interval, Session, Timer
from studypath.core.undo import ABSENT, Change
from studypath.files import journal as module
from studypath.files.journal import (
    DEEPEST,
    Command,
    Journal,
    Move,
    format_journal,
    parse_journal,
)

NOW = datetime(2026, 11, 21, 18, 40, tzinfo=UTC)


def build_command(words: str) -> Command:
    """Return a command that changed nothing."""
    return Command(words, NOW.isoformat(), "progress", ())


def seal(body: object) -> bytes:
    """Return a journal of any content under a valid checksum."""
    text = json.dumps(body, separators=(",", ":")).encode()
    head = b'{"format":2,"checksum":%d' % zlib.crc32(text)
    return head + b',"journal":' + text + b"}\n"


def test_a_journal_is_read_back_as_written() -> None:
    """Keys, absent values and values of every type come back."""
    pause = Interval(NOW, NOW + timedelta(minutes=2))
    former = Entry(state="skipped", reason="known")
    timer = Timer("p", "s", NOW, NOW + timedelta(minutes=5), 3, (pause,), former, {"x": 1})
    changes = (
        Change(("active",), ABSENT, "paper"),
        Change(("timer",), timer, ABSENT),
        Change(("paths", "p", "s", "updated"), NOW, ABSENT),
        Change(("paths", "p", "x"), [1, {"a": date(2026, 1, 1)}], {"\0moment": "ü\n"}),
        Change(("paths", "p", "s", "sessions"), (), (Session(NOW, 5), Session(NOW, 5))),
        Change(("paths", "p", "sessions"), 1.5, True),
    )
    commands = (Command("done ü", NOW.isoformat(), "config", changes), build_command("x"))
    journal = Journal(commands, 1, {"config": "abc", "progress": ""}, Move(1, "progress", "ü"))
    content, dropped = format_journal(journal)
    assert dropped == 0
    assert json.loads(content)["format"] == 2
    assert parse_journal(content) == journal


def test_what_is_undone_can_be_redone_until_something_else_is_done() -> None:
    """Undo walks back, redo forward; a new command forgets what was undone."""
    journal = Journal()
    assert (journal.to_undo, journal.to_redo) == (None, None)
    one, two, three = map(build_command, ("one", "two", "three"))
    journal = journal.with_command(one, "", "1").with_command(two, "1", "2")
    assert (journal.to_undo, journal.to_redo) == (two, None)
    journal = journal.with_moved(two, "2", "1", redo=False)
    assert (journal.to_undo, journal.to_redo) == (one, two)
    back = journal.with_moved(one, "1", "", redo=False)
    assert (back.to_undo, back.to_redo) == (None, one)
    assert back.with_moved(one, "", "1", redo=True)[:2] == journal[:2]
    assert journal.with_command(three, "1", "3").commands == (one, three)


def test_the_last_step_is_dropped_if_the_file_never_got_it() -> None:
    """The digest of the file before the step tells; any other digest leaves the journal alone."""
    one, two = map(build_command, ("one", "two"))
    first = Journal().with_command(one, "", "1")
    second = first.with_command(two, "1", "2")
    undone = second.with_moved(two, "2", "1", redo=False)
    redone = undone.with_moved(two, "1", "2", redo=True)
    assert Journal().settle("") == Journal()
    for before, after, digest in (
        (first, second, "1"),
        (second, undone, "2"),
        (undone, redone, "1"),
    ):
        assert after.settle(digest)[:3] == before[:3]
        assert after.settle(digest).settle(digest)[:3] == before[:3]
        assert after.settle("by hand") == after
        assert after.settle(after.digests["progress"]) == after
    unchanged = second.with_moved(two, "2", "2", redo=False)
    assert unchanged.settle("2") == unchanged


def test_the_oldest_commands_are_forgotten() -> None:
    """At least twenty can be undone, and no journal grows without end."""
    journal = Journal()
    for n in range(DEEPEST + 5):
        journal = journal.with_command(build_command(str(n)), "", "")
    assert DEEPEST >= 20
    assert [each.words for each in journal.commands] == [str(n) for n in range(5, DEEPEST + 5)]


@given(st.integers(5_000, 12_000), st.integers(0, 20))
def test_a_journal_fits_its_limit(limit: int, undone: int) -> None:
    """The oldest commands go first, and no more commands are undone than there are."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(module, "LIMIT_BYTES", limit)
        commands = tuple(build_command(f"{n} {'x' * 300}") for n in range(20))
        content, dropped = format_journal(Journal(commands, undone))
    assert len(content) <= limit
    journal = parse_journal(content)
    assert journal.commands == commands[dropped:]
    assert journal.undone == min(undone, 20 - dropped)


GOOD = {"undone": 0, "digests": {}, "last": None, "commands": []}


@pytest.mark.parametrize(
    "body",
    [
        *([], 5, None, {}, GOOD | {"undone": 1}, GOOD | {"undone": -1}),
        *(GOOD | {"undone": "x"}, GOOD | {"commands": 5}, GOOD | {"last": [1]}),
        GOOD | {"commands": [5]},
        GOOD | {"commands": [["w", "a", "progress", [[[], [], [], []]]]]},
        GOOD | {"commands": [["w", "a", "progress", [[["a"], [{"\0moment": "x"}], []]]]]},
        GOOD | {"commands": [["w", "a", "progress", [[["p", "p", "s", "sessions"], [[5]], []]]]]},
    ],
)
def test_what_is_no_journal_is_refused(body: object) -> None:
    """Any other JSON is a ValueError, even under a valid checksum."""
    assert parse_journal(seal(GOOD)) == Journal()
    with pytest.raises(ValueError, match=r"."):
        parse_journal(seal(body))


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"{", b"\xff", b"[" * 100_000, b'{"a": 1' + b"0" * 5000, b"[]", b"5"),
        seal(GOOD).replace(b'"format":2', b'"format":3'),
        seal(GOOD).replace(b'"undone":0', b'"undone":1'),
        seal(GOOD)[:-5],
    ],
)
def test_what_is_damaged_is_refused(content: bytes) -> None:
    """Cut off, changed by a byte, undecodable, too deep or of another format: a ValueError."""
    with pytest.raises(ValueError, match=r"."):
        parse_journal(content)
