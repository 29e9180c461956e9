"""Bad input to `path import`, in a process that may use 300 MB and little time."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Home

MEGABYTES = 300
# A guard against what is not linear: each of these takes well below two seconds of its own.
CPU_SECONDS = 30

NO_PATHS = {
    "fifty megabytes": (
        b"- [A](https://e.org/a)\n" * 2_300_000,
        "larger than 2 MiB\nSplit it into",
    ),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4_000, "binary file"),
    "prose": (b"# Title\n\n" + b"Words without a list. " * 40_000, "no list, table or reference"),
    "another encoding": ("# É\n\n- Café\n".encode("latin-1"), "is not UTF-8"),
    "broken UTF-16": (b"\xff\xfe#\0\n\0\x00\xd8", "not valid UTF-16"),
    "ten thousand nested bullets": (
        "".join("  " * min(n, 400) + "- x\n" for n in range(10_000)).encode()[:2_000_000],
        "nested deeper than 30 levels",
    ),
    "only brackets": (b"![[" * 500_000, "consists mostly of ["),
    "a path without steps": (b'{"format": 1, "paths": [{"id": "a", "phases": []}]}', "no path"),
    "JSON in depth": (b"[" * 500_000, "nested too deeply"),
}
WITH_PATHS = {
    "ten levels of headings": "".join(f"{'#' * n} Level {n}\n\n- [S{n}](https://e.org/{n})\n\n"
                                      for n in range(1, 11)),
    "hostile links": "- [ ] [A](javascript:alert(1))\n- [ ] [B](data:text/html,x)\n"
                     "- [ ] [C](https://e.org/\x1b[31m)\n- [ ] [D](https://e.org/"
                     + "x" * 500_000 + ")\n- [Good](https://e.org/good)\n",
    "ten thousand bullets": "# A\n\n" + "- [ ] x\n" * 10_000,
    "a megabyte of links": "# A\n\n" + "".join(
        f"- [Title {n}](https://e.org/{n}) by Jo Roe - a remark (~2h)\n" for n in range(16_500)),
}  # fmt: skip


def limit() -> None:
    """Limit the memory and the time of a process before it starts."""
    resource.setrlimit(resource.RLIMIT_DATA, (MEGABYTES << 20, MEGABYTES << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))


def run_limited(home: Home, file: Path) -> subprocess.CompletedProcess[str]:
    """Import a file in a limited process."""
    return subprocess.run(
        [sys.executable, "-m", "studypath", "path", "import", str(file), "--id", "mine"],
        env=home.environment, capture_output=True, text=True, check=False, preexec_fn=limit,
    )  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="limits memory as Linux does")
@pytest.mark.parametrize(("content", "words"), NO_PATHS.values(), ids=NO_PATHS)
def test_bad_input_installs_nothing(home: Home, tmp_path: Path, content: bytes, words: str) -> None:
    """The error names the file and what is wrong, the exit code is 4, no path is installed."""
    file = tmp_path / ("bad.json" if content[:1] in {b"{", b"["} else "bad.md")
    file.write_bytes(content)
    done = run_limited(home, file)
    assert (done.returncode, done.stdout) == (4, "")
    assert "bad." in done.stderr
    assert words in done.stderr
    assert not list(home.config.rglob("*.toml"))


@pytest.mark.skipif(sys.platform != "linux", reason="limits memory as Linux does")
@pytest.mark.parametrize(
    "text",
    [
        pytest.param(text, id=name, marks=[pytest.mark.slow] if len(text) > 900_000 else [])
        for name, text in WITH_PATHS.items()
    ],
)
def test_odd_input_is_installed_within_the_limits(home: Home, tmp_path: Path, text: str) -> None:
    """Deep headings, hostile links and a megabyte of list become a path that can be used."""
    file = tmp_path / "odd.md"
    file.write_text(text, "utf-8")
    done = run_limited(home, file)
    assert done.returncode == 0, done.stderr
    assert "studypath use mine" in done.stdout
    assert "javascript" not in (home.config / "paths" / "mine.toml").read_text("utf-8")
