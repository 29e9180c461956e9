"""Sync with web servers on loopback that want a login, are no git, or never answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from studypath.remotes.errors import RemoteFailed
from tests.remotes import odd_server
from tests.remotes.machines import Machine, bare, git
from tests.remotes.odd_server import OddServer, serve, status

BERT = ("paper", "bert")


@pytest.fixture
def one(tmp_path: Path) -> Machine:
    """Make a machine that synced once with a folder."""
    machine = Machine(tmp_path / "one")
    machine.done(BERT)
    machine.sync(bare(tmp_path / "remote.git"))
    return machine


def turn_to(machine: Machine, server: OddServer) -> None:
    """Make a server the remote of a machine."""
    address = f"http://127.0.0.1:{server.server_address[1]}/me/progress.git"
    git(machine.repository, "config", "studypath.remote", address)


@pytest.mark.parametrize("number", [401, 403])
def test_login_is_left_to_git(one: Machine, number: int) -> None:
    """Without credentials git asks nobody; the message says how to give them to git."""
    behaviour = status(number, WWW_Authenticate='Basic realm="x"')
    with serve(behaviour) as server:
        turn_to(one, server)
        with pytest.raises(RemoteFailed, match="credential helper"):
            one.sync()


def test_credential_helper_of_the_user_is_asked(tmp_path: Path, one: Machine) -> None:
    """The helper that the user configured answers, and its answer reaches the server."""
    helper = "!f() { echo username=ada; echo password=s3cret; }; f"
    git(one.root, "config", "--global", "credential.helper", helper)
    with serve(status(401, WWW_Authenticate='Basic realm="x"')) as server:
        turn_to(one, server)
        with pytest.raises(RemoteFailed) as refused:
            one.sync()
        sent = [headers.get("Authorization", "") for headers in server.headers]
    assert "Basic YWRhOnMzY3JldA==" in sent
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize(
    "behaviour",
    [
        status(200, b"<html>\x1b[2J</html>", Content_Type="text/html"),
        status(404),
        status(500),
        odd_server.hang_up_within,
    ],
    ids=["html", "missing", "broken", "cut"],
)
def test_web_page_is_no_repository(one: Machine, behaviour: odd_server.Behaviour) -> None:
    """A server that is no git host is an error in one line, and changes nothing."""
    before = one.places.progress.read_bytes()
    with serve(behaviour) as server:
        turn_to(one, server)
        with pytest.raises(RemoteFailed, match=r"127\.0\.0\.1") as refused:
            one.sync()
    assert "\x1b" not in str(refused.value)
    assert one.places.progress.read_bytes() == before


def test_silent_server_is_as_good_as_offline(one: Machine) -> None:
    """At the time limit the version stays as a local commit."""
    one.seconds = 2
    with serve(odd_server.say_nothing) as server:
        turn_to(one, server)
        result = one.sync()
    assert result.offline is not None
    assert "did not answer within 2 s" in result.offline


def test_server_that_is_not_there_is_offline(one: Machine) -> None:
    """Nobody listens on the port: offline."""
    with serve(status(200)) as server:
        turn_to(one, server)
    assert one.sync().offline is not None
