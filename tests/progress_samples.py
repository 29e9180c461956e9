"""Tracked progress to show: the real paths with some progress, and a path of hostile texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path as File

from studypath.core.changes import with_active, with_done, with_note, with_skipped
from studypath.core.curriculum import (
    Concept,
    Curriculum,
    Deferred,
    Estimate,
    Part,
    Path,
    Phase,
    Step,
    StepKey,
)
from studypath.core.progress import Entry, Progress, Session
from studypath.core.tracked import TrackedProgress, track_progress
from studypath.files.curriculum import build_curriculum, parse_paths

DATA = File(__file__).resolve().parent.parent / "data" / "paths.toml"
MOMENT = datetime(2026, 11, 20, 19, 5, tzinfo=UTC)


@cache
def bundled() -> Curriculum:
    """Return the curriculum of the bundled paths."""
    curriculum, faults = build_curriculum([parse_paths(DATA.read_bytes(), "paths.toml")])
    assert not faults
    return curriculum


def path_of(path_id: str) -> Path:
    """Return a bundled path by its id."""
    path = bundled().path(path_id)
    assert path is not None
    return path


def keys_of(path_id: str, count: int | None = None) -> list[StepKey]:
    """Return the keys of the first `count` steps of a bundled path, or of all."""
    return [(path_id, step.id) for step in path_of(path_id).steps[:count]]


def progress_with(
    *,
    done: Sequence[StepKey] = (),
    skipped: Sequence[StepKey] = (),
    notes: Iterable[tuple[StepKey, str]] = (),
    active: str | None = None,
    entries: Iterable[tuple[StepKey, Entry]] = (),
) -> TrackedProgress:
    """Return the bundled paths with steps done a day apart, 70 minutes and more each."""
    tracked = track_progress(bundled(), Progress(entries=dict(entries)))
    if active is not None:
        tracked = track_progress(bundled(), with_active(tracked.progress, active, now=MOMENT))
    for day, key in enumerate(done):
        at = MOMENT + timedelta(days=day)
        logged = {key: Session(at, 70 + day)}
        after = with_done(tracked, [key], at=at, now=at, sessions=logged)
        tracked = track_progress(bundled(), after)
    after = with_skipped(tracked, skipped, reason="known already", now=MOMENT)
    tracked = track_progress(bundled(), after)
    for key, note in notes:
        tracked = track_progress(bundled(), with_note(tracked, key, note))
    return tracked


def studied() -> TrackedProgress:
    """Return the middle of the paper path: four steps done, one skipped, one video seen."""
    return progress_with(
        done=[*keys_of("paper", 4), ("lightweight", "karpathy-lets-build-gpt")],
        skipped=[("paper", "bert")],
        notes=[(("paper", "gpt-2"), "read [[Zero-shot]] again\nand the samples")],
        active="paper",
    )


def hostile_progress(text: str) -> TrackedProgress:
    """Return progress whose every shown text is `text`, without the checks of a file."""
    step = Step(
        id="one",
        number="1.1",
        title=text,
        kind=text,
        creators=(text, text),
        year=2020,
        url="https://example.org/" + text,
        estimate=Estimate(10, 20, "stated", text),
        reading=text,
        focus=text,
        takeaway=text,
        introduces=("topic",),
        deepens=("topic",),
        covers=(text,),
        covered_by=(text,),
        aliases=(text,),
        alternatives=(text,),
        parts=(Part(text, text, 3, text),),
        arxiv=text,
        doi=text,
        venue=text,
        caution=text,
    )
    more = (Step(id=text, number="1.2", title=text, kind=text), Step("three", "1.3", text, text))
    phase = Phase("phase", text, text, 1, (step, *more), text, text)
    later = Deferred("later", text, text, text, creators=(text,), url=text, deepens=("topic",))
    path = Path(
        "hostile", text, (phase, Phase("open", text, text, 2, open_ended=True, advice=text)), text,
        text, (text,), (text,), span=text, deferred=(later,),
    )  # fmt: skip
    curriculum = Curriculum((path,), (Concept("topic", text, text),))
    entries = {
        ("hostile", "one"): Entry(
            state="done",
            started=MOMENT,
            finished=MOMENT,
            updated=MOMENT,
            read=text,
            note=text,
            sessions=(Session(MOMENT, 30),),
        ),
        ("hostile", "three"): Entry(state="skipped", reason=text, note=text),
        ("hostile", "gone-" + text): Entry(state="done"),
    }
    return track_progress(curriculum, Progress(active="hostile", entries=entries))


HOSTILE = {
    "markup": "[/red][bold]x[/bold][link=file:///etc/passwd]y[/link]",
    "emoji": ":warning: [int] \\[red]",
    "escape": "a\x1b[31mred\x1b]8;;file:///etc/passwd\x07link\x9b0m",
    "bidi": "abc\u202egnp.exe\u2066\u200b\ufeff",
    "separators": "a\rb\u2028c\u2029d\x85e\x0bf\x00g",
    "tags": "x\U000e0041\U000e007f",
    "surrogate": "bad \udcff end",
    "formula": '=HYPERLINK("http://evil.example","x")',
    "formula-plus": "+1+cmd|' /C calc'!A0",
    "formula-minus": "-2+3",
    "formula-at": "@SUM(A1)",
    "formula-space": "  =1+1",
    "script": '<script>alert(1)</script> <img src=x onerror="y"> &lt;b&gt;',
    "wiki": "[[Secret]] ![[Embed]] #tag ^id %%hidden%% ==mark==",
    "markdown": "*a* _b_ ~~c~~ `d` ](javascript:x) ![i](j) [f]: g | h $e$ <http://a.b>",
    "list": "- [x] done # head\n1. one\n=== \n---\n> quote\n    code",
    "csv": 'a,"b";c\r\nd',
    "wide": "大文字" * 30,
    "long": "word" * 400,
    "empty": "",
}
