"""Push and fetch with stores that refuse, fail, lie, never end or lose the connection."""

from __future__ import annotations

import base64
import importlib
import json
import shutil
import sys
import time
from collections.abc import Iterable
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest

from studypath.core.errors import Busy
from studypath.core.exchange import PushResult
from studypath.remotes.errors import MissingTool, RemoteFailed
from studypath.remotes.fetch import fetch_statements
from studypath.remotes.lrs import Lrs, Patience
from studypath.remotes.lrs_account import LrsAccount
from studypath.remotes.push import push_statements
from studypath.storage.lock import hold_lock
from tests.remotes import odd_server
from tests.remotes.odd_server import OddServer, accept, serve, status

SECRET = "s3cret-w0rd"
TOKEN = base64.b64encode(f"teacher:{SECRET}".encode()).decode()
HASTE = Patience(request_seconds=2, attempts=3, first_pause_seconds=0.01, longest_pause_seconds=5)


def statement(number: int, text: str = "") -> dict[str, Any]:
    """Return a statement with an id of that number."""
    return {"id": f"00000000-0000-5000-8000-{number:012}", "text": text}


STATEMENTS = [statement(number) for number in range(20)]


class Clock:
    """Sleep without waiting, and remember for how long."""

    def __init__(self) -> None:
        self.pauses: list[float] = []

    def __call__(self, seconds: float) -> None:
        """Remember the seconds."""
        self.pauses.append(seconds)


def connect(server: OddServer, clock: Clock | None = None) -> Lrs:
    """Return a connection in haste."""
    return Lrs(LrsAccount(server.endpoint, "teacher", SECRET), HASTE, clock or Clock())


def push(
    server: OddServer,
    directory: Path,
    statements: Iterable[dict[str, Any]] = STATEMENTS,
    *,
    size: int = 8,
    clock: Clock | None = None,
) -> PushResult:
    """Push statements in small batches."""
    with connect(server, clock) as lrs:
        return push_statements(lrs, statements, directory, batch_statements=size)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (400, "does not accept"),
        (401, "refuses the key and secret"),
        (403, "does not permit"),
        (404, "no statements at this address"),
        (302, "redirects to another address"),
        (418, "no store gives"),
    ],
)
def test_refusal_is_in_plain_words_at_once(tmp_path: Path, number: int, words: str) -> None:
    """What waiting does not change is not tried again, and says what was sent and what to do."""
    echo = f"\x1b[2J no: {SECRET} {TOKEN} \u202e teacher".encode()
    refusal = status(number, echo, Location=f"https://elsewhere.example/?{SECRET}")
    with serve(accept, refusal) as server:
        with pytest.raises(RemoteFailed, match=words) as refused:
            push(server, tmp_path)
        assert len(server.requests) == 2
    text = str(refused.value)
    assert "8 sent" in text
    assert "push again" in text
    for hidden in (SECRET, TOKEN, "\x1b", "\u202e"):
        assert hidden not in text
    assert refused.value.exit_code == 4


@pytest.mark.parametrize("number", [429, 500, 502, 503])
def test_busy_store_is_tried_again(tmp_path: Path, number: int) -> None:
    """A store that recovers gets everything once; the pauses grow."""
    clock = Clock()
    with serve(status(number), status(number), accept) as server:
        assert push(server, tmp_path, clock=clock).sent == 20
        assert len(server.accepted) == 20
    assert 0 < clock.pauses[0] < 0.011
    assert len(clock.pauses) == 2


def test_store_that_stays_broken_ends_the_push(tmp_path: Path) -> None:
    """After the last try the push ends and says so; the next one goes on after what was sent."""
    with serve(accept, status(503, b"<html>maintenance</html>")) as server:
        with pytest.raises(RemoteFailed, match=r"fault of its own \(503, after 3 tries\)"):
            push(server, tmp_path)
        assert len(server.requests) == 4
        server.behaviours[:] = [accept]
        result = push(server, tmp_path)
        assert (result.sent, result.sent_before) == (12, 8)


def test_retry_after_is_kept(tmp_path: Path) -> None:
    """The store's own pause counts, in seconds or as a date; one too long ends the push."""
    clock = Clock()
    later = formatdate(time.time() + 3, usegmt=True)
    waits = (status(429, Retry_After="4"), status(503, Retry_After=later), accept)
    with serve(*waits) as server:
        push(server, tmp_path / "one", clock=clock)
    assert clock.pauses[0] == 4
    assert 0 < clock.pauses[1] <= 3
    with (
        serve(status(429, Retry_After="3600")) as server,
        pytest.raises(RemoteFailed, match="asks to wait 3600 s"),
    ):
        push(server, tmp_path / "two")
    with serve(status(429, Retry_After="soon"), accept) as server:
        assert push(server, tmp_path / "three").sent == 20


