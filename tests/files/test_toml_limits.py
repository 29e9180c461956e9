import subprocess
import sys

import pytest
import tomli

from studypath.core.errors import Fault, UnusableFile
from studypath.files.toml import PATHS_LIMIT_BYTES, PROGRESS_LIMIT_BYTES, Located, read_toml


def read(content: bytes | str, limit_bytes: int = PATHS_LIMIT_BYTES) -> Located:
    """Return a file of paths, read."""
    if isinstance(content, str):
        content = content.encode()
    return read_toml(content, "paths.toml", limit_bytes)


def fault_of(content: bytes | str, limit_bytes: int = PATHS_LIMIT_BYTES) -> Fault:
    """Return the one fault of a file that cannot be read."""
    with pytest.raises(UnusableFile) as caught:
        read(content, limit_bytes)
    (fault,) = caught.value.faults
    return fault


@pytest.mark.parametrize("limit_bytes", [PATHS_LIMIT_BYTES, PROGRESS_LIMIT_BYTES])
def test_the_size_is_capped(limit_bytes: int) -> None:
    """A file of exactly the limit is read, one byte more is refused before anything else."""
    content = b"#" * limit_bytes
    assert read(content, limit_bytes).data == {}
    fault = fault_of(content + b"\xff", limit_bytes)
    assert f"larger than {limit_bytes >> 20} MiB" in fault.message


def dots(parts: int) -> str:
    """Return a dotted key of so many parts."""
    return ".".join("a" for _ in range(parts))


@pytest.mark.parametrize(
    ("allowed", "refused", "words"),
    [
        (f"{dots(31)} = 1", f"{dots(32)} = 1", "dotted key of 32 parts"),
        (f"[{dots(31)}]", f"[{dots(32)}]", "dotted key of 32 parts"),
        (f"x={{{dots(31)}=1}}", f"x={{{dots(32)}=1}}", "dotted key of 32 parts"),
        (
            " . ".join("'.'" for _ in range(31)) + "=1",
            " . ".join("'.'" for _ in range(32)) + "=1",
            "dotted key of 32 parts",
        ),
        ("a=" + "[" * 63 + "]" * 63, "a=" + "[" * 64 + "]" * 64, "nested 64 deep"),
        ("a=" + "[\n" * 63 + "]" * 63, "a=" + "[\n" * 64 + "]" * 64, "nested 64 deep"),
        (
            "a=" + "{b=" * 63 + "1" + "}" * 63,
            "a=" + "{b=" * 64 + "1" + "}" * 64,
            "nested 64 deep",
        ),
        ("a=" + "1" * 640, "a=" + "1" * 641, "more than 640 characters"),
        ("a=0x" + "f" * 638, "a=0x" + "f" * 4301, "more than 640 characters"),
        ("a=1_0.5", "a=" + "1" * 4301, "more than 640 characters"),
        ("a=1.5e3", "a=1." + "5" * 100_000, "more than 640 characters"),
        (f"a=['{dots(99)}', \"{dots(99)}\"] # {dots(99)}", dots(32_000) + "=1", "dotted key"),
        ('a="' + "x" * 9_999 + '"', "x" * 9_999 + "=1", "more than 640 characters"),
        ("a=[" + "[]," * 65_000 + "]", "a=[" + "[]," * 100_000 + "]", "more than"),
        ("a=[" + "1," * 80_000 + "]", "a=[" + "1," * 90_000 + "]", "commas"),
    ],
)
def test_each_limit_is_where_it_is_said_to_be(allowed: str, refused: str, words: str) -> None:
    """One step below a limit is read as by the parser, at the limit is a located fault."""
    assert read(allowed).data == tomli.loads(allowed)
    assert words in fault_of(refused).message


def test_deep_values_do_not_count_where_text_or_comments_hold_them() -> None:
    """Brackets, dots and quotes inside strings and comments break no limit."""
    noise = "[{" * 99 + "." * 99
    text = f"a = \"{noise}'\"\nb = '{noise}\"'\nc = '''{noise}\"\n'\n'''\n# {noise}\"'\n"
    assert read(text).data == tomli.loads(text)


