"""The rules of the code base: rooms and imports, sizes, names, words, and the project's files."""

from __future__ import annotations

import ast
import io
import re
import subprocess
import sys
import tokenize
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

import studypath

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "studypath"
MODULES = sorted(PACKAGE.rglob("*.py"))
ROOMS = ("cli", "views", "formats", "storage", "files", "core")

# Modules that the entry point imports before it prints a cached answer, and what they may import:
# only modules that the interpreter or the entry point has loaded by then, and zlib.
ANSWER_CACHE = tuple(
    f"storage/{name}.py" for name in ("__init__", "answers", "cache", "fingerprints", "atomic")
)
LOADED_ANYWAY = {
    *sys.builtin_module_names,
    *("os", "stat", "codecs", "io", "abc", "zlib", "__future__"),
    *("studypath", "studypath.storage", "studypath.storage.atomic"),
}

# First words of the names of public functions. Also allowed: is_ and has_; with_ and without_ (a
# change named for its result); conversions (to_x, x_to_y, x_from_y); a command, named as typed.
VERBS = {
    "abandon", "add", "align", "append", "apply", "ask", "build", "canonicalize", "change",
    "check", "clip", "collect", "compile", "complete", "compute", "convert", "copy", "count",
    "create", "decode", "define", "delete", "describe", "detect", "diff", "discard", "divide",
    "draw", "dump", "edit", "encode", "escape", "estimate", "expand", "export", "fill", "filter",
    "find", "fingerprint", "fit", "flush", "forecast", "format", "get", "group", "hide", "hold",
    "ignore", "import", "indent", "infer", "iterate", "join", "link", "list", "load", "localize",
    "lock", "make", "map", "mark", "match", "measure", "merge", "move", "neutralise",
    "normalize", "note", "open", "order", "pack", "pad", "pair", "parse", "percent", "place",
    "predict",
    "print", "put", "quote", "raise", "rank", "read", "recover", "redo", "refuse", "remove",
    "render", "replace", "report", "require", "reset", "resolve", "restrict", "reverse",
    "revert", "rotate", "round", "run", "save", "scan", "select", "send", "set", "settle",
    "share", "shorten", "show", "sort", "split", "spread", "start", "stop", "store", "strip",
    "subtract", "suggest", "sum", "sweep", "sync", "tolerate", "track", "trim", "undo", "unite",
    "unpack", "update", "validate", "view", "walk", "warn", "wrap", "write",
    "clean", "close", "commit", "compare", "end", "fetch", "finish", "give", "handle", "install",
    "lay", "pause", "plan",
    "prepare", "push", "record", "remember", "request", "restore", "review", "schedule", "take",
}  # fmt: skip
OTHER_FIRST_WORDS = {"is", "has", "with", "without", "to"}
# Exceptions, by module.
ALLOWED_NAMES = {
    "__main__.py": {"main"},
    # Methods of tzinfo, named by the standard library, and the clock beside them.
    "storage/clock.py": {"dst", "tzname", "utcoffset", "fromutc", "now"},
    # Look-ups of one element, like the fields of a record.
    "core/curriculum.py": {"path", "concept", "others"},
    "core/tracked.py": {"step", "entry", "own_entry", "entries_on"},
    "files/toml.py": {"line_of", "place_of"},
    # Methods of pydantic's generator, named for the schemas that they return.
    "files/paths_schema.py": {"nullable_schema", "default_schema"},
    "storage/reading.py": {"file_contains"},
    "cli/context.py": {"path"},
    "files/importing/build.py": {"path"},
    # Geometry: coordinates of a chart.
    "report/charts.py": {"x", "y"},
    # Visitors, named for what they visit.
    "files/importing/inline.py": {"text", "image", "words"},
    "files/importing/lists.py": {"blocks", "item", "paragraph"},
    "files/importing/plain.py": {"closed"},
    "files/importing/sections.py": {"title", "all"},
    "core/finish.py": {"before"},
}

# Words that the design replaces, in names, docstrings, comments and messages.
REPLACED_WORDS = {
    "sitting": "session",
    "sittings": "session",
    "topic": "concept",
    "topics": "concept",
    "booked": "logged",
    "outlook": "forecast",
    "outlooks": "forecast",
    "ledger": "tracked progress",
    "desk": "context",
    "lane": "answer cache",
    "situation": "cache key",
}
# Variables and functions that say nothing about what they hold.
EMPTY_NAMES = {"found", "known", "kept", "said", "told", "held", "stamps", "carrying", "keeping"}
# Strings that a format fixes: keys of JSON.
FIXED_STRINGS = {"topics", "all_topics"}
# The importer looks for the words that foreign documents use.
FOREIGN_WORDS = {"files/importing/table_columns.py": {"topics", "topic"}}


def _name(module: Path) -> str:
    return module.relative_to(PACKAGE).as_posix()


def _parse(module: Path) -> ast.Module:
    return ast.parse(module.read_text("utf-8"))


