"""`push`: send progress to a Learning Record Store."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from studypath.cli.arguments import JsonOption
from studypath.cli.context import open_context
from studypath.cli.output import show_result
from studypath.formats.sync import push_to_json
from studypath.formats.xapi import Actor, build_statements
from studypath.storage.learner import load_learner_name
from studypath.views.sync import format_push


def push(
    lrs: Annotated[
        str | None, typer.Option("--lrs", metavar="URL", help="The store; see docs/remotes.md.")
    ] = None,
    name: Annotated[
        str | None,
        typer.Option("--as", metavar="NAME", help="Your account name there; a random one."),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Send what is new to a Learning Record Store, each event once.

    Example: studypath push --lrs https://lrs.example.org/xapi
    """
    from studypath.remotes.lrs import Lrs
    from studypath.remotes.lrs_account import read_account
    from studypath.remotes.push import push_statements

    context = open_context()
    account = read_account(os.environ, context.places.config / "lrs.toml", lrs)
    actor = Actor(name or load_learner_name(context.places, context.now))
    statements = build_statements(context.tracked, actor)
    with Lrs(account) as store:
        result = push_statements(store, statements, context.places.data / "push")
    show_result(result, view=format_push, to_json=push_to_json, as_json=json)
