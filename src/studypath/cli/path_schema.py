"""`path schema`: print the JSON Schema of path files."""

from __future__ import annotations

import os
from pathlib import Path as FilePath
from typing import Annotated

import typer

from studypath.cli.arguments import ForceOption
from studypath.cli.output import print_note, write
from studypath.files.paths_schema import format_paths_schema
from studypath.storage.output_files import write_output
from studypath.storage.places import find_places


def path_schema(
    output: Annotated[
        FilePath | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write this file."),
    ] = None,
    force: ForceOption = False,
) -> None:
    """Print the JSON Schema of path files, by which editors complete and check them.

    Example: studypath path schema
    """
    content = format_paths_schema()
    if output is None:
        write(content.decode())
        return
    write_output(output, content, force=force, places=find_places(os.environ))
    print_note(f"wrote {output}")
