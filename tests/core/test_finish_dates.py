"""The backtest of finish dates runs, and the finish forecast is right as often as it says."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from studypath.core.finish import forecast_finish_days

BENCH = Path(__file__).parents[2] / "bench" / "forecast"


@pytest.fixture(scope="module")
def backtest() -> ModuleType:
    """Load the benchmark's script as a module."""
    spec = importlib.util.spec_from_file_location("finish_dates", BENCH / "finish_dates.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("variant", ["known", "estimated"])
def test_right_as_often_as_it_says(backtest: ModuleType, variant: str) -> None:
    """On 400 students' days the 80 % interval holds about 80 % of the finish days, at a low loss.

    After few weeks as after many; the mean pace and a bootstrap of weeks lose clearly more.
    """
    cases = backtest.windows(backtest.persons(), 150, seed=1)
    if variant == "estimated":
        cases = backtest.with_estimates(cases, seed=1)
    ours = backtest.score(forecast_finish_days, cases)
    assert 0.74 <= ours.cover <= 0.88
    assert ours.above < 0.19
    for weeks in backtest.WEEKS:
        some = backtest.score(forecast_finish_days, [c for c in cases if c.weeks == weeks])
        assert some.windows == 150
        assert 0.69 <= some.cover <= 0.93
    most_of_mean, most_of_bootstrap = (0.64, 0.77) if variant == "known" else (0.84, 0.95)
    assert ours.pinball < most_of_mean * backtest.score(backtest.mean_pace, cases).pinball
    assert ours.pinball < most_of_bootstrap * backtest.score(backtest.bootstrap, cases).pinball


def test_windows_are_what_they_say(backtest: ModuleType) -> None:
    """A window's history ends today, an hour or more is left, and it ends after today."""
    for case in backtest.windows(backtest.persons(), 20, seed=3):
        first, last = case.history[0][0], case.history[-1][0]
        assert case.today == first + 7 * case.weeks - 1
        assert last <= case.today
        assert case.actual >= 1
        done = sum(minutes for _, minutes in case.history)
        assert 60 <= case.remaining[1] <= 60 * 60 - done + 1e-6


def test_backtest_is_one_command(tmp_path: Path) -> None:
    """The tables are printed by one command, for a log of one's own too."""
    log = tmp_path / "mine.json"
    pairs = [number for i in range(80) for number in (2 if i else 0, 20 + i % 7)]
    log.write_text(json.dumps({"persons": [[0, *pairs]]}))
    ran = subprocess.run(
        [sys.executable, str(BENCH / "finish_dates.py"), "--log", str(log), "--windows", "5"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("hours known\n")
    assert ran.stdout.count("\nstudypath ") == 2
    assert "hours estimated" in ran.stdout


def test_students_data_are_credited() -> None:
    """The credit that CC BY 4.0 asks for lies beside the data."""
    credit = (BENCH / "oulad_days.LICENSE").read_text(encoding="utf-8")
    assert "Kuzilek" in credit
    assert "creativecommons.org/licenses/by/4.0/" in credit
    assert "Changed:" in credit
