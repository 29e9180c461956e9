"""Wrong usage and unusable files."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from tests.cli.conftest import Cli
from tests.conftest import Home, Run

READING = [
    ("next",),
    ("status",),
    ("list",),
    ("show", "bert"),
    ("deepen",),
    ("history",),
    ("plan", "--by", "2027-01-31"),
    ("export",),
    ("path", "list"),
    ("open", "bert", "--print"),
]
CHANGING = [
    ("done", "1.1"),
    ("skip", "1.1"),
    ("reset", "1.1"),
    ("note", "1.1", "x"),
    ("log", "1.1", "45m"),
    ("unlog",),
    ("start",),
    ("stop",),
    ("use", "paper"),
    ("undo",),
    ("redo",),
]
UNUSABLE = {
    "broken": ("format = 1\n[paths.paper.bert]\nstate = \n", "progress.toml:3"),
    "wrong state": ('format = 1\n[paths.paper.bert]\nstate = "finished"\n', "progress.toml:3"),
    "wrong session": ('format = 1\n[paths.paper.bert]\nsessions = ["x"]\n', "progress.toml:3"),
    "newer": ("format = 2\n", "progress.toml:1"),
    "binary": ("\x00\x01", "progress.toml"),
}


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("nxt",), "Did you mean next?"),
        (("stats",), "Did you mean status or start?"),
        (("path", "chekc"), "Did you mean check?"),
        (("doen",), "Did you mean done?"),
        (("next", "--pth", "paper"), "Did you mean --path?"),
        (("skip",), "Missing argument 'STEP...'"),
        (("show",), "Missing argument 'STEP|PHASE|PATH|CONCEPT'"),
        (("use",), "Missing argument 'PATH'"),
        (("path", "check"), "Missing argument 'FILE|PATH'"),
        (("import",), "There are no conflict copies"),
        (("import", "--replace"), "Name it"),
        (("merge",), "Did you mean import?"),
        (("next", "-n", "none"), "'none' is not a valid number"),
        (("next", "-n", "0"), "Give a number from 1 to 1000."),
        (("status", "paper", "extra"), "Unexpected argument 'extra'"),
        (("undo", "3", "4"), "Unexpected argument '3'"),
        (("list", "paper", "--all"), "--all and a path exclude each other"),
        (("report", "paper", "--all"), "--all and a path exclude each other"),
        (("export", "--path", "paper", "--all"), "--all and a path exclude each other"),
        (("export", "-f", "csv", "--since", "yesterday"), "--since does not apply to csv"),
        (("export", "-f", "json", "--raw"), "--raw does not apply to json"),
        (("export", "--format", "xml"), "Choose one of: json, csv, markdown,"),
        (("history", "--by", "year"), "Choose one of: day, week, step."),
        (("plan", "--hours-per-week", "much"), "'much' is not a number"),
        (("next", "-n"), "See: studypath next --help"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_wrong_usage_exits_2_with_advice(
    cli: Cli, home: Home, args: tuple[str, ...], message: str
) -> None:
    """Wrong usage exits 2, prints advice on stderr, and writes nothing."""
    answer = cli(*args, code=2)
    assert not answer.out
    assert message in " ".join(answer.err.split())
    assert not home.data.exists()


@pytest.mark.parametrize(
    "args",
    [
        ("nonexist",),
        ("path", "nonexist"),
        ("config", "nonexist"),
        ("use", "nonexist"),
        ("done", "nonexist"),
        ("done", "nonexist/bert"),
        ("show", "nonexist"),
        ("deepen", "nonexist"),
        ("next", "--path", "nonexist"),
    ],
    ids=" ".join,
)
def test_nothing_is_suggested_for_a_word_that_is_near_nothing(
    cli: Cli, args: tuple[str, ...]
) -> None:
    """Only what is near is suggested."""
    assert "Did you mean" not in cli(*args, code=None).err


def test_a_number_of_another_path_is_suggested_and_can_be_typed(cli: Cli) -> None:
    """The suggestion for a number that only the other path has works as a STEP."""
    assert "Did you mean paper/2.3?" in cli("done", "2.3", code=3).err
    assert "done  2.3  gpt-2" in cli("done", "paper/2.3").out
    assert "Did you mean paper/2.3?" in cli("show", "2.3", code=3).err
    assert cli("show", "paper/2.3", "--json").json["step"]["id"] == "gpt-2"


# A mistake of each kind: usage, values, steps, files, remotes.
MISTAKES: list[tuple[str, ...]] = [
    ("nxt",),
    ("next", "--pth", "paper"),
    ("next", "-n"),
    ("skip",),
    ("done", "nonsuch"),
    ("done", "transformer"),
    ("use", "nonsuch"),
    ("list", "--concept", "nonsuch"),
    ("list", "--state", "gone"),
    ("export", "-f", "xml"),
    ("export", "-o", "missing/it.json"),
    ("export", "-f", "csv", "-o", "there.toml"),
    ("report", "-o", "."),
    ("plan",),
    ("plan", "--by", "2020-01-01"),
    ("plan", "--hours-per-week", "0"),
    ("plan", "--hours-per-week", "0.1"),
    ("plan", "--days", "someday"),
    ("plan", "--pause", "later"),
    ("plan", "--alarm", "10m"),
    ("log", "1.1", "50h"),
    ("log", "1.1", "45m", "--on", "1969-01-01"),
    ("config", "nonsuch"),
    ("config", "hours_per_week", "many"),
    ("stop",),
    ("class",),
    ("class", "missing"),
    ("path", "check", "missing.toml"),
    ("path", "check", "there.toml"),
    ("path", "import", "there.toml"),
    ("sync",),
    ("sync", "--init", "http://example.org/x.git"),
    ("push",),
    ("push", "--lrs", "nowhere"),
    ("push", "--lrs", "http://example.org"),
]


@pytest.mark.parametrize("args", MISTAKES, ids=" ".join)
def test_an_error_says_what_happened_and_what_to_do(
    cli: Cli, home: Home, args: tuple[str, ...]
) -> None:
    """An error is a line on what happened and one on what to do, without boxes, at any width."""
    (home.root / "there.toml").write_text("format = [", encoding="utf-8")
    errors = {cli(*args, code=None, COLUMNS=width).err for width in ("20", "40", "80", "200")}
    assert len(errors) == 1
    text = errors.pop()
    what, advice = text.removesuffix("\n").split("\n")
    assert what.startswith("studypath: ")
    assert not what.endswith(".")
    assert not what.removeprefix("studypath: ").startswith(("a ", "the ", "there ", "no ", "give "))
    assert advice[0].isupper()
    assert advice.endswith((".", "?")) or ": " in advice
    assert text.isascii()


@pytest.mark.parametrize("args", [("status",), ("nonsuch",)], ids=" ".join)
def test_an_error_has_no_box_on_a_terminal(run: Run, args: tuple[str, ...]) -> None:
    """Colour and a forced terminal change nothing in an error."""
    usual = run(*args, "--nonsuch")
    forced = run(*args, "--nonsuch", FORCE_COLOR="1", NO_COLOR=None, TERM="xterm-256color")
    assert (forced.returncode, forced.stderr) == (2, usual.stderr)
    assert len(usual.stderr.splitlines()) == 2


def test_several_faults_are_a_line_each(cli: Cli, home: Home) -> None:
    """The faults of a file come first, then one line on what to do."""
    (home.root / "bad.toml").write_text('format = 1\n[[path]]\nid = "A B"\n', encoding="utf-8")
    lines = cli("path", "check", "bad.toml", code=4).err.splitlines()
    assert len(lines) == 4
    assert all("bad.toml:" in line for line in lines[:3])
    assert lines[3] == "Correct the file and try again."


@pytest.mark.parametrize("args", [("done", "b\udcffrt"), ("note", "1.1", "\udce9"), ("\udc80",)])
def test_broken_text_is_refused(cli: Cli, home: Home, args: tuple[str, ...]) -> None:
    """An argument that is not valid text exits 2 before anything is read or written."""
    result = cli(*args, code=2)
    assert "not valid text" in result.err
    assert not list(home.root.iterdir())


@pytest.mark.parametrize(
    "word", ["", " ", "/", "paper/", "nonsuch/bert", "9", "1.9", "0", "*", "🙂"]
)
def test_a_word_that_means_no_step_exits_3(cli: Cli, word: str) -> None:
    """A word that names no step exits 3 with a message, whatever it is."""
    assert cli("done", word, code=3).err.startswith("studypath: ")


@pytest.mark.parametrize("kind", UNUSABLE)
@pytest.mark.parametrize("args", READING + CHANGING, ids=" ".join)
def test_unusable_progress_exits_4_and_is_left_alone(
    cli: Cli, home: Home, args: tuple[str, ...], kind: str
) -> None:
    """An unusable progress file is named with its line and never written."""
    content, place = UNUSABLE[kind]
    home.data.mkdir(parents=True)
    home.progress.write_text(content, encoding="utf-8")
    result = cli(*args, code=4)
    assert place in result.err
    assert not result.out
    assert home.progress.read_text(encoding="utf-8") == content
    assert {entry.name for entry in home.data.iterdir()} <= {"progress.toml", "progress.lock"}


def test_a_newer_format_is_refused_with_advice(cli: Cli, home: Home) -> None:
    """A progress file of a newer format is refused with advice."""
    home.data.mkdir(parents=True)
    home.progress.write_text("format = 2\n", encoding="utf-8")
    result = cli("next", code=4).err
    assert "newer" in result
    assert "studypath" in result.partition(": ")[2]


def test_commands_without_progress_work_beside_a_broken_file(cli: Cli, home: Home) -> None:
    """`where`, `config`, `path check` and help work while progress is broken."""
    home.data.mkdir(parents=True)
    home.progress.write_text("format = [", encoding="utf-8")
    assert str(home.progress) in cli("where").out
    cli("config")
    cli("--help")
    cli("path", "check", cli("where", "--json").json["files"]["bundled"])


def test_hand_edits_of_any_layout_are_read(cli: Cli, home: Home) -> None:
    """A byte order mark, CRLF and inline tables are read; unknown keys stay."""
    home.data.mkdir(parents=True)
    text = (
        "\ufeffactive = 'paper'\r\nformat = 1\r\n"
        "paths.paper.bert = { state = 'done', mood = 'good' } # by hand\r\n"
    )
    home.progress.write_bytes(text.encode("utf-8"))
    assert cli("status", "--json").json["done"] == 1
    cli("done", "1.1")
    assert 'mood = "good"' in home.progress.read_text(encoding="utf-8")
    assert cli("status", "--json").json["done"] == 2


def test_a_lock_held_too_long_exits_5(run: Run, home: Home) -> None:
    """While another process holds the lock a change exits 5 within seconds; a reader works."""
    hold = (
        "import sys, time; from pathlib import Path; from studypath.storage.lock import hold_lock\n"
        "with hold_lock(Path(sys.argv[1])):\n    print('held', flush=True)\n    time.sleep(60)\n"
    )
    lock = home.data / "progress.lock"
    holder = subprocess.Popen(
        [sys.executable, "-c", hold, str(lock)],
        stdout=subprocess.PIPE,
        env=home.environment,
        text=True,
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        assert run("next").returncode == 0
        began = time.monotonic()
        result = run("done", "1.1")
        assert result.returncode == 5
        assert time.monotonic() - began < 15
        assert not result.stdout
        assert result.stderr.startswith("studypath: ")
    finally:
        holder.kill()
        holder.communicate()
    assert run("done", "1.1").returncode == 0


def test_a_fault_of_the_program_exits_1(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unexpected error exits 1 and says how to see the traceback."""

    def broken(*_: object, **__: object) -> None:
        msg = "boom"
        raise RuntimeError(msg)

    monkeypatch.setattr("studypath.cli.status.build_path_status", broken)
    result = cli("status", code=1)
    assert "Fault of the program: RuntimeError: boom" in result.err
    assert "STUDYPATH_DEBUG=1" in result.err


