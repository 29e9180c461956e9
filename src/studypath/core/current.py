"""The step that a command without a step is about."""

from __future__ import annotations

from typing import NamedTuple

from studypath.core.curriculum import StepKey
from studypath.core.errors import AmbiguousStep, UnknownReference
from studypath.core.selection import DeferredStep, resolve_step, resolve_word
from studypath.core.timer import get_running_timer, resolve_timer_key
from studypath.core.tracked import TrackedProgress

_LEAST_WORDS = 2


class CurrentStep(NamedTuple):
    """The step of the running timer, else the next step; `is_timed` tells which."""

    key: StepKey
    is_timed: bool

    @property
    def word(self) -> str:
        """The word that names the step on the command line."""
        return "/".join(self.key)


def find_current_step(tracked: TrackedProgress) -> CurrentStep:
    """Return the step that a command without a step is about.

    Raises UnknownStep if no timer is running and the active path is complete.
    """
    timer = get_running_timer(tracked.progress)
    if timer is not None:
        return CurrentStep(resolve_timer_key(tracked, timer), is_timed=True)
    return CurrentStep(resolve_step(tracked, None), is_timed=False)


def is_text_only(tracked: TrackedProgress, word: str) -> bool:
    """Return whether a word is a text and cannot mean a step: several words that name none."""
    if len(word.split()) < _LEAST_WORDS:
        return False
    try:
        resolve_word(tracked.curriculum, tracked.active, word)
    except (AmbiguousStep, DeferredStep):
        return False
    except UnknownReference:
        return True
    return False
