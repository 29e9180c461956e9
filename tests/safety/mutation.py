"""Broken versions of a file: cut, flipped, doubled, mixed with what a reader may stumble over."""

from __future__ import annotations

import random

PIECES = (
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\r",
    b"\x1b[2J",
    b"\xe2\x80\xae",
    b"[",
    b"]]",
    b"[[path]]\n",
    b"{",
    b'"""',
    b"'''",
    b"\\u0000",
    b"\\ud800",
    b"= nan",
    b"= inf",
    b"= 1e400",
    b"= " + b"9" * 5000,
    b"0x" + b"f" * 5000,
    b"a." * 40 + b"b = 1\n",
    b"[" + b"a." * 3000 + b"b]\n",
    b"x = " + b"[" * 3000,
    b"x = " + b"{a=" * 400,
    b"= 0001-01-01T00:00:00Z",
    b"= 9999-12-31T23:59:60Z",
    b"= 12:00:00",
    b"= 2026-11-21",
    b"= true",
    b"= -5",
    b'= "30m"',
    b"format = 2\n",
    b"format = -1\n",
    b"null",
    b'"2026-11-20T19:05+01:00 0m"',
    b'"2026-11-20T19:05+23:59 99999999m"',
    b"../../etc/passwd",
    b"[paths.paper.bert]\n",
    b'state = "done"\n',
    b"x" * 70000,
    b"\n" * 3000,
    b"sessions = [",
)


def mutated(content: bytes, rng: random.Random) -> bytes:
    """Return the content after one to four changes."""
    data = bytearray(content)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(data) + 1)
        end = min(len(data), at + rng.choice((1, 2, 8, 40, 200)))
        kind = rng.randrange(6)
        if kind == 0:
            del data[at:end]
        elif kind == 1 and at < len(data):
            data[at] ^= 1 << rng.randrange(8)
        elif kind == 2:
            data[at:at] = data[at:end]
        elif kind == 3:
            del data[at:]
        elif kind == 4:
            data[at:end] = rng.choice(PIECES)
        else:
            data[at:at] = rng.choice(PIECES)
    return bytes(data)
