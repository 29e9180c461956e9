"""A Learning Record Store over HTTP: one request with limits, retries, and plain words."""

from __future__ import annotations

import base64
import json
import random
import threading
import time
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, NamedTuple, Self, TypeVar

from studypath.remotes.errors import MissingTool, RemoteFailed, shorten_foreign
from studypath.remotes.lrs_account import LrsAccount

if TYPE_CHECKING:
    from types import TracebackType

    import httpx

XAPI_VERSION = "1.0.3"
ANSWER_BYTES = 4 << 20

_TOO_MANY = 429
_REDIRECT, _CLIENT_ERROR, _SERVER_ERROR = 300, 400, 500

Result = TypeVar("Result")


class Patience(NamedTuple):
    """How long a store is waited for: seconds per request, tries, seconds between tries."""

    request_seconds: float = 60.0
    attempts: int = 6
    first_pause_seconds: float = 0.5
    longest_pause_seconds: float = 60.0


class Answer(NamedTuple):
    """What a store answered; `body` is whole."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class LostConnection(RemoteFailed):
    """The store did not answer, or not to the end."""


class Lrs:
    """A connection to a store; TLS certificates are verified, redirects are not followed."""

    def __init__(
        self,
        account: LrsAccount,
        patience: Patience | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.account = account
        self.patience = patience or Patience()
        self._sleep = sleep
        self._client = _open_client(account, self.patience)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def request(
        self, method: str, url: str, content: bytes | None = None, limit_bytes: int = ANSWER_BYTES
    ) -> Answer:
        """Return the answer to a request, tried again while the store is busy or out of reach.

        Raises RemoteFailed when it stays so, and for an answer larger than `limit_bytes`.
        """
        attempt = 1
        while True:
            try:
                answer = self._request_once(method, url, content, limit_bytes)
            except LostConnection as error:
                if attempt == self.patience.attempts:
                    raise RemoteFailed(f"{error}, {attempt} times in a row.") from error
                pause = None
            else:
                if answer.status != _TOO_MANY and answer.status < _SERVER_ERROR:
                    return answer
                if attempt == self.patience.attempts:
                    raise self.refuse(answer, f"after {attempt} tries")
                pause = _read_retry_after(answer.headers.get("retry-after"))
            self._sleep(self._choose_pause(attempt, pause))
            attempt += 1

    def refuse(self, answer: Answer, more: str = "") -> RemoteFailed:
        """Return the error that an answer means, in plain words, without key and secret."""
        status = answer.status
        store = self.account.endpoint
        text = f"{store} {_describe_status(status)} ({status}{', ' + more if more else ''})"
        if _REDIRECT <= status < _CLIENT_ERROR and "location" in answer.headers:
            text += f": {self._clean(answer.headers['location'])}. Use that address if you trust it"
        elif status >= _CLIENT_ERROR and answer.body:
            text += f": {self._clean(answer.body[:2000].decode('utf-8', 'replace'))}"
        return RemoteFailed(text if text.endswith((".", "…")) else f"{text}.")

    def parse(self, answer: Answer) -> Any:  # noqa: ANN401  whatever JSON says
        """Return the JSON of an answer; RemoteFailed for HTML and anything else."""
        try:
            return json.loads(answer.body)
        except (ValueError, RecursionError) as error:
            raise self.refuse_answer(answer) from error

    def refuse_answer(self, answer: Answer) -> RemoteFailed:
        """Return the error of an answer that no store gives."""
        kind = self._clean(answer.headers.get("content-type", "something unnamed"))
        return RemoteFailed(
            f"{self.account.endpoint} answers with {kind} instead of what a Learning Record Store "
            "answers. Check the address; it often ends in /xAPI."
        )

    def _request_once(
        self, method: str, url: str, content: bytes | None, limit_bytes: int
    ) -> Answer:
        import httpx

        try:
            return _run_within(
                self.patience.request_seconds,
                lambda: _read_answer(self._client, method, url, content, limit_bytes),
            )
        except TimeoutError:
            seconds = self.patience.request_seconds
            msg = f"{self.account.endpoint} did not finish its answer within {seconds:g} s"
            raise LostConnection(msg) from None
        except _TooLarge:
            raise RemoteFailed(
                f"{self.account.endpoint} answers with more than {limit_bytes >> 20} MiB."
            ) from None
        except httpx.TransportError as error:
            reason = self._clean(str(error) or type(error).__name__)
            if "CERTIFICATE_VERIFY" in reason:
                raise RemoteFailed(
                    f"{self.account.endpoint} has no valid certificate: {reason}. Nothing was sent."
                ) from None
            raise LostConnection(
                f"The connection to {self.account.endpoint} was lost: {reason}"
            ) from None

    def _choose_pause(self, attempt: int, asked: float | None) -> float:
        longest = self.patience.longest_pause_seconds
        if asked is not None:
            if asked > longest:
                raise RemoteFailed(
                    f"{self.account.endpoint} asks to wait {asked:.0f} s. Try again after that."
                )
            return asked
        pause = min(longest, self.patience.first_pause_seconds * 2 ** (attempt - 1))
        return float(pause * random.uniform(0.5, 1.0))  # noqa: S311 - spreads tries, guards nothing

    def _clean(self, text: str) -> str:
        """Return what a store sent as one short line in which no credentials stand."""
        key, secret = self.account.key, self.account.secret
        token = base64.b64encode(f"{key}:{secret}".encode()).decode()
        for word in (token, secret, key):
            text = text.replace(word, "***")
        return shorten_foreign(text)


def _open_client(account: LrsAccount, patience: Patience) -> httpx.Client:
    try:
        import httpx
    except ImportError:
        raise MissingTool(
            "A Learning Record Store needs the library httpx. Install it with: "
            "pip install 'studypath[lrs]'"
        ) from None
    return httpx.Client(
        auth=httpx.BasicAuth(account.key, account.secret),
        headers={
            "X-Experience-API-Version": XAPI_VERSION,
            "Accept": "application/json",
            # An answer that unpacks to gigabytes must not get past the limit.
            "Accept-Encoding": "identity",
            "User-Agent": "studypath",
        },
        timeout=httpx.Timeout(min(20.0, patience.request_seconds)),
        follow_redirects=False,
        # A proxy would see the key on its way to this machine in the clear.
        trust_env=account.endpoint.startswith("https:"),
    )


class _TooLarge(Exception):
    """An answer is larger than it may be."""


def _read_answer(
    client: httpx.Client, method: str, url: str, content: bytes | None, limit_bytes: int
) -> Answer:
    headers = {} if content is None else {"Content-Type": "application/json"}
    with client.stream(method, url, content=content, headers=headers) as response:
        body = bytearray()
        for chunk in response.iter_raw():
            body += chunk
            if len(body) > limit_bytes:
                raise _TooLarge
        return Answer(response.status_code, dict(response.headers), bytes(body))


def _run_within(seconds: float, call: Callable[[], Result]) -> Result:
    """Return what a call returns, or raise TimeoutError; the call is left behind then.

    Time limits of sockets are per read: a byte now and then would hold a request for ever.
    """
    results: list[Result] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(call())
        except BaseException as error:  # noqa: BLE001 - raised again by the caller
            errors.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if errors:
        raise errors[0]
    if not results:
        raise TimeoutError
    return results[0]


def _read_retry_after(text: str | None) -> float | None:
    """Return the seconds that a Retry-After header asks for, as a number or a date."""
    if text is None:
        return None
    if text.strip().isdecimal():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, moment.timestamp() - time.time())


_WORDS = {
    400: "does not accept the request",
    401: "refuses the key and secret",
    403: "does not permit this to the key",
    404: "has no statements at this address; it often ends in /xAPI",
    405: "has no statements at this address; it often ends in /xAPI",
    409: "holds the same statement in other words",
    413: "takes no statement of this size",
    429: "takes no more requests for now",
}


def _describe_status(status: int) -> str:
    if status in _WORDS:
        return _WORDS[status]
    if status >= _SERVER_ERROR:
        return "reports a fault of its own"
    if _REDIRECT <= status < _CLIENT_ERROR:
        return "redirects to another address"
    return "gives an answer that no store gives"