def _functions(module: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(_parse(module)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the number of lines of a function below its signature and docstring."""
    first = function.body[0]
    has_docstring = ast.get_docstring(function, clean=False) is not None
    start = (first.end_lineno or first.lineno) + 1 if has_docstring else first.lineno
    return (function.end_lineno or start) - start + 1


def _names(module: Path) -> set[str]:
    """Return the names that a module defines: functions, classes, parameters, variables."""
    names = {module.stem}
    for node in ast.walk(_parse(module)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
    return names


def _texts(module: Path) -> Iterator[str]:
    """Yield the strings and comments of a module, docstrings included."""
    text = module.read_text("utf-8")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield "" if node.value in FIXED_STRINGS else node.value
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.string


def _split_words(text: str) -> set[str]:
    """Return the words of a text or name in lower case: snake_case and CamelCase are split."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", text)}


def _code_block(heading: str) -> str:
    readme = (ROOT / "README.md").read_text("utf-8")
    section = re.search(
        rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", readme, re.MULTILINE | re.DOTALL
    )
    assert section, f"README.md has no section {heading}"
    block = re.search(r"(?ms)^```\w*\n(.*?)^```", section[1])
    assert block, f"{heading} has no code block"
    return block[1].strip()


def _read_pins(lock: str) -> dict[str, str]:
    """Return the version of each pin by name; each must have a hash."""
    text = (ROOT / lock).read_text("utf-8")
    pins = re.findall(
        r"^([a-z0-9-]+)(?:\[\S+\])?(==\S+).* \\\n    --hash=sha256:", text, re.MULTILINE
    )
    assert len(pins) == len(re.findall(r"^[a-z0-9]", text, re.MULTILINE))
    return dict(pins)


