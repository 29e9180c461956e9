"""Steps of the sections of a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from studypath.files.importing.heading_works import place_heading_works
from studypath.files.importing.items import Scope
from studypath.files.importing.list_contents import count_links
from studypath.files.importing.lists import Collector
from studypath.files.importing.phrases import REASON, find_kind_in_words, is_optional_heading
from studypath.files.importing.sections import Section, find_label_word, is_contents, is_study
from studypath.files.importing.values import Block, Listing, Table, Unplaced

_LINKED_SHARE = 0.6
_SEVERAL_ROWS = 3


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
        has_label = any(find_label_word(above.title) for above in section.with_parents())
        scope = Scope(
            is_linked=is_linked or _has_table_of_works(section),
            is_labelled=bool(find_label_word(section.title)) and not links_below[id(section)],
            has_label=has_label,
            kind=_kind(section),
            optional=REASON if _is_optional(section) else None,
        )
        section.drafts = collector.blocks(tuple(section.blocks), scope)
    place_heading_works(sections, collector.notes)
    return collector


def _has_table_of_works(section: Section) -> bool:
    """Tell whether a table with links stands in a section; lists beside it are remarks."""
    tables = [block for block in section.blocks if isinstance(block, Table)]
    return any(
        sum(any(cell.links for cell in row.cells) for row in table.rows) >= _SEVERAL_ROWS
        for table in tables
    )


def _study_sections(root: Section, collector: Collector) -> Iterator[Section]:
    pending = [(root, False)]
    while pending:
        section, is_inside_contents = pending.pop()
        if section.level and not is_study(section):
            linked = sum(count_links(tuple(s.blocks))[0] for s in section.all())
            if linked:
                reason = f"a section with nothing to study, {linked} links"
                collector.unplaced.append(Unplaced(section.line, section.title, reason))
            continue
        is_inside_contents = is_inside_contents or is_contents(section)
        if is_inside_contents and not _leads_elsewhere(section.blocks):
            # Headings below "Contents" are often of a deeper level and no part of it.
            section.blocks = []
        yield section
        pending.extend((child, is_inside_contents) for child in reversed(section.children))


def _leads_elsewhere(blocks: Iterable[Block]) -> bool:
    """Tell whether a list or a table in blocks leads out of the document."""
    for block in blocks:
        if isinstance(block, Table):
            return True
        if isinstance(block, Listing):
            for item in block.items:
                links = any("://" in link.url for link in item.words.links)
                if links or _leads_elsewhere(item.children):
                    return True
    return False


def _links_below(sections: list[Section], counts: list[int]) -> dict[int, int]:
    """Return, by the identity of a section, the links in it and in the sections under it."""
    links = {id(section): count for section, count in zip(sections, counts, strict=True)}
    for section in reversed(sections):
        if section.parent is not None and id(section.parent) in links:
            links[id(section.parent)] += links[id(section)]
    return links


def _kind(section: Section) -> str | None:
    for above in section.with_parents():
        kind = find_kind_in_words(above.title)
        # "A Free Course on Sorting" names the whole, not each thing in it.
        names_whole = kind == "course" and above.level == 1 and above is not section
        if kind is not None and not names_whole:
            return kind
    return None


def _is_optional(section: Section) -> bool:
    return any(
        above.is_optional or is_optional_heading(above.title) for above in section.with_parents()
    )
