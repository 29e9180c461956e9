"""The JSON Schema of path files: current, and as strict as the program where a pattern can be."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator  # type: ignore[import-untyped]

from studypath.core.durations import InvalidDuration, parse_duration, parse_range
from studypath.files.importing.curriculum import import_curriculum
from studypath.files.path_start import format_start
from studypath.files.paths_schema import DESCRIPTIONS, build_paths_schema, format_paths_schema
from studypath.files.paths_text import SCHEMA_LINE, format_paths
from studypath.files.types import check_id, check_line, check_url
from tests.files.test_paths import LEAST
from tests.progress_samples import bundled

ROOT = Path(__file__).parents[2]
SCHEMA = build_paths_schema()
VALIDATOR = Draft7Validator(SCHEMA)
COURSE = (
    b"# C\n\n## One\n- [A](https://example.org/a) (1-2 hours)\n- B (45 min), arXiv 1706.03762\n"
)


def errors_of(text: str) -> list[str]:
    """Return the errors of a file by the schema, each with its place."""
    found = VALIDATOR.iter_errors(tomli.loads(text))
    return [f"{'.'.join(map(str, error.absolute_path))}: {error.message}" for error in found]


def test_the_committed_schema_is_current() -> None:
    """`studypath path schema -o data/paths.schema.json --force` after a change of the models."""
    assert (ROOT / "data" / "paths.schema.json").read_bytes() == format_paths_schema()


def test_the_schema_is_a_schema() -> None:
    """It is valid by the rules of its draft, and has no null, which TOML lacks."""
    Draft7Validator.check_schema(SCHEMA)
    assert '"null"' not in json.dumps(SCHEMA)


def test_the_bundled_file_is_valid_and_refers_to_the_schema_beside_it() -> None:
    """Its first line names the schema by a relative path that exists."""
    text = (ROOT / "data" / "paths.toml").read_text("utf-8")
    assert errors_of(text) == []
    first = text.splitlines()[0]
    assert first == SCHEMA_LINE
    assert (ROOT / "data" / first.removeprefix("#:schema ")).is_file()


def test_what_the_program_writes_is_valid_and_refers_to_the_schema() -> None:
    """Files of the importer, new files and copies of bundled paths are valid by the schema."""
    imported = format_paths(import_curriculum(COURSE, "course.md").paths)
    for text in (imported, format_start("mine", None), format_paths(bundled().paths)):
        assert errors_of(text) == []
        assert text.startswith(f"{SCHEMA_LINE}\n")


@pytest.mark.parametrize(
    ("line", "where"),
    [
        ('estimate = "3 days"', "estimate"),
        ('estimate = "90"', "estimate"),
        ("estimate = 90", "estimate"),
        ('estimate_source = "guessed"', "estimate_source"),
        ('reading = "carefully"', "reading"),
        ('url = "ftp://example.org"', "url"),
        ('url = "https://me:secret@example.org"', "url"),
        ('arxiv = "1706"', "arxiv"),
        ('doi = "doi:10.1/x"', "doi"),
        ('aliases = ["A b"]', "aliases"),
        ('covers = "a"', "covers"),
        ("year = 20170", "year"),
        ('venue = "  "', "venue"),
        (f'venue = "{"a" * 500}"', "venue"),
        ('focsu = "x"', "focsu"),
        ('[[path.phase.step.part]]\nduration = "1h"', "title"),
        ('[[path.phase]]\nid = "con"\ntitle = "T"', "phase.1.id"),
        ('[[path.phase]]\nid = "x"\ntitle = "T"\nopen_ended = true\nstep = [{}]', "phase.1"),
    ],
)
def test_a_faulty_file_is_faulty_by_the_schema(line: str, where: str) -> None:
    """A value that the program refuses, or a key that it does not know, is an error there too."""
    assert errors_of(LEAST) == []
    errors = errors_of(f"{LEAST}{line}\n")
    assert errors
    assert any(where in error for error in errors), errors


def pattern_of(table: str, key: str) -> re.Pattern[str]:
    """Return the pattern of a key."""
    return re.compile(SCHEMA["definitions"][table]["properties"][key]["pattern"])


@given(st.text(alphabet="0123456789.hminMH –-", max_size=12))
def test_every_duration_that_is_read_has_the_pattern(text: str) -> None:
    """The patterns refuse no duration and no range that the program reads."""
    with suppress(InvalidDuration):
        parse_range(text)
        assert pattern_of("StepTable", "estimate").search(text)
        parse_duration(text)
        assert pattern_of("PartTable", "duration").search(text)


@given(
    st.text(alphabet="abc019-", max_size=8)
    | st.sampled_from(["con", "com1", "com-1", "con-x", "lpt9", "a" * 100])
)
def test_the_pattern_of_ids_is_their_check(text: str) -> None:
    """The pattern accepts exactly the ids that the program accepts."""
    try:
        check_id(text)
    except ValueError:
        assert not pattern_of("StepTable", "id").search(text)
    else:
        assert pattern_of("StepTable", "id").search(text)


@given(st.text(max_size=30), st.sampled_from(["", "http://", "HTTPS://", "https://e.org/", "x@"]))
def test_every_line_and_address_that_is_read_has_its_pattern(text: str, start: str) -> None:
    """The patterns refuse no title and no address that the program reads."""
    for check, key in ((check_line, "title"), (check_url, "url")):
        with suppress(ValueError):
            check(start + text)
            assert pattern_of("StepTable", key).search(start + text)


def _meanings() -> dict[str, dict[str, str]]:
    """Return the column "meaning" of the tables of docs/format.md by table and key."""
    page = (ROOT / "docs" / "format.md").read_text("utf-8").split("\n## Path files\n", 1)[1]
    headings = {
        "The file": "PathsFile", "`[[concept]]`": "ConceptTable", "`[[path]]`": "PathTable",
        "`[[path.phase]]`": "PhaseTable", "`[[path.phase.step]]`": "StepTable",
        "`[[path.phase.step.part]]`": "PartTable", "`[[path.deferred]]`": "DeferredTable",
    }  # fmt: skip
    meanings: dict[str, dict[str, str]] = {}
    for heading, name in headings.items():
        section = page.split(f"\n### {heading}\n", 1)[1].split("\n#", 1)[0]
        rows = re.findall(r"^\| `(\w+)`(?: \*)? \| .+? \| (.+) \|$", section, re.MULTILINE)
        meanings[name] = {key: meaning.replace("`", "") for key, meaning in rows}
    return meanings


def test_every_key_has_the_description_of_the_documentation() -> None:
    """An editor shows beside a key what docs/format.md says about it."""
    assert _meanings() == DESCRIPTIONS
    tables: dict[str, Any] = {"PathsFile": SCHEMA, **SCHEMA["definitions"]}
    for name, meanings in DESCRIPTIONS.items():
        properties = tables[name]["properties"]
        assert {key: field["description"] for key, field in properties.items()} == meanings


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("taplo") is None, reason="needs taplo")
def test_taplo_checks_by_the_schema_line(tmp_path: Path) -> None:
    """Taplo finds the schema by the first line, accepts the bundled file and refuses a fault."""
    text = (ROOT / "data" / "paths.toml").read_text("utf-8")
    shutil.copy(ROOT / "data" / "paths.schema.json", tmp_path)
    for name, content in (("good", text), ("bad", text.replace('reading = "', 'reading = "x', 1))):
        (tmp_path / f"{name}.toml").write_text(content, "utf-8")
        command = ["taplo", "lint", f"{name}.toml"]
        ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert (ran.returncode == 0) == (name == "good"), ran.stderr
