"""Every reading command prints JSON with the documented keys."""

from __future__ import annotations

import pytest

from tests.cli import shapes
from tests.cli.conftest import Cli, own_path
from tests.conftest import Home

READING: list[tuple[tuple[str, ...], shapes.Shape]] = [
    (("next",), shapes.NEXT),
    (("next", "-n", "1"), shapes.NEXT),
    (("next", "--path", "paper", "-n", "40"), shapes.NEXT),
    (("next", "--time", "45m"), shapes.NEXT_IN_TIME),
    (("status",), shapes.STATUS),
    (("status", "--no-forecast"), shapes.STATUS),
    (("status", "--path", "paper", "--all"), shapes.STATUS),
    (("list",), shapes.LIST),
    (("list", "--all", "--state", "done"), shapes.LIST),
    (("show", "bert"), shapes.SHOW_STEP),
    (("show", "1"), shapes.SHOW_PHASE),
    (("show", "step-5"), shapes.SHOW_PHASE),
    (("show", "paper"), shapes.SHOW_PATH),
    (("show", "rlhf"), shapes.SHOW_CONCEPT),
    (("deepen",), shapes.DEEPEN),
    (("deepen", "attention"), shapes.DEEPEN),
    (("history",), shapes.HISTORY),
    (("history", "--by", "day", "--path", "paper"), shapes.HISTORY),
    (("plan", "--by", "2027-01-31"), shapes.PLAN),
    (("config",), shapes.SETTINGS),
    (("where",), shapes.WHERE),
    (("path", "list"), shapes.PATHS),
    (("backup", "list"), shapes.BACKUPS),
    (("path", "diff"), shapes.DIFF),
    (("path", "diff", "lightweight", "paper"), shapes.DIFF),
]


@pytest.mark.parametrize(("args", "shape"), READING, ids=lambda a: " ".join(a) if a else None)
@pytest.mark.parametrize("progress", ["none", "some"])
def test_json_has_the_documented_keys(
    cli: Cli, args: tuple[str, ...], shape: shapes.Shape, progress: str
) -> None:
    """JSON has exactly the documented keys, without progress and halfway."""
    if progress == "some":
        _study(cli)
    result = cli(*args, "--json")
    assert not shapes.problems(result.json, shape)
    assert not result.err


def test_reading_writes_nothing_but_caches(cli: Cli, home: Home) -> None:
    """Reading commands create no file but caches."""
    for args, _ in READING:
        cli(*args)
        cli(*args, "--json")
    for args in (("export",), ("export", "-f", "csv"), ("open", "1.1", "--print"), ("note", "1.1")):
        cli(*args)
    assert {entry.name for entry in home.root.iterdir()} <= {"cache"}


def test_a_complete_path_has_no_next_step(cli: Cli) -> None:
    """A complete path exits 0 with a null step, 100 percent and no remaining time."""
    for phase in "1234":
        cli("done", phase)
    answer = cli("next", "--json").json
    assert not shapes.problems(answer, shapes.NEXT)
    assert answer["step"] is None
    assert answer["then"] == []
    status = cli("status", "--json").json
    assert not shapes.problems(status, shapes.STATUS)
    assert status["percent"] == 100
    assert status["remaining"] == {"low_minutes": 0, "high_minutes": 0}
    in_time = cli("next", "--time", "1h", "--json").json
    assert not shapes.problems(in_time, shapes.NEXT_IN_TIME)
    assert in_time["step"] is None


def test_path_check_prints_json(cli: Cli, home: Home) -> None:
    """`path check --json` has the file, its paths and the warnings."""
    file = own_path(home.root / "my.toml")
    result = cli("path", "check", file, "--json")
    assert not shapes.problems(result.json, shapes.CHECKED)


def test_an_open_ended_phase_has_no_percentage(cli: Cli) -> None:
    """An open-ended phase has total 0 and percent null."""
    phase = cli("status", "--json").json["phases"][4]
    assert (phase["total"], phase["percent"], phase["open_ended"]) == (0, None, True)


def test_no_field_is_ever_absent(cli: Cli, home: Home) -> None:
    """A minimal path has null for every unknown field."""
    home.paths.mkdir(parents=True)
    own_path(home.paths / "my.toml")
    for args, shape in (
        (("next", "--path", "mine"), shapes.NEXT),
        (("status", "--path", "mine"), shapes.STATUS),
        (("show", "alone"), shapes.SHOW_STEP),
    ):
        assert not shapes.problems(cli(*args, "--json").json, shape)


def _study(cli: Cli) -> None:
    cli("done", "1.1", "--time", "1h10m", "--on", "2026-11-19", "--read", "skim", "--note", "ü")
    cli("done", "bert", "--time", "3h")
    cli("skip", "illustrated-transformer", "--reason", "known")
    cli("log", "2.1", "45m", "--on", "2026-11-20", "--at", "19:00")
    cli("start", "2.1")
