"""Compare the environment of this interpreter with a lock: `python check_lock.py LOCK`.

Exit 1 if `pip freeze` differs from the lock or `pip check` finds a conflict. Lines of the lock for
other systems or Pythons are ignored, as are pip, setuptools and studypath itself.
"""

import re
import subprocess
import sys
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

NOT_LOCKED = ("pip", "setuptools", "studypath")


def read_lock(file: Path) -> set[str]:
    """Return `name==version` of each pin that applies here."""
    lines = re.findall(r"(?m)^([a-z0-9][^\\\n]*)", file.read_text(encoding="utf-8"))
    pins = [Requirement(line) for line in lines]
    return {
        f"{canonicalize_name(pin.name)}{pin.specifier}"
        for pin in pins
        if pin.marker is None or pin.marker.evaluate()
    }


def list_installed() -> set[str]:
    """Return `name==version` of each installed distribution."""
    excluded = [word for name in NOT_LOCKED for word in ("--exclude", name)]
    lines = run_pip("freeze", "--all", *excluded).split()
    names = [line.partition("==") for line in lines]
    return {f"{canonicalize_name(name)}=={version}" for name, _, version in names}


def run_pip(*arguments: str) -> str:
    """Run pip of this environment; return its output, or exit with it."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments]
    process = subprocess.run(command, capture_output=True, text=True, check=False)
    if process.returncode:
        sys.exit(f"pip {arguments[0]}:\n{process.stdout}{process.stderr}")
    return process.stdout


def main() -> None:
    """Print what differs and exit 1, or print a summary."""
    locked, installed = read_lock(Path(sys.argv[1])), list_installed()
    for pin in sorted(locked - installed):
        print(f"missing: {pin}")
    for pin in sorted(installed - locked):
        print(f"not in the lock: {pin}")
    if locked != installed:
        sys.exit(1)
    run_pip("check")
    print(f"{len(installed)} distributions, exactly {Path(sys.argv[1]).name}")


if __name__ == "__main__":
    main()
