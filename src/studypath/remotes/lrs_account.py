"""The address of a Learning Record Store, and the key and secret for it."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from studypath.core.errors import Fault, UnusableFile, WrongUsage
from studypath.core.text import has_control, replace_controls
from studypath.remotes.address import is_loopback
from studypath.storage.reading import read_if_there

URL, KEY, SECRET = "STUDYPATH_LRS_URL", "STUDYPATH_LRS_KEY", "STUDYPATH_LRS_SECRET"
_LIMIT_BYTES = 64 * 1024
_LONGEST = 2048


class LrsAccount(NamedTuple):
    """Where a store is and who writes to it; its text never shows key or secret."""

    endpoint: str
    key: str
    secret: str

    def __repr__(self) -> str:
        return f"LrsAccount({self.endpoint!r})"

    def __str__(self) -> str:
        return self.endpoint


class _Settings(NamedTuple):
    url: str | None = None
    key: str | None = None
    secret: str | None = None

    def __repr__(self) -> str:
        return f"_Settings({self.url!r})"


def read_account(environment: Mapping[str, str], file: Path, url: str | None) -> LrsAccount:
    """Return the account: `url`, else that of the environment or the file; key and secret of those.

    The file is TOML with `url`, `key` and `secret`, and private (0600). A key from it goes to its
    own `url` alone. Raises WrongUsage where something is missing, UnusableFile for the file.
    """
    stored = _read_file(file)
    wanted = url or environment.get(URL) or stored.url
    if not wanted:
        raise WrongUsage(f"No store is named. Give --lrs URL, set {URL}, or write it to {file}.")
    endpoint = check_endpoint(wanted)
    key, secret = environment.get(KEY), environment.get(SECRET)
    if bool(key) != bool(secret):
        raise WrongUsage(f"Set both {KEY} and {SECRET}, or neither.")
    if not key or not secret:
        if not stored.key or not stored.secret:
            raise WrongUsage(
                f"The store needs a key and a secret. Set {KEY} and {SECRET}, or write key and "
                f"secret to {file} and make it private: chmod 600 {file}"
            )
        if stored.url and check_endpoint(stored.url) != endpoint:
            raise WrongUsage(
                f"The key in {file} is for another store than {endpoint}. "
                f"Set {KEY} and {SECRET} for this one."
            )
        key, secret = stored.key, stored.secret
    if has_control(key + secret) or ":" in key:
        raise WrongUsage("The key holds a colon, or key or secret a control character.")
    return LrsAccount(endpoint, key, secret)


def check_endpoint(url: str) -> str:
    """Return the address of a store with a slash at its end; WrongUsage where it is unsafe.

    Plain http is for this machine alone; credentials in the address are refused, not repeated.
    """
    if not url or len(url) > _LONGEST or has_control(url) or " " in url:
        raise WrongUsage("The address of a store looks like https://lrs.example.org/xAPI.")
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise WrongUsage("The address of the store is not valid.") from None
    if parts.username is not None or parts.password is not None:
        raise WrongUsage("The address of the store holds credentials. Leave them out.")
    shown = replace_controls(url)
    if parts.scheme not in {"https", "http"} or not parts.hostname or parts.query or parts.fragment:
        raise WrongUsage(f"{shown} is not the address of a store, such as https://host/xAPI.")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise WrongUsage(f"{shown} would send the key in the clear. Use https.")
    path = parts.path.rstrip("/").removesuffix("/statements")
    return f"{parts.scheme}://{parts.netloc}{path}/"


def _read_file(file: Path) -> _Settings:
    from studypath.files.toml import read_toml

    source = read_if_there(file, _LIMIT_BYTES)
    if source is None:
        return _Settings()
    _require_private(file)
    data = read_toml(source.content, str(file), _LIMIT_BYTES).data
    values: dict[str, str] = {}
    for name in _Settings._fields:
        value = data.get(name)
        if value is not None and not isinstance(value, str):
            # The value is not repeated: it may be a secret.
            raise UnusableFile((Fault(str(file), None, name, "must be text in quotes"),))
        if value:
            values[name] = value
    return _Settings(**values)


def _require_private(file: Path) -> None:
    if os.name != "posix":
        return
    status = file.stat()
    if status.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        fault = Fault(str(file), None, "", "can be read by others, and holds a secret")
        raise UnusableFile((fault,), advice=f"Make it private: chmod 600 {file}")
    if status.st_uid != os.geteuid():
        raise UnusableFile((Fault(str(file), None, "", "belongs to another user"),))
