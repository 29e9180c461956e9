"""Text from outside stays text in every command and every format."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import icalendar
import pytest
import tomli_w

from studypath.core.text import has_control
from tests.conftest import Home
from tests.safety.commands import CHANGING, READING
from tests.safety.conftest import Forked, Ran
from tests.safety.homes import snapshot
from tests.safety.hostile import HOSTILE

QUICK = {"rich closing tag", "osc link", "bidi override", "formula", "markdown link", "path up"}
texts = pytest.mark.parametrize(
    "text",
    [
        pytest.param(text, id=name, marks=[] if name in QUICK else [pytest.mark.slow])
        for name, text in HOSTILE.items()
    ],
)
EXPECTED = {0, 2, 3, 4}


def harmless(ran: Ran, *context: object) -> None:
    """Judge what reached the terminal: expected exit, no control character, no terminal link."""
    assert ran.code in EXPECTED, (context, ran)
    assert "Traceback" not in ran.stderr, (context, ran)
    assert "Fault of the program" not in ran.stderr, (context, ran)
    assert not has_control(ran.stderr, multiline=True), (context, ran.stderr)
    out = ran.stdout.replace("\r\n", "\n") if "csv" in context else ran.stdout
    assert not has_control(out, multiline=True), (context, out)


def path_file(text: str) -> dict[str, object]:
    """Return a path whose every free text is hostile; the ids and addresses are sound."""
    step = {
        "id": "strange-step",
        "title": text,
        "kind": "video",
        "creators": [text],
        "venue": text,
        "focus": text,
        "takeaway": text,
        "note": text,
        "estimate": "30m-1h",
        "estimate_rule": text,
        "url": "https://example.org/x",
        "introduces": ["strange-topic"],
        "part": [{"title": text, "note": text}],
    }
    return {
        "format": 1,
        "concept": [{"id": "strange-topic", "title": text, "note": text}],
        "path": [
            {
                "id": "strange",
                "title": text,
                "summary": text,
                "prerequisites": [text],
                "not_needed": [text],
                "span": text,
                "phase": [
                    {"id": "p1", "title": text, "label": text, "advice": text, "step": [step]}
                ],
                "deferred": [
                    {"id": "later", "title": text, "reason": text, "revisit": text, "note": text}
                ],
            }
        ],
    }


def shelved(home: Home, text: str) -> Path:
    """Put a hostile path among the user's own; return its file."""
    home.paths.mkdir(parents=True, exist_ok=True)
    file = home.paths / "strange.toml"
    file.write_text(tomli_w.dumps(path_file(text)))
    return file


STRANGE = (
    ("use", "strange"),
    ("next",),
    ("next", "--json"),
    ("next", "--time", "45m"),
    ("next", "--time", "10m"),
    ("status",),
    ("status", "--all"),
    ("status", "--json"),
    ("list",),
    ("list", "--all"),
    ("show", "strange-step"),
    ("show", "p1"),
    ("show", "strange"),
    ("show", "strange-topic"),
    ("show", "later"),
    ("deepen",),
    ("deepen", "strange-topic"),
    ("path", "list"),
    ("start", "strange-step"),
    ("status",),
    ("pause",),
    ("resume",),
    ("stop", "--discard"),
    ("log", "strange-step", "20m"),
    ("log", "--edit", "strange-step", "25m"),
    ("history",),
    ("history", "--by", "step"),
    ("plan", "--by", "2027-06-30"),
    ("done", "strange-step"),
    ("undo",),
    ("redo",),
    ("unlog",),
    ("export", "--format", "csv"),
    ("export", "--format", "markdown"),
    ("export",),
    ("open", "strange-step", "--print"),
)


