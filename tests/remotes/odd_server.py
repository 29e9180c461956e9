"""A web server on loopback that misbehaves as it is told, and remembers what it was sent."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Behaviour = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """One request: the next behaviour of the server's list answers it, the last one for ever."""

    protocol_version = "HTTP/1.1"
    server: OddServer
    content: bytes

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401
        """Write nothing."""

    def do_POST(self) -> None:
        """Answer a request as the next behaviour does."""
        self.content = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        with self.server.guard:
            self.server.requests.append((self.command, self.path, self.content))
            self.server.headers.append(dict(self.headers))
            behaviours = self.server.behaviours
            behaviour = behaviours.pop(0) if len(behaviours) > 1 else behaviours[0]
        with contextlib.suppress(OSError):
            behaviour(self)

    do_GET = do_POST  # noqa: N815

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        """Send a whole answer; underscores in the names of headers stand for hyphens."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class OddServer(ThreadingHTTPServer):
    """The server; `accepted` are the statements that it acknowledged."""

    daemon_threads = True

    def __init__(self, behaviours: list[Behaviour]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.behaviours = behaviours
        self.guard = threading.Lock()
        self.requests: list[tuple[str, str, bytes]] = []
        self.headers: list[dict[str, str]] = []
        self.accepted: dict[str, Any] = {}
        self.is_over = threading.Event()

    @property
    def endpoint(self) -> str:
        """The address of its store."""
        return f"http://127.0.0.1:{self.server_address[1]}/xAPI/"

    def handle_error(self, *args: Any) -> None:  # noqa: ANN401
        """Write nothing: the other side hangs up as it likes."""


@contextlib.contextmanager
def serve(*behaviours: Behaviour) -> Iterator[OddServer]:
    """Serve on loopback while the body runs."""
    server = OddServer(list(behaviours))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        server.is_over.set()
        server.shutdown()
        thread.join()
        server.server_close()


def accept(handler: Handler) -> None:
    """Store what comes, as a store does; the same id in other words is a conflict."""
    statements = json.loads(handler.content)
    stored = handler.server.accepted
    if any(stored.get(s["id"], s) != s for s in statements):
        handler.answer(409, b'{"detail": "conflict"}')
        return
    stored.update({s["id"]: s for s in statements})
    body = json.dumps([s["id"] for s in statements]).encode()
    handler.answer(200, body, Content_Type="application/json")


def status(number: int, body: bytes = b"", **headers: str) -> Behaviour:
    """Return a behaviour that answers with a status."""
    return lambda handler: handler.answer(number, body, **headers)


def accept_and_hang_up(handler: Handler) -> None:
    """Store what comes and lose the connection before the answer."""
    handler.server.accepted.update({s["id"]: s for s in json.loads(handler.content)})
    hang_up(handler)


def hang_up(handler: Handler) -> None:
    """Lose the connection without an answer."""
    handler.close_connection = True
    handler.connection.close()


def hang_up_within(handler: Handler) -> None:
    """Lose the connection within the answer."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n[")
    hang_up(handler)


def say_nothing(handler: Handler) -> None:
    """Take the request and never answer."""
    handler.server.is_over.wait(60)


def drip(start: bytes) -> Behaviour:
    """Return a behaviour that sends a byte now and then, for ever."""

    def behave(handler: Handler) -> None:
        handler.wfile.write(start)
        while not handler.server.is_over.wait(0.1):
            handler.wfile.write(b" ")
            handler.wfile.flush()

    return behave


def flood(handler: Handler) -> None:
    """Send without end, as fast as it goes."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[")
    while not handler.server.is_over.is_set():
        handler.wfile.write(b" " * 65536)
