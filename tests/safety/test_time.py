"""Clocks that are set back, change their offset, end or disagree lose and invent no minute."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import tomli

from tests.conftest import Home
from tests.safety.conftest import Forked, Ran
from tests.safety.homes import said

# A session from one instant to another, told in local time: zone, start, stop, minutes.
SESSIONS = (
    ("clock set back", "UTC", "2026-11-21T18:00:00+00:00", "2026-11-21T17:20:00+00:00", 0),
    ("spring forward", "Europe/Berlin", "2026-03-29T01:50:00+01:00",
     "2026-03-29T03:10:00+02:00", 20),
    ("fall back", "Europe/Berlin", "2026-10-25T02:50:00+02:00", "2026-10-25T02:10:00+01:00", 20),
    ("leap day", "UTC", "2028-02-29T10:00:00+00:00", "2028-02-29T10:45:00+00:00", 45),
    ("offset of :45", "Asia/Kathmandu", "2026-05-01T10:00:00+05:45",
     "2026-05-01T11:00:00+05:45", 60),
    ("offset with seconds", "Africa/Monrovia", "1970-01-01T12:00:00-00:44:30",
     "1970-01-01T12:30:00-00:44:30", 30),
    ("beyond the date line", "Pacific/Apia", "2026-05-01T10:00:00+13:00",
     "2026-05-01T10:25:00+13:00", 25),
    ("another zone meanwhile", "UTC", "2026-05-01T10:00:00+02:00",
     "2026-05-01T09:00:00+00:00", 60),
    ("the first year", "UTC", "1970-01-02T00:10:00+00:00", "1970-01-02T00:40:00+00:00", 30),
    ("the last year", "UTC", "9999-12-30T10:00:00+00:00", "9999-12-30T10:30:00+00:00", 30),
)  # fmt: skip


def minutes_of(home: Home, forked: Forked, now: str) -> int:
    """Return the minutes that the status counts."""
    counted = forked(home, "status", "--json", env={"STUDYPATH_NOW": now}).json()["minutes_spent"]
    assert isinstance(counted, int)
    return counted


def quiet(ran: Ran, *context: object) -> None:
    """No traceback, no fault of the program."""
    assert ran.code in (0, 2), (context, ran)
    assert "Fault of the program" not in ran.stderr, (context, ran)


@pytest.mark.parametrize(
    ("zone", "begun", "ended", "minutes"), [case[1:] for case in SESSIONS],
    ids=[case[0] for case in SESSIONS],
)  # fmt: skip
def test_a_session_is_as_long_as_it_was(
    zone: str, begun: str, ended: str, minutes: int, home: Home, forked: Forked
) -> None:
    """Durations are those of instants, whatever the clock on the wall did meanwhile."""
    started = forked(home, "start", "1.1", env={"TZ": zone, "STUDYPATH_NOW": begun})
    assert started.code == 0, started
    stopped = forked(home, "stop", env={"TZ": zone, "STUDYPATH_NOW": ended})
    assert stopped.code == 0, stopped
    assert minutes_of(home, forked, ended) == minutes
    tomli.loads(home.progress.read_text())
    for args in (("status",), ("history",), ("history", "--by", "day"), ("next",), ("undo",)):
        quiet(forked(home, *args, env={"TZ": zone, "STUDYPATH_NOW": ended}), args)


NOWS = ("0001-01-01T00:00:00+00:00", "1969-12-31T23:59:59+00:00", "1970-01-01T00:00:00-12:00",
        "2028-02-29T23:59:00+00:00", "9999-12-31T23:59:59+00:00", "9999-12-30T12:00:00+00:00",
        "2026-03-29T02:30:00", "2026-10-25T02:30:00", "1900-01-01T00:00:00-00:44:30")  # fmt: skip
ZONES = ("UTC", "Europe/Berlin", "Africa/Monrovia", "Asia/Kathmandu", "Pacific/Apia",
         "America/St_Johns", "nonsense/zone", "")  # fmt: skip
AT_ANY_TIME = (("next",), ("status",), ("start", "1.2"), ("stop",),
               ("done", "1.1", "--time", "45m"),
               ("log", "1.1", "30m"), ("log", "1.1", "30m", "--on", "yesterday"), ("history",),
               ("plan", "--hours-per-week", "5"), ("done", "1.2", "--on", "today"), ("undo",),
               ("redo",), ("export",))  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("now", NOWS)
def test_every_moment_has_an_answer(now: str, home: Home, forked: Forked) -> None:
    """At the ends of the calendar and in hours that there are twice or never: answer or usage."""
    zones = ZONES if os.environ.get("HYPOTHESIS_PROFILE") == "prove" else ZONES[:2]
    for zone in zones:
        for args in AT_ANY_TIME:
            quiet(forked(home, *args, env={"TZ": zone, "STUDYPATH_NOW": now}), zone, args)
        if home.progress.exists():
            tomli.loads(home.progress.read_text())
        shutil.rmtree(home.data, ignore_errors=True)


@pytest.mark.parametrize("said_now", ["soon", "2026-13-01", "\x1b[2J", "99999-01-01", "1e9"])
def test_a_clock_that_is_none_is_said(said_now: str, home: Home, forked: Forked) -> None:
    """A STUDYPATH_NOW that is no time is wrong usage, shown as text."""
    ran = forked(home, "next", env={"STUDYPATH_NOW": said_now})
    assert ran.code == 2, ran
    assert "\x1b" not in ran.stderr


def test_a_stamp_from_the_future_is_kept(home: Home, forked: Forked) -> None:
    """After the clock was set back by a year, what was marked stays marked and can be undone."""
    assert forked(home, "done", "1.1", env={"STUDYPATH_NOW": "2027-11-21T12:00:00Z"}).code == 0
    back = {"STUDYPATH_NOW": "2026-11-21T12:00:00Z"}
    assert forked(home, "status", "--json", env=back).json()["done"] == 1
    assert forked(home, "note", "1.1", "later", env=back).code == 0
    assert forked(home, "undo", env=back).code == 0
    assert forked(home, "undo", env=back).code == 0
    assert forked(home, "status", "--json", env=back).json()["done"] == 0


def second(home: Home, root: Path) -> Home:
    """Another machine with a home of its own."""
    root.mkdir()
    places = {"STUDYPATH_DATA_DIR": "data", "STUDYPATH_CONFIG_DIR": "config",
              "STUDYPATH_CACHE_DIR": "cache"}  # fmt: skip
    environment = {**home.environment, **{key: str(root / name) for key, name in places.items()}}
    return replace(home, root=root, data=root / "data", config=root / "config",
                   cache=root / "cache", environment=environment)  # fmt: skip


def test_machines_whose_clocks_disagree_by_a_day_agree_after_merging(
    home: Home, forked: Forked, tmp_path: Path
) -> None:
    """Both take in the other's file: the same steps, every session once, whoever goes first."""
    other = second(home, tmp_path / "second")
    here, there = {"STUDYPATH_NOW": "2026-11-21T12:00:00+01:00"}, {
        "STUDYPATH_NOW": "2026-11-22T12:00:00+01:00"}  # fmt: skip
    assert forked(home, "done", "1.1", "--time", "45m", env=here).code == 0
    assert forked(home, "note", "1.2", "from here", env=here).code == 0
    assert forked(other, "log", "1.1", "20m", env=there).code == 0
    assert forked(other, "skip", "1.2", env=there).code == 0
    assert forked(other, "note", "1.2", "from there", env=there).code == 0
    ours, theirs = tmp_path / "ours.toml", tmp_path / "theirs.toml"
    shutil.copy(home.progress, ours)
    shutil.copy(other.progress, theirs)
    assert forked(home, "import", theirs, env=here).code == 0
    assert forked(other, "import", ours, env=there).code == 0
    assert said(home.progress) == said(other.progress)
    assert minutes_of(home, forked, there["STUDYPATH_NOW"]) == 65
    text = home.progress.read_text()
    assert "from here" in text
    assert "from there" in text
    assert forked(home, "import", theirs, env=here).code == 0
    assert minutes_of(home, forked, there["STUDYPATH_NOW"]) == 65
