"""Works that a heading names: its lists hold only their slides, videos and subjects."""

from __future__ import annotations

from studypath.core.curriculum import Part
from studypath.core.parts import MOST_PARTS
from studypath.files.importing.addresses import find_arxiv, find_arxiv_year, find_doi, find_kind
from studypath.files.importing.link_texts import is_generic, is_material
from studypath.files.importing.links import list_uses
from studypath.files.importing.phrases import clean_remark, clean_title
from studypath.files.importing.sections import Section, find_label, find_label_word
from studypath.files.importing.times import find_time, without_time
from studypath.files.importing.values import Draft, Note, Paragraph

_FOCUS_MOST = 400
# Headings such as "Week 3" divide a path; "Lecture 3" names something to watch.
_WORKS = {"lecture", "lesson", "session", "chapter", "kapitel", "day"}


def place_heading_works(sections: list[Section], notes: list[Note]) -> None:
    """Give sections the works that their headings name, and those to the sections above.

    A link such as "Slides" or "Video lecture" is no work of its own: the heading above names
    it. The same holds for a heading that is a link, with no link below it. Such headings are
    steps of the section above them where it has several.
    """
    named: dict[int, tuple[Section, list[Section]]] = {}
    for section in sections:
        if not section.level:
            continue
        section.drafts, is_named = _named(section, notes)
        word = find_label_word(section.title)
        is_single = len(section.drafts) == 1 and not section.children
        if is_named and is_single and (word is None or word in _WORKS) and section.parent:
            named.setdefault(id(section.parent), (section.parent, []))[1].append(section)
    for parent, members in named.values():
        holders = [child for child in parent.children if child.has_steps()]
        if len(members) > 1 and len(members) * 2 > len(holders):
            for section in members:
                parent.drafts += section.drafts
                section.drafts = []


def _named(section: Section, notes: list[Note]) -> tuple[list[Draft], bool]:
    materials = [draft for draft in section.drafts if draft.url and _is_material(draft)]
    others = [draft for draft in section.drafts if draft not in materials]
    linked = [draft for draft in section.drafts if draft.url]
    if len(materials) * 2 < len(linked):
        materials = []
    is_alone = not any(draft.url or draft.state != "todo" for draft in others)
    use = list_uses(section.words, section.line, notes)
    url = next((url for link, url in use.usable if not link.badge), None)
    if materials:
        work = _merged(section, materials)
    elif url is None and (section.drafts or section.children or not use.relative):
        return section.drafts, False
    elif section.children or not is_alone:
        notes.append(Note(section.line, f"left out the address of the heading {section.title}"))
        return section.drafts, False
    else:
        work = _from_link(section, url)
    if not is_alone or section.children:
        at = section.drafts.index(materials[0]) if materials else 0
        return [*others[:at], work, *others[at:]], False
    subjects = tuple(Part(draft.title) for draft in others)
    focus = work.focus or _first_text(section)
    return [work._replace(parts=(*work.parts, *subjects)[:MOST_PARTS], focus=focus)], True


def _is_material(draft: Draft) -> bool:
    return is_material(draft.title) or is_generic(draft.title)


def _merged(section: Section, materials: list[Draft]) -> Draft:
    first, *rest = materials
    parts = tuple(Part(draft.title, draft.url) for draft in rest)
    more = tuple(url for draft in materials for url in draft.alternatives)
    return first._replace(
        title=_title(section), parts=(*first.parts, *parts), alternatives=more[:50]
    )


def _from_link(section: Section, url: str | None) -> Draft:
    arxiv = find_arxiv(url)
    time = find_time(section.words.text)
    return Draft(
        _title(section), section.line, find_kind(url) or ("article" if url else "task"),
        url=url, arxiv=arxiv,
        doi=find_doi(url), year=find_arxiv_year(arxiv), minutes=time.minutes if time else None,
    )  # fmt: skip


def _title(section: Section) -> str:
    title = clean_title(without_time(section.words.text, find_time(section.words.text)))
    label, rest = find_label(title)
    word = find_label_word(title)
    return rest if rest and (label is None or (word is not None and word not in _WORKS)) else title


def _first_text(section: Section) -> str | None:
    for block in section.blocks:
        if isinstance(block, Paragraph) and not block.aside and not block.words.links:
            text = clean_remark(block.words.text)
            return text if text and len(text) <= _FOCUS_MOST else None
    return None
