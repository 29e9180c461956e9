"""Call git so that neither a configuration nor a repository can run code in it or block it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from studypath.remotes.errors import MissingTool, RemoteFailed, shorten_foreign
from studypath.remotes.process import Finished, LimitBroken, Limits, TimedOut, run_program

LOCAL_SECONDS = 30.0
NETWORK_SECONDS = 120.0
OUTPUT_BYTES = 4 << 20
"""The most that a listing may hold."""

# These hold on this machine's side of a call, whatever the user's or a repository's files say.
_SETTINGS = {
    "core.hooksPath": "/dev/null",
    "core.fsmonitor": "false",
    "core.alternateRefsCommand": "true",
    "core.editor": "true",
    "core.pager": "cat",
    "core.sharedRepository": "umask",
    "commit.gpgSign": "false",
    "push.gpgSign": "false",
    "push.followTags": "false",
    "push.pushOption": "",
    "push.recurseSubmodules": "no",
    "submodule.recurse": "false",
    "fetch.recurseSubmodules": "false",
    "fetch.fsckObjects": "true",
    "fetch.unpackLimit": "1",
    "fetch.prune": "false",
    "gc.autoDetach": "false",
    "maintenance.autoDetach": "false",
    "i18n.commitEncoding": "utf-8",
    "init.templateDir": "",
    "init.defaultBranch": "main",
    "protocol.ext.allow": "never",
}
# The same for a repository in a folder: git starts its other half there, under that
# repository's own configuration and hooks.
_SERVED = {
    "core.hooksPath": "/dev/null",
    "core.fsmonitor": "false",
    "core.alternateRefsCommand": "true",
    "receive.autoGC": "false",
    "receive.denyCurrentBranch": "refuse",
}
_PASSED_ON = (
    "GIT_SSH",
    "GIT_SSH_COMMAND",
    "GIT_SSH_VARIANT",
    "GIT_ASKPASS",
    "GIT_EXEC_PATH",
    "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_SYSTEM",
    "GIT_CONFIG_NOSYSTEM",
    "GIT_CONFIG_COUNT",
)
_PASSED_ON_STARTS = ("GIT_CONFIG_KEY_", "GIT_CONFIG_VALUE_", "GIT_SSL_", "GIT_PROXY_", "GIT_HTTP_")
_FORCED = {
    "GIT_TERMINAL_PROMPT": "0",
    "GCM_INTERACTIVE": "never",
    "GIT_ALLOW_PROTOCOL": "file:ssh:https:http",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_EDITOR": "true",
    "GIT_PAGER": "cat",
    # A name that says nothing about the person.
    "GIT_AUTHOR_NAME": "studypath",
    "GIT_AUTHOR_EMAIL": "studypath@localhost",
    "GIT_COMMITTER_NAME": "studypath",
    "GIT_COMMITTER_EMAIL": "studypath@localhost",
    # Messages are read by their English words.
    "LC_ALL": "C",
    "LANGUAGE": "C",
}


# What git adds to the reason that a host or ssh gave.
_SAYING_NOTHING = (
    "fatal: Could not read from remote repository",
    "Please make sure you have the correct access",
    "and the repository exists",
    "fatal: the remote end hung up",
)


class Git(NamedTuple):
    """Git on one bare repository: the program, the repository's directory, the environment.

    `local_seconds` and `network_seconds` limit each call.
    """

    program: str
    directory: Path
    environment: dict[str, str]
    local_seconds: float = LOCAL_SECONDS
    network_seconds: float = NETWORK_SECONDS

    def run(
        self, *arguments: str, stdin: bytes = b"", limits: Limits | None = None, date: str = ""
    ) -> Finished:
        """Run one git command in the repository; `date` is when a commit is made.

        Raises RemoteFailed when git breaks a limit and MissingTool when it cannot be started.
        """
        settings = [part for pair in _SETTINGS.items() for part in ("-c", "=".join(pair))]
        dates = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date} if date else {}
        command = [self.program, *settings, f"--git-dir={self.directory}", *arguments]
        try:
            return run_program(
                command,
                environment=self.environment | dates,
                directory=self.directory,
                stdin=stdin,
                limits=limits or Limits(self.local_seconds, OUTPUT_BYTES),
            )
        except TimedOut as error:
            raise GitTimedOut(f"git {arguments[0]} {error}.") from error
        except LimitBroken as error:
            raise RemoteFailed(f"git {arguments[0]} {error}. Nothing was changed.") from error
        except OSError as error:
            reason = error.strerror or error
            raise MissingTool(f"git cannot be started: {self.program}: {reason}.") from error

    def read(self, *arguments: str, stdin: bytes = b"", date: str = "") -> bytes:
        """Return the output of a git command that must succeed."""
        finished = self.run(*arguments, stdin=stdin, date=date)
        if finished.code:
            raise build_broken_repository(self.directory, arguments[0], finished.errors)
        return finished.output


class GitTimedOut(RemoteFailed):
    """A git command did not finish in time."""


def find_git(
    directory: Path,
    environment: Mapping[str, str],
    *,
    local_seconds: float = LOCAL_SECONDS,
    network_seconds: float = NETWORK_SECONDS,
) -> Git:
    """Return git for the repository in `directory`; MissingTool where it is not installed."""
    program = shutil.which("git", path=environment.get("PATH"))
    # A relative place depends on the folder that one is in, which may be a stranger's.
    if program is None or not os.path.isabs(program):  # noqa: PTH117
        raise MissingTool("sync needs git, which is not on the PATH. Install it and try again.")
    cleaned = clean_environment(environment)
    return Git(program, directory, cleaned, local_seconds, network_seconds)


def clean_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment for git: credentials and SSH stay, what redirects git goes."""
    passed = {
        name: value
        for name, value in environment.items()
        if not name.startswith("GIT_") or name in _PASSED_ON or name.startswith(_PASSED_ON_STARTS)
    }
    return passed | _FORCED


def build_served_command(command: str) -> str:
    """Return how `upload-pack` or `receive-pack` is started in a folder: without its hooks."""
    settings = " ".join(f"-c {name}={value}" for name, value in _SERVED.items())
    return f"git {settings} {command}"


def find_reason(errors: str) -> str:
    """Return the line of git's error text that says most: the first fatal one, else the last."""
    lines = [line.strip() for line in errors.splitlines() if line.strip()]
    lines = [line for line in lines if not line.startswith(_SAYING_NOTHING)] or lines
    telling = [line for line in lines if line.lower().startswith(("fatal:", "error:", "ssh:"))]
    return telling[0] if telling else (lines or ["git gave no reason"])[-1]


def build_broken_repository(directory: Path, command: str, errors: str) -> RemoteFailed:
    """Return the error of a local repository that git cannot use."""
    return RemoteFailed(
        f"git {command} failed in {directory}: {shorten_foreign(find_reason(errors))}\n"
        f"Your progress is not in that folder. Move the folder away, then run: "
        f"studypath sync --init REMOTE"
    )
