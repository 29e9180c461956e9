"""Forged files of the cache: changed content under a right checksum."""

from __future__ import annotations

from pathlib import Path
from zlib import crc32


def forge(file: Path, old: bytes, new: bytes) -> None:
    """Replace bytes in a file of the cache by as many others, and correct its checksum."""
    assert len(old) == len(new)
    content = file.read_bytes()
    (start,) = {
        at
        for at in range(min(len(content) - 4, 20_000))
        if content[at : at + 4] == crc32(content[at + 4 :]).to_bytes(4, "big")
    }
    payload = content[start + 4 :].replace(old, new)
    file.write_bytes(content[:start] + crc32(payload).to_bytes(4, "big") + payload)
