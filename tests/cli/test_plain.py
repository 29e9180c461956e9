"""`--plain` prints records for cut, awk and fzf."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studypath.formats.records import COLUMNS, format_plain
from tests.cli.conftest import Cli
from tests.conftest import Home
from tests.progress_samples import HOSTILE

PAGE = (Path(__file__).parents[2] / "docs" / "format.md").read_text("utf-8")

# Every listing, by the row of the table of columns that describes it.
LISTINGS = {
    "next": ("next",),
    "list": ("list", "--all"),
    "show": ("show", "paper"),
    "deepen": ("deepen",),
    "status": ("status",),
    "history": ("history", "--by", "step"),
    "history --sessions": ("history", "--sessions"),
    "plan": ("plan", "--hours-per-week", "5"),
    "path list": ("path", "list"),
    "path diff": ("path", "diff", "lightweight", "paper"),
    "class": ("class", "ada.toml"),
    "backup list": ("backup", "list"),
    "config": ("config",),
    "where": ("where",),
}


def rows(text: str) -> list[list[str]]:
    """Return the cells of the records."""
    return [line.split("\t") for line in text.splitlines()]


def study(cli: Cli, home: Home) -> None:
    """Finish and log a little, and write the progress of a learner."""
    cli("done", "1.1", "--time", "1h10m")
    cli("log", "paper/bert", "45m")
    shutil.copy(home.progress, home.root / "ada.toml")


@pytest.mark.parametrize("name", COLUMNS)
def test_a_record_has_the_documented_cells(cli: Cli, home: Home, name: str) -> None:
    """Each listing prints records of its documented cells and no header."""
    study(cli, home)
    result = cli(*LISTINGS[name], "--plain")
    records = rows(result.out)
    assert records
    assert {len(cells) for cells in records} == {len(COLUMNS[name])}
    assert records[0] != list(COLUMNS[name])


@pytest.mark.parametrize("name", COLUMNS)
def test_the_page_lists_the_cells(name: str) -> None:
    """docs/format.md has the cells of each listing in order."""
    section = PAGE.split("\n## Plain records\n", 1)[1].split("\n## ", 1)[0]
    table = dict(re.findall(r"^\| `([^`]+)` \| (`.+`) \|$", section, re.MULTILINE))
    assert tuple(re.findall(r"`(\w+)`", table[name])) == COLUMNS[name]


@pytest.mark.parametrize("name", COLUMNS)
def test_width_and_colour_change_nothing(cli: Cli, home: Home, name: str) -> None:
    """A record is the same in a narrow terminal and with colour."""
    study(cli, home)
    usual = cli(*LISTINGS[name], "--plain").out
    assert (
        cli(*LISTINGS[name], "--plain", COLUMNS="20", FORCE_COLOR="1", NO_COLOR=None).out == usual
    )


def test_the_values_are_those_of_json(cli: Cli, home: Home) -> None:
    """Records and JSON are two forms of one answer."""
    study(cli, home)
    records = rows(cli("list", "--plain").out)
    steps = cli("list", "--json").json["steps"]
    assert [cells[0] for cells in records] == [f"lightweight/{step['id']}" for step in steps]
    assert [cells[2] for cells in records] == [step["state"] for step in steps]
    assert [int(cells[6]) for cells in records] == [step["minutes_spent"] for step in steps]
    phases = cli("status", "--json").json["phases"]
    assert [cells[4] for cells in rows(cli("status", "--plain").out)] == [
        str(phase["total"]) for phase in phases
    ]


def test_a_plan_has_a_record_per_week_or_appointment(cli: Cli) -> None:
    """The first cell is the Monday of the week, or the start of the appointment."""
    weekly = rows(cli("plan", "--hours-per-week", "5", "--plain").out)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", cells[0]) for cells in weekly)
    timed = rows(cli("plan", "--days", "mon,sat", "--at", "19:00", "--plain").out)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT19:\d\d\+00:00", cells[0]) for cells in timed)
    minutes = [sum(int(cells[1]) for cells in records) for records in (weekly, timed)]
    # Appointments are in whole five minutes.
    assert minutes[1] == round(minutes[0] / 5) * 5


def test_what_fits_is_a_record(cli: Cli) -> None:
    """`next --time` prints the record of the step that fits."""
    chosen = cli("next", "--time", "45m", "--json").json["step"]["id"]
    assert rows(cli("next", "--time", "45m", "--plain").out)[0][0] == f"lightweight/{chosen}"


def test_a_complete_path_has_no_record(cli: Cli) -> None:
    """`next --plain` prints nothing when nothing is left."""
    cli("done", "1", "2", "3", "4")
    assert not cli("next", "--plain").out


def test_a_paper_is_one_record_with_its_concepts(cli: Cli) -> None:
    """`deepen --plain` has each paper once."""
    records = rows(cli("deepen", "--plain").out)
    names = [cells[0] for cells in records]
    assert len(set(names)) == len(names)
    assert all(cells[-1] for cells in records)


@pytest.mark.parametrize("args", [("list",), ("plan", "--hours-per-week", "9")], ids=" ".join)
def test_two_forms_are_refused(cli: Cli, home: Home, args: tuple[str, ...]) -> None:
    """`--json --plain` exits 2 in either order and changes nothing."""
    for forms in (("--json", "--plain"), ("--plain", "--json")):
        assert "exclude each other\nGive one" in cli(*args, *forms, code=2).err
    assert not home.config.exists()


@pytest.mark.skipif(shutil.which("awk") is None, reason="needs awk")
def test_cut_and_awk_read_the_records(cli: Cli, home: Home) -> None:
    """A real shell cuts the ids, sums the minutes, and passes a STEP on to `done`."""
    study(cli, home)

    def shell(line: str) -> str:
        environment = {**home.environment, "PROGRAM": f"{sys.executable} -m studypath"}
        finished = subprocess.run(
            ["sh", "-ec", line], env=environment, capture_output=True, text=True, check=True
        )
        return finished.stdout

    ids = shell("$PROGRAM list --plain | cut -f1").split()
    assert ids[0] == "lightweight/3blue1brown-neural-networks"
    assert len(ids) == 10
    assert (
        shell("""$PROGRAM list --all --plain | awk -F'\\t' '{m += $7} END {print m}'""") == "115\n"
    )
    shell("$PROGRAM list --state todo --plain | cut -f1 | head -n 2 | xargs $PROGRAM done")
    done = shell("""$PROGRAM list --plain | awk -F'\\t' '$3 == "done"'""")
    assert len(done.splitlines()) == 3


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_one_printable_cell(text: str) -> None:
    """No text adds a cell or a record, or steers the terminal."""
    line = format_plain([("a", text, "b")])
    assert line.count("\t") == 2
    assert len(line.splitlines()) == 1
    assert all(cell.isprintable() for cell in line.removesuffix("\n").split("\t"))


@given(st.lists(st.lists(st.text(), min_size=3, max_size=3), max_size=4))
def test_any_text_keeps_the_shape(cells: list[list[str]]) -> None:
    """Any records are read back as as many records of as many cells."""
    text = format_plain(cells)
    assert text.count("\n") == len(text.splitlines()) == len(cells)
    assert all(line.count("\t") == 2 for line in text.splitlines())


def test_unknown_values_are_empty() -> None:
    """None is an empty cell; a number has no needless digits; a tab or line break is a space."""
    assert format_plain([(None, 0, 1.25, "a\tb\r\nc")]) == "\t0\t1.25\ta b c\n"
