"""Every command once: how it is brought about, and what it is typed with."""

from __future__ import annotations

from dataclasses import dataclass

from studypath.cli.app import COMMANDS
from studypath.cli.backup import BackupCommands
from studypath.cli.path import PathCommands
from studypath.cli.progress import ProgressCommands

# A second machine's progress, for `import`.
OTHER = """\
format = 1

[paths.lightweight.karpathy-intro-to-llms]
state = "done"
finished = 2026-11-20T18:40:00+01:00
updated = 2026-11-20T18:40:00+01:00
note = "from the other machine"
"""
OTHER_NAME = "other.toml"

# A file for `path check`.
PATHS = """\
format = 1

[[path]]
id = "mine"
title = "Mine"

[[path.phase]]
id = "one"
title = "One"

[[path.phase.step]]
id = "a-step"
title = "A step"
kind = "post"
url = "https://example.org/a"
estimate = "1h"
"""
PATHS_NAME = "mine.toml"

# A curriculum, for `path import`.
COURSE = "# A course\n\n- [One](https://example.org/1) (1h)\n- [Two](https://example.org/2)\n"
COURSE_NAME = "course.md"
EARLIER = "2026-11-21T18:00:00+01:00"


@dataclass(frozen=True, slots=True)
class Case:
    """A changing command: what is typed before it, and which file below the home it saves."""

    name: str
    args: tuple[str, ...]
    before: tuple[tuple[str, ...], ...] = ()
    file: str = "data/progress.toml"


DONE = ("done", "1.1", "--time", "45m", "--note", "seen")

CHANGING = (
    Case("done", DONE),
    Case("done a phase", ("done", "2")),
    Case("done a part", ("done", "1.1#3"), (("done", "1.1#1"),)),
    Case("skip", ("skip", "1.2", "--reason", "known")),
    Case("reset", ("reset", "1.1"), (DONE,)),
    Case("note", ("note", "1.2", "a remark"), (DONE,)),
    Case("use", ("use", "paper"), (DONE,)),
    Case("undo", ("undo",), (DONE, ("skip", "1.2"))),
    Case("redo", ("redo",), (DONE, ("skip", "1.2"), ("undo",))),
    Case("start", ("start", "1.2"), (DONE,)),
    Case("stop", ("stop",), (("start", "1.2"),)),
    Case("pause", ("pause",), (("start", "1.2"),)),
    Case("resume", ("resume",), (("start", "1.2"), ("pause",))),
    Case("log", ("log", "1.1", "30m"), (DONE,)),
    Case("log --edit", ("log", "--edit", "1.1", "20m"), (DONE,)),
    Case("log --edit N", ("log", "--edit", "1", "20m"), (DONE,)),
    Case("log --delete", ("log", "--delete", "1"), (DONE,)),
    Case("start another", ("start", "1.1"), (("start", "1.2"),)),
    Case("stop --discard", ("stop", "--discard"), (("start", "1.2"),)),
    Case("unlog", ("unlog", "1.1"), (DONE,)),
    Case("import", ("import", OTHER_NAME), (DONE,)),
    Case("import --replace", ("import", OTHER_NAME, "--replace"), (DONE,)),
    Case("backup restore", ("backup", "restore", "1"), (DONE, ("skip", "1.2"))),
    Case("progress move", ("progress", "move", "1.1", "2.1"), (DONE,)),
    Case("config", ("config", "hours_per_week", "5"), (), "config/config.toml"),
    Case("plan", ("plan", "--hours-per-week", "6"), (), "config/config.toml"),
    Case("plan --ics", ("plan", "--by", "2027-06-30", "--ics", "it.ics"), (DONE,), "it.ics"),
    Case("export", ("export", "-o", "it.json"), (DONE,), "it.json"),
    Case("path add", ("path", "add", PATHS_NAME), (), "config/paths/mine.toml"),
    Case(
        "path import", ("path", "import", COURSE_NAME, "--id", "own"), (), "config/paths/own.toml"
    ),
    Case("path new", ("path", "new", "fresh"), (), "config/paths/fresh.toml"),
    Case(
        "path remove",
        ("path", "remove", "mine", "--yes"),
        (("path", "add", PATHS_NAME),),
        "config/paths/mine.toml",
    ),
    Case("path schema", ("path", "schema", "-o", "it.schema.json"), (), "it.schema.json"),
    Case("report", ("report", "-o", "it.html"), (DONE,), "it.html"),
    Case("class --html", ("class", OTHER_NAME, "--html", "it.html"), (), "it.html"),
    Case("export --force", ("export", "-f", "csv", "-o", OTHER_NAME, "--force"), (), OTHER_NAME),
)