def test_a_wrong_clock_exits_2(cli: Cli) -> None:
    """An invalid STUDYPATH_NOW exits 2 and says how to write it."""
    assert "Write it like" in cli("next", at="noon", code=2).err


@pytest.mark.parametrize(
    "args",
    [
        ("status",),
        ("next",),
        ("list",),
        ("plan", "--by", "2027-06-30"),
        ("history",),
        ("export", "-f", "csv"),
    ],
    ids=lambda args: args[0],
)
def test_a_path_is_an_argument_or_an_option(cli: Cli, args: tuple[str, ...]) -> None:
    """`status paper` is `status --path paper`; two different paths are refused."""
    command, *options = args
    assert cli(command, "paper", *options).out == cli(command, *options, "--path", "paper").out
    assert "Did you mean paper?" in cli(command, "papre", *options, code=3).err
    both = cli(command, "paper", *options, "--path", "lightweight", code=2)
    assert "paper and --path lightweight differ" in both.err


def test_a_duration_may_be_several_words(cli: Cli) -> None:
    """`log 1.1 2 hours` and `log 2 hours` are two hours; `log 2 3h` is step 2 and three hours."""
    assert cli("log", "1.1", "2", "hours").out.startswith("logged 2h on")
    assert cli("log", "1.1", "1h", "30m", "--on", "yesterday").out.startswith("logged 1h30m on")
    assert cli("log", "2", "hours").out.startswith("logged 2h on")
    assert cli("log", "--edit", "1", "1", "hour").out.startswith("edited 2h on")
    assert "'2' means" in cli("log", "2", "3h", code=2).err
    assert "'45' has no unit" in cli("log", "1.1", "45", code=2).err


def test_a_number_alone_has_no_unit(cli: Cli) -> None:
    """`log 45` may be minutes or hours; a step alone is asked for its time."""
    assert (
        "'45' has no unit\nWrite 45m for minutes or 45h for hours." in cli("log", "45", code=2).err
    )
    assert "How long did it take?" in cli("log", "1.1", code=2).err


def test_a_text_without_quotes_is_understood_or_explained(cli: Cli) -> None:
    """The words after the step are the note; a reason without its option is named."""
    cli("note", "1.1", "more", "here")
    assert cli("note", "1.1").out == "more here\n"
    unknown = cli("note", "zzz", "here", code=3).err
    assert 'quote the text: studypath note "zzz here"' in unknown
    refused = cli("skip", "1.1", "too", "long", code=3).err
    assert "There is no step 'too'" in refused
    assert 'To give a reason: studypath skip 1.1 --reason "too long"' in refused
    assert "--reason" not in cli("skip", "too", "long", code=3).err
    assert "--reason" not in cli("skip", "1.1", "1.22", code=3).err
