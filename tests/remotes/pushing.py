"""Push statements of a file as a process that can be killed.

`python -m tests.remotes.pushing ENDPOINT FILE FOLDER` says `ready` and pushes.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from studypath.remotes.lrs import Lrs
from studypath.remotes.lrs_account import LrsAccount
from studypath.remotes.push import push_statements


def main() -> None:
    """Push in small batches to the store of the tests."""
    endpoint, file, folder = sys.argv[1:]
    statements = json.loads(Path(file).read_text())
    with Lrs(LrsAccount(endpoint, "teacher", "s3cret")) as lrs:
        print("ready", flush=True)
        push_statements(lrs, statements, Path(folder), batch_statements=20)


if __name__ == "__main__":
    main()
