"""Sections of a document: which headings are paths and phases, and which hold nothing to study."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from studypath.files.importing.html_blocks import PSEUDO_LEVEL
from studypath.files.importing.phrases import clean_title, is_optional_heading
from studypath.files.importing.values import Block, Draft, Heading, Paragraph, Words

_NUMBER_WORDS = "one|two|three|four|five|six|seven|eight|nine|ten"
_LABEL = re.compile(
    r"^((phase|step|week|module|part|unit|chapter|day|stage|lesson|session|lecture|level|month|"
    r"semester|sprint|section|woche|schritt|kapitel|teil|modul)s?\s+"
    rf"(?:\d{{1,4}}(?:\.\d{{1,3}})*|[IVX]{{1,6}}\b|[A-Z]\b|(?:{_NUMBER_WORDS})\b)"
    r"(?:\s*[-–&]\s*\d{1,4})?)\s*(?:[:.)|]+|[–—-]+)?\s*(.*)$",
    re.IGNORECASE | re.DOTALL,
)
_NUMBERED = re.compile(r"^(\d{1,3}(?:\.\d{1,3})*)[.):]?\s+(\S.*)$", re.DOTALL)
_PATH_WORD = re.compile(
    r"\b(?:paths?|tracks?|roadmaps?|curriculum|curricula|lernpfade?|syllabus|plan)\b",
    re.IGNORECASE,
)
_PARTS = {"part", "teil", "month", "semester", "section", "level"}
_CONTENTS = re.compile(
    r"(?:table of )?contents?|toc|index|navigation|inhaltsverzeichnis|inhalt", re.IGNORECASE
)
_NOT_STUDY = re.compile(
    # The project and its people.
    r"quick links|licen[cs]es?|licensing|copyright|contribut\w*|"
    r"(?:how to |want to )(?:contribute|collaborate|help)|contribution guide\w*|authors?|"
    r"(?:our |main |core )?(?:contributors|sponsors|team|partners)|collaborat\w*|maintainers?|"
    r"community|communities|communication|credits?|thanks|thank you|special thanks|"
    r"acknowledge?ments?|backers?|supporters?|sponsor\w*|donat\w*|"
    r"support(?: us| this project)?|(?:getting |need )?help(?: on .{2,20})?|join us|partners|"
    r"faqs?|frequently asked questions|change ?logs?|(?:recent )?updates|news|what['’]s new|"
    r"code of conduct|translations?(?: in progress)?|star history|stargazers(?: over time)?|"
    r"citations?|cite(?: this)?|how to cite|bibtex|disclaimers?|contacts?|contact us|feedback|"
    r"get in touch|social(?: media)?|follow (?:me|us)|testimonials?|legend|"
    r"about(?: me| us| the (?:authors?|course|project)| this (?:list|repo\w*|project))?|"
    r"next goals?|to-?do|badges|congratulations|no longer on the path|"
    r"(?:other|related)(?: awesome)? (?:lists|curricula|repos\w*)|"
    # How the list works.
    r"how to use(?: it| this .{2,20})?|how to take (?:the|this) course|"
    r"who (?:should|is this) .{2,30}|why use (?:it|this.{0,20})|what is (?:it|this)|"
    r"(?:awesome list |selection )?criteria|pedagogy|offline access|"
    r"what you(?:['’]ll| will) learn|"
    r"(?:learning |course )?(?:objectives|outcomes)|"
    # How a course is run.
    r"grading(?: polic(?:y|ies))?|office hours|(?:course |late )?polic(?:y|ies)|"
    r"(?:course |teaching )?staff|instructors?|logistics|attendance|announcements?|"
    r"course (?:info(?:rmation)?|description)|certificat\w+|academic (?:integrity|honesty)|"
    r"honor code|important dates|lizenz|mitwirkende|privacy policy|terms of (?:use|service)",
    re.IGNORECASE,
)
_REST_OPTIONAL = re.compile(
    r"\b(?:everything|anything|all|the rest|sections?|subjects?) (?:below|after|following)\b"
    r"[^.]{0,60}\boptional\b",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:&|/|,|\+|\band\b)\s*")


@dataclass
class Section:
    """A heading with the blocks below it and the sections under it."""

    level: int
    words: Words
    line: int
    parent: Section | None = None
    is_pseudo: bool = False
    blocks: list[Block] = field(default_factory=list)
    children: list[Section] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    is_optional: bool = False

    @cached_property
    def title(self) -> str:
        """The heading's text as one line."""
        return clean_title(self.words.text)

    def all(self) -> Iterator[Section]:
        """Yield this section and those under it in the order of the document."""
        pending = [self]
        while pending:
            section = pending.pop()
            yield section
            pending.extend(reversed(section.children))

    def with_parents(self) -> Iterator[Section]:
        """Yield this section and the headings above it, the nearest first."""
        section: Section | None = self
        while section is not None and section.level:
            yield section
            section = section.parent

    def has_steps(self) -> bool:
        """Tell whether it or a section under it holds steps."""
        return any(section.drafts for section in self.all())


