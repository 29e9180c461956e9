"""Core paths from drafts: ids, duplicates, deferred works, progress."""

from __future__ import annotations

from typing import NamedTuple

from studypath.core.curriculum import Deferred, Estimate, Path, Phase, Step, StepKey
from studypath.core.progress import Entry
from studypath.core.works import build_work_keys
from studypath.files.importing.phrases import REASON, find_revisit
from studypath.files.importing.placement import PathDraft, PhaseDraft
from studypath.files.importing.slugs import Slugs, build_slug
from studypath.files.importing.values import Draft, Note

_CREATORS_MOST = 200


class Built(NamedTuple):
    """Paths with ids, the progress that the file states, and what was left out."""

    paths: tuple[Path, ...]
    progress: dict[StepKey, Entry]
    notes: tuple[Note, ...]


def build_paths(
    drafts: tuple[PathDraft, ...], *, file: str, name: str, path_id: str | None, title: str | None
) -> Built:
    """Return the paths of drafts.

    `path_id` and `title` name a single path; of several, `path_id` begins each id and each keeps
    its own title. `name` stands in for a title that neither the caller nor the file gives.
    """
    slugs = Slugs()
    paths: list[Path] = []
    progress: dict[StepKey, Entry] = {}
    notes: list[Note] = []
    for draft in drafts:
        if len(drafts) == 1:
            shown = title or draft.title or name
            given = path_id or slugs.give(shown, "path")
        else:
            shown = draft.title or name
            given = slugs.give(f"{path_id}-{shown}" if path_id else shown, "path")
        builder = _Builder(given, notes)
        paths.append(builder.path(draft, shown, file))
        progress |= builder.progress
    return Built(_with_draws(paths), progress, tuple(notes))


class _Builder:
    def __init__(self, path_id: str, notes: list[Note]) -> None:
        self._path_id = path_id
        self._slugs = Slugs()
        self._phase_slugs = Slugs()
        self._works: dict[str, tuple[int, str]] = {}
        self._notes = notes
        self.progress: dict[StepKey, Entry] = {}

    def path(self, draft: PathDraft, title: str, file: str) -> Path:
        """Return the path of a draft; where all steps are optional, none is deferred."""
        everything = [step for phase in draft.phases for step in phase.drafts]
        all_optional = all(step.optional for step in everything)
        phases: list[Phase] = []
        later: list[Draft] = []
        for phase in draft.phases:
            now = [step for step in phase.drafts if all_optional or not step.optional]
            later += [step for step in phase.drafts if not all_optional and step.optional]
            if now or not phase.drafts:
                self._add_phase(phases, phase._replace(title=phase.title or title), now)
        deferred = [self._deferred(step) for step in later if self._new_keys(step) is not None]
        return Path(
            self._path_id, title, tuple(phases), file, draft.summary, draft.prerequisites,
            estimate=_estimate(draft.minutes), deferred=tuple(deferred),
        )  # fmt: skip

    def _add_phase(self, phases: list[Phase], draft: PhaseDraft, drafts: list[Draft]) -> None:
        position = len(phases) + 1
        fresh = [(step, keys) for step in drafts if (keys := self._new_keys(step)) is not None]
        if drafts and not fresh:
            return
        named = draft.label if draft.label and " " in draft.label else draft.title
        phases.append(
            Phase(
                id=self._phase_slugs.give(named, "phase"),
                label=draft.label or f"Phase {position}",
                title=draft.title,
                position=position,
                steps=tuple(
                    self._step(step, f"{position}.{n}", draft, keys)
                    for n, (step, keys) in enumerate(fresh, 1)
                ),
                reading=draft.reading,
                advice=draft.advice,
                estimate=_estimate(draft.minutes),
                open_ended=not drafts,
            )
        )

    def _new_keys(self, draft: Draft) -> tuple[str, ...] | None:
        """Return the keys of a work; None, with a note, where a step of the path is the same."""
        keys = build_work_keys(draft.url, draft.arxiv, draft.doi)
        for key in keys:
            if key in self._works:
                line, step_id = self._works[key]
                message = f"left out {draft.title}: the same work as in line {line}"
                self._notes.append(Note(draft.line, message))
                if draft.state == "done" and step_id:
                    self.progress[(self._path_id, step_id)] = Entry(state="done")
                return None
        self._works |= dict.fromkeys(keys, (draft.line, ""))
        return keys

    def _step(self, draft: Draft, number: str, phase: PhaseDraft, keys: tuple[str, ...]) -> Step:
        step_id = self._slugs.give(draft.title, "step")
        self._works |= dict.fromkeys(keys, (draft.line, step_id))
        # A step with some ticked parts is in progress; one that is ticked itself needs no parts.
        parts_done = draft.parts_done if draft.state in {"todo", "doing"} else ()
        state = "doing" if parts_done else draft.state
        if state != "todo" or draft.note:
            self.progress[(self._path_id, step_id)] = Entry(
                state=state, reason=draft.skip_reason, note=draft.note, parts_done=parts_done
            )
        return Step(
            step_id, number, draft.title, build_slug(draft.kind, "work"),
            creators=_creators(draft), year=draft.year, url=draft.url,
            estimate=_estimate(draft.minutes), reading=draft.reading or phase.reading,
            focus=draft.focus, works=keys,
            alternatives=draft.alternatives[:50], parts=draft.parts[:500], arxiv=draft.arxiv,
            doi=draft.doi, venue=draft.venue,
        )  # fmt: skip

    def _deferred(self, draft: Draft) -> Deferred:
        return Deferred(
            self._slugs.give(draft.title, "step"), draft.title,
            draft.focus or draft.optional or REASON, find_revisit(draft.focus),
            build_slug(draft.kind, "work"), _creators(draft), draft.year, draft.url, draft.arxiv,
            draft.doi, draft.venue,
        )  # fmt: skip


def _with_draws(paths: list[Path]) -> tuple[Path, ...]:
    """Give open-ended phases the other imported paths that their advice names."""
    return tuple(
        path._replace(
            phases=tuple(
                phase._replace(
                    draws_on=tuple(
                        other.id
                        for other in paths
                        if other is not path and other.title.casefold() in phase.advice.casefold()
                    )
                )
                if phase.open_ended and phase.advice
                else phase
                for phase in path.phases
            )
        )
        for path in paths
    )


def _creators(draft: Draft) -> tuple[str, ...]:
    return tuple(name[:400] for name in draft.creators if name.strip())[:_CREATORS_MOST]


def _estimate(minutes: tuple[int, int] | None) -> Estimate | None:
    return None if minutes is None else Estimate(*minutes, "stated")
