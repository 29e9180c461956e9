"""Pauses over night, switches, forgotten timers, and commands without a step."""

from __future__ import annotations

import tomllib

import pytest

from tests.cli.conftest import Cli
from tests.conftest import Home

FRIDAY = "2026-11-20T19:00:00+00:00"
PAUSED = "2026-11-20T20:10:00+00:00"
SATURDAY = "2026-11-21T09:00:00+00:00"
TEN = "2026-11-21T10:00:00+00:00"
NOON = "2026-11-21T12:00:00+00:00"
FIRST = "3blue1brown-neural-networks"


def sessions(home: Home, step: str = FIRST, path: str = "lightweight") -> list[str]:
    """Return the sessions of a step in the progress file."""
    data = tomllib.loads(home.progress.read_text(encoding="utf-8"))
    lines = data["paths"][path][step].get("sessions", [])
    assert isinstance(lines, list)
    return lines


def pause_over_night(cli: Cli) -> None:
    """Study on Friday evening, and go on on Saturday morning."""
    cli("start", "1.1", at=FRIDAY)
    cli("pause", at=PAUSED)
    cli("resume", at=SATURDAY)


@pytest.mark.parametrize(
    ("command", "second"),
    [
        (("stop",), "1h"),
        (("stop", "--at", "9:30"), "30m"),
        (("done", "1.1"), "1h"),
        (("start", "1.2"), "1h"),
    ],
    ids=" ".join,
)
def test_a_pause_over_night_logs_two_sessions(
    cli: Cli, home: Home, command: tuple[str, ...], second: str
) -> None:
    """Every way to stop logs each interval with its true start; one undo reverts it."""
    pause_over_night(cli)
    before = tomllib.loads(home.progress.read_text(encoding="utf-8"))
    result = cli(*command, at=TEN)
    assert "logged 1h10m on 2026-11-20, 19:00–20:10  1.1" in result.out
    assert f"logged {second} on 2026-11-21, 09:00–" in result.out
    assert sessions(home) == [f"2026-11-20T19:00+00:00 {time}" for time in ("1h10m",)] + [
        f"2026-11-21T09:00+00:00 {second}"
    ]
    assert not result.err
    cli("undo", at=TEN)
    assert tomllib.loads(home.progress.read_text(encoding="utf-8")) == before
    assert "1h10m so far" in cli("pause", at=SATURDAY).out


def test_the_timer_shows_the_time_of_all_intervals(cli: Cli) -> None:
    """`next` and `status` sum the intervals and leave the night out."""
    pause_over_night(cli)
    for command in ("next", "status"):
        words = cli(command, at=TEN).words
        assert "running since 2026-11-20 19:00, paused 12h50m, 2h10m so far" in words


def test_the_pauses_are_named(cli: Cli) -> None:
    """Since 18:40, with a pause of 15 minutes, 5 minutes so far at 19:00: the sum is right."""
    day = "2026-11-21T{}:00+00:00"
    cli("start", "1.1", at=day.format("18:40"))
    cli("pause", at=day.format("18:45"))
    resumed = cli("resume", at=day.format("19:00")).out
    assert resumed.startswith("timer running since 18:40, paused 15m, 5m so far: 1.1")
    for command in ("next", "status"):
        words = cli(command, at=day.format("19:01")).words
        assert "running since 18:40, paused 15m, 6m so far" in words


def test_a_timer_that_does_not_change_is_named_as_such(cli: Cli) -> None:
    """A second `start`, `pause` or `resume` says "already"."""
    for command in ("start", "pause", "resume"):
        words = (command, "1.1") if command == "start" else (command,)
        state = "paused" if command == "pause" else "running"
        assert cli(*words, at=TEN).out.startswith(f"timer {state} since 10:00")
        assert cli(*words, at=TEN).out.startswith(f"timer already {state} since 10:00")


def test_next_and_status_say_how_to_end_a_forgotten_timer(cli: Cli) -> None:
    """After more than 8 hours both name `stop --at` and `stop --discard`; not before."""
    cli("start", "1.1", at="2026-11-21T01:00:00+00:00")
    advice = "studypath stop --at 22:30, or studypath stop --discard"
    for command in ("next", "status"):
        assert advice not in cli(command, at="2026-11-21T09:00:00+00:00").words
        forgotten = cli(command, at="2026-11-21T13:00:00+00:00").words
        assert "12h so far" in forgotten
        assert advice in forgotten


