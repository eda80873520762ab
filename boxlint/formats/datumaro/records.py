"""The annotations of Datumaro as validated models."""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import Field, Strict

from boxlint.rows.row import Fault
from boxlint.syntax.json.models import JsonRecord, Number, explain_with, find_fault

Place = Annotated[int, Strict()]
"""The place of a class in the list of labels."""


class DatumaroAnnotation(JsonRecord):
    """An object of any type."""

    label_id: Place


class DatumaroBox(DatumaroAnnotation):
    """A box: x and y of its left upper corner, width and height, pixels."""

    bbox: Annotated[list[Number], Field(min_length=4, max_length=4)]


class DatumaroOutline(DatumaroAnnotation):
    """A polygon, a line or points: x and y in turn, pixels."""

    points: list[Number]


_MODELS: Final[dict[str, type[DatumaroAnnotation]]] = {
    "bbox": DatumaroBox,
    "polygon": DatumaroOutline,
    "polyline": DatumaroOutline,
    "points": DatumaroOutline,
}


def fault(value: Any, place: str) -> Fault | None:
    """What is wrong with an annotation at `place`; None where nothing is."""
    return find_fault(_model(value), value, place)


def explain(value: Any, place: str) -> str:
    """The same as one sentence; blank where nothing is."""
    return explain_with(_model(value), value, place)


def _model(value: Any) -> type[DatumaroAnnotation]:
    kind = value.get("type") if isinstance(value, dict) else None
    return _MODELS.get(str(kind), DatumaroAnnotation)
