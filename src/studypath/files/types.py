"""Types of single values in files: ids, text, addresses."""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, StringConstraints, WithJsonSchema

from studypath.core.durations import parse_duration, parse_range
from studypath.core.text import has_control

ID_MOST = 100
LINE_MOST = 400
TEXT_MOST = 4000
URL_MOST = 2000

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# Names that Windows reserves for devices: no wiki page or export could have them.
_RESERVED = {"con", "prn", "aux", "nul"} | {f"{d}{n}" for d in ("com", "lpt") for n in range(10)}
_ARXIV = re.compile(r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?")
_DOI = re.compile(r'10\.\d{4,9}/[^\s<>"]+')


def check_id(text: str) -> str:
    """Return an id of lower-case words joined by hyphens; raise ValueError for any other."""
    if not _ID.fullmatch(text):
        from studypath.files.importing.slugs import build_slug

        example = build_slug(text[:LINE_MOST], "id")
        msg = f"an id is lower-case words with hyphens, such as {example}"
        raise ValueError(msg)
    if len(text) > ID_MOST:
        msg = f"an id has at most {ID_MOST} characters"
        raise ValueError(msg)
    if text in _RESERVED:
        msg = f"{text} is a name reserved by Windows; choose another id"
        raise ValueError(msg)
    return text


def check_line(text: str) -> str:
    """Return a line without spaces at its ends; raise ValueError for any other text."""
    return _checked_text(text, LINE_MOST, multiline=False)


def _check_text(text: str) -> str:
    return _checked_text(text, TEXT_MOST, multiline=True)


def _checked_text(text: str, most: int, *, multiline: bool) -> str:
    if has_control(text, multiline=multiline):
        msg = "the text holds a control character"
        raise ValueError(msg)
    if not text.strip():
        msg = "the text is empty"
        raise ValueError(msg)
    if len(text) > most:
        msg = f"the text is longer than {most} characters"
        raise ValueError(msg)
    return text.strip()


def check_url(text: str) -> str:
    """Return an http or https address with a host and no user name; raise ValueError otherwise."""
    if has_control(text) or any(c.isspace() or c in '\\<>"' for c in text):
        msg = "the address holds a character that no address has"
        raise ValueError(msg)
    if len(text) > URL_MOST:
        msg = f"the address is longer than {URL_MOST} characters"
        raise ValueError(msg)
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        msg = "the address cannot be read"
        raise ValueError(msg) from error
    if parts.scheme not in {"http", "https"} or not host:
        msg = "an address begins with http:// or https:// and a host"
        raise ValueError(msg)
    if parts.username is not None or parts.password is not None:
        msg = "an address holds no user name or password"
        raise ValueError(msg)
    return text


def _check_arxiv(text: str) -> str:
    if not _ARXIV.fullmatch(text):
        msg = "an arXiv id looks like 1706.03762"
        raise ValueError(msg)
    return text


def _check_doi(text: str) -> str:
    if has_control(text) or not _DOI.fullmatch(text) or len(text) > LINE_MOST:
        msg = "a DOI looks like 10.18653/v1/N19-1423"
        raise ValueError(msg)
    return text


def _describe_text(pattern: str, most: int, **more: object) -> WithJsonSchema:
    """Return the JSON Schema of a text; it accepts whatever the check accepts."""
    return WithJsonSchema({"type": "string", "pattern": pattern, "maxLength": most, **more})


_SHORT_MOST = 40
_Short = StringConstraints(max_length=_SHORT_MOST)
_RESERVED_PATTERN = "(?:con|prn|aux|nul|com[0-9]|lpt[0-9])"
# Spaces may be anywhere in a duration, and in any case of letters.
_NUMBER = "[0-9][0-9 ]*"
_UNIT = "[mM] *(?:[iI] *[nN] *)?"
_DURATION = rf" *(?:{_NUMBER}(?:\.[0-9 ]+)?[hH] *(?:{_NUMBER}(?:{_UNIT})?)?|{_NUMBER}{_UNIT})"

Id = Annotated[
    str,
    AfterValidator(check_id),
    _describe_text(f"^(?!{_RESERVED_PATTERN}$){_ID.pattern}$", ID_MOST),
]
Line = Annotated[
    str, AfterValidator(check_line), _describe_text(r"^[^\n\r]*\S[^\n\r]*$", LINE_MOST)
]
Text = Annotated[str, AfterValidator(_check_text), _describe_text(r"\S", TEXT_MOST)]
Url = Annotated[
    str,
    AfterValidator(check_url),
    _describe_text(r'^[hH][tT][tT][pP][sS]?://[^\s\\<>"@/?#]+(?:[/?#][^\s\\<>"]*)?$', URL_MOST),
]
Arxiv = Annotated[
    str, AfterValidator(_check_arxiv), _describe_text(f"^{_ARXIV.pattern}$", LINE_MOST)
]
Doi = Annotated[str, AfterValidator(_check_doi), _describe_text(f"^{_DOI.pattern}$", LINE_MOST)]
Minutes = Annotated[
    str,
    _Short,
    AfterValidator(lambda text: _check(text, parse_duration)),
    _describe_text(f"^{_DURATION}$", _SHORT_MOST, examples=["45m", "2h", "1h30m"]),
]
Range = Annotated[
    str,
    _Short,
    AfterValidator(lambda text: _check(text, parse_range)),
    _describe_text(f"^{_DURATION}(?:[-–]{_DURATION})?$", _SHORT_MOST, examples=["2h", "30m-1h"]),
]
Year = Annotated[int, Field(ge=1, le=9999)]
Pages = Annotated[int, Field(ge=1, le=100_000)]


def _check(text: str, read: object) -> str:
    read(text)  # type: ignore[operator]  # raises where the text is no duration
    return text
