"""When two steps are one piece of work: the same arXiv id, DOI or canonical address."""

from __future__ import annotations

from collections.abc import Iterable

from studypath.core.curriculum import Path, StepKey

_ARXIV_DOI = "10.48550/arxiv."
_YOUTUBE_HOSTS = ("youtube.com", "m.youtube.com", "youtu.be")


def build_work_keys(url: str | None, arxiv: str | None, doi: str | None) -> tuple[str, ...]:
    """Return the keys of a work; two steps that share one are the same piece of work.

    A key is `arxiv:ID` without its version, `doi:...` in lower case, or `url:...` (see
    `canonical_address`). An arXiv address or DOI gives the arXiv key.
    """
    keys: dict[str, None] = {}
    if arxiv:
        keys[f"arxiv:{_without_version(arxiv.lower())}"] = None
    if doi:
        lowered = doi.lower()
        if lowered.startswith(_ARXIV_DOI):
            keys[f"arxiv:{_without_version(lowered.removeprefix(_ARXIV_DOI))}"] = None
        else:
            keys[f"doi:{lowered}"] = None
    if url:
        keys[canonicalize_address(url)] = None
    return tuple(keys)


def canonicalize_address(url: str) -> str:
    """Return the key of an address, the same for all spellings that lead to one page.

    Scheme, `www.`, the host's case, a default port, a trailing slash, the order of the query and
    its `utm_` words do not count; the fragment does, since chapters share a page. arXiv, DOI
    and YouTube addresses give the key of what they name.
    """
    from urllib.parse import parse_qsl, urlencode, urlsplit

    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    path = parts.path.rstrip("/")
    query = [
        (k, v)
        for k, v in parse_qsl(parts.query, keep_blank_values=True)
        if not k.startswith("utm_")
    ]
    if host in {"arxiv.org", "export.arxiv.org"}:
        section, _, name = path.lstrip("/").partition("/")
        if section in {"abs", "pdf", "html"} and name:
            return f"arxiv:{_without_version(name.removesuffix('.pdf').lower())}"
    if host in {"doi.org", "dx.doi.org"} and path:
        return build_work_keys(None, None, path.lstrip("/"))[0]
    if host in _YOUTUBE_HOSTS and not parts.fragment:
        words = dict(query)
        if host == "youtu.be" and path:
            return f"youtube:{path.lstrip('/')}"
        if path == "/watch" and "v" in words:
            return f"youtube:{words['v']}"
    try:
        port = parts.port
    except ValueError:
        port = None
    place = host if port in {None, 80, 443} else f"{host}:{port}"
    tail = f"?{urlencode(sorted(query))}" if query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return f"url:{place}{path}{tail}{fragment}"


def group_shared_steps(paths: Iterable[Path]) -> dict[StepKey, tuple[StepKey, ...]]:
    """Return, for each step that is the same work as steps of other paths, the keys of those.

    Two steps of one path are never taken together: an author who names an address twice in one
    path means two sittings with it.
    """
    known = tuple(paths)
    leads: dict[str, str] = {}
    for path in known:
        for step in path.steps:
            # A step with the keys of two works makes them one: A is B and B is C.
            for work in step.works:
                leads[_first(leads, work)] = _first(leads, step.works[0])
    groups: dict[str, list[StepKey]] = {}
    for path in known:
        for step in path.steps:
            if step.works:
                groups.setdefault(_first(leads, step.works[0]), []).append((path.id, step.id))
    shared: dict[StepKey, tuple[StepKey, ...]] = {}
    for group in groups.values():
        for key in group:
            others = tuple(sorted(other for other in group if other[0] != key[0]))
            if others:
                shared[key] = others
    return shared


def _first(leads: dict[str, str], work: str) -> str:
    """The key that stands for all keys of a work; each lookup shortens the way to it."""
    while (lead := leads.setdefault(work, work)) != work:
        leads[work] = leads[lead]
        work = lead
    return work


def _without_version(arxiv: str) -> str:
    head, found, version = arxiv.rpartition("v")
    return head if found and head and version.isdigit() else arxiv
