"""Values kept compiled come back as they were."""

import json
import marshal
import tomllib
from datetime import date, datetime, time

from hypothesis import given

from studypath.core.progress import Progress
from studypath.files.curriculum import build_curriculum, parse_paths
from studypath.files.packing import (
    decode_toml_value,
    encode_toml_value,
    pack_curriculum,
    pack_progress,
    unpack_curriculum,
    unpack_progress,
)
from tests.core.sample import curriculum, path, progresses, step, values
from tests.data.bundled import PATHS_FILE


def test_the_bundled_curriculum_comes_back() -> None:
    """Every field of every step survives, through marshal as the cache keeps it."""
    known, _ = build_curriculum([parse_paths(PATHS_FILE.read_bytes(), "paths.toml")])
    kept = marshal.loads(marshal.dumps(pack_curriculum(known)))
    assert unpack_curriculum(kept) == known


def test_a_curriculum_with_shared_works_comes_back() -> None:
    """What is shared need not be found out again."""
    known = curriculum(path("p", [step("a", works=("w",))]), path("q", [step("b", works=("w",))]))
    assert unpack_curriculum(marshal.loads(marshal.dumps(pack_curriculum(known)))) == known


@given(progresses)
def test_progress_comes_back(progress: Progress) -> None:
    """Entries, timers and unknown keys survive, through marshal as the cache keeps them."""
    kept = marshal.loads(marshal.dumps(pack_progress(progress)))
    assert unpack_progress(kept) == progress


@given(values)
def test_a_value_of_a_file_comes_back(value: object) -> None:
    """Times among them, through JSON as the journal keeps it."""
    assert decode_toml_value(json.loads(json.dumps(encode_toml_value(value)))) == value


def test_dates_times_and_keys_like_marks_come_back() -> None:
    """A local date or time is itself again; a key with NUL is a key and nothing else."""
    text = 'a = 1979-05-27\nb = 07:32:00\nc = 1979-05-27T07:32:00\n"\\u0000moment" = "x"\n'
    text += '[d]\n"\\u0000moment" = "1979-05-27T07:32:00"\n[e]\n"\\u0000key" = 1\n"\\u0000" = 2\n'
    value = tomllib.loads(text)
    assert (type(value["a"]), type(value["b"]), type(value["c"])) == (date, time, datetime)
    assert decode_toml_value(json.loads(json.dumps(encode_toml_value(value)))) == value
