"""What the words of a curriculum say: generic link texts, kinds, optional works, clean titles."""

from __future__ import annotations

import re

from studypath.core.text import replace_controls

TITLE_MOST = 400
FOCUS_MOST = 2000

_KIND_MARK = re.compile(
    r"\s*[(\[][^()\[\]]{0,20}?\b(videos?|youtube|paper|book|course|playlist|article|blog post|"
    r"podcast|pdf|notebook|lecture|talk|interactive)[)\]]",
    re.IGNORECASE,
)
_KIND_OF_MARK = {
    "videos": "video-series", "playlist": "video-series", "blog post": "blog-post", "pdf": "paper",
    "talk": "video", "youtube": "video", "lecture": "video", "interactive": "exercise",
}  # fmt: skip
_KIND_WORDS = (
    (re.compile(r"\bpapers?\b|\bpublications?\b", re.IGNORECASE), "paper"),
    (re.compile(r"\bcourses?\b|\bmoocs?\b|\bspecializations?\b", re.IGNORECASE), "course"),
    (re.compile(r"\bnotebooks?\b", re.IGNORECASE), "notebook"),
    (re.compile(r"\bbooks?\b|\btextbooks?\b", re.IGNORECASE), "book"),
    (re.compile(r"\bvideos?\b|\btalks?\b|\byoutube\b", re.IGNORECASE), "video"),
    (re.compile(r"\bblog\b|\bposts?\b|\bblogs\b", re.IGNORECASE), "blog-post"),
    (re.compile(r"\bexercises?\b|\bprojects?\b|\bhands-on\b|\bpractice\b|\blabs?\b|\bproblems?\b|\bhomeworks?\b|\bassignments?\b",
                re.IGNORECASE), "exercise"),
    (re.compile(r"\bpodcasts?\b", re.IGNORECASE), "podcast"),
    (re.compile(r"\blectures?\b", re.IGNORECASE), "lecture"),
    (re.compile(r"\barticles?\b|\breadings?\b", re.IGNORECASE), "article"),
)  # fmt: skip
_DOING = re.compile(
    r"^(?:implement|build|write|practi[cs]e|solve|create|code|train|fine-tune|run|do|complete|"
    r"participate|make|design|deploy|install|set up|exercise|project|lab)\b",
    re.IGNORECASE,
)
_OPTIONAL = re.compile(
    r"[(\[]\s*(?:optional(?:ly)?|later|for later)\b[^)\]]{0,40}[)\]]|"
    r"^\W*(?:optional|later|for later)\W|"
    r"\bskip (?:this |it |them )?(?:initially|at first|for now|on (?:a |the )?first)|"
    r"\b(?:can|may) be skipped\b|\bsave (?:this |it )?for later\b",
    re.IGNORECASE,
)
_OPTIONAL_HEADING = re.compile(
    r"\boptional\b|\bskip(?:ped)? (?:initially|at first|for now)\b|"
    r"\b(?:left |save |saved |read )?for later\b|^\W*(?:later|deferred)\W*$|\bread later\b",
    re.IGNORECASE,
)
_REVISIT = re.compile(r"\b[Cc]ome back (?:if|when|once|after|to)\b[^.;]{3,300}")
_READING = (
    (re.compile(r"^\W*skim\b", re.IGNORECASE), "skim"),
    (re.compile(r"^\W*read (?:very )?closely\b|^\W*read in depth\b", re.IGNORECASE), "closely"),
    (re.compile(r"^\W*read selectively\b", re.IGNORECASE), "selectively"),
    (re.compile(r"^\W*focus on the ideas\b|^\W*read for the ideas\b", re.IGNORECASE), "ideas"),
)
_FREE = re.compile(r"\s+[(\[](?:free[\s,;]*)?[)\]]\s*$", re.IGNORECASE)
# Most texts have none of these words; looking for one first saves the longer searches.
_LATER_WORD = re.compile(r"optional|later|skip", re.IGNORECASE)
_READING_WORD = re.compile(r"\W*(?:skim|read|focus)", re.IGNORECASE)
_EMPTY_BRACKETS = re.compile(r"\(\s*\)|\[\s*\]")
_TWO_LETTERS = re.compile(r"[^\W_].*?[^\W_]", re.DOTALL)
_SHORTCODE = re.compile(r":[a-z0-9_+-]{2,40}:")
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b1b-\u2b55\ufe0f\u200d]+")
_OPENING = re.compile(r"^[^\w(\[“\"'\u2018.#@<$]+")
_WRAPPING = (("“", "”"), ('"', '"'), ("\u2018", "’"), ("'", "'"), ("*", "*"))

_MONTHS = "jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sept?|o[ck]t|nov|de[cz]"
_DATES = re.compile(
    rf"^\((?=[^()]*\d)(?:\d|[\s.,/–—-]|(?:{_MONTHS})[a-zä]*|to|mon|tue|wed|thu|fri|sat|sun)+\)"
    r"\s*[:–—-]?\s*",
    re.IGNORECASE,
)
_LIST_WORDS = 3
_SHORT_WORDS = 8
_REMARK = re.compile(
    r"^\W*(?:also|see|note|notes|make sure|for|if|you|this|these|it|that|there|don't|not|no)\b",
    re.IGNORECASE,
)

