"""The shapes of labelme as validated models."""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from boxlint.formats.labelme.shapes import type_of
from boxlint.rows.row import Fault
from boxlint.syntax.json.models import JsonRecord, Label, Point, explain_with, find_fault


def _read_corners(value: Any) -> Any:
    if isinstance(value, list) and len(value) not in (2, 4):
        raise PydanticCustomError("count", "points", {"expected": "2 or 4 points"})
    return value


class LabelmeShape(JsonRecord):
    """A polygon, line, mask or point: its vertices, in pixels."""

    label: Label
    points: list[Point]


class LabelmeRectangle(LabelmeShape):
    """A box: two opposite corners in any order, or all four."""

    points: Annotated[list[Point], BeforeValidator(_read_corners)]


class LabelmeCircle(LabelmeShape):
    """A circle: its centre, and a point on it."""

    points: Annotated[list[Point], Field(min_length=2, max_length=2)]


class LabelmeRotation(LabelmeShape):
    """A rotated box of X-AnyLabeling: its corners."""

    points: Annotated[list[Point], Field(min_length=4, max_length=4)]


_MODELS: Final[dict[str, type[LabelmeShape]]] = {
    "rectangle": LabelmeRectangle,
    "circle": LabelmeCircle,
    "rotation": LabelmeRotation,
}


def fault(value: Any, place: str) -> Fault | None:
    """What is wrong with a shape at `place`; None where nothing is."""
    return find_fault(_model(value), value, place)


def explain(value: Any, place: str) -> str:
    """The same as one sentence; blank where nothing is."""
    return explain_with(_model(value), value, place)


def _model(value: Any) -> type[LabelmeShape]:
    return _MODELS.get(type_of(value), LabelmeShape) if isinstance(value, dict) else LabelmeShape
