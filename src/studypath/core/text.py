"""Text from outside: what may not be shown, and which id comes nearest to what was typed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

# The long tail of a mistyped id says nothing, and comparing it costs time.
_COMPARED_CHARACTERS = 64


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
    """Say whether text holds characters that move, hide or reorder what a terminal shows.

    Those are C0, DEL and C1, line and paragraph separators, bidirectional controls, zero-width
    and format characters, tags and lone surrogates. `multiline` allows line feed and tab.
    The joiners U+200C and U+200D are allowed: scripts and emoji need them.
    """
    return not text.isprintable() and _hostile(multiline=multiline).search(text) is not None


def replace_controls(text: str, *, multiline: bool = False) -> str:
    """Return text with each character that `has_control` refuses replaced by U+FFFD."""
    return text if text.isprintable() else _hostile(multiline=multiline).sub("\ufffd", text)


def find_nearest(word: str, candidates: Iterable[str], n: int = 3) -> tuple[str, ...]:
    """Return the up to `n` candidates closest to a word, best first.

    Candidates that contain the word come first, those that begin with it before the others,
    then the shorter; the rest follow by likeness. Case is ignored.
    """
    from difflib import get_close_matches

    typed = word.casefold()[:_COMPARED_CHARACTERS]
    folded = {candidate: candidate.casefold() for candidate in candidates}
    found = sorted(
        (candidate for candidate, fold in folded.items() if typed in fold),
        key=lambda candidate: (
            not folded[candidate].startswith(typed),
            len(candidate),
            candidate,
        ),
    )[:n]
    # A low bar is tried only where a high one leaves places free: it costs ten times as much.
    for cutoff in (0.6, 0.0):
        if len(found) >= n:
            break
        rest: dict[str, list[str]] = {}
        for candidate, fold in folded.items():
            if candidate not in found:
                rest.setdefault(fold[:_COMPARED_CHARACTERS], []).append(candidate)
        close = get_close_matches(typed, rest, n - len(found), cutoff)
        found += [candidate for fold in close for candidate in rest[fold]]
    return tuple(found[:n])
