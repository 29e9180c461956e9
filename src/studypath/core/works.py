"""Detect steps that are the same work: equal arXiv id, DOI or canonical address."""

from __future__ import annotations

from collections.abc import Sequence

from studypath.core.curriculum import Curriculum, Path, StepKey

_ARXIV_DOI = "10.48550/arxiv."
_YOUTUBE_HOSTS = ("youtube.com", "m.youtube.com", "youtu.be")


def build_work_keys(url: str | None, arxiv: str | None, doi: str | None) -> tuple[str, ...]:
    """Return the keys of a work; steps with a common key are the same work.

    A key is `arxiv:ID` without its version, `doi:...` in lower case, or the address (see
    `canonicalize_address`). An arXiv address or DOI gives the arXiv key.
    """
    keys: dict[str, None] = {}
    if arxiv:
        keys[f"arxiv:{_strip_version(arxiv.lower())}"] = None
    if doi:
        lowered = doi.lower()
        if lowered.startswith(_ARXIV_DOI):
            keys[f"arxiv:{_strip_version(lowered.removeprefix(_ARXIV_DOI))}"] = None
        else:
            keys[f"doi:{lowered}"] = None
    if url:
        keys[canonicalize_address(url)] = None
    return tuple(keys)


def build_address(url: str | None, arxiv: str | None, doi: str | None) -> str | None:
    """Return the address to open: the given one, else that of the arXiv id or the DOI."""
    if url is not None:
        return url
    if arxiv is not None:
        return f"https://arxiv.org/abs/{arxiv}"
    if doi is not None:
        from urllib.parse import quote

        return f"https://doi.org/{quote(doi, safe='/:;()._-')}"
    return None


def canonicalize_address(url: str) -> str:
    """Return the key of an address, equal for all spellings that lead to one page.

    Ignores scheme, `www.`, the host's case, a default port, a trailing slash, the order of the
    query and its `utm_` parameters. Keeps the fragment: chapters share a page. arXiv, DOI and
    YouTube addresses give the key of the work.
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
            return f"arxiv:{_strip_version(name.removesuffix('.pdf').lower())}"
    if host in {"doi.org", "dx.doi.org"} and path:
        return build_work_keys(None, None, path.lstrip("/"))[0]
    if host in _YOUTUBE_HOSTS and not parts.fragment:
        parameters = dict(query)
        if host == "youtu.be" and path:
            return f"youtube:{path.lstrip('/')}"
        if path == "/watch" and "v" in parameters:
            return f"youtube:{parameters['v']}"
    try:
        port = parts.port
    except ValueError:
        port = None
    authority = host if port in {None, 80, 443} else f"{host}:{port}"
    tail = f"?{urlencode(sorted(query))}" if query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return f"url:{authority}{path}{tail}{fragment}"


def with_path(curriculum: Curriculum, path: Path) -> Curriculum:
    """Return a curriculum with this path in place of the one of its id, or after all others."""
    paths = [path if each.id == path.id else each for each in curriculum.paths]
    if curriculum.path(path.id) is None:
        paths.append(path)
    return curriculum._replace(paths=tuple(paths), shared=group_shared_steps(paths))


def group_shared_steps(paths: Sequence[Path]) -> dict[StepKey, tuple[StepKey, ...]]:
    """Return `Curriculum.shared`: each step of a work on several paths -> all steps of the work.

    Union-find over the keys of works: a step with two keys joins them. Steps of one path never
    stand for each other, since an author who repeats an address means another visit to it
    (see `Curriculum.others`).
    """
    parents: dict[str, str] = {}
    for path in paths:
        for step in path.steps:
            for work in step.works:
                parents[_find_root(parents, work)] = _find_root(parents, step.works[0])
    groups: dict[str, list[StepKey]] = {}
    for path in paths:
        for step in path.steps:
            if step.works:
                root = _find_root(parents, step.works[0])
                groups.setdefault(root, []).append((path.id, step.id))
    shared: dict[StepKey, tuple[StepKey, ...]] = {}
    for keys in groups.values():
        # Keys are in the order of the paths: the ends differ if there are two paths.
        if keys[0][0] != keys[-1][0]:
            shared.update(dict.fromkeys(keys, tuple(sorted(keys))))
    return shared


def _find_root(parents: dict[str, str], work: str) -> str:
    """Return the root of a key's set, halving the path to it."""
    while (parent := parents.setdefault(work, work)) != work:
        parents[work] = parents[parent]
        work = parent
    return work


def _strip_version(arxiv: str) -> str:
    head, mark, version = arxiv.rpartition("v")
    return head if mark and head and version.isdigit() else arxiv
