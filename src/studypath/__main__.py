"""The door: the fast lane for an unchanged `next`, else the command line."""

from __future__ import annotations

import gc
import sys

from studypath import lane


def main() -> None:
    """Run the command that the arguments name, and exit with its code."""
    try:
        if lane.shown():
            return
    except BrokenPipeError:
        sys.exit(0)
    except OSError as error:
        sys.stderr.write(f"studypath: the output could not be written: {error.strerror}\n")
        sys.exit(1)
    # One command builds what it shows and ends: looking for garbage every 700 objects while
    # modules are imported costs a tenth of it.
    gc.set_threshold(100_000)
    from studypath.cli.run import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
