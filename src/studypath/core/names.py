"""Split the name of a creator into the parts that citation formats ask for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

OTHERS = frozenset({"et al", "et al.", "and others", "others"})

_PARTICLES = frozenset(
    {"af", "al", "bin", "d'", "da", "das", "de", "del", "della", "den", "der", "di", "do", "dos"}
    | {"du", "la", "le", "ten", "ter", "van", "vom", "von", "zu", "zur"}
)
_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
_ORGANISATION = re.compile(
    r"(?i)\b(association|company|consortium|foundation|group|inc|institute|lab|labs|ltd|press|"
    r"research|society|team|university)\b"
)


class Name(NamedTuple):
    """A person's name in parts; an organisation has a `literal` and nothing else.

    `particle` is a lower-case part such as `van den` that stays with the family name.
    """

    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: str = ""


def is_others(creator: str) -> bool:
    """Return whether a creator stands for further people, as `et al.` does."""
    return creator.strip().lower() in OTHERS


def list_creators(creators: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    """Return the named creators and whether further ones follow."""
    names = tuple(creator for creator in creators if not is_others(creator))
    return names, len(names) < len(creators)


def split_name(creator: str, venue: str | None = None) -> Name:
    """Return the parts of `Given Family` or `Family, Given`.

    A remark in parentheses is dropped. A single word, a name that equals the venue and a name
    with a word such as "Institute" are organisations.
    """
    name = re.sub(r"\s*\([^)]*\)", "", creator).strip() or creator.strip()
    words = name.split()
    if len(words) < 2 or name == venue or _ORGANISATION.search(name):  # noqa: PLR2004
        return Name(literal=name)
    family_part, comma, given = name.partition(",")
    if comma:
        return _with_particle(family_part.split(), given.strip(), "")
    suffix = words.pop() if words[-1].lower() in _SUFFIXES and len(words) > 2 else ""  # noqa: PLR2004
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() == words[start - 1] and _is_particle(words, start):
        start -= 1
    return _with_particle(words[start:], " ".join(words[:start]), suffix)


def _is_particle(words: list[str], start: int) -> bool:
    return words[start - 1] in _PARTICLES


def _with_particle(family: list[str], given: str, suffix: str) -> Name:
    count = 0
    while count < len(family) - 1 and family[count] in _PARTICLES:
        count += 1
    return Name(" ".join(family[count:]), given, " ".join(family[:count]), suffix)
