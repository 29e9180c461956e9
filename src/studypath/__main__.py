"""The door: the fast lane for an unchanged `next`, else the command line."""

from __future__ import annotations

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
    from studypath.cli.run import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
