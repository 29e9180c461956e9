"""What an address says: whether it may be used, the arXiv id or DOI in it, the kind of work."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from studypath.core.text import has_control

_MOST_CHARACTERS = 2000
_SCHEME = re.compile(r"\s*([a-zA-Z][a-zA-Z0-9+.-]{0,30}):")
_SPACE = re.compile(r"\s")
_AFTER_SPACE = re.compile(r"(?:\s|%20)+\(https?:.*$", re.DOTALL)
_FORBIDDEN = re.compile(r"[\\<>\"\ufffd]")
_ARXIV = re.compile(
    r"arxiv\.org/(?:abs|pdf|html)/(\d{4}\.\d{4,5}|[a-z-]{2,20}(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?",
    re.IGNORECASE,
)
_ARXIV_IN_TEXT = re.compile(r"\barXiv:\s?(\d{4}\.\d{4,5})(?:v\d+)?\b", re.IGNORECASE)
_DOI = re.compile(
    r"(?:doi\.org/|/doi/(?:abs/|full/|pdf/|book/)?|/(?:article|chapter|book)/|\bdoi:\s?)"
    r"(10\.\d{4,9}/[^\s<>\"?#]+)",
    re.IGNORECASE,
)
_COURSE_PLACE = re.compile(r"/(?:courses?|learn|mooc)(?:/|$)")
_POST_PLACE = re.compile(r"/(?:blog|posts?)(?:/|$)")
_FIRST_ARXIV_YEAR = 91

_HOST_KINDS = (
    (("arxiv.org", "openreview.net", "aclanthology.org", "aclweb.org", "semanticscholar.org",
      "jmlr.org", "nips.cc", "neurips.cc", "doi.org", "dl.acm.org", "ieeexplore.ieee.org",
      "thecvf.com", "biorxiv.org", "pubmed.ncbi.nlm.nih.gov", "proceedings.mlr.press",
      "scholar.google.com"), "paper"),
    (("youtube.com", "youtu.be", "vimeo.com", "ted.com"), "video"),
    (("coursera.org", "edx.org", "udacity.com", "udemy.com", "khanacademy.org", "ocw.mit.edu",
      "futurelearn.com", "datacamp.com", "fast.ai", "deeplearning.ai", "pluralsight.com",
      "codecademy.com", "skillshare.com", "freecodecamp.org", "frontendmasters.com"), "course"),
    (("colab.research.google.com", "nbviewer.org", "nbviewer.jupyter.org"), "notebook"),
    (("github.com", "gitlab.com", "bitbucket.org", "codeberg.org"), "repository"),
    (("medium.com", "substack.com", "dev.to", "hashnode.dev", "towardsdatascience.com"),
     "blog-post"),
    (("amazon.com", "amazon.co.uk", "amazon.de", "goodreads.com", "manning.com", "a.co",
      "oreilly.com", "packtpub.com", "nostarch.com", "leanpub.com", "gutenberg.org"), "book"),
    (("leetcode.com", "hackerrank.com", "codewars.com", "exercism.org", "exercism.io",
      "kaggle.com", "projecteuler.net", "codeforces.com", "topcoder.com", "adventofcode.com"),
     "exercise"),
)  # fmt: skip
_KINDS = {host: kind for hosts, kind in _HOST_KINDS for host in hosts}


class Address(NamedTuple):
    """An address as a path may hold it: `url` is None where it may not, for that reason."""

    url: str | None
    reason: str = ""
    is_anchor: bool = False


@lru_cache(maxsize=1024)
def find_address(link: str) -> Address:  # noqa: PLR0911  # a return for each reason
    """Return the address of a link: http and https with a host are used, nothing else.

    Anchors of the same page, addresses relative to the file, other schemes, user names and
    control characters are not.
    """
    link = link.strip()
    if not link or link.startswith("#"):
        return Address(None, "an anchor of the same page", is_anchor=True)
    if link.startswith("//"):
        link = f"https:{link}"
    scheme = _SCHEME.match(link)
    if scheme is None:
        return Address(None, "an address relative to the file")
    if scheme[1].lower() not in {"http", "https"}:
        return Address(None, f"a {scheme[1].lower()}: address")
    # A title or a second address in parentheses after a space is a slip of the author's.
    link = _SPACE.sub("%20", _AFTER_SPACE.sub("", link))
    if has_control(link) or _FORBIDDEN.search(link):
        return Address(None, "an address with a character that no address has")
    try:
        parts = urlsplit(link)
        host, _, user = parts.hostname, parts.port, parts.username
    except ValueError:
        return Address(None, "an address that cannot be read")
    if not host or len(link) > _MOST_CHARACTERS:
        return Address(None, "an address without a host or too long")
    if user is not None or parts.password is not None:
        return Address(None, "an address with a user name")
    return Address(link)


def find_arxiv(url: str | None, text: str = "") -> str | None:
    """Return the arXiv id, without its version, of an address, else the one named in a text."""
    match = _ARXIV.search(url) if url and "arxiv" in url.lower() else None
    if match is None and "arxiv" in text.lower():
        match = _ARXIV_IN_TEXT.search(text)
    return match[1] if match else None


def find_doi(url: str | None, text: str = "") -> str | None:
    """Return the DOI of an address, else the one named in a text."""
    match = _DOI.search(url) if url and "10." in url else None
    if match is None and "10." in text:
        match = _DOI.search(text)
    if match is None:
        return None
    doi = unquote(match[1]).rstrip(".,;)/")
    doi = doi.removesuffix(".pdf")
    return None if has_control(doi) or re.search(r"[\s<>\"]", doi) else doi


def find_arxiv_year(arxiv: str | None) -> int | None:
    """Return the year in which an arXiv id was given, which its digits name."""
    if not arxiv:
        return None
    digits = arxiv.rpartition("/")[2][:2]
    if not digits.isdigit():
        return None
    year = int(digits)
    return 1900 + year if year >= _FIRST_ARXIV_YEAR else 2000 + year


def find_kind(url: str | None) -> str | None:  # noqa: PLR0911  # a return for each rule
    """Return the kind of work that an address leads to, None where its host does not tell."""
    if url is None:
        return None
    parts = urlsplit(url)
    host, place = (parts.hostname or "").removeprefix("www."), parts.path.lower()
    if "list=" in parts.query and place.startswith("/playlist") and host.endswith("youtube.com"):
        return "video-series"
    if place.endswith(".ipynb"):
        return "notebook"
    while host:
        if host in _KINDS:
            return _KINDS[host]
        host = host.partition(".")[2]
    if place.endswith(".pdf"):
        return "paper"
    if _COURSE_PLACE.search(place):
        return "course"
    if _POST_PLACE.search(place) or parts.netloc.startswith("blog."):
        return "blog-post"
    return None
