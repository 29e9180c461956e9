"""Linear passes over TOML text: check limits before parsing, locate keys after.

Both use one token: a run of words and strings, or a bracket. Spaces, line ends, commas, equals
signs and comments separate tokens. In valid TOML keys and values alternate, so the order of the
tokens is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

Loc = tuple[str | int, ...]

KEY_PARTS_LIMIT = 32
NESTING_LIMIT = 64
# Python never lets the limit on digits of an integer be set below 640.
WORD_LIMIT = 640
# Parsing needs about a kilobyte of memory per table, array and part of a dotted key.
NAMES_FREE = 1 << 16
BYTES_PER_NAME = 16
# Every element of an array costs about 200 bytes, and few characters of the file.
ELEMENTS_FREE = 1 << 16
BYTES_PER_ELEMENT = 8
# The deepest place in either format is path, phase, step, list, element: nine parts.
LOCATED_PARTS = 12

_STRING = (
    r'"""(?:[^"\\]++|\\.|"(?!""))*+"""(?:"{1,2}+)?+'
    r"|'''.*?'''(?:'{1,2}+)?+"
    r'|"(?!"")(?:[^"\\\n]++|\\[^\n])*+"'
    r"|'(?!'')[^'\n]*+'"
)
_WORD = r"""[^ \t\n"'#\[\]{},=]++"""


@cache
def _token() -> re.Pattern[str]:
    # Some branch matches every character, so the search never retries at the next one.
    piece = rf"(?:{_STRING}|{_WORD})"
    between = r"(?:[ \t\n,=]++|\#[^\n]*+)*+"
    return re.compile(rf"""{between}({piece}(?:[ \t]*+{piece})*+|[\[\]{{}}"']|\Z)""", re.DOTALL)


@cache
def _string() -> re.Pattern[str]:
    return re.compile(_STRING, re.DOTALL)


@cache
def _part() -> re.Pattern[str]:
    return re.compile(rf"""{_STRING}|[^ \t."']++""", re.DOTALL)


def find_crowd(text: str) -> tuple[int, str] | None:
    """Return the offset of the first comma and a message where text has too many, else None."""
    most = ELEMENTS_FREE + len(text) // BYTES_PER_ELEMENT
    return (text.index(","), f"more than {most:,} commas") if text.count(",") > most else None


def find_broken_limit(text: str) -> tuple[int, str] | None:
    """Return the offset and message of the first limit that TOML text breaks, or None.

    Fewer than 32 parts in a dotted key, fewer than 64 nested arrays and inline tables, bare
    words and numbers of at most 640 characters, strings that end, and a bounded number of names.
    Time and memory are linear in the length, whatever the text.
    """
    depth = names = 0
    names_limit = NAMES_FREE + len(text) // BYTES_PER_NAME
    for match in _token().finditer(text):
        token = match[1]
        if token in {"[", "{"}:
            depth += 1
            names += 1
            if depth >= NESTING_LIMIT:
                return match.start(1), f"arrays or inline tables nested {NESTING_LIMIT} deep"
        elif token in {"]", "}"}:
            depth = max(depth - 1, 0)
        elif token in {'"', "'"}:
            return match.start(1), _unclosed(text, match.start(1))
        elif "." in token or len(token) > WORD_LIMIT:
            bare = _string().sub("", token)
            parts = bare.count(".")
            names += parts
            if parts >= KEY_PARTS_LIMIT - 1:
                return match.start(1), f"a dotted key of {KEY_PARTS_LIMIT} parts or more"
            if any(len(word) > WORD_LIMIT for word in bare.replace(".", " ").split()):
                return match.start(1), f"a key or number of more than {WORD_LIMIT} characters"
        if names > names_limit:
            return match.start(1), f"more than {names_limit:,} tables, arrays and dotted names"
    return None


def _unclosed(text: str, start: int) -> str:
    quote = text[start]
    if text.startswith(quote * 3, start):
        return f"a text opened with {quote * 3} is never closed"
    return f"a text opened with {quote} is not closed on its line"


class KeyWalk:
    """A walk over TOML text that is valid, at least up to the offset `end`.

    `places` maps the location of each table, key and array element to its line and column, both
    counted from 1. Locations of more than twelve parts are left out. `closing` is the key whose
    value, or whose header, ends right at `end`: its location, its offset, and the line of the key
    of that name before it, if there is one.
    """

    __slots__ = (
        *("_arrays", "_at", "_end", "_line", "_line_start", "_table", "_text", "_tokens"),
        *("closing", "places"),
    )

    def __init__(self, text: str, end: int | None = None) -> None:
        self._text = text
        self._end = -1 if end is None else end
        # One character more: the bracket that ends a header is at `end`.
        self._tokens = _token().finditer(text, 0, len(text) if end is None else end + 1)
        self._at, self._line, self._line_start = 0, 1, 0
        self._table: Loc = ()
        self._arrays: dict[Loc, int] = {}
        self.places: dict[Loc, tuple[int, int]] = {}
        self.closing: tuple[Loc, int, int | None] | None = None

    def find_next(self) -> bool:
        """Walk over the next header, or the next key with its value; return False at the end."""
        try:
            match = next(self._tokens)
            if match[1] == "[":
                self._table = self._header(match)
            elif match[1]:
                self._pair(match, self._table)
        except StopIteration:
            return False
        return True

    def finish(self) -> KeyWalk:
        """Walk to the end and return the walk."""
        while self.find_next():
            pass
        return self

    def _header(self, opening: re.Match[str]) -> Loc:
        start = opening.start(1)
        is_array = self._text.startswith("[", start + 1)
        if is_array:
            next(self._tokens)
        name = next(self._tokens)
        *parents, last = _key_parts(name[1])
        loc: Loc = ()
        for part in parents:
            loc = self._element((*loc, part))
            self._record(loc, start)
        loc = (*loc, last)
        before = self._line_of(loc)
        if self._end >= 0 and not self._text[name.end(1) : self._end].strip(" \t"):
            self.closing = (loc, start, before)
        self._record(loc, start)
        if is_array:
            self._arrays[loc] = self._arrays.get(loc, -1) + 1
            loc = self._element(loc)
            self._record(loc, start)
        for _ in range(1 + is_array):
            next(self._tokens)
        return loc

    def _element(self, loc: Loc) -> Loc:
        index = self._arrays.get(loc)
        return loc if index is None else (*loc, index)

    def _pair(self, key: re.Match[str], table: Loc) -> None:
        start = key.start(1)
        loc = table
        before: int | None = None
        for part in _key_parts(key[1]):
            loc = (*loc, part)
            before = self._line_of(loc)
            self._record(loc, start)
        end = self._value(next(self._tokens), loc)
        if end == self._end:
            self.closing = (loc, start, before)

    def _value(self, match: re.Match[str], loc: Loc) -> int:
        if match[1] == "[":
            index = 0
            while (inner := next(self._tokens))[1] != "]":
                element = (*loc, index)
                self._record(element, inner.start(1))
                self._value(inner, element)
                index += 1
            return inner.end(1)
        if match[1] == "{":
            while (inner := next(self._tokens))[1] != "}":
                self._pair(inner, loc)
            return inner.end(1)
        return match.end(1)

    def _record(self, loc: Loc, start: int) -> None:
        if len(loc) > LOCATED_PARTS or loc in self.places:
            return
        newlines = self._text.count("\n", self._at, start)
        if newlines:
            self._line += newlines
            self._line_start = self._text.rindex("\n", self._at, start) + 1
        self._at = start
        self.places[loc] = self._line, start - self._line_start + 1

    def _line_of(self, loc: Loc) -> int | None:
        place = self.places.get(loc)
        return None if place is None else place[0]


def _key_parts(key: str) -> Iterator[str]:
    for match in _part().finditer(key):
        part = match[0]
        if part[0] == '"' and "\\" in part:
            import tomli

            yield tomli.loads(f"key = {part}")["key"]
        elif part[0] in "\"'":
            yield part[1:-1]
        else:
            yield part
