"""The compiled cache."""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import studypath
from studypath.storage import cache
from studypath.storage.cache import load, store

posix = pytest.mark.skipif(os.name != "posix", reason="owners and modes of POSIX")
root = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root")
VALUE = ("a", 1, 2.5, None, True, b"x", ("näher", ()), {"k": [1, 2]})

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner).map(tuple) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    """Return a cache directory in which VALUE is stored as "core" under the key b"k"."""
    directory = tmp_path / "cache"
    store(directory, "core", b"k", VALUE)
    return directory


def test_what_was_stored_is_loaded(stored: Path) -> None:
    """A value comes back under its name and key only."""
    assert load(stored, "core", b"k") == VALUE
    assert load(stored, "core", b"other") is None
    assert load(stored, "other", b"k") is None


@given(value=plain, key=st.binary())
def test_any_plain_value_comes_back(
    tmp_path_factory: pytest.TempPathFactory, value: object, key: bytes
) -> None:
    """Every value made of plain parts comes back equal, whatever the key."""
    directory = tmp_path_factory.mktemp("cache", numbered=True)
    store(directory, "core", key, value)
    assert load(directory, "core", key) == value


def test_a_value_that_is_not_plain_is_refused(tmp_path: Path) -> None:
    """Objects are never stored, and nothing is left behind."""
    with pytest.raises(ValueError, match="unmarshallable"):
        store(tmp_path / "cache", "core", b"", object())
    assert not (tmp_path / "cache").exists()


@posix
def test_it_is_private_and_leaves_no_temporary(stored: Path) -> None:
    """Directory and file are the user's alone, and the file is all there is."""
    assert stored.stat().st_mode & 0o777 == 0o700
    assert (stored / "core").stat().st_mode & 0o777 == 0o600
    assert [each.name for each in stored.iterdir()] == ["core"]


@given(data=st.data())
def test_a_damaged_cache_is_ignored(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """A cut at any place and a flip of any bit make it None, never an error or another value."""
    directory = tmp_path_factory.mktemp("cache", numbered=True)
    store(directory, "core", b"k", VALUE)
    content = bytearray((directory / "core").read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    if data.draw(st.booleans()):
        content[place] ^= 1 << data.draw(st.integers(0, 7))
    else:
        del content[place:]
    (directory / "core").write_bytes(content)
    assert load(directory, "core", b"k") is None


@given(content=st.binary(max_size=200))
def test_any_payload_with_a_right_checksum_is_no_error(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    """Even bytes that never were a value, behind a header that fits, only give some value."""
    directory = tmp_path_factory.mktemp("cache", numbered=True)
    checksum = zlib.crc32(content).to_bytes(4, "big")
    (directory / "core").write_bytes(cache._build_header(b"k") + checksum + content)
    load(directory, "core", b"k")


@pytest.mark.parametrize("what", ["program", "interpreter"])
def test_another_version_is_ignored(
    stored: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """What another version of program or interpreter stored is not read."""
    if what == "program":
        monkeypatch.setattr(cache, "__version__", "999")
    else:
        monkeypatch.setattr(sys, "hexversion", 0)
    assert load(stored, "core", b"k") is None


@posix
@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_file_that_others_may_write_is_ignored(stored: Path, mode: int) -> None:
    """Whoever else may write to the file may have written it."""
    (stored / "core").chmod(mode)
    assert load(stored, "core", b"k") is None


@posix
@pytest.mark.parametrize("mode", [0o770, 0o707, 0o1777])
def test_a_directory_that_others_may_write_is_neither_read_nor_written(
    stored: Path, mode: int
) -> None:
    """In a shared directory nothing is trusted, and nothing is stored."""
    stored.chmod(mode)
    assert load(stored, "core", b"k") is None
    store(stored, "more", b"k", VALUE)
    assert not (stored / "more").exists()


@posix
@root
@pytest.mark.parametrize("whose", ["file", "directory"])
def test_what_belongs_to_somebody_else_is_ignored(stored: Path, whose: str) -> None:
    """A file or directory of another user is not trusted, even by root."""
    os.chown(stored / "core" if whose == "file" else stored, 54321, 54321)
    assert load(stored, "core", b"k") is None


@posix
@pytest.mark.parametrize("kind", ["link", "pipe", "directory", "device"])
def test_whatever_is_no_regular_file_is_ignored(stored: Path, kind: str) -> None:
    """A link, even to a good cache, a pipe, a directory or a device is None, and no wait."""
    file = stored / "core"
    file.rename(stored / "real")
    if kind == "link":
        file.symlink_to("real")
    elif kind == "pipe":
        os.mkfifo(file)
    elif kind == "directory":
        file.mkdir()
    else:
        file.symlink_to("/dev/zero")
    assert load(stored, "core", b"k") is None


@posix
def test_a_link_in_its_place_is_replaced_not_followed(stored: Path, tmp_path: Path) -> None:
    """Storing never writes through a link."""
    precious = tmp_path / "precious"
    precious.write_text("mine")
    (stored / "core").unlink()
    (stored / "core").symlink_to(precious)
    store(stored, "core", b"k", VALUE)
    assert precious.read_text() == "mine"
    assert load(stored, "core", b"k") == VALUE


def test_a_cache_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    """A file in place of the directory, or above it, makes storing do nothing."""
    (tmp_path / "file").write_text("")
    for directory in (tmp_path / "file", tmp_path / "file" / "below"):
        store(directory, "core", b"", VALUE)
        assert load(directory, "core", b"") is None


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs /proc")
def test_a_read_only_file_system_is_no_fault() -> None:
    """Where nothing can be created, nothing is, and nobody hears of it."""
    store("/proc/self/cache", "core", b"", VALUE)
    assert load("/proc/self/cache", "core", b"") is None


@pytest.mark.parametrize("call", ["write", "replace"])
def test_a_full_disk_leaves_no_litter(
    stored: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """A failure halfway keeps the old value and removes the temporary file."""

    def full(*args: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, call, full)
    store(stored, "core", b"k", "new")
    monkeypatch.undo()
    assert load(stored, "core", b"k") == VALUE
    assert [each.name for each in stored.iterdir()] == ["core"]


def test_an_interrupt_leaves_no_litter(stored: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C halfway goes through, and the temporary file is removed."""

    def interrupted(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        store(stored, "core", b"k", "new")
    assert [each.name for each in stored.iterdir()] == ["core"]


def test_a_huge_file_is_ignored(stored: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file over the largest size is not even read."""
    monkeypatch.setattr(cache, "LARGEST_BYTES", 10)
    assert load(stored, "core", b"k") is None


def test_nesting_too_deep_for_marshal_is_none(tmp_path: Path) -> None:
    """A payload that marshal gives up on is None."""
    payload = b"(\x01\x00\x00\x00" * 10_000 + marshal.dumps(None)
    checksum = zlib.crc32(payload).to_bytes(4, "big")
    (tmp_path / "core").write_bytes(cache._build_header(b"") + checksum + payload)
    assert load(tmp_path, "core", b"") is None


def test_the_quick_commands_import_nothing_heavy_for_it() -> None:
    """Cache and fingerprints import no pathlib, dataclasses, typing, re or json."""
    source = str(Path(studypath.__file__).parent.parent)
    code = (
        f"import os, sys; sys.path.append({source!r}); before = set(sys.modules)\n"
        "import studypath.storage.cache, studypath.storage.fingerprints\n"
        "print(*sorted(set(sys.modules) - before))"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=True
    )
    loaded = {name for name in done.stdout.split() if not name.startswith("studypath")}
    assert loaded <= {"__future__", "marshal", "zlib", "time"}
