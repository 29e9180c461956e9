"""What this program exports, it imports: phases, steps and states stay."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from studypath.core.curriculum import Path
from studypath.core.status import build_path_status
from studypath.core.tracked import TrackedProgress
from studypath.core.works import canonicalize_address
from studypath.files.importing.curriculum import import_curriculum
from studypath.files.importing.values import ImportResult
from studypath.files.progress import progress_to_tables
from studypath.formats.export import export_to_json
from studypath.formats.json import format_json
from studypath.formats.markdown import format_markdown
from tests.progress_samples import MOMENT, bundled, keys_of, ledger_with, path_of, studied

Outline = list[tuple[str, str, list[tuple[str, str]]]]


def outline(path: Path, states: dict[str, str]) -> Outline:
    """Phases with labels and titles, steps with addresses and states, in order."""
    return [
        (
            phase.label,
            phase.title,
            [
                (
                    canonicalize_address(step.url) if step.url else step.title,
                    states.get(step.id, "todo"),
                )
                for step in phase.steps
            ],
        )
        for phase in path.phases
    ]


def states_of(result: ImportResult, path_id: str) -> dict[str, str]:
    """Return the states of the steps of a path by their ids."""
    return {key[1]: entry.state for key, entry in result.progress.items() if key[0] == path_id}


def exported(tracked: TrackedProgress) -> bytes:
    """Return the JSON that `export` writes."""
    statuses = [build_path_status(tracked, path) for path in tracked.curriculum.paths]
    answer = export_to_json(
        statuses, active="paper", exported=MOMENT, progress=progress_to_tables(tracked.progress)
    )
    return format_json(answer).encode()


def test_json_keeps_ids_phases_steps_estimates_and_progress() -> None:
    """The JSON export gives the paths with their ids, and every entry on their steps."""
    tracked = studied()
    result = import_curriculum(exported(tracked), "export.json")
    assert result.notes == ()
    for path, original in zip(result.paths, bundled().paths, strict=True):
        assert (path.id, path.title) == (original.id, original.title)
        assert [(p.id, p.label, p.title, p.reading, p.open_ended) for p in path.phases] == [
            (p.id, p.label, p.title, p.reading, p.open_ended) for p in original.phases
        ]
        for step, other in zip(path.steps, original.steps, strict=True):
            assert step[: step._fields.index("estimate")] == other[: step._fields.index("estimate")]
            assert step.estimate is not None
            assert other.estimate is not None
            assert step.estimate[:3] == other.estimate[:3]
            assert (step.reading, step.focus, step.covers) == (
                other.reading,
                other.focus,
                other.covers,
            )
    assert dict(result.progress) == dict(tracked.progress.entries)


def test_json_with_another_id() -> None:
    """`path_id` renames a single path and its progress."""
    tracked = studied()
    answer = export_to_json(
        [build_path_status(tracked, path_of("paper"))], active="paper", exported=MOMENT,
        progress=progress_to_tables(tracked.progress),
    )  # fmt: skip
    result = import_curriculum(format_json(answer).encode(), "-", path_id="mine", title="Mine")
    assert (result.paths[0].id, result.paths[0].title) == ("mine", "Mine")
    assert {key[0] for key in result.progress} == {"mine"}
    assert len(result.progress) == 6


def test_entries_that_cannot_be_read_are_reported() -> None:
    """A state or a time that is none gives a note; the step stays."""
    text = (
        '{"format": 1, "paths": [{"id": "p", "title": "P", "phases": [{"title": "One", "steps": ['
        '{"id": "a", "title": "A", "state": "lost"}, {"id": "b", "title": "B", "state": "done"}, '
        '{"id": "A B", "title": "C\\u0007", "url": "javascript:x", "year": "x"}]}]}], '
        '"progress": {"paths": {"p": {"b": {"state": "done", "sessions": ["now 5m"]}}}}}'
    )
    result = import_curriculum(text.encode(), "x.json")
    assert [step.id for step in result.paths[0].steps] == ["a", "b", "a-b"]
    assert dict(result.progress) == {}
    assert len(result.notes) == 2


@given(
    done=st.sets(st.integers(0, 14)),
    skipped=st.sets(st.integers(0, 14)),
    notes=st.dictionaries(st.integers(0, 14), st.sampled_from(["a note", "two\nlines"])),
)
def test_markdown_keeps_phases_steps_and_states(
    done: set[int], skipped: set[int], notes: dict[int, str]
) -> None:
    """Markdown export, then import: the same phases and works in the same states, with notes."""
    keys = keys_of("paper")
    tracked = ledger_with(
        done=[keys[i] for i in sorted(done)],
        skipped=[keys[i] for i in sorted(skipped - done)],
        notes=[(keys[i], note) for i, note in notes.items()],
    )
    statuses = [build_path_status(tracked, path) for path in tracked.curriculum.paths]
    result = import_curriculum(format_markdown(statuses).encode(), "progress.md")
    assert [path.title for path in result.paths] == [path.title for path in bundled().paths]
    for path, original, status in zip(result.paths, bundled().paths, statuses, strict=True):
        wanted = {step.step.id: step.entry.state for step in status.steps}
        assert outline(path, states_of(result, path.id)) == outline(original, wanted)
        assert [work.title for work in path.deferred] == [w.title for w in original.deferred]
    by_number = {step.id: number for number, step in enumerate(result.paths[1].steps)}
    imported_notes = {
        by_number[key[1]]: entry.note for key, entry in result.progress.items() if entry.note
    }
    assert imported_notes == notes
