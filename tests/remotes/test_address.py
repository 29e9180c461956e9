"""Which remotes git may be given."""

from __future__ import annotations

from pathlib import Path

import pytest

from studypath.core.errors import WrongUsage
from studypath.remotes.address import parse_remote

BASE = Path("/somewhere")


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/me/progress.git",
        "https://me@example.org/me/progress.git",
        "ssh://git@example.org:2222/~/progress.git",
        "git@example.org:me/progress.git",
        "host:progress.git",
        "[::1]:progress.git",
        "http://127.0.0.1:3000/me/progress.git",
        "http://[::1]/me/progress.git",
    ],
)
def test_address_is_given_as_it_is(text: str) -> None:
    """Addresses that git reaches by itself are taken, and none is a folder here."""
    assert parse_remote(text, BASE) == (text, None)


@pytest.mark.parametrize(
    ("text", "directory"),
    [
        ("/media/stick/progress.git", "/media/stick/progress.git"),
        ("progress.git", "/somewhere/progress.git"),
        ("../progress.git", "/progress.git"),
        ("./a:b", "/somewhere/a:b"),
        ("file:///media/my%20stick", "/media/my stick"),
    ],
)
def test_folder_becomes_absolute(text: str, directory: str) -> None:
    """A folder of this machine is stored with its whole place."""
    assert parse_remote(text, BASE) == (directory, Path(directory))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "-",
        "--upload-pack=touch x",
        "-oProxyCommand=touch x:y",
        "ext::sh -c 'touch x'",
        "ext::sh",
        "fd::17",
        "::x",
        "a::b://c",
        "ext://x/y",
        "git://example.org/x",
        "http://example.org/x",
        "ftp://example.org/x",
        "javascript://x/y",
        "https:///x",
        "https://example.org",
        "https://example.org/",
        "https://[::1/x",
        "https://example.org:x/y",
        "ssh://-oProxyCommand=x/y",
        "ssh://-l@example.org/y",
        "me@-oProxyCommand=x:y",
        "host:-x",
        "host:",
        "file://other/x",
        "a\nb",
        "a\x1b[2Jb",
        "a\0b",
        "\u202egit@host:x",
        "x" * 3000,
    ],
)
def test_dangerous_address_is_refused(text: str) -> None:
    """What could run a program, show another order or send passwords openly is refused."""
    with pytest.raises(WrongUsage) as refused:
        parse_remote(text, BASE)
    assert "\x1b" not in str(refused.value)


def test_password_is_refused_and_not_repeated() -> None:
    """A password in an address goes nowhere, not even into the message."""
    with pytest.raises(WrongUsage, match="credential helper") as refused:
        parse_remote("https://me:s3cret@example.org/x", BASE)
    assert "s3cret" not in str(refused.value)


def test_account_is_not_shown() -> None:
    """The name of an account, which may be a token, is left out where an address is shown."""
    assert parse_remote("https://token@example.org/x", BASE).shown == "https://example.org/x"
    assert parse_remote("git@example.org:x", BASE).shown == "git@example.org:x"
