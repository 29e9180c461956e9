"""Whatever stands in a file, the program answers or names the fault, soon and in little memory."""

from __future__ import annotations

import os
import random
import shutil
import time
from datetime import datetime
from pathlib import Path

import pytest
import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import Home
from tests.safety.commands import DONE, OTHER
from tests.safety.conftest import Forked, Ran
from tests.safety.homes import content_of
from tests.safety.mutation import PIECES, mutated
from tests.safety.test_strangers import path_file

SECONDS = float(os.environ.get("FUZZ_SECONDS", "20"))
CPU_MOST, MEMORY_MOST_KIB = 2.0, 300 * 1024

# file below the home: the commands that read it
READ_BY = {
    "data/progress.toml": (("next",), ("status", "--json"), ("export",), ("history",)),
    "config/config.toml": (("next",), ("config",), ("open", "1.1", "--wiki", "--print")),
    "config/paths/own.toml": (("next",), ("list", "--all"), ("path", "check", "OWN")),
    "data/undo.json": (("undo",), ("redo",), ("done", "1.2")),
    "cache/library": (("next",), ("status",)),
    "cache/progress": (("next",), ("status",)),
    "cache/saved": (("note", "1.2", "x"), ("undo",)),
    "other.toml": (("import", "other.toml"),),
    "data/progress (conflicted copy).toml": (
        ("status",),
        ("import", "progress (conflicted copy).toml"),
    ),
}
CHANGING = {"undo", "redo", "done", "note", "import"}


def judge(ran: Ran, context: object) -> None:
    """Only an expected exit, no traceback, within two seconds of processor and 300 MB."""
    assert ran.code in (0, 2, 3, 4, 5), (context, ran)
    assert "Traceback" not in ran.stderr, (context, ran)
    assert ran.cpu < CPU_MOST, (context, ran.cpu)
    assert ran.rss_kib < MEMORY_MOST_KIB, (context, ran.rss_kib)


def furnish(home: Home, forked: Forked) -> None:
    """Make every file that the program reads."""
    home.paths.mkdir(parents=True, exist_ok=True)
    (home.paths / "own.toml").write_text(tomli_w.dumps(path_file("A title")))
    (home.root / "other.toml").write_text(OTHER)
    for args in (DONE, ("config", "hours_per_week", "5"), ("start", "1.2"), ("pause",), ("next",)):
        assert forked(home, *args).code == 0
    (home.data / "progress (conflicted copy).toml").write_text(OTHER)


def attempt(home: Home, forked: Forked, name: str, content: bytes) -> None:
    """Put a content in a file's place and run what reads it; reading must not change it."""
    file = home.root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    for args in READ_BY[name]:
        typed = tuple(str(file) if word == "OWN" else word for word in args)
        before = content_of(home.progress)
        judge(ran := forked(home, *typed), (name, content[:3000], args))
        if args[0] not in CHANGING:
            if not name.startswith("cache"):
                assert file.read_bytes() == content
            assert content_of(home.progress) == before
        elif ran.code:
            assert content_of(home.progress) == before


