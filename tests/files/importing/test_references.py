"""Bibliographies: BibTeX and CSL JSON become a path in the order of the file."""

from __future__ import annotations

import json
import logging

import pytest

from studypath.core.errors import UnusableFile
from tests.files.importing.shown import imported, one_path

BIB = r"""
% A comment above
@string{neu = "Neural Computation"}

@article{hochreiter1997,
  title = {Long {Short-Term} Memory},
  author = {Hochreiter, Sepp and Schmidhuber, J{\"u}rgen},
  journal = neu,
  year = 1997,
  doi = {10.1162/neco.1997.9.8.1735},
  abstract = {Not needed.},
}

@misc{vaswani,
  title = "Attention Is All You Need",
  author = "Ashish Vaswani and others",
  eprint = {1706.03762v5},
  archivePrefix = {arXiv},
  keywords = {read, attention}
}

@book{who, title={A \emph{Guide} \& More}, author={{World Health Organization}},
  publisher={WHO}, date={2021-03-04}, url={https://example.org/guide_1}}

@online{later, title={Left Out}, url={javascript:alert(1)}, keywords={optional}}

@article{nameless, author={Nobody}}

@article{broken, title={Never closed
"""


def test_bibtex_in_the_order_of_the_file() -> None:
    """Each entry with a title is a step: names, year, venue, DOI, arXiv id, decoded LaTeX."""
    result = imported(BIB, "my-papers.bib")
    (path,) = result.paths
    assert (path.id, path.title, result.source) == ("my-papers", "My papers", "BibTeX")
    memory, attention, guide = path.steps
    assert memory.title == "Long Short-Term Memory"
    assert memory.creators == ("Sepp Hochreiter", "Jürgen Schmidhuber")
    assert (memory.year, memory.venue, memory.kind) == (1997, "Neural Computation", "paper")
    assert memory.doi == "10.1162/neco.1997.9.8.1735"
    assert memory.url == "https://doi.org/10.1162/neco.1997.9.8.1735"
    assert attention.creators == ("Ashish Vaswani", "et al.")
    assert (attention.arxiv, attention.year) == ("1706.03762", 2017)
    assert attention.url == "https://arxiv.org/abs/1706.03762"
    assert guide.title == "A Guide & More"
    assert guide.creators == ("World Health Organization",)
    assert (guide.kind, guide.year, guide.url) == ("book", 2021, "https://example.org/guide_1")
    assert [work.title for work in path.deferred] == ["Left Out"]
    assert path.deferred[0].url is None
    states = {key[1]: entry.state for key, entry in result.progress.items()}
    assert states == {"attention-is-all-you-need": "done"}
    assert [each.reason for each in result.unplaced] == [
        "an entry without a title",
        "an entry that cannot be read",
    ]


def test_bibtex_is_recognised_by_its_content() -> None:
    """BibTeX on stdin has no suffix."""
    result = imported("@book{a, title={One}}\n", "-")
    assert (result.source, len(result.paths[0].steps)) == ("BibTeX", 1)


def test_bibtex_writes_nothing_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    """What cannot be read is reported as a line and not logged."""
    with caplog.at_level(logging.WARNING):
        imported(BIB, "x.bib")
    assert caplog.records == []


CSL = [
    {
        "id": "a",
        "type": "article-journal",
        "title": "First of All",
        "author": [{"given": "Jane", "family": "Doe"}, {"literal": "The Group"}],
        "issued": {"date-parts": [["2019", 5, 1]]},
        "container-title": "Journal of Firsts",
        "DOI": "10.1000/xyz.1",
        "URL": "https://example.org/first",
    },
    {
        "id": "b",
        "type": "article",
        "title": "A Preprint",
        "number": "arXiv:2005.14165",
        "publisher": "arXiv",
        "issued": {"date-parts": [[2020]]},
    },
    {"id": "c", "type": "book"},
    {"id": "d", "type": "webpage", "title": "Site", "URL": "file:///etc/passwd"},
    "no object",
]


def test_csl_json_in_the_order_of_the_collection() -> None:
    """A Zotero collection becomes a path; entries without a title are reported."""
    result = imported(json.dumps(CSL), "Collection.json")
    (path,) = result.paths
    assert path.title == "Collection"
    first, preprint, site = path.steps
    assert first.creators == ("Jane Doe", "The Group")
    assert (first.year, first.venue, first.doi) == (2019, "Journal of Firsts", "10.1000/xyz.1")
    assert first.url == "https://example.org/first"
    assert (preprint.arxiv, preprint.year) == ("2005.14165", 2020)
    assert (site.url, site.kind) == (None, "article")
    assert [each.line for each in result.unplaced] == [3, 5]


def test_title_and_id_are_the_callers() -> None:
    """The options name the path."""
    path = imported(json.dumps(CSL), "c.json", path_id="firsts", title="All Firsts").paths[0]
    assert (path.id, path.title) == ("firsts", "All Firsts")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[1, 2", "c.json:1: not JSON"),
        ('{"a": 1}', "neither CSL JSON nor an export"),
        ("[]", "no reference with a title"),
        ("[" * 100_000, "nested too deeply"),
        ('{"format": 2, "paths": []}', "its format is 2"),
        ('{"format": 1, "paths": []}', "no path with steps"),
        ('{"format": 1, "paths": [{"phases": [{"steps": 7}]}]}', "no path with steps"),
        ('[{"title": 1%s}]' % ("0" * 10_000), "too long a number"),
    ],
)
def test_other_json_is_refused(text: str, message: str) -> None:
    """JSON without references is an error of exit code 4 that says what was expected."""
    with pytest.raises(UnusableFile, match=r".+") as caught:
        imported(text, "c.json")
    assert message in str(caught.value)
    assert caught.value.exit_code == 4


def test_bibtex_without_entries_is_refused() -> None:
    """A file of at signs costs nothing and is refused."""
    for text in ("% nothing", "@a{" * 300_000):
        with pytest.raises(UnusableFile):
            imported(text, "x.bib")


def test_one_entry_of_every_kind_of_address() -> None:
    """A DOI given as an address or with spaces is the same DOI."""
    text = (
        "@article{a, title={A}, doi={https://doi.org/10.1000/a_b}}\n"
        "@article{b, title={B}, doi={10.1000/b}, url={http://dx.doi.org/10.1000/b}}\n"
    )
    assert [step.doi for step in one_path(text, "x.bib").steps] == ["10.1000/a_b", "10.1000/b"]


def test_titles_with_the_tags_of_zotero() -> None:
    """Italics and escaped characters are no part of a title in CSL JSON; other brackets are."""
    references = [
        {
            "type": "book",
            "title": 'Deep <i>blue</i> &amp; <span class="nocase">H<sub>2</sub>O</span>',
        },
        {"type": "book", "title": "If a < b and c > d"},
    ]
    path = one_path(json.dumps(references), "z.json")
    assert [step.title for step in path.steps] == ["Deep blue & H2O", "If a < b and c > d"]