def test_a_refused_done_does_not_say_that_it_marks_a_step(cli: Cli) -> None:
    """`done` names the step that it marks once it is marked."""
    cli("start", "1.1", at=FRIDAY)
    refused = cli("done", at=TEN, code=2)
    assert "was not stopped" in refused.err
    assert "marking" not in refused.err
    assert "marking the timer's step: 1.1" in cli("done", "--time", "1h", at=TEN).err


def test_only_the_interval_that_was_forgotten_is_asked_about(cli: Cli, home: Home) -> None:
    """After nine hours since the last pause `stop` asks; the evening before is logged as it was."""
    pause_over_night(cli)
    evening = "2026-11-21T18:30:00+00:00"
    refused = cli("stop", at=evening, code=2)
    assert "was not stopped: it was resumed 9 hours ago" in refused.err
    cli("stop", "--at", "11:00", at=evening)
    assert sessions(home) == ["2026-11-20T19:00+00:00 1h10m", "2026-11-21T09:00+00:00 2h"]


def test_a_pause_on_the_same_day_does_not_move_the_end(cli: Cli) -> None:
    """The last session ends when the timer was stopped."""
    cli("start", "1.1", at="2026-11-21T14:00:00+00:00")
    cli("pause", at="2026-11-21T14:30:00+00:00")
    cli("resume", at="2026-11-21T15:00:00+00:00")
    result = cli("stop", at="2026-11-21T15:45:00+00:00")
    assert "14:00–14:30" in result.out
    assert "15:00–15:45" in result.out
    assert "1h15m in 2 sessions" in result.out


def test_a_pause_that_was_forgotten_gets_its_time(cli: Cli, home: Home) -> None:
    """In the morning `pause` asks when it began; `pause --at` says so."""
    cli("start", "1.1", at=FRIDAY)
    assert "studypath pause --at" in cli("pause", at=SATURDAY, code=2).err
    assert "paused since 2026-11-20 20:10" in cli("pause", "--at", "20:10", at=SATURDAY).out
    cli("resume", at=SATURDAY)
    cli("stop", at=TEN)
    assert sessions(home) == ["2026-11-20T19:00+00:00 1h10m", "2026-11-21T09:00+00:00 1h"]


def test_a_timer_of_an_earlier_version_is_read(cli: Cli, home: Home) -> None:
    """A timer with the total of its pauses is shown, paused, resumed and logged."""
    home.data.mkdir(parents=True)
    home.progress.write_text(
        'format = 1\n[timer]\npath = "lightweight"\nstep = "karpathy-intro-to-llms"\n'
        'started = 2026-11-21T08:00:00+00:00\nrested = "15m"\n',
        encoding="utf-8",
    )
    assert "45m so far" in cli("next", at=SATURDAY).words
    cli("pause", at=SATURDAY)
    cli("resume", at=TEN)
    result = cli("stop", at="2026-11-21T10:30:00+00:00")
    assert "logged 45m on 2026-11-21, 08:00" in result.out
    assert "logged 30m on 2026-11-21, 10:00–10:30" in result.out


@pytest.mark.parametrize("pause", ["soon", "2026-11-20T20:10+01:00", "2026-11-20T20:10/T21:00"])
def test_an_invalid_pause_is_named(cli: Cli, home: Home, pause: str) -> None:
    """A pause that is no interval exits 4 with its line, and nothing is changed."""
    cli("start", "1.1", at=FRIDAY)
    text = home.progress.read_text(encoding="utf-8")
    broken = text.replace("[timer]", f'[timer]\npauses = ["{pause}"]')
    home.progress.write_text(broken, encoding="utf-8")
    assert "timer.pauses[0]" in cli("stop", at=TEN, code=4).err
    assert home.progress.read_text(encoding="utf-8") == broken