def test_imports_point_down() -> None:
    """Every import between the rooms satisfies the contracts in pyproject.toml."""
    # -P, as the script has it: the working directory must not decide what is imported.
    process = subprocess.run(
        [sys.executable, "-P", "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stdout + process.stderr
    assert " 0 broken" in process.stdout


@pytest.mark.parametrize("room", ROOMS)
def test_room_has_a_docstring(room: str) -> None:
    """Each room of the design is a package whose docstring says what it is for."""
    assert ast.get_docstring(_parse(PACKAGE / room / "__init__.py"))


def test_package_root_imports_nothing() -> None:
    """`import studypath` loads nothing else: the root holds a docstring and the version."""
    tree = _parse(PACKAGE / "__init__.py")
    assert [type(node) for node in tree.body] == [ast.Expr, ast.Assign]


@pytest.mark.parametrize("module", ANSWER_CACHE, ids=str)
def test_answer_cache_imports_only_what_is_loaded_anyway(module: str) -> None:
    """The modules that print a cached answer import nothing else at their top."""
    tree = _parse(PACKAGE / module)
    imported = [
        alias.name for node in tree.body if isinstance(node, ast.Import) for alias in node.names
    ]
    imported += [node.module or "" for node in tree.body if isinstance(node, ast.ImportFrom)]
    assert set(imported) <= LOADED_ANYWAY


@pytest.mark.parametrize("module", sorted((PACKAGE / "core").rglob("*.py")), ids=_name)
def test_core_reads_no_clock_and_prints_nothing(module: Path) -> None:
    """The core gets the time as a parameter, opens no file and writes to no stream."""
    tree = _parse(module)
    attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    calls = {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not attributes & {"now", "today", "utcnow", "stdout", "stderr", "environ"}
    assert not calls & {"open", "print", "input", "exec", "eval"}


@pytest.mark.parametrize("module", MODULES, ids=_name)
def test_module_is_small(module: Path) -> None:
    """No module has more than 300 lines, no function more than 40 below its docstring."""
    assert len(module.read_text("utf-8").splitlines()) <= 300
    long = {f.name: _body_lines(f) for f in _functions(module) if _body_lines(f) > 40}
    assert not long


@pytest.mark.parametrize("module", MODULES, ids=_name)
def test_module_is_named_for_what_it_holds(module: Path) -> None:
    """No module is called utils, helpers, manager, service or info."""
    names = re.split(r"[_/.]", _name(module))
    assert not {"util", "utils", "helper", "helpers", "manager", "service", "info"} & set(names)


def test_modules_of_one_name_mean_one_thing() -> None:
    """A module name in several rooms is that of a command or of a value of the core."""
    rooms = defaultdict(set)
    for module in MODULES:
        if module.parent != PACKAGE and module.stem != "__init__":
            rooms[module.stem].add(module.parent.name)
    assert {
        name: sorted(places)
        for name, places in rooms.items()
        if len(places) > 1 and not places & {"cli", "core"}
    } == {}


@pytest.mark.parametrize("module", MODULES, ids=_name)
def test_public_functions_are_named_by_verbs(module: Path) -> None:
    """The name of a public function starts with a verb, or says that it answers yes or no."""
    allowed = ALLOWED_NAMES.get(_name(module), set())
    if module.parent.name == "cli":
        allowed = {*allowed, module.stem, *module.stem.split("_")}
    nouns = []
    for function in _functions(module):
        name = function.name
        is_property = any("property" in ast.unparse(each) for each in function.decorator_list)
        is_conversion = re.search(r"_(to|from)_", name) is not None
        if name.startswith("_") or name in allowed or is_property or is_conversion:
            continue
        if name.split("_")[0] not in VERBS | OTHER_FIRST_WORDS:
            nouns.append(name)
    assert nouns == []


@pytest.mark.parametrize("module", MODULES, ids=_name)
def test_words_are_those_of_the_design(module: Path) -> None:
    """No name, docstring, comment or message uses a word that the design replaces."""
    words = set().union(*map(_split_words, _names(module)), *map(_split_words, _texts(module)))
    foreign = FOREIGN_WORDS.get(_name(module), set())
    assert sorted(words & set(REPLACED_WORDS) - foreign) == []


@pytest.mark.parametrize("module", MODULES, ids=_name)
def test_names_say_what_they_hold(module: Path) -> None:
    """No module, function, parameter or variable has a name that says nothing."""
    names = {name.strip("_").lower() for name in _names(module)}
    assert sorted(names & EMPTY_NAMES) == []


def test_changelog_names_the_version() -> None:
    """The changelog has a section for the version of the package."""
    assert f"\n## [{studypath.__version__}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


@pytest.mark.parametrize("heading", ["Quick start", "Tests"])
def test_readme_gives_one_command(heading: str) -> None:
    """The first code block is one line, a target of the Makefile that the workflow runs."""
    command = _code_block(heading)
    assert re.fullmatch(r"make [a-z]+", command)
    target = command.removeprefix("make ")
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    workflow = (ROOT / ".github" / "workflows" / "test.yml").read_text("utf-8")
    assert re.search(rf"^ +run: {command}$", workflow, re.MULTILINE)


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_workflow_runs_the_commands_for_windows(page: str) -> None:
    """The workflow installs on Windows as the page says."""
    commands = re.findall(
        r"^(?:py -m venv|\.venv).*$", (ROOT / page).read_text("utf-8"), re.MULTILINE
    )
    assert len(commands) == 4
    workflow = (ROOT / ".github" / "workflows" / "test.yml").read_text("utf-8")
    for command in commands:
        assert command.replace("\\", "/") in workflow


def test_workflow_tests_the_supported_pythons() -> None:
    """The workflow runs the Python versions of the classifiers, from the lowest supported one."""
    workflow = (ROOT / ".github" / "workflows" / "test.yml").read_text("utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    versions = re.findall(r"Python :: (3\.\d+)", "\n".join(project["classifiers"]))
    assert re.findall(r'"(3\.\d+)"', workflow) == versions
    assert project["requires-python"] == f">={versions[0]}"


def test_readme_sections_are_in_order() -> None:
    """The README leads from the quick start over the daily commands to the files and the tests."""
    headings = re.findall(r"^## (.+)$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    expected = [
        "Quick start", "Install for daily use", "Day to day", "Where the files live", "Tests",
    ]  # fmt: skip
    assert [heading for heading in headings if heading in expected] == expected


@pytest.mark.parametrize(
    "page", [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")], ids=lambda page: page.name
)
def test_links_between_pages_resolve(page: Path) -> None:
    """Every relative link leads to a file, and to a heading of it if it names one."""
    links = re.findall(
        r"\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)", page.read_text("utf-8")
    )
    for name, anchor in links:
        target = page.parent / name if name else page
        assert target.exists(), name
        if anchor:
            headings = re.findall(r"^#+ (.+)$", target.read_text("utf-8"), re.MULTILINE)
            anchors = {re.sub(r"[^\w -]", "", each).replace(" ", "-").lower() for each in headings}
            assert anchor in anchors, f"{name}#{anchor}"


def test_every_dependency_has_a_reason_and_a_range() -> None:
    """Each dependency and extra has a lower bound and a comment above it."""
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    project = tomllib.loads(text)["project"]
    lines = [line.strip() for line in text.splitlines()]
    for dependency in project["dependencies"]:
        assert ">=" in dependency
        assert lines[lines.index(f'"{dependency}",') - 1].startswith("#")
    for name, dependencies in project["optional-dependencies"].items():
        (number,) = (n for n, line in enumerate(lines) if line.startswith(f"{name} = ["))
        assert lines[number - 1].startswith("#")
        assert all(">=" in dependency for dependency in dependencies)


def test_locks_are_complete() -> None:
    """Each lock pins its direct dependencies with hashes and names no index; shared pins agree."""
    tables = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    project, groups = tables["project"], tables["dependency-groups"]
    run_time, development = _read_pins("requirements.lock"), _read_pins("requirements-dev.lock")
    extras = [each for extra in project["optional-dependencies"].values() for each in extra]
    in_group = [each for each in groups["dev"] if isinstance(each, str)]
    for dependencies, pins in (
        (project["dependencies"] + groups["build"], run_time),
        (project["dependencies"] + groups["build"] + extras + in_group, development),
    ):
        for dependency in dependencies:
            name = re.match(r"[A-Za-z0-9_.-]+", dependency)
            assert name
            assert name[0] in pins
    assert run_time.items() <= development.items()
    for lock in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / lock).read_text("utf-8")
        assert "://" not in text
        assert "index" not in text
