"""Parts of a step on the command line: marked, counted, exported, undone."""

from __future__ import annotations

import json

from tests.cli.conftest import Cli, own_path
from tests.conftest import Home

SERIES = "3blue1brown-neural-networks"


def test_a_part_is_marked_and_the_next_one_shown(cli: Cli, home: Home) -> None:
    """`done` names the part, how many are done and the next one; the file lists its number."""
    lines = cli("done", "1.1#1-2").out.splitlines()
    assert lines[0] == f"done  1.1#1  {SERIES}  Chapter 1: But what is a neural network?"
    assert lines[2] == "1.1  Neural networks (Deep Learning series): 2 of 8 parts done"
    assert lines[-1] == f"next  1.1#3  {SERIES}  Chapter 3: What is backpropagation really doing?"
    assert "parts_done = [\n    1,\n    2,\n]\n" in home.progress.read_text(encoding="utf-8")
    shown = cli("next").words
    assert "Part 3 of 8: Chapter 3: What is backpropagation really doing? (13m)" in shown
    assert "https://www.youtube.com/watch?v=Ilg3gGewQ5U" in shown


def test_reading_commands_count_parts(cli: Cli) -> None:
    """`list`, `show` and `status` say how many parts are done; `show` ticks them."""
    assert "parts" not in cli("list").out
    cli("done", "1.1#1", "1.1#5-6")
    assert "3 of 8 parts" in cli("list").out
    assert "In progress: 1.1, 3 of 8 parts." in cli("status").words
    shown = cli("show", "1.1").out
    assert "Parts, 3 of 8 done" in shown
    assert "✓ 5  Chapter 5" in shown
    assert "· 4  Chapter 4" in shown


def test_parts_leave_the_remaining_time(cli: Cli) -> None:
    """`remaining` and the forecast drop with a part, before any time is logged."""
    before = cli("status", "--json").json
    cli("done", "1.1#1-6")
    after = cli("status", "--json").json
    assert after["remaining"]["high_minutes"] < before["remaining"]["high_minutes"]
    middle = [each["forecast"]["remaining"]["p50_minutes"] for each in (before, after)]
    assert middle[1] < middle[0]


def test_the_last_part_finishes_the_step(cli: Cli) -> None:
    """The step is named as done, and the next step follows."""
    cli("done", "1.1#1-7")
    out = cli("done", "1.1#8").out
    assert f"\ndone  1.1  {SERIES}  Neural networks (Deep Learning series)\n" in out
    assert "\nnext  1.2  karpathy-intro-to-llms" in out
    assert f"already done  1.1#2  {SERIES}" in cli("done", "1.1#2").out


def test_one_undo_takes_all_parts_of_a_command_back(cli: Cli, home: Home) -> None:
    """Also the finished step, and redo marks them again."""
    cli("done", "1.1#1")
    before = home.progress.read_bytes()
    cli("done", "1.1#2-8", "--time", "45m")
    after = home.progress.read_bytes()
    cli("undo")
    assert home.progress.read_bytes() == before
    cli("redo")
    assert home.progress.read_bytes() == after
    cli("undo")
    cli("undo")
    assert "parts_done" not in home.progress.read_text(encoding="utf-8")


def test_reset_takes_a_part_back(cli: Cli) -> None:
    """It says so, and the part is the next one again."""
    cli("done", "1.1#1-3")
    out = cli("reset", "1.1#1").out
    assert f"todo  1.1#1  {SERIES}" in out
    assert f"next  1.1#1  {SERIES}" in out
    assert f"already todo  1.1#8  {SERIES}" in cli("reset", "1.1#8").out


def test_json_has_the_parts_and_the_next_one(cli: Cli) -> None:
    """A step lists its parts; `part` of `next` is the first that is not done, else null."""
    cli("done", "1.1#1,3")
    answer = cli("next", "--json").json
    assert [part["number"] for part in answer["step"]["parts"] if part["done"]] == [1, 3]
    assert (answer["part"]["number"], answer["part"]["minutes"]) == (2, 21)
    assert answer["then"][0]["parts"] == []
    cli("done", "1.1")
    assert cli("next", "--json").json["part"] is None


def test_parts_survive_export_and_import(cli: Cli, home: Home) -> None:
    """The export has them twice: shown with the steps, and as stored."""
    cli("done", "1.1#2,4")
    exported = home.root / "it.json"
    cli("export", "-o", exported)
    stored = json.loads(exported.read_text(encoding="utf-8"))["progress"]
    assert stored["paths"]["lightweight"][SERIES]["parts_done"] == [2, 4]
    cli("reset", "1.1")
    cli("import", exported)
    assert "3 of 8: Chapter 3" not in cli("next").words
    assert [p["done"] for p in cli("next", "--json").json["step"]["parts"][:4]] == [
        False,
        True,
        False,
        True,
    ]


def test_an_export_becomes_a_path_with_its_parts(cli: Cli, home: Home) -> None:
    """`path import` of an export keeps titles, addresses, lengths and what is done."""
    cli("done", "1.1#2")
    exported = home.root / "it.json"
    cli("export", "--path", "lightweight", "-o", exported)
    cli("path", "import", exported, "--id", "copy")
    step = cli("show", f"copy/{SERIES}", "--json").json["step"]
    assert [part["done"] for part in step["parts"]].count(True) == 1
    assert step["parts"][1] == {
        "number": 2,
        "title": "Chapter 2: Gradient descent, how neural networks learn",
        "url": "https://www.youtube.com/watch?v=IHZwWFHWa-w",
        "minutes": 21,
        "note": "Approximate length.",
        "done": True,
    }


def test_the_parts_of_the_course_are_its_excerpt(cli: Cli) -> None:
    """The step's time covers sections of three chapters, and those are its parts."""
    step = cli("show", "hf-nlp-course", "--json").json["step"]
    chapters = [part["title"].split(",")[0] for part in step["parts"]]
    assert [f"of {chapter.split(':')[0].lower()}" in step["focus"] for chapter in chapters] == [
        True,
        True,
        True,
    ]


def test_words_that_name_no_part_exit_with_advice(cli: Cli) -> None:
    """A step without parts is wrong usage, a part that is not there is unknown."""
    assert "[[path.phase.step.part]]" in cli("done", "1.2#1", code=2).err
    assert "has 8 parts; there is no part 9" in cli("done", "1.1#9", code=3).err
    assert "cannot be skipped" in cli("skip", "1.1#1", code=2).err
    assert "Name the step: 1.1" in cli("log", "1.1#1", "30m", code=2).err


def test_a_step_without_parts_gets_the_command_that_adds_them(cli: Cli, home: Home) -> None:
    """A bundled path is copied, an own one edited; no file of the installation is named."""
    error = cli("done", "paper/bert#1", code=2).err
    assert "studypath path new my-paper --from paper" in error
    assert "paths.toml" not in error
    cli("path", "add", own_path(home.root / "my.toml"))
    error = cli("done", "mine/1.1#1", code=2).err
    assert "studypath path edit mine" in error
