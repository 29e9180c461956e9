"""The programs that are measured, installed side by side by pip as anybody would install them."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
OTHERS = ("td-watson", "todoman")
SHOWN = ("studypath", "typer", "rich", "pydantic", "filelock", *OTHERS)


@dataclass(frozen=True)
class Programs:
    """Two environments: `ours` holds studypath, `others` what it is compared with."""

    ours: Path
    others: Path

    @property
    def python(self) -> str:
        return str(self.ours / "bin" / "python")

    def ours_named(self, name: str) -> list[str]:
        return [self.python, str(self.ours / "bin" / name)]

    def other_named(self, name: str) -> list[str]:
        return [str(self.others / "bin" / "python"), str(self.others / "bin" / name)]

    def versions(self) -> list[str]:
        asked = "import sys\nfrom importlib.metadata import version, PackageNotFoundError\n"
        asked += f"for name in {SHOWN!r}:\n try: print(name, version(name))\n"
        asked += " except PackageNotFoundError: pass"
        found: dict[str, None] = {}
        for environment in (self.ours, self.others):
            told = _run([str(environment / "bin" / "python"), "-c", asked])
            found.update(dict.fromkeys(told.splitlines()))
        return list(found)


def installed(where: Path) -> Programs:
    """Return the programs, installed below `where`; studypath always anew, the others once."""
    programs = Programs(where / "ours", where / "others")
    for environment in (programs.ours, programs.others):
        if not (environment / "bin" / "pip").exists():
            _say(f"making {environment} ...")
            _run([sys.executable, "-m", "venv", "--clear", str(environment)])
    _say("installing studypath ...")
    _pip(programs.ours, str(CHECKOUT))
    _pip(programs.ours, "--force-reinstall", "--no-deps", str(CHECKOUT))
    if not (programs.others / "bin" / "watson").exists():
        _say(f"installing {', '.join(OTHERS)} ...")
        _pip(programs.others, *OTHERS)
    return programs


def _pip(environment: Path, *wanted: str) -> None:
    python = str(environment / "bin" / "python")
    _run([python, "-m", "pip", "--disable-pip-version-check", "-qq", "install", *wanted])


def _run(command: list[str]) -> str:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def _say(words: str) -> None:
    print(words, file=sys.stderr)
