"""Where the address, the key and the secret of a store come from."""

from __future__ import annotations

from pathlib import Path

import pytest

from studypath.core.errors import StudypathError, UnusableFile, WrongUsage
from studypath.remotes.lrs_account import LrsAccount, check_endpoint, read_account

URL = "https://lrs.example.org/xAPI/"
ENVIRONMENT = {"STUDYPATH_LRS_KEY": "key", "STUDYPATH_LRS_SECRET": "s3cret"}


def write(file: Path, text: str, mode: int = 0o600) -> Path:
    """Write a file of that mode."""
    file.write_text(text, encoding="utf-8")
    file.chmod(mode)
    return file


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return the place of the file, which is not there."""
    return tmp_path / "lrs.toml"


@pytest.mark.parametrize(
    ("url", "endpoint"),
    [
        ("https://lrs.example.org/xAPI", URL),
        ("https://lrs.example.org/xAPI/", URL),
        ("https://lrs.example.org/xAPI/statements", URL),
        ("https://lrs.example.org", "https://lrs.example.org/"),
        ("http://localhost:8100/xAPI", "http://localhost:8100/xAPI/"),
        ("http://127.0.0.1:8100/xAPI", "http://127.0.0.1:8100/xAPI/"),
        ("http://[::1]:8100/xAPI", "http://[::1]:8100/xAPI/"),
    ],
)
def test_address_ends_with_a_slash(url: str, endpoint: str) -> None:
    """However an address is written, statements are below it."""
    assert check_endpoint(url) == endpoint


@pytest.mark.parametrize(
    "url",
    [
        "",
        "lrs.example.org",
        "http://lrs.example.org/xAPI",
        "http://127.0.0.1.example.org/xAPI",
        "http://localhost.example.org/xAPI",
        "http://10.0.0.1/xAPI",
        "ftp://lrs.example.org/",
        "file:///etc/passwd",
        "https:///xAPI",
        "https://host:port/",
        "https://host/x?y=1",
        "https://host/x#y",
        "https://host/\x1b",
        "https://host/ x",
        "https://user@host/x",
    ],
)
def test_unsafe_address_is_refused(url: str) -> None:
    """Plain http to elsewhere, other schemes and credentials are refused."""
    with pytest.raises(WrongUsage):
        check_endpoint(url)


def test_credentials_in_an_address_are_not_repeated() -> None:
    """A secret that was typed into an address does not come back in the message."""
    with pytest.raises(WrongUsage, match="credentials") as refused:
        check_endpoint("https://key:s3cret@host/x")
    assert "s3cret" not in str(refused.value)


def test_environment_is_enough(file: Path) -> None:
    """Key and secret of the environment go with the address of the command."""
    assert read_account(ENVIRONMENT, file, URL) == LrsAccount(URL, "key", "s3cret")
    named = ENVIRONMENT | {"STUDYPATH_LRS_URL": URL}
    assert read_account(named, file, None) == LrsAccount(URL, "key", "s3cret")


def test_file_is_enough(file: Path) -> None:
    """A private file holds all three; the environment goes before it."""
    write(file, f'url = "{URL}"\nkey = "k"\nsecret = "x"\n')
    assert read_account({}, file, None) == LrsAccount(URL, "k", "x")
    assert read_account(ENVIRONMENT, file, None) == LrsAccount(URL, "key", "s3cret")


def test_key_of_a_file_goes_to_its_own_store(file: Path) -> None:
    """A mistyped or foreign address does not get the secret of another store."""
    write(file, f'url = "{URL}"\nkey = "k"\nsecret = "x"\n')
    with pytest.raises(WrongUsage, match="another store"):
        read_account({}, file, "https://lrs.example.com/xAPI")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o620, 0o666])
def test_file_that_others_can_use_is_refused(file: Path, mode: int) -> None:
    """A secret that others can read, or change, is none."""
    write(file, f'url = "{URL}"\nkey = "k"\nsecret = "s3cret"\n', mode)
    with pytest.raises(UnusableFile, match="chmod 600") as refused:
        read_account({}, file, None)
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize(
    ("environment", "text", "url"),
    [
        ({}, None, None),
        ({}, None, URL),
        ({"STUDYPATH_LRS_KEY": "s3cret"}, None, URL),
        ({"STUDYPATH_LRS_SECRET": "s3cret"}, None, URL),
        ({}, 'key = "s3cret"', URL),
        ({}, 'secret = "s3cret"', URL),
        ({"STUDYPATH_LRS_KEY": "s3cret:x", "STUDYPATH_LRS_SECRET": "s3cret"}, None, URL),
        ({"STUDYPATH_LRS_KEY": "k", "STUDYPATH_LRS_SECRET": "s3cret\n"}, None, URL),
        ({}, f'url = "{URL}"\nkey = ["s3cret"]\nsecret = "s3cret"', None),
        ({}, 'secret = "s3cret', URL),
        ({}, "secret = s3cret", URL),
    ],
)
def test_missing_and_broken_values_show_no_secret(
    file: Path, environment: dict[str, str], text: str | None, url: str | None
) -> None:
    """Every error names what to do and none shows what was given."""
    if text is not None:
        write(file, text)
    with pytest.raises(StudypathError) as refused:
        read_account(environment, file, url)
    assert "s3cret" not in str(refused.value)


def test_text_of_an_account_hides_key_and_secret() -> None:
    """An account that ends up in a message or a traceback shows its address only."""
    account = LrsAccount(URL, "a-key", "s3cret")
    for text in (str(account), repr(account), f"{account}", f"{account!r}"):
        assert "s3cret" not in text
        assert "a-key" not in text
