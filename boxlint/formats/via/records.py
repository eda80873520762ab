"""The regions of VIA as validated models."""

from __future__ import annotations

from typing import Any, Final

from boxlint.formats.via.shapes import find_category
from boxlint.rows.row import Fault
from boxlint.syntax.json.models import JsonRecord, Number, find_fault
from boxlint.text.quoting import in_words


class ViaShape(JsonRecord):
    """The attributes of a shape: its name, and pixels. One that VIA does not draw has a name only."""

    name: str


class ViaRect(ViaShape):
    """A box: `x` and `y` are its left upper corner."""

    x: Number
    y: Number
    width: Number
    height: Number


class ViaCircle(ViaShape):
    """A circle: its centre and radius."""

    cx: Number
    cy: Number
    r: Number


class ViaEllipse(ViaShape):
    """An ellipse: its centre, its radii, and by how many radians it is turned clockwise."""

    cx: Number
    cy: Number
    rx: Number
    ry: Number
    theta: Number = 0.0


class ViaPoint(ViaShape):
    """A point."""

    cx: Number
    cy: Number


class ViaOutline(ViaShape):
    """A polygon or a line of several parts: its vertices."""

    all_points_x: list[Number]
    all_points_y: list[Number]


_MODELS: Final[dict[str, type[ViaShape]]] = {
    "rect": ViaRect,
    "circle": ViaCircle,
    "ellipse": ViaEllipse,
    "point": ViaPoint,
    "polygon": ViaOutline,
    "polyline": ViaOutline,
}


def fault(value: Any, place: str) -> Fault | None:
    """What is wrong with a region at `place`; None where nothing is. A region without a class lacks it."""
    if not isinstance(value, dict):
        return find_fault(ViaShape, value, place)
    if "shape_attributes" not in value:
        return Fault(f"{place}.shape_attributes: missing", "shape_attributes", coordinate_count=float("nan"))
    shape = value["shape_attributes"]
    kind = shape.get("name") if isinstance(shape, dict) else None
    model = _MODELS.get(kind, ViaShape) if isinstance(kind, str) else ViaShape
    found = find_fault(model, shape, f"{place}.shape_attributes")
    if found is None and model is ViaOutline:
        found = _uneven(shape, place)
    if found is None and find_category(value) is None:
        return _without_class(value, place)
    return found


def _uneven(shape: Any, place: str) -> Fault | None:
    xs, ys = shape["all_points_x"], shape["all_points_y"]
    if len(xs) == len(ys):
        return None
    problem = f"{place}.shape_attributes: {len(xs)} numbers in all_points_x, {len(ys)} in all_points_y"
    return Fault(problem, coordinate_count=float(len(xs) + len(ys)))


def _without_class(value: Any, place: str) -> Fault:
    where = f"{place}.region_attributes"
    attributes = value.get("region_attributes")
    if attributes is None or isinstance(attributes, dict):
        return Fault(f"{where}: no attribute names a class", missing_field="region_attributes")
    return Fault(f"{where}: expected an object, got {in_words(attributes)}", is_malformed=True)


def explain(value: Any, place: str) -> str:
    """The same as one sentence; blank where nothing is."""
    found = fault(value, place)
    return "" if found is None else found.problem
