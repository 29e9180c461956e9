"""Ids from titles: lower-case words of ASCII, unique, the same for the same text."""

from __future__ import annotations

import re
import unicodedata
import zlib

_MOST_CHARACTERS = 60
_RESERVED = {"con", "prn", "aux", "nul"} | {f"{d}{n}" for d in ("com", "lpt") for n in range(10)}
_LETTERS = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "\u0131": "i",
        "'": "", "\u2018": "", "\u2019": "",
    }
)  # fmt: skip


def build_slug(text: str, default: str) -> str:
    """Return text as an id of at most 60 characters, cut between words.

    Text without Latin letters or digits gives `default` and a checksum of the text, so that
    the id stays the same; a name that Windows reserves gets `default` before it.
    """
    folded = text.casefold().translate(_LETTERS)
    plain = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain)
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:_MOST_CHARACTERS]
        if len(longer) > _MOST_CHARACTERS:
            break
        slug = longer
    if not slug:
        return f"{default}-{zlib.crc32(text.encode('utf-8', 'replace')):08x}"
    return f"{default}-{slug}" if slug in _RESERVED else slug


class Slugs:
    """Gives ids that are unique among those it gave: a repeated one ends in -2, -3, ..."""

    def __init__(self) -> None:
        self._next: dict[str, int] = {}
        self._given: set[str] = set()

    def give(self, text: str, default: str) -> str:
        """Return an id for a text that was not given before."""
        slug = build_slug(text, default)
        given = slug
        while given in self._given:
            number = self._next.get(slug, 1) + 1
            self._next[slug] = number
            given = f"{slug}-{number}"
        self._given.add(given)
        return given