def test_large_batches_go_in_halves(tmp_path: Path) -> None:
    """A store that takes little at once gets little at once, and everything."""

    def take_three(handler: odd_server.Handler) -> None:
        if len(json.loads(handler.content)) > 3:
            handler.answer(413)
        else:
            accept(handler)

    with serve(take_three) as server:
        assert push(server, tmp_path, size=20).sent == 20
        assert len(server.accepted) == 20
        refused = [r for r in server.requests if len(json.loads(r[2])) > 3]
        assert len(refused) <= 7
    with (
        serve(status(413)) as server,
        pytest.raises(RemoteFailed, match="no statement of this size"),
    ):
        push(server, tmp_path / "two")


def test_conflicts_are_counted_and_cost_nobody_else(tmp_path: Path) -> None:
    """Events that the store has in other words stay as they are there; the others arrive."""
    with serve(accept) as server:
        push(server, tmp_path / "one", [statement(3, "old"), statement(11, "old")])
        result = push(server, tmp_path / "two")
        assert (result.sent, result.conflicts) == (18, 2)
        assert push(server, tmp_path / "two").sent_before == 20
        assert server.accepted[STATEMENTS[3]["id"]]["text"] == "old"
        assert len(server.accepted) == 20


def test_lost_connections_lose_and_double_nothing(tmp_path: Path) -> None:
    """Before, within and after the acknowledgement: what was lost is sent again, once stored."""
    hang_up, within, after = (
        odd_server.hang_up,
        odd_server.hang_up_within,
        odd_server.accept_and_hang_up,
    )
    with serve(hang_up, accept, within, after, accept) as server:
        assert push(server, tmp_path).sent == 20
        assert len(server.accepted) == 20
    with (
        serve(hang_up) as server,
        pytest.raises(RemoteFailed, match=r"was lost: .*, 3 times in a row"),
    ):
        push(server, tmp_path / "two")


def test_nobody_listens(tmp_path: Path) -> None:
    """A store that is not there is named as such."""
    with serve(accept) as server:
        pass
    with pytest.raises(RemoteFailed, match=r"connection to .* was lost"):
        push(server, tmp_path)


@pytest.mark.parametrize(
    "behaviour",
    [
        odd_server.say_nothing,
        odd_server.drip(b"HTTP/1.1 200 OK\r\nX-Slow:"),
        odd_server.drip(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n["),
    ],
    ids=["silence", "headers", "body"],
)
def test_answers_that_never_end_are_left(tmp_path: Path, behaviour: odd_server.Behaviour) -> None:
    """Silence and a byte now and then are over at the limit, however often a byte comes."""
    began = time.monotonic()
    haste = HASTE._replace(request_seconds=0.5)
    with (
        serve(behaviour) as server,
        Lrs(LrsAccount(server.endpoint, "teacher", SECRET), haste, Clock()) as lrs,
        pytest.raises(RemoteFailed, match="3 times in a row"),
    ):
        push_statements(lrs, STATEMENTS, tmp_path)
    assert time.monotonic() - began < 30


def test_endless_answer_is_cut_by_size(tmp_path: Path) -> None:
    """A flood ends at the limit of size."""
    with (
        serve(odd_server.flood) as server,
        pytest.raises(RemoteFailed, match="more than 4 MiB"),
    ):
        push(server, tmp_path)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<!doctype html><title>Welcome</title>", "text/html"),
        (b"", "application/json"),
        (b"{}", "application/json"),
        (b"[1]", "application/json"),
        (b'["00000000-0000-5000-8000-999999999999"]', "application/json"),
        (b"[" * 100_000, "application/json"),
        (b"\xff\xfe", "\x1b[2J"),
    ],
)
def test_what_is_no_store_acknowledges_nothing(tmp_path: Path, body: bytes, kind: str) -> None:
    """A web page with status 200 is no acknowledgement: everything is sent again elsewhere."""
    with (
        serve(status(200, body, Content_Type=kind)) as server,
        pytest.raises(RemoteFailed, match="Check the address"),
    ):
        push(server, tmp_path)
    with serve(accept) as other:
        assert push(other, tmp_path).sent == 20


def test_unpacking_answer_is_not_unpacked(tmp_path: Path) -> None:
    """An answer that was compressed against the request is taken as it is, and is no JSON."""
    import gzip

    body = gzip.compress(b" " * (64 << 20))
    with (
        serve(status(200, body, Content_Encoding="gzip")) as server,
        pytest.raises(RemoteFailed, match="Check the address"),
    ):
        push(server, tmp_path)


def test_redirects_carry_no_key_elsewhere(tmp_path: Path) -> None:
    """A redirect is told and not followed."""
    with serve(accept) as thief:
        redirect = status(307, Location=f"{thief.endpoint}statements")
        with serve(redirect) as server, pytest.raises(RemoteFailed, match="redirects"):
            push(server, tmp_path)
        assert not thief.requests


def test_request_is_as_the_standard_has_it(tmp_path: Path) -> None:
    """Version, type, key and secret are in the headers, and a proxy is not asked on loopback."""
    with serve(accept) as server:
        push(server, tmp_path, STATEMENTS[:1])
        headers = {name.lower(): value for name, value in server.headers[0].items()}
    assert server.requests[0][:2] == ("POST", "/xAPI/statements")
    assert headers["x-experience-api-version"] == "1.0.3"
    assert headers["content-type"] == "application/json"
    assert headers["authorization"] == f"Basic {TOKEN}"


