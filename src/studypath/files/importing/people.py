"""Authors, years, venues and titles in the clear forms in which texts give them."""

from __future__ import annotations

import re
from typing import NamedTuple

_NAME_WORD = r"(?:[A-ZÀ-ÞŁŚŽČ][\w'’.-]*|[a-z]{2,3}|\d\w+)"
_NAME = rf"[A-ZÀ-ÞŁŚŽČ0-9][\w'’.-]*(?:\s+{_NAME_WORD}){{0,4}}"
_BY = re.compile(rf"^[\s,(–—-]*by\s+({_NAME}(?:(?:,\s+and|,|\s+and|\s+&)\s+{_NAME}){{0,9}})")
_ONE_NAME = re.compile(rf"{_NAME}|et al\.")
# "He et al. 2015", "Krizhevsky and Sutskever (2012).": names with the year at their end.
_NAMES_AND_YEAR = re.compile(
    r"^[\s,;–—-]*([^\d\s][^\d\n]{1,300}?)[\s,(\[]+((?:19|20)\d\d)(?!\d)[)\]]?[.,;:]?\s*"
)
# A title, its year in parentheses, and names.
_DATED = re.compile(
    r"^(?P<title>.{3,300}?)\s*[(\[](?P<year>(?:19|20)\d\d)[)\]]\s*[,.:–—-]?\s*(?P<rest>.*)$",
    re.DOTALL,
)
_LEADING_YEAR = re.compile(r"^((?:19|20)\d\d)\s*[:–—-]\s+(?=\S)")
_POSSESSIVE = re.compile(rf"^({_NAME}?)(?:['’]s?)\s+(?=\S)")
_YEAR = re.compile(r"(?<![\d.:/-])((?:19|20)\d\d)(?![\d-]|\.\d)")
_YEAR_IN_PARENTHESES = re.compile(r"[(\[](?:[A-Z][a-z]{2,8}\.?\s+)?((?:19|20)\d\d)[)\]]")
_YEAR_AT_END = re.compile(r",\s*((?:19|20)\d\d)\s*$")
_ABOUT = re.compile(r"^\s*[—–,-]\s+([^—]{1,400}?)(?=\s*(?:\((?:done|begun|in progress|\d)|$))")
_QUOTED = re.compile(r"[“\"„«]\s*(.{2,400}?)\s*[.,]?\s*[”\"“»]", re.DOTALL)
_MARK = re.compile(r"^\s*(?:\[\s*\d{1,4}\s*\]|\(\d{1,4}\)|\d{1,4}[.)])\s*")
_LONGEST_NAME_WORDS = 5
_LONGEST_NAMES = 400
_MOST_AUTHORS = 60


class Citation(NamedTuple):
    """A reference as bibliographies print it; `rest` is what follows the title."""

    title: str
    creators: tuple[str, ...]
    year: int | None
    venue: str | None
    rest: str


def find_mark(text: str) -> str | None:
    """Return the number that a reference begins with, such as `[1]` or `3.`, None without one."""
    match = _MARK.match(text)
    return match[0] if match else None


def find_citation(text: str, bold: str | None = None) -> Citation | None:
    """Return the citation in a numbered paragraph: authors, the title in quotes, venue and year.

    `bold` is the text in bold, which is the title where nothing is quoted. None where there is
    no title.
    """
    mark = _MARK.match(text)
    body = text[mark.end() :] if mark else text
    quoted = _QUOTED.search(body)
    if quoted is not None:
        title, before, rest = quoted[1], body[: quoted.start()], body[quoted.end() :]
    elif bold and bold in body:
        before, _, rest = body.partition(bold)
        title = bold
    else:
        return None
    years = _YEAR_IN_PARENTHESES.search(rest) or _YEAR.search(rest) or _YEAR.search(before)
    return Citation(
        title.strip(" .,\n"),
        find_cited_authors(before),
        int(years[1]) if years else None,
        _venue(rest),
        rest,
    )


def find_cited_authors(text: str) -> tuple[str, ...]:
    """Return the authors of a citation: "Hinton, Geoffrey E., Simon Osindero, and Y. Teh."."""
    text = " ".join(_YEAR_IN_PARENTHESES.sub("", text).split()).strip(" .,:;-–—")
    if not text or not text[0].isupper():
        return ()
    has_more = bool(re.search(r"\bet al\b", text))
    text = re.sub(r",?\s*\bet al\.?", "", text)
    pieces = [piece.strip() for piece in re.split(r",\s*(?:and\s+)?|\s+and\s+|\s+&\s+|;", text)]
    pieces = [piece for piece in pieces if piece][:_MOST_AUTHORS]
    if any(len(piece.split()) > _LONGEST_NAME_WORDS for piece in pieces):
        return ()
    # Bibliographies invert the first name only: "LeCun, Yann, Yoshua Bengio".
    has_full_names = len(pieces) == 2 or any(" " in piece for piece in pieces[1:])  # noqa: PLR2004
    is_inverted = len(pieces) > 1 and " " not in pieces[0] and "," in text and has_full_names
    if is_inverted:
        pieces[:2] = [f"{pieces[1]} {pieces[0]}"]
    return (*pieces, "et al.") if has_more and pieces else tuple(pieces)


