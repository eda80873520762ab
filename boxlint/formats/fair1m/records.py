"""The records of FAIR1M XML as validated models."""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

from boxlint.formats.quoting import quote
from boxlint.formats.xml_points import read_points
from boxlint.formats.xml_records import XmlNumber, XmlRecord, explain_with

POINTS: Final = 5
"""The corners of a rectangle, and the first again."""
SLACK: Final = 1e-3
"""Pixels between the first point and the last of a closed ring, at most."""


def _split_point(value: Any) -> Any:
    if not isinstance(value, str) or read_points([value]).is_malformed:
        raise PydanticCustomError("point", "expected two numbers x,y, got {got}", {"got": quote(value)})
    return dict(zip("xy", value.split(","), strict=True))


class Point(BaseModel):
    """The text of a `point`, "x,y": pixels."""

    model_config = ConfigDict(frozen=True)

    x: XmlNumber
    y: XmlNumber


def _check_ring(points: list[Point]) -> list[Point]:
    if len(points) != POINTS:
        raise PydanticCustomError("ring", "expected {n} points, got {got}", {"n": POINTS, "got": len(points)})
    first, last = points[0], points[-1]
    if max(abs(first.x - last.x), abs(first.y - last.y)) > SLACK:
        words = {"last": f"{last.x:g},{last.y:g}", "first": f"{first.x:g},{first.y:g}"}
        raise PydanticCustomError("ring", "the last point {last} does not repeat the first {first}", words)
    return points


class PossibleResult(XmlRecord):
    """The class of an object; predictions have a `probability` besides."""

    name: str


class FairObject(XmlRecord):
    """An `object`: its class, and the `point` elements of its `points`: four corners, and the first of them again."""

    possibleresult: PossibleResult
    points: Annotated[
        list[Annotated[Point, BeforeValidator(_split_point)]],
        AfterValidator(_check_ring),
    ]


def explain(fields: Any, place: str) -> str:
    """What is wrong with an object at `place`, as one sentence; blank where nothing is."""
    return explain_with(FairObject, fields, place, "the elements possibleresult and points")
