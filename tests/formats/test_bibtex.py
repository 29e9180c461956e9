"""BibTeX, read back with pybtex."""

from __future__ import annotations

import pytest
from pybtex.database import BibliographyData, parse_string  # type: ignore[import-untyped]

from studypath.core.status import build_path_status
from studypath.formats.bibtex import format_bibtex
from tests.progress_samples import HOSTILE, bundled, hostile_progress, path_of, studied


def parse(text: str) -> BibliographyData:
    """Return the entries of BibTeX text, read by pybtex; strict about unknown commands."""
    return parse_string(text, "bibtex")


def read_paper_path() -> BibliographyData:
    """Return the paper path of the sample, read by pybtex."""
    return parse(format_bibtex([build_path_status(studied(), path_of("paper"))]))


def test_every_work_of_a_path_is_an_entry_in_reading_order() -> None:
    """Steps come in their order, then the deferred works; the key is the id."""
    path = path_of("paper")
    keys = [step.id for step in path.steps] + [work.id for work in path.deferred]
    assert list(read_paper_path().entries) == keys


def test_a_paper_carries_all_that_a_bibliography_needs() -> None:
    """Authors are structured; title, year, venue, eprint, DOI, address and state are there."""
    entry = read_paper_path().entries["bert"]
    assert entry.type == "inproceedings"
    authors = [(str(p.last_names[0]), p.first_names[0]) for p in entry.persons["author"]]
    assert authors[0] == ("Devlin", "Jacob")
    assert entry.fields["title"].startswith("{BERT: Pre-training of Deep")
    assert entry.fields["year"] == "2018"
    assert entry.fields["booktitle"].startswith("NAACL-HLT 2019")
    assert entry.fields["archiveprefix"] == "arXiv"
    assert entry.fields["eprint"] == "1810.04805"
    assert entry.fields["doi"] == "10.18653/v1/N19-1423"
    assert entry.fields["url"].startswith("https://")
    assert entry.fields["keywords"].startswith("studypath, ")


def test_et_al_becomes_others() -> None:
    """`et al.` is no person: BibTeX writes `and others`."""
    persons = read_paper_path().entries["gpt-3"].persons["author"]
    assert [str(person) for person in persons] == ["Brown, Tom B.", "others"]


def test_a_work_on_two_paths_is_one_entry() -> None:
    """Exporting a path twice adds nothing."""
    status = build_path_status(studied(), path_of("paper"))
    assert format_bibtex([status, status]) == format_bibtex([status])


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    """Braces, commands, comments and control characters of titles and names change no structure."""
    tracked = hostile_progress(text)
    statuses = [build_path_status(tracked, path) for path in tracked.curriculum.paths]
    written = format_bibtex(statuses)
    parsed = parse(written)
    wanted = {step.id for path in tracked.curriculum.paths for step in path.steps}
    wanted |= {work.id for path in tracked.curriculum.paths for work in path.deferred}
    assert len(parsed.entries) <= len(wanted)
    assert {entry.type for entry in parsed.entries.values()} <= {
        *("book", "inproceedings", "article", "techreport", "misc")
    }
    assert all(c == "\n" or ord(c) >= 32 for c in written)


def test_bundled_paths_are_valid_together() -> None:
    """All bundled paths in one file parse, each work once."""
    text = format_bibtex([build_path_status(studied(), path) for path in bundled().paths])
    assert len(parse(text).entries) == 28