REASON = "The curriculum marks it as optional."


def without_emoji(text: str) -> str:
    """Return text without emoji and short codes such as `:star:`."""
    return _EMOJI.sub(" ", _SHORTCODE.sub("", text))


def clean_title(text: str) -> str:
    """Return text as a title: one line without emoji, quotes around it and marks of its kind."""
    text = _FREE.sub("", without_emoji(_KIND_MARK.sub("", text)))
    text = " ".join(replace_controls(text, multiline=True).split())
    text = _OPENING.sub("", text).strip(" :;,–—-")
    for opening, closing in _WRAPPING:
        if text.startswith(opening) and text.endswith(closing) and len(text) > 2:  # noqa: PLR2004
            inner = text[1:-1]
            if opening not in inner and closing not in inner:
                text = inner.strip()
    if text.endswith(".") and not text.endswith(("..", "etc.", "al.")) and text.count(".") == 1:
        text = text[:-1]
    return text if len(text) <= TITLE_MOST else text[: TITLE_MOST - 1].rstrip() + "…"


def clean_remark(text: str) -> str | None:
    """Return the remark after a title as one line, None where there is none."""
    text = " ".join(replace_controls(without_emoji(text), multiline=True).split())
    text = _EMPTY_BRACKETS.sub("", text).lstrip(" :;,.–—•·|/-").rstrip(" ;,–—|/•·-")
    if _TWO_LETTERS.search(text) is None:
        return None
    return text if len(text) <= FOCUS_MOST else text[: FOCUS_MOST - 1].rstrip() + "…"


def join_lines(text: str) -> str:
    """Return text on one line; commas stand between lines of one to three words, a list."""
    lines = [" ".join(line.split()) for line in text.split("\n")]
    joined = ""
    was_short = False
    for line in filter(None, lines):
        is_short = len(line.split()) <= _LIST_WORDS and not line.endswith((".", ":", ",", ";", "!"))
        joined += (", " if was_short and is_short else " ") + line
        was_short = is_short
    return joined.strip()


def without_dates(title: str) -> str:
    """Return a title without the dates in parentheses that it begins with: "(Sep 4 - Sep 8): "."""
    match = _DATES.match(title)
    return title[match.end() :] or title if match else title


def find_kind_of_mark(text: str) -> str | None:
    """Return the kind that a text states in parentheses: "(video)"."""
    match = _KIND_MARK.search(text) if "(" in text or "[" in text else None
    if match is None:
        return None
    word = match[1].lower()
    return _KIND_OF_MARK.get(word, word)


def find_kind_in_words(text: str) -> str | None:
    """Return the kind of work that a heading or a column names: "Papers", "Courses".

    A heading that names several, "Video Lectures / Tutorials / Blogs", tells none.
    """
    kinds = [kind for pattern, kind in _KIND_WORDS if pattern.search(text)]
    return None if len(kinds) > 1 and "/" in text else next(iter(kinds), None)


def is_doing(title: str) -> bool:
    """Tell whether a title asks for something to be made: "Implement a queue"."""
    return bool(_DOING.match(title))


def is_short_task(text: str) -> bool:
    """Tell whether an item without a link is short enough for a title, and no remark."""
    words = text.split()
    is_sentence = text.rstrip().endswith((".", "!", "?", ":", ")"))
    return len(words) <= _SHORT_WORDS and not is_sentence and not _REMARK.match(text)


def is_optional(text: str) -> bool:
    """Tell whether an item is marked as optional or to be left for later."""
    return bool(_LATER_WORD.search(text) and _OPTIONAL.search(text))


def is_optional_heading(text: str) -> bool:
    """Tell whether a heading marks all below it as optional or to be left for later."""
    return bool(_OPTIONAL_HEADING.search(text))


def without_optional(title: str) -> str:
    """Return a title without "(optional)" or "Optional:"."""
    if _LATER_WORD.search(title) is None:
        return title
    shorter = re.sub(
        r"\s*[(\[]\s*(?:optional|for later|later)\s*[)\]]\s*", " ", title, flags=re.IGNORECASE
    )
    shorter = re.sub(
        r"^\W*(?:optional|for later|later)\s*[:–—-]\s*", "", shorter, flags=re.IGNORECASE
    )
    return shorter.strip() or title


def find_revisit(text: str | None) -> str | None:
    """Return when to come back to a work, in the author's words."""
    match = _REVISIT.search(text) if text else None
    if match is None:
        return None
    words = match[0].strip()
    return words[0].upper() + words[1:] + "."


def find_reading(text: str | None) -> str | None:
    """Return how to read, where advice begins with it: "Read closely", "skim"."""
    if not text or _READING_WORD.match(text) is None:
        return None
    for pattern, reading in _READING:
        if pattern.search(text):
            return reading
    return None