MIB = PATHS_LIMIT_BYTES


def each(before: str, after: str, most: int = MIB) -> str:
    """Return numbered names between two texts, up to `most` names or the size of a path file."""
    count = min(most, MIB // (5 + len(before) + len(after)))
    return "".join(f"{before}{number:05x}{after}" for number in range(count))


def repeated(before: str, middle: str, after: str) -> str:
    """Return a text that is repeated between two others, filling a path file."""
    return before + middle * ((MIB - len(before) - len(after)) // len(middle)) + after


HOSTILE = {
    "keys": each("", "=1\n"),
    "dotted": each("", ".a=1\n"),
    "headers": each("[", "]\n"),
    "deep headers": each("[", ".a" * 30 + "]\n"),
    "keys in depth": "[" + dots(31) + "]\n" + each("", "=1\n", 110_000),
    "dotted names at the limit": repeated(each("", ".a" * 29 + "=1\n", 4_300), "#", ""),
    "tables at the limit": each("[", "]\n", 130_000),
    "arrays at the limit": repeated(each("", "=[]\n", 110_000), "#", ""),
    "dotted key of 32,000 parts": dots(32_000) + "=1",
    "duplicate after many keys": "a=1\n" + each("", "=1\n", 110_000) + "a=1\n",
    "duplicate after many tables": "[a]\n" + each("[", "]\n", 110_000) + "[a]\n",
    "elements": repeated("a=[", "1,", "]"),
    "elements in depth": repeated("a=" + "[" * 60, "1,", "]" * 60),
    "elements by line": repeated("a=[", "1,\n", "]"),
    "arrays": repeated("a=[", "[],", "]"),
    "nested": repeated("a=", "[", ""),
    "nested tables": repeated("a=", "{a=", ""),
    "open text": repeated('a="', "x", ""),
    "open texts": repeated("", 'a="x\n', ""),
    "open long text": repeated("", 'a="""\n', "'"),
    "quotes": repeated("", '"', ""),
    "two quotes": repeated('a="""', '""x', '"""'),
    "apostrophes": repeated("a=", "'", ""),
    "empty texts": repeated("a=", "'' ", ""),
    "escapes": repeated('a="', "\\n", '"'),
    "folded lines": repeated('a="""', "\\\n", '"""'),
    "escaped keys": each('"\\u0041', '"=1\n'),
    "comment": repeated("", "#", ""),
    "comments": repeated("", "#\n", ""),
    "blanks": repeated("", " ", ""),
    "commas": repeated("a=[", ",", ""),
    "dots": repeated("", ".", ""),
    "digits": repeated("a=", "1", ""),
    "dates": repeated("a=[", "2026-01-01T00:00:00+01:00,", "]"),
}

READ_WITHIN_BOUNDS = """
import resource, sys
from studypath.core.errors import UnusableFile
from studypath.files.toml import PATHS_LIMIT_BYTES, read_toml
# A guard against what is not linear: the worst of these take a few seconds.
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
try:
    len(read_toml(sys.stdin.buffer.read(), "paths.toml", PATHS_LIMIT_BYTES).places)
except UnusableFile as error:
    assert len(str(error)) < 300
# Not ru_maxrss: that one begins with the memory of the process that started this one.
with open("/proc/self/status") as status:
    peak = next(line for line in status if line.startswith("VmHWM"))
print(int(peak.split()[1]) // 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="measures memory as Linux reports it")
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_megabyte_takes_much_time_or_memory(text: str) -> None:
    """A hostile file of the largest size is read and located, or refused, in under 300 MB."""
    assert len(text) <= MIB
    done = subprocess.run(
        [sys.executable, "-c", READ_WITHIN_BOUNDS],
        input=text.encode(),
        capture_output=True,
        check=True,
    )
    assert int(done.stdout) < 300


def test_importing_the_reader_loads_no_parser() -> None:
    """A program that reads no TOML text pays neither for the parser nor for a pattern."""
    code = (
        "import sys, studypath.files.toml_scan as scan, studypath.files.toml;"
        "print('tomli' in sys.modules, scan._token.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "0"]
