"""Check where a git remote is: only addresses that git can reach without running a program."""

from __future__ import annotations

import ipaddress
import os
import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit
from urllib.request import url2pathname

from studypath.core.errors import WrongUsage
from studypath.core.text import has_control, replace_controls

_SCHEMES = ("https", "http", "ssh", "file")
# `ext::sh -c ...` and its like hand the address to a program.
_HELPER = re.compile(r"[A-Za-z0-9+.-]*::")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_SCP = re.compile(
    r"(?:[A-Za-z0-9_.][A-Za-z0-9_.-]*@)?(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9][^/:@\[\]]*):"
)
_LONGEST = 2048


class GitRemote(NamedTuple):
    """A remote as git gets it; `directory` is its place where it is on this machine."""

    url: str
    directory: Path | None = None

    @property
    def shown(self) -> str:
        """The address without the name of an account."""
        head, scheme, rest = self.url.partition("://")
        if not scheme or "@" not in rest.partition("/")[0]:
            return self.url
        return f"{head}://{rest.partition('@')[2]}"


def parse_remote(text: str, base: Path) -> GitRemote:
    """Return the remote that a text names: https, ssh, `host:path`, or a folder on this machine.

    A relative folder starts from `base`.

    Raises WrongUsage for anything that could run a program, send passwords in the clear or keep
    one in a file; git's own credential helpers and SSH keys are the place for those.
    """
    if not text.strip() or len(text) > _LONGEST or has_control(text):
        raise WrongUsage("A remote is an address or a folder, such as git@host:me/progress.git.")
    if text.startswith("-") or _HELPER.match(text):
        raise _refused(text, "it is no plain address")
    if "://" in text:
        return _from_url(text)
    if not _DRIVE.match(text) and ":" in text.partition("/")[0]:
        path = text[match.end() :] if (match := _SCP.match(text)) else ""
        if not path or path.startswith("-"):
            raise _refused(text, "write it as user@host:path or ssh://host/path")
        return GitRemote(text)
    directory = Path(os.path.abspath(base / os.path.expanduser(text)))  # noqa: PTH100, PTH111
    return GitRemote(str(directory), directory)


def is_loopback(host: str | None) -> bool:
    """Return whether a host is this machine, so that plain http to it leaves no trace outside."""
    if host is None:
        return False
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _from_url(text: str) -> GitRemote:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        raise _refused(text, "it is no valid address") from None
    if parts.scheme not in _SCHEMES:
        raise _refused(text, "use https, ssh or a folder")
    if parts.password is not None:
        # The text is not repeated: it holds a password.
        raise WrongUsage(
            "The address holds a password. Leave it out and let git's credential helper keep it."
        )
    if parts.scheme == "file":
        return _from_file_url(text, parts)
    host = parts.hostname or ""
    if not host or host.startswith("-") or (parts.username or "").startswith("-"):
        raise _refused(text, "it names no host")
    if not parts.path.strip("/"):
        raise _refused(text, "it names no repository")
    if parts.scheme == "http" and not is_loopback(host):
        raise _refused(text, "plain http is readable on the way; use https")
    return GitRemote(text)


def _from_file_url(text: str, parts: SplitResult) -> GitRemote:
    directory = Path(url2pathname(parts.path))
    if parts.netloc not in {"", "localhost"} or not directory.is_absolute():
        raise _refused(text, "a file address names a folder of this machine, file:///folder")
    return GitRemote(str(directory), directory)


def _refused(text: str, reason: str) -> WrongUsage:
    return WrongUsage(f"The remote {replace_controls(text)!r} is refused: {reason}.")
