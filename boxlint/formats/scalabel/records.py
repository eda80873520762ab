"""The labels of Scalabel as validated models."""

from __future__ import annotations

from typing import Any

from boxlint.rows.row import Fault
from boxlint.syntax.json.models import JsonRecord, Label, Number, Point, explain_with, find_fault


class Box2d(JsonRecord):
    """A box in pixels, by its left upper and right lower corner."""

    x1: Number
    y1: Number
    x2: Number
    y2: Number


class Poly2d(JsonRecord):
    """A line, or an outline where it is `closed`: its vertices in pixels."""

    vertices: list[Point]


class ScalabelLabel(JsonRecord):
    """One object; masks and boxes in space are not read."""

    category: Label
    box2d: Box2d | None = None
    poly2d: list[Poly2d] | None = None


def fault(value: Any, place: str) -> Fault | None:
    """What is wrong with a label at `place`; None where nothing is."""
    return find_fault(ScalabelLabel, value, place)


def explain(value: Any, place: str) -> str:
    """The same as one sentence; blank where nothing is."""
    return explain_with(ScalabelLabel, value, place)
