"""`start`, `stop`, `pause` and `resume`."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import tomllib

import pytest

from tests.cli.conftest import Cli
from tests.conftest import Home

T18_00 = "2026-11-21T18:00:00+00:00"
NEXT_DAY = "2026-11-22T09:00:00+00:00"


def saved(home: Home) -> dict[str, object]:
    """Return the progress file as TOML."""
    return tomllib.loads(home.progress.read_text(encoding="utf-8"))


def minutes(cli: Cli, step: str = "1.1") -> object:
    """Return the minutes logged to a step."""
    return cli("show", step, "--json").json["step"]["minutes_spent"]


def test_start_and_stop_log_a_session(cli: Cli, home: Home) -> None:
    """The timer is a start in the file; `stop` logs the whole minutes until now."""
    result = cli("start", at=T18_00)
    assert result.out.startswith("timer running since 18:00, 0m so far: 1.1  3blue1brown")
    assert "timer" in saved(home)
    stopped = cli("stop", "--note", "chapter 5", at="2026-11-21T18:40:59+00:00")
    assert stopped.out.startswith("logged 40m on 2026-11-21, 18:00–18:40  1.1")
    assert "timer" not in saved(home)
    step = cli("show", "1.1", "--json").json["step"]
    assert (step["state"], step["minutes_spent"], step["note"]) == ("doing", 40, "chapter 5")


def test_start_is_for_a_step_or_the_next_one(cli: Cli) -> None:
    """`start STEP` times that step; without a step the timer goes on."""
    cli("start", "bert", at=T18_00)
    assert "(on the path paper)" in cli("start", "bert").out
    assert "running since 18:00, 40m so far: 2.2  bert" in cli("start").out
    assert "means 5 steps" in cli("start", "3", code=2).err


def test_a_pause_does_not_count(cli: Cli) -> None:
    """The time between `pause` and `resume` is not logged; repeating either changes nothing."""
    cli("start", at=T18_00)
    for _ in range(2):
        assert "paused since 18:10" in cli("pause", at="2026-11-21T18:10:00+00:00").out
    for _ in range(2):
        assert (
            "running since 18:00, paused 20m, 10m so far"
            in cli("resume", at="2026-11-21T18:30:00+00:00").out
        )
    stopped = cli("stop", at="2026-11-21T18:50:00+00:00").out
    assert stopped.startswith("logged 10m on 2026-11-21, 18:00–18:10")
    assert "\nlogged 20m on 2026-11-21, 18:30–18:50" in stopped
    assert minutes(cli) == 30


def test_without_a_timer_stop_exits_2(cli: Cli, home: Home) -> None:
    """`stop`, `pause` and `resume` without a timer exit 2 and write nothing."""
    for command in ("stop", "pause", "resume"):
        assert "No timer is running" in cli(command, code=2).err
    assert not home.progress.exists()


def test_half_a_minute_is_the_least(cli: Cli) -> None:
    """Less than half a minute is not logged, and `stop` says so."""
    cli("start", at=T18_00)
    assert "nothing logged" in cli("stop", at="2026-11-21T18:00:20+00:00").out
    assert minutes(cli) == 0


def test_discard_logs_nothing_and_can_be_undone(cli: Cli) -> None:
    """`stop --discard` removes the timer; `undo` brings it back with its start."""
    cli("start", at=T18_00)
    assert "timer discarded, nothing logged" in cli("stop", "--discard").out
    cli("undo")
    assert "running since 18:00, 40m so far" in cli("next").words


def test_done_logs_a_running_timer(cli: Cli, home: Home) -> None:
    """`done` stops and logs the timer of its step in one command and one undo."""
    cli("start", at=T18_00)
    result = cli("done", "1.1")
    assert "\ndone  1.1" in result.out
    assert minutes(cli) == 40
    assert "timer" not in saved(home)
    cli("undo")
    assert minutes(cli) == 0
    assert "timer" in saved(home)


def test_done_of_another_step_leaves_the_timer(cli: Cli) -> None:
    """The timer of another step keeps running."""
    cli("start", "1.1", at=T18_00)
    cli("done", "1.2")
    assert "running since 18:00" in cli("status").words


def test_done_with_a_time_discards_the_timer(cli: Cli) -> None:
    """`done --time` logs that time instead of the timer."""
    cli("start", at=T18_00)
    cli("done", "1.1", "--time", "25m")
    assert minutes(cli) == 25


def test_done_with_a_time_leaves_the_timer_of_a_done_step(cli: Cli) -> None:
    """`--time` for a done step logs nothing and leaves the timer."""
    cli("done", "1.1", at=T18_00)
    cli("start", "1.1", at=T18_00)
    assert "nothing was logged" in cli("done", "1.1", "--time", "25m").out
    cli("stop")
    assert minutes(cli) == 40


@pytest.mark.parametrize(
    ("began", "now"),
    [
        (T18_00, NEXT_DAY),
        ("2026-11-21T08:00:00+00:00", "2026-11-21T16:01:00+00:00"),
        ("2026-11-21T23:50:00+00:00", "2026-11-22T00:10:00+00:00"),
        (T18_00, "2026-12-24T18:30:00+00:00"),
    ],
    ids=["overnight", "more than 8 hours", "across midnight", "a month"],
)
def test_a_stale_timer_is_never_logged_silently(cli: Cli, home: Home, began: str, now: str) -> None:
    """Without a terminal `stop` and `done` exit 2, name --at and --discard, and change nothing."""
    cli("start", at=began)
    before = home.progress.read_bytes()
    for args in (("stop",), ("done", "1.1")):
        result = cli(*args, at=now, code=2)
        assert "studypath stop --at" in result.err
        assert "--discard" in result.err
    assert home.progress.read_bytes() == before


def test_at_is_when_the_timer_ended(cli: Cli) -> None:
    """`stop --at` logs until then, also past midnight; a time that has not been exits 2."""
    cli("start", at=T18_00)
    assert (
        "has not been" in cli("stop", "--at", "17:59", at="2026-11-21T19:00:00+00:00", code=2).err
    )
    cli("stop", "--at", "18:30", at=NEXT_DAY)
    assert minutes(cli) == 30
    cli("start", "1.2", at="2026-11-22T23:30:00+00:00")
    cli("stop", "--at", "00:15", at="2026-11-23T09:00:00+00:00")
    assert minutes(cli, "1.2") == 45


def test_a_clock_set_back_is_never_negative(cli: Cli) -> None:
    """With the clock set back before the start nothing is logged, and that is no error."""
    cli("start", at=T18_00)
    assert "0m so far" in cli("next", at="2026-11-21T17:00:00+00:00").words
    assert "nothing logged" in cli("stop", at="2026-11-21T17:00:00+00:00").out
    assert minutes(cli) == 0


def test_durations_ignore_the_zone(cli: Cli) -> None:
    """A timer across a change of zone counts the time that passed."""
    cli("start", at="2026-11-21T18:00:00+01:00")
    assert cli("stop", at="2026-11-21T18:30:00+00:00").out.startswith("logged 1h30m")


@pytest.mark.skipif(os.name != "posix", reason="terminals of POSIX")
@pytest.mark.parametrize(
    ("answer", "code", "logged"),
    [("18:30\n", 0, 30), ("discard\n", 0, 0), ("soon\n", 2, None), ("\x04", 2, None)],
    ids=["a time", "discard", "no time", "end of input"],
)
def test_on_a_terminal_stop_asks(
    cli: Cli, home: Home, answer: str, code: int, logged: int | None
) -> None:
    """On a terminal `stop` asks when a stale timer ended and logs until then."""
    cli("start", at=T18_00)
    result, left = on_a_terminal(home, answer, "stop", STUDYPATH_NOW=NEXT_DAY)
    assert "When did you stop" in result
    assert left == code
    if logged is None:
        assert "timer" in saved(home)
    else:
        assert minutes(cli) == logged
        assert "timer" not in saved(home)


def on_a_terminal(home: Home, answer: str, *args: str, **env: str) -> tuple[str, int]:
    """Return the output on a terminal, given an answer, and the exit code."""
    import pty
    import select

    main, terminal = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "studypath", *args],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env={**home.environment, **env},
        cwd=home.root,
        close_fds=True,
    )
    os.close(terminal)
    result, answered, end = b"", False, time.monotonic() + 30
    while time.monotonic() < end:
        if select.select([main], [], [], 0.1)[0]:
            try:
                piece = os.read(main, 4096)
            except OSError:
                break
            if not piece:
                break
            result += piece
        if b"? " in result and not answered:
            os.write(main, answer.encode())
            answered = True
    os.close(main)
    return result.decode(), process.wait(timeout=30)


def test_done_prints_what_became_of_the_timer(cli: Cli) -> None:
    """`done` prints the session of the timer, or that it was discarded for --time."""
    cli("start", "1.1", at="2026-11-24T10:00:00+00:00")
    result = cli("done", "1.1", at="2026-11-24T10:45:00+00:00")
    assert result.out.startswith("logged 45m")
    cli("start", "1.2", at="2026-11-24T11:00:00+00:00")
    result = cli("done", "1.2", "--time", "20m", at="2026-11-24T11:45:00+00:00")
    assert result.out.startswith("timer discarded, used --time: 1.2  karpathy-intro-to-llms")


def test_an_end_before_a_pause_ends_the_time_before_it(cli: Cli) -> None:
    """`--at` before a pause logs until then."""
    cli("start", "1.1", at="2026-11-24T10:00:00+00:00")
    cli("pause", at="2026-11-24T12:00:00+00:00")
    cli("resume", at="2026-11-24T13:00:00+00:00")
    assert "logged 1h on" in cli("stop", "--at", "11:00", at="2026-11-24T13:30:00+00:00").out
    cli("undo")
    assert "2h30m in 2 sessions" in cli("stop", at="2026-11-24T13:30:00+00:00").out


def test_a_session_logged_with_the_timers_start_leaves_the_timer_running(cli: Cli) -> None:
    """A logged session with the timer's start leaves the timer running."""
    cli("start", "1.1", at="2026-11-24T10:00:00+00:00")
    cli("log", "1.1", "45m", at="2026-11-24T10:45:00+00:00")
    assert "logged 50m" in cli("stop", at="2026-11-24T10:50:00+00:00").out
