"""`done`, `skip`, `reset` and `note`."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from tests.cli.conftest import Cli, own_path
from tests.conftest import Home, Run


def entry(home: Home, path: str, step: str) -> Any:  # noqa: ANN401  a table of TOML
    """Return the entry of a step in the progress file."""
    return tomllib.loads(home.progress.read_text(encoding="utf-8"))["paths"][path][step]


def test_done_prints_the_step_the_phase_and_the_next_step(cli: Cli, home: Home) -> None:
    """`done` prints the step, the progress of its phase, and the next step."""
    lines = cli("done", "1.1").out.splitlines()
    assert lines[0].startswith("done  1.1  3blue1brown-neural-networks")
    assert lines[1] == "Step 1, Visual Intuition: 1 of 2 done, 50m–1h15m left"
    assert lines[2].startswith("next  1.2  karpathy-intro-to-llms")
    saved = entry(home, "lightweight", "3blue1brown-neural-networks")
    assert saved["state"] == "done"
    assert saved["finished"].isoformat() == "2026-11-21T18:40:00+00:00"


def test_several_steps_are_marked_at_once(cli: Cli) -> None:
    """Several words mark several steps, each once, as one command and one undo."""
    result = cli("done", "1.1", "2.1", "3blue1brown-neural-networks")
    assert result.out.count("done  ") == 2
    assert cli("status", "--json").json["done"] == 2
    cli("undo")
    assert cli("status", "--json").json["done"] == 0


def test_several_steps_are_all_marked_or_none(cli: Cli, home: Home) -> None:
    """An unknown step among several stops the command before anything is written."""
    assert not cli("done", "1.1", "nonsuch", code=3).out
    assert not home.progress.exists()


def test_a_phase_marks_its_remaining_steps(cli: Cli, home: Home) -> None:
    """A phase marks its remaining steps; done and skipped ones stay as they are."""
    cli("done", "3.1", at="2026-11-01T10:00:00+00:00")
    cli("skip", "3.2", "--reason", "known")
    for word in ("3", "step-3", "phase-3"):
        cli("done", word)
    phase = cli("show", "step-3", "--json").json["phase"]
    assert [step["state"] for step in phase["steps"]] == [
        "done", "skipped", "done", "done", "done",
    ]  # fmt: skip
    saved = entry(home, "lightweight", "illustrated-transformer")
    assert saved["finished"].day == 1


def test_a_phase_leaves_skipped_steps_skipped(cli: Cli) -> None:
    """A skipped step is marked only if it is named itself."""
    cli("skip", "3.2")
    assert "still skipped  3.2" in cli("done", "3").out
    assert cli("done", "3").out.count("already done") == 4
    assert cli("done", "3", "3.2").out.count("\ndone  3.2") == 1
    assert cli("reset", "1.1").out.startswith("already todo  1.1")


def test_a_time_is_for_one_step(cli: Cli) -> None:
    """`--time` with a phase is logged if one step remains, and refused for more."""
    assert "Log each" in cli("done", "1", "--time", "1h", code=2).err
    cli("done", "1.1")
    cli("done", "1", "--time", "1h")
    steps = cli("show", "step-1", "--json").json["phase"]["steps"]
    assert [step["minutes_spent"] for step in steps] == [0, 60]
    assert "nothing was logged" in cli("done", "1", "--time", "1h").out


def test_done_twice_changes_nothing(cli: Cli, home: Home) -> None:
    """Marking a done step is no error, says so, and leaves the file as it is."""
    cli("done", "1.1", "--time", "1h", "--note", "once")
    before = home.progress.read_bytes()
    result = cli("done", "1.1", "--time", "2h", "--note", "once", at="2026-11-22T10:00:00+00:00")
    assert result.out.startswith("already done  1.1")
    assert (
        "nothing was logged, as it was done before; to log it: "
        "studypath log 3blue1brown-neural-networks 2h" in result.out
    )
    assert home.progress.read_bytes() == before


def test_a_step_of_another_path_names_its_path(cli: Cli) -> None:
    """A step of another path is marked there, and the output names that path."""
    result = cli("done", "bert")
    assert "(on the path paper)" in result.out
    assert "Paper Path, Phase 2" in result.out
    assert "next  1.1  3blue1brown" in result.out
    assert "(on the path" not in cli("done", "1.1").out


def test_the_active_path_comes_first(cli: Cli) -> None:
    """A number means a step of the active path, `PATH/NUMBER` one of another path."""
    assert "3blue1brown" in cli("done", "1.1").out
    assert "seq2seq" in cli("done", "paper/1.1").out
    cli("use", "paper")
    assert "bahdanau" in cli("done", "1.2").out


def test_an_ambiguous_word_names_its_candidates(cli: Cli, home: Home) -> None:
    """A part of several ids exits 3, names them all and marks none."""
    cli("use", "paper")
    before = home.progress.read_bytes()
    result = cli("done", "gpt", code=3)
    for step in ("gpt-1", "gpt-2", "gpt-3"):
        assert step in result.err
    assert home.progress.read_bytes() == before


def test_an_unknown_step_names_the_nearest(cli: Cli) -> None:
    """A mistyped id exits 3 and names the nearest ids."""
    result = cli("done", "brt", code=3)
    assert result.err == "studypath: There is no step 'brt'\nDid you mean bert?\n"


def test_a_part_of_an_id_is_enough(cli: Cli) -> None:
    """An unambiguous beginning or part of an id, in any case, means the step."""
    assert "illustrated-transformer" in cli("done", "illus").out
    assert "huyen-llmops" in cli("done", "llmops").out
    assert "bert" in cli("done", "BERT").out


@pytest.mark.parametrize(
    "args",
    [
        ("done", "1.1", "--on", "2026-11-22"),
        ("done", "1.1", "--on", "soon"),
        ("done", "1.1", "--on", "1815-12-10"),
        ("done", "1.1", "--time", "1x"),
        ("done", "1.1", "--time", "0m"),
        ("done", "1.1", "1.2", "--time", "1h"),
        ("done", "1.1", "--read", "sideways"),
        ("done", "1.1", "--note", "red\x1b[31m"),
        ("done", "1.1", "--note", "x" * 20_001),
        ("done", "step-5"),
        ("skip", "1.1", "--reason", "a\x00b"),
        ("note", "1", "which?"),
    ],
    ids=lambda args: " ".join(args)[:30].encode("unicode_escape").decode(),
)
def test_invalid_arguments_exit_2(cli: Cli, home: Home, args: tuple[str, ...]) -> None:
    """Invalid arguments exit 2 with a message on stderr and write nothing."""
    result = cli(*args, code=2)
    assert result.err.startswith("studypath: ")
    assert not result.out
    assert not home.progress.exists()


def test_done_stores_its_options(cli: Cli, home: Home) -> None:
    """`--time`, `--on`, `--read` and `--note` are stored."""
    cli("done", "bert", "--time", "1h30m", "--on", "2026-11-20", "--read", "skim", "--note", "è")
    saved = entry(home, "paper", "bert")
    assert saved["finished"].date().isoformat() == "2026-11-20"
    assert (saved["read"], saved["note"]) == ("skim", "è")
    assert [line.split()[1] for line in saved["sessions"]] == ["1h30m"]
    assert cli("show", "bert", "--json").json["step"]["minutes_spent"] == 90


def test_a_session_of_today_ends_now(cli: Cli, home: Home) -> None:
    """A session logged with `done` today ends now and starts that much earlier."""
    cli("done", "1.1", "--time", "40m")
    saved = entry(home, "lightweight", "3blue1brown-neural-networks")
    assert saved["sessions"][0].startswith("2026-11-21T18:00")


def test_done_after_skip_counts_again(cli: Cli) -> None:
    """A skipped step that is marked done counts again."""
    cli("skip", "1.1", "--reason", "known")
    assert cli("status", "--json").json["skipped"] == 1
    result = cli("done", "1.1")
    assert result.out.startswith("done  1.1")
    status = cli("status", "--json").json
    assert (status["done"], status["skipped"]) == (1, 0)
    assert cli("show", "1.1", "--json").json["details"]["reason"] is None


def test_a_skipped_step_leaves_the_total(cli: Cli) -> None:
    """A skipped step leaves the total, never counts as done, and keeps its reason."""
    result = cli("skip", "1.1", "--reason", "from work")
    assert result.out.startswith("skipped  1.1")
    assert "1 skipped" in result.out
    status = cli("status", "--json").json
    assert (status["done"], status["skipped"], status["percent"]) == (0, 1, 0)
    assert status["remaining"]["low_minutes"] == 600 - 50
    assert "from work" in cli("show", "1.1").out
    assert cli("skip", "1.1", "--reason", "from work").out.startswith("already skipped")


def test_skipping_a_phase_leaves_done_steps(cli: Cli) -> None:
    """Skipping a phase leaves its done steps done."""
    cli("done", "1.1")
    cli("skip", "1")
    status = cli("status", "--json").json
    assert (status["done"], status["skipped"]) == (1, 1)


def test_skipped_steps_do_not_prevent_100_percent(cli: Cli) -> None:
    """With all other steps done, skipped steps leave the path at 100 percent."""
    cli("skip", "1", "2", "4")
    cli("done", "3")
    status = cli("status", "--json").json
    assert (status["percent"], status["done"], status["skipped"]) == (100, 5, 5)


def test_reset_keeps_sessions_and_notes(cli: Cli, home: Home) -> None:
    """`reset` sets a step back to todo; its sessions and note stay."""
    cli("done", "1.1", "--time", "1h", "--note", "keep me")
    result = cli("reset", "1.1")
    assert result.out.startswith("todo  1.1")
    saved = entry(home, "lightweight", "3blue1brown-neural-networks")
    assert saved.get("state", "todo") == "todo"
    assert "finished" not in saved
    assert saved["note"] == "keep me"
    assert len(saved["sessions"]) == 1
    assert cli("reset", "1.1").out.startswith("already todo  1.1")


def test_a_reason_given_later_is_printed(cli: Cli) -> None:
    """`skip --reason` on a skipped step says that the reason is noted, or changed from which."""
    cli("skip", "1.1")
    noted = cli("skip", "1.1", "--reason", "too long").out
    assert noted.startswith("already skipped  1.1  3blue1brown")
    assert "\nreason noted  1.1  3blue1brown" in noted
    assert ": too long\n" in noted
    changed = cli("skip", "1.1", "--reason", "known").out
    assert "\nreason changed  1.1  3blue1brown" in changed
    assert "\nit was: too long\n" in changed
    assert "reason" not in cli("skip", "1.1", "--reason", "known").out


def test_skip_and_reset_leave_the_timer_running(cli: Cli) -> None:
    """`skip` and `reset` log nothing and say that the timer of the step is running."""
    cli("start", "1.1", at="2026-11-21T18:00:00+00:00")
    for command in ("skip", "reset"):
        result = cli(command, "1.1").words
        assert "timer running since 18:00" in result
        assert "studypath stop --discard" in result
    assert "timer" not in cli("skip", "2.1").out


def test_a_note_is_shown_replaced_and_removed(cli: Cli) -> None:
    """`note` shows a note, replaces it and prints the old one; an empty text removes it."""
    assert "no note;" in cli("note", "1.1").out
    step = "1.1  3blue1brown-neural-networks  Neural networks (Deep Learning"
    assert cli("note", "1.1", "first").out.startswith(f"noted  {step}")
    assert cli("note", "1.1", "first").out.startswith(f"no change  {step}")
    assert cli("note", "1.1").out == "first\n"
    assert "it was: first" in cli("note", "1.1", "second").out
    assert cli("note", "1.1", "second").out.startswith("no change")
    cli("note", "1.1", "third", "--append")
    assert cli("note", "1.1").out == "second\nthird\n"
    assert cli("note", "1.1", "").out.startswith(f"note removed  {step}")
    assert "no note;" in cli("note", "1.1").out


def test_a_note_of_several_lines_is_printed_on_one(cli: Cli) -> None:
    """The change of a note with several lines is printed on one line."""
    result = cli("note", "1.1", "one\ntwo")
    assert result.out.startswith("noted  1.1  3blue1brown-neural-networks  Neural networks")
    assert result.out.endswith(": one / two\n")
    assert len(result.out.splitlines()) == 1
    assert cli("note", "1.1").out == "one\ntwo\n"
    assert "it was: one / two" in cli("note", "1.1", "").out


def test_the_same_work_is_done_on_both_paths(cli: Cli, home: Home) -> None:
    """Steps with one arXiv id are one work: marking one marks both, and the output says so."""
    home.paths.mkdir(parents=True)
    (home.paths / "mine.toml").write_text(
        'format = 1\n[[path]]\nid = "mine"\ntitle = "Mine"\n[[path.phase]]\nid = "all"\n'
        'title = "All"\n[[path.phase.step]]\nid = "the-bert"\ntitle = "B"\nkind = "paper"\n'
        'arxiv = "1810.04805"\n',
        encoding="utf-8",
    )
    assert "the same work as mine/the-bert: done there too" in cli("done", "bert").out
    assert cli("status", "--path", "mine", "--json").json["percent"] == 100


def test_done_in_a_real_process(run: Run, home: Home) -> None:
    """A process that marks a step exits 0, prints on stdout only, and writes the file."""
    result = run("done", "1.1")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("done  1.1")
    assert run("done", "gpt").returncode == 3
    assert home.progress.is_file()


def test_a_former_id_of_a_phase_still_marks_its_steps(cli: Cli, home: Home) -> None:
    """`done OLD-PHASE` resolves through the `aliases` of the renamed phase."""
    home.paths.mkdir(parents=True)
    file = own_path(home.paths / "mine.toml")
    text = file.read_text("utf-8")
    file.write_text(text.replace('id = "first"', 'id = "new"\naliases = ["first"]'), "utf-8")
    cli("use", "mine")
    assert "alone" in cli("done", "first").out
    assert cli("show", "first", "--json").json["phase"]["id"] == "new"
    assert cli("status", "--json").json["percent"] == 100


def test_a_note_on_a_finished_step_is_kept(cli: Cli) -> None:
    """`done --note` adds to the note, also on a finished step; the same text is not repeated."""
    cli("done", "chinchilla", "--note", "first")
    again = cli("done", "chinchilla", "--note", "again").words
    assert "noted 3.2 chinchilla Training Compute-Optimal Large Language Models" in again
    assert "(on the path paper): first / again" in again
    assert cli("note", "chinchilla").out == "first\nagain\n"
    assert "noted" not in cli("done", "chinchilla", "--note", "again").out
    cli("undo")
    assert cli("note", "chinchilla").out == "first\n"


def test_the_reading_of_a_finished_step_is_kept(cli: Cli) -> None:
    """`done --read` on a finished step stores how it was read; the day of finishing stays."""
    cli("done", "chinchilla", "--on", "2026-11-18")
    read = cli("done", "chinchilla", "--read", "skim").words
    assert "read 3.2 chinchilla Training Compute-Optimal Large Language Models" in read
    assert "(on the path paper): skim" in read
    cli("use", "paper")
    steps = cli("list", "--json").json["steps"]
    finished = [step["finished"] for step in steps if step["id"] == "chinchilla"]
    assert finished[0].startswith("2026-11-18")


def test_a_note_on_the_same_work_of_another_path_keeps_it_done(cli: Cli, home: Home) -> None:
    """A note on a step that is done on another path does not set it back."""
    text = (
        'format = 1\n[[path]]\nid = "mine"\ntitle = "Mine"\n'
        '[[path.phase]]\nid = "one"\ntitle = "One"\n'
        '[[path.phase.step]]\nid = "my-bert"\ntitle = "B"\nkind = "paper"\narxiv = "1810.04805"\n'
    )
    (home.root / "mine.toml").write_text(text)
    cli("path", "add", "mine.toml")
    cli("done", "my-bert")
    cli("done", "bert", "--note", "again", "--read", "skim", at="2026-11-22T10:00:00+00:00")
    for step in ("bert", "my-bert"):
        shown = cli("show", step, "--json").json["step"]
        assert (shown["state"], shown["note"]) == ("done", "again")
        assert shown["finished"].startswith("2026-11-21")


def test_what_a_finished_step_does_not_get_is_said(cli: Cli) -> None:
    """Time and day of a finished step are not stored; the output names the commands for it."""
    cli("done", "bert")
    out = cli("done", "bert", "--time", "30m", "--on", "2026-11-19").out
    assert "to log it: studypath log bert 30m" in out
    assert "studypath reset bert, then studypath done bert --on 2026-11-19" in out
    cli("done", "1")
    assert "nothing was noted" in cli("done", "1", "--note", "all").out


@pytest.mark.parametrize(
    ("args", "logged"),
    [
        ((), "logged 50m on 2026-11-21, 17:50–18:40  1.1  3blue1brown-neural-networks"),
        (("--on", "2026-11-19"), "logged 50m on 2026-11-19, "),
    ],
)
def test_done_with_a_time_says_what_it_logged(cli: Cli, args: tuple[str, ...], logged: str) -> None:
    """The session is printed with its day, its times and its step."""
    assert logged in cli("done", "1.1", "--time", "50m", *args).out


def test_a_stopped_timer_is_logged_in_one_line(cli: Cli) -> None:
    """`done` names the session of the timer that it stops once."""
    cli("start", "1.1", at="2026-11-21T18:00:00+00:00")
    assert cli("done", "1.1").out.count("logged") == 1
