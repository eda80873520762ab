"""The tables of fixes in docs/fix-safety.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from boxlint.ruleset import Rule
from boxlint.schema import PLURALS
from docs.generate.markdown import table
from docs.generate.overview import level, page_name

ACTIONS: Final = {
    "append": "adds the difficulty 0 to a DOTA line that ends before it",
    "clip": "cuts the box at the borders of its image",
    "convert": "writes a coordinate that is a string as the number that it spells, and angles in degrees in radians",
    "drop": "removes the annotation",
    "drop-polygon": "removes the polygon; the last one of an annotation becomes the rectangle of its box",
    "keep-one": "removes every repetition of the file's list of objects but the first",
    "normalise": "turns the angle by whole, half or quarter turns (width and height exchanged) into its range",
    "recompute": "writes `area` from the mask, from the box where there is none; a box that is missing or elsewhere, "
    "from the mask; and `num_keypoints` from the keypoints",
    "remove": "removes a byte-order mark, or the header lines of a DOTA file",
    "renumber": "gives the annotation the next id after the largest of its file",
    "reorder": "writes the vertices in the order in which no edges cross, the first one kept",
    "reverse": "writes the vertices clockwise on screen, the first one kept",
    "rewrite": "writes boxes that are two corners as position and size, in the whole file",
    "rewrite-size": "writes width and height of the image as its file has them, turned as EXIF says",
    "set": "writes `iscrowd` as the 0 or 1 that is meant; 0 where it is absent",
    "swap": "exchanges the ends of a box that are in the wrong order",
    "unify": "writes ids and the references to them as one JSON type",
}
"""What each action does, after "it"."""


def fix_tables(rules: Mapping[str, Rule]) -> str:
    """The tables of fixes and of actions."""
    fixes = table(("code", "name", "level", "action", "safety", "where"), _fixes(rules))
    actions = sorted({fix.action for rule in rules.values() for fix in rule.fix})
    return f"{fixes}\n{table(('action', 'it'), ((action, ACTIONS[action]) for action in actions))}"


def _fixes(rules: Mapping[str, Rule]) -> Iterator[tuple[str, ...]]:
    for rule in rules.values():
        link = f"[{rule.name}](rules/{page_name(rule)}.md)"
        fallback = "elsewhere" if len(rule.fix) > 1 else ""
        for fix in rule.fix:
            where = f"`{fix.where}`" if fix.where else fallback
            where = f"{PLURALS[fix.on]}: {where}" if fix.on else where
            yield rule.code, link, level(rule), fix.action, fix.safety, where
