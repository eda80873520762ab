"""The regions of VoTT as validated models."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from boxlint.rows.row import Fault
from boxlint.syntax.json.models import JsonRecord, Label, Number, find_fault


class BoundingBox(JsonRecord):
    """A box in pixels, by its left upper corner and its size."""

    left: Number
    top: Number
    width: Number
    height: Number


class VottPoint(JsonRecord):
    """A vertex, in pixels."""

    x: Number
    y: Number


class VottRegion(JsonRecord):
    """One object: its box, its corners or vertices, and its tags, of which the first is its category."""

    bounding_box: Annotated[BoundingBox, Field(alias="boundingBox")]
    points: list[VottPoint] | None = None
    tags: list[Label]


def fault(value: Any, place: str) -> Fault | None:
    """What is wrong with a region at `place`; None where nothing is. A region without a tag lacks it."""
    found = find_fault(VottRegion, value, place)
    if found is None and not value["tags"]:
        return Fault(f"{place}.tags: expected a tag, got none", missing_field="tags")
    return found


def explain(value: Any, place: str) -> str:
    """The same as one sentence; blank where nothing is."""
    found = fault(value, place)
    return "" if found is None else found.problem
