"""From a document to paths of phases of steps, before they have ids."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from studypath.files.importing.collect import collect_steps
from studypath.files.importing.html_blocks import PSEUDO_LEVEL
from studypath.files.importing.phrases import (
    clean_remark,
    clean_title,
    find_reading,
    join_lines,
    without_dates,
    without_optional,
)
from studypath.files.importing.sections import (
    Section,
    find_label,
    find_label_word,
    find_path_roots,
    find_phase_level,
    is_contents,
    is_study,
    read_sections,
)
from studypath.files.importing.times import Time, find_only_time, find_time, without_time
from studypath.files.importing.values import (
    Document,
    Draft,
    Listing,
    Note,
    Paragraph,
    Table,
    Unplaced,
)

_PREREQUISITES = re.compile(
    r"prerequisites?|requirements|required knowledge|before you (?:start|begin)", re.IGNORECASE
)
_TOTAL = re.compile(
    r"\b(?:total|overall|altogether|in all|roughly|about|approximately)\b", re.IGNORECASE
)
# "Instructor: ... Time: ..." are facts of a course, not what it is about.
_FACT = re.compile(r"\b[A-Z]\w+:")
_SEVERAL_FACTS = 2
_TEXT_MOST = 1000
_LINES_MOST = 200
_TITLE_MOST = 40


class PhaseDraft(NamedTuple):
    """A phase before it has an id; one without drafts is open-ended."""

    title: str
    label: str | None
    drafts: tuple[Draft, ...]
    advice: str | None = None
    reading: str | None = None
    minutes: tuple[int, int] | None = None


class PathDraft(NamedTuple):
    """A path before it has an id; `title` is None where the document names none."""

    title: str | None
    phases: tuple[PhaseDraft, ...]
    summary: str | None = None
    minutes: tuple[int, int] | None = None
    prerequisites: tuple[str, ...] = ()
    prerequisite_lines: tuple[int, ...] = ()


class Placed(NamedTuple):
    """The paths of a document, and what had no place in them."""

    paths: tuple[PathDraft, ...]
    unplaced: tuple[Unplaced, ...]
    notes: tuple[Note, ...]


def place_document(document: Document) -> Placed:
    """Return the paths in a document; without a step anywhere there are none.

    Headings become phases, or paths where the level above holds several. A heading without steps
    makes no phase, except that one with a label ("Step 5") and advice is open-ended.
    """
    root = read_sections(document.blocks)
    collector = collect_steps(root, only_study=True)
    if not root.has_steps():
        # A file that is one FAQ, or whose items are remarks beside links, holds what it holds.
        collector = collect_steps(root, only_study=False)
    if not root.has_steps():
        return Placed((), tuple(collector.unplaced), tuple(collector.notes))
    level = find_phase_level(root)
    roots = find_path_roots(root, level)
    if len(roots) > 1:
        groups = _split(root, roots)
        paths = [_path(section, list(members), level) for section, members in groups]
        paths = [path for path in paths if path.phases]
    else:
        top = _title_section(root)
        path = _path(top or root, list(root.all()), level)
        paths = [path._replace(title=document.title or (top.title if top else document.banner))]
    used = {line for path in paths for line in path.prerequisite_lines}
    unplaced = tuple(each for each in collector.unplaced if each.line not in used)
    return Placed(tuple(paths), unplaced, tuple(collector.notes))


def _title_section(root: Section) -> Section | None:
    """Return the title heading: the first, if it is the only one of its level or empty."""
    sections = [section for section in root.all() if section.level and not section.is_pseudo]
    studied = [section for section in sections if is_study(section) and not is_contents(section)]
    if not studied:
        return None
    first = studied[0]
    same = [section for section in studied if section.level == first.level]
    is_above = all(section.level >= first.level for section in sections)
    is_first = sections[0] is first and not first.has_steps()
    if first.level == 1 and sections[0] is first and not first.drafts:
        is_first = find_label(first.title)[0] is None
    return first if (is_above and len(same) == 1) or is_first else None


def _split(root: Section, roots: list[Section]) -> Iterator[tuple[Section, list[Section]]]:
    """Yield each path's section with those that belong to it: what stands before the next."""
    starts = {id(section) for section in roots}
    path: Section = roots[0]
    members: list[Section] = []
    for section in root.all():
        if id(section) in starts and section is not roots[0]:
            yield path, members
            path, members = section, []
        members.append(section)
    yield path, members


def _path(top: Section, sections: list[Section], level: int) -> PathDraft:
    phases: list[PhaseDraft] = []
    prerequisites: list[tuple[int, str]] = []
    group: list[Section] = []
    for section in sections:
        if group and (section.level > level or (section.is_pseudo and level < PSEUDO_LEVEL)):
            group.append(section)
            continue
        phases += _phases(group, top, prerequisites)
        group = [section]
    phases += _phases(group, top, prerequisites)
    texts = _texts(top)
    if top.parent is not None and not texts:
        texts = _texts(top.parent)
    return PathDraft(
        clean_title(without_time(top.words.text, find_time(top.words.text))) or None,
        tuple(_with_titles(phases, sections)),
        _joined([text for text in texts if len(_FACT.findall(text)) < _SEVERAL_FACTS][:1]),
        _total(top, texts),
        tuple(text for _, text in prerequisites[:_LINES_MOST]),
        tuple(line for line, _ in prerequisites),
    )