def test_start_switches_to_another_step(cli: Cli) -> None:
    """`start` logs the running timer and starts the new one; both are printed, one undo."""
    cli("start", "1.1", at=SATURDAY)
    lines = cli("start", "1.2", at=TEN).out.splitlines()
    assert lines[0].startswith("logged 1h on 2026-11-21, 09:00–10:00  1.1")
    assert lines[1].startswith("timer running since 10:00, 0m so far: 1.2")
    cli("undo", at=TEN)
    assert "running since 09:00, 1h so far: 1.1" in cli("start", at=TEN).out
    assert cli("show", "1.2", "--json").json["step"]["state"] == "todo"


def test_a_switch_never_logs_a_forgotten_timer_silently(cli: Cli, home: Home) -> None:
    """The morning after, `start` of another step exits 2 and changes nothing."""
    cli("start", "1.1", at=FRIDAY)
    before = home.progress.read_bytes()
    assert "studypath stop --at" in cli("start", "1.2", at=SATURDAY, code=2).err
    assert home.progress.read_bytes() == before


def test_a_forgotten_timer_tells_the_day_of_a_time(cli: Cli, home: Home) -> None:
    """`done --time` in the morning logs the time on the evening of the timer, and says so."""
    cli("start", "1.1", at=FRIDAY)
    advice = cli("done", "1.1", at=SATURDAY, code=2).err
    assert f"studypath done {FIRST} --time" in advice
    result = cli("done", "1.1", "--time", "1h30m", at=SATURDAY)
    assert "timer discarded, used --time" in result.out
    assert "logged 1h30m on 2026-11-20, 19:00–20:30  1.1" in result.out
    assert sessions(home) == ["2026-11-20T19:00+00:00 1h30m"]


@pytest.mark.parametrize("state", ["todo", "skipped"])
def test_a_discarded_timer_leaves_no_trace(cli: Cli, state: str) -> None:
    """`start` then `stop --discard` restores the state, the start and the reason."""
    if state == "skipped":
        cli("skip", "lora", "--reason", "known", at=FRIDAY)
    before = cli("show", "lora", "--json").json["step"]
    text = cli("show", "lora").out
    cli("start", "lora", at=SATURDAY)
    assert cli("show", "lora", "--json").json["step"]["state"] == "doing"
    cli("stop", "--discard", at=TEN)
    assert cli("show", "lora", "--json").json["step"] == before
    assert cli("show", "lora").out == text
    cli("undo", at=TEN)
    assert cli("show", "lora", "--json").json["step"]["state"] == "doing"


def test_unlog_removes_what_was_logged_last(cli: Cli, home: Home) -> None:
    """A long session logged after another goes first, although it started earlier."""
    cli("log", "1.1", "30m", "--at", "11:00", at=NOON)
    cli("log", "3.3", "9h", at=NOON)
    cli("log", "--edit", "1.1", "20m", at=NOON)
    assert "removed 9h" in cli("unlog", at=NOON).out
    cli("log", "1.2", "45m", "--on", "2026-11-02", at=NOON)
    cli("unlog", at=NOON)
    assert sessions(home) == ["2026-11-21T11:00+00:00 20m"]
    cli("undo", at=NOON)
    assert "removed 45m on 2026-11-02" in cli("unlog", at=NOON).out


def test_unlog_without_a_journal_removes_what_ended_last(cli: Cli, home: Home) -> None:
    """Without the undo journal, or with a broken one, the session that ended last goes."""
    cli("log", "1.1", "30m", "--at", "11:00", at=NOON)
    cli("log", "1.2", "45m", "--on", "2026-11-02", at=NOON)
    (home.data / "undo.json").write_text("{", encoding="utf-8")
    assert "removed 30m on 2026-11-21" in cli("unlog", at=NOON).out


def test_sessions_of_another_machine_are_not_the_last_logged(cli: Cli, home: Home) -> None:
    """What `import` brought counts as logged when it ended."""
    cli("log", "1.1", "30m", "--on", "2026-11-19", at=NOON)
    (home.root / "other.toml").write_text(
        'format = 1\n[paths.paper.bert]\nstate = "doing"\n'
        'sessions = ["2026-11-20T10:00+00:00 40m"]\n',
        encoding="utf-8",
    )
    cli("import", "other.toml", at="2026-11-21T12:05:00+00:00")
    assert "removed 30m on 2026-11-19" in cli("unlog", at="2026-11-21T12:10:00+00:00").out