READING = (
    ("next",),
    ("next", "--plain"),
    ("next", "--json"),
    ("next", "-n", "9"),
    ("next", "--time", "45m"),
    ("next", "--time", "45m", "--json"),
    ("status",),
    ("status", "--plain"),
    ("status", "--all"),
    ("status", "--json"),
    ("status", "--no-forecast", "--path", "paper"),
    ("list",),
    ("list", "--plain"),
    ("list", "--all", "--json"),
    ("show", "1.1"),
    ("show", "2"),
    ("show", "paper"),
    ("show", "paper", "--plain"),
    ("show", "attention", "--json"),
    ("deepen",),
    ("deepen", "--plain"),
    ("deepen", "--json"),
    ("history",),
    ("history", "--plain"),
    ("history", "--by", "day", "--json"),
    ("history", "--sessions"),
    ("plan", "--by", "2027-06-30"),
    ("plan", "--json"),
    ("plan", "--by", "2027-06-30", "--plain"),
    ("note", "1.1"),
    ("config",),
    ("config", "--plain"),
    ("config", "wiki"),
    ("backup", "list"),
    ("backup", "list", "--json"),
    ("where",),
    ("where", "--plain"),
    ("where", "--json"),
    ("path", "list"),
    ("path", "list", "--plain"),
    ("path", "list", "--json"),
    ("path", "check", PATHS_NAME),
    ("path", "diff", "lightweight", "paper"),
    ("path", "diff", "--json"),
    ("path", "diff", "paper", "lightweight", "--plain"),
    ("path", "check", PATHS_NAME, "--json"),
    ("path", "show"),
    ("path", "stats"),
    ("path", "stats", "paper", "--json"),
    ("path", "show", "paper", "--json"),
    ("path", "schema"),
    ("export",),
    ("export", "--format", "csv"),
    ("export", "--format", "markdown"),
    ("open", "1.1", "--print"),
    ("import", OTHER_NAME, "--dry-run"),
    ("import", OTHER_NAME, "--dry-run", "--replace", "--json"),
    ("class", OTHER_NAME),
    ("class", OTHER_NAME, "--json"),
    ("class", OTHER_NAME, "--plain"),
)

PROVED_ELSEWHERE = (("sync",), ("push",), ("path", "edit"), ("backup", "show"), ("backup", "diff"))
"""Commands that talk to another machine, which tests/remotes kills at any point; `path edit`, which
needs a terminal: tests/cli/test_path_files.py; and those that only read and need a backup:
tests/cli/test_backup.py."""

GROUPS = {"path": PathCommands, "backup": BackupCommands, "progress": ProgressCommands}
"""The commands that are groups of commands."""

LEAVES = {
    words
    for name in COMMANDS
    for words in ({(name, each) for each in GROUPS[name].headings} if name in GROUPS else {(name,)})
}
TYPED = [case.args for case in CHANGING] + [*READING, *PROVED_ELSEWHERE]
MISSING = sorted(
    words for words in LEAVES if not any(args[: len(words)] == words for args in TYPED)
)
# A new command is proved to survive a crash, or to change nothing.
assert not MISSING, f"no case of {MISSING}: add it to CHANGING or READING"
