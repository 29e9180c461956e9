"""Small curricula, and hypothesis strategies of progress."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from studypath.core.curriculum import Concept, Curriculum, Path, Phase, Step
from studypath.core.merge import NOTE_BREAK
from studypath.core.progress import Entry, Interval, Progress, Session, Timer
from studypath.core.tracked import TrackedProgress, track_progress
from studypath.core.works import group_shared_steps

NOW = datetime(2026, 11, 21, 18, 40, tzinfo=timezone(timedelta(hours=1)))
DAY = timedelta(days=1)


def path(path_id: str, *phases: list[Step] | None, **fields: Any) -> Path:  # noqa: ANN401  as the values have them
    """Return a path of numbered phases; None is an open-ended phase."""
    made = []
    for position, steps in enumerate(phases, start=1):
        numbered = [
            step._replace(number=f"{position}.{n}") for n, step in enumerate(steps or (), start=1)
        ]
        label = f"Phase {position}"
        made.append(
            Phase(
                id=f"{path_id}-{position}",
                label=label,
                title=label,
                position=position,
                steps=tuple(numbered),
                open_ended=steps is None,
            )
        )
    return Path(path_id, path_id.title(), tuple(made), "sample.toml", **fields)


def step(step_id: str, **fields: Any) -> Step:  # noqa: ANN401  as the values have them
    """Return a step with these fields."""
    return Step(id=step_id, number="", title=step_id.title(), kind="post", **fields)


def curriculum(*paths: Path, concepts: tuple[str, ...] = ()) -> Curriculum:
    """Return a curriculum of these paths."""
    named = tuple(Concept(each, each.title()) for each in concepts)
    return Curriculum(paths, named, group_shared_steps(paths))


def tracked(known: Curriculum, active: str | None = None, **states: str) -> TrackedProgress:
    """Return progress with states of steps of the first path; `a_b` means the id `a-b`."""
    first = known.paths[0].id
    entries = {
        (first, name.replace("_", "-")): Entry(state=state) for name, state in states.items()
    }
    return track_progress(known, Progress(active=active, entries=entries))


moments = st.builds(
    lambda seconds, minutes: (
        datetime(2026, 1, 1, tzinfo=UTC).astimezone(timezone(timedelta(minutes=minutes)))
        + timedelta(seconds=seconds)
    ),
    st.integers(0, 5) | st.integers(0, 10**8),
    st.sampled_from([0, 60, -300, 345]),
)
_lines = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=5)
notes = st.none() | _lines | st.lists(_lines | st.just("* * *"), max_size=5).map("\n".join)
notes |= st.lists(_lines, min_size=2, max_size=3).map(NOTE_BREAK.join)
sessions = st.lists(st.builds(Session, moments, st.integers(1, 90)), max_size=4).map(tuple)
part_numbers = st.sets(st.integers(1, 500), max_size=4).map(lambda each: tuple(sorted(each)))
values = st.recursive(
    st.integers(-(2**63), 2**63) | _lines | moments | st.booleans() | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(_lines, inner, max_size=2),
    max_leaves=4,
)
extras = st.dictionaries(st.sampled_from(["mood", "x y", "\0moment", "ünï"]), values, max_size=2)
# In `[paths.ID]` a table is a step: unknown keys are anything else.
loose = st.dictionaries(
    st.sampled_from(["mood", "x y"]),
    values.filter(lambda value: not isinstance(value, dict)),
    min_size=1,
    max_size=2,
)
entries = st.builds(
    Entry,
    state=st.sampled_from(["todo", "doing", "done", "skipped"]),
    started=st.none() | moments,
    finished=st.none() | moments,
    updated=st.none() | moments,
    read=st.none() | st.sampled_from(["closely", "skim"]),
    reason=st.none() | _lines,
    note=notes,
    parts_done=part_numbers,
    sessions=sessions,
    extra=extras,
)
timers = st.builds(
    Timer,
    path=st.sampled_from("pq"),
    step=st.sampled_from("abc"),
    started=moments,
    paused=st.none() | moments,
    rested_minutes=st.integers(0, 90),
    pauses=st.lists(st.builds(Interval, moments, moments), max_size=2).map(tuple),
    former=st.none() | entries.map(lambda entry: entry._replace(extra={})),
    extra=extras,
)
progresses = st.builds(
    Progress,
    active=st.none() | st.sampled_from("pq"),
    switched=st.none() | moments,
    entries=st.dictionaries(st.tuples(st.sampled_from("pq"), st.sampled_from("abc")), entries),
    timer=st.none() | timers,
    extra=extras,
    path_extra=st.dictionaries(st.sampled_from("pq"), loose, max_size=2),
)
