"""What the text of a link says: a title, another place of the work, or its material."""

from __future__ import annotations

import re
from functools import lru_cache

_GENERIC = re.compile(
    r"(?:the |official |free )?(?:pdf|paper|papers|arxiv|doi|code|source|github|repo|repository|"
    r"slides?|notes?|lecture notes|handouts?|video|videos|youtube|recording|audio|blog|blog post|"
    r"post|article|web|website|homepage|home|site|page|link|links?|url|here|this|alt|alternative|"
    r"alternate|mirror|archive|archived?|demo|colab|open in colab|notebook|html|epub|ps|bib|"
    r"bibtex|abs|abstract|docs?|documentation|project|poster|review|summary|transcript|amazon|"
    r"book|errata|details?|more|more info|read|watch|syllabus|code link|paper link|download)"
    r"(?: ?\d{1,2}|s)?",
    re.IGNORECASE,
)
_MATERIAL_WORD = re.compile(
    r"youtube|videos?|lectures?|jupyter|notebooks?|files?|github|gitlab|repos?|repository|slides?|"
    r"pdfs?|notes?|code|links?|course|materials?|homeworks?|assignments?|exercises?|problems?|"
    r"sets?|labs?|readings?|syllabus|schedule|textbook|website|web|page|site|home|playlist|"
    r"recordings?|transcripts?|solutions?|handouts?|exams?|quiz|quizzes|resources?|recaps?|colab|"
    r"discussion|official|supplementary|extra|the|to|and|of|for|full|free|all",
    re.IGNORECASE,
)
_MATERIAL_MOST_WORDS = 5
_REPOSITORY_NAME = re.compile(r"\S{1,40} (?:github |gitlab )?repo(?:sitory)?", re.IGNORECASE)
_BARE = re.compile(
    r"descriptions?|intro(?:duction)?|overview|implement(?:ation)?|details?|basics|background|"
    r"examples?|questions|answers|practice|theory|part \d{1,2}",
    re.IGNORECASE,
)


# The links of an item are asked several times in a row.
@lru_cache(maxsize=64)
def is_generic(text: str) -> bool:
    """Tell whether a link shows a word such as "pdf" or "here", which is no title."""
    bare = text.strip(" \n[]()*_:.,")
    return bool(_GENERIC.fullmatch(bare)) or "://" in bare or not any(c.isalnum() for c in bare)


def is_material(text: str) -> bool:
    """Tell whether a link shows only what kind of material it leads to: "Video lectures"."""
    text = re.sub(r"\([^()]*\)\s*$", "", text)
    words = re.findall(r"[^\W_]+", text)
    if not words or len(words) > _MATERIAL_MOST_WORDS:
        return False
    is_named = all(_MATERIAL_WORD.fullmatch(word) for word in words)
    return is_named or _REPOSITORY_NAME.fullmatch(text.strip()) is not None


def is_bare(title: str) -> bool:
    """Tell whether a title says nothing without the heading above it: "Introduction"."""
    return bool(_BARE.fullmatch(title)) or is_generic(title) or is_material(title)
