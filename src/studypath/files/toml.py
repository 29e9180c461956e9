"""Read TOML with limits, and find the line of every key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from studypath.core.errors import Fault, UnusableFile
from studypath.core.text import replace_controls
from studypath.files.toml_scan import KeyWalk, Loc, find_broken_limit, find_crowd

PATHS_LIMIT_BYTES = 3 << 20
PROGRESS_LIMIT_BYTES = 64 << 20

_SHOWN_CHARACTERS = 60

# The parser's messages in plain words.
_PLAIN_WORDS = {
    "Invalid statement": "neither a key, a [table] nor a comment",
    "Expected newline or end of document after a statement": "unexpected text after the end",
    "Invalid value": "not a value; texts need quotes",
    "Unclosed array": "an array needs a comma or ] here",
    "Unclosed inline table": "an inline table needs a comma or } here",
    "Expected '=' after a key in a key/value pair": "a key needs = and a value",
    "Invalid initial character for a key part": "not a key; other than A-Z a-z 0-9 _ - need quotes",
    "Expected ']' at the end of a table declaration": "a [table] needs its ]",
    "Expected ']]' at the end of an array declaration": "a [[table]] needs its ]]",
    "Unescaped '\\' in a string": "a \\ that escapes nothing; write \\\\ or use '...'",
    "Invalid hex value": "an escape without its hexadecimal digits",
    "Escaped character is not a Unicode scalar value": "an escape that names no character",
    "Invalid date or datetime": "no such date or time",
}


Place = tuple[int, int]
"""A line and a column, both counted from 1."""


class KeyPlaces(Mapping[Loc, Place]):
    """The line and column of every key; the text is walked no further than what is asked for.

    A location is a tuple like pydantic's: `("path", 1, "phase", 0, "title")`.
    """

    __slots__ = ("_walk",)

    def __init__(self, text: str) -> None:
        self._walk = KeyWalk(text)

    def __getitem__(self, loc: Loc) -> Place:
        places = self._walk.places
        while loc not in places and self._walk.find_next():
            pass
        return places[loc]

    def __iter__(self) -> Iterator[Loc]:
        return iter(self._walk.finish().places)

    def __len__(self) -> int:
        return len(self._walk.finish().places)


@dataclass(frozen=True, slots=True)
class Located:
    """The data of a TOML file, and the line and column of each part of it."""

    data: dict[str, object]
    places: Mapping[Loc, Place]

    def line_of(self, loc: Loc) -> int | None:
        """Return the line of the longest known prefix of a location, None for the whole file."""
        return self.place_of(loc)[0]

    def place_of(self, loc: Loc) -> Place | tuple[None, None]:
        """Return the line and column of the longest known prefix of a location."""
        for length in range(len(loc), 0, -1):
            place = self.places.get(loc[:length])
            if place is not None:
                return place
        return None, None


def read_toml(content: bytes, file: str, limit_bytes: int) -> Located:
    """Parse a TOML file, with limits on size, nesting and names that keep hostile files cheap.

    `file` is the name in messages. Raises UnusableFile with one fault: its line, its column in
    the message, and its key if one key is at fault.
    """
    if len(content) > limit_bytes:
        words = f"larger than {limit_bytes / (1 << 20):g} MiB, the most that is read"
        raise _unusable(file, None, "", words)
    text = _decoded(content, file)
    broken = find_crowd(text) or find_broken_limit(text)
    if broken is not None:
        raise _unusable_at(file, text, *broken)
    import tomli

    try:
        data: dict[str, object] = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise _syntax(file, text, error.pos, error.msg) from None
    except (ValueError, ArithmeticError, RecursionError, MemoryError) as error:
        words = f"cannot be read as TOML ({type(error).__name__})"
        raise _unusable(file, None, "", words) from None
    return Located(data, KeyPlaces(text))


def format_key(loc: Iterable[str | int]) -> str:
    """Return a location as a dotted TOML key that is safe to show: `path[1].phase[0].title`."""
    shown = ""
    for part in loc:
        if isinstance(part, int):
            shown += f"[{part}]"
            continue
        is_bare = part.isascii() and part.replace("-", "a").replace("_", "a").isalnum()
        name = _shorten(part) if is_bare else f'"{_shorten(part)}"'
        shown += f".{name}" if shown else name
    return shown


def _decoded(content: bytes, file: str) -> str:
    content = content.removeprefix(b"\xef\xbb\xbf")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or _zeros_alternate(content[:64]):
        raise _unusable_at(file, "", 0, "UTF-16 or UTF-32 text; save the file as UTF-8")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8").replace("\r\n", "\n")
        words = f"the byte 0x{content[error.start]:02X} is not UTF-8; save the file as UTF-8"
        raise _unusable_at(file, before, len(before), words) from None
    text = text.replace("\r\n", "\n")
    for character, words in (("\0", "a NUL character"), ("\r", "a carriage return on its own")):
        if character in text:
            raise _unusable_at(file, text, text.index(character), words)
    return text


def _zeros_alternate(start: bytes) -> bool:
    pairs = len(start) // 2
    return pairs > 1 and pairs in {start[::2].count(0), start[1::2].count(0)}


def _syntax(file: str, text: str, pos: int, message: str) -> UnusableFile:
    if message.startswith(("Cannot ", "Duplicate ")):
        walk = KeyWalk(text, pos).finish()
        if walk.closing is not None:
            loc, start, before = walk.closing
            words = "its table is already complete"
            if before is not None:
                words = f"given twice, first in line {before}"
            return _unusable_at(file, text, start, words, format_key(loc))
    return _unusable_at(file, text, pos, _PLAIN_WORDS.get(message, _shorten(message)))


def _unusable_at(file: str, text: str, pos: int, words: str, key: str = "") -> UnusableFile:
    line = text.count("\n", 0, pos) + 1
    column = pos - text.rfind("\n", 0, pos)
    return _unusable(file, line, key, f"{words} (column {column})", column)


def _unusable(
    file: str, line: int | None, key: str, words: str, column: int | None = None
) -> UnusableFile:
    shown = replace_controls(words)
    return UnusableFile((Fault(replace_controls(file), line, key, shown, column),))


def _shorten(text: str) -> str:
    shown = replace_controls(text)
    return shown if len(shown) <= _SHOWN_CHARACTERS else shown[: _SHOWN_CHARACTERS - 1] + "…"
