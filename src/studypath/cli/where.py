"""`where`: show where the files are."""

from __future__ import annotations

import os

from studypath.cli.arguments import JsonOption, PlainOption
from studypath.cli.output import show_result
from studypath.formats.json import where_to_json
from studypath.formats.records import where_to_plain
from studypath.storage.where import describe_places
from studypath.views.where import format_where


def where(json: JsonOption = False, plain: PlainOption = False) -> None:
    """Show where your files are, and the variables that override each place.

    Example: studypath where
    """
    places = describe_places(os.environ)
    show_result(
        places,
        view=format_where,
        to_json=where_to_json,
        to_plain=where_to_plain,
        as_json=json,
        as_plain=plain,
    )