def find_authors_after(text: str) -> tuple[tuple[str, ...], str]:
    """Return the names after "by" at the start of a text, and the rest of it."""
    match = _BY.match(text)
    if match is None:
        return (), text
    # "by Jane Doe. Duration: 2 hours": a full stop after a word ends the names.
    sentence = re.search(r"(?<=\w{3})\.\s", match[1])
    end = match.start(1) + sentence.start() if sentence else match.end()
    names = re.split(r",\s*(?:and\s+)?|\s+and\s+|\s+&\s+", text[match.start(1) : end].rstrip(" ."))
    more = re.match(r"\s*et al\.?", text[end:])
    authors = [re.sub(r"\s+et al?$", "", name) for name in names]
    if more or any(name != author for name, author in zip(names, authors, strict=True)):
        authors.append("et al.")
    return tuple(authors), text[end + (more.end() if more else 0) :]


def find_names_and_year(text: str) -> Citation | None:
    """Return the names with a year that a text begins with: ", He et al. 2015"; no title."""
    match = _NAMES_AND_YEAR.match(text)
    creators = _only_names(match[1]) if match else ()
    if match is None or not creators:
        return None
    return Citation("", creators, int(match[2]), None, text[match.end() :])


def find_dated_work(text: str, bold_end: int = 0) -> Citation | None:
    """Return the work of "Title (2015), G. Hinton et al."; after bold text the year may lack."""
    match = _DATED.match(text.strip())
    if match is not None:
        creators = _only_names(match["rest"])
        if creators or not match["rest"].strip(" .,:"):
            return Citation(match["title"], creators, int(match["year"]), None, "")
    rest = text[bold_end:].lstrip() if bold_end else ""
    creators = _only_names(rest) if rest.startswith(",") else ()
    return Citation(text[:bold_end], creators, None, None, "") if creators else None


def _only_names(text: str) -> tuple[str, ...]:
    """Return the names that a text consists of, none where it holds anything else."""
    if len(text) > _LONGEST_NAMES:
        return ()
    names = find_cited_authors(text)
    return names if all(map(_ONE_NAME.fullmatch, names)) else ()


def split_leading_year(title: str, year: int | None) -> tuple[int | None, str]:
    """Return the year that a title begins with, "1978: Processes", and the title without it."""
    match = _LEADING_YEAR.match(title)
    return (int(match[1]), title[match.end() :]) if match else (year, title)


def find_owner(text: str) -> tuple[str | None, str]:
    """Return who a text names in the possessive at its start, and what follows.

    "Andrej Karpathy’s “Intro”" gives "Andrej Karpathy" and "“Intro”".
    """
    match = _POSSESSIVE.match(text)
    if match is None:
        return None, text
    name, rest = match[1], text[match.end() :]
    # One word is a name where a title follows in quotes, or where it cannot be anything else.
    if " " not in name and rest[0] not in '“"' and not any(c.isdigit() for c in name):
        return None, text
    return name, rest


def find_year(text: str) -> int | None:
    """Return a year in parentheses or after the last comma."""
    match = _YEAR_IN_PARENTHESES.search(text) or _YEAR_AT_END.search(text)
    return int(match[1]) if match else None


def find_remark(text: str) -> tuple[tuple[str, ...], int | None, str] | None:
    """Return creators, year and the rest of " — A. Author, B. Author, 2017", as exports write it.

    None for any other remark after a dash.
    """
    match = _ABOUT.match(text)
    if match is None:
        return None
    pieces = [piece.strip() for piece in match[1].split(", ")]
    year = int(pieces.pop()) if re.fullmatch(r"(?:19|20)\d\d", pieces[-1]) else None
    if year is None or any(_is_no_name(piece) for piece in pieces):
        return None
    names = (name for piece in pieces for name in piece.replace(" et al.", "\net al.").split("\n"))
    return tuple(name for name in names if name), year, text[match.end() :]


def _is_no_name(piece: str) -> bool:
    return len(piece.split()) > _LONGEST_NAME_WORDS or not (
        piece[:1].isupper() or piece == "et al."
    )


def _venue(rest: str) -> str | None:
    match = re.match(r"[\s.,]*([A-Z][^(\d\[\n.]{2,120})", rest)
    if match is None:
        return None
    venue = match[1].strip(" .,:;").removesuffix(" preprint arXiv").removesuffix(" Vol")
    venue = re.sub(r"[,\s]*\babs/$", "", venue)
    return venue.strip(" .,") or None
