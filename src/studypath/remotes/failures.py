"""Tell git's failures apart: no network, no permission, somebody faster, a broken copy."""

from __future__ import annotations

import re

from studypath.remotes.address import GitRemote
from studypath.remotes.errors import RemoteFailed, shorten_foreign
from studypath.remotes.git import Git, build_broken_repository, find_reason

_UNREACHABLE = re.compile(
    r"could not resolve host|couldn't connect|failed to connect"
    r"|connection (refused|timed out|reset)"
    r"|network is unreachable|no route to host|operation timed out|empty reply"
    r"|name or service not known|temporary failure in name",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"authentication failed|terminal prompts disabled|permission denied|host key verification"
    r"|could not read (username|password)|access denied|HTTP 40[13]|returned error: 40[13]",
    re.IGNORECASE,
)
_FASTER = re.compile(
    r"fetch first|non-fast-forward|stale info|lock ref|already exists|failed to update ref"
    r"|incorrect old value|needs force",
    re.IGNORECASE,
)


class Unreachable(RemoteFailed):
    """The remote cannot be reached now; work goes on without it."""


class SomebodyWasFaster(RemoteFailed):
    """The remote's branch moved while this machine was merging."""


def describe_failure(git: Git, remote: GitRemote, errors: str) -> RemoteFailed:
    """Return what git's error text means: no network, no permission, or what git says."""
    if str(git.directory) in errors or "bad object" in errors:
        return build_broken_repository(git.directory, "fetch", errors)
    reason = shorten_foreign(find_reason(errors))
    if _LOGIN.search(errors):
        return RemoteFailed(
            f"{remote.shown} does not let you in: {reason}\n"
            f"Set up a credential helper or an SSH key; `git ls-remote {remote.shown}` must work."
        )
    if _UNREACHABLE.search(errors):
        return Unreachable(f"{remote.shown} cannot be reached: {reason}")
    return RemoteFailed(f"{remote.shown} cannot be used: {reason}")


def is_race(reason: str) -> bool:
    """Return whether a push was refused because the branch moved in between."""
    return _FASTER.search(reason) is not None
