"""Steps of the sections of a document."""

from __future__ import annotations

from collections.abc import Iterator

from studypath.files.importing.items import Scope
from studypath.files.importing.lists import Collector, count_links
from studypath.files.importing.phrases import REASON, find_kind_in_words, is_optional_heading
from studypath.files.importing.sections import Section, find_label_word, is_study
from studypath.files.importing.values import Unplaced

_LINKED_SHARE = 0.6


def collect_steps(root: Section, *, only_study: bool) -> Collector:
    """Give every section its steps; `only_study` leaves out sections such as a licence."""
    collector = Collector()
    sections = list(_study_sections(root, collector) if only_study else root.all())
    counts = [count_links(tuple(section.blocks)) for section in sections]
    linked = sum(linked for linked, _ in counts)
    plain = sum(plain for _, plain in counts)
    is_linked = only_study and linked >= _LINKED_SHARE * (linked + plain) and linked > 1
    links_below = _links_below(sections, [linked for linked, _ in counts])
    for section in sections:
        scope = Scope(
            is_linked=is_linked,
            is_labelled=bool(find_label_word(section.title)) and not links_below[id(section)],
            kind=_kind(section),
            optional=REASON if _is_optional(section) else None,
        )
        section.drafts = collector.blocks(tuple(section.blocks), scope)
    return collector


def _study_sections(root: Section, collector: Collector) -> Iterator[Section]:
    pending = [root]
    while pending:
        section = pending.pop()
        if section.level and not is_study(section):
            linked = sum(count_links(tuple(s.blocks))[0] for s in section.all())
            if linked:
                reason = f"a section with nothing to study, {linked} links"
                collector.unplaced.append(Unplaced(section.line, section.title, reason))
            continue
        yield section
        pending.extend(reversed(section.children))


def _links_below(sections: list[Section], counts: list[int]) -> dict[int, int]:
    """Return, by the identity of a section, the links in it and in the sections under it."""
    links = {id(section): count for section, count in zip(sections, counts, strict=True)}
    for section in reversed(sections):
        if section.parent is not None and id(section.parent) in links:
            links[id(section.parent)] += links[id(section)]
    return links


def _kind(section: Section) -> str | None:
    here: Section | None = section
    while here is not None and here.level:
        kind = find_kind_in_words(here.title)
        if kind is not None:
            return kind
        here = here.parent
    return None


def _is_optional(section: Section) -> bool:
    here: Section | None = section
    while here is not None and here.level:
        if is_optional_heading(here.title):
            return True
        here = here.parent
    return False
