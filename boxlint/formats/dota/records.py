"""The record of DOTA text as a validated model."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import PydanticCustomError

from boxlint.formats.dota.fields import EXPECTED, LineFields
from boxlint.text.numbers import parse_number
from boxlint.text.quoting import quote


def _read_coordinates(value: Any) -> Any:
    if len(value) != EXPECTED:
        raise PydanticCustomError("count", "expected 8 coordinates, got {count}", {"count": len(value)})
    for place, text in enumerate(value, 1):
        if isinstance(text, str) and parse_number(text) is None:
            problem = {"place": place, "got": quote(text)}
            raise PydanticCustomError("number", "coordinate {place}: expected a number, got {got}", problem)
    return tuple(float(number) for number in value)


Coordinates = Annotated[tuple[float, ...], BeforeValidator(_read_coordinates)]
"""x1 y1 x2 y2 x3 y3 x4 y4 in pixels; NaN and infinity are numbers."""


class DotaLine(BaseModel):
    """One object: four corners in pixels, the category, and the difficulty where it is written."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    coordinates: Coordinates
    category: str
    difficult: float | None = None


def explain(line: LineFields, place: str) -> str:
    """What is wrong with a line at `place`, as one sentence; blank where nothing is."""
    if line.is_malformed:
        return f"{place}: expected 8 coordinates, a category and a difficulty, got {quote(line.text.strip())}"
    try:
        DotaLine(coordinates=line.coordinates, category=line.category, difficult=line.difficult)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        words = "expected a category after the coordinates" if first["loc"] == ("category",) else first["msg"]
        return f"{place}: {words}"
    return ""
