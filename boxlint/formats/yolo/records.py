"""The records of YOLO text as validated models: numbers but for the class are fractions of the image's sides."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from boxlint.formats.yolo.fields import LineFields, class_of
from boxlint.formats.yolo.layout import BOX, CORNERS, FEWEST, Layout
from boxlint.text.numbers import parse_number
from boxlint.text.quoting import quote


def _in_pairs(value: tuple[float, ...]) -> tuple[float, ...]:
    if len(value) % 2:
        raise PydanticCustomError("pairs", "expected pairs of x and y, got {count} numbers", {"count": len(value)})
    return value


def _read_class(value: Any) -> Any:
    if isinstance(value, str) and class_of(value) is None:
        raise PydanticCustomError("class", "expected the number of a class, got {got}", {"got": quote(value)})
    return int(class_of(value) or 0) if isinstance(value, str) else value


Category = Annotated[int, BeforeValidator(_read_class), Field(ge=0)]
"""The number of a class in the list of classes, from 0."""
Points = Annotated[tuple[float, ...], Field(min_length=FEWEST), AfterValidator(_in_pairs)]
"""x1 y1 x2 y2 … of three points or more."""


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    category: Category


class DetectionLine(_Line):
    """An upright box: the center, the width and the height."""

    center_x: float
    center_y: float
    width: float
    height: float


class OrientedLine(_Line):
    """Four corners, x and y in turn."""

    corners: tuple[float, float, float, float, float, float, float, float]


class SegmentLine(_Line):
    """The outline of an object, x and y of its points in turn."""

    points: Points


class PoseLine(DetectionLine):
    """A box and keypoints, each x and y and, where `kpt_shape` says so, its visibility: 0, 1 or 2."""

    keypoints: tuple[float, ...]


def explain(line: LineFields, layout: Layout, place: str) -> str:
    """What is wrong with a line at `place`, as one sentence; blank where nothing is."""
    if line.category is None:
        return f"{place}: {_class_problem(line.text)}"
    count = len(line.coordinates)
    if not layout.fits(count):
        return f"{place}: {_count_problem(line, layout, count)}"
    for number, text in enumerate(line.coordinates, 2):
        if parse_number(text) is None:
            return f"{place}: field {number}: expected a number, got {quote(text)}"
    return ""


def _class_problem(text: str) -> str:
    first = (text.split() or [text])[0]
    if "," in first or ";" in first:
        return f"expected numbers with blanks between them, got {quote(text.strip())}"
    return f"expected the number of a class, got {quote(first)}"


def _count_problem(line: LineFields, layout: Layout, count: int) -> str:
    if line.score is not None:
        return f"{count + 1} numbers, expected {count}: this looks like a prediction with its confidence"
    if layout.count is None:
        meant = "a box, as in labels for detection" if count == BOX else f"{count} numbers"
        return f"expected the class and pairs of x and y, three at least, got the class and {meant}"
    if layout.kind == "yolo" and count >= FEWEST and count % 2 == 0:
        shape = "an oriented box or a polygon" if count == CORNERS else "a polygon"
        return f"{count + 1} numbers, expected {BOX + 1}: this looks like {shape}"
    return f"{count + 1} number{'s' if count else ''}, expected {layout.count + 1}"