def read_sections(blocks: tuple[Block, ...]) -> Section:
    """Return the root of the sections of a document; its level is 0.

    Sections are optional where a text above them says so of all that follows, and inside
    `<details>` whose summary says so.
    """
    root = Section(0, Words(""), 1)
    here = root
    is_rest_optional = is_fold_optional = False
    for block in blocks:
        if not isinstance(block, Heading):
            here.blocks.append(block)
            text = block.words.text if isinstance(block, Paragraph) else ""
            is_rest_optional = is_rest_optional or _is_rest_optional(text, here)
            continue
        while here.parent is not None and here.level >= block.level:
            here = here.parent
        if block.folds is not None:
            is_fold_optional = block.folds and is_optional_heading(block.words.text)
        if block.words.text.strip() or not block.pseudo:
            section = Section(block.level, block.words, block.line, here, block.pseudo)
            section.is_optional = is_rest_optional or is_fold_optional
            is_rest_optional = is_rest_optional or _is_rest_optional(section.title, section)
            here.children.append(section)
            here = section
    return root


def _is_rest_optional(text: str, section: Section) -> bool:
    return _REST_OPTIONAL.search(text) is not None and not any(
        map(is_contents, section.with_parents())
    )


def is_study(section: Section) -> bool:
    """Tell whether a heading may hold steps: licences, contributors and FAQs do not."""
    title = _bare(section.title)
    names = [name for name in _AND.split(title) if name]
    is_named = _NOT_STUDY.fullmatch(title) is not None
    return not (is_named or (len(names) > 1 and all(map(_NOT_STUDY.fullmatch, names))))


def is_contents(section: Section) -> bool:
    """Tell whether a heading is that of a table of contents."""
    return _CONTENTS.fullmatch(_bare(section.title)) is not None


def find_label(title: str) -> tuple[str | None, str]:
    """Split "Step 1: Visual Intuition" into label and title; without a label it is None.

    A dotted number ("1.1 Survey") is a label; a plain one is dropped.
    """
    match = _LABEL.match(title)
    if match is not None:
        return match[1], match[3].strip()
    numbered = _NUMBERED.match(title)
    if numbered is not None:
        return (numbered[1] if "." in numbered[1] else None), numbered[2]
    return None, title


def find_label_word(title: str) -> str | None:
    """Return the word of a label in lower case, "week", None without one."""
    match = _LABEL.match(title)
    return match[2].lower() if match else None


def find_path_roots(root: Section, phase_level: int) -> list[Section]:
    """Return the sections that are paths of their own, none where the document is one path.

    Those are several headings above the phases that hold phases with steps: all of level 1, or
    such as their titles call paths, tracks, roadmaps, curricula or plans.
    """
    candidates = [
        section
        for section in root.all()
        if 0 < section.level < phase_level
        and any(child.level <= phase_level for child in section.children)
        and section.has_steps()
    ]
    named = [s for s in candidates if _PATH_WORD.search(s.title) and len(_siblings(s)) > 1]
    if len(named) > 1 and len({id(section.parent) for section in named}) == 1:
        return named
    first = [section for section in candidates if section.level == 1]
    titles = [section.title for section in first]
    # A path holds its steps in phases; a heading with steps of its own is a phase among others.
    if any(section.drafts for section in first):
        return []
    if len(first) > 1 and not any(find_label_word(t) or _NUMBERED.match(t) for t in titles):
        return first
    return []


def find_phase_level(root: Section) -> int:
    """Return the level of the headings that are phases; deeper ones belong to theirs.

    That is the level of headings such as "Week 1"; else the one under which most steps stand
    directly, unless most of its titles recur ("Readings" in every chapter): then the one above.
    """
    counts: Counter[int] = Counter()
    labelled: dict[int, list[str]] = {}
    sections = [section for section in root.all() if section.level]
    for section in sections:
        if section.drafts:
            counts[_real(section).level] += len(section.drafts)
        word = find_label_word(section.title)
        if word is not None and not section.is_pseudo and section.has_steps():
            labelled.setdefault(section.level, []).append(word)
    for level, words in sorted(labelled.items()):
        if len(words) > 1 and not set(words) <= _PARTS:
            return level
    counts.pop(0, None)
    bold_lines = [section for section in sections if section.is_pseudo and section.drafts]
    holders = {id(_real(section)) for section in sections if section.drafts}
    under_bold_lines = sum(len(section.drafts) for section in bold_lines)
    if not counts or (
        len(holders) == 1 and len(bold_lines) > 1 and under_bold_lines * 2 > counts.total()
    ):
        return PSEUDO_LEVEL
    level = min(counts, key=lambda level: (-counts[level], level))
    while level > 1 and _recurring(sections, level):
        above = [other for other in {s.level for s in sections} if other < level]
        if not above:
            break
        level = max(above)
    return level


def _real(section: Section) -> Section:
    """Return the nearest heading that is no bold line."""
    while section.is_pseudo and section.parent is not None:
        section = section.parent
    return section


def _recurring(sections: list[Section], level: int) -> bool:
    titles = [
        find_label(s.title)[1].casefold() for s in sections if s.level == level and s.has_steps()
    ]
    counts = Counter(titles)
    recurring = sum(count for count in counts.values() if count > 1)
    return len(titles) > 2 and recurring * 2 > len(titles)  # noqa: PLR2004  # most of several


def _bare(title: str) -> str:
    return re.sub(r"^\W+|\W+$", "", title)


def _siblings(section: Section) -> list[Section]:
    return section.parent.children if section.parent is not None else [section]
