"""Bibliographies as paths: the references of BibTeX and CSL JSON become steps, in order."""

from __future__ import annotations

import re
from collections.abc import Mapping

from studypath.files.importing.addresses import find_address, find_arxiv, find_arxiv_year, find_doi
from studypath.files.importing.build import build_paths
from studypath.files.importing.decode import refuse
from studypath.files.importing.phrases import clean_remark, clean_title
from studypath.files.importing.placement import PathDraft, PhaseDraft
from studypath.files.importing.values import Draft, ImportResult, Unplaced

_KINDS = {
    "article": "paper", "inproceedings": "paper", "conference": "paper", "proceedings": "paper",
    "techreport": "report", "unpublished": "paper", "phdthesis": "thesis", "thesis": "thesis",
    "mastersthesis": "thesis", "book": "book", "booklet": "book", "inbook": "chapter",
    "incollection": "chapter", "manual": "manual", "online": "article", "video": "video",
    "software": "repository", "article-journal": "paper", "paper-conference": "paper",
    "chapter": "chapter", "webpage": "article", "post-weblog": "blog-post", "post": "blog-post",
    "motion_picture": "video", "broadcast": "video", "article-magazine": "article",
    "article-newspaper": "article", "report": "report", "preprint": "paper", "speech": "video",
    "dataset": "dataset",
}  # fmt: skip
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_LATER = re.compile(r"\b(?:optional|later|skip)\b", re.IGNORECASE)
_DONE = re.compile(r"\b(?:read|done|finished)\b", re.IGNORECASE)


def build_reference_draft(fields: Mapping[str, str], creators: tuple[str, ...], line: int) -> Draft:
    """Return the step of a reference.

    `fields` has lower-case names as in BibTeX: type, title, year, url, doi, eprint, journal,
    keywords, note. A keyword such as "optional" defers the work, "read" marks it as done.
    """
    url = find_address(fields.get("url", "")).url
    eprint = fields.get("eprint", "")
    arxiv = find_arxiv(url) or find_arxiv(None, fields.get("note", "") + fields.get("journal", ""))
    if arxiv is None and re.fullmatch(r"\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+/\d{7}", eprint):
        arxiv = eprint.partition("v")[0]
    doi = find_doi(f"https://doi.org/{fields['doi']}") if fields.get("doi") else find_doi(url)
    if doi is None and fields.get("doi"):
        doi = find_doi(None, f"doi: {fields['doi']}") or find_doi(fields["doi"])
    if url is None and arxiv is not None:
        url = f"https://arxiv.org/abs/{arxiv}"
    elif url is None and doi is not None:
        url = find_address(f"https://doi.org/{doi}").url
    year = _YEAR.search(fields.get("year") or fields.get("date") or "")
    venue = next((fields[k] for k in ("journal", "booktitle", "publisher") if fields.get(k)), None)
    keywords = fields.get("keywords", "")
    return Draft(
        clean_title(fields["title"]), line, _KINDS.get(fields.get("type", ""), "paper"), url=url,
        creators=creators, year=int(year[1]) if year and int(year[1]) else find_arxiv_year(arxiv),
        arxiv=arxiv, doi=doi, venue=clean_title(venue) if venue else None,
        focus=clean_remark(fields.get("annotation") or fields.get("annote") or ""),
        state="done" if _DONE.search(keywords) else "todo",
        optional="Marked as optional by its keywords." if _LATER.search(keywords) else None,
    )  # fmt: skip


def import_references(  # noqa: PLR0913  # the file, what was read of it, and the options
    drafts: list[Draft],
    file_name: str,
    source: str,
    unplaced: list[Unplaced],
    *,
    name: str,
    path_id: str | None,
    title: str | None,
) -> ImportResult:
    """Return a path of one phase with a step per reference; raises UnusableFile without one."""
    if not drafts:
        advice = "Export the references with their titles and repeat."
        raise refuse(file_name, None, f"no reference with a title in this {source}", advice)
    phase = PhaseDraft("References", None, tuple(drafts))
    path = PathDraft(None, (phase,))
    built = build_paths((path,), file=file_name, name=name, path_id=path_id, title=title)
    return ImportResult(built.paths, built.progress, tuple(sorted(unplaced)), built.notes, source)