def test_proxy_of_the_environment_is_not_given_the_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Plain http to this machine goes there and nowhere else."""
    with serve(accept) as proxy, serve(accept) as server:
        monkeypatch.setenv("HTTP_PROXY", proxy.endpoint)
        monkeypatch.setenv("ALL_PROXY", proxy.endpoint)
        assert push(server, tmp_path).sent == 20
        assert not proxy.requests


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
def test_certificate_is_verified(tmp_path: Path) -> None:
    """A store whose certificate nobody vouches for is refused at once, and gets nothing."""
    import ssl
    import subprocess

    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj",
         "/CN=localhost", "-keyout", str(key), "-out", str(certificate)],
        check=True,
        capture_output=True,
    )  # fmt: skip
    with serve(accept) as server:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        endpoint = server.endpoint.replace("http:", "https:")
        clock = Clock()
        with (
            Lrs(LrsAccount(endpoint, "teacher", SECRET), HASTE, clock) as lrs,
            pytest.raises(RemoteFailed, match="no valid certificate"),
        ):
            push_statements(lrs, STATEMENTS, tmp_path / "push")
        assert not server.requests
        assert not clock.pauses


def test_two_pushes_at_once_do_not_mix(tmp_path: Path) -> None:
    """The second push says that another one runs."""
    with (
        serve(accept) as server,
        hold_lock(tmp_path / "lock"),
        connect(server) as lrs,
        pytest.raises(Busy),
    ):
        push_statements(lrs, STATEMENTS, tmp_path, lock_seconds=0.1)
    assert not server.requests


def test_cut_off_log_is_mended(tmp_path: Path) -> None:
    """A line that was cut off is sent again, and the file is whole after it."""
    with serve(accept) as server:
        push(server, tmp_path)
        (log,) = tmp_path.glob("*.sent")
        assert log.stat().st_mode & 0o077 == 0
        log.write_bytes(log.read_bytes()[:-10])
        result = push(server, tmp_path)
        assert (result.sent, result.sent_before) == (1, 19)
        assert push(server, tmp_path).sent_before == 20


def test_library_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra the error says what to install, with exit code 2."""
    monkeypatch.setitem(sys.modules, "httpx", None)
    with pytest.raises(MissingTool, match=r"pip install 'studypath\[lrs\]'") as missing:
        Lrs(LrsAccount("https://lrs.example/", "k", "s"))
    assert missing.value.exit_code == 2


def test_modules_import_no_http_library() -> None:
    """The room itself loads without the extra."""
    for name in ("lrs", "fetch", "push", "lrs_account", "sync"):
        module = importlib.import_module(f"studypath.remotes.{name}")
        assert "httpx" not in vars(module)


def page(statements: list[Any], more: object = None) -> odd_server.Behaviour:
    """Return a behaviour that answers with a page."""
    body = {"statements": statements} | ({} if more is None else {"more": more})
    return status(200, json.dumps(body).encode())


def test_pages_are_followed_within_the_store() -> None:
    """A relative and an empty link, and pages without one, are as the standard has them."""
    pages = (page([1], "/xAPI/statements?p=2"), page([2], "statements?p=3"), page([3], ""))
    with serve(*pages) as server, connect(server) as lrs:
        assert list(fetch_statements(lrs, "https://x.invalid/")) == [1, 2, 3]
        paths = [path for _, path, _ in server.requests]
    assert paths[0].startswith("/xAPI/statements?activity=https%3A%2F%2Fx.invalid%2F&related")
    assert paths[1:] == ["/xAPI/statements?p=2", "/xAPI/statements?p=3"]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("https://thief.example/statements", "another server"),
        ("//thief.example/statements", "another server"),
        ("file:///etc/passwd", "another server"),
        ("http://127.0.0.1:1/statements", "another server"),
        ("/xAPI/statements?p=same", "without end"),
    ],
)
def test_links_elsewhere_and_in_circles_are_not_followed(more: str, words: str) -> None:
    """The key goes to one server only, and a circle ends."""
    with (
        serve(page([], more)) as server,
        connect(server) as lrs,
        pytest.raises(RemoteFailed, match=words),
    ):
        list(fetch_statements(lrs, "https://x.invalid/"))
    assert len(server.requests) <= 2


@pytest.mark.parametrize("body", [b"<html>", b"[]", b'{"statements": {}}', b"null", b'"x"'])
def test_pages_that_are_none(body: bytes) -> None:
    """A web page in place of statements is named."""
    with (
        serve(status(200, body, Content_Type="text/html")) as server,
        connect(server) as lrs,
        pytest.raises(RemoteFailed, match="text/html"),
    ):
        list(fetch_statements(lrs, "https://x.invalid/"))


def test_ever_new_pages_end_with_time() -> None:
    """A store that always has one more page is left after a while."""

    def endless(handler: odd_server.Handler) -> None:
        page([1], f"/xAPI/statements?p={len(handler.server.requests)}")(handler)

    with (
        serve(endless) as server,
        connect(server) as lrs,
        pytest.raises(RemoteFailed, match="without end"),
    ):
        list(fetch_statements(lrs, "https://x.invalid/", total_seconds=0.5))