@texts
@pytest.mark.parametrize("colour", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_a_strangers_path_stays_text_in_every_command(
    text: str, colour: bool, home: Home, forked: Forked
) -> None:
    """Whatever a path file says, every command shows text or refuses the file with its name."""
    file = shelved(home, text)
    checked = forked(home, "path", "check", file)
    harmless(checked, "path check")
    env = {"NO_COLOR": None, "FORCE_COLOR": "1"} if colour else {}
    for args in STRANGE if checked.code == 0 else STRANGE[:4]:
        ran = forked(home, *args, env=env)
        if colour:
            # Links to plain addresses are the program's own.
            shown = re.sub(r"\x1b\]8;;(?:https://[!-~]*)?\x1b\\", "", ran.stdout)
            assert "\x1b]" not in shown
            ran = Ran(ran.code, re.sub(r"\x1b\[[\d;]*m", "", shown), ran.stderr, 0, 0)
        harmless(ran, *args)
        if checked.code == 0:
            assert ran.code == (3 if "later" in args else 0), (args, ran)
    if checked.code:
        assert checked.code == 4
        assert "strange.toml" in checked.stderr


@texts
def test_hostile_text_of_ones_own_stays_text(text: str, home: Home, forked: Forked) -> None:
    """A note and a reason are kept letter by letter or refused, and every export parses back."""
    noted = forked(home, "note", "1.1", "--", text)
    harmless(noted, "note")
    harmless(forked(home, "skip", "1.2", "--reason", text), "skip")
    harmless(forked(home, "done", "1.1", "--note", text), "done")
    for args in READING:
        harmless(forked(home, *args), *args)
    exported = forked(home, "export").json()
    rows = list(csv.reader(io.StringIO(forked(home, "export", "-f", "csv").stdout)))
    assert len({len(row) for row in rows}) == 1
    assert not [cell for row in rows for cell in row if cell[:1] in "=+@\t\r" and cell]
    assert not [cell for row in rows for cell in row if re.match(r"-(?!\d+$)", cell)]
    if noted.code == 0 and text.strip():
        told = forked(home, "show", "1.1", "--json").json()
        assert text.strip() in told["step"]["note"]
        assert json.dumps(text.strip())[1:-1] in json.dumps(exported)
    markdown = forked(home, "export", "-f", "markdown").stdout
    for opening in ("<script", "](javascript:", "![", "[["):
        assert not re.search(r"(?<!\\)" + re.escape(opening), markdown), opening
    tasks = [line for line in markdown.splitlines() if re.match(r"\s*- \[.\]", line)]
    steps = [row for row in rows[1:] if row]
    assert len(tasks) == len(steps)


@texts
def test_hostile_arguments_are_text(text: str, home: Home, forked: Forked) -> None:
    """As an argument of any command a hostile text is a value or an error, shown harmlessly."""
    before = snapshot(home.root)
    for case in CHANGING:
        if len(case.args) > 1 and case.name not in {"note", "export", "export --force"}:
            harmless(forked(home, case.args[0], "--", text), case.name)
    for args in (
        ("next", "--path", text),
        ("next", "--time", text),
        ("list", "--state", text),
        ("list", "--kind", text),
        ("list", "--concept", text),
        ("show", text),
        ("deepen", text),
        ("open", "--print", text),
        ("done", "1.1", "--on", text),
        ("done", "1.1", "--read", text),
        ("done", "1.1", "--time", text),
        ("log", "1.1", text),
        ("log", "1.1", "20m", "--at", text),
        ("plan", "--by", text),
        ("plan", "--pause", text),
        ("history", "--since", text),
        ("export", "--format", text),
        ("path", "check", text),
        ("config", "hours_per_week", text),
        (text,),
        ("--" + text,),
    ):
        harmless(forked(home, *args), *args)
    assert "owned" not in snapshot(home.root)
    assert set(snapshot(home.root)) - set(before) <= {
        *(name for name in snapshot(home.root) if name.startswith(("cache/", "data/", "config/")))
    }
    assert not home.progress.exists() or text == "con"  # part of an id


@texts
def test_hostile_settings_are_text(text: str, home: Home, forked: Forked) -> None:
    """A wiki of any name is shown as text or refused."""
    harmless(forked(home, "config", "wiki", "--", text), "config")
    for args in (("config",), ("next",), ("show", "1.1"), ("open", "1.1", "--wiki", "--print")):
        harmless(forked(home, *args), *args)


@texts
def test_a_calendar_holds_text_as_text(text: str, home: Home, forked: Forked) -> None:
    """A calendar parses back, has an event a step and session, and no other component."""
    file = shelved(home, text)
    if forked(home, "path", "check", file).code:
        return
    forked(home, "use", "strange")
    ran = forked(home, "plan", "--by", "2027-06-30", "--ics", "it.ics")
    assert ran.code == 0, ran
    calendar = icalendar.Calendar.from_ical((home.root / "it.ics").read_bytes())
    assert {component.name for component in calendar.walk()} <= {"VCALENDAR", "VEVENT", "VTIMEZONE"}


@texts
def test_ids_and_addresses_of_strangers_are_checked(text: str, home: Home, forked: Forked) -> None:
    """A hostile text in place of an id or an address makes the file's error, never a file."""
    for where in ("id", "url", "introduces", "aliases", "covers", "kind", "arxiv", "doi"):
        data = path_file("A title")
        step = data["path"][0]["phase"][0]["step"][0]  # type: ignore[index]
        step[where] = [text] if where in {"introduces", "aliases", "covers"} else text
        home.paths.mkdir(parents=True, exist_ok=True)
        file = home.paths / "strange.toml"
        file.write_text(tomli_w.dumps(data))
        ran = forked(home, "path", "check", file)
        harmless(ran, where)
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) or text == "con":
            assert ran.code == 4, (where, ran)
            assert f"step[0].{where}" in ran.stderr
        harmless(forked(home, "next"), where)


@pytest.mark.parametrize("name", ["rich markup [red]", "esc \x1b[31m", "bidi \u202e", "=1+1"])
def test_hostile_file_names_are_text(name: str, home: Home, forked: Forked) -> None:
    """Names of files are shown without what steers a terminal, in errors and warnings too."""
    home.paths.mkdir(parents=True)
    (home.paths / f"{name}.toml").write_text("format = [")
    home.data.mkdir()
    (home.data / f"progress (conflicted copy {name}).toml").write_text("format = 1\n")
    for args in (("status",), ("path", "check", home.paths / f"{name}.toml"), ("import", name)):
        ran = forked(home, *args)
        harmless(ran, *args)
    ran = forked(home, "export", "-o", f"{name}.json")
    harmless(ran, "export")
    for variable in ("STUDYPATH_DATA_DIR", "STUDYPATH_CONFIG_DIR", "STUDYPATH_CACHE_DIR"):
        env = {variable: str(home.root / name)}
        for args in (("where",), ("where", "--json"), ("next",), ("done", "1.1")):
            harmless(forked(home, *args, env=env), *args)
