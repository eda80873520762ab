"""The record of ICDAR text as a validated model."""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from boxlint.formats.lines.model import LineModel, LineNumber, explain_with
from boxlint.formats.lines.record import LineRecord

_QUAD: Final = 8
_BOX: Final = 4


def _of_a_shape(value: Any) -> Any:
    if len(value) != _BOX and (len(value) < _QUAD or len(value) % 2):
        raise PydanticCustomError("count", "expected 8 numbers, got {count}", {"count": len(value)})
    return value


Coordinates = Annotated[tuple[LineNumber, ...], BeforeValidator(_of_a_shape)]
"""x1, y1, … x4, y4, or of more points; or x_min, y_min, x_max, y_max; pixels."""


class IcdarLine(LineModel):
    """One word: the outline around it, and what it says: `###` where nobody can read it."""

    coordinates: Coordinates
    word: str = ""


def explain(record: LineRecord, place: str, text: str = "") -> str:
    """What is wrong with a line at `place`, as one sentence; blank where nothing is."""
    return explain_with(IcdarLine, record, place, "x1,y1,x2,y2,x3,y3,x4,y4,text", text)
