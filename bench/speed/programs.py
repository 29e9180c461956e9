"""Install the measured programs side by side, as users would."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
OTHERS = ("td-watson", "todoman")
LISTED = ("studypath", "typer", "rich", "pydantic", "filelock", *OTHERS)


@dataclass(frozen=True)
class Programs:
    """Two environments: `ours` holds studypath, `others` the programs to compare with."""

    ours: Path
    others: Path

    @property
    def python(self) -> str:
        return str(self.ours / "bin" / "python")

    def command(self, name: str) -> list[str]:
        return [self.python, str(self.ours / "bin" / name)]

    def other_command(self, name: str) -> list[str]:
        return [str(self.others / "bin" / "python"), str(self.others / "bin" / name)]

    def list_versions(self) -> list[str]:
        script = "import sys\nfrom importlib.metadata import version, PackageNotFoundError\n"
        script += f"for name in {LISTED!r}:\n try: print(name, version(name))\n"
        script += " except PackageNotFoundError: pass"
        versions: dict[str, None] = {}
        for environment in (self.ours, self.others):
            output = _run([str(environment / "bin" / "python"), "-c", script])
            versions.update(dict.fromkeys(output.splitlines()))
        return list(versions)


def install(directory: Path) -> Programs:
    """Install the programs below `directory`: studypath again each time, the others once."""
    programs = Programs(directory / "ours", directory / "others")
    for environment in (programs.ours, programs.others):
        if not (environment / "bin" / "pip").exists():
            _report(f"making {environment} ...")
            _run([sys.executable, "-m", "venv", "--clear", str(environment)])
    _report("installing studypath ...")
    # The locked versions, so that the numbers do not change with a release of a dependency.
    _pip(programs.ours, "--no-deps", "--require-hashes", "-r", str(CHECKOUT / "requirements.lock"))
    _pip(programs.ours, "--force-reinstall", "--no-deps", "--no-build-isolation", str(CHECKOUT))
    if not (programs.others / "bin" / "watson").exists():
        _report(f"installing {', '.join(OTHERS)} ...")
        _pip(programs.others, *OTHERS)
    return programs


def _pip(environment: Path, *arguments: str) -> None:
    python = str(environment / "bin" / "python")
    _run([python, "-m", "pip", "--disable-pip-version-check", "-qq", "install", *arguments])


def _run(command: list[str]) -> str:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def _report(message: str) -> None:
    print(message, file=sys.stderr)
