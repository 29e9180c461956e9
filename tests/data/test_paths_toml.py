"""The bundled paths are well-formed, checked without the program."""

import re
import unicodedata
from collections import Counter
from urllib.parse import urlsplit

from tests.data.bundled import (
    CONCEPTS,
    DATA,
    DEFERRED,
    STEPS,
    WORKS,
    minutes,
    steps_with_phase,
    tables,
    texts,
)

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
SENTENCE_END = re.compile(r"[.!?](?=\s+[A-Z]|$)")
KINDS = {"video-series", "video", "blog-post", "course", "exercise", "paper"}
KEYS = {
    "": {"format", "concept", "path"},
    "concept": {"id", "title", "note"},
    "path": {
        "id", "title", "summary", "prerequisites", "not_needed", "estimate", "span",
        "phase", "deferred",
    },
    "phase": {
        "id", "label", "title", "reading", "advice", "estimate", "open_ended", "draws_on", "step",
    },
    "step": {
        "id", "title", "kind", "creators", "year", "venue", "url", "alternatives", "arxiv", "doi",
        "pages", "pages_to_read", "reading", "estimate", "estimate_source", "estimate_rule",
        "focus", "takeaway", "introduces", "deepens", "covers", "aliases", "note", "part",
    },
    "part": {"title", "url", "duration", "note"},
    "deferred": {
        "id", "title", "kind", "creators", "year", "venue", "url", "alternatives", "arxiv", "doi",
        "reason", "revisit", "deepens", "note",
    },
}  # fmt: skip


def test_keys_are_known() -> None:
    """No table has a key outside the format."""
    for kind, table in tables():
        assert set(table) <= KEYS[kind], (kind, table.get("id"))


def test_every_duration_reads() -> None:
    """Every duration is hours and minutes above zero, and no range starts above its end."""
    durations = [
        table[key] for _, table in tables() for key in ("estimate", "duration") if key in table
    ]
    assert len(durations) > 30
    for text in durations:
        low, high = minutes(text)
        assert 0 < low <= high, text


def test_estimates_say_where_they_come_from() -> None:
    """Every step has a source for its estimate, and the rule agrees with it."""
    for each in STEPS:
        assert each["estimate_source"] in {"stated", "derived"}
        assert each["estimate_rule"].startswith("Stated") == (each["estimate_source"] == "stated")


def test_ids_are_lower_case_words() -> None:
    """Every id and alias is lower-case words joined by hyphens."""
    ids = [table["id"] for _, table in tables() if "id" in table]
    ids += [alias for each in STEPS for alias in each.get("aliases", [])]
    assert [each for each in ids if not ID.fullmatch(each)] == []


def test_ids_are_unique() -> None:
    """No two works, concepts, paths or phases of one path share an id, and no alias clashes."""
    works = [work["id"] for work in WORKS]
    aliases = [alias for each in STEPS for alias in each.get("aliases", [])]
    groups = [
        works + aliases + [one["id"] for one in DATA["path"]],
        [concept["id"] for concept in DATA["concept"]],
        [concept["title"] for concept in DATA["concept"]],
        *([phase["id"] for phase in one["phase"]] for one in DATA["path"]),
        *([phase["label"] for phase in one["phase"]] for one in DATA["path"]),
    ]
    for group in groups:
        assert [name for name, count in Counter(group).items() if count > 1] == []


def test_step_ids_differ_from_concepts() -> None:
    """No work and no phase has the id of a concept."""
    phases = {phase["id"] for one in DATA["path"] for phase in one["phase"]}
    assert CONCEPTS & ({work["id"] for work in WORKS} | phases) == set()


def test_addresses() -> None:
    """Every address is http or https with a host and no space, and no two works share one."""
    for kind, table in tables():
        addresses = [table["url"]] if "url" in table else []
        addresses += table.get("alternatives", [])
        assert addresses or kind not in {"step", "deferred", "part"}
        assert len(addresses) == len(set(addresses))
        for address in addresses:
            split = urlsplit(address)
            assert split.scheme in {"http", "https"}, address
            assert split.hostname, address
            assert "." in split.hostname, address
            assert re.fullmatch(r"[!-~]+", address), address
    assert len({work["url"] for work in WORKS}) == len(WORKS)


def test_paper_identifiers() -> None:
    """An arXiv id matches its format and the address, a DOI its format, and none is used twice."""
    for work in WORKS:
        if "arxiv" in work:
            assert re.fullmatch(r"\d{4}\.\d{4,5}", work["arxiv"])
            assert work["url"] == f"https://arxiv.org/abs/{work['arxiv']}"
        if "doi" in work:
            assert re.fullmatch(r"10\.\d{4,}/\S+", work["doi"])
    for key in ("arxiv", "doi"):
        values = [work[key] for work in WORKS if key in work]
        assert len(values) == len(set(values))
    for work in WORKS:
        if work["kind"] == "paper" and "arxiv" not in work:
            assert work["note"].startswith("Not on arXiv"), work["id"]


def test_references_exist() -> None:
    """`introduces`, `deepens`, `covers` and `draws_on` name things that exist."""
    step_ids = {each["id"] for each in STEPS}
    path_ids = {one["id"] for one in DATA["path"]}
    for work in WORKS:
        for key in ("introduces", "deepens"):
            names = work.get(key, [])
            assert set(names) <= CONCEPTS, work["id"]
            assert len(names) == len(set(names)), work["id"]
        assert set(work.get("covers", [])) <= step_ids - {work["id"]}
    for one in DATA["path"]:
        for phase in one["phase"]:
            assert set(phase.get("draws_on", [])) <= path_ids - {one["id"]}


def test_every_concept_is_used() -> None:
    """Every concept is introduced by a step or deepened by a work."""
    used = {
        name for work in WORKS for key in ("introduces", "deepens") for name in work.get(key, [])
    }
    assert used == CONCEPTS


def test_steps_are_complete() -> None:
    """Every step has a known kind, creators, a year, a focus and a concept."""
    for each in STEPS:
        assert each["kind"] in KINDS
        assert each["creators"]
        assert 2010 <= each["year"] <= 2030
        assert each["focus"]
        assert each.get("introduces") or each.get("deepens")
    for _, paper in steps_with_phase("paper"):
        assert 0 < paper["pages_to_read"] <= paper["pages"]


def test_takeaways_are_short() -> None:
    """A takeaway is one or two sentences of at most 40 words, and no two are the same."""
    takeaways = [each["takeaway"] for each in STEPS]
    for text in takeaways:
        assert text.endswith(".")
        assert 1 <= len(SENTENCE_END.findall(text)) <= 2, text
        assert len(text.split()) <= 40, text
    assert len(set(takeaways)) == len(takeaways)


def test_durations_in_texts_are_written_as_typed() -> None:
    """A text says 2h20m, as one types it, not 2 h 20 min."""
    for text in texts(DATA):
        assert not re.search(r"\d (h|min|m)\b", text), text


def test_deferred_have_reason_and_return() -> None:
    """Every deferred work has a reason, a time to return, and concepts."""
    for work in DEFERRED:
        assert work["reason"].endswith(".")
        assert work["revisit"].endswith(".")
        assert work["deepens"]


def test_no_control_characters() -> None:
    """No text holds a control or format character, a stray space or a line break."""
    for text in texts(DATA):
        assert text
        assert text == unicodedata.normalize("NFC", text).strip()
        assert "  " not in text, text
        assert not any(unicodedata.category(char)[0] == "C" for char in text), text