def _phases(
    group: list[Section], top: Section, prerequisites: list[tuple[int, str]]
) -> list[PhaseDraft]:
    """Return the phase of a heading and the deeper ones below it; more where weeks divide it."""
    if not group:
        return []
    head = group[0]
    drafts = tuple(draft for section in group for draft in section.drafts)
    is_listed = any(draft.url and len(draft.title) <= _TITLE_MOST for draft in drafts)
    if _PREREQUISITES.fullmatch(head.title) and not is_listed:
        prerequisites += [(draft.line, draft.title) for draft in drafts]
        prerequisites += [each for each in _plain_items(head) if not drafts and each[1]]
        return []
    time = find_time(head.words.text)
    title = clean_title(without_time(head.words.text, time))
    label, rest = find_label(title)
    rest = without_dates(rest) if label else rest
    rest = rest[1:-1] if rest.startswith("(") and rest.endswith(")") else rest
    advice = None if head is top else _joined(_texts(head))
    phase = PhaseDraft(
        clean_title(without_optional(rest)) or title,
        label if rest else None,
        drafts,
        advice,
        find_reading(advice),
        stated.minutes if (stated := time or _time_alone(head, top)) else None,
    )
    if drafts:
        return _by_week(phase)
    is_open_ended = find_label_word(title) is not None and advice is not None and head is not top
    has_phases = any(child.has_steps() for child in head.children)
    return [phase] if is_open_ended and rest and not has_phases else []


def _by_week(phase: PhaseDraft) -> list[PhaseDraft]:
    """Divide a phase whose table gives a week to every row, where rows share weeks."""
    weeks: dict[str | None, list[Draft]] = {}
    for draft in phase.drafts:
        weeks.setdefault(draft.week, []).append(draft)
    if len(weeks) < 2 or len(weeks) == len(phase.drafts):  # noqa: PLR2004
        return [phase]
    return [
        phase._replace(
            title=week or phase.title,
            label=None,
            drafts=tuple(drafts),
            advice=phase.advice if number == 0 else None,
            minutes=None,
        )
        for number, (week, drafts) in enumerate(weeks.items())
    ]


def _with_titles(phases: list[PhaseDraft], sections: list[Section]) -> Iterator[PhaseDraft]:
    """Yield phases with titles; one whose title recurs is named with the heading above it."""
    above = {
        section.drafts[0].line: section.parent.title
        for section in sections
        if section.drafts and section.parent is not None and section.parent.level
    }
    titles = Counter(phase.title.casefold() for phase in phases)
    labels = Counter(phase.label for phase in phases if phase.label)
    is_ambiguous = any(count > 1 for count in labels.values())
    for phase in phases:
        if is_ambiguous:
            phase = phase._replace(label=None)  # noqa: PLW2901
        parent = above.get(phase.drafts[0].line) if phase.drafts else None
        if parent and titles[phase.title.casefold()] > 1:
            phase = phase._replace(title=f"{find_label(parent)[1] or parent}: {phase.title}")  # noqa: PLW2901
        yield phase


def _texts(section: Section) -> list[str]:
    """Return the prose below a heading up to its first list, without numbered references."""
    lines = {draft.line for draft in section.drafts}
    texts: list[str] = []
    for block in section.blocks:
        if not isinstance(block, Paragraph):
            # Below a table stand its footnotes.
            if isinstance(block, Table) or texts:
                break
            continue
        text = join_lines(block.words.text)
        is_prose = len(text.split()) > 2 and not text.endswith(":")  # noqa: PLR2004
        is_prose = is_prose and find_only_time(text) is None
        if not block.aside and block.line not in lines and is_prose:
            texts.append(text)
    return texts


def _time_alone(section: Section, top: Section | None) -> Time | None:
    """Return the time of a paragraph before the first list of a section that states only it.

    That of `top` is the time of the path, not of its first phase.
    """
    if section is top:
        return None
    for block in section.blocks:
        if isinstance(block, Listing | Table):
            return None
        if isinstance(block, Paragraph) and (time := find_only_time(block.words.text)):
            return time
    return None


def _joined(texts: list[str]) -> str | None:
    text = clean_remark(" ".join(texts)) if texts else None
    if text is None or len(text) <= _TEXT_MOST:
        return text
    return text[: text.rfind(" ", 0, _TEXT_MOST)] + " …"


def _total(top: Section, texts: list[str]) -> tuple[int, int] | None:
    time = find_time(top.words.text) or _time_alone(top, None)
    for text in texts:
        if time is not None:
            break
        if _TOTAL.search(text):
            time = find_time(text)
    return time.minutes if time else None


def _plain_items(section: Section) -> list[tuple[int, str]]:
    return [
        (item.line, clean_title(item.words.text))
        for block in section.blocks
        if isinstance(block, Listing)
        for item in block.items
    ]
