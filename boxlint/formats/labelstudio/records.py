"""The results of Label Studio as validated models."""

from __future__ import annotations

from typing import Annotated, Any, Final

from msgspec.structs import replace
from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from boxlint.formats.labelstudio.shapes import LABELS, find_category, kind_of
from boxlint.rows.row import Fault
from boxlint.syntax.json.models import JsonRecord, Number, Point, find_fault


def _read_side(value: Any) -> Any:
    if isinstance(value, (int, float)) and not value > 0:
        raise PydanticCustomError("positive", "a side")
    return value


Side = Annotated[Number, BeforeValidator(_read_side)]
"""A side of the image, in pixels."""


class Result(JsonRecord):
    """What a shape stands beside: the size of its image in pixels. Keypoints and brushes need no more."""


class Rectangle(JsonRecord):
    """A box in percent of the image; `rotation` is in degrees clockwise about the left upper corner x, y."""

    x: Number
    y: Number
    width: Number
    height: Number
    rotation: Number | None = None


class Ellipse(JsonRecord):
    """An ellipse in percent of the image, about its centre x, y; `rotation` is in degrees clockwise."""

    x: Number
    y: Number
    radius_x: Annotated[Number, Field(alias="radiusX")]
    radius_y: Annotated[Number, Field(alias="radiusY")]
    rotation: Number | None = None


class Polygon(JsonRecord):
    """A polygon: its vertices in percent of the image."""

    points: list[Point]


class Sized(Result):
    """The size of the image, without which percents say nothing."""

    original_width: Side
    original_height: Side


_MODELS: Final[dict[str, type[JsonRecord]]] = {"rectangle": Rectangle, "ellipse": Ellipse, "polygon": Polygon}


def fault(value: Any, place: str) -> Fault | None:
    """What is wrong with a result at `place`; None where nothing is."""
    if not isinstance(value, dict):
        return find_fault(Result, value, place)
    model = _MODELS.get(kind_of(value))
    found = None
    if model is not None:
        inner, where = (value["value"], f"{place}.value") if "value" in value else (value, place)
        found = find_fault(model, inner, where) or find_fault(Sized, value, place)
    if found is None and find_category(value) is None:
        return Fault(f"{place}: {LABELS} are missing", missing_field=f"{kind_of(value)}{LABELS}")
    return found if found is None or not found.coordinates_not_numeric else replace(found, is_malformed=False)


def explain(value: Any, place: str) -> str:
    """The same as one sentence; blank where nothing is."""
    found = fault(value, place)
    return "" if found is None else found.problem