@pytest.mark.parametrize("name", READ_BY)
def test_a_few_broken_versions_of_every_file(name: str, home: Home, forked: Forked) -> None:
    """Each file, cut, empty and spoilt by each known piece in turn: answered or named."""
    furnish(home, forked)
    good = (home.root / name).read_bytes() if (home.root / name).exists() else OTHER.encode()
    kept = home.root.with_name("kept")
    shutil.copytree(home.root, kept)
    for content in (b"", good[: len(good) // 2], *(good + piece for piece in PIECES[::3])):
        attempt(home, forked, name, content)
        if any(args[0] in CHANGING for args in READ_BY[name]):
            shutil.rmtree(home.root)
            shutil.copytree(kept, home.root)


@pytest.mark.slow
@pytest.mark.parametrize("name", READ_BY)
def test_fuzzing_every_file_finds_nothing(name: str, home: Home, forked: Forked) -> None:
    """For FUZZ_SECONDS (20) a file, but at least eleven times, mutations are answered or named."""
    furnish(home, forked)
    file = home.root / name
    corpus = [
        file.read_bytes() if file.exists() else OTHER.encode(),
        OTHER.encode(),
        b"format = 1\n",
    ]
    kept = home.root.with_name("kept")
    shutil.copytree(home.root, kept)
    seed = int(os.environ.get("FUZZ_SEED", time.time_ns() % 1_000_000))
    print(f"FUZZ_SEED={seed} repeats this run")
    rng = random.Random(f"{seed} {name}")
    ending, count = time.monotonic() + SECONDS, 0
    while count <= 10 or time.monotonic() < ending:
        content = mutated(rng.choice(corpus), rng)
        attempt(home, forked, name, content)
        count += 1
        if len(corpus) < 200 and rng.random() < 0.05:
            corpus.append(content[:200_000])
        shutil.rmtree(home.root)
        shutil.copytree(kept, home.root)


keys = st.one_of(
    st.sampled_from(
        ["format", "active", "switched", "timer", "paths", "paper", "lightweight", "bert", "state",
         "started", "finished", "updated", "note", "sessions", "path", "phase", "step", "id",
         "title", "kind", "estimate", "url", "wiki", "hours_per_week", "forecast", "covers"]),
    st.text(st.characters(codec="utf-8"), max_size=8),
)  # fmt: skip


def whole_minutes(moment: datetime) -> bool:
    """Whether the offset can be written in TOML, which knows no seconds of it."""
    offset = moment.utcoffset()
    return offset is None or not offset.total_seconds() % 60


scalars = st.one_of(
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(),
    st.text(st.characters(codec="utf-8"), max_size=30),
    st.datetimes(timezones=st.none() | st.timezones()).filter(whole_minutes),
    st.dates(),
    st.times(),
    st.sampled_from(["done", "todo", "skipped", "1h30m", "2026-11-20T19:05+01:00 50m", 1, "a-b"]),
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)
entries = st.dictionaries(keys, values, max_size=6)
documents = st.one_of(
    st.dictionaries(keys, values, max_size=6),
    st.fixed_dictionaries(
        {"format": st.just(1)},
        optional={
            "paths": st.dictionaries(keys, st.dictionaries(keys, entries, max_size=3), max_size=3),
            "timer": entries,
            "path": st.lists(entries, max_size=2),
            "switched": scalars,
            "active": scalars,
        },
    ),
)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["data/progress.toml", "config/config.toml", "config/paths/own.toml", "other.toml"]
)
@given(document=documents)
@settings(
    max_examples=25 if os.environ.get("HYPOTHESIS_PROFILE") != "prove" else 300,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_toml_is_answered_or_named(
    name: str, document: dict[str, object], home: Home, forked: Forked
) -> None:
    """Any document of TOML in any file's place: answered or named, never changed by reading."""
    if not home.progress.exists():
        assert forked(home, *DONE).code == 0
    attempt(home, forked, name, tomli_w.dumps(document).encode("utf-8", "surrogatepass"))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["data/progress.toml", "config/paths/own.toml"])
def test_large_files_within_the_cap_stay_within_bounds(
    name: str, home: Home, forked: Forked
) -> None:
    """What costs naive readers minutes and gigabytes costs at most two seconds and 300 MB."""
    mib = 1024 * 1024
    for content in (
        b"a." * 16_000 + b"b = 1\n",
        b"[" + b"a." * 500_000 + b"b]\n",
        b"x = [" + b"1," * (mib // 2 - 10) + b"]\n",
        b"x = " + b"[" * mib,
        b"x = " + b"{a=" * (mib // 3),
        b'x = "' + b"y" * (mib - 10) + b'"\n',
        b"\n".join(b"[t%d.u]" % number for number in range(mib // 12)),
        b"\n".join(b"k%d=1" % number for number in range(mib // 10)),
        b"format = 1\n" + b"#" * (mib - 20),
    ):
        attempt(home, forked, name, content)


def test_a_file_beyond_the_cap_is_named(home: Home, forked: Forked) -> None:
    """A file larger than its cap is refused by its size, unread, and left as it is."""
    home.paths.mkdir(parents=True)
    own = home.paths / "own.toml"
    with own.open("wb") as file:
        file.truncate(1024 * 1024 + 1)
    home.data.mkdir()
    with home.progress.open("wb") as file:
        file.truncate(64 * 1024 * 1024 + 1)
    ran = forked(home, "next")
    judge(ran, "caps")
    assert ran.code == 4
    assert "is larger than" in ran.stderr
    assert Path(home.progress).stat().st_size == 64 * 1024 * 1024 + 1


def test_a_damaged_journal_never_reaches_the_progress(home: Home, forked: Forked) -> None:
    """A journal whose value was changed is put aside: undo carries nothing of it into the file."""
    furnish(home, forked)
    journal = home.data / "undo.json"
    journal.write_bytes(journal.read_bytes().replace(b'"done"', b'"dXne"'))
    before = home.progress.read_bytes()
    ran = forked(home, "undo")
    assert (ran.code, home.progress.read_bytes()) == (0, before)
    assert "could not be read" in ran.stderr
    assert forked(home, "done", "2").code == 0
    assert forked(home, "undo").code == 0