def test_doubtful_sessions_are_logged_with_a_warning(cli: Cli, home: Home) -> None:
    """Nine hours at night and an overlap are logged; stderr says what may be wrong."""
    night = cli("log", "1.1", "9h", at="2026-11-21T07:00:00+00:00")
    assert night.out.startswith("logged 9h on 2026-11-20, 22:00–2026-11-21 07:00")
    assert "of 9h is longer than 8 hours and lasts through the night\n" in night.err
    assert "studypath undo" in night.err
    overlap = cli("log", "1.2", "45m", "--at", "6:15", at="2026-11-21T07:00:00+00:00")
    assert "of 45m overlaps:\n  9h on 2026-11-20" in overlap.err
    cli("log", "2.1", "10m", "--at", "6:45", at="2026-11-21T07:00:00+00:00")
    assert len(sessions(home)) == 1
    edited = cli("log", "--edit", "2", "--at", "6:00", at="2026-11-21T07:00:00+00:00")
    assert "overlaps" in edited.err
    command = edited.err.strip().rpartition("studypath ")[2]
    assert command == "log --edit 2 --at 19:00"
    moved = cli(*command.split()[:-1], "5:00", at="2026-11-21T07:00:00+00:00")
    assert moved.out.startswith("edited 45m on 2026-11-21, 06:00–06:45 to 45m on 2026-11-21, 05:00")
    assert not cli("log", "1.2", "45m", "--on", "2026-11-19").err


def test_a_timer_that_overlaps_is_logged_with_a_warning(cli: Cli) -> None:
    """`stop` and `done` warn too."""
    cli("start", "1.1", at=SATURDAY)
    cli("log", "1.2", "30m", at=TEN)
    assert "of 1h overlaps:" in cli("stop", at=TEN).err


def test_sessions_of_one_evening_do_not_overlap(cli: Cli) -> None:
    """`done --time` and `log` without `--at` take the latest free place before now, unwarned."""
    for step, minutes in (("1.1", "40m"), ("1.2", "50m")):
        assert cli("done", step, "--time", minutes, at=TEN).err == ""
    third = cli("log", "2.1", "1h30m", at=TEN)
    assert (third.out[:41], third.err) == ("logged 1h30m on 2026-11-21, 07:00–08:30  ", "")
    rows = cli("history", "--sessions", "--json", at=TEN).json["sessions"]
    assert [row["start"][11:16] for row in rows] == ["07:00", "08:30", "09:20"]


def test_time_of_a_timer_that_would_overlap_takes_a_free_place(cli: Cli) -> None:
    """`done --time` begins with the timer, unless another session is there."""
    cli("start", "1.1", at=SATURDAY)
    cli("log", "1.2", "30m", at=TEN)
    result = cli("done", "1.1", "--time", "50m", at=TEN)
    assert "logged 50m on 2026-11-21, 08:40–09:30  1.1" in result.out
    assert result.err == ""


def test_without_a_step_the_next_one_is_meant(cli: Cli) -> None:
    """`done`, `log`, `note` and `open` without a step use the next one and say which."""
    told = "no step was given; {} the next step: 1.1  3blue1brown-neural-networks"
    assert told.format("using") in cli("log", "45m").err
    assert told.format("using") in cli("note", "the first chapter").err
    assert cli("note").out == "the first chapter\n"
    opened = cli("open", "--print")
    assert told.format("using") in opened.err
    assert opened.out.startswith("https://")
    done = cli("done", "--time", "20m")
    assert told.format("marking") in done.err
    assert "to revert it: studypath undo" in done.err
    assert "\ndone  1.1  " in done.out
    assert "next  1.2  " in done.out


def test_without_a_step_the_timer_decides(cli: Cli) -> None:
    """With a timer its step is meant, on any path."""
    cli("start", "bert", at=SATURDAY)
    told = "the timer's step: 2.2  bert"
    for command in (("log", "5m"), ("note", "masked words"), ("open", "--print"), ("done",)):
        assert told in cli(*command, at=TEN).err
    assert cli("show", "bert", "--json").json["step"]["state"] == "done"
    assert cli("show", "bert", "--json").json["step"]["note"] == "masked words"


