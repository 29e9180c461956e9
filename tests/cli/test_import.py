"""`import`: versions of progress are shown, merged or put in place of the user's."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Cli, own_path
from tests.conftest import Home

PROGRESS = """\
format = 1
active = "paper"
zeal = 1
[timer]
path = "paper"
step = "bert"
started = 2026-11-21T18:00:00Z
rested = "5m"
[paths.mine]
colour = "blue"
[paths.paper.bert]
state = "done"
finished = 2026-11-20T20:00:00+00:00
updated = 2026-11-20T20:00:00+00:00
note = "theirs \\u0022 \\\\ <b> \\n\\ttab [[x]] ünï 大"
sessions = ["2026-11-20T19:00+00:00 1h"]
zoo = { when = 2026-01-01, at = 07:30:00, moment = 2026-01-01T00:00:00Z, b = [nan, -inf, 1.0, 1] }
alpha = "first"
[paths.paper.gpt-1]
state = "skipped"
reason = "known"
[paths.gone.elsewhere]
state = "doing"
"""


def write_other(home: Home, name: str = "other.toml") -> Path:
    """Write progress of another machine: a step done later, another session, another note."""
    file = home.root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(
        'format = 1\n[paths.paper.bert]\nstate = "done"\n'
        "finished = 2026-11-20T20:00:00+00:00\nupdated = 2026-11-20T20:00:00+00:00\n"
        'note = "theirs"\nsessions = ["2026-11-20T19:00+00:00 1h"]\n'
        '[paths.paper.gpt-1]\nstate = "skipped"\nupdated = 2026-11-20T20:00:00+00:00\n',
        encoding="utf-8",
    )
    return file


def test_two_versions_merge_without_asking(cli: Cli, home: Home) -> None:
    """The later state wins, sessions unite, both notes stay; importing twice changes nothing."""
    cli("log", "bert", "30m", "--on", "2026-11-19", "--at", "10:00", at="2026-11-19T12:00:00+00:00")
    cli("note", "bert", "mine", at="2026-11-19T12:00:00+00:00")
    file = write_other(home)
    lines = cli("import", file).out.splitlines()
    assert lines == [
        "paper/bert   done (was in progress), +1h, note changed",
        "paper/gpt-1  skipped",
        "",
        "merged 1 file: 2 steps, 1 session added (1h), 1 note",
    ]
    step = cli("show", "bert", "--json").json["step"]
    assert (step["state"], step["minutes_spent"]) == ("done", 90)
    assert "mine" in step["note"]
    assert "theirs" in step["note"]
    before = home.progress.read_bytes()
    assert "nothing new in 1 file" in cli("import", file).out
    assert home.progress.read_bytes() == before
    cli("undo")
    assert cli("show", "bert", "--json").json["step"]["minutes_spent"] == 30


def test_either_version_merged_into_the_other_is_the_same(cli: Cli, home: Home) -> None:
    """Importing either version into the other gives the same progress."""
    cli("done", "1.1", "--time", "1h", "--on", "2026-11-19")
    cli("note", "bert", "mine")
    mine = home.progress.read_bytes()
    theirs = write_other(home).read_bytes()
    ends = []
    for first, second in ((mine, theirs), (theirs, mine)):
        home.progress.write_bytes(first)
        (home.root / "second.toml").write_bytes(second)
        cli("import", "second.toml")
        ends.append(cli("export").json["progress"])
    assert ends[0]["paths"] == ends[1]["paths"]


def test_a_timer_that_is_logged_already_is_no_change(cli: Cli, home: Home) -> None:
    """An older file with a timer whose session is here holds nothing new; own timers stay."""
    cli("start", "1.1", at="2026-11-20T18:00:00+00:00")
    older = home.root / "older.toml"
    older.write_bytes(home.progress.read_bytes())
    cli("stop", at="2026-11-20T18:30:00+00:00")
    saved = home.progress.read_bytes()
    assert cli("import", older).out.startswith("nothing new in 1 file")
    assert home.progress.read_bytes() == saved


def test_changes_besides_steps_are_named(cli: Cli, home: Home) -> None:
    """The timer, the active path and keys of no step are named; again it is no change."""
    file = home.root / "other.toml"
    timer = '[timer]\npath = "paper"\nstep = "bert"\nstarted = 2026-11-21T18:00:00Z\n'
    file.write_text(timer, encoding="utf-8")
    assert "timer  paper/bert since 2026-11-21 18:00" in cli("import", file).out
    file.write_text(f'active = "paper"\nmine = 1\n{timer}', encoding="utf-8")
    out = cli("import", file).out
    assert "active path  paper (was the default)" in out
    assert "other keys   mine" in out
    assert "nothing new" in cli("import", file).out


def test_a_dry_run_prints_the_same_and_saves_nothing(cli: Cli, home: Home) -> None:
    """`--dry-run` names every change and creates no file."""
    file = write_other(home)
    before = sorted(home.root.rglob("*"))
    dry = cli("import", file, "--dry-run").out
    assert "nothing was saved" in dry
    assert not home.progress.exists()
    assert [each for each in sorted(home.root.rglob("*")) if "cache" not in each.parts] == before
    real = cli("import", file).out
    assert dry.splitlines()[:2] == real.splitlines()[:2]


def test_a_replacement_removes_what_the_file_lacks(cli: Cli, home: Home) -> None:
    """`--replace` names the removed steps and the backup; one undo brings all back."""
    cli("done", "1.1", "--time", "50m", "--note", "mine")
    before = cli("export").json["progress"]
    out = cli("import", write_other(home), "--replace").out
    assert re.search(r"neural-networks +removed \(was done, 50m, with a note\)", out)
    (backup,) = re.findall(r"the version before is (.+)", out)
    assert "neural-networks" in Path(backup).read_text("utf-8")
    assert list(cli("export").json["progress"]["paths"]) == ["paper"]
    cli("undo")
    assert cli("export").json["progress"] == before


def test_a_replacement_keeps_a_running_timer(cli: Cli, home: Home) -> None:
    """`--replace` is refused while a timer runs that the file does not have."""
    file = write_other(home)
    cli("start", "1.1")
    before = home.progress.read_bytes()
    err = cli("import", file, "--replace", code=2).err
    assert "A timer runs on lightweight/3blue1brown-neural-networks" in err
    assert "studypath stop" in err
    assert home.progress.read_bytes() == before
    cli("export", "-o", "mine.json")
    assert "nothing new" in cli("import", "mine.json", "--replace").out
    cli("stop", "--discard")
    cli("import", file, "--replace")


def test_the_json_of_an_import_has_every_change(cli: Cli, home: Home) -> None:
    """Steps, states, notes, sessions and what else differs are in the JSON."""
    cli("done", "bert", at="2026-11-01T18:40:00+00:00")
    answer = cli("import", write_other(home), "--json").json
    assert (answer["mode"], answer["saved"], answer["backup"]) == ("merge", True, None)
    bert, gpt = answer["steps"]
    assert (bert["path"], bert["step"]) == ("paper", "bert")
    assert bert["state"] == {"before": "done", "after": "done"}
    assert bert["note"] == {"before": None, "after": "theirs"}
    assert bert["sessions_added"] == [{"start": "2026-11-20T19:00:00+00:00", "minutes": 60}]
    assert bert["fields"] == ["finished"]
    assert gpt["state"] == {"before": None, "after": "skipped"}
    assert answer["active"] is answer["timer"] is None
    assert cli("import", write_other(home), "--json", "--dry-run").json["saved"] is False


def test_many_files_are_one_save_and_one_undo(cli: Cli, home: Home) -> None:
    """A dozen files of a thousand sessions each are one command."""
    for number in range(12):
        sessions = "".join(
            f'"20{10 + number}-{month:02}-{day:02}T{hour:02}:00+00:00 20m",'
            for month in range(1, 13) for day in range(1, 29) for hour in (9, 12, 15)
        )  # fmt: skip
        text = f"format = 1\n[paths.paper.bert]\nsessions = [{sessions}]\n"
        (home.root / f"v{number}.toml").write_text(text, "utf-8")
    cli("done", "1.1")
    before = home.progress.read_bytes()
    names = [f"v{number}.toml" for number in range(12)]
    assert "12096 sessions added" in cli("import", *names).out
    assert "import 12 files" in cli("undo").out
    assert home.progress.read_bytes() == before


def test_one_broken_file_of_several_applies_nothing(cli: Cli, home: Home) -> None:
    """If one file cannot be used, none is imported."""
    cli("done", "1.1")
    before = home.progress.read_bytes()
    (home.root / "bad.toml").write_text("format = 1\n[paths\n", "utf-8")
    assert "bad.toml" in cli("import", write_other(home), "bad.toml", code=4).err
    assert home.progress.read_bytes() == before


@pytest.mark.parametrize("where", ["empty", "same", "replaced"])
def test_an_export_comes_back_byte_for_byte(cli: Cli, home: Home, where: str) -> None:
    """Export, import, export: the same bytes, with unknown keys, odd notes and old steps."""
    home.data.mkdir()
    home.progress.write_text(PROGRESS, "utf-8")
    cli("export", "-o", "one.json")
    content = home.progress.read_bytes()
    if where != "same":
        home.progress.unlink()
    cli("import", "one.json", *(("--replace",) if where == "replaced" else ()))
    cli("export", "-o", "two.json")
    assert (home.root / "one.json").read_bytes() == (home.root / "two.json").read_bytes()
    if where == "same":
        assert home.progress.read_bytes() == content


def test_an_export_is_read_from_stdin(home: Home) -> None:
    """`-` is stdin."""
    finished = subprocess.run(
        [sys.executable, "-m", "studypath", "import", "-"],
        input=PROGRESS.encode(),
        env={**os.environ, **home.environment},
        capture_output=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    assert b"paper/bert" in finished.stdout


@pytest.mark.parametrize(
    "name",
    [
        "progress.sync-conflict-20260101-120000-ABCDEFG.toml",
        "progress (Anna's conflicted copy 2026-11-21).toml",
        "progress (1).toml",
        "progress-DESKTOP-7AB.toml",
        "progress 2.toml",
    ],
)
def test_status_mentions_a_conflict_copy_once(cli: Cli, home: Home, name: str) -> None:
    """`status` names it once, and again only if it changes; `import` without FILE takes it."""
    cli("done", "1.1")
    copy = write_other(home, f"data/{name}")
    assert cli("next").err == ""
    assert re.sub(r"\\", "", cli("status").err).count(name) == 1
    assert cli("status").err == ""
    copy.write_text(copy.read_text("utf-8").replace("1h", "2h"), "utf-8")
    os.utime(copy, ns=(1, 1))
    assert "studypath import" in cli("status", "--json").err
    assert "merged 1 file" in cli("import").out
    assert cli("show", "bert", "--json").json["step"]["minutes_spent"] == 120
    assert cli("status").err == ""


def test_only_copies_with_news_are_mentioned(cli: Cli, home: Home) -> None:
    """Not an imported copy, not one that holds nothing new, not a backup or another file."""
    cli("done", "1.1")
    copy = write_other(home, "data/progress 2.toml")
    cli("import", copy.name)
    same = home.data / "progress 3.toml"
    same.write_bytes(home.progress.read_bytes())
    (home.data / "progress-000001-2026-11-21T184000Z.toml").write_bytes(same.read_bytes())
    (home.data / "progress 4.toml").mkdir()
    (home.data / "notes 2.toml").write_text("x", "utf-8")
    assert cli("status").err == ""
    (home.data / "progress 5.toml").write_text("broken", "utf-8")
    assert cli("status").err.count("progress ") == 1


def test_a_bare_name_may_lie_beside_the_progress(cli: Cli, home: Home) -> None:
    """A name that is not here is looked for beside the progress file; here comes first."""
    write_other(home, "data/copy.toml")
    assert str(home.data / "copy.toml") in cli("import", "copy.toml", "--json").json["files"]
    (home.root / "copy.toml").write_text('active = "paper"\n', "utf-8")
    assert cli("import", "copy.toml", "--json").json["files"] == ["copy.toml"]


FOREIGN = {
    "newer.toml": ("format = 99\n", "newer studypath"),
    "newer.json": ('{"format": 9, "exported": "", "progress": {}}', "Update the program."),
    "broken.toml": ("format = 1\n[paths\n", "broken.toml:2:"),
    "empty.toml": ("", "is empty"),
    "blank.toml": ("\n\n# nothing\n", "is empty"),
    "text.toml": ("Dear diary, today I read", "text.toml:1:"),
    "config.toml": ("format = 1\nhours_per_week = 5\n", "studypath config KEY VALUE"),
    "tool.toml": ('[tool.ruff]\nline-length = 100\n[paths]\nsrc = "x"\n', "holds no progress"),
    "lrs.toml": ('url = "x"\nkey = "k"\nsecret = "s"\n', "holds the key of a store"),
    "calendar.json": ('{"format": 1, "events": {}}', "exported calendars"),
    "vault.json": ('{"format": 1, "notes": {}}', "Obsidian"),
    "status.json": ('{"format": 1, "path": {}, "done": 1}', "another command than export"),
    "list.json": ('[{"type": "book", "title": "x"}]', "CSL JSON"),
    "other.json": ('{"a": 1}', "is JSON, but"),
    "cut.json": ('{"format": 1, "progress": {', "is not JSON"),
    "wrong.json": ('{"format": 1, "progress": {"paths": {"p": {"s": {"state": 1}}}}}', "state"),
    "null.json": ('{"format": 1, "progress": {"x": null}}', "no progress file can"),
    "lone.json": ('{"format": 1, "progress": {"x": "\\ud800"}}', "no progress file can"),
    "types.json": ('{"format": 1, "progress": {}, "types": {"/x": "date"}}', "types"),
    "types2.json": ('{"format": 1, "progress": {"x": "y"}, "types": {"/x": "float"}}', "types"),
    "constant.json": ('{"format": 1, "progress": {"x": NaN}}', "number"),
    "a.csv": ("path,phase,number,id,title\n", "CSV"),
    "a.md": ("# Path\n\n- [x] one\n", "Markdown"),
    "a.bib": ("@article{x,\n}", "BibTeX"),
    "a.ics": ("BEGIN:VCALENDAR\n", "calendar"),
    "a.jsonl": ('{"id": "1", "actor": {}}\n{"id": "2", "actor": {}}\n', "xAPI"),
    "a.txt": ("#separator:tab\n#html:true\nx\ty\n", "Anki"),
    "page.html": ("<!DOCTYPE html><html></html>", "HTML"),
    "a.zip": ("PK\x03\x04\x00\x00", "ZIP"),
    "long.txt": ("a line\n" * 200_000, "holds no progress"),
    "noise.toml": ("\x00\x01\x02\x03" * 50, "binary"),
    "wide.toml": ("format = 1\n".encode("utf-16").decode("latin-1"), "UTF-16"),
    "deep.json": ("[" * 200_000, "nested"),
    "deeper.json": ('{"format":1,"progress":{"x":' + "[" * 100_000, "nested too deep"),
    "nested.json": (
        '{"format":1,"progress":{"x":' + "[" * 500 + "]" * 500 + "}}",
        "nested",
    ),
    "huge.json": ('{"format":1,"progress":{"x":' + "9" * 5000 + "}}", "too large"),
    "digits.json": ('{"format":1,"progress":{"x":' + "9" * 900 + "}}", "number"),
    "infinite.json": ('{"format":1,"progress":{"x":1e999}}', "number"),
    "many.json": ('{"format":1,"progress":{"x":[' + "[]," * 500_000 + "0]}}", "1,000,000 values"),
    "many2.json": ('{"format":1,"progress":{"x":[' + "0," * 300_000 + "0]}}", "300,000 values"),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_what_is_no_progress_exits_4_and_is_named(cli: Cli, home: Home, name: str) -> None:
    """Any other file is refused with what it is, and nothing changes."""
    cli("done", "1.1")
    before = home.progress.read_bytes()
    content, message = FOREIGN[name]
    (home.root / name).write_bytes(
        content.encode("latin-1" if name.startswith("wide") else "utf-8")
    )
    err = cli("import", name, code=4).err
    assert name in err
    assert message in err
    assert home.progress.read_bytes() == before


def test_files_of_the_program_are_refused_with_what_to_do(cli: Cli, home: Home) -> None:
    """A file of paths leads to `path add`, the journal to `undo`."""
    own_path(home.root / "mine.toml")
    cli("done", "1.1")
    assert "studypath path add" in cli("import", "mine.toml", code=4).err
    assert "undo journal" in cli("import", home.data / "undo.json", code=4).err
    assert "nowhere.toml" in cli("import", "nowhere.toml", code=4).err
    assert "directory" in cli("import", home.data, code=4).err


def test_a_file_of_100_mb_is_refused_unread(cli: Cli, home: Home) -> None:
    """The limit is checked before the content is read."""
    for name in ("large.json", "large.toml"):
        with (home.root / name).open("wb") as file:
            file.truncate(100 << 20)
        assert "is larger than" in cli("import", name, code=4).err


def test_an_export_of_an_earlier_version_is_imported(cli: Cli, home: Home) -> None:
    """Exports without `types` and with fields that are not known are read."""
    cli("done", "bert", "--time", "1h")
    document = json.loads(cli("export").out)
    del document["types"]
    document["later"] = [1]
    (home.root / "old.json").write_text(json.dumps(document), "utf-8")
    home.progress.unlink()
    cli("import", "old.json")
    assert cli("show", "bert", "--json").json["step"]["minutes_spent"] == 60
