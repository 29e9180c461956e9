"""Handle untrusted text: detect control characters, find the ids nearest to a word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

# The rest of a longer id hardly distinguishes it, and comparing it costs time.
_COMPARED_CHARACTERS = 64
_MOST_EDITS = 3


@cache
def _hostile(*, multiline: bool) -> re.Pattern[str]:
    c0 = r"\x00-\x08\x0b-\x1f" if multiline else r"\x00-\x1f"
    return re.compile(
        rf"[{c0}\x7f-\x9f"
        r"\u061c\u180e\u200b\u200e\u200f"
        r"\u2028-\u202e\u2060-\u206f"
        r"\ud800-\udfff\ufeff\ufff9-\ufffb"
        r"\U000e0000-\U000e007f]"
    )


def has_control(text: str, *, multiline: bool = False) -> bool:
    """Return whether text has characters that move, hide or reorder what a terminal shows.

    These are C0, DEL and C1, line and paragraph separators, bidirectional controls, zero-width
    and format characters, tags and lone surrogates. `multiline` allows line feed and tab. The
    joiners U+200C and U+200D are allowed: scripts and emoji need them.
    """
    return not text.isprintable() and _hostile(multiline=multiline).search(text) is not None


def replace_controls(text: str, *, multiline: bool = False) -> str:
    """Return text with U+FFFD for each character that `has_control` detects."""
    return text if text.isprintable() else _hostile(multiline=multiline).sub("\ufffd", text)


def find_nearest(word: str, candidates: Iterable[str], n: int = 3) -> tuple[str, ...]:
    """Return up to `n` candidates near a word, best first; none if nothing is near.

    Those that contain the word come first: those that begin with it before the others, then the
    shorter. The others need at most two edits per five characters and three in all, fewer edits
    first. Case is ignored.
    """
    typed = word.casefold()[:_COMPARED_CHARACTERS]
    limit = min(2 * len(typed) // 5, _MOST_EDITS)
    ranked: list[tuple[tuple[int, ...], str]] = []
    for candidate in dict.fromkeys(candidates if typed else ()):
        folded = candidate.casefold()
        if typed in folded:
            ranked.append(((0, not folded.startswith(typed), len(folded)), candidate))
        elif (edits := _count_edits(typed, folded[:_COMPARED_CHARACTERS], limit)) <= limit:
            ranked.append(((1, edits, folded[0] != typed[0]), candidate))
    return tuple(candidate for _, candidate in sorted(ranked)[:n])


def _count_edits(one: str, other: str, limit: int) -> int:
    """Return the optimal string alignment distance: swapping two neighbours is one edit.

    A distance above `limit` is returned as limit + 1, mostly without computing it.
    """
    longer = max(len(one), len(other))
    if abs(len(one) - len(other)) > limit or longer - _count_shared(one, other) > limit:
        return limit + 1
    above: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        above_two, above, row = above, row, [i]
        for j, b in enumerate(other, 1):
            edits = min(above[j] + 1, row[-1] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                edits = min(edits, above_two[j - 2] + 1)
            row.append(edits)
        if min(row) > limit:
            return limit + 1
    return row[-1]


def _count_shared(one: str, other: str) -> int:
    """Return how many characters two words have in common, in any order."""
    return sum(min(one.count(character), other.count(character)) for character in set(one))