def test_a_complete_path_has_no_step_to_mean(cli: Cli) -> None:
    """Without a next step these commands exit 3."""
    cli("done", "1", "2", "3", "4")
    for command in (("done",), ("start",), ("log", "45m"), ("note",), ("open", "--print")):
        assert "Name a step" in cli(*command, code=3).err


@pytest.mark.parametrize("text", ["brt", "attention is", "illustrated transformer", "2"])
def test_a_note_alone_is_never_taken_for_a_step(cli: Cli, home: Home, text: str) -> None:
    """One word, or words that match a title, name a step and are no note."""
    cli("note", text, code=None)
    assert not home.progress.exists()


def test_history_lists_the_sessions(cli: Cli, home: Home) -> None:
    """`history --sessions` has number, day, from, to and step; numbers count from the last."""
    cli("log", "bert", "45m", "--on", "2026-11-20", "--at", "23:30")
    cli("log", "1.1", "1h", "--on", "2026-11-19", "--at", "10:00")
    cli("log", "1.2", "30m", "--on", "2026-11-21", "--at", "08:00")
    rows = cli("history", "--sessions").out.splitlines()
    assert [row.split()[0] for row in rows if row[:5].strip().isdecimal()] == ["3", "2", "1"]
    assert "Fri 20 Nov 2026  23:30–00:15 +1     45m  bert" in rows[4]
    only = cli("history", "--sessions", "--path", "paper").out
    assert "  2  Fri 20 Nov 2026" in only
    assert "karpathy" not in only
    listed = cli("history", "--since", "2026-11-20", "--json").json["sessions"]
    assert [each["number"] for each in listed] == [2, 1]
    assert listed[0]["end"] == "2026-11-21T00:15:00+00:00"
    plain = cli("history", "--sessions", "--plain").out.splitlines()
    assert plain[1].split("\t")[:5] == [
        "2", "2026-11-20T23:30:00+00:00", "2026-11-21T00:15:00+00:00", "45", "paper/bert",
    ]  # fmt: skip


@pytest.mark.parametrize("width", ["20", "40", "80", "200"])
def test_the_list_of_sessions_fits_the_width(cli: Cli, width: str) -> None:
    """No line is wider than the terminal, and no id is cut."""
    cli("log", "1.1", "1h", "--on", "2026-11-19", "--at", "10:00")
    text = cli("history", "--sessions", COLUMNS=width).out
    assert max(map(len, text.splitlines())) <= int(width)
    assert "…" not in text
    assert FIRST in "".join(text.split())


def test_any_session_is_edited_or_deleted_by_its_number(cli: Cli, home: Home) -> None:
    """`log --edit N` changes that session, `log --delete N` removes it; undo reverts both."""
    cli("log", "bert", "45m", "--on", "2026-11-19", "--at", "10:00")
    cli("log", "bert", "30m", "--on", "2026-11-20", "--at", "19:00")
    before = home.progress.read_text(encoding="utf-8")
    cli("log", "--edit", "2", "50m")
    cli("log", "--edit", "2", "--at", "11:00", "--on", "2026-11-18")
    assert sessions(home, "bert", "paper") == [
        "2026-11-18T11:00+00:00 50m",
        "2026-11-20T19:00+00:00 30m",
    ]
    deleted = cli("log", "--delete", "1")
    assert deleted.out.startswith("removed 30m on 2026-11-20, 19:00–19:30  2.2  bert")
    assert sessions(home, "bert", "paper") == ["2026-11-18T11:00+00:00 50m"]
    for _ in range(3):
        cli("undo")
    assert home.progress.read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("log", "--delete"), 2),
        (("log", "--delete", "bert"), 2),
        (("log", "--delete", "1", "45m"), 2),
        (("log", "--delete", "--edit", "1"), 2),
        (("log", "--edit", "1"), 2),
        (("log", "--delete", "2"), 3),
        (("log", "--delete", "0"), 3),
        (("log", "--edit", "2", "45m"), 3),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_an_unknown_number_changes_nothing(
    cli: Cli, home: Home, args: tuple[str, ...], code: int
) -> None:
    """A missing number exits 2, an unknown one 3 with the command that lists them."""
    cli("log", "bert", "45m")
    before = home.progress.read_bytes()
    result = cli(*args, code=code)
    assert code == 2 or "studypath history --sessions" in result.err
    assert home.progress.read_bytes() == before
