"""Fixes: one module an action, which turns rows that a rule hits into changes and removals and knows no format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from boxlint.fixes.changes import Change, Removal, Target

    Fixing = Callable[[Target], Iterator[Change | Removal]]

STAGES: Final = ("values", "notation", "geometry", "bounds", "derived", "drops", "ids")
"""The stages of a run, in order: a later one reads what the earlier ones made of the dataset."""

ACTIONS: Final[dict[str, tuple[str, ...]]] = {
    # strings become numbers first, so that their degrees are turned into radians too
    "convert": ("values", "notation"),
    "set": ("values",),
    "append": ("values",),
    "remove": ("values",),
    "rewrite-size": ("values",),
    # of all boxes, those too that were only written as strings
    "rewrite": ("notation",),
    "swap": ("geometry",),
    # a box has to be in order before it is clipped
    "clip": ("bounds",),
    "reverse": ("geometry",),
    "reorder": ("geometry",),
    "normalise": ("geometry",),
    # a box that is missing first, then areas, which may be that box's
    "recompute": ("geometry", "derived"),
    "drop": ("drops",),
    "keep-one": ("drops",),
    # last, so that no id changes for the sake of an annotation that goes
    "unify": ("ids",),
    "renumber": ("ids",),
}
"""Every action with the stages in which it is called."""


def stages_of(action: str) -> tuple[str, ...]:
    """The stages in which an action is called; `Target.stage` tells it which one is running."""
    return ACTIONS[action]


def find_fix(action: str) -> Fixing:
    """The function of an action; its module is imported on first use."""
    name = action.replace("-", "_")
    fixing: Fixing = getattr(import_module(f"boxlint.fixes.{name}"), name)

    def fix_quietly(target: Target) -> Iterator[Change | Removal]:
        # numpy warns of NaN and infinities, and what is not finite is what many rules are about
        with np.errstate(all="ignore"):
            return iter(list(fixing(target)))

    return fix_quietly
